"""Fields and lines that look like the page they stand on until they are touched."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.look.icons import icon
from mvs_desktop.ui.kit.look.theme import px, restyle
from mvs_desktop.ui.kit.parts.buttons import Button, ButtonKind
from mvs_desktop.ui.kit.parts.labels import plain_tip


def make_quiet(form: RecordForm, *, gap: int = 2, small: Collection[str] = ()) -> RecordForm:
    """Have a form's fields look like the page; those named in `small` like a side remark."""
    for name in form.values():
        control = form.editor(name).control()
        if isinstance(control, QPlainTextEdit):
            control.document().setDocumentMargin(0)
        elif isinstance(control, QLineEdit):
            control.setTextMargins(-px(2), 0, 0, 0)  # Qt keeps so much before the text
        restyle(control, quiet="small" if name in small else "true")
        # Room around the text changes only with this event.
        QApplication.sendEvent(control, QEvent(QEvent.Type.StyleChange))
    grid = form.layout()
    if isinstance(grid, QGridLayout):
        grid.setVerticalSpacing(px(gap))
        grid.setHorizontalSpacing(px(8))
    return form


def at_start(text: QPlainTextEdit) -> bool:
    """Whether the cursor stands before the first letter, with nothing selected."""
    cursor = text.textCursor()
    return cursor.atStart() and not cursor.hasSelection()


class QuietLine(Button):
    """A muted line of words that can be pressed; shortens with "…" when there is no room."""

    kind: ButtonKind = "quiet"
    _words = ""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, icon_name: str = ""
    ) -> None:
        super().__init__(text, parent, icon_name=icon_name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_words(text)

    @property
    def words(self) -> str:
        """The whole line."""
        return self._words

    def set_words(self, text: str, *, asks: bool = False) -> None:
        """Say this; `asks` draws it as a question that waits for an answer."""
        self._words = text
        self.setAccessibleName(text)
        restyle(self, asks="true" if asks else "false")
        self._shorten()
        self.updateGeometry()

    def set_icon(self, icon_name: str) -> None:
        self._icon_name = icon_name
        self.setIcon(icon(icon_name, "muted"))
        self._size_icon()

    def sizeHint(self) -> QSize:
        whole = self.fontMetrics().horizontalAdvance(self._words)
        return QSize(whole + self._beside() + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(72), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._shorten()

    def _beside(self) -> int:
        """What style.qss leaves beside the words, with the icon and Qt's room after it."""
        return px(8) + (self.iconSize().width() + 4 if self._icon_name else 0)

    def _shorten(self) -> None:
        room = max(self.width() - self._beside(), px(40))
        fitting = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        shown = fitting.replace("&", "&&")
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(plain_tip(self._words) if fitting != self._words else "")
