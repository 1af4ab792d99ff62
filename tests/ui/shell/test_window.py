"""The main window, driven by keys and mouse on a real encrypted store."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import ContactKind
from mvs_desktop.services.views import Link
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.contact_panel import ContactPanel
from mvs_desktop.ui.families.new_family import NewFamilyPanel
from mvs_desktop.ui.kit.look.appearance import Appearance
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.settings import Settings
from mvs_desktop.ui.shell.shortcuts import KEYS, ShortcutsPanel
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Families = tuple[CaseFile, CaseFile]


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, held)
    settled(qtbot, window)


def child(window: MainWindow, kind: type[QWidget], name: str) -> QWidget:
    found = [w for w in window.findChildren(kind, name) if w.isVisible()]
    assert len(found) == 1, name
    return found[0]


def open_family(qtbot: QtBot, window: MainWindow, case: CaseFile, tab: str = "") -> None:
    window.navigator.go(Place(Screen.FAMILY, case.id, tab))
    settled(qtbot, window)


def test_it_opens_on_today(window: MainWindow) -> None:
    assert window.navigator.place.screen is Screen.TODAY
    assert window.windowTitle() == "MVS Desktop"
    assert window.findChild(QWidget, "today_page") is window.pages.currentWidget()


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        (Qt.Key.Key_1, Screen.TODAY),
        (Qt.Key.Key_2, Screen.FAMILIES),
        (Qt.Key.Key_3, Screen.LOOSE_NOTES),
    ],
)
def test_ctrl_and_a_number_go_through_the_rail(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, screen: Screen
) -> None:
    press(qtbot, window, key, CTRL)
    assert window.navigator.place == Place(screen)
    assert [s for s, button in window.rail._entries.items() if button.isChecked()] == [screen]


def test_a_number_without_an_entry_does_nothing(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_6, CTRL)
    assert window.navigator.place.screen is Screen.TODAY


def test_alt_and_arrows_go_back_and_forward(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    open_family(qtbot, window, families[0])
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert window.navigator.place == Place(Screen.FAMILIES)
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert window.navigator.place == Place(Screen.TODAY)
    press(qtbot, window, Qt.Key.Key_Right, ALT)
    press(qtbot, window, Qt.Key.Key_Right, ALT)
    assert window.navigator.place.case_id == families[0].id


def test_alt_and_a_number_choose_a_tab(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    open_family(qtbot, window, families[0])
    page = window.family_host.page
    assert page is not None
    press(qtbot, window, Qt.Key.Key_2, ALT)
    assert page.current_tab == page.tabs.keys()[1]
    assert window.navigator.place.tab == page.current_tab
    press(qtbot, window, Qt.Key.Key_8, ALT)
    assert page.current_tab == page.tabs.keys()[1]


def test_opening_another_family_lets_go_of_the_first(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    open_family(qtbot, window, families[0])
    open_family(qtbot, window, families[1])
    assert window.family_host.case_id == families[1].id
    qtbot.waitUntil(lambda: len(window.findChildren(QWidget, "family_page")) == 1)


def test_a_family_that_arrives_late_does_not_take_the_screen_back(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    window.navigator.go(Place(Screen.FAMILY, families[0].id))
    window.navigator.go(Place(Screen.FAMILIES))
    settled(qtbot, window)
    assert window.navigator.place.screen is Screen.FAMILIES
    assert child(window, QWidget, "families_page") is window.pages.currentWidget()


def test_a_phone_call_without_a_family_becomes_a_loose_note(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    text = child(window, QPlainTextEdit, "contact_text_control")
    qtbot.keyClicks(text, "V")
    settled(qtbot, window)
    own = workspace.loose_notes()
    assert own is not None  # saved from the first letter on
    (contact,) = own.contacts
    qtbot.keyClicks(text, "ader belde.")
    qtbot.keyClick(text, Qt.Key.Key_Return, CTRL)
    settled(qtbot, window)
    own = workspace.loose_notes()
    assert own is not None
    note = own.note_of(contact.id)
    assert note is not None
    (paragraph,) = own.paragraphs(note.id)
    assert paragraph.text == "Vader belde."
    assert own.contacts[0].kind is ContactKind.PHONE
    assert window.rail._entries[Screen.LOOSE_NOTES].count == 1
    assert window.panels.open_panel is None


def test_the_window_is_drawn_before_the_first_run(
    qtbot: QtBot, qapp: QApplication, workspace: Workspace, settings: Settings
) -> None:
    appearance, language = Appearance(qapp, "light"), Language(qapp)
    made = MainWindow(workspace, settings=settings, appearance=appearance, language=language)
    made.show()
    made.start()
    assert made.synchroniser.running
    assert made.synchroniser.state.link is not Link.BUSY
    settled(qtbot, made)
    assert made.synchroniser.state.link is not Link.NEVER
    with qtbot.waitSignal(made.left, timeout=15_000):
        made.close()
    made.deleteLater()


def test_choosing_a_family_moves_the_note(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, families: Families
) -> None:
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    panel = window.panels.open_panel
    assert isinstance(panel, ContactPanel)
    qtbot.keyClicks(child(window, QPlainTextEdit, "contact_text_control"), "Oma belde.")
    settled(qtbot, window)
    line = panel.form.editor("contact_case").control()
    line.setFocus()
    qtbot.keyClicks(line, "Familie Berkhout")

    def moved_out() -> bool:
        own = workspace.loose_notes()
        return own is not None and own.contacts == ()

    qtbot.waitUntil(moved_out)
    settled(qtbot, window)
    moved = workspace.reload_case(families[1].id)
    note = moved.note_of(moved.contacts[0].id)
    assert note is not None
    assert [item.text for item in moved.paragraphs(note.id)] == ["Oma belde."]
    qtbot.keyClicks(child(window, QPlainTextEdit, "contact_text_control"), " Ze past op.")
    panel.close_panel()
    settled(qtbot, window)
    moved = workspace.reload_case(families[1].id)
    assert len(moved.contacts) == 1
    texts = [item.text for item in moved.paragraphs(note.id)]
    assert texts == ["Oma belde. Ze past op."]


def test_an_agreement_is_a_paragraph_of_its_own(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    panel = window.panels.open_panel
    assert isinstance(panel, ContactPanel)
    qtbot.keyClicks(child(window, QPlainTextEdit, "contact_text_control"), "School belde.")
    qtbot.mouseClick(panel.add_agreement, Qt.MouseButton.LeftButton)
    agreed = child(window, QPlainTextEdit, "contact_agreement_control")
    qtbot.keyClicks(agreed, "Ik bel morgen terug.")
    panel.close_panel()
    settled(qtbot, window)
    own = workspace.loose_notes()
    assert own is not None
    note = own.note_of(own.contacts[0].id)
    assert note is not None
    assert [item.text for item in own.paragraphs(note.id)] == [
        "School belde.",
        "Ik bel morgen terug.",
    ]


def test_a_note_that_is_emptied_again_is_gone(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    text = child(window, QPlainTextEdit, "contact_text_control")
    qtbot.keyClicks(text, "x")
    settled(qtbot, window)
    qtbot.keyClick(text, Qt.Key.Key_Backspace)
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    settled(qtbot, window)
    own = workspace.loose_notes()
    assert own is not None
    assert own.contacts == ()


def test_opening_the_panel_alone_writes_nothing(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    before = workspace.sync_state().pending
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert workspace.loose_notes() is None
    assert workspace.sync_state().pending == before


def test_a_new_family_opens_at_once(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> None:
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    qtbot.mouseClick(child(window, QWidget, "skip_child"), Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    panel = window.panels.open_panel
    assert isinstance(panel, NewFamilyPanel)
    qtbot.keyClicks(child(window, QLineEdit, "name_control"), "Familie Cremers")
    place = panel.form.editor("neighbourhood").control()
    place.setFocus()
    area = workspace.registers.areas("GM0606")[0]
    qtbot.keyClicks(place, area.name)
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    assert window.navigator.place.screen is Screen.FAMILY
    case_id = window.navigator.place.case_id
    assert case_id is not None
    case = workspace.reload_case(case_id).case
    assert (case.name, case.municipality, case.neighbourhood, case.registered_on) == (
        "Familie Cremers",
        "GM0606",
        area.code,
        workspace.today(),
    )


def test_an_empty_new_family_is_saved_too(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    qtbot.mouseClick(child(window, QWidget, "skip_child"), Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    panel = window.panels.open_panel
    assert isinstance(panel, NewFamilyPanel)
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    assert len(workspace.caseload()) == 3


def test_the_palette_finds_a_family(qtbot: QtBot, window: MainWindow, families: Families) -> None:
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    palette = window.panels.palette
    qtbot.keyClicks(palette.line, "berk")
    titles = [item.title for item in palette.items()]
    assert titles == ["Familie Berkhout", "Alle resultaten voor “berk”"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.navigator.place.case_id == families[1].id
    assert not palette.isVisible()


def test_the_palette_finds_what_was_written(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    qtbot.keyClicks(child(window, QPlainTextEdit, "contact_text_control"), "Schaatsles op zaterdag")
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    palette = window.panels.palette
    qtbot.keyClicks(palette.line, "schaats")
    qtbot.waitUntil(lambda: any("Schaatsles" in item.subtitle for item in palette.items()))
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)


def test_the_palette_does_things(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(window.panels.palette.line, "contact")
    qtbot.keyClick(window.panels.palette.line, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert isinstance(window.panels.open_panel, ContactPanel)


def test_the_cover_hides_everything_and_holds_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F12)
    assert not window.rail.isVisible()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    assert window.navigator.place == Place(Screen.TODAY)
    assert not window.panels.palette.isVisible()
    press(qtbot, window, Qt.Key.Key_F12)
    assert window.rail.isVisible()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert window.navigator.place == Place(Screen.FAMILIES)


def test_locking_waits_for_what_was_typed(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    qtbot.keyClicks(child(window, QPlainTextEdit, "contact_text_control"), "Nog net op tijd")
    seen: list[str] = []

    def remember() -> None:
        own = workspace.loose_notes()
        note = own.note_of(own.contacts[0].id) if own else None
        seen.extend(item.text for item in own.paragraphs(note.id)) if own and note else None

    window.lock_requested.connect(remember)
    with qtbot.waitSignal(window.lock_requested):
        qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert seen == ["Nog net op tijd"]


def test_a_closed_window_is_out_of_sight(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.left, timeout=20_000):
        window.close()
    assert not window.isVisible()


def test_without_a_network_the_line_says_so(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F5)
    assert window.synchroniser.state.link is Link.OFFLINE
    assert window.rail.sending.line.text == "Geen verbinding"
    assert window.rail.sending.line.detail == "2 nog te versturen"
    assert not window.banner.isVisible()  # never a pop-up


def test_the_sending_line_opens_its_screen(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.rail.sending, Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    assert window.navigator.place == Place(Screen.SENDING)


def test_f6_goes_round_the_parts_of_the_screen(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    window.rail.search.setFocus()
    press(qtbot, window, Qt.Key.Key_F6)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.pages.isAncestorOf(focused)
    press(qtbot, window, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.rail.search  # where the keyboard was
    press(qtbot, window, Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is focused


def test_f6_comes_by_every_banner_that_says_something(window: MainWindow) -> None:
    banners = (window.lease_banner, window.code_banner, window.backup_banner, window.banner)
    assert not set(banners) & set(window.parts)
    for banner in banners:
        banner.show()
        assert banner in window.parts


def test_a_narrow_window_has_a_narrow_rail(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1093, 560)
    qtbot.waitUntil(lambda: window.rail.width() == 56)
    assert window.rail.contact.text() == ""
    assert window.rail.contact.accessibleName() == "Contact noteren"
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: window.rail.width() == 208)
    assert window.rail.contact.text() == "Contact noteren"


def test_the_list_of_shortcuts_is_the_table_of_shortcuts(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F1)
    assert isinstance(window.panels.open_panel, ShortcutsPanel)
    installed = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    wanted = {QKeySequence(keys).toString() for line in KEYS for keys in line.keys}
    assert wanted <= installed
    assert not [keys for keys in wanted if "Ctrl+Alt" in keys]  # AltGr types é and €


def test_another_language_builds_the_window_anew(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    open_family(qtbot, window, families[0], "plan")
    window._language.choose("en")
    settled(qtbot, window)
    assert window.navigator.place == Place(Screen.FAMILY, families[0].id, "plan")
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert window.navigator.place == Place(Screen.FAMILIES)


def test_the_place_is_remembered_without_names(
    qtbot: QtBot, window: MainWindow, settings: Settings, families: Families
) -> None:
    open_family(qtbot, window, families[0], "plan")
    assert Place.from_text(settings.place) == Place(Screen.FAMILY, families[0].id, "plan")
    assert "Appelmans" not in settings.place


def test_a_family_that_is_gone_is_said_and_left(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    open_family(qtbot, window, families[0])
    window._lost_open_family()
    settled(qtbot, window)
    assert window.navigator.place == Place(Screen.FAMILIES)
    assert window.banner.text.startswith("Je bent niet meer betrokken bij dit gezin.")


@pytest.mark.parametrize("text", ["é", "€", "ë", "[", "\\"])
def test_alt_gr_types_in_every_line_of_the_shell(
    qtbot: QtBot, window: MainWindow, text: str
) -> None:
    """On Windows AltGr arrives as Ctrl+Alt: it must type and give no command."""
    alt_gr = CTRL | ALT

    def type_in(field: QWidget, read: Callable[[], str]) -> None:
        field.setFocus()
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, alt_gr, text))
        assert text in read()

    press(qtbot, window, Qt.Key.Key_K, CTRL)
    palette = window.panels.palette
    type_in(palette.line, palette.line.text)
    palette.close_palette()
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    note = child(window, QPlainTextEdit, "contact_text_control")
    assert isinstance(note, QPlainTextEdit)
    type_in(note, note.toPlainText)
