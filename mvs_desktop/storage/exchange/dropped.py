"""Scopes that left this store, and that backups may still hold."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from mvs_desktop.storage.base.meta import Name, forget, get, put

Scope = tuple[str, str]  # case id and compartment


def note(connection: Connection, case_id: str, compartment: str) -> None:
    """In the transaction that removes the scope: whatever happens next, backups follow."""
    scopes = {*noted(connection), (case_id, compartment)}
    put(connection, Name.DROPPED_SCOPES, msgspec.json.encode(sorted(scopes)).decode())


def noted(connection: Connection) -> tuple[Scope, ...]:
    value = get(connection, Name.DROPPED_SCOPES)
    return () if value is None else msgspec.json.decode(value, type=tuple[Scope, ...])


def settle(connection: Connection, done: Iterable[Scope]) -> None:
    """No backup holds these any more."""
    left = set(noted(connection)) - set(done)
    if left:
        put(connection, Name.DROPPED_SCOPES, msgspec.json.encode(sorted(left)).decode())
    else:
        forget(connection, Name.DROPPED_SCOPES)
