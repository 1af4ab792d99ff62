"""Buttons. One filled button per screen; the others are outlined or text."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from mvs_desktop.ui.kit.look.icons import icon
from mvs_desktop.ui.kit.look.theme import is_restyle, look, px, restyle
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Small, plain_tip

ButtonKind = Literal["filled", "outlined", "text", "danger", "rail", "choice", "quiet"]

_ICON_ROLE = {"filled": "on_primary", "danger": "bad", "rail": "text", "choice": "text"}


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Select, *_ENTER)


def is_done(event: QKeyEvent) -> bool:
    """Whether it is Ctrl+Enter ("Klaar"), pressed once."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    with_ctrl = held == Qt.KeyboardModifier.ControlModifier
    return event.key() in _ENTER and with_ctrl and not event.isAutoRepeat()


def _enter_presses(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether it was Enter, which presses as Space does; Qt does that on some systems alone.

    One that is held down presses nothing more: it was meant for what had the keyboard before.
    """
    others = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in _ENTER or others:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class Button(QPushButton):
    """A button with a word on it; `dense` is for use inside rows."""

    kind: ButtonKind = "outlined"
    availability_changed = Signal()

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        icon_name: str = "",
        dense: bool = False,
    ) -> None:
        super().__init__(parent)
        self._reason = self._about = ""
        self._held = False
        self._icon_name = icon_name
        self.setProperty("kit", self.kind)
        self.setProperty("dense", "true" if dense else "false")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.set_text(text)
        if icon_name:
            self.set_icon(icon_name)

    @property
    def label(self) -> str:
        """The words on the button, without Qt's doubled ampersands."""
        return self.text().replace("&&", "&").strip()

    @property
    def reason(self) -> str:
        """Why the button cannot be used now; empty when it can."""
        return self._reason

    def set_text(self, text: str) -> None:
        """Show these words; an "&" is just an "&"."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def set_icon(self, icon_name: str) -> None:
        """Show this icon before the words."""
        self._icon_name = icon_name
        role = "muted" if self._held else _ICON_ROLE.get(self.kind, "primary")
        self.setIcon(icon(icon_name, role))
        self._size_icon()

    def set_unavailable(self, reason: str) -> None:
        """Switch the button off and say why ("Kan nog niet: kies eerst voor wie.").

        An empty reason switches it on again. A ButtonRow also shows the reason as text.
        """
        self._reason = reason
        self.setEnabled(not reason)
        self.setToolTip(plain_tip(reason))
        self.setAccessibleDescription(reason or self._about)
        self.availability_changed.emit()

    def hold(self, held: bool) -> None:
        """Do nothing when pressed, for as long as what was asked is under way.

        Unlike a button that is switched off it keeps the keyboard: that would go to the next
        control, where the next key does something else.
        """
        self._held = held
        if self._icon_name:
            self.set_icon(self._icon_name)
        restyle(self, held="true" if held else "false")

    @property
    def is_held(self) -> bool:
        """Whether it does nothing now."""
        return self._held

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._held:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = self._held and event.key() in _PRESSING
        if not (held or _enter_presses(self, event)):
            super().keyPressEvent(event)

    def describe(self, about: str) -> None:
        """Tell a screen reader what it is about, where more than one has the same words."""
        self._about = about
        self.setAccessibleDescription(self._reason or about)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self._size_icon()

    def _size_icon(self) -> None:
        if self._icon_name:
            side = look().metrics.icon
            self.setIconSize(QSize(side, side))


class FilledButton(Button):
    """The one next step of a screen."""

    kind: ButtonKind = "filled"


class OutlinedButton(Button):
    """Any other action."""


class TextButton(Button):
    """A small action beside other things."""

    kind: ButtonKind = "text"


class DangerButton(Button):
    """An action that takes something away."""

    kind: ButtonKind = "danger"


class RailButton(Button):
    """An entry of the rail; checkable. `set_narrow` shows the icon alone."""

    kind: ButtonKind = "rail"

    def __init__(self, text: str, parent: QWidget | None = None, *, icon_name: str) -> None:
        super().__init__(text, parent, icon_name=icon_name)
        self.setCheckable(True)
        self._words = text
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, with the words as tip, or both."""
        # Qt sets words close to an icon; in a column of them that looks cramped.
        self.setText("" if narrow else "\u2002" + self._words.replace("&", "&&"))
        self.setToolTip(plain_tip(self._words) if narrow else "")

    def set_words(self, text: str, narrow: bool = False) -> None:
        """Other words, as with a count: "Taken 3"."""
        self._words = text
        self.setAccessibleName(text)
        self.set_narrow(narrow)


class IconButton(QToolButton):
    """An icon alone; `name` is what a screen reader says and the tip shows."""

    def __init__(
        self, icon_name: str, name: str, parent: QWidget | None = None, *, role: str = "muted"
    ) -> None:
        super().__init__(parent)
        self._role = role
        self.show_as(icon_name, name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._size_icon()

    def show_as(self, icon_name: str, name: str) -> None:
        """Another icon with another name, for what the button does now."""
        self.setIcon(icon(icon_name, self._role))
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _enter_presses(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self._size_icon()

    def _size_icon(self) -> None:
        side = look().metrics.icon
        self.setIconSize(QSize(side, side))


class ButtonRow(QWidget):
    """Buttons beside each other, on more lines if need be; below them why some are off.

    The words of a text button that is the first at the left stand where other texts begin.
    """

    def __init__(
        self,
        buttons: Sequence[QPushButton | QToolButton] = (),
        parent: QWidget | None = None,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(4))
        self._line = Flow(to_right=bool(align & Qt.AlignmentFlag.AlignRight))
        outer.addWidget(self._line)
        self._why = Small()
        self._why.setAlignment(align)
        self._why.hide()
        outer.addWidget(self._why)
        self._buttons: list[Button] = []
        self._from_left = not align & Qt.AlignmentFlag.AlignRight
        for button in buttons:
            self.add(button)

    def add(self, button: QPushButton | QToolButton) -> None:
        """Put one more button at the end."""
        self._line.add(button)
        if isinstance(button, Button):
            self._buttons.append(button)
            button.availability_changed.connect(self._show_reasons)
            button.installEventFilter(self)
            self._show_reasons()
            self._mark_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent) and isValid(self):
            self._mark_first()
        return False

    def _mark_first(self) -> None:
        """Which button is the first changes as buttons come and go."""
        if not self._from_left:
            return
        first = next((button for button in self._buttons if not button.isHidden()), None)
        for button in self._buttons:
            if button.kind == "text":
                restyle(button, first="true" if button is first else "false")

    def _show_reasons(self) -> None:
        reasons = [button.reason for button in self._buttons if button.reason]
        self._why.setText("\n".join(dict.fromkeys(reasons)))
        self._why.setVisible(bool(reasons))
