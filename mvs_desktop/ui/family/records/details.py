"""The fields of a record that are not always in sight, and waiting until all is saved."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.records import Record
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.pages.scroll import bring_into_view
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.record_at import RecordAt
from mvs_desktop.ui.record_binder import RecordBinder


class RecordDetails(QWidget):
    """A form of one record that is made when it is first opened.

    `turned` tells whether it is open now.
    """

    turned = Signal(bool)

    def __init__(
        self,
        parent: QWidget,
        context: CaseContext,
        name: str,
        record: Record,
        make_form: Callable[[], RecordForm],
        settle: Callable[[RecordForm], None] | None = None,
        *,
        read_only: bool = False,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._name = name
        self._record = record
        self._make_form = make_form
        self._settle = settle
        self._read_only = read_only
        self._form: RecordForm | None = None
        self._binder: RecordBinder[Any] | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(px(8), px(4), 0, px(8))
        self._rows.setSpacing(px(8))
        self.hide()

    @property
    def is_open(self) -> bool:
        return self._form is not None

    @property
    def form(self) -> RecordForm | None:
        """The form while it is open."""
        return self._form

    def turn(self) -> None:
        """Open when closed, close when open."""
        if self.is_open:
            self.close_form()
        else:
            self.open()

    def open(self, field: str = "") -> None:
        """Show the form with the keyboard in `field`, or in its first field."""
        if self._form is None:
            self._form = form = self._make_form()
            name_controls(form, self._name)
            self._binder = RecordBinder(self._context, form, self._record)
            self._rows.addWidget(form)
            form.set_read_only(self._read_only)
            history = TextButton(
                self.tr("Geschiedenis"), icon_name="clock-counter-clockwise", dense=True
            )
            history.setObjectName(f"{self._name}_history")
            history.clicked.connect(self._show_history)
            self._rows.addWidget(history, 0, Qt.AlignmentFlag.AlignLeft)
            self.bring_up_to_date()
            self.show()
            self.turned.emit(True)
        if field:
            self._form.editor(field).control().setFocus()
        else:
            self._form.focus_first()
        bring_into_view(self)

    def close_form(self) -> None:
        """Save what was typed and go out of sight."""
        if self._form is None:
            return
        self.release()
        clear_layout(self._rows)
        self.hide()
        self.turned.emit(False)

    def _show_history(self) -> None:
        self._context.history_asked.emit(RecordAt(self._record.type_name, self._record.id))

    def bring_up_to_date(self) -> None:
        """Renew what the form offers."""
        if self._form is not None and self._settle is not None:
            self._settle(self._form)

    def release(self) -> None:
        """Save what was typed and let go of the form."""
        if self._binder is not None:
            self._binder.release()
        self._binder = self._form = None


class AfterSaving(QObject):
    """Does something once, when nothing waits to be saved any more."""

    def __init__(self, context: CaseContext, action: Callable[[], None], owner: QObject) -> None:
        super().__init__(owner)
        self._context = context
        self._action = action
        context.saved.connect(self._look)
        context.failed.connect(self._look)
        self._look()

    def _look(self, _: object = None) -> None:
        if self._context.busy:
            return
        self._context.saved.disconnect(self._look)
        self._context.failed.disconnect(self._look)
        self._action()
        self.deleteLater()
