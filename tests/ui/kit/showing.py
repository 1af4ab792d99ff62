"""A part of the kit in a window that has the keyboard."""

from PySide6.QtWidgets import (
    QWidget,
)
from pytestqt.qtbot import QtBot


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget
