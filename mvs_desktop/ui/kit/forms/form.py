"""The one form of the program: subclasses list fields and write no layout.

A form shows values and announces what the user made of them. It saves nothing: the
screen hands `changed` to a service and shows what comes back.
"""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.forms.editors import Editor, Unreadable
from mvs_desktop.ui.kit.forms.fields import Field
from mvs_desktop.ui.kit.look.icons import icon_pixmap
from mvs_desktop.ui.kit.look.theme import is_restyle, look, px
from mvs_desktop.ui.kit.pages.keyboard_place import give_keyboard
from mvs_desktop.ui.kit.parts.labels import MEASURE, Label, Small

_TWO_COLUMNS_FROM = 480  # a narrower form has one column, in pixels at 100 %
PAUSE_MS = 600  # a keystroke is announced when no other follows within this time


class _FieldLabel(Label):
    kit = "field_label"


class _ProblemText(Small):
    kit = "problem"


class _ProblemLine(QWidget):
    """What is wrong with a field and the way out, after an icon."""

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(6))
        self._icon = QLabel()
        self.text = _ProblemText()
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.text, 1)
        self.hide()

    def say(self, text: str) -> None:
        self.text.setText(text)
        self._draw()
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self._draw()

    def _draw(self) -> None:
        side = round(look().metrics.small * 1.2)
        self._icon.setPixmap(icon_pixmap("warning-circle", "bad", side, self.devicePixelRatioF()))


class FieldRow(QWidget):
    """A field on screen: label, editor, problem, help, one below the other.

    Help stands below, so that the editors of two columns are level.
    """

    touched = Signal(str)  # the field's name, at every change by the user

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        field.editor.edited.connect(self._touch)
        self._own_problem = ""
        self._given_problem = ""
        self._told: str | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(4))
        self.label = _FieldLabel(field.label)
        self.label.setBuddy(field.editor.control())
        self.help = Small(field.help)
        self.problem = _ProblemLine()
        for part in (self.label, field.editor, self.problem, self.help):
            rows.addWidget(part)
        self.label.setVisible(bool(field.label))
        self.help.setVisible(bool(field.help))
        rows.addStretch(1)
        field.editor.setObjectName(field.name)
        field.editor.control().setObjectName(f"{field.name}_control")
        self._tell()

    def set_given_problem(self, text: str) -> None:
        """A problem that came from outside, such as a domain rule."""
        self._given_problem = text
        self._tell()

    def check_readable(self) -> None:
        """Say that the text is no value, or stop saying so."""
        try:
            self.field.editor.value()
        except Unreadable as typed:
            self._own_problem = self.field.explain(typed.text)
        else:
            self._own_problem = ""
        self._tell()

    @property
    def problem_text(self) -> str:
        """What stands below the field now."""
        return self._own_problem or self._given_problem

    def _touch(self) -> None:
        self.touched.emit(self.field.name)

    def _tell(self) -> None:
        text = self.problem_text
        if text == self._told:
            return
        self._told = text
        self.problem.say(text)
        self.field.editor.mark_problem(bool(text))
        described = " ".join(part for part in (self.field.help, text) if part)
        self.field.editor.name_controls(self._name(), described)

    def _name(self) -> str:
        return self.field.label or self.field.editor.control().accessibleName()


