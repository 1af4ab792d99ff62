"""The tab Bijlagen of an open family, and files to put in it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.ui.family.attachments.page import AttachmentsTab
from mvs_desktop.ui.family.attachments.picture_area import PictureArea
from mvs_desktop.ui.family.attachments.view import AttachmentView
from mvs_desktop.ui.kit.parts.chips import Chip
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import empty_case, family


class Attachments(Screen):
    """The tab, with answers ready for the dialogs of the system."""

    def __init__(self, opened: OpenedFamily) -> None:
        self.files: list[Path] = []
        self.target = ""
        self.proposed: list[str] = []
        self.tab = AttachmentsTab(
            opened.context, choose_files=self._choose, choose_target=self._choose_target
        )
        super().__init__(opened, self.tab)

    def _choose(self, _window: QWidget) -> list[str]:
        return [str(path) for path in self.files]

    def _choose_target(self, _window: QWidget, proposed: str) -> str:
        self.proposed.append(proposed)
        return self.target

    def added(self) -> tuple[Attachment, ...]:
        self.family.settle()
        return self.family.stored().attachments

    def open(self) -> AttachmentView:
        """Open the first in the list with the keyboard."""
        self.tab.focus_first()
        self.family.qtbot.keyClick(self.tab.rows[0], Qt.Key.Key_Return)
        self.family.settle()
        assert self.tab.view is not None
        return self.tab.view

    def area(self) -> PictureArea:
        area = self.find("attachment_picture")
        assert isinstance(area, PictureArea)
        return area

    def drop(self, data: QMimeData) -> None:
        event = QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        self.tab.dropEvent(event)
        assert event.dropAction() is Qt.DropAction.CopyAction
        self.family.settle()


@pytest.fixture
def empty(open_family: OpenFamily) -> Attachments:
    return Attachments(open_family(empty_case()))


@pytest.fixture
def tab(open_family: OpenFamily) -> Attachments:
    return Attachments(open_family(family()))


def put(folder: Path, **content: bytes) -> list[Path]:
    made = []
    for name, data in content.items():
        path = folder / name.replace("_dot_", ".")
        path.write_bytes(data)
        made.append(path)
    return made


def urls(paths: list[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def chips(tab: Attachments) -> list[str]:
    return [chip.accessibleName() for chip in tab.tab.rows[0].findChildren(Chip)]


def acts_of(tab: Attachments) -> list[str]:
    from sqlalchemy import select

    from mvs_desktop.storage.base.engine import reading
    from mvs_desktop.storage.base.tables import audit

    tab.family.settle()
    with reading(tab.family.workspace._store._engine) as connection:
        return list(connection.execute(select(audit.c.action)).scalars())
