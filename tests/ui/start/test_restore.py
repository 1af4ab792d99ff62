"""A backup put back in the start window, on a real store with real backups."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import NotAStore, RecoveryOnly, StoreDamaged
from mvs_desktop.services.backups import BackupInfo, BackupKind, Restored
from mvs_desktop.services.session import STORE_FILE, Session
from mvs_desktop.services.views import Change
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.start.backup_words import backup_detail, backup_moment, restore_advice
from mvs_desktop.ui.start.recovery import Reason, RecoveryPage
from mvs_desktop.ui.start.restore import RestorePage
from mvs_desktop.ui.start.restored import RestoredPage
from mvs_desktop.ui.start.unlock import UnlockPage
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE
from tests.ui.start.conftest import Start, StartIn, offered

TODAY = date(2026, 3, 4)


def backup(kind: BackupKind = BackupKind.HOURLY, day: int = 4, size: int = 3_400_000) -> BackupInfo:
    made_at = datetime(2026, 3, day, 12, 0).astimezone(UTC)
    return BackupInfo(f"00000{day}", day, made_at, kind, size)


@pytest.fixture
def session(keeper: MemoryKeeper, tmp_path: Path) -> Session:
    """Of a store with a family that is in a backup, and one that came after it."""
    session = Session(tmp_path, keeper, cost=CHEAP)
    workspace = session.unlock(PASSPHRASE)
    for name in ("Familie Eerst", "Familie Later"):
        id_ = workspace.new_id()
        workspace.save(Change(CaseFile(id=id_, case_id=id_, name=name), None))
        if name == "Familie Eerst":
            workspace.backups.run()
    workspace.close()
    assert len(session.backups()) == 1
    return session


def unlock_page(start: Start) -> UnlockPage:
    page = start.window.page
    assert isinstance(page, UnlockPage)
    return page


def restore_page(start: Start) -> RestorePage:
    page = start.window.page
    assert isinstance(page, RestorePage)
    return page


def put_back(start: Start, passphrase: str = PASSPHRASE) -> str:
    """Type the passphrase and press Enter; gives what is said."""
    page = restore_page(start)
    page.passphrase.line.clear()
    start.qtbot.keyClicks(page.passphrase.line, passphrase)
    start.qtbot.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    start.settle()
    after = start.window.page
    assert after is not None
    return after.banner.text


def told(page: RestoredPage) -> list[str]:
    return [banner.text for banner in page.findChildren(Banner) if banner.text]


def test_from_a_damaged_store_back_to_work(
    qtbot: QtBot, start: StartIn, session: Session, keeper: MemoryKeeper, tmp_path: Path
) -> None:
    store = tmp_path / "store" / STORE_FILE
    damaged = store.read_bytes()[:4096] + b"\0" * 8192
    store.write_bytes(damaged)
    begun = start(keeper, session=session)
    said = begun.unlock()
    assert "niets gewist" in said or "niet aangeraakt" in said
    assert "Zet de reservekopie van" in said
    page = unlock_page(begun)
    (button,) = offered(qtbot, page.banner, 1)
    assert button.text() == "Reservekopie terugzetten"
    qtbot.keyClick(button, Qt.Key.Key_Space)
    begun.settle()

    listed = restore_page(begun)
    assert begun.window.focusWidget() is listed.list
    assert listed.list.chosen_object() == session.backups()[0]
    qtbot.keyClick(listed.list, Qt.Key.Key_Return)
    assert listed.passphrase.has_keyboard()
    assert put_back(begun) == ""
    restored = begun.window.page
    assert isinstance(restored, RestoredPage)
    assert any("Het is heel bewaard" in text for text in told(restored))
    assert any("opnieuw aan" in text for text in told(restored))
    assert not begun.opened
    qtbot.keyClick(restored.button, Qt.Key.Key_Space)
    assert [row.case.name for row in begun.opened[0].caseload()] == ["Familie Eerst"]
    assert begun.opened[0].keys.device_needs_code
    assert damaged in [file.read_bytes() for file in tmp_path.rglob(STORE_FILE)]


def test_what_was_not_sent_goes_along(
    start: StartIn, session: Session, keeper: MemoryKeeper
) -> None:
    begun = start(keeper, session=session)
    unlock_page(begun).restore.click()
    begun.settle()
    put_back(begun)
    restored = begun.window.page
    assert isinstance(restored, RestoredPage)
    assert any("2 onderdelen die nog niet waren verstuurd" in text for text in told(restored))
    restored.button.click()
    names = sorted(row.case.name for row in begun.opened[0].caseload())
    assert names == ["Familie Eerst", "Familie Later"]


def test_a_wrong_passphrase_changes_nothing(
    start: StartIn, session: Session, keeper: MemoryKeeper, tmp_path: Path
) -> None:
    before = (tmp_path / "store" / STORE_FILE).read_bytes()
    begun = start(keeper, session=session)
    unlock_page(begun).restore.click()
    begun.settle()
    page = restore_page(begun)
    page.button.click()
    assert page.form.row("restore_passphrase").problem_text == "Typ eerst je wachtwoord."
    said = put_back(begun, "dit was het niet denk ik")
    assert said.startswith("Dit wachtwoord klopt niet.")
    assert page.passphrase.has_keyboard()
    assert (tmp_path / "store" / STORE_FILE).read_bytes() == before
    page.back.click()
    begun.settle()
    assert begun.unlock() == ""
    assert len(begun.opened[0].caseload()) == 2


def test_too_many_tries_lead_to_the_officers_here_too(
    start: StartIn, session: Session, keeper: MemoryKeeper
) -> None:
    begun = start(keeper, session=session)
    unlock_page(begun).restore.click()
    begun.settle()
    begun.window._restore_failed(RecoveryOnly())
    begun.settle()
    page = begun.window.page
    assert isinstance(page, RecoveryPage)
    assert page.reason is Reason.TOO_MANY_TRIES


def test_a_failure_and_the_way_on_are_both_in_sight_on_a_small_screen(
    qtbot: QtBot, start: StartIn, session: Session, keeper: MemoryKeeper
) -> None:
    begun = start(keeper, session=session)
    begun.window.resize(1093, 560)
    unlock_page(begun).restore.click()
    begun.settle()
    put_back(begun, "dit was het niet denk ik")
    page = restore_page(begun)

    def both_in_sight() -> bool:
        return all(
            widget.visibleRegion().boundingRect() == widget.rect()
            for widget in (page.banner, page.button)
        )

    qtbot.waitUntil(both_in_sight)


def test_a_window_closed_on_the_outcome_lets_go_of_the_store(
    start: StartIn, session: Session, keeper: MemoryKeeper
) -> None:
    begun = start(keeper, session=session)
    unlock_page(begun).restore.click()
    begun.settle()
    put_back(begun)
    begun.window.close()
    assert not begun.opened
    session.unlock(PASSPHRASE).close()


def test_without_backups_there_is_one_sentence_and_the_way_back(
    start: StartIn, keeper: MemoryKeeper
) -> None:
    begun = start(keeper)
    unlock_page(begun).restore.click()
    begun.settle()
    page = restore_page(begun)
    assert "nog geen reservekopie op deze laptop" in page.banner.text
    assert not page.button.isVisible()
    assert not page.list.isVisible()
    assert begun.window.focusWidget() is page.back
    page.back.click()
    begun.settle()
    unlock_page(begun)


def test_the_restore_page_by_keyboard(
    qtbot: QtBot, start: StartIn, session: Session, keeper: MemoryKeeper
) -> None:
    begun = start(keeper, session=session)
    unlock_page(begun).restore.click()
    begun.settle()
    page = restore_page(begun)
    begun.window.activateWindow()
    qtbot.waitUntil(begun.window.isActiveWindow)
    page.list.setFocus()
    walked = []
    for _ in range(5):
        walked.append(begun.window.focusWidget())
        qtbot.keyClick(begun.window.focusWidget(), Qt.Key.Key_Tab)
    secret = page.passphrase
    assert walked == [page.list, secret.line, secret.eye, page.button, page.back]
    assert page.list.accessibleName() == "Reservekopieën"


@pytest.mark.parametrize(
    ("item", "moment", "detail"),
    [
        (backup(), "Vandaag, 12:00", "Vanzelf gemaakt, elk uur · 3,2 MB"),
        (backup(BackupKind.DAILY, 3), "Gisteren, 12:00", "Bewaard van deze dag · 3,2 MB"),
        (
            backup(BackupKind.WEEKLY, 1, 900_000),
            "1 maart, 12:00",
            "Bewaard van deze week · 878,9 kB",
        ),
        (
            backup(BackupKind.MIGRATION, 1),
            "1 maart, 12:00",
            "Gemaakt vóór het bijwerken van het programma · 3,2 MB",
        ),
    ],
)
def test_a_backup_in_words(item: BackupInfo, moment: str, detail: str) -> None:
    assert backup_moment(item, TODAY) == moment
    assert backup_detail(item) == detail


def test_the_message_names_the_newest_backup() -> None:
    newest_first = (backup(), backup(day=3))
    assert restore_advice(StoreDamaged(), newest_first, TODAY) == (
        "Het dossierbestand is beschadigd. Het is bewaard en er is niets gewist. Zet de "
        "reservekopie van 12:00 terug of bel je beheerder."
    )
    assert restore_advice(NotAStore(), (), TODAY).endswith(
        "Er is geen reservekopie op deze laptop. Bel je beheerder."
    )


@pytest.mark.parametrize(
    ("carried", "words"),
    [
        (0, "was al verstuurd"),
        (1, "1 onderdeel dat nog niet was verstuurd"),
        (12, "12 onderdelen"),
        (None, "niet te lezen"),
    ],
)
def test_the_outcome_in_words(qtbot: QtBot, carried: int | None, words: str) -> None:
    page = RestoredPage(Restored(backup(), carried, Path("former")), TODAY)
    qtbot.addWidget(page)
    assert page.sentence.text() == "Je werkt verder met de kopie van vandaag, 12:00."
    assert words in told(page)[0]


def test_with_nothing_there_before_nothing_is_said_of_it(qtbot: QtBot) -> None:
    page = RestoredPage(Restored(backup(), 0, None), TODAY)
    qtbot.addWidget(page)
    assert len(told(page)) == 1
