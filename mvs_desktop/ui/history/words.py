"""Changes in words: what was done to which record, and what each field was and became."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from mvs_desktop.domain.bsn import masked
from mvs_desktop.domain.conflicts import Choice
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.history import ChangeKind, Device, FieldChange
from mvs_desktop.services.undo import Undone
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.sending.fields import SILENT, field_label, subject, value_text
from mvs_desktop.ui.words import format_moment

_AREAS = ("municipality", "neighbourhood")

AreaName = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Said:
    """One field: what it is called, what it was (empty when it was filled in for the first
    time) and what it became."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Part:
    """What was done to one record."""

    about: str
    done: str  # to the record as a whole; empty when only fields were changed
    fields: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done together, by one person at one moment."""

    when: str
    who: str
    parts: tuple[Part, ...]


class HistoryWords:
    """Says changes of one family in words."""

    def __init__(
        self, around: CaseSnapshot, gone: Iterable[Record], area_name: AreaName, me: str
    ) -> None:
        """`gone` are records that are withdrawn; `area_name` gives the name of a code."""
        everything = [record for group in around.records.values() for record in group]
        self._records = {record.id: record for record in (*everything, around.case, *gone)}
        self._names = {id_: subject(item, item.type_name) for id_, item in self._records.items()}
        self._today = around.day or date.today()  # noqa: DTZ011 - only how a moment is said
        self._area_name = area_name
        self._me = me

    def about(self, record_type: str, record_id: UUID) -> str:
        """A record in a few words."""
        return subject(self._records.get(record_id), record_type)

    def entries(self, changes: Sequence[FieldChange]) -> Iterator[Entry]:
        """Changes, newest first, by what was done together."""
        together: dict[object, list[FieldChange]] = {}
        for change in changes:
            together.setdefault((change.group or change.at, change.by), []).append(change)
        for made in together.values():
            made.reverse()  # within one moment in the order in which it was done
            first = made[0]
            by_record: dict[UUID, list[FieldChange]] = {}
            for change in made:
                by_record.setdefault(change.record_id, []).append(change)
            yield Entry(
                format_moment(first.at, self._today) if first.at else "",
                self.who(first.by, first.device),
                tuple(map(self._part, by_record.values())),
            )

    def _part(self, changes: Sequence[FieldChange]) -> Part:
        whole = next((change for change in changes if not change.field), None)
        told = [c for c in changes if c.field and c.field not in SILENT]
        done = "" if told else _say(_DONE[ChangeKind.CHANGED])
        return Part(
            self.about(changes[0].record_type, changes[0].record_id),
            done if whole is None else _done(whole),
            tuple(map(self._said, told)),
        )

    def who(self, by: str, device: Device) -> str:
        """Who did it and, as far as it is known, where."""
        name = by
        if by and by == self._me:
            name = _say(_MINE).format(name=by)
        where = {Device.THIS: _say(_HERE), Device.OTHER: _say(_ELSEWHERE)}.get(device, "")
        return " · ".join(part for part in (name or _say(_SOMEBODY), where) if part)

    def _said(self, change: FieldChange) -> Said:
        if change.kind is ChangeKind.CHOSEN:
            words = _say(_NOT_CHOSEN if change.author else _NOT_CHOSEN_OF_SOMEBODY)
            name = field_label(change.record_type, change.field)
            said = words.format(field=name, name=change.author)
            return Said(said, "", self._value(change.field, change.after))
        first = change.kind is ChangeKind.ADDED or _is_empty(change.before)
        return Said(
            field_label(change.record_type, change.field),
            "" if first else self._value(change.field, change.before),
            self._value(change.field, change.after),
        )

    def _value(self, field: str, value: object) -> str:
        if field == "bsn" and isinstance(value, str) and value:
            return masked(value)
        if field in _AREAS and isinstance(value, str) and value:
            return self._area_name(value)
        return value_text(value, self._today, self._names, {})


def _done(whole: FieldChange) -> str:
    """What was done to a record as a whole."""
    if whole.kind is ChangeKind.CHOSEN and isinstance(whole.after, Choice):
        return _say(_CHOICES[whole.after])
    return _say(_DONE[whole.kind])


def _is_empty(value: object) -> bool:
    return value is None or value in ("", frozenset(), ())


def undone_text(undone: Undone, before: CaseSnapshot) -> str:
    """What was taken back, or done again, in a sentence; `before` is the family until then."""
    touched = list(dict.fromkeys((c.record_type, c.record_id) for c in undone.changes))
    type_name, record_id = touched[0]
    known = _find(undone.saved.snapshot, record_id) or _find(before, record_id)
    about = subject(known, type_name)
    if len(touched) > 1:
        words = _MANY_AGAIN if undone.again else _MANY_BACK
        return _say(words).format(what=about, count=format_count(len(touched) - 1))
    kinds = {change.kind for change in undone.changes if not change.field}
    if ChangeKind.WITHDRAWN in kinds:
        return _say(_GONE_AGAIN if undone.again else _GONE).format(what=about)
    if ChangeKind.RESTORED in kinds:
        return _say(_THERE_AGAIN if undone.again else _THERE).format(what=about)
    fields = [change.field for change in undone.changes if change.field not in SILENT]
    if len(fields) == 1:
        words = _FIELD_AGAIN if undone.again else _FIELD_BACK
        return _say(words).format(field=field_label(type_name, fields[0]), what=about)
    return _say(_FIELDS_AGAIN if undone.again else _FIELDS_BACK).format(what=about)


def _find(around: CaseSnapshot, record_id: UUID) -> Record | None:
    if around.case.id == record_id:
        return around.case
    for records in around.records.values():
        for item in records:
            if item.id == record_id:
                return item
    return None


def _say(text: object) -> str:
    return QCoreApplication.translate("history", str(text))


_DONE: Mapping[ChangeKind, object] = {
    ChangeKind.ADDED: QT_TRANSLATE_NOOP("history", "Toegevoegd"),
    ChangeKind.CHANGED: QT_TRANSLATE_NOOP("history", "Verplaatst in de volgorde"),
    ChangeKind.WITHDRAWN: QT_TRANSLATE_NOOP("history", "Ingetrokken"),
    ChangeKind.RESTORED: QT_TRANSLATE_NOOP("history", "Teruggezet"),
    ChangeKind.SET_APART: QT_TRANSLATE_NOOP(
        "history", "Apart gezet: een collega had dit ook veranderd"
    ),
    ChangeKind.CHOSEN: QT_TRANSLATE_NOOP("history", "Gekozen"),
}
_CHOICES: Mapping[Choice, object] = {
    Choice.STANDING: QT_TRANSLATE_NOOP("history", "Gekozen: wat er stond, blijft gelden"),
    Choice.OTHER: QT_TRANSLATE_NOOP("history", "Gekozen: wat apart stond, geldt nu"),
    Choice.REWRITTEN: QT_TRANSLATE_NOOP("history", "Gekozen: er geldt iets nieuws"),
}
_NOT_CHOSEN = QT_TRANSLATE_NOOP("history", "{field}, niet gekozen, van {name}")
_NOT_CHOSEN_OF_SOMEBODY = QT_TRANSLATE_NOOP("history", "{field}, niet gekozen")
_MINE = QT_TRANSLATE_NOOP("history", "{name} (jij)")
_SOMEBODY = QT_TRANSLATE_NOOP("history", "Iemand")
_HERE = QT_TRANSLATE_NOOP("history", "deze laptop")
_ELSEWHERE = QT_TRANSLATE_NOOP("history", "een andere laptop")

_FIELD_BACK = QT_TRANSLATE_NOOP("history", "Teruggedraaid: {field} · {what}")
_FIELD_AGAIN = QT_TRANSLATE_NOOP("history", "Opnieuw gedaan: {field} · {what}")
_FIELDS_BACK = QT_TRANSLATE_NOOP("history", "Teruggedraaid: {what}")
_FIELDS_AGAIN = QT_TRANSLATE_NOOP("history", "Opnieuw gedaan: {what}")
_MANY_BACK = QT_TRANSLATE_NOOP("history", "Teruggedraaid: {what}, en {count} dingen daarbij")
_MANY_AGAIN = QT_TRANSLATE_NOOP("history", "Opnieuw gedaan: {what}, en {count} dingen daarbij")
_GONE = QT_TRANSLATE_NOOP("history", "Toevoegen teruggedraaid: {what} is ingetrokken")
_GONE_AGAIN = QT_TRANSLATE_NOOP("history", "Opnieuw ingetrokken: {what}")
_THERE = QT_TRANSLATE_NOOP("history", "Intrekken teruggedraaid: {what} is terug")
_THERE_AGAIN = QT_TRANSLATE_NOOP("history", "Opnieuw toegevoegd: {what}")
