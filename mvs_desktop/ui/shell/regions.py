"""F6: from one part of the screen to the next, and back to where the keyboard was in it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Regions(QObject):
    """Knows the parts of the screen; `parts` gives those that are in sight, in order."""

    def __init__(self, parts: Callable[[], Sequence[QWidget]], parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._last: dict[int, QWidget] = {}

    def move(self, step: int) -> None:
        """Put the keyboard in the next (1) or the previous (-1) part."""
        parts = list(self._parts())
        if not parts:
            return
        focused = QApplication.focusWidget()
        here = next((at for at, part in enumerate(parts) if focused and holds(part, focused)), None)
        if here is not None and focused is not None:
            self._last[id(parts[here])] = focused
        start = -step if here is None and step < 0 else (here if here is not None else -1)
        for distance in range(1, len(parts) + 1):
            part = parts[(start + step * distance) % len(parts)]
            target = self._target(part)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _target(self, part: QWidget) -> QWidget | None:
        last = self._last.get(id(part))
        if last is not None and isValid(last) and holds(part, last) and can_take(last):
            return last
        return first_focusable(part)


def holds(part: QWidget, widget: QWidget) -> bool:
    """Whether `widget` is `part` or inside it."""
    return part is widget or part.isAncestorOf(widget)


def can_take(widget: QWidget) -> bool:
    """Whether Tab could reach the widget now."""
    policy = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(policy) and widget.isEnabled() and widget.isVisible()


def first_focusable(part: QWidget) -> QWidget | None:
    """The first widget in tab order of this part."""
    if can_take(part):
        return part
    step = part.nextInFocusChain()
    while step is not None and step is not part:
        if part.isAncestorOf(step) and can_take(step):
            return step
        step = step.nextInFocusChain()
    return None
