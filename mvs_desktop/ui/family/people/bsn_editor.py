"""A field for a citizen service number (BSN) that shows it whole only while one is in it."""

from typing import cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.bsn import masked, normalise_bsn, passes_eleven_test
from mvs_desktop.ui.kit.forms.text_editors import TextEditor


class BsnEditor(TextEditor):
    """The value is nine digits, or whatever was typed instead, or None.

    A number that passes the eleven test is masked as soon as the field is left; one that
    does not stays readable, because it has to be looked at again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parse=normalise_bsn, format=_as_typed, empty=None, width=200)
        self._hidden = ""
        self.line.installEventFilter(self)

    def value(self) -> object:
        return normalise_bsn(self._hidden) if self._hidden else super().value()

    def raw_text(self) -> str:
        return self._hidden or super().raw_text()

    def show_raw(self, text: str) -> None:
        self._hidden = ""
        super().show_raw(text)
        if not self.line.hasFocus():
            self._hide_number()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and self._hidden:
            text, self._hidden = self._hidden, ""
            self.line.setText(text)
        elif event.type() is QEvent.Type.FocusOut:
            self._hide_number()
        return super().eventFilter(watched, event)

    def _hide_number(self) -> None:
        text = self.line.text()
        if passes_eleven_test(normalise_bsn(text)):
            self._hidden = text
            self.line.setText(masked(normalise_bsn(text)))


def _as_typed(value: object) -> str:
    return cast("str", value)
