"""First start and unlocking, against a real session and a real key file."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.errors import (
    EnrolmentCodeRefused,
    ExpectedError,
    KeyringEmpty,
    KeyringUnsupported,
    NotAStore,
    ServerAnswerUnreadable,
    ServerUnreachable,
    ServiceAddressUnusable,
    StoreDamaged,
    StoreInUse,
    StoreTooNew,
    WrongPassphrase,
)
from mvs_desktop.services.passphrases import judge_passphrase
from mvs_desktop.services.session import Session
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.keys.code import CodeEditor, tidy_code
from mvs_desktop.ui.keys.service import with_scheme
from mvs_desktop.ui.start.enrol import Enrolment, EnrolPage
from mvs_desktop.ui.start.unlock import UnlockPage
from mvs_desktop.ui.start.why_not import WhyNotPage
from mvs_desktop.ui.start.window import StartWindow
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store

ADDRESS = "https://centrale.example"


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("k7qm4trp9wxh", "K7QM-4TRP-9WXH"),
        (" K7QM 4trp-9wxh ", "K7QM-4TRP-9WXH"),
        ("K7QM-4TRP-9WXH", "K7QM-4TRP-9WXH"),
        ("k7qm.4t", "K7QM-4T"),
        ("", ""),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str, tidied: str) -> None:
    assert tidy_code(typed) == tidied


def test_the_cursor_stays_behind_the_same_character(qtbot: QtBot) -> None:
    editor = CodeEditor()
    qtbot.addWidget(editor)
    qtbot.keyClicks(editor.line, "k7qm4trp")
    assert editor.line.text() == "K7QM-4TRP"
    editor.line.setCursorPosition(2)
    qtbot.keyClicks(editor.line, "x")
    assert editor.line.text() == "K7XQ-M4TR-P"
    assert editor.line.cursorPosition() == 3
    qtbot.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert editor.line.text() == "K7QM-4TRP"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("centrale.example", "https://centrale.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("", ""),
    ],
)
def test_an_address_without_scheme_is_meant_to_be_safe(typed: str, address: str) -> None:
    assert with_scheme(typed) == address


@pytest.fixture
def enrol(qtbot: QtBot) -> EnrolPage:
    page = EnrolPage(judge_passphrase, service_url=ADDRESS)
    qtbot.addWidget(page)
    page.resize(1093, 560)
    page.show()
    return page


def control(page: QWidget, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, f"{name}_control")
    assert isinstance(found, QLineEdit)
    return found


def fill(qtbot: QtBot, page: EnrolPage, passphrase: str = PASSPHRASE, again: str = "") -> None:
    qtbot.keyClicks(control(page, "enrolment_code"), "k7qm4trp9wxh")
    qtbot.keyClicks(control(page, "passphrase"), passphrase)
    qtbot.keyClicks(control(page, "passphrase_again"), again or passphrase)


def test_a_filled_form_announces_an_enrolment(qtbot: QtBot, enrol: EnrolPage) -> None:
    fill(qtbot, enrol)
    with qtbot.waitSignal(enrol.submitted) as submitted:
        qtbot.keyClick(control(enrol, "passphrase_again"), Qt.Key.Key_Return)
    assert submitted.args == [Enrolment(ADDRESS, "K7QM-4TRP-9WXH", PASSPHRASE)]


def test_the_key_after_enrolling_is_for_nothing_else(qtbot: QtBot, enrol: EnrolPage) -> None:
    sent: list[object] = []
    enrol.submitted.connect(sent.append)
    enrol.submitted.connect(lambda _: enrol.show_working("Bezig"))
    fill(qtbot, enrol)
    with qtbot.waitActive(enrol):
        enrol.activateWindow()
    control(enrol, "passphrase_again").setFocus()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert len(sent) == 1
    assert enrol.address.is_known  # it did not begin to change the address
    assert enrol.button.hasFocus()


def test_the_whole_form_fits_a_small_screen(qtbot: QtBot, enrol: EnrolPage) -> None:
    qtbot.waitExposed(enrol)
    bottom = enrol.button.mapTo(enrol, enrol.button.rect().bottomLeft()).y()
    assert bottom <= 560


@pytest.mark.parametrize(
    ("passphrase", "again", "field", "words"),
    [
        ("kort", "kort", "passphrase", "te makkelijk te raden"),
        ("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "passphrase", "te makkelijk te raden"),
        (PASSPHRASE, "vier woorden zijn genoegg", "passphrase_again", "verschillen"),
    ],
)
def test_a_passphrase_that_will_not_do_is_said_at_its_field(
    qtbot: QtBot, enrol: EnrolPage, passphrase: str, again: str, field: str, words: str
) -> None:
    fill(qtbot, enrol, passphrase, again)
    with qtbot.assertNotEmitted(enrol.submitted):
        qtbot.mouseClick(enrol.button, Qt.MouseButton.LeftButton)
    assert words in enrol.form.row(field).problem_text
    assert control(enrol, field).text() in (passphrase, again)


def test_an_empty_form_asks_for_the_code_first(qtbot: QtBot, enrol: EnrolPage) -> None:
    qtbot.mouseClick(enrol.button, Qt.MouseButton.LeftButton)
    assert "code" in enrol.form.row("enrolment_code").problem_text.lower()
    assert enrol.code.has_keyboard()


def test_the_meter_follows_the_typing(qtbot: QtBot, enrol: EnrolPage) -> None:
    said = [enrol.chosen.meter.word]
    for more in ("fiets", " bakker", " maandag", " potlood", " giraffe"):
        qtbot.keyClicks(control(enrol, "passphrase"), more)
        said.append(enrol.chosen.meter.word)
    assert said == [
        "Tip: vier losse woorden",
        "Te kort. Neem vier losse woorden.",
        "Namen raadt men snel.",
        "Te makkelijk. Voeg een woord toe.",
        "Sterk genoeg",
        "Heel sterk",
    ]


def test_a_passphrase_can_be_looked_at(enrol: EnrolPage) -> None:
    line = enrol.chosen.editor.line
    assert line.echoMode() is QLineEdit.EchoMode.Password
    enrol.chosen.editor.eye.click()
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    enrol.chosen.editor.eye.click()
    assert line.echoMode() is QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EnrolmentCodeRefused(), "al gebruikt of te oud"),
        (ServerUnreachable(), "Er is nog niets aangemaakt en wat je invulde blijft staan."),
        (ServerAnswerUnreadable(), "antwoordt iets anders dan de centrale"),
        (ServiceAddressUnusable(), "https://"),
        (KeyringUnsupported(), "sleutelbos"),
    ],
)
def test_every_failure_is_one_message_and_loses_nothing(
    qtbot: QtBot, enrol: EnrolPage, error: ExpectedError, words: str
) -> None:
    fill(qtbot, enrol)
    enrol.show_working("Bezig")
    assert not enrol.form.isEnabled()
    held = [enrol.button.is_held]
    enrol.show_failure(error)
    held.append(enrol.button.is_held)
    assert held == [True, False]
    assert words in enrol.banner.text
    assert enrol.form.isEnabled()
    assert enrol.button.isEnabled()
    assert control(enrol, "enrolment_code").text() == "K7QM-4TRP-9WXH"
    assert control(enrol, "passphrase").text() == PASSPHRASE
    assert control(enrol, "passphrase_again").text() == PASSPHRASE


def test_the_address_can_be_changed(qtbot: QtBot, enrol: EnrolPage) -> None:
    assert not control(enrol, "service_url").isVisible()
    enrol.address.line.change.click()
    line = control(enrol, "service_url")
    assert line.isVisible()
    line.selectAll()
    qtbot.keyClicks(line, "andere.example")
    fill(qtbot, enrol)
    with qtbot.waitSignal(enrol.submitted) as submitted:
        enrol.button.click()
    assert submitted.args is not None
    assert submitted.args[0].service_url == "https://andere.example"


def start_window(
    qtbot: QtBot, folder: Path, keeper: MemoryKeeper, background: Background, url: str = ADDRESS
) -> StartWindow:
    session = Session(folder, keeper, cost=CHEAP)
    window = StartWindow(session, background, device_name="laptop", service_url=url)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: not background.busy)
    return window


def test_the_right_passphrase_opens_the_store(
    qtbot: QtBot, tmp_path: Path, background: Background
) -> None:
    keeper = MemoryKeeper()
    make_store(tmp_path, keeper, enrolment())
    window = start_window(qtbot, tmp_path, keeper, background)
    assert isinstance(window.page, UnlockPage)
    qtbot.keyClicks(window.page.passphrase.line, PASSPHRASE)
    with qtbot.waitSignal(window.opened) as opened:
        qtbot.keyClick(window.page.passphrase.line, Qt.Key.Key_Return)
    assert opened.args is not None
    workspace = opened.args[0]
    assert isinstance(workspace, Workspace)
    workspace.close()


def test_a_wrong_passphrase_makes_everybody_wait(
    qtbot: QtBot, tmp_path: Path, background: Background
) -> None:
    keeper = MemoryKeeper()
    make_store(tmp_path, keeper, enrolment())
    window = start_window(qtbot, tmp_path, keeper, background)
    page = window.page
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page.passphrase.line, "vier woorden zijn te veel")
    for _ in range(6):  # the first few may be tried at once
        qtbot.waitUntil(page.button.isEnabled, timeout=10_000)
        page.button.click()
        qtbot.waitUntil(lambda: not background.busy)
        assert page.banner.text.startswith("Dit wachtwoord klopt niet. Je dossiers zijn veilig.")
        if page.seconds_left:
            break
    assert page.seconds_left > 0
    assert not page.button.isEnabled()
    assert page.button.label.startswith("Nog ")
    assert page.passphrase.line.text() == "vier woorden zijn te veel"
    # Starting the program again does not shorten the wait.
    again = start_window(qtbot, tmp_path, keeper, background)
    assert isinstance(again.page, UnlockPage)
    assert again.page.seconds_left > 0


def test_the_button_comes_back_when_the_wait_is_over(qtbot: QtBot) -> None:
    page = UnlockPage()
    qtbot.addWidget(page)
    page.show_failure(WrongPassphrase(1))
    assert not page.button.isEnabled()
    qtbot.waitUntil(page.button.isEnabled, timeout=5_000)
    assert page.button.label == "Openen"
    assert "Probeer het opnieuw" in page.banner.text


def test_an_empty_keyring_is_said(qtbot: QtBot, tmp_path: Path, background: Background) -> None:
    make_store(tmp_path, MemoryKeeper(), enrolment())
    window = start_window(qtbot, tmp_path, MemoryKeeper(), background)
    page = window.page
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page.passphrase.line, PASSPHRASE)
    page.button.click()
    qtbot.waitUntil(lambda: "sleutelbos" in page.banner.text)
    assert page.button.isEnabled()


def test_a_file_that_is_no_store_is_said(
    qtbot: QtBot, tmp_path: Path, background: Background
) -> None:
    keeper = MemoryKeeper()
    make_store(tmp_path, keeper, enrolment())
    store = tmp_path / "store" / "case.store"
    store.write_bytes(b"dit is een boodschappenlijst " * 200)
    before = store.read_bytes()
    window = start_window(qtbot, tmp_path, keeper, background)
    page = window.page
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page.passphrase.line, PASSPHRASE)
    page.button.click()
    qtbot.waitUntil(lambda: bool(page.banner.text))
    assert "niet aangeraakt" in page.banner.text or "niets gewist" in page.banner.text
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyringEmpty(), "mist de sleutel"),
        (KeyringUnsupported(), "sleutelbos"),
        (NotAStore(), "ander bestand"),
        (StoreDamaged(), "er is niets gewist"),
        (StoreTooNew(), "nieuwere versie"),
        (StoreInUse(), "ander venster"),
    ],
)
def test_every_reason_not_to_open_has_words(qtbot: QtBot, error: ExpectedError, words: str) -> None:
    page = UnlockPage()
    qtbot.addWidget(page)
    page.show_failure(error)
    assert words in page.banner.text
    assert page.button.isEnabled()


def test_unlocking_needs_something_typed(qtbot: QtBot) -> None:
    page = UnlockPage()
    qtbot.addWidget(page)
    with qtbot.assertNotEmitted(page.submitted):
        page.button.click()
    assert page.form.row("unlock_passphrase").problem_text == "Typ eerst je wachtwoord."


def test_no_network_at_the_first_start_leaves_nothing_behind(
    qtbot: QtBot, tmp_path: Path, background: Background
) -> None:
    window = start_window(qtbot, tmp_path, MemoryKeeper(), background, "http://127.0.0.1:9")
    page = window.page
    assert isinstance(page, EnrolPage)
    fill(qtbot, page)
    page.button.click()
    assert page._working.isVisible()
    qtbot.waitUntil(page.banner.isVisible, timeout=20_000)
    assert page.banner.text.startswith("Geen verbinding met de centrale.")
    assert list(tmp_path.rglob("*.store")) == []
    assert control(page, "service_url").isVisible()


def test_a_second_window_says_why_it_does_not_open(qtbot: QtBot) -> None:
    page = WhyNotPage(StoreInUse())
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.closed):
        qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert page.title.text() == "Al open in een ander venster"
