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
from typing import TypeGuard

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
    if mine in (standing, base):
        return Merged(Verdict.EQUAL, standing)
    how = kind.merge_of(unit) if kind else Merge.VALUE
    # A member that only one of them has would be dropped without a word.
    if how is Merge.VALUE or base is None or not base.keys() <= standing.keys() == mine.keys():
        return Merged(Verdict.CONFLICT, standing)
    ((member, theirs),) = standing.items()
    # The base of a member that was never written is nothing.
    start: Json = base.get(member, [] if how is Merge.SET else "")
    merged = _merge_member(how, start, theirs, mine[member])
    if merged is None:
        return Merged(Verdict.CONFLICT, standing)
    return Merged(Verdict.EQUAL if merged == theirs else Verdict.MERGED, {member: merged})


def _merge_member(how: Merge, base: Json, theirs: Json, mine: Json) -> Json:
    """The merged value; None when the two edits touch, or are not what they should be."""
    if how is Merge.SET and _is_set(base) and _is_set(theirs) and _is_set(mine):
        return _merge_sets(base, theirs, mine)
    if (
        how is Merge.TEXT
        and isinstance(base, str)
        and isinstance(theirs, str)
        and isinstance(mine, str)
    ):
        return merge_text(base, theirs, mine)
    return None


def _is_set(value: Json) -> TypeGuard[list[str]]:
    """Codes, ids and names all travel as text; anything else has no order to sort by."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _merge_sets(base: list[str], theirs: list[str], mine: list[str]) -> Json:
    before, left, right = set(base), set(theirs), set(mine)
    return sorted((left & right) | ((left | right) - before))


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
