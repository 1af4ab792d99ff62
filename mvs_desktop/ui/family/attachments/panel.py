"""Beside an opened attachment: what is said of it, its marks, and withdrawing it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.attachments.form import AttachmentForm
from mvs_desktop.ui.family.attachments.words import content_text
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.labels import Heading, Small
from mvs_desktop.ui.record_at import RecordAt
from mvs_desktop.ui.record_binder import RecordBinder


class AttachmentPanel(ScrollPage):
    """`changed` carries the attachment as it is now; `gone` says it is no longer in the file."""

    changed = Signal(object)
    gone = Signal()

    def __init__(
        self, context: CaseContext, item: Attachment, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, max_width=480, margin=16)
        self.setObjectName("attachment_panel")
        self._context = context
        self.add(Heading(self.tr("Over deze bijlage")))
        self.add(RecordMarks(context, item.id, parent=self))
        self.form = AttachmentForm(context, self)
        name_controls(self.form, "attachment")
        self.add(self.form)
        self._binder = RecordBinder(context, self.form, item)
        self._binder.shown.connect(self._shown)
        self._binder.gone.connect(self.gone)
        self.about = Small(content_text(item, context.today))
        self.about.setObjectName("attachment_content")
        self.add(self.about)
        history = TextButton(
            self.tr("Geschiedenis"), icon_name="clock-counter-clockwise", dense=True
        )
        history.setObjectName("attachment_history")
        history.clicked.connect(self._show_history)
        self.body.addWidget(history, 0, Qt.AlignmentFlag.AlignLeft)
        self.withdraw_button = TextButton(self.tr("Intrekken"), icon_name="trash", dense=True)
        self.withdraw_button.setObjectName("attachment_withdraw")
        self.withdraw_button.clicked.connect(self.withdraw)
        self.body.addWidget(self.withdraw_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_stretch()
        self._shown(item)

    def focus_first(self) -> None:
        """Put the keyboard in the first field."""
        self.form.focus_first()

    def release(self) -> None:
        """Save what was typed and let go of the family."""
        self._binder.release()

    def withdraw(self) -> None:
        """Take the attachment out of the file; the page offers it back."""
        self.form.flush()
        self._context.withdraw(self._binder.record)

    def _show_history(self) -> None:
        item = self._binder.record
        self._context.history_asked.emit(RecordAt(item.type_name, item.id))

    def _shown(self, item: Attachment) -> None:
        self.form.settle(item)
        self.changed.emit(item)
