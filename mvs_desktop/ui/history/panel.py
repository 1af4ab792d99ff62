"""Geschiedenis: what was changed in a record or a whole family, and what can come back."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from mvs_desktop.domain.records import Record
from mvs_desktop.services.history import HistoryView, Withdrawn
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.history.words import Entry, HistoryWords, Said
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import Divider
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Body, Heading, Muted, Small, Strong
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.record_at import RecordAt
from mvs_desktop.ui.words import format_moment

_AT_ONCE = 40  # entries; more when asked for
_ON_A_LINE = 48  # characters of before and after together that stand beside each other


class HistoryPanel(SidePanel):
    """Over the right of the family; deleted when it closes. `restored` tells of records that
    were asked back."""

    restored = Signal()

    def __init__(self, host: QWidget, context: CaseContext) -> None:
        super().__init__(host, "")
        self.set_title(self.tr("Geschiedenis"))
        self.setObjectName("history_panel")
        self._context = context
        self._at: RecordAt | None = None
        self._limit = _AT_ONCE
        self._view: HistoryView | None = None
        self._about = Strong()
        self._page = self.add_page()
        self._page.body.setSpacing(px(12))
        self._page.add(self._about)
        self.whole = TextButton(self.tr("Toon het hele gezin"), icon_name="users-three", dense=True)
        self.whole.setObjectName("history_whole_family")
        self.whole.clicked.connect(lambda: self.show_of(None))
        self._page.body.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown = QWidget()
        self._page.add(self._shown)
        self._page.add_stretch()
        self.closed.connect(self.deleteLater)
        context.snapshot_changed.connect(self._changed)

    def open_of(self, at: RecordAt | None) -> None:
        """Come into sight with the history of a record, or of the whole family."""
        self.show_of(at)
        self.open_panel(self.close_button)

    def show_of(self, at: RecordAt | None) -> None:
        """Show this from now on. What is shown is logged before it is."""
        self._at = at
        self._limit = _AT_ONCE
        had_keyboard = self.whole.hasFocus()
        self.whole.setVisible(at is not None)
        if had_keyboard:
            self.close_button.setFocus()
        self._fetch(self._context.workspace.history.view)

    def _fetch(self, read: Callable[[UUID, UUID | None], HistoryView]) -> None:
        case_id, at = self._context.case_id, self._at

        def show(view: HistoryView) -> None:
            if isValid(self) and self._at == at:
                self._view = view
                self._show(view)

        def say(error: Exception) -> None:
            if isValid(self):
                self._about.setText(error_message(error).text)

        self._context.background.run(
            lambda: read(case_id, at.record_id if at else None),
            on_done=show,
            on_failed=say,
            owner=self,
        )

    def _changed(self, _: object) -> None:
        if self.is_open:
            self._fetch(self._context.workspace.history.reload_view)

    def _show(self, view: HistoryView) -> None:
        around, workspace = self._context.snapshot, self._context.workspace
        gone = [record for item in view.withdrawn for record in (item.record, *item.together)]
        words = HistoryWords(around, gone, workspace.registers.area_name, workspace.me.name)
        self._about.setText(
            words.about(self._at.record_type, self._at.record_id) if self._at else around.case.name
        )
        shown = QWidget(self)
        self._list = QVBoxLayout(shown)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(px(12))
        self._show_withdrawn(view.withdrawn, words)
        entries = list(words.entries(view.changes))
        if not entries:
            self._list.addWidget(Muted(self.tr("Hier is op deze laptop nog niets veranderd.")))
        for number, entry in enumerate(entries[: self._limit]):
            if number:
                self._list.addWidget(Divider())
            self._list.addWidget(_EntryView(entry, whole_family=self._at is None))
        if len(entries) > self._limit:
            more = TextButton(self.tr("Toon meer"), icon_name="caret-down", dense=True)
            more.setObjectName("history_more")
            more.clicked.connect(self._show_more)
            self._list.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._page.body.replaceWidget(self._shown, shown)
        self._shown.hide()
        self._shown.deleteLater()
        self._shown = shown
        shown.show()

    def _show_more(self) -> None:
        self._limit *= 2
        if self._view is not None:
            self._show(self._view)

    # What can come back

    def _show_withdrawn(self, withdrawn: Sequence[Withdrawn], words: HistoryWords) -> None:
        """In the view of one record only that record."""
        shown = [
            item for item in withdrawn if self._at is None or item.record.id == self._at.record_id
        ]
        if not shown:
            return
        self._list.addWidget(Heading(self.tr("Ingetrokken")))
        for number, item in enumerate(shown):
            self._list.addWidget(self._withdrawn_row(item, words, number))
        self._list.addWidget(Divider())
        self._list.addWidget(Heading(self.tr("Wat er veranderde")))

    def _withdrawn_row(self, item: Withdrawn, words: HistoryWords, number: int) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(12))
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        about = words.about(item.record.type_name, item.record.id)
        texts.addWidget(Body(about))
        when = format_moment(item.at, self._context.today) if item.at else ""
        said = [part for part in (when, item.by) if part]
        if item.together:
            said.append(
                self.tr("met {count} dingen daarbij").format(count=format_count(len(item.together)))
            )
        texts.addWidget(Small(" · ".join(said)))
        line.addLayout(texts, 1)
        button = OutlinedButton(self.tr("Terugzetten"), dense=True)
        button.setObjectName(f"history_restore_{number}")
        button.setAccessibleName(self.tr("Terugzetten: {what}").format(what=about))
        records = (item.record, *item.together)
        button.clicked.connect(lambda: self._restore(records))
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _restore(self, records: Sequence[Record]) -> None:
        self.close_button.setFocus()
        self._context.restore(records)
        self.restored.emit()


class _EntryView(QWidget):
    """When and who, then what."""

    def __init__(self, entry: Entry, *, whole_family: bool) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(4))
        rows.addWidget(Small(" · ".join(part for part in (entry.when, entry.who) if part)))
        for part in entry.parts:
            if whole_family and not part.fields:
                rows.addWidget(Body(f"{part.about} · {part.done}"))
                continue
            if whole_family:
                about = Strong(part.about)
                rows.addWidget(about)
            if part.done:
                rows.addWidget(Body(part.done))
            for said in part.fields:
                if said.before:
                    rows.addWidget(Small(said.field))
                for text in _values(said):
                    label = Body(text)
                    label.make_selectable()
                    rows.addWidget(label)


def _values(said: Said) -> Sequence[str]:
    """Beside each other when they are short, else each on lines of its own."""
    if not said.before:
        return (f"{said.field}: {said.after}",)
    if len(said.before) + len(said.after) <= _ON_A_LINE and "\n" not in said.before + said.after:
        return (f"{said.before} → {said.after}",)
    return (f"{said.before} →", said.after)
