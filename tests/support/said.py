"""Which words stand in a value: what a test wrote, found again wherever it may be kept."""

import json
from uuid import UUID

from sqlalchemy import select

from mvs_central import tables
from mvs_central.base.central import Central


def words(text: str) -> frozenset[str]:
    return frozenset(text.replace("\n", " ").split())


def words_in(value: object) -> set[str]:
    """All words in a JSON value, also in JSON that is kept as text."""
    if isinstance(value, dict):
        return {word for inner in value.values() for word in words_in(inner)}
    if isinstance(value, list):
        return {word for inner in value for word in words_in(inner)}
    if isinstance(value, str):
        if value.startswith(("{", "[")):
            return words_in(json.loads(value))
        return set(words(value))
    return set()


def words_at(central: Central) -> set[tuple[UUID, str]]:
    """Each word that the service has, in a record or apart, and which record it is about."""
    return words_on_record(central) | words_apart(central)


def words_on_record(central: Central) -> set[tuple[UUID, str]]:
    """The same of those that stand in a record, or beside it in a conflict."""
    found: set[tuple[UUID, str]] = set()
    with central.database.read() as connection:
        for row in connection.execute(select(tables.record)):
            doc = json.loads(row.doc)
            about = UUID(doc["record_id"]) if row.record_type == "conflict" else row.id
            found |= {(about, word) for word in words_in(doc)}
    return found


def words_apart(central: Central, *, settled: bool = True) -> set[tuple[UUID, str]]:
    """The same of those that came in after access ended; with those that were `settled` or not."""
    found: set[tuple[UUID, str]] = set()
    query = select(tables.quarantine)
    if not settled:
        query = query.where(tables.quarantine.c.settled.is_(None))
    with central.database.read() as connection:
        for row in connection.execute(query):
            payload = json.loads(row.payload)
            about = UUID(payload["record_id"])
            found |= {(about, word) for word in words_in(payload["units"])}
    return found
