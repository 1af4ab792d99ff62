"""One declaration per record: what a record type is, and what follows from it.

A record type is one frozen dataclass, registered with its name and compartment; each
field says who may see it, whether it can be searched, and how two versions merge. From
that follow the table, the wire form, the merge units, the search row and the form's
fields. This module knows no record by name and no store, network or widget.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, get_type_hints
from uuid import UUID

from mvs_desktop.domain.codec import Codec, Json, codec_for
from mvs_desktop.domain.errors import UnreadableRecord

META = "mvs"

# The merge unit under which withdrawing and restoring a record travel: {"withdrawn": bool}.
WITHDRAWN = "@withdrawn"

# The unit under which a new record travels: all of its members at once.
WHOLE = "@whole"

V = TypeVar("V")


class Compartment(StrEnum):
    """Part of a case file that is granted on its own; case × compartment is a scope."""

    BASIS = "basis"
    SCHOOL = "school"
    CARE = "zorg"
    SAFETY = "veiligheid"


class Audience(StrEnum):
    """Who a field is written for: the family and the worker, or the worker alone."""

    FAMILY = "family"
    WORKER = "worker"


class Merge(StrEnum):
    """How two versions of a field meet."""

    VALUE = "value"  # one of the two stands
    SET = "set"  # per element
    TEXT = "text"  # per paragraph


class Search(StrEnum):
    """How a field is found."""

    NAME = "name"  # from one letter
    TEXT = "text"  # from three letters
    EXACT = "exact"  # only whole, and logged


@dataclass(frozen=True, slots=True)
class FieldOptions:
    """What a field declares beside its name and type."""

    audience: Audience
    unit: str | None = None
    merge: Merge | None = None
    search: Search | None = None
    sensitive: bool = False
    moment: bool = False


def for_family(
    default: object = MISSING,
    *,
    unit: str | None = None,
    merge: Merge | None = None,
    search: Search | None = None,
    sensitive: bool = False,
) -> Any:
    """A field that the family may read. `unit` couples fields that change together."""
    return _declare(default, FieldOptions(Audience.FAMILY, unit, merge, search, sensitive))


def for_worker(
    default: object = MISSING,
    *,
    unit: str | None = None,
    merge: Merge | None = None,
    search: Search | None = None,
    sensitive: bool = False,
    moment: bool = False,
) -> Any:
    """A field for workers only: hidden at the kitchen table, on paper and in exports. Records
    are looked up by a `moment`, over all cases."""
    return _declare(default, FieldOptions(Audience.WORKER, unit, merge, search, sensitive, moment))


def _declare(default: object, options: FieldOptions) -> Any:
    if default is MISSING:
        return field(metadata={META: options})
    return field(default=default, metadata={META: options})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has: an id made on the device, and the case it belongs to."""

    id: UUID
    case_id: UUID
    type_name: ClassVar[str]


R = TypeVar("R", bound=Record)

