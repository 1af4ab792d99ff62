"""Reference registers: school sites, areas, municipalities and languages.

Pure types and parsers over rows that somebody else read: no file, no path, no cache.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from mvs_desktop.domain.errors import RegisterDamaged

Row = Mapping[str, str | None]

_SITE_CODE = re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{2}")
MUNICIPALITY_CODE = re.compile(r"GM[0-9]{4}")
_POSTCODE = re.compile(r"([0-9]{4}) ?([A-Z]{2})")
_WEBSITE = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?)", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
_WIJK_NUMBER = re.compile(r"^Wijk \d\d ")  # how Statistics Netherlands (CBS) numbers some
# The start of a BRIN number: how DUO codes schools, four characters and two for the site.
_CODE_TYPED = re.compile(r"[0-9]{2}[a-z]{2}[0-9]{0,2}")

# What DUO calls a kind of school, in the words of today.
_KINDS = {
    "basisschool": "basisschool",
    "SBAO": "speciaal basisonderwijs",
    "(V)SO": "(voortgezet) speciaal onderwijs",
    "PRO": "praktijkonderwijs",
    "BRUGJAAR": "brugjaar",
    "VBO": "vmbo",
    "MAVO": "mavo",
    "HAVO": "havo",
    "VWO": "vwo",
}


class AreaKind(StrEnum):
    WIJK = "wijk"  # neighbourhood
    BUURT = "buurt"  # part of a neighbourhood


@dataclass(frozen=True, slots=True)
class SchoolSite:
    """A site of a school (vestiging). `municipality` is a GM code."""

    code: str  # BRIN number + two digits
    name: str
    kind: str
    street: str  # with the house number
    postcode: str
    place: str
    municipality: str
    website: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Municipality:
    code: str  # GM code of Statistics Netherlands
    name: str


@dataclass(frozen=True, slots=True)
class Area:
    """A wijk or buurt; `parent` is the wijk of a buurt, empty for a wijk."""

    code: str
    name: str
    kind: AreaKind
    parent: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Language:
    code: str  # ISO 639
    dutch: str
    english: str


@dataclass(frozen=True, slots=True)
class _SiteColumns:
    """How an edition of the school register names its columns."""

    code: str
    name: str
    kind: str
    street: str
    numbers: tuple[str, ...]
    postcode: str
    place: str
    municipality: str
    website: str


# The list that ships with the program, and DUO's own file of secondary schools.
_OURS = _SiteColumns(
    code="vestigingscode",
    name="naam",
    kind="type",
    street="straat",
    numbers=("huisnummer", "huisletter", "toevoeging"),
    postcode="postcode",
    place="plaats",
    municipality="gemeentecode",
    website="internetadres",
)
_DUO = _SiteColumns(
    code="VESTIGINGSCODE",
    name="VESTIGINGSNAAM",
    kind="ONDERWIJSSTRUCTUUR",
    street="STRAATNAAM",
    numbers=("HUISNUMMER-TOEVOEGING",),
    postcode="POSTCODE",
    place="PLAATSNAAM",
    municipality="GEMEENTENUMMER",
    website="INTERNETADRES",
)


def parse_school_sites(rows: Iterable[Row]) -> tuple[SchoolSite, ...]:
    """School sites in the order of the rows.

    Reads the list of the program and DUO's own columns. A dirty address, postcode or
    website becomes empty; raises RegisterDamaged when a row has no usable code, name or
    municipality, or repeats a code.
    """
    sites: dict[str, SchoolSite] = {}
    for number, row in enumerate(rows, start=1):
        columns = _DUO if _DUO.code in row else _OURS
        where = f"school sites, row {number}"
        code = _value(row, columns.code, where).upper()
        if not _SITE_CODE.fullmatch(code):
            raise RegisterDamaged(f"{where}: {code!r} is not a BRIN number with a site number")
        if code in sites:
            raise RegisterDamaged(f"{where}: {code} stands twice in the register")
        municipality = _value(row, columns.municipality, where)
        if municipality.isdigit():
            municipality = f"GM{municipality}"
        sites[code] = SchoolSite(
            code=code,
            name=_needed(row, columns.name, where),
            # DUO's file of primary schools has no column for the kind.
            kind=_kind(_value(row, columns.kind, where)) if columns.kind in row else "",
            street=_street(row, columns, where),
            postcode=_postcode(_value(row, columns.postcode, where)),
            place=_place(_value(row, columns.place, where)),
            municipality=_coded(municipality, MUNICIPALITY_CODE, where),
            website=_website(_value(row, columns.website, where)),
        )
    return tuple(sites.values())


def with_closed(
    today: Iterable[SchoolSite], earlier: Iterable[SchoolSite]
) -> tuple[SchoolSite, ...]:
    """The sites of today, followed by those of an earlier list that are gone, as closed."""
    standing = tuple(today)
    codes = {site.code for site in standing}
    gone = (replace(site, closed=True) for site in earlier if site.code not in codes)
    return (*standing, *gone)


def parse_municipalities(rows: Iterable[Row]) -> tuple[Municipality, ...]:
    """Raises RegisterDamaged when a row has no GM code or no name."""
    return tuple(
        Municipality(
            _coded(_value(row, "gemeentecode", where), MUNICIPALITY_CODE, where),
            _needed(row, "gemeente", where),
        )
        for where, row in _numbered("municipalities", rows)
    )


def parse_areas(wijken: Iterable[Row], buurten: Iterable[Row]) -> tuple[Area, ...]:
    """Every wijk followed by the buurten that lie in it.

    A buurt says in which wijk of the same year it lies; one of an older division says
    nothing there and is left out, since its code can mean another place by now. Raises
    RegisterDamaged for a row without code or name, or a buurt in an unknown wijk.
    """
    inside: dict[str, list[Area]] = {}
    found: list[Area] = []
    for where, row in _numbered("wijken", wijken):
        wijk = _area(row, AreaKind.WIJK, where)
        found.append(wijk)
        inside[wijk.code] = []
    for where, row in _numbered("buurten", buurten):
        buurt = _area(row, AreaKind.BUURT, where)
        if not _value(row, "wijknaam_2024", where):
            continue
        if buurt.parent not in inside:
            raise RegisterDamaged(f"{where}: there is no wijk {buurt.parent!r}")
        inside[buurt.parent].append(buurt)
    return tuple(area for wijk in found for area in (wijk, *inside[wijk.code]))


def parse_languages(rows: Iterable[Row]) -> tuple[Language, ...]:
    """Raises RegisterDamaged when a row has no code, Dutch or English name."""
    return tuple(
        Language(
            _needed(row, "code", where),
            _needed(row, "dutch", where),
            _needed(row, "english", where),
        )
        for where, row in _numbered("languages", rows)
    )


def search_words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def find_sites(sites: Iterable[SchoolSite], text: str) -> tuple[SchoolSite, ...]:
    """Sites of which name, place, street or code has words that begin with those typed.

    The order of the words does not matter. Those found by name come first, then by name.
    A closed site is found by its code alone. An empty text finds every open site.
    """
    typed = search_words(text)
    ranked = []
    for site in sites:
        code = site.code.lower()
        if site.closed and not any(
            _CODE_TYPED.fullmatch(word) and code.startswith(word) for word in typed
        ):
            continue
        name = search_words(site.name)
        rest = (*search_words(site.place), *search_words(site.street), code)
        beside_name = 0
        for word in typed:
            if any(part.startswith(word) for part in name):
                continue
            if not any(part.startswith(word) for part in rest):
                break
            beside_name += 1
        else:
            ranked.append((beside_name, name, site.code, site))
    return tuple(site for *_, site in sorted(ranked, key=lambda found: found[:3]))


def _numbered(register: str, rows: Iterable[Row]) -> Iterable[tuple[str, Row]]:
    return ((f"{register}, row {number}", row) for number, row in enumerate(rows, start=1))


def _value(row: Row, column: str, where: str) -> str:
    """A cell without superfluous space; DUO writes an empty one as one space."""
    cell = row.get(column)
    if cell is None:
        raise RegisterDamaged(f"{where}: there is no column {column!r}, or the row is cut short")
    return " ".join(cell.split())


def _needed(row: Row, column: str, where: str) -> str:
    cell = _value(row, column, where)
    if not cell:
        raise RegisterDamaged(f"{where}: {column!r} is empty")
    return cell


def _coded(code: str, pattern: re.Pattern[str], where: str) -> str:
    if not pattern.fullmatch(code):
        raise RegisterDamaged(f"{where}: {code!r} is not a code of the kind {pattern.pattern}")
    return code


_AREA_PREFIX = {AreaKind.WIJK: "WK", AreaKind.BUURT: "BU"}


def _area(row: Row, kind: AreaKind, where: str) -> Area:
    prefix = _AREA_PREFIX[kind]
    digits = 6 if kind is AreaKind.WIJK else 8
    return Area(
        code=_coded(
            _value(row, f"{kind}code", where), re.compile(f"{prefix}[0-9]{{{digits}}}"), where
        ),
        name=_WIJK_NUMBER.sub("", _needed(row, f"{kind}naam", where)),
        kind=kind,
        parent="" if kind is AreaKind.WIJK else _value(row, "wijkcode", where),
        municipality=_coded(_value(row, "gemeentecode", where), MUNICIPALITY_CODE, where),
    )


def _kind(duo: str) -> str:
    if duo in _KINDS:
        return _KINDS[duo]
    return ", ".join(_KINDS.get(part, part.lower()) for part in duo.split("/"))


def _street(row: Row, columns: _SiteColumns, where: str) -> str:
    number, *extra = (_value(row, column, where) for column in columns.numbers)
    # A letter stands against its number, anything longer is told apart from it.
    house = number + "".join(part if part.isalpha() else f"-{part}" for part in extra if part)
    return f"{_value(row, columns.street, where)} {house}".strip()


def _postcode(text: str) -> str:
    match = _POSTCODE.fullmatch(text)
    return f"{match[1]} {match[2]}" if match else ""


def _place(text: str) -> str:
    return text.title() if text.isupper() else text


def _website(text: str) -> str:
    match = _WEBSITE.fullmatch(text)
    return match[1].rstrip("/") if match else ""
