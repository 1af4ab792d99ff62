"""The scenes by name: each makes one screen or one open panel in one state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QPropertyAnimation, QSize
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mvs_desktop.domain.errors import (
    EnrolmentCodeRefused,
    KeyringEmpty,
    NotAllowed,
    ServerUnreachable,
    WrongPassphrase,
)
from mvs_desktop.domain.lease import Lease, Stage
from mvs_desktop.domain.records import Compartment
from mvs_desktop.services.passphrases import judge_passphrase
from mvs_desktop.services.views import Link, SyncResult
from mvs_desktop.services.wiping import Wiped
from mvs_desktop.ui.keys.devices import DevicesPanel
from mvs_desktop.ui.keys.enrol_again import CodeBanner, EnrolAgainPanel
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.banner import BannerStrip
from mvs_desktop.ui.kit.pages.scroll import NARROW
from mvs_desktop.ui.sending.conflict import ConflictCard
from mvs_desktop.ui.sending.page import SendingPage
from mvs_desktop.ui.shell.lease_view import ClosedPage, LeaseBanner
from mvs_desktop.ui.start.enrol import EnrolPage
from mvs_desktop.ui.start.unlock import UnlockPage
from mvs_desktop.ui.start.wiped import WipedPage
from mvs_desktop.ui.team.apart import ApartPanel
from mvs_desktop.ui.team.bring_in import BringInPanel
from mvs_desktop.ui.team.colleague_search import ColleaguePanel
from mvs_desktop.ui.team.hand_over import HandOverPanel, OfferedPanel, OfferPanel
from mvs_desktop.ui.team.known_child import KnownChildPanel
from mvs_desktop.ui.today.closing import ClosingPanel
from mvs_desktop.ui.today.page import TodayPage
from tests.ui.showroom import samples, sent
from tests.ui.showroom.samples import AMOUNTS, NOW, TODAY, Amount

W = TypeVar("W", bound=QWidget)
Shown = Callable[["Room"], QWidget]

_RAIL = 208


class Room(QWidget):
    """A window of a size with the rail's place left free; `content` is what panels lie over."""

    def __init__(self, size: QSize, *, rail: bool = True) -> None:
        super().__init__()
        self.setProperty("kit", "canvas")
        self.resize(size)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        if rail:
            line.addSpacing(px(56) if size.width() < px(NARROW) else px(_RAIL))
        self.content = QWidget()
        self.fill = QVBoxLayout(self.content)
        self.fill.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.content, 1)

    def put(self, screen: W) -> W:
        """Fill the content with it."""
        self.fill.addWidget(screen)
        return screen

    def settle(self) -> None:
        """What was shown finds its place, as it does before somebody presses the next button."""
        QApplication.processEvents()


def _today(amount: Amount, room: Room) -> QWidget:
    page = room.put(TodayPage())
    page.show_view(samples.day(amount))
    page.focus_first()
    return page


def _sending(amount: Amount, link: Link, room: Room) -> QWidget:
    banner = CodeBanner()
    room.fill.addWidget(BannerStrip([banner]))  # as in the window
    page = room.put(SendingPage())
    view = sent.sending(amount, link)
    banner.show_state(view.state)
    page.show_view(view)
    if amount == "usual" and link is Link.IDLE:
        confirmed = {"note": 1, "action": 2, "attachment": 1}
        page.show_result(SyncResult(view.state, confirmed, 4))
    room.settle()
    page.focus_first()
    return page


def _third(number: int, room: Room) -> QWidget:
    """One of the choices of `full`, with something else being written."""
    page = room.put(SendingPage())
    view = sent.sending("full")
    page.show_view(replace(view, conflicts=view.conflicts[number : number + 1], set_apart=()))
    (card,) = page.findChildren(ConflictCard)
    room.settle()
    card.rewrite.click()
    return page


def _closing(amount: Amount, room: Room) -> QWidget:
    panel = ClosingPanel(room.content)
    pending = 0 if amount == "empty" else 4
    panel.show_day(sent.receipts(amount), sent.state(pending=pending), TODAY)
    panel.open_panel()
    return panel


def _search(kind: type[ColleaguePanel], amount: Amount, room: Room) -> QWidget:
    panel = (
        HandOverPanel(room.content)
        if kind is HandOverPanel
        else BringInPanel(room.content, samples.my_say(), TODAY)
    )
    panel.begin()
    line = panel.findChild(QLineEdit, "colleague_control")
    assert isinstance(line, QLineEdit)
    line.setText("van den boogaart")
    panel.show_found(samples.colleagues(amount), more=amount == "full")
    return panel


