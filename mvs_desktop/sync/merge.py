"""Three-way merge of one merge unit: pure, by the record types' own declarations.

The rule: an edit made on exactly the standing version is taken; an edit that says the
same changes nothing; sets merge per element and long text per paragraph where the two
edits do not touch; anything else is a conflict, in which the standing value stays and
the other text is kept beside it. Clocks never decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.records import Merge, RecordType

Patch = dict[str, Json]

# Beyond this many paragraphs a text is too costly to compare; it conflicts as a whole.
MOST_PARAGRAPHS = 500


class Verdict(StrEnum):
    TAKEN = "taken"  # made on the standing version
    EQUAL = "equal"  # says what stands already
    MERGED = "merged"  # both edits are in the result
    CONFLICT = "conflict"  # the standing value stays


@dataclass(frozen=True, slots=True)
class Merged:
    """What the unit becomes, and how."""

    verdict: Verdict
    value: Patch


def merge_unit(
    kind: RecordType | None,
    unit: str,
    *,
    base: Patch | None,
    standing: Patch,
    mine: Patch,
    clean: bool,
) -> Merged:
    """Merge `mine`, made on `base`, into `standing`.

    `clean` says that the standing version is exactly the one `mine` was made on. `kind`
    is None for a record type that this version does not know: its units merge by value.
    """
    if clean:
        return Merged(Verdict.TAKEN, mine)
    if mine == standing:
        return Merged(Verdict.EQUAL, standing)
    how = kind.merge_of(unit) if kind else Merge.VALUE
    if how is not Merge.VALUE and base is not None and len(standing) == 1:
        ((member, theirs),) = standing.items()
        merged = _merge_member(how, base.get(member), theirs, mine.get(member))
        if merged is not None:
            return Merged(Verdict.MERGED, {member: merged})
    return Merged(Verdict.CONFLICT, standing)


def _merge_member(how: Merge, base: Json, theirs: Json, mine: Json) -> Json:
    """The merged value; None when the two edits touch each other."""
    if how is Merge.SET and isinstance(theirs, list) and isinstance(mine, list):
        return _merge_sets(base if isinstance(base, list) else [], theirs, mine)
    if how is Merge.TEXT and isinstance(theirs, str) and isinstance(mine, str):
        return merge_text(base if isinstance(base, str) else "", theirs, mine)
    return None


def _merge_sets(base: list[Json], theirs: list[Json], mine: list[Json]) -> Json:
    added = [item for item in mine if item not in base and item not in theirs]
    removed = [item for item in base if item not in mine]
    kept = [item for item in theirs if item not in removed]
    return sorted([*kept, *added])


def merge_text(base: str, theirs: str, mine: str) -> str | None:
    """Merge by line (a paragraph of the text); None where both changed the same place."""
    original, left, right = (text.split("\n") for text in (base, theirs, mine))
    if max(len(original), len(left), len(right)) > MOST_PARAGRAPHS:
        return None
    changes_left, changes_right = _changes(original, left), _changes(original, right)
    result: list[str] = []
    at = 0
    queue = sorted(
        [(start, end, new, 0) for start, end, new in changes_left]
        + [(start, end, new, 1) for start, end, new in changes_right],
        key=lambda change: (change[0], change[1], change[3]),
    )
    previous: tuple[int, int, list[str], int] | None = None
    for change in queue:
        start, end, new, side = change
        if previous is not None and side != previous[3]:
            if (start, end, new) == previous[:3]:
                continue  # both made the same change
            # Touching counts as overlap: two insertions in one place have no right order.
            if start <= previous[1]:
                return None
        result += original[at:start]
        result += new
        at = end
        previous = change
    return "\n".join(result + original[at:])


def _changes(original: Sequence[str], changed: Sequence[str]) -> list[tuple[int, int, list[str]]]:
    matcher = SequenceMatcher(None, original, changed, autojunk=False)
    return [
        (start, end, list(changed[new_start:new_end]))
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]
