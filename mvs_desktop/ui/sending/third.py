"""A third value, when neither of two is what it should be: a field for every part of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.records import WITHDRAWN, FieldSpec, RecordType, record_type
from mvs_desktop.services.views import ConflictView
from mvs_desktop.ui.date_fields import day_field, partial_date_field
from mvs_desktop.ui.kit.forms.editors import Option
from mvs_desktop.ui.kit.forms.fields import (
    Field,
    choice_field,
    long_text_field,
    multi_choice_field,
    number_field,
    people_field,
    text_field,
    yes_no_field,
)
from mvs_desktop.ui.moment_field import moment_field
from mvs_desktop.ui.sending.compare import both
from mvs_desktop.ui.sending.fields import field_label
from mvs_desktop.ui.words import label

Values = Mapping[str, object]

# Text that is longer on either side gets room for more lines.
_ON_A_LINE = 48

# Where people write rather than fill in, whatever the length.
_WRITTEN = frozenset(
    {
        "child_voice",
        "parents_voice",
        "question",
        "remarks",
        "start_situation",
        "summary",
        "target",
        "text",
        "what",
        "worker_remarks",
    }
)

# Ids of people in the family. Other ids (a plan, a colleague) and what the program keeps itself
# are nobody's to type.
_PEOPLE = frozenset(
    {
        "about_ids",
        "by_person_id",
        "child_id",
        "first_id",
        "for_ids",
        "from_id",
        "holder_id",
        "parent_id",
        "person_id",
        "person_ids",
        "second_id",
        "shielded_from",
    }
)
_BOUNDS: Mapping[str, tuple[int | None, int | None]] = {"score": (0, 10), "minutes": (0, None)}
_NOT_TYPED = frozenset(
    {
        "birth_group",
        "bsn",  # has rules and a field of its own, with the person
        "compartment",
        "media_type",
        "pages",
        "position",
        "sha256",
        "signed_by",
        "signed_hash",
        "signed_text",
        "site_code",
        "size",
        "version",
    }
)


def third_fields(view: ConflictView, people: Mapping[UUID, str]) -> tuple[Field, ...]:
    """A field for each part of what is chosen about; none when that cannot be typed here."""
    if view.conflict.unit == WITHDRAWN or not view.readable:
        return ()
    try:
        kind = record_type(view.conflict.record_type)
    except KeyError:
        return ()
    fields = [_field(kind, name, view, people) for name in view.standing]
    return tuple(field for field in fields if field is not None) if all(fields) else ()


def first_values(view: ConflictView) -> dict[str, object]:
    """What a worker begins with: both texts below each other, all of both sets, else what
    stands."""
    values = dict(view.standing)
    for name, standing in view.standing.items():
        other = view.other.get(name)
        if isinstance(standing, frozenset) and isinstance(other, frozenset):
            values[name] = standing | other
        elif is_written(view):
            values[name] = (
                both(str(standing), str(other)) if standing and other else standing or other
            )
    return values


def left_empty(view: ConflictView, values: Values) -> tuple[str, ...]:
    """Fields that have to hold something and do not."""
    fields = record_type(view.conflict.record_type).fields
    return tuple(
        name for name, value in values.items() if value is None and not fields[name].codec.optional
    )


def is_written(view: ConflictView) -> bool:
    """Whether it is about one text of the kind that people write, not fill in."""
    if len(view.standing) != 1:
        return False
    (name,) = view.standing
    sides = [side.get(name) for side in (view.standing, view.other)]
    if not all(isinstance(side, str) and not isinstance(side, StrEnum) for side in sides):
        return False
    return name in _WRITTEN or any(_is_long(str(side)) for side in sides)


def _is_long(text: str) -> bool:
    return "\n" in text or len(text) > _ON_A_LINE


def _field(
    kind: RecordType, name: str, view: ConflictView, people: Mapping[UUID, str]
) -> Field | None:
    spec = kind.fields.get(name)
    if spec is None or name in _NOT_TYPED:
        return None
    words, type_ = field_label(kind.name, name), spec.codec.python_type
    if name in _PEOPLE:
        options: list[Option] = list(people.items())
        if spec.codec.is_set:
            return people_field(name, words, options)
        return choice_field(name, words, options) if spec.codec.optional else None
    if spec.codec.is_set:
        return _set_field(name, words, (view.standing, view.other, view.base))
    if issubclass(type_, StrEnum):
        return choice_field(name, words, [(member, label(member)) for member in type_])
    if type_ is str:
        return _text_field(spec, words, (view.standing, view.other))
    return _plain_field(name, words, type_)


def _plain_field(name: str, words: str, type_: type) -> Field | None:
    if type_ is PartialDate:
        return partial_date_field(name, words)
    if type_ is bool:
        return yes_no_field(name, words)
    if type_ is int:
        lowest, highest = _BOUNDS.get(name, (None, None))
        return number_field(name, words, lowest=lowest, highest=highest)
    if type_ is datetime:
        return moment_field(name, words)
    if type_ is date:
        return day_field(name, words)
    return None


def _text_field(spec: FieldSpec, words: str, sides: Sequence[Values]) -> Field:
    texts = [str(side.get(spec.name) or "") for side in sides]
    if spec.name in _WRITTEN or any(map(_is_long, texts)):
        return long_text_field(spec.name, words, lines=2)
    return text_field(spec.name, words)


def _set_field(name: str, words: str, sides: Sequence[Values]) -> Field | None:
    """By what is in it: words of ours can be ticked, anything else cannot."""
    members = {item for side in sides for item in side.get(name) or ()}  # type: ignore[attr-defined]
    kinds = {type(item) for item in members}
    if len(kinds) != 1 or not issubclass(kind := kinds.pop(), StrEnum):
        return None
    return multi_choice_field(name, words, [(member, label(member)) for member in kind], chips=True)
