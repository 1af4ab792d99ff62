"""Noting a contact from anywhere (Ctrl+Shift+C): saved from the first letter on, with or without a
family."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.contacts import ContactKind
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.contact_panel import ContactPanel
from mvs_desktop.ui.navigation.places import Screen
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled
from tests.ui.shell.driving import CTRL, SHIFT, Families, child, press


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
