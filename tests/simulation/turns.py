"""Whoever writes in a case locks its counter first: everything that he goes by is read after that.

An SQLite service has one writer at a time and would not show it; on PostgreSQL an edit would be
lost. So the statements themselves are looked at.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from mvs_central.base.database import WRITES, Database
from mvs_central.tables import access_grant, case_head, change, op_outcome, record

_GONE_BY = (record, op_outcome, change, access_grant)
_READS = re.compile(
    rf"SELECT .*\b(FROM|JOIN) ({'|'.join(it.name for it in _GONE_BY)})\b", re.DOTALL
)
_LOCKS = re.compile(rf"SELECT .*\bFROM {case_head.name}\b", re.DOTALL)


class Turns:
    """Hears the statements of a service; those of whoever writes in a case count."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        self._taken: set[int] = set()  # connections of which the transaction holds a counter
        self._writing = False
        self.looked = 0

    def listen(self, database: Database) -> None:
        event.listen(database._engine, "begin", self._begins)
        event.listen(database._engine, "before_cursor_execute", self._says)

    @contextmanager
    def writing(self, *, so: bool) -> Iterator[None]:
        """Whether what is answered meanwhile is a push, or a command."""
        before, self._writing = self._writing, so
        try:
            yield
        finally:
            self._writing = before

    def _begins(self, connection: Connection) -> None:
        self._taken.discard(id(connection.connection.dbapi_connection))

    def _says(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if not self._writing:
            return
        this = id(connection.connection.dbapi_connection)
        if _LOCKS.match(statement):
            if connection.get_execution_options().get(WRITES):
                self._taken.add(this)
        elif _READS.match(statement):
            self.looked += 1
            if this not in self._taken:
                self._tell("something was read before the counter of its case was locked")
