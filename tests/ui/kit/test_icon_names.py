"""Every icon that a screen names exists: the set complains only when it draws."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from mvs_desktop.ui.kit.look.icons import has_icon, icon

UI = Path(__file__).parents[3] / "mvs_desktop" / "ui"
ICON_TABLES = ("_ICONS", "ICONS")


def named_icons() -> Iterator[tuple[str, str]]:
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for text in _icons_of(node):
                yield path.relative_to(UI).as_posix(), text


def _icons_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        called = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        values = [word.value for word in node.keywords if word.arg == "icon_name"]
        if called in ("icon", "icon_pixmap", "IconButton", "Picture"):
            values += node.args[:1]
        yield from _texts(values)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        named = any(getattr(target, "id", "").endswith(ICON_TABLES) for target in targets)
        if named and isinstance(node.value, ast.Dict):
            yield from _texts(node.value.values)


def _texts(values: list[ast.expr]) -> Iterator[str]:
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            yield value.value


@pytest.mark.usefixtures("qapp")
def test_every_named_icon_exists() -> None:
    found = list(named_icons())
    assert len(found) > 40  # the search itself works
    assert [(place, name) for place, name in found if not has_icon(name)] == []


@pytest.mark.parametrize("room", [QRect(0, 0, 0, 20), QRect(0, 0, 20, 0), QRect(0, 0, 20, 20)])
def test_an_icon_draws_only_where_it_has_room(qapp: QApplication, room: QRect) -> None:
    """Qt warns of an image of no size, as of a button that is being laid out."""
    canvas = QImage(20, 20, QImage.Format.Format_ARGB32)
    canvas.fill(Qt.GlobalColor.transparent)
    blank = canvas.copy()
    painter = QPainter(canvas)
    icon("note", "text").paint(painter, room)
    painter.end()
    assert (canvas == blank) is room.isEmpty()
