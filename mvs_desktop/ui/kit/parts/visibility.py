"""Showing and hiding widgets that may not be in a window yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def show_when(widget: QWidget, visible: bool) -> None:
    """Show or hide a widget that stands, or will stand, inside another one.

    Qt makes a window of a widget that is shown before it has a parent: it flashes on the
    screen and takes the keyboard away. Such a widget is left to appear with its parent.
    """
    if not visible:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
