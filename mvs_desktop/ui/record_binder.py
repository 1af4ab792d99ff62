"""Between a form and one record: the only way that screens edit anything.

A screen lists fields; the binder shows the record in them, saves what the user makes of
it, keeps apart what cannot be a value, and says what does not fit.
"""

from collections.abc import Mapping
from dataclasses import MISSING
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from mvs_desktop.domain.checks import KEPT_APART, Problems, check
from mvs_desktop.domain.records import Record, type_of
from mvs_desktop.services.views import Change
from mvs_desktop.ui.case_context import CaseContext, with_values
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.problem_words import problem_texts
from mvs_desktop.ui.record_at import mark_record
from mvs_desktop.ui.undo_keys import UndoKeys

R = TypeVar("R", bound=Record)


class RecordBinder(QObject, Generic[R]):
    """Keeps `form` and one record of the family the same.

    The record may be one that is not in the file yet: it is added at the first change.
    `shown` carries the record each time the form was brought up to date with it;
    `gone` says that the record is no longer in the file.
    """

    shown = Signal(object)
    gone = Signal()

    def __init__(self, context: CaseContext, form: RecordForm, record: R) -> None:
        super().__init__(form)
        self._context = context
        self._form = form
        self._kind: type[R] = type(record)
        self._record = record
        self._added = self._stored() is not None
        self._sent: dict[str, object] = {}
        self._problems: Problems = {}
        form.changed.connect(self._take)
        context.snapshot_changed.connect(self._bring_up_to_date)
        context.drafts_changed.connect(self._bring_up_to_date)
        context.failed.connect(self._forget_lost)
        context.flush_requested.connect(form.flush)
        context.turning.connect(form.let_go)
        mark_record(form, record.type_name, record.id)
        for name in form.names():
            UndoKeys(form.editor(name), context.undo, context.redo)
        self._bring_up_to_date()

    @property
    def record(self) -> R:
        """The record as it is now, with changes that still wait to be saved."""
        return self._record

    @property
    def problems(self) -> Problems:
        """What does not fit, by field."""
        return self._problems

    def release(self) -> None:
        """Save what was typed and let go of the form; call before it is deleted."""
        self._form.flush()
        self._form.changed.disconnect(self._take)
        self._context.snapshot_changed.disconnect(self._bring_up_to_date)
        self._context.drafts_changed.disconnect(self._bring_up_to_date)
        self._context.failed.disconnect(self._forget_lost)
        self._context.flush_requested.disconnect(self._form.flush)
        self._context.turning.disconnect(self._form.let_go)

    def _stored(self) -> R | None:
        return self._context.current(self._kind, self._record.id)

    def _bring_up_to_date(self, _: object = None) -> None:
        stored = self._stored()
        if stored is None and self._added:
            self.gone.emit()
            return
        if stored is not None:
            self._record, self._added = stored, True
        self._form.show_values(self._values_of(self._record))
        self._form.show_drafts(self._drafts())
        shown = self._form.shown()
        for name in tuple(self._sent):
            if shown.get(name) == self._sent[name]:
                del self._sent[name]
        self._tell_problems(self._form.values())
        self.shown.emit(self._record)

    def _take(self, values: Mapping[str, object]) -> None:
        fitting = {name: self._fitted(name, value) for name, value in self._known(values).items()}
        self._tell_problems(fitting)
        apart = dict(self._form.unreadable())
        for name, problem in self._problems.items():
            if problem in KEPT_APART and name in fitting:
                apart[name] = self._form.editor(name).raw_text()
        for name in self._known(dict.fromkeys(self._form.shown())):
            self._context.keep_draft(self._record.id, name, apart.get(name))
        self._save({name: value for name, value in fitting.items() if name not in apart})

    def _save(self, values: Mapping[str, object]) -> None:
        received = {**self._known(self._form.shown()), **self._sent}
        edits = {
            name: value
            for name, value in values.items()
            if name not in received or received[name] != value
        }
        if not edits:
            return
        base = with_values(self._record, received)
        after = with_values(base, edits)
        self._sent.update(edits)
        self._record = after
        self._context.save(Change(after, base if self._added else None))
        self._added = True

    def _tell_problems(self, values: Mapping[str, object]) -> None:
        fitting = {name: self._fitted(name, value) for name, value in self._known(values).items()}
        candidate = with_values(self._record, fitting)
        self._problems = check(candidate, self._context.snapshot, self._context.today)
        self._form.show_problems(problem_texts(self._problems, candidate, self._context.snapshot))

    def _forget_lost(self, _: object) -> None:
        """After a failure: what did not get there is an edit again at the next change."""
        stored = self._stored()
        self._added = stored is not None
        if stored is None:
            self._sent.clear()
            return
        self._record = stored
        self._sent = {
            name: value for name, value in self._sent.items() if getattr(stored, name) == value
        }

    def _drafts(self) -> dict[str, str]:
        return {
            field: text
            for (record_id, field), text in self._context.drafts.items()
            if record_id == self._record.id
        }

    def _values_of(self, record: R) -> dict[str, object]:
        return {name: getattr(record, name) for name in type_of(record).fields}

    def _known(self, values: Mapping[str, object]) -> dict[str, object]:
        """Only what is a field of the record; a form may have fields of its own."""
        names = type_of(self._record).fields
        return {name: value for name, value in values.items() if name in names}

    def _fitted(self, name: str, value: object) -> object:
        """Nothing chosen, in a field that always has a value, is its usual value."""
        spec = type_of(self._record).fields[name]
        if value is not None or spec.codec.optional:
            return value
        return getattr(self._record, name) if spec.default is MISSING else spec.default
