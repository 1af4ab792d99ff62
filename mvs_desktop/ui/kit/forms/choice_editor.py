"""The editor for one of many, in a combo box."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget

from mvs_desktop.ui.kit.forms.editors import Editor, LeaveWatch, Option, Unreadable


class ChoiceEditor(Editor):
    """One of many, in a combo box; with `search` the user types a part of the word.

    A value that is not among the options is added, so that showing never loses it.
    """

    def __init__(
        self,
        options: Sequence[Option],
        *,
        placeholder: str = "",
        search: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._line: QLineEdit | None = None
        self._options: list[Option] = []
        self.combo = QComboBox()
        self.combo.setView(QListView())
        self.combo.setMaxVisibleItems(12)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        if search:
            self._make_searchable(placeholder)
        else:
            self.combo.setPlaceholderText(placeholder)
        # Also when editable: the combo box has the keyboard, for its line edit.
        LeaveWatch(self, self.combo)
        self.combo.installEventFilter(self)
        self.set_options(options)
        self.combo.activated.connect(self._picked)
        self._box.addWidget(self.combo)
        self.setFocusProxy(self.combo)

    def _make_searchable(self, placeholder: str) -> None:
        line = QLineEdit()
        self.combo.setLineEdit(line)
        self._line = line
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line.setPlaceholderText(placeholder)
        line.textEdited.connect(self.edited)
        line.returnPressed.connect(self.settled)
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        found = QListView()
        found.setProperty("kit", "popup")
        completer.setPopup(found)
        completer.activated.connect(self._completed)
        self.combo.setCompleter(completer)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options and keep the present choice."""
        kept = self.raw_text()
        chosen = self._value_at(self.combo.currentIndex())
        self._options = list(options)
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for _, label in self._options:
                self.combo.addItem(label)
        if chosen is not None:
            self.show_value(chosen)
        else:
            self.combo.setCurrentIndex(-1)
            self.show_raw(kept)

    def control(self) -> QWidget:
        return self.combo

    def value(self) -> object:
        if not self._search:
            return self._value_at(self.combo.currentIndex())
        text = self.combo.currentText().strip()
        if not text:
            return None
        for value, label in self._options:
            if label.casefold() == text.casefold():
                return value
        raise Unreadable(self.combo.currentText())

    def show_value(self, value: object) -> None:
        values = [option for option, _ in self._options]
        if value is not None and value not in values:
            self._options.append((value, str(value)))
            self.combo.addItem(str(value))
            values.append(value)
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(values.index(value) if value in values else -1)
            if self._search and value not in values:
                self.combo.setEditText("")

    def raw_text(self) -> str:
        return self.combo.currentText()

    def show_raw(self, text: str) -> None:
        if self._search and text != self.combo.currentText():
            with QSignalBlocker(self.combo):
                self.combo.setEditText(text)

    def name_controls(self, name: str, description: str) -> None:
        super().name_controls(name, description)
        if self._line is not None:
            self._line.setAccessibleName(name)
            self._line.setAccessibleDescription(description)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scrolling a page past a closed list must not change its choice."""
        if event.type() is QEvent.Type.Wheel and not self.has_keyboard():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _value_at(self, index: int) -> object:
        return self._options[index][0] if 0 <= index < self.combo.count() else None

    def _completed(self, text: str) -> None:
        self.combo.setEditText(text)
        self._picked()

    def _picked(self) -> None:
        self.edited.emit()
        self.settled.emit()
