"""A list of small records, each a line that opens into its form.

Used for everything that somebody has several of: homes, parents, partners, authority,
schools. A list says which records it shows, how one reads in a line, and its fields.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.attached import with_attached
from mvs_desktop.domain.checks import check
from mvs_desktop.domain.records import Record
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.kit.forms.editors import Option, Unreadable
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.look.icons import icon
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.buttons import IconButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Body, SectionTitle, Small, plain_tip
from mvs_desktop.ui.kit.parts.visibility import show_when
from mvs_desktop.ui.problem_words import problem_texts
from mvs_desktop.ui.record_at import RecordAt, mark_record
from mvs_desktop.ui.record_binder import RecordBinder

R = TypeVar("R", bound=Record)


def name_controls(form: RecordForm, prefix: str) -> None:
    """Give every field of a form a name of its own in the window: `prefix_field`."""
    for name in form.shown() or form.values():
        form.editor(name).setObjectName(f"{prefix}_{name}")
        form.editor(name).control().setObjectName(f"{prefix}_{name}_control")


@dataclass(frozen=True, slots=True)
class ItemKind(Generic[R]):
    """What a list of records needs to know of them.

    `prefix` names the widgets; `title` and `detail` are a record in a line and a half;
    `form` makes its fields; `settle` may hide fields or renew options after each change.
    """

    prefix: str
    title: Callable[[R], str]
    detail: Callable[[R], str]
    form: Callable[[], RecordForm]
    settle: Callable[[RecordForm, R], None] | None = None


class RecordItem(QWidget):
    """One record: a line with a caret, and below it the form when it is open."""

    def __init__(self, context: CaseContext, kind: ItemKind[Any], record: Record, at: int) -> None:
        super().__init__()
        self._context = context
        self._kind = kind
        self._form: RecordForm | None = None
        self._binder: RecordBinder[Any] | None = None
        self.record = record
        mark_record(self, record.type_name, record.id)
        self._name = f"{kind.prefix}_{at}"
        self.setObjectName(self._name)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(px(2))
        line = QHBoxLayout()
        line.setSpacing(px(4))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self._title = Body()
        self._detail = Small()
        self._problem = Small()
        self._problem.setProperty("kit", "problem")
        for label in (self._title, self._detail, self._problem):
            texts.addWidget(label)
        line.addLayout(texts, 1)
        self.toggle = IconButton("caret-down", "")
        self.toggle.setObjectName(f"{self._name}_open")
        self.toggle.clicked.connect(self._turn)
        line.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        self._rows.addLayout(line)
        self._rows.addWidget(RecordMarks(context, record.id))
        self.show_record(record)

    @property
    def is_open(self) -> bool:
        return self._form is not None

    def show_record(self, record: Record) -> None:
        """Show the line of this state of the record."""
        self.record = record
        title, detail = self._kind.title(record), self._kind.detail(record)
        self._title.setText(title)
        self._detail.setText(detail)
        show_when(self._detail, bool(detail))
        self._say_open(title)
        problems = check_texts(self._context, record)
        self._problem.setText(" ".join(problems))
        show_when(self._problem, bool(problems) and not self.is_open)
        if self._form is not None and self._kind.settle is not None:
            self._kind.settle(self._form, record)

    def open(self, *, focus: bool = True) -> None:
        """Show the form."""
        if self._form is not None:
            return
        form = self._kind.form()
        name_controls(form, self._name)
        self._form = form
        self._binder = RecordBinder(self._context, form, self.record)
        self._inside = QWidget()
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(px(12), px(8), 0, px(12))
        rows.addWidget(form)
        history = TextButton(
            self.tr("Geschiedenis"), icon_name="clock-counter-clockwise", dense=True
        )
        history.setObjectName(f"{self._name}_history")
        history.clicked.connect(self._show_history)
        rows.addWidget(history, 0, Qt.AlignmentFlag.AlignLeft)
        withdraw = TextButton(self.tr("Intrekken"), icon_name="trash", dense=True)
        withdraw.setObjectName(f"{self._name}_withdraw")
        withdraw.clicked.connect(self.withdraw)
        rows.addWidget(withdraw, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self._inside)
        self.toggle.setIcon(icon("caret-up", "muted"))
        self.show_record(self.record)
        if focus:
            form.focus_first()

    def close_form(self) -> None:
        """Save what was typed and show the line alone."""
        if self._binder is None:
            return
        self._binder.release()
        self._binder = self._form = None
        self._inside.hide()
        self._inside.deleteLater()
        self.toggle.setIcon(icon("caret-down", "muted"))
        self.show_record(self.record)

    def withdraw(self) -> None:
        """Take the record out of the file; the page offers it back."""
        self.close_form()
        self._context.withdraw(*with_attached(self.record, self._context.snapshot))

    def _show_history(self) -> None:
        self._context.history_asked.emit(RecordAt(self.record.type_name, self.record.id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Only on the line itself: in its form, Del belongs to what is typed there.
        if event.key() == Qt.Key.Key_Delete and self.toggle.hasFocus():
            self.withdraw()
            return
        super().keyPressEvent(event)

    def _turn(self) -> None:
        if self.is_open:
            self.close_form()
        else:
            self.open()

    def _say_open(self, title: str) -> None:
        words = self.tr("{what}: dichtklappen") if self.is_open else self.tr("{what}: openklappen")
        name = words.format(what=title)
        self.toggle.setAccessibleName(name)
        self.toggle.setToolTip(plain_tip(name))


class RecordItems(QWidget):
    """The lines of all records that `records` gives, with a heading and an add button.

    With `choices` the add button first offers these (key, word) pairs. `make` gets the
    chosen key, or None, and gives the records to add together; the first of them that is
    in this list is opened at once. `listed` carries how many there are.
    """

    listed = Signal(int)

    def __init__(
        self,
        context: CaseContext,
        kind: ItemKind[R],
        records: Callable[[], Sequence[R]],
        *,
        heading: str = "",
        nothing: str = "",
        add: str = "",
        make: Callable[[object], Sequence[Record]] | None = None,
        choices: Callable[[], Sequence[Option]] | None = None,
    ) -> None:
        super().__init__()
        self._context = context
        self._kind = kind
        self._records = records
        self._make = make
        self._choices = choices
        self._made = 0
        self._offering = True
        self._items: dict[UUID, RecordItem] = {}
        self._open_next: frozenset[UUID] = frozenset()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        self._heading = SectionTitle(heading)
        show_when(self._heading, bool(heading))
        rows.addWidget(self._heading)
        self._list = QVBoxLayout()
        self._list.setSpacing(px(8))
        rows.addLayout(self._list)
        self._nothing = Small(nothing)
        rows.addWidget(self._nothing)
        self.add_button = TextButton(add, icon_name="plus", dense=True)
        self.add_button.setObjectName(f"{kind.prefix}_add")
        show_when(self.add_button, bool(add))
        self.add_button.clicked.connect(self._offer)
        rows.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._offered = Flow(spacing=6)
        self._offered.hide()
        rows.addWidget(self._offered)
        context.snapshot_changed.connect(self.bring_up_to_date)
        self.bring_up_to_date()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def items(self) -> tuple[RecordItem, ...]:
        """The lines, in order."""
        return tuple(self._items.values())

    def bring_up_to_date(self, _: object = None) -> None:
        """Show what the file holds now; lines that are open stay open."""
        wanted = self._records()
        ids = [record.id for record in wanted]
        for id_ in [known for known in self._items if known not in ids]:
            gone = self._items.pop(id_)
            gone.close_form()
            gone.hide()
            gone.deleteLater()
        for record in wanted:
            item = self._items.get(record.id)
            if item is None:
                self._made += 1
                item = RecordItem(self._context, self._kind, record, self._made)
                self._items[record.id] = item
                self._list.addWidget(item)
            else:
                item.show_record(record)
        show_when(self._nothing, not wanted and bool(self._nothing.text()))
        self.listed.emit(len(wanted))
        self._show_or_hide()
        self._open_added()

    def offer(self, offering: bool) -> None:
        """Whether this list makes sense for somebody who has none of it yet."""
        self._offering = offering
        self._show_or_hide()

    def release(self) -> None:
        """Save what was typed in every open form."""
        for item in self._items.values():
            item.close_form()

    def _show_or_hide(self) -> None:
        inviting = self._offering and bool(self._nothing.text() or self.add_button.label)
        show_when(self, bool(self._items) or inviting)

    def _offer(self) -> None:
        """Show what can be chosen, or add at once when there is nothing to choose."""
        if self._choices is None:
            self._add(None)
            return
        self._offered.clear()
        for at, (key, word) in enumerate(self._choices(), start=1):
            button = OutlinedButton(word, dense=True)
            button.setObjectName(f"{self._kind.prefix}_pick_{at}")
            button.clicked.connect(lambda _on=False, chosen=key: self._add(chosen))
            self._offered.add(button)
            if at == 1:
                button.setFocus()
        cancel = TextButton(self.tr("Niet toevoegen"), dense=True)
        cancel.clicked.connect(self._stop_offering)
        self._offered.add(cancel)
        self._offered.show()
        self.add_button.hide()

    def _stop_offering(self) -> None:
        self._offered.clear()
        self._offered.hide()
        self.add_button.show()
        self.add_button.setFocus()

    def _add(self, chosen: object) -> None:
        if self._make is None:
            return
        self._stop_offering()
        records = self._make(chosen)
        self._open_next = frozenset(record.id for record in records)
        self._context.add(*records)

    def _open_added(self) -> None:
        for id_ in self._open_next & self._items.keys():
            self._items[id_].open()
            self._open_next = frozenset()


def check_texts(context: CaseContext, record: Record) -> tuple[str, ...]:
    """What does not fit in a record, in sentences."""
    problems = check(record, context.snapshot, context.today)
    return tuple(dict.fromkeys(problem_texts(problems, record, context.snapshot).values()))


def renew_options(form: RecordForm, name: str, offered: Sequence[Option]) -> None:
    """Offer other options, but leave a list alone that says the same already."""
    editor = form.editor(name)
    if not isinstance(editor, ChoiceEditor):
        raise TypeError(f"{name} is no choice")
    shown = [editor.combo.itemText(at) for at in range(editor.combo.count())]
    if shown == [word for _, word in offered]:
        return
    try:
        value = editor.value()
    except Unreadable:
        editor.set_options(list(offered))  # keeps what is typed
    else:
        editor.set_options(list(offered))
        editor.show_value(value)
