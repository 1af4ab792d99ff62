"""Tools that come into sight when the mouse or the keyboard comes near."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Approach(QObject):
    """Shows `tools` while `area` is under the mouse or has the keyboard inside.

    Their room is kept, so that nothing moves.
    """

    def __init__(self, area: QWidget, *tools: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._tools = tools
        self._hovered = False
        for tool in tools:
            policy = tool.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            tool.setSizePolicy(policy)
            tool.hide()
        area.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._hovered = event.type() is QEvent.Type.Enter
            self._show()
        return False

    def _show(self, _old: QWidget | None = None, _now: QWidget | None = None) -> None:
        if not isValid(self._area):
            return  # the keyboard leaves it because it is being deleted
        focused: QWidget | None = self._area.window().focusWidget()
        near = self._hovered or (focused is not None and self._area.isAncestorOf(focused))
        for tool in self._tools:
            tool.setVisible(near)
