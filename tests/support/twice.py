"""Own records that come back light, taken in twice: the store has to end as if they had come whole.

`taken_in_twice` puts a check around every page; what each record is whole is looked up at the
service (`Whole`).
"""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import Connection, select

from mvs_central.base.central import Central
from mvs_central.sync import pages
from mvs_central.tables import record, worker
from mvs_desktop.storage.base.replica_types import Applied, Enrolment, IncomingPage, IncomingRecord
from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.base.tables import RECORDS, cursor, history, mirror, outbox, unread_record
from mvs_desktop.storage.exchange import incoming, scopes
from mvs_desktop.storage.exchange.replica import Replica
from mvs_desktop.sync import convert, protocol

_KEPT = (*RECORDS.values(), cursor, history, mirror, outbox, unread_record)
# Of the history, whose lines come in whatever order; and what is told at the end of a sync.
_NOT_COMPARED = {"number", "confirmed_at"}


class Whole:
    """What own records are whole: by case, id and number."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, int], protocol.RecordEnvelope] = {}
        self.light = 0  # records that came light
        self.unknown = 0  # pages that were asked for whole after that

    def look(self, central: Central, page: protocol.FeedPage) -> None:
        """Find what the service has of the records that a page tells of, before it has others."""
        case_id = UUID(page.cursors[0].case_id)
        for item in page.own:
            query = (
                select(*pages._OF_A_RECORD)
                .join_from(record, worker, record.c.changed_by == worker.c.id, isouter=True)
                .where(record.c.case_id == case_id, record.c.id == UUID(item.id))
            )
            with central.database.read() as connection:
                row: Any = connection.execute(query).one()
            found = pages._envelope(str(case_id), row, row.doc, item.versions)
            self._known[found.case_id, found.id, found.seq] = found

    def knows(self, page: IncomingPage) -> bool:
        """Others may have written between a page and its look-up, and a number may be that of
        another change, in a history that was lost."""
        found = (
            (one, self._known.get((str(page.case_id), str(one.id), one.seq))) for one in page.own
        )
        return all(known and one.is_content(json.loads(bytes(known.doc))) for one, known in found)

    def of(self, page: IncomingPage) -> list[IncomingRecord]:
        found = (self._known[str(page.case_id), str(one.id), one.seq] for one in page.own)
        records = [convert._to_record(item, page.case_id) for item in found]
        return [record for record in records if record is not None]


def rows(connection: Connection) -> Mapping[str, list[str]]:
    """All that was received and all that is to be sent."""
    return {
        table.name: sorted(_line(row._mapping) for row in connection.execute(select(table)))
        for table in _KEPT
    }


def _line(row: Mapping[Any, Any]) -> str:
    """The members of an object have no order."""
    return json.dumps({k: v for k, v in row.items() if k not in _NOT_COMPARED}, sort_keys=True)


def taken_in_twice(whole: Whole) -> AbstractContextManager[object]:
    """Raises AssertionError where a light page leaves a store otherwise than the whole one."""
    end = Replica._end

    def checked(
        self: Replica, connection: Connection, page: IncomingPage, me: Enrolment
    ) -> Applied:
        if not page.own or not whole.knows(page):
            return end(self, connection, page, me)
        whole.light += len(page.own)
        run(connection, "SAVEPOINT whole")
        incoming.take(connection, whole.of(page), me.worker_name)
        for scope in page.cursors:
            scopes.reach(connection, scope)
        incoming.finish_acknowledged(connection, me.worker_name, [str(page.case_id)])
        expected = rows(connection)
        run(connection, "ROLLBACK TO whole")
        run(connection, "RELEASE whole")
        applied = end(self, connection, page, me)
        if applied.unknown:
            whole.unknown += 1
        else:
            left = rows(connection)
            for name, lines in expected.items():
                assert left[name] == lines, f"{name} differs from what came whole"
        return applied

    return patch.object(Replica, "_end", checked)
