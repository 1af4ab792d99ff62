"""Where the keyboard is in a part of a screen, to bring it back there after that was made anew."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from mvs_desktop.ui.kit.pages.scroll import bring_near

Telling = tuple[str, str, str]


class KeyboardPlace:
    """Take it before widgets in `root` are replaced, and `restore` it after.

    The keyboard then is at the control of the same name, else at the one that came in its place;
    when it was not in `root` it stays where it is.
    """

    def __init__(self, root: QWidget) -> None:
        self._root = root
        self._at = -1
        focused = QApplication.focusWidget()
        if focused is not None and root.isAncestorOf(focused):
            controls = controls_in(root)
            if focused in controls:
                self._at, self._told = controls.index(focused), _telling(focused)
                same = [one for one in controls if _telling(one) == self._told]
                self._nth = same.index(focused)

    def restore(self) -> None:
        if self._at < 0 or not isValid(self._root):
            return
        controls = controls_in(self._root)
        if not controls:
            return
        same = [one for one in controls if _telling(one) == self._told]
        found = (
            same[min(self._nth, len(same) - 1)]
            if same
            else controls[min(self._at, len(controls) - 1)]
        )
        if not found.hasFocus():
            _put_keyboard(found)  # whoever scrolled away from it stays there


def give_keyboard(control: QWidget) -> None:
    """Put the keyboard here, in sight."""
    _put_keyboard(control)
    bring_near(control)


def _put_keyboard(control: QWidget) -> None:
    """Also when it was made just now: Qt shows such a widget later, and gives none that cannot
    be seen."""
    line: list[QWidget] = []
    part: QWidget | None = control
    while part is not None and not part.isVisible():
        line.insert(0, part)
        part = part.parentWidget()
    for part in line:
        part.show()
    control.setFocus(Qt.FocusReason.OtherFocusReason)


def controls_in(root: QWidget) -> list[QWidget]:
    """What the keyboard can be on, or can be once Qt has shown it; what is about to be deleted
    was hidden."""
    return [
        one
        for one in root.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and one.isEnabled()
        and not _is_put_away(one, root)
    ]


def _is_put_away(widget: QWidget, root: QWidget) -> bool:
    """Whether it, or what it is in, was hidden; a widget that is new is not shown yet."""
    part: QWidget | None = widget
    while part is not None and part is not root:
        if part.isHidden() and part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return True
        part = part.parentWidget()
    return False


def _telling(control: QWidget) -> Telling:
    return control.objectName(), control.accessibleName(), control.accessibleDescription()