def _choose(kind: type[ColleaguePanel], amount: Amount, room: Room) -> QWidget:
    panel = _search(kind, amount, room)
    assert isinstance(panel, ColleaguePanel)
    panel.choose(samples.colleagues(amount)[0])
    return panel


def _member(own: bool, taken: bool, amount: Amount, room: Room) -> QWidget:
    panel = BringInPanel(room.content, samples.my_say(), TODAY)
    make = samples.emergency if taken else samples.member
    who = samples.ME if own else samples.OTHER
    panel.begin_with(make(full=amount == "full", who=who), frozenset({Compartment.BASIS}))
    return panel


def _more(room: Room) -> QWidget:
    panel = _member(True, True, "full", room)
    panel.findChild(QPushButton, "more_emergency").click()  # type: ignore[union-attr]
    return panel


def _offer(amount: Amount, room: Room) -> QWidget:
    panel = OfferPanel(room.content, samples.offer(full=amount == "full"), TODAY)
    panel.begin()
    return panel


def _offered(amount: Amount, room: Room) -> QWidget:
    full = amount == "full"
    family = samples.LONG_FAMILY if full else "Familie Berkhout"
    panel = OfferedPanel(room.content, samples.offer(full=full), family, TODAY)
    panel.begin()
    return panel


def _child(step: str, amount: Amount, room: Room) -> QWidget:
    panel = KnownChildPanel(room.content)
    panel.begin()
    if step == "missing":
        panel.findChild(QPushButton, "ask_child").click()  # type: ignore[union-attr]
    elif step == "later":
        panel.show_answer(samples.question(answered=False), NOW)
    elif step != "ask":
        panel.show_answer(samples.question(samples.whom(amount)), NOW)
    if step in ("why", "access"):
        panel.findChild(QPushButton, "emergency").click()  # type: ignore[union-attr]
    if step == "access":
        panel.show_access(NOW + timedelta(hours=4))
    return panel


def _failed(error: Exception, room: Room) -> QWidget:
    panel = _choose(BringInPanel, "usual", room)
    assert isinstance(panel, ColleaguePanel)
    room.settle()
    panel.findChild(QPushButton, "bring_in").setFocus()  # type: ignore[union-attr]
    panel.show_failure(error)
    return panel


def _apart(amount: Amount, room: Room) -> QWidget:
    panel = ApartPanel(room.content, TODAY, {}, {})
    panel.begin()
    panel.show_changes(samples.apart(amount))
    return panel


def _laptops(amount: Amount, room: Room) -> QWidget:
    panel = DevicesPanel(room.content, TODAY)
    panel.begin()
    panel.show_laptops(samples.laptops(amount))
    return panel


def _end_laptop(wrong: bool, room: Room) -> QWidget:
    panel = _laptops("full", room)
    assert isinstance(panel, DevicesPanel)
    room.settle()
    panel.findChildren(QPushButton, "end_laptop")[0].click()
    room.settle()
    if wrong:
        panel.show_failure(WrongPassphrase(30))
    return panel


def _keep_laptop(room: Room) -> QWidget:
    panel = _laptops("full", room)
    room.settle()
    panel.findChildren(QPushButton, "keep_laptop")[0].click()
    return panel


def _again(room: Room) -> QWidget:
    panel = EnrolAgainPanel(room.content, "https://centrale.voorbeeld.nl")
    panel.offer_sign_in(True)
    panel.begin()
    return panel


# Before there is a file open


def _enrol(state: str, room: Room) -> QWidget:
    address = "" if state == "address" else "https://centrale.voorbeeld.nl"
    page = room.put(EnrolPage(judge_passphrase, service_url=address))
    if state != "address":
        page.offer_sign_in(True)
    page.focus_first()
    room.settle()
    match state:
        case "working":
            page.show_working(
                QCoreApplication.translate(
                    "StartWindow", "We maken je sleutels en melden deze laptop aan…"
                )
            )
        case "browser":
            page.show_waiting()
        case "missing":
            page.button.click()
        case "refused":
            page.show_failure(EnrolmentCodeRefused())
        case "offline":
            page.show_failure(ServerUnreachable())
        case _:
            pass
    return page


def _wiped(state: str, room: Room) -> QWidget:
    page = room.put(WipedPage())
    if state != "working":
        whole, sent_first = state != "rest", state == "sent"
        page.show_outcome(Wiped(NOW, sent_first, whole, told=True))
    return page


