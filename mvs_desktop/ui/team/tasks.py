"""Carries out what the panels of working together ask, off the GUI thread.

All that asks the centre goes through the queue of what talks to it, so that it never does two
things at once and no save waits for it. Each command gets its id here, once: when it failed for
want of a connection, the same is sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from mvs_desktop.domain.people import Person
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services import taking_over
from mvs_desktop.services.team_views import (
    ApartChange,
    ChildQuestion,
    Offer,
    TeamDay,
    UnreadChange,
)
from mvs_desktop.services.views import Saved, SyncResult
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.navigation.team_intents import (
    AnswerOffer,
    BringIn,
    HandOver,
    LookAtApart,
    PutNoticeAway,
    SeeChildAnswer,
    SeeOffered,
    TeamIntent,
)
from mvs_desktop.ui.team.apart import ApartPanel
from mvs_desktop.ui.team.bring_in import BringInPanel, MemberWanted, MySay
from mvs_desktop.ui.team.colleague_search import ColleaguePanel
from mvs_desktop.ui.team.emergency import Emergency
from mvs_desktop.ui.team.hand_over import HandOverPanel, OfferedPanel, OfferPanel, OfferWanted
from mvs_desktop.ui.team.known_child import ChildAsked, EmergencyWanted, KnownChildPanel
from mvs_desktop.ui.team.panel import TeamPanel
from mvs_desktop.ui.words import person_name

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Heard:
    """A taking_over.Heard."""

    saved: Callable[[Saved], None]
    received: Callable[[SyncResult], None]


class TeamTasks(QObject):
    """Makes the panels over `host`; `show` is told of each before it opens.

    `done` comes when the centre did something, so that it is fetched; `saved` carries a Saved,
    `received` a SyncResult of what was sent and fetched meanwhile; `put_away` comes when a notice
    was. `new_family` carries a name to begin with, `case_chosen` a family's id, `failed` an error
    whose panel is gone.
    """

    done = Signal()
    saved = Signal(object)
    received = Signal(object)
    put_away = Signal()
    new_family = Signal(str)
    case_chosen = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        host: QWidget,
        workspace: "Workspace",
        background: Background,
        network: Background,
        show: Callable[[SidePanel], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._workspace = workspace
        self._background = background
        self._network = network
        self._show = show

    def do(self, intent: TeamIntent) -> None:
        """Open the panel for it."""
        match intent:
            case BringIn(case_id, worker_id):
                self._with_case(case_id, lambda around: self._bring_in(around, worker_id))
            case HandOver(case_id):
                self._hand_over(case_id)
            case AnswerOffer(offer_id):
                self._answer(offer_id)
            case SeeOffered(offer_id):
                self._see_offered(offer_id)
            case PutNoticeAway(member):
                self._keep(lambda: self._workspace.team.put_notice_away(member), self.put_away.emit)
            case LookAtApart(case_id):
                self._with_case(case_id, self._apart)
            case SeeChildAnswer(question_id):
                self._see_answer(question_id)

    # Is this child known?

    def ask_child(self, name: str = "") -> None:
        """Ask it before a new family; `name` is what it may be called already."""
        self._child_panel()[0].begin(name)

    def _child_panel(self) -> tuple[KnownChildPanel, Callable[[ChildQuestion], None]]:
        panel = KnownChildPanel(self._host)
        team, asked = self._workspace.team, list[ChildQuestion]()

        def show(question: ChildQuestion) -> None:
            asked[:] = [question]
            panel.show_answer(question, self._local_now())
            if question.answered_at is not None:
                # What was answered while looking waits for nobody.
                self._keep(lambda: team.put_away(question.id))

        def ask(child: ChildAsked) -> None:
            id_ = self._command(panel, child)
            self._ask(
                panel, lambda: team.ask_child(id_, child.family_name, child.birth, child.bsn), show
            )

        def take(wanted: EmergencyWanted) -> None:
            id_ = self._command(panel, wanted)
            self._ask(
                panel,
                lambda: team.take_emergency_access(
                    id_, asked[0], wanted.place, wanted.reason, wanted.compartments
                ),
                lambda found: panel.show_access(found[1].astimezone()),
                does=True,
            )

        panel.asked.connect(ask)
        panel.emergency_wanted.connect(take)
        panel.new_family_wanted.connect(self.new_family)
        panel.case_chosen.connect(lambda case_id: self._leave(panel, case_id))
        self._show(panel)
        return panel, show

    def _leave(self, panel: SidePanel, case_id: UUID) -> None:
        panel.close_panel()
        self.case_chosen.emit(case_id)

    def _see_answer(self, question_id: UUID) -> None:
        for question in self._workspace.team.questions():
            if question.id == question_id:
                panel, show = self._child_panel()
                panel.open_panel()
                show(question)

    # Colleagues

    def _bring_in(self, around: CaseSnapshot, worker_id: UUID | None) -> None:
        workspace = self._workspace
        today = workspace.today()
        say = MySay.in_case(around, workspace.me.worker_id, today)
        panel = BringInPanel(self._host, say, today)
        case_id = around.case.id
        self._searching(panel)

        def want(wanted: MemberWanted) -> None:
            id_ = self._command(panel, wanted)
            self._command_done(
                panel,
                lambda: workspace.team.bring_in(
                    id_,
                    case_id,
                    wanted.worker_id,
                    wanted.role,
                    wanted.compartments,
                    wanted.starts_on,
                    wanted.ends_on,
                ),
            )

        def end(of: UUID) -> None:
            id_ = self._command(panel, of)
            self._command_done(panel, lambda: workspace.team.end(id_, case_id, of))

        def take_more(wanted: Emergency) -> None:
            id_ = self._command(panel, wanted)
            self._command_done(
                panel,
                lambda: workspace.team.extend_emergency_access(
                    id_, case_id, wanted.reason, wanted.compartments
                ),
            )

        panel.wanted.connect(want)
        panel.ended.connect(end)
        panel.more_wanted.connect(take_more)
        self._show(panel)
        memberships = [m for m in around.members(today) if m.worker_id == worker_id]
        if memberships:
            held = frozenset(part for m in memberships for part in m.compartments)
            panel.begin_with(memberships[0], held)
        else:
            panel.begin()

    def _hand_over(self, case_id: UUID) -> None:
        panel = HandOverPanel(self._host)
        self._searching(panel)

        def want(wanted: OfferWanted) -> None:
            id_ = self._command(panel, wanted)
            self._command_done(
                panel,
                lambda: self._workspace.team.offer(
                    id_, case_id, wanted.worker_id, wanted.word, stays=wanted.stays
                ),
            )

        panel.wanted.connect(want)
        self._show(panel)
        panel.begin()

    def _answer(self, offer_id: str) -> None:
        offers = {offer.offer_id: offer for offer in self._workspace.team.offers()}
        if offer_id not in offers:
            return
        panel = OfferPanel(self._host, offers[offer_id], self._workspace.today())

        def answer(accept: bool, word: str) -> None:
            id_ = self._command(panel, (accept, word))
            self._command_done(
                panel, lambda: self._workspace.team.answer(id_, offer_id, word, accept=accept)
            )

        panel.answered.connect(answer)
        self._show(panel)
        panel.begin()

    def _see_offered(self, offer_id: str) -> None:
        def show(day: TeamDay) -> None:
            for offer in day.asked:
                if offer.offer_id == offer_id:
                    self._show_offered(offer, day.families.get(offer.case_id, ""))

        self._background.run(
            self._workspace.team.day, on_done=show, on_failed=self.failed.emit, owner=self
        )

    def _show_offered(self, offer: Offer, family: str) -> None:
        panel = OfferedPanel(self._host, offer, family, self._workspace.today())

        def take_back() -> None:
            id_ = self._command(panel, offer.offer_id)
            self._command_done(panel, lambda: self._workspace.team.take_back(id_, offer.offer_id))

        panel.taken_back.connect(take_back)
        self._show(panel)
        panel.begin()

    def _searching(self, panel: ColleaguePanel) -> None:
        panel.searched.connect(
            lambda text: self._ask(
                panel,
                lambda: self._workspace.team.colleagues(text),
                lambda found: panel.show_found(found[0], more=found[1]),
            )
        )

    # What lies apart

    def _apart(self, around: CaseSnapshot) -> None:
        people = {person.id: person_name(person) for person in around.all(Person)}
        areas = self._workspace.registers.area_names
        panel = ApartPanel(self._host, self._workspace.today(), people, areas)
        team, case_id = self._workspace.team, around.case.id

        def look() -> None:
            self._ask(panel, lambda: team.apart(case_id), panel.show_changes)

        def settle(change: ApartChange | UnreadChange, taken: bool) -> None:
            id_ = self._command(panel, (change.op_id, taken))
            heard = _Heard(self.saved.emit, self.received.emit)

            def work() -> None:
                taking_over.settle(self._workspace, id_, change, taken=taken, heard=heard)

            self._ask(panel, work, lambda _: look(), does=True)

        panel.settled.connect(settle)
        self._show(panel)
        panel.begin()
        look()

    # Work

    def _command(self, panel: TeamPanel, wanted: object) -> UUID:
        """The same id for what is asked again after it failed."""
        return panel.command_for(wanted, self._workspace.new_id)

    def _command_done(self, panel: TeamPanel, work: Callable[[], object]) -> None:
        self._ask(panel, work, lambda _: panel.close_panel(), does=True)

    def _ask(
        self,
        panel: TeamPanel,
        work: Callable[[], object],
        then: Callable[..., None],
        *,
        does: bool = False,
    ) -> None:
        """`does`: the centre does something, which is fetched also when the panel is gone."""

        def done(answer: object) -> None:
            if _is_open(panel):
                panel.forget_command()
                then(answer)
            if does:
                self.done.emit()

        def failed(error: Exception) -> None:
            if _is_open(panel):
                panel.show_failure(error)
            else:
                self.failed.emit(error)

        self._network.run(work, on_done=done, on_failed=failed, owner=self)

    def _keep(self, work: Callable[[], object], then: Callable[[], None] = lambda: None) -> None:
        self._background.run(work, on_done=lambda _: then(), on_failed=self.failed.emit, owner=self)

    def _with_case(self, case_id: UUID, then: Callable[[CaseSnapshot], None]) -> None:
        self._background.run(
            lambda: self._workspace.reload_case(case_id),
            on_done=then,
            on_failed=self.failed.emit,
            owner=self,
        )

    def _local_now(self) -> Any:
        return self._workspace.now().astimezone()


def _is_open(panel: SidePanel) -> bool:
    return isValid(panel) and panel.is_open
