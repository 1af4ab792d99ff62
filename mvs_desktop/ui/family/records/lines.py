"""Records that stand below each other on a page, each edited where it stands.

A line is the words of one record, a quiet line that says the rest and opens its fields,
and what asks for attention. Enter in the words starts the next line.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from mvs_desktop.domain.ordering import key_at
from mvs_desktop.domain.records import Record
from mvs_desktop.services.views import Change
from mvs_desktop.ui.case_context import CaseContext, with_values
from mvs_desktop.ui.family.records.details import AfterSaving, RecordDetails
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.forms.line_keys import LineKeys
from mvs_desktop.ui.kit.forms.quiet import QuietLine, make_quiet
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.approach import Approach
from mvs_desktop.ui.kit.pages.scroll import bring_into_view
from mvs_desktop.ui.kit.parts.buttons import IconButton, TextButton
from mvs_desktop.ui.kit.parts.chips import Chip, ChipKind
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.record_at import mark_record
from mvs_desktop.ui.record_binder import RecordBinder

ChipWords = tuple[str, ChipKind]


class RecordLine(QWidget):
    """One record. A subclass says what its words are and what else there is to know.

    `next_wanted` asks for one more below this, `moved` carries -1 or 1.
    """

    next_wanted = Signal()
    removed = Signal()
    moved = Signal(int)

    words_field = "text"
    small_fields: Collection[str] = ()
    indent = 0  # of the quiet line, in pixels at 100 %

    def __init__(
        self, parent: QWidget, context: CaseContext, name: str, record: Any, *, read_only: bool
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        mark_record(self, record.type_name, record.id)
        self.context = context
        self.name = name
        self.record = record
        self.read_only = read_only
        self._chips_shown: tuple[ChipWords, ...] = ()
        self.form = self.make_form()
        name_controls(self.form, name)
        make_quiet(self.form, small=self.small_fields)
        self.binder: RecordBinder[Any] = RecordBinder(context, self.form, record)
        self.form.set_read_only(read_only)
        self.about = QuietLine("", self, icon_name="caret-right")
        self.about.setObjectName(f"{name}_more")
        self.details = RecordDetails(
            self, context, name, record, self.make_details, self.settle, read_only=read_only
        )
        self.about.clicked.connect(self.details.turn)
        self.details.turned.connect(self._turned)
        self.withdraw_button = IconButton("trash", self.tr("Intrekken"), self)
        self.withdraw_button.setObjectName(f"{name}_withdraw")
        self.withdraw_button.clicked.connect(self.withdraw)
        self.chips = Flow(self, spacing=6)
        self.chips.hide()
        self.clash = ClashMark(self, context, record.id)
        self._watch_keys()
        self._lay_out()
        self.binder.shown.connect(self.show_record)
        self.show_record(self.binder.record)

    # What a subclass says

    def make_form(self) -> RecordForm:
        """The fields that are always in sight."""
        raise NotImplementedError

    def make_details(self) -> RecordForm:
        """The other fields."""
        raise NotImplementedError

    def settle(self, form: RecordForm) -> None:
        """Renew what a form offers."""

    def make_mark(self) -> QWidget | None:
        """What stands before the words."""
        return None

    def summary(self) -> tuple[str, bool]:
        """The other fields in a line, and whether that line only asks for them."""
        return "", True

    def marks(self) -> Sequence[ChipWords]:
        """What asks for attention."""
        return ()

    def below(self) -> QWidget | None:
        """What belongs to this record and stands below it."""
        return None

    def attached(self) -> Sequence[Record]:
        """What is withdrawn together with it."""
        return ()

    # What a line does

    def show_record(self, record: Any) -> None:
        """Bring the line around the words up to date."""
        self.record = record
        self.settle(self.form)
        self.details.bring_up_to_date()
        words, asks = self.summary()
        self.about.set_words(words, asks=asks)
        self.about.setVisible(bool(words))
        wanted = tuple(self.marks())
        if wanted != self._chips_shown:
            self._chips_shown = wanted
            self.chips.clear()
            for text, kind in wanted:
                self.chips.add(Chip(text, kind))
            self.chips.setVisible(bool(wanted))

    def focus_words(self) -> None:
        """Put the keyboard at the end of the words."""
        text = self._words_control()
        if text is None:
            self.form.focus_first()
        else:
            text.setFocus(Qt.FocusReason.OtherFocusReason)
            cursor = text.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            text.setTextCursor(cursor)
        bring_into_view(self)

    def withdraw(self) -> None:
        """Take the record, and what belongs to it, out of the file."""
        if self.read_only:
            return
        self.release()
        gone = (self.binder.record, *self.attached())
        self.removed.emit()
        AfterSaving(self.context, lambda: self.context.withdraw(*gone), self.context)

    def release(self) -> None:
        """Save what was typed and let go of the forms."""
        self.details.close_form()
        self.form.flush()

    def let_go(self) -> None:
        """As release, for good: call before the line is deleted."""
        self.details.release()
        self.binder.release()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Only on the quiet line: in the fields, Del belongs to what is typed there.
        on_line = self.about.hasFocus() or self.withdraw_button.hasFocus()
        if event.key() == Qt.Key.Key_Delete and on_line:
            self.withdraw()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(4))
        mark = self.make_mark()
        if mark is not None:
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout()
        rows.setSpacing(px(2))
        rows.addWidget(self.form)
        meta = QHBoxLayout()
        meta.setContentsMargins(px(self.indent), 0, 0, 0)
        meta.setSpacing(px(8))
        meta.addWidget(self.chips)
        meta.addWidget(self.about)
        meta.addStretch(1)
        rows.addLayout(meta)
        rows.addWidget(self.clash)
        rows.addWidget(self.details)
        below = self.below()
        if below is not None:
            rows.addWidget(below)
        line.addLayout(rows, 1)
        line.addWidget(self.withdraw_button, 0, Qt.AlignmentFlag.AlignTop)
        self._show_tools()

    def _show_tools(self) -> None:
        self.withdraw_button.hide()
        if not self.read_only:
            Approach(self, self.withdraw_button)

    def _words_control(self) -> QPlainTextEdit | None:
        control = self.form.editor(self.words_field).control()
        return control if isinstance(control, QPlainTextEdit) else None

    def _watch_keys(self) -> None:
        text = self._words_control()
        if text is not None:
            keys = LineKeys(text)
            keys.next_wanted.connect(self._want_next)
            keys.removed.connect(self.withdraw)
            keys.moved.connect(self.moved)

    def _want_next(self) -> None:
        self.form.flush()
        self.next_wanted.emit()

    def _turned(self, is_open: bool) -> None:
        self.about.set_icon("caret-down" if is_open else "caret-right")
        if not is_open and self.isVisible():
            self.about.setFocus()


class ClashMark(QWidget):
    """The mark of a conflict, with the way to settle it; takes no room without one."""

    def __init__(self, parent: QWidget, context: CaseContext, record_id: UUID) -> None:
        super().__init__(parent)
        self._context = context
        self._record_id = record_id
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.hide()
        context.snapshot_changed.connect(self._show)
        self._show()

    def _show(self, _: object = None) -> None:
        clashes = bool(self._context.conflicts_of(self._record_id))
        if clashes and not self._rows.count():
            self._rows.addWidget(RecordMarks(self._context, self._record_id, parent=self))
        self.setVisible(clashes)


class RecordLines(QWidget):
    """The lines of the records that `records` gives, in order, with a button to add one.

    A new line is there at once, also while it is being saved. `make_record` gets the order
    key and gives the record; `make_line` its name and the record. `changed` tells that
    lines came, went or moved.
    """

    changed = Signal()

    def __init__(
        self,
        parent: QWidget,
        context: CaseContext,
        records: Callable[[], Sequence[Any]],
        make_line: Callable[[QWidget, str, Any], RecordLine],
        make_record: Callable[[str], Any],
        *,
        name: str,
        add_name: str,
        add: str,
        gap: int = 4,
        read_only: bool = False,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._records = records
        self._make_line = make_line
        self._make_record = make_record
        self._name = name
        self._made = 0
        self._new: dict[UUID, Any] = {}  # added here and not in the snapshot yet
        self._leaving: set[UUID] = set()
        self._order: list[UUID] = []
        self._lines: dict[UUID, RecordLine] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(4))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(gap))
        rows.addLayout(self._rows)
        self.add_button = TextButton(add, self, icon_name="plus", dense=True)
        self.add_button.setObjectName(add_name)
        self.add_button.setVisible(not read_only)
        self.add_button.clicked.connect(lambda _on=False: self.add())
        rows.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        context.snapshot_changed.connect(self.bring_up_to_date)
        context.failed.connect(self._show_what_stayed)
        self.bring_up_to_date()

    def lines(self) -> tuple[RecordLine, ...]:
        """The lines in order."""
        return tuple(self._lines[item.id] for item in self._wanted() if item.id in self._lines)

    def add(self, after: UUID | None = None) -> RecordLine:
        """One more line, below that of `after` or last, with the keyboard in it."""
        there = self._wanted()
        place = next((at for at, item in enumerate(there, 1) if item.id == after), len(there))
        record = self._make_record(key_at([item.position for item in there], place))
        self._new[record.id] = record
        self._context.add(record)
        self.bring_up_to_date()
        line = self._lines[record.id]
        line.focus_words()
        return line

    def bring_up_to_date(self, _: object = None) -> None:
        """Show what the file holds now; lines that are being edited stay."""
        wanted = self._wanted()
        ids = [item.id for item in wanted]
        before, self._order = self._order, ids
        for id_ in [known for known in self._lines if known not in ids]:
            self._take_away(id_)
        for place, record in enumerate(wanted):
            line = self._lines.get(record.id)
            if line is None:
                line = self._put(record)
            if self._rows.indexOf(line) != place:
                self._rows.insertWidget(place, line)
        # Gone from the file: from now on it may come back.
        self._leaving &= {item.id for item in self._records()} | self._new.keys()
        if ids != before:
            self.changed.emit()

    def release(self) -> None:
        """Save what was typed in every line and let go of them; call before deletion."""
        self._context.snapshot_changed.disconnect(self.bring_up_to_date)
        self._context.failed.disconnect(self._show_what_stayed)
        for line in self._lines.values():
            line.let_go()

    def _wanted(self) -> list[Any]:
        stored = {item.id: item for item in self._records()}
        for id_ in tuple(self._new):
            if id_ in stored or self._context.current(type(self._new[id_]), id_) is None:
                del self._new[id_]
        found = [*stored.values(), *self._new.values()]
        return sorted(
            (item for item in found if item.id not in self._leaving),
            key=lambda item: (item.position, item.id),
        )

    def _put(self, record: Any) -> RecordLine:
        self._made += 1
        line = self._make_line(self, f"{self._name}_{self._made}", record)
        line.next_wanted.connect(lambda id_=record.id: self.add(id_))
        line.removed.connect(lambda id_=record.id: self._leave(id_))
        line.moved.connect(lambda step, id_=record.id: self._move(id_, step))
        self._lines[record.id] = line
        return line

    def _leave(self, id_: UUID) -> None:
        """Take a line away at once; its record goes when all before it is saved."""
        there = [item.id for item in self._wanted()]
        place = there.index(id_)
        self._leaving.add(id_)
        self.bring_up_to_date()
        rest = [self._lines[other] for other in there if other in self._lines]
        if rest:
            rest[max(place - 1, 0)].focus_words()
        else:
            self.add_button.setFocus()

    def _show_what_stayed(self, _: object) -> None:
        """After a failure: what should have gone may still be in the file."""
        self._leaving.clear()
        self.bring_up_to_date()

    def _take_away(self, id_: UUID) -> None:
        line = self._lines.pop(id_)
        line.let_go()
        line.hide()
        line.deleteLater()

    def _move(self, id_: UUID, step: int) -> None:
        there = self._wanted()
        place = next(at for at, item in enumerate(there) if item.id == id_)
        if not 0 <= place + step < len(there):
            return
        line = self._lines[id_]
        line.form.flush()
        item = self._context.current(type(there[place]), id_) or there[place]
        others = [one.position for one in there if one.id != id_]
        moved = with_values(item, {"position": key_at(others, place + step)})
        if id_ in self._new:
            self._new[id_] = moved
        self._context.save(Change(moved, item))