def _unlock(state: str, room: Room) -> QWidget:
    page = room.put(UnlockPage())
    page.focus_first()
    room.settle()
    match state:
        case "wipe":
            page.show_wipe()
        case "wrong":
            page.show_failure(WrongPassphrase(30))
        case "keyring":
            page.show_failure(KeyringEmpty())
        case "working":
            page.show_working(True)
        case _:
            pass
    return page


def _lease(behind: bool, room: Room) -> QWidget:
    banner = LeaseBanner()
    room.fill.addWidget(BannerStrip([banner]))  # as in the window
    _today("usual", room)
    closes = NOW + timedelta(days=6)
    banner.show_lease(Lease(Stage.READ_AND_NOTE, NOW, closes, clock_behind=behind), 8)
    return room.content


def _closed(link: Link, room: Room) -> QWidget:
    page = room.put(ClosedPage())
    page.show_state(sent.state(link))
    return page


def _scenes() -> dict[str, Shown]:
    made: dict[str, Shown] = {}
    for amount in AMOUNTS:
        made[f"today-{amount}"] = partial(_today, amount)
        made[f"sending-{amount}"] = partial(_sending, amount, Link.IDLE)
        made[f"closing-{amount}"] = partial(_closing, amount)
        made[f"bring-in-search-{amount}"] = partial(_search, BringInPanel, amount)
        made[f"apart-{amount}"] = partial(_apart, amount)
        made[f"laptops-{amount}"] = partial(_laptops, amount)
        made[f"child-answer-{amount}"] = partial(_child, "answer", amount)
    for amount in AMOUNTS[1:]:
        made[f"bring-in-{amount}"] = partial(_choose, BringInPanel, amount)
        made[f"member-{amount}"] = partial(_member, False, False, amount)
        made[f"member-emergency-{amount}"] = partial(_member, False, True, amount)
        made[f"member-own-{amount}"] = partial(_member, True, False, amount)
        made[f"hand-over-{amount}"] = partial(_choose, HandOverPanel, amount)
        made[f"offer-{amount}"] = partial(_offer, amount)
        made[f"offered-{amount}"] = partial(_offered, amount)
        made[f"emergency-{amount}"] = partial(_child, "why", amount)
    made["hand-over-search"] = partial(_search, HandOverPanel, "usual")
    made["emergency-more"] = _more
    made["emergency-taken"] = partial(_child, "access", "usual")
    for step in ("ask", "missing", "later"):
        made[f"child-{step}"] = partial(_child, step, "usual")
    made["team-offline"] = partial(_failed, ServerUnreachable())
    made["team-not-allowed"] = partial(_failed, NotAllowed())
    for number, what in enumerate(("text", "moment", "score", "birth")):
        made[f"third-{what}"] = partial(_third, number)
    for link in (Link.OFFLINE, Link.BUSY, Link.REFUSED, Link.UNREADABLE, Link.NEEDS_CODE):
        made[f"sending-{link}"] = partial(_sending, "empty", link)
    made["laptops-why"] = partial(_end_laptop, False)
    made["laptops-wrong"] = partial(_end_laptop, True)
    made["laptops-keep"] = _keep_laptop
    made["enrol-again"] = _again
    made["lease"] = partial(_lease, False)
    made["lease-clock"] = partial(_lease, True)
    return made


def _start_scenes() -> dict[str, Shown]:
    made: dict[str, Shown] = {}
    for state in ("ready", "address", "missing", "working", "browser", "refused", "offline"):
        made[f"enrol-{state}"] = partial(_enrol, state)
    for state in ("working", "whole", "sent", "rest"):
        made[f"wiped-{state}"] = partial(_wiped, state)
    for state in ("ready", "wipe", "wrong", "keyring", "working"):
        made[f"unlock-{state}"] = partial(_unlock, state)
    for link in (Link.IDLE, Link.BUSY, Link.OFFLINE, Link.REFUSED, Link.UNREADABLE):
        made[f"closed-{link}"] = partial(_closed, link)
    return made


SCENES = _scenes()
START_SCENES = _start_scenes()  # in a window without a rail


def build(name: str, size: QSize) -> tuple[Room, QWidget]:
    """The scene in an open window of this size, and the part of it that is looked at."""
    room = Room(size, rail=name in SCENES)
    room.show()
    part = (SCENES | START_SCENES)[name](room)
    for slide in part.findChildren(QPropertyAnimation):
        slide.setCurrentTime(slide.duration())
    return room, part
