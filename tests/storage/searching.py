"""Records to search for, and what a search finds of them."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, Note, NoteParagraph
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Record, compartment_of, to_doc, type_of
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.rows import Stored
from mvs_desktop.storage.base.tables import search_name, search_word
from mvs_desktop.storage.search import fts
from mvs_desktop.storage.search.finding import EVERYWHERE, Within
from mvs_desktop.storage.store import Store


def save(store: Store, *items: Record) -> None:
    with store.unit_of_work() as work:
        for item in items:
            work.save(item, None)


def change(store: Store, before: Record, after: Record) -> None:
    with store.unit_of_work() as work:
        work.save(after, before)


def ids(store: Store, query: str, within: Within = EVERYWHERE, limit: int = 50) -> list[UUID]:
    return [hit.record_id for hit in store.search(query, within, limit)]


def person(case: CaseFile, *names: str, **more: object) -> Person:
    given, infix, family = (*names, "", "", "")[:3]
    return Person(
        id=uuid4(),
        case_id=case.id,
        given_name=given,
        infix=infix,
        family_name=family,
        **more,  # type: ignore[arg-type]
    )


def paragraph(case: CaseFile, text: str, at: datetime, **more: object) -> list[Record]:
    """A visit, its note and one paragraph, which comes last."""
    contact = Contact(id=uuid4(), case_id=case.id, at=at)
    note = Note(id=uuid4(), case_id=case.id, contact_id=contact.id)
    item = NoteParagraph(id=uuid4(), case_id=case.id, note_id=note.id, text=text, **more)  # type: ignore[arg-type]
    return [contact, note, item]


def on(day: int, month: int = 3) -> datetime:
    return datetime(2025, month, day, 14, tzinfo=UTC)


def sound(store: Store) -> None:
    """What was saved is indexed, FTS5 compares its entries with the tables they were made of,
    and the list of words agrees with the names. Raises DatabaseError or AssertionError."""
    store.index.follow()
    with writing(store._engine) as connection:
        for table in (fts.NAMES, fts.TEXTS):
            connection.exec_driver_sql(
                f"INSERT INTO {table.fts}({table.fts}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            )
        used: dict[str, int] = {}
        for text in connection.execute(select(search_name.c.words)).scalars():
            for word in text.split():
                if not word.startswith("_"):
                    used[word] = used.get(word, 0) + 1
        kept = connection.execute(select(search_word.c.word, search_word.c.uses)).all()
        assert {row.word: row.uses for row in kept} == used


NAMES = [
    ("Fatima", "el", "Amrani"),
    ("Jan-Willem", "van der", "Berg"),
    ("Zoë", "", "Çelik"),
    ("Søren", "", "Łukasiewicz"),
    ("Noor", "d'", "Hondt"),
    ("İbrahim", "", "Yıldız"),
    ("Sanne", "van 't", "Hoff-De Groot"),
    ("ليلى", "", "حداد"),
    ("ሰላም", "", "ተስፋዬ"),
]


@pytest.fixture
def named(store: Store, case: CaseFile) -> list[Person]:
    people = [person(case, *names) for names in NAMES]
    others = [person(case, "Kees", "", "Jansen"), person(case, "Joke", "de", "Wit")]
    save(store, *people, *others)
    return people


def search_item(item: Record) -> Stored:
    return Stored(
        type_of(item),
        str(item.id),
        str(item.case_id),
        compartment_of(item).value,
        1,
        {},
        False,
        "2025-03-20T10:00:00+00:00",
        "Iemand",
        "",
        to_doc(item),
    )
