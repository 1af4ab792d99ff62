"""The start screens and the key panels in English: no Dutch is left on them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.errors import StoreDamaged
from mvs_desktop.services.backups import BackupInfo, BackupKind, Restored
from mvs_desktop.services.passphrases import Advice, judge_passphrase
from mvs_desktop.services.session import RecoveryRequest
from mvs_desktop.services.views import Link, SyncState
from mvs_desktop.ui.keys.change import ChangePanel
from mvs_desktop.ui.keys.enrol_again import CodeBanner, EnrolAgainPanel
from mvs_desktop.ui.keys.panel import KeyPanel
from mvs_desktop.ui.keys.passphrase import advice_text
from mvs_desktop.ui.keys.renew import RenewPanel
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.start.choose import ChoosePage
from mvs_desktop.ui.start.enrol import EnrolPage
from mvs_desktop.ui.start.recovery import Reason, RecoveryPage
from mvs_desktop.ui.start.restore import RestorePage
from mvs_desktop.ui.start.restored import RestoredPage
from mvs_desktop.ui.start.unlock import UnlockPage
from tests.ui.texts import dutch_on

TODAY = date(2026, 3, 4)
BACKUPS = tuple(
    BackupInfo(kind, number, datetime(2026, 3, number, 12, tzinfo=UTC), kind, 3_400_000)
    for number, kind in enumerate(BackupKind, start=1)
)


def unlock(_: QWidget) -> QWidget:
    page = UnlockPage()
    page.show_damage(StoreDamaged(), BACKUPS, TODAY)
    return page


def enrol(_: QWidget) -> QWidget:
    return EnrolPage(judge_passphrase, service_url="https://centrale.example")


def recovery(_: QWidget) -> QWidget:
    page = RecoveryPage(Reason.FORGOTTEN)
    page.show_request(RecoveryRequest(b"", "12345 67890 12345", "Care"))
    return page


def recovery_saved(_: QWidget) -> QWidget:
    page = RecoveryPage(Reason.TOO_MANY_TRIES)
    page.show_request(RecoveryRequest(b"", "12345 67890 12345", "Care"))
    page.show_saved("request.json")
    return page


def choose(_: QWidget) -> QWidget:
    page = ChoosePage(judge_passphrase)
    page.form.show_problems(page.chosen.problems())
    return page


def restore(_: QWidget) -> QWidget:
    page = RestorePage(TODAY)
    page.show_backups(BACKUPS)
    return page


def restored(_: QWidget) -> QWidget:
    return RestoredPage(Restored(BACKUPS[0], None, Path("former")), TODAY)


def restored_whole(_: QWidget) -> QWidget:
    return RestoredPage(Restored(BACKUPS[0], 3, Path("former")), TODAY)


def began(panel: KeyPanel) -> QWidget:
    panel.form.show_problems(panel.problems())
    panel.begin()
    return panel


def change(host: QWidget) -> QWidget:
    return began(ChangePanel(host, judge_passphrase))


def renew(host: QWidget) -> QWidget:
    return began(RenewPanel(host))


def again(host: QWidget) -> QWidget:
    return began(EnrolAgainPanel(host, ""))


def done(host: QWidget) -> QWidget:
    panel = EnrolAgainPanel(host, "")
    panel.begin()
    panel.say_done()
    return panel


def code(_: QWidget) -> QWidget:
    banner = CodeBanner()
    banner.show_state(SyncState(Link.NEEDS_CODE, 0, 0, 0, None))
    return banner


SCREENS: tuple[Callable[[QWidget], QWidget], ...] = (
    *(unlock, enrol, recovery, recovery_saved, choose, restore, restored, restored_whole),
    *(change, renew, again, done, code),
)


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    made = Language(qapp, "nl")
    yield made
    made.choose("nl")
    made.deleteLater()


@pytest.mark.parametrize("make", SCREENS, ids=lambda make: make.__name__)
def test_no_dutch_is_left_in_english(
    qtbot: QtBot, language: Language, make: Callable[[QWidget], QWidget]
) -> None:
    for spoken, is_left in (("nl", True), ("en", False)):
        language.choose("nl" if spoken == "nl" else "en")
        host = QWidget()
        qtbot.addWidget(host)
        host.resize(900, 700)
        screen = make(host)
        if screen.parentWidget() is None:
            screen.setParent(host)
        host.show()
        screen.show()
        assert bool(dutch_on(screen)) is is_left, dutch_on(screen)


def test_every_advice_has_its_words(qtbot: QtBot, language: Language) -> None:
    spoken = {}
    for chosen in ("nl", "en"):
        language.choose("nl" if chosen == "nl" else "en")
        spoken[chosen] = {advice_text(advice) for advice in Advice}
    assert not spoken["nl"] & spoken["en"]
    assert len(spoken["nl"]) == len(spoken["en"]) == len(Advice) - 1  # without advice: add a word
    assert max(map(len, spoken["nl"] | spoken["en"])) <= 34  # beside the meter in a panel
