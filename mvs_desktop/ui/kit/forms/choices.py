"""Editors for a few options that are all in sight: chips and tick boxes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton, QWidget

from mvs_desktop.ui.kit.forms.editors import Editor, Option
from mvs_desktop.ui.kit.look.theme import font
from mvs_desktop.ui.kit.parts.buttons import Button, ButtonKind
from mvs_desktop.ui.kit.parts.flow import Flow


class ChoiceChip(Button):
    """A word that can be on or off."""

    kind: ButtonKind = "choice"

    def __init__(self, text: str, parent: QWidget | None = None, *, icon_name: str = "") -> None:
        super().__init__(text, parent, icon_name=icon_name)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        """Room for the weight of a chosen chip, so that chips do not move."""
        hint = super().sizeHint()
        heavy = QFontMetrics(font("body", strong=True)).horizontalAdvance(self.label)
        plain = QFontMetrics(font("body")).horizontalAdvance(self.label)
        return QSize(hint.width() + max(0, heavy - plain), hint.height())


class _OptionsEditor(Editor):
    """Shared by the editors that show every option as a button."""

    spacing = 8

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._description = ""
        self._read_only = False
        self._flow = Flow(spacing=self.spacing)
        self._box.addWidget(self._flow)
        self._buttons: list[tuple[object, QAbstractButton]] = []
        self.set_options(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options and keep what is chosen, also what is no longer offered."""
        chosen = [value for value, button in self._buttons if button.isChecked()]
        self._flow.clear()
        self._buttons = []
        for value, label in options:
            self._add(value, label)
        for value in chosen:
            self._button_for(value).setChecked(True)
        if self._buttons:
            self.setFocusProxy(self._buttons[0][1])

    def buttons(self) -> list[QAbstractButton]:
        """The buttons in order of the options."""
        return [button for _, button in self._buttons]

    def control(self) -> QWidget:
        return self._buttons[0][1] if self._buttons else self

    def name_controls(self, name: str, description: str) -> None:
        self._name, self._description = name, description
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for _, button in self._buttons:
            self._name_button(button)

    def mark_problem(self, problem: bool) -> None:
        """The problem line below says it; the options keep their look."""

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        for _, button in self._buttons:
            button.setEnabled(not read_only)

    def _add(self, value: object, label: str) -> QAbstractButton:
        button = self._make_button(label)
        button.setProperty("choice_label", label)
        button.setEnabled(not self._read_only)
        self._name_button(button)
        button.clicked.connect(self._clicked)
        self._flow.add(button)
        self._buttons.append((value, button))
        return button

    def _name_button(self, button: QAbstractButton) -> None:
        label = str(button.property("choice_label"))
        button.setAccessibleName(f"{self._name}: {label}" if self._name else label)
        button.setAccessibleDescription(self._description)

    def _button_for(self, value: object) -> QAbstractButton:
        for known, button in self._buttons:
            if known == value:
                return button
        return self._add(value, str(value))

    def _make_button(self, label: str) -> QAbstractButton:
        raise NotImplementedError

    def _clicked(self) -> None:
        self.edited.emit()
        self.settled.emit()


class ChipsEditor(_OptionsEditor):
    """One of a few, as chips. A click on the chosen one takes it back; arrows move."""

    def value(self) -> object:
        for value, button in self._buttons:
            if button.isChecked():
                return value
        return None

    def show_value(self, value: object) -> None:
        chosen = None if value is None else self._button_for(value)
        for _, button in self._buttons:
            button.setChecked(button is chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {
                Qt.Key.Key_Right: 1,
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Left: -1,
                Qt.Key.Key_Up: -1,
            }.get(Qt.Key(event.key()))
            buttons = self.buttons()
            if step and watched in buttons:
                at = (buttons.index(watched) + step) % len(buttons)
                buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _make_button(self, label: str) -> QAbstractButton:
        button: QPushButton = ChoiceChip(label)
        button.installEventFilter(self)
        button.clicked.connect(self._leave_only_this)
        return button

    def _leave_only_this(self) -> None:
        chosen = self.sender()
        for _, button in self._buttons:
            if button is not chosen:
                with QSignalBlocker(button):
                    button.setChecked(False)


class TicksEditor(_OptionsEditor):
    """Any of a few, as tick boxes (or chips); the value is a frozenset."""

    def __init__(
        self, options: Sequence[Option], parent: QWidget | None = None, *, chips: bool = False
    ) -> None:
        self._chips = chips
        self.spacing = 8 if chips else 20
        super().__init__(options, parent)

    def value(self) -> object:
        return frozenset(value for value, button in self._buttons if button.isChecked())

    def show_value(self, value: object) -> None:
        wanted = frozenset() if value is None else frozenset(value)  # type: ignore[call-overload]
        ticked = {id(self._button_for(one)) for one in wanted}
        for _, button in self._buttons:
            button.setChecked(id(button) in ticked)

    def _make_button(self, label: str) -> QAbstractButton:
        return ChoiceChip(label) if self._chips else QCheckBox(label.replace("&", "&&"))


class YesNoEditor(Editor):
    """One tick box with its own words; the value is a bool."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(words.replace("&", "&&"))
        self.box.clicked.connect(self._clicked)
        self._box.addWidget(self.box)
        self.setFocusProxy(self.box)

    def control(self) -> QWidget:
        return self.box

    def value(self) -> object:
        return self.box.isChecked()

    def show_value(self, value: object) -> None:
        self.box.setChecked(bool(value))

    def _clicked(self) -> None:
        self.edited.emit()
        self.settled.emit()
