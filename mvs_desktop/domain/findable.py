"""What search needs to know of a record beside which of its fields are searched: whom it is
about, from when it is, and which parts of a name are also written as one word."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Findable:
    """`people`: fields with the ids of the persons it is about. `moment`: the field with its
    instant or day. `follows`: the field with the id of the record, of that type, whose day is
    also its own; without either, a record is from the day on which it was made. `joined`:
    fields that people write as one word too (vandenberg). `rank`: of what is found by name,
    the highest comes first."""

    people: tuple[str, ...] = ()
    moment: str = ""
    follows: tuple[str, str] | None = None
    joined: tuple[str, ...] = ()
    rank: int = 0


_OTHERWISE = Findable()

_FINDABLE = {
    "case_file": Findable(rank=4),
    "person": Findable(people=("id",), joined=("infix", "family_name"), rank=3),
    "household": Findable(rank=2),
    "school_enrolment": Findable(people=("person_id",), rank=1),
    "contact": Findable(people=("person_ids",), moment="at"),
    "note": Findable(follows=("contact_id", "contact")),
    "note_paragraph": Findable(people=("about_ids",), follows=("note_id", "note")),
    "statement": Findable(people=("by_person_id", "about_ids")),
    "goal": Findable(people=("for_ids",)),
    "action": Findable(people=("person_id",)),
    "attachment": Findable(people=("from_id", "about_ids"), moment="dated_on"),
}


def findable(type_name: str) -> Findable:
    return _FINDABLE.get(type_name, _OTHERWISE)


def followers(type_name: str) -> tuple[tuple[str, str], ...]:
    """The types whose records take over the day of a record of this type, each with the field
    that names it."""
    return tuple(
        (name, rule.follows[0])
        for name, rule in _FINDABLE.items()
        if rule.follows is not None and rule.follows[1] == type_name
    )