class RecordForm(QWidget):
    """Fields with labels, in one or two columns; with `measure` no wider than a line of text
    should be.

    Give the fields to the constructor or override `fields`. `edited` is emitted at every
    keystroke; `changed` with all readable values 600 ms after the last one, and at once
    when a field is left, at Enter, and after a tick or a choice.
    """

    changed = Signal(dict)
    edited = Signal()

    def __init__(
        self,
        fields: Iterable[Field] | None = None,
        parent: QWidget | None = None,
        *,
        columns: int = 1,
        measure: bool = False,
    ) -> None:
        super().__init__(parent)
        self._rows: dict[str, FieldRow] = {}
        self._shown: dict[str, object] = {}
        self._announced: dict[str, object] = {}
        self._touched: set[str] = set()
        self._pending = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(16))
        self._columns = columns
        self._columns_now = 0
        self._measure = measure
        self._limit_width()
        self._build(tuple(self.fields() if fields is None else fields))

    def fields(self) -> Sequence[Field]:
        """The fields of this form; override when none are given to the constructor."""
        raise NotImplementedError

    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(self._rows)

    def values(self) -> dict[str, object]:
        """Value by field name; fields whose text cannot be read are left out."""
        found = {}
        for name, row in self._rows.items():
            try:
                found[name] = row.field.editor.value()
            except Unreadable:
                continue
        return found

    def unreadable(self) -> dict[str, str]:
        """Typed text by field name, of the fields whose text is no value. Keep it."""
        found = {}
        for name, row in self._rows.items():
            try:
                row.field.editor.value()
            except Unreadable as typed:
                found[name] = typed.text
        return found

    def shown(self) -> dict[str, object]:
        """Value by field name as this form last received them: the base of an edit."""
        return dict(self._shown)

    def show_values(self, values: Mapping[str, object]) -> None:
        """Show these; other fields stay, and so does a field that is being edited.

        A field is being edited from its first keystroke until it is left and announced.
        Names that are no field of this form are passed over.
        """
        for name, value in values.items():
            row = self._rows.get(name)
            if row is None:
                continue
            if self._is_being_edited(name):
                if name in self._announced and self._announced[name] == value:
                    self._shown[name] = value  # our own edit came back saved
                continue
            self._shown[name] = value
            self._touched.discard(name)
            row.field.editor.show_value(value)
            row.check_readable()

    def show_drafts(self, texts: Mapping[str, str]) -> None:
        """Put back typed text that could not be read as a value, with its problem."""
        for name, text in texts.items():
            row = self._rows.get(name)
            if row is not None and not self._is_being_edited(name):
                row.field.editor.show_raw(text)
                row.check_readable()

    def show_problems(self, texts: Mapping[str, str]) -> None:
        """Show these below their fields, and none below the others."""
        for name, row in self._rows.items():
            row.set_given_problem(texts.get(name, ""))

    def refuse(self, problems: Mapping[str, str]) -> bool:
        """Show these below their fields, with the keyboard at the first that has a problem; text
        that cannot be read is one. Gives whether there is any."""
        self.flush()
        self.show_problems(problems)
        for row in self._rows.values():
            if row.problem_text:
                give_keyboard(row.field.editor.control())
                return True
        return False

    def flush(self) -> None:
        """Announce a pending change now; call before closing or locking."""
        self._pause.stop()
        if not self._pending:
            return
        self._pending = False
        for row in self._rows.values():
            row.check_readable()
        self._announced = self.values()
        self._forget_left_fields()
        self.changed.emit(dict(self._announced))

    def let_go(self) -> None:
        """Show what comes next also in the field with the keyboard, unless something was typed
        in it that was not announced."""
        if not self._pending:
            self._touched.clear()

    @property
    def has_pending(self) -> bool:
        """Whether something was typed that `changed` has not announced yet."""
        return self._pending

    def row(self, name: str) -> FieldRow:
        """The field on screen; raises KeyError."""
        return self._rows[name]

    def editor(self, name: str) -> Editor:
        """The editor of a field, as to offer other options; raises KeyError."""
        return self._rows[name].field.editor

    def set_field_visible(self, name: str, visible: bool) -> None:
        """Show or hide a whole field; its value stays."""
        self._rows[name].setVisible(visible)

    def set_read_only(self, read_only: bool) -> None:
        """Show without allowing a change."""
        for row in self._rows.values():
            row.field.editor.set_read_only(read_only)

    def focus_first(self) -> None:
        """Put the keyboard in the first field."""
        first = next(iter(self._rows.values()), None)
        if first is not None:
            give_keyboard(first.field.editor.control())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self._columns if self.width() >= px(_TWO_COLUMNS_FROM) else 1
        if columns != self._columns_now:
            self._arrange(columns)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "_measure"):  # Qt styles before we are built
            self._limit_width()

    def _limit_width(self) -> None:
        if self._measure:
            self.setMaximumWidth(self.fontMetrics().averageCharWidth() * MEASURE)

    def _build(self, fields: Sequence[Field]) -> None:
        for field in fields:
            if field.name in self._rows:
                raise ValueError(f"field twice in one form: {field.name}")
            row = FieldRow(field, self)
            row.touched.connect(self._note_edit)
            self._rows[field.name] = row
            field.editor.settled.connect(self._settled)
        self._arrange(self._columns)

    def _arrange(self, columns: int) -> None:
        """Put the rows into so many columns; tab order is the order of the fields."""
        self._columns_now = columns
        line = column = 0
        for row in self._rows.values():
            span = columns if row.field.wide else 1
            if column + span > columns:
                line, column = line + 1, 0
            self._grid.addWidget(row, line, column, 1, span)
            column += span
        for index in range(self._columns):
            self._grid.setColumnStretch(index, 1 if index < columns else 0)

    def _note_edit(self, name: str) -> None:
        self._pending = True
        self._touched.add(name)
        self._pause.start()
        self.edited.emit()

    def _settled(self) -> None:
        if self._pending:
            self.flush()
        else:
            self._forget_left_fields()

    def _is_being_edited(self, name: str) -> bool:
        if name not in self._touched:
            return False
        return self._pending or self._rows[name].field.editor.has_keyboard()

    def _forget_left_fields(self) -> None:
        for name in tuple(self._touched):
            if not self._rows[name].field.editor.has_keyboard():
                self._touched.discard(name)
