"""Keyed hashes of what identifies a person, derived from records as they are written.

What identifies a record is declared with its type. Nothing can be read back from a hash
without the service's key, and with it only by guessing.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from mvs_central.cases.state import Stored
from mvs_central.tables import known_identity, record, service
from mvs_desktop.domain.catalogue import record_types
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.records import Identify

_KINDS = {kind.name: kind for kind in record_types() if kind.identified_by}
_PART = 500


def digests(key: bytes, record_type: str, doc: Mapping[str, Json]) -> set[bytes]:
    """One hash for each way in which this record is identified."""
    found = set()
    for name, identify in _KINDS[record_type].identified_by.items():
        told = identify(doc)
        if told is not None:
            text = f"{record_type}\0{name}\0{told}".encode()
            found.add(hmac.new(key, text, sha256).digest())
    return found


def key_of(connection: Connection) -> bytes | None:
    key = connection.scalars(select(service.c.identity_key)).one_or_none()
    return None if key is None else bytes(key)


def keep(connection: Connection, case_id: UUID, changed: Iterable[Stored]) -> None:
    """Bring the hashes of these records of a case up to date."""
    mine = [item for item in changed if item.record_type in _KINDS]
    key = key_of(connection) if mine else None
    if key is None:
        return
    for part in _parts(mine):
        connection.execute(
            delete(known_identity).where(
                known_identity.c.case_id == case_id,
                known_identity.c.record_id.in_([item.id for item in part]),
            )
        )
    rows = [
        {"digest": digest, "case_id": case_id, "record_id": item.id}
        for item in mine
        if not item.withdrawn
        for digest in sorted(digests(key, item.record_type, item.doc))
    ]
    if rows:
        connection.execute(insert(known_identity), rows)


def begin(connection: Connection, key: bytes) -> None:
    """Give a service that had none its key, and hash what it holds already."""
    if key_of(connection) is not None:
        return
    connection.execute(update(service).values(identity_key=key))
    query = select(record.c.case_id, record.c.id, record.c.record_type, record.c.doc).where(
        record.c.record_type.in_(list(_KINDS)), record.c.withdrawn.is_(False)
    )
    rows = [
        {"digest": digest, "case_id": row.case_id, "record_id": row.id}
        for row in connection.execute(query)
        for digest in sorted(digests(key, row.record_type, json.loads(row.doc)))
    ]
    if rows:
        connection.execute(insert(known_identity), rows)


def _parts(items: list[Stored]) -> Iterable[list[Stored]]:
    for start in range(0, len(items), _PART):
        yield items[start : start + _PART]


def rules_of(record_type: str) -> Mapping[str, Identify]:
    """How a record of this type is identified."""
    return _KINDS[record_type].identified_by


def cases_of(connection: Connection, wanted: Iterable[bytes], most: int) -> list[UUID]:
    """The cases that hold one of these hashes, the longest known first."""
    return list(
        connection.scalars(
            select(known_identity.c.case_id)
            .where(known_identity.c.digest.in_(sorted(wanted)))
            .distinct()
            .order_by(known_identity.c.case_id)
            .limit(most)
        )
    )