ENVELOPE = frozenset({"id", "case_id"})


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record type, with its codec."""

    name: str
    codec: Codec
    options: FieldOptions
    default: object

    @property
    def unit(self) -> str:
        return self.options.unit or self.name

    @property
    def merge(self) -> Merge:
        if self.options.merge is not None:
            return self.options.merge
        return Merge.SET if self.codec.is_set else Merge.VALUE


Identify = Callable[[Mapping[str, Json]], str | None]


@dataclass(frozen=True, slots=True)
class RecordType:
    """A registered record type; `compartment` None means each record chooses its own.

    `seal` is the field that seals a record once it has a value: nothing in it changes any
    more. `sealed_with` is the field with the id of the record whose seal counts here too.
    `identified_by` is what tells two records of the same one in the world: name → what a wire
    form says of it in one spelling, None when it says too little.
    """

    name: str
    cls: type[Record]
    compartment: Compartment | None
    fields: Mapping[str, FieldSpec]
    units: Mapping[str, tuple[FieldSpec, ...]]
    seal: str | None = None
    sealed_with: str | None = None
    identified_by: Mapping[str, Identify] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    # (name, encode) and (name, decode, whether it may be absent) of every field: what runs for
    # each record that is read or written looks nothing up.
    encoders: tuple[tuple[str, Callable[[Any], Json]], ...] = field(init=False, repr=False)
    decoders: tuple[tuple[str, Callable[[Json], Any], bool], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        specs = self.fields.values()
        object.__setattr__(self, "encoders", tuple((s.name, s.codec.encode) for s in specs))
        decoders = tuple((s.name, s.codec.decode, s.default is not MISSING) for s in specs)
        object.__setattr__(self, "decoders", decoders)

    def searchable(self, how: Search) -> Iterator[FieldSpec]:
        """The fields that are found in this way."""
        return (spec for spec in self.fields.values() if spec.options.search is how)

    def unit_of(self, field_name: str) -> str:
        """A member that this version does not know is a unit of its own."""
        spec = self.fields.get(field_name)
        return spec.unit if spec else field_name

    def merge_of(self, unit: str) -> Merge:
        specs = self.units.get(unit, ())
        return specs[0].merge if len(specs) == 1 else Merge.VALUE


_registry: dict[str, RecordType] = {}


def record(
    name: str,
    *,
    compartment: Compartment | None,
    seal: str | None = None,
    sealed_with: str | None = None,
    identified_by: Mapping[str, Identify] = MappingProxyType({}),
) -> Callable[[type[R]], type[R]]:
    """Register a frozen dataclass as the record type `name`; `seal`, `sealed_with` and
    `identified_by` as in RecordType.

    With `compartment=None` the class must have a field `compartment`. Raises TypeError
    for a field without an audience or with a type that has no codec, or for a seal that is
    no field, so that a mistake shows at import.
    """

    def register(cls: type[R]) -> type[R]:
        hints = get_type_hints(cls)
        specs: dict[str, FieldSpec] = {}
        for item in fields(cls):
            if item.name in ENVELOPE:
                continue
            options = item.metadata.get(META)
            if not isinstance(options, FieldOptions):
                raise TypeError(f"{name}.{item.name} does not declare its audience")
            codec = codec_for(hints[item.name])
            specs[item.name] = FieldSpec(item.name, codec, options, item.default)
        if compartment is None and "compartment" not in specs:
            raise TypeError(f"{name} neither has a compartment nor chooses one")
        if not {seal, sealed_with} <= {*specs, None}:
            raise TypeError(f"{name} is sealed by what is no field of it")
        units: dict[str, tuple[FieldSpec, ...]] = {}
        for spec in specs.values():
            units[spec.unit] = (*units.get(spec.unit, ()), spec)
        cls.type_name = name
        _registry[name] = RecordType(
            name,
            cls,
            compartment,
            MappingProxyType(specs),
            MappingProxyType(units),
            seal,
            sealed_with,
            identified_by,
        )
        return cls

    return register


def record_types() -> tuple[RecordType, ...]:
    """All registered types, in order of registration."""
    return tuple(_registry.values())


def record_type(name: str) -> RecordType:
    """The registered type; raises KeyError when this version does not know it."""
    return _registry[name]


def type_of(item: Record) -> RecordType:
    return _registry[item.type_name]


def compartment_of(item: Record) -> Compartment:
    """The compartment a record is kept in; with its case, the scope of its grant."""
    declared = type_of(item).compartment
    if declared is not None:
        return declared
    chosen: Compartment = item.compartment  # type: ignore[attr-defined]
    return chosen


def to_doc(item: Record) -> dict[str, Json]:
    """The wire form of a record: member name → JSON value, without id and case id."""
    return {name: encode(getattr(item, name)) for name, encode in type_of(item).encoders}


def from_doc(kind: RecordType, id_: UUID, case_id: UUID, doc: Mapping[str, Json]) -> Record:
    """Decode a wire form. Members that are absent take their default.

    Raises UnreadableRecord when a value does not fit its field, for example an enum
    member that a newer version added. Unknown members are left to the caller.
    """
    values: dict[str, object] = {}
    name = ""
    try:
        for name, decode, has_default in kind.decoders:
            if name in doc:
                values[name] = decode(doc[name])
            elif not has_default:
                raise UnreadableRecord(kind.name, name)
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableRecord(kind.name, name) from error
    return kind.cls(id=id_, case_id=case_id, **values)


def whole(kind: RecordType, doc: Mapping[str, Json]) -> dict[str, Json]:
    """A wire form with the defaults of the members that are absent."""
    return {
        name: spec.codec.encode(spec.default)
        for name, spec in kind.fields.items()
        if name not in doc and spec.default is not MISSING
    } | dict(doc)


def unknown_members(kind: RecordType, doc: Mapping[str, Json]) -> dict[str, Json]:
    """Members of a newer version, to be kept and sent back as they came."""
    return {name: value for name, value in doc.items() if name not in kind.fields}


def patch_of(kind: RecordType, unit: str, doc: Mapping[str, Json]) -> dict[str, Json]:
    """The part of a wire form that one merge unit holds: member → value."""
    specs = kind.units.get(unit)
    names: Iterable[str] = (spec.name for spec in specs) if specs else (unit,)
    return {name: doc[name] for name in names if name in doc}


def changed_units(
    kind: RecordType, before: Mapping[str, Json] | None, after: Mapping[str, Json]
) -> tuple[str, ...]:
    """Merge units whose value differs; all units when there was no record before.

    A new record announces only the units that differ from the default, so that an empty
    form makes a small record.
    """
    return tuple(
        unit
        for unit, specs in kind.units.items()
        if any(_value(before, spec) != after.get(spec.name, _default(spec)) for spec in specs)
    )


def _default(spec: FieldSpec) -> Json:
    return None if spec.default is MISSING else spec.codec.encode(spec.default)


def _value(doc: Mapping[str, Json] | None, spec: FieldSpec) -> Json:
    if doc is None:
        return _ABSENT if spec.default is MISSING else _default(spec)
    return doc.get(spec.name, _default(spec))


_ABSENT = "\0absent"


def written_last(versions: Mapping[str, V], unit: str) -> V | None:
    """Of what is known by unit, what holds for this one: its own, or else that of the record as
    a whole, which was made with all its units but that of a withdrawal."""
    own = versions.get(unit)
    return versions.get(WHOLE) if own is None and unit != WITHDRAWN else own
