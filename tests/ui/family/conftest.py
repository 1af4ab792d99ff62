"""A family in a real encrypted store with its queue, opened and closed around each test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseMember
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.session import STORE_FILE
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.store import Store
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.case_context import CaseContext
from tests.ui.conftest import KEY

NOW = datetime(2025, 3, 4, 13, 2, tzinfo=UTC)


@dataclass
class OpenedFamily:
    """One open family, with the store behind it and what was asked of it."""

    qtbot: QtBot
    workspace: Workspace
    context: CaseContext
    changes: list[Change]
    windows: "_Windows"

    def settle(self) -> None:
        """Wait until all queued work is done and delivered."""
        QApplication.processEvents()  # what was added to a layout shows itself only now
        self.qtbot.waitUntil(lambda: not self.context.background.busy)

    def stored(self) -> CaseSnapshot:
        """The family as the store has it now."""
        return self.workspace.reload_case(self.context.case_id)

    def show(self, widget: QWidget, width: int = 1280, height: int = 720) -> None:
        """Put a widget in a window of its own that has the keyboard."""
        self.qtbot.addWidget(widget)
        self.windows.meant.append(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        self.qtbot.waitUntil(widget.isActiveWindow)


class Screen:
    """A widget in a window, driven by key and mouse and found by name."""

    def __init__(self, opened: OpenedFamily, widget: QWidget) -> None:
        self.family = opened
        self.widget = widget
        opened.show(widget)

    def find(self, name: str) -> QWidget:
        """The one visible widget of this name, within the time that showing it takes."""
        self.family.qtbot.waitUntil(lambda: len(self._visible(name)) == 1)
        return self._visible(name)[0]

    def click(self, name: str) -> None:
        self.family.qtbot.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.family.settle()

    def type(self, field: str, text: str) -> None:
        """Replace what is in a text field."""
        line = self.find(f"{field}_control")
        line.setFocus()
        self.family.qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.family.qtbot.keyClicks(line, text)

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        self.family.qtbot.keyClick(widget, key)
        self.family.settle()

    def tick(self, field: str, words: str) -> None:
        """Click the option with these words."""
        (button,) = (
            button
            for button in self.find(field).findChildren(QAbstractButton)
            if button.text() == words and button.isVisibleTo(self.widget)
        )
        self.family.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.family.settle()

    def save(self) -> None:
        """Wait until everything that was typed is in the store."""
        self.family.context.flush()
        self.family.settle()

    def texts(self, name: str) -> str:
        """All the words in sight inside a widget."""
        self.family.settle()
        labels = self.find(name).findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self.widget))

    def _visible(self, name: str) -> list[QWidget]:
        found = self.widget.findChildren(QWidget, name)
        if self.widget.objectName() == name:
            found.append(self.widget)
        return [one for one in found if one.isVisibleTo(self.widget) or one is self.widget]


OpenFamily = Callable[[CaseSnapshot], OpenedFamily]


class _Windows(QObject):
    """Notes every widget that becomes a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.meant: list[QWidget] = []
        self.stray: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if (
            event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.windowType() is Qt.WindowType.Window
            and watched not in self.meant
        ):
            self.stray.append(f"{type(watched).__name__} {watched.objectName()!r}")
        return False


@pytest.fixture(autouse=True)
def windows(qapp: QApplication) -> Iterator[_Windows]:
    """A widget shown before it has a parent flashes on the screen and takes the keyboard."""
    watch = _Windows()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)
    assert not watch.stray, f"shown without a parent: {', '.join(watch.stray)}"


@pytest.fixture
def open_family(
    qtbot: QtBot,
    tmp_path: Path,
    new_store: tuple[Path, Enrolment],
    monkeypatch: pytest.MonkeyPatch,
    windows: _Windows,
) -> Iterator[OpenFamily]:
    """Store the records of a snapshot and open it as the program would."""
    opened: list[tuple[Background, Workspace]] = []

    def open_it(snapshot: CaseSnapshot) -> OpenedFamily:
        original, enrolled = new_store
        path = tmp_path / STORE_FILE
        shutil.copy(original, path)
        workspace = Workspace(Store.open(path, KEY, lambda: NOW), enrolled, Registers())
        background = Background()
        opened.append((background, workspace))
        workspace.create_case(snapshot.case)
        records = [record for group in snapshot.records.values() for record in group]
        # Workers on a case are written by the service alone.
        own = [Change(r, None) for r in records if not isinstance(r, CaseMember)]
        if own:
            workspace.save(*own)
        changes = _watched(workspace, monkeypatch)
        read = workspace.open_case(snapshot.case.id)
        context = CaseContext(workspace, background, read, background)
        family = OpenedFamily(qtbot, workspace, context, changes, windows)
        family.settle()
        return family

    yield open_it
    for background, workspace in opened:
        assert background.stop(5000)
        background.deleteLater()
        workspace.close()


def _watched(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[Change]:
    """The changes that reach the workspace, as they do."""
    changes: list[Change] = []
    save = workspace.save

    def watched_save(*asked: Change) -> object:
        changes.extend(asked)
        return save(*asked)

    monkeypatch.setattr(workspace, "save", watched_save)
    return changes
