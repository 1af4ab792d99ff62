"""A forgotten passphrase, in the start window: from the tenth wrong try to an open store.

The request, the answer and the officers are real; only the keyring is in memory.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import KeyringEmpty, KeyringUnsupported, RecoveryAnswerUnusable
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change
from mvs_desktop.ui.start.choose import ChoosePage
from mvs_desktop.ui.start.recovery import Reason, RecoveryPage
from mvs_desktop.ui.start.unlock import UnlockPage
from tests.support.keepers import MemoryKeeper
from tests.support.officers import Officers
from tests.support.workspaces import CHEAP, PASSPHRASE
from tests.ui.start.conftest import Start, StartIn, offered

NEW = "een heel andere zin van vijf"


class Clock:
    """Waiting after a wrong passphrase takes no time here."""

    ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(scope="module")
def officers(service: CentralProcess, tmp_path_factory: pytest.TempPathFactory) -> Officers:
    found = Officers(service.database, tmp_path_factory.mktemp("officers"))
    found.init()
    return found


@pytest.fixture
def own_keeper() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(
    tmp_path: Path,
    officers: Officers,
    service: CentralProcess,
    own_keeper: MemoryKeeper,
    clock: Clock,
) -> Session:
    """Enrolled, with a family that the centre does not know yet."""
    worker = service.add_worker("Noor Testers", "Oost", "Oefenorganisatie", "wijkteam")
    session = Session(tmp_path, own_keeper, clock=clock, cost=CHEAP)
    workspace = session.enrol(service.url, service.code(worker), PASSPHRASE, "laptop")
    id_ = workspace.new_id()
    workspace.save(Change(CaseFile(id=id_, case_id=id_, name="Familie Proefstuk"), None))
    workspace.close()
    return session


def recovery_page(start: Start) -> RecoveryPage:
    page = start.window.page
    assert isinstance(page, RecoveryPage)
    return page


def filled(start: Start) -> list[str]:
    """The filled buttons in sight: never more than one."""
    return [
        button.text()
        for button in start.window.findChildren(QPushButton)
        if button.isVisible() and button.property("kit") == "filled"
    ]


def choose_new(qtbot: QtBot, start: Start) -> None:
    page = start.window.page
    assert isinstance(page, ChoosePage)
    qtbot.keyClicks(page.chosen.editor.line, NEW)
    qtbot.keyClicks(page.chosen.again.line, NEW)
    qtbot.keyClick(page.chosen.again.line, Qt.Key.Key_Return)
    start.settle()


def test_ten_wrong_tries_and_back_to_work(
    qtbot: QtBot,
    start: StartIn,
    session: Session,
    own_keeper: MemoryKeeper,
    clock: Clock,
    officers: Officers,
    tmp_path: Path,
) -> None:
    begun = start(own_keeper, session=session)
    for number in range(10):
        page = begun.window.page
        assert isinstance(page, UnlockPage), number
        said = begun.unlock("dit was het niet denk ik")
        clock.ahead += timedelta(hours=1)
        if number < 9:
            assert said.startswith("Dit wachtwoord klopt niet")
            page._countdown._open_from = 0.0
            page._countdown._look()
    page = recovery_page(begun)
    assert "tien keer een verkeerd wachtwoord" in page.sentence.text()
    assert not page.back.isVisible()  # there is no other way in
    assert filled(begun) == ["Aanvraag opslaan…"]
    assert page.save.hasFocus() or page.window().focusWidget() is page.save

    request, answer = tmp_path / "aanvraag.json", officers.folder / "antwoord-tien.json"
    page._choose_save = lambda _: str(request)
    qtbot.keyClick(page.save, Qt.Key.Key_Space)
    begun.settle()
    assert "aanvraag.json" in page._steps[0].remark.text()
    assert filled(begun) == ["Antwoord openen…"]
    check = " ".join(page.code.text().split())
    assert len(check) == 17
    done = officers.answer(request, answer, check)
    assert done.returncode == 0, done.stderr

    # Days later, after a restart: the same request stands.
    begun.window.close()
    later = start(own_keeper, session=Session(tmp_path, own_keeper, clock=clock, cost=CHEAP))
    later.unlock(PASSPHRASE)
    page = recovery_page(later)
    assert " ".join(page.code.text().split()) == check
    page._choose_open = lambda _: str(answer)
    page.open_first.click()
    later.settle()
    choose_new(qtbot, later)
    assert [row.case.name for row in later.opened[0].caseload()] == ["Familie Proefstuk"]
    assert later.opened[0].sync_state().pending == 1
    later.opened.pop().close()
    later.window.close()
    assert start(own_keeper).unlock(NEW) == ""


def test_a_keyring_that_lost_its_key_leads_to_the_officers(
    qtbot: QtBot,
    start: StartIn,
    session: Session,
    own_keeper: MemoryKeeper,
    officers: Officers,
    tmp_path: Path,
) -> None:
    own_keeper.secrets.clear()
    begun = start(own_keeper, session=session)
    assert "mist de sleutel van je dossiers" in begun.unlock()
    page = begun.window.page
    assert isinstance(page, UnlockPage)
    (button,) = offered(qtbot, page.banner, 1)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    begun.settle()
    recovery = recovery_page(begun)
    assert "mist de sleutel van je dossiers" in recovery.sentence.text()
    request, answer = tmp_path / "aanvraag.json", officers.folder / "antwoord-leeg.json"
    recovery._choose_save = lambda _: str(request)
    recovery.save.click()
    begun.settle()
    assert recovery.request is not None
    done = officers.answer(request, answer, recovery.request.check)
    assert done.returncode == 0, done.stderr

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(answer))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    recovery.dropEvent(drop)
    begun.settle()
    choose_new(qtbot, begun)
    assert begun.opened


def test_what_is_no_answer_is_told_and_changes_nothing(
    qtbot: QtBot,
    start: StartIn,
    session: Session,
    own_keeper: MemoryKeeper,
    officers: Officers,
    tmp_path: Path,
) -> None:
    begun = start(own_keeper, session=session)
    unlock = begun.window.page
    assert isinstance(unlock, UnlockPage)
    qtbot.keyClick(unlock.forgotten, Qt.Key.Key_Space)
    begun.settle()
    page = recovery_page(begun)
    assert page.title.text() == "Wachtwoord vergeten?"

    page._choose_save = lambda _: str(tmp_path / "er is geen map" / "aanvraag.json")
    page.save.click()
    begun.settle()
    assert "kan het bestand niet worden opgeslagen" in page.banner.text
    request = tmp_path / "aanvraag.json"
    page._choose_save = lambda _: str(request)
    page.save.click()
    begun.settle()
    assert page.banner.text == ""

    page._choose_open = lambda _: str(tmp_path / "er is geen bestand")
    page.open_answer.click()
    begun.settle()
    assert "is niet te lezen. Er is niets veranderd" in page.banner.text
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8" * 100_000)
    chosen = [request, tmp_path / "foto.jpg"]
    page._choose_open = lambda _: str(chosen.pop())
    while chosen:
        page.open_answer.click()
        begun.settle()
        assert "geen antwoord op de aanvraag van deze laptop" in page.banner.text
        assert begun.window.page is page

    # An answer in form, that is not for this request.
    assert page.request is not None
    answer = officers.folder / "antwoord-anders.json"
    done = officers.answer(request, answer, page.request.check)
    assert done.returncode == 0, done.stderr
    content = json.loads(answer.read_text())
    content["request_id"] = content["request_id"][::-1]
    answer.write_text(json.dumps(content))
    page._choose_open = lambda _: str(answer)
    page.open_answer.click()
    begun.settle()
    choose_new(qtbot, begun)
    again = recovery_page(begun)
    assert "geen antwoord op de aanvraag van deze laptop" in again.banner.text
    again.back.click()
    begun.settle()
    assert begun.unlock() == ""  # the passphrase that was there is still the one
    assert begun.opened


def test_a_weak_passphrase_is_not_taken(qtbot: QtBot, session: Session) -> None:
    page = ChoosePage(session.judge_passphrase)
    qtbot.addWidget(page)
    qtbot.keyClicks(page.chosen.editor.line, "Welkom2026!")
    qtbot.keyClicks(page.chosen.again.line, "Welkom2026!")
    with qtbot.assertNotEmitted(page.submitted):
        page.button.click()
    assert "te makkelijk te raden" in page.form.row("passphrase").problem_text


def test_a_laptop_without_a_recovery_key_is_told(start: StartIn, keeper: MemoryKeeper) -> None:
    begun = start(keeper)
    unlock = begun.window.page
    assert isinstance(unlock, UnlockPage)
    unlock.forgotten.click()
    begun.settle()
    page = recovery_page(begun)
    assert "nog geen herstelsleutel" in page.banner.text
    assert not page.save.isVisible()
    assert not page.code.isVisible()
    page.back.click()
    begun.settle()
    assert begun.unlock() == ""


def test_a_screen_reader_hears_digits_and_the_steps_can_be_walked(
    qtbot: QtBot, start: StartIn, session: Session, own_keeper: MemoryKeeper
) -> None:
    begun = start(own_keeper, session=session)
    unlock = begun.window.page
    assert isinstance(unlock, UnlockPage)
    unlock.forgotten.click()
    begun.settle()
    page = recovery_page(begun)
    spoken = page.code.accessibleName()
    assert spoken.startswith("Controlecode: ")
    digits = spoken.removeprefix("Controlecode: ")
    assert digits.replace(",", "").replace(" ", "") == page.code.text().replace(" ", "")
    assert all(len(part) == 1 for part in digits.replace(",", "").split())
    begun.window.activateWindow()
    qtbot.waitUntil(begun.window.isActiveWindow)
    page.save.setFocus()
    walked = []
    for _ in range(4):
        walked.append(begun.window.focusWidget())
        qtbot.keyClick(begun.window.focusWidget(), Qt.Key.Key_Tab)
    assert walked == [page.save, page.code, page.open_first, page.back]


@pytest.mark.parametrize(
    ("error", "button"),
    [(KeyringEmpty(), "Herstel aanvragen"), (KeyringUnsupported(), None)],
)
def test_where_the_keyring_fails_recovery_is_offered_only_when_it_helps(
    qtbot: QtBot, error: Exception, button: str | None
) -> None:
    page = UnlockPage()
    qtbot.addWidget(page)
    page.show()
    page.show_failure(error)
    wanted = [button] if button else []
    assert [b.text() for b in offered(qtbot, page.banner, len(wanted))] == wanted


def test_an_answer_that_failed_keeps_the_steps(qtbot: QtBot, session: Session) -> None:
    page = RecoveryPage(Reason.FORGOTTEN)
    qtbot.addWidget(page)
    page.show()
    page.show_request(session.recovery_request())
    page.show_working("Bezig")
    assert not page._steps[2].isEnabled()
    page.show_failure(RecoveryAnswerUnusable())
    assert page._steps[2].isEnabled()
    assert page.findChildren(QLineEdit) == []
