"""One of a list, or words of one's own: who does it, a person of the family or another."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit, QWidget

from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.kit.forms.editors import Option


class ChoiceOrTextEditor(ChoiceEditor):
    """The value is a pair: the value of the chosen option or None, and the typed words.

    Words that are the label of an option choose it; the second of the pair is then empty.
    `also` may know other words for an option: it gives the option's value, or None.
    """

    def __init__(
        self,
        options: Sequence[Option],
        *,
        placeholder: str = "",
        also: Callable[[str], object] = lambda _: None,
        parent: QWidget | None = None,
    ) -> None:
        self._also = also
        super().__init__(options, placeholder=placeholder, search=True, parent=parent)

    @property
    def line(self) -> QLineEdit:
        """Where the user types."""
        line = self.combo.lineEdit()
        assert line is not None  # noqa: S101 - searchable boxes have one
        return line

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options; what stands in the box stays."""
        if list(options) == self._options:
            return  # the list of suggestions may be open
        kept = self.raw_text()
        self._options = list(options)
        with QSignalBlocker(self.combo), QSignalBlocker(self.line):
            self.combo.clear()
            for _, label in self._options:
                self.combo.addItem(label)
            self.combo.setCurrentIndex(-1)
            self.combo.setEditText(kept)

    def value(self) -> object:
        text = self.combo.currentText().strip()
        for value, label in self._options:
            if label.casefold() == text.casefold():
                return value, ""
        other = self._also(text) if text else None
        return (None, text) if other is None else (other, "")

    def show_value(self, value: object) -> None:
        chosen, words = value if isinstance(value, tuple) else (None, "")
        labels = dict(self._options)
        text = str(labels.get(chosen, words)) if chosen is not None else str(words)
        self.show_raw(text)
