"""Own records that come back light, taken in twice: the store has to end as if they had come whole.

`taken_in_twice` puts a check around every page; what each record is whole is asked of the service
beside the answer (`Whole`).
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from unittest.mock import patch

from msgspec import structs
from sqlalchemy import Connection, select

from mvs_desktop.storage import incoming, replica
from mvs_desktop.storage.replica import Replica
from mvs_desktop.storage.replica_types import Applied, Enrolment, IncomingPage, IncomingRecord
from mvs_desktop.storage.statements import run
from mvs_desktop.storage.tables import RECORDS, cursor, history, mirror, outbox, unread_record
from mvs_desktop.sync import convert, protocol

_KEPT = (*RECORDS.values(), cursor, history, mirror, outbox, unread_record)
_COUNTED = {"number"}  # of the history: in whatever order its lines come

Ask = Callable[[protocol.FeedsRequest], protocol.FeedsReply]


class Whole:
    """What own records are whole: by case, id and number."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, int], protocol.RecordEnvelope] = {}
        self.light = 0  # records that came light
        self.unknown = 0  # pages that were asked for whole after that

    def learn(self, ask: Ask, request: protocol.FeedsRequest) -> None:
        """Ask the same without anything light."""
        if request.light:
            for page in ask(structs.replace(request, light=[])).pages:
                for item in page.records:
                    self._known[item.case_id, item.id, item.seq] = item

    def of(self, page: IncomingPage) -> list[IncomingRecord]:
        found = (self._known[str(page.case_id), str(one.id), one.seq] for one in page.own)
        records = [convert._to_record(item, page.case_id) for item in found]
        return [record for record in records if record is not None]


def rows(connection: Connection) -> Mapping[str, list[str]]:
    """All that was received and all that is to be sent."""
    return {
        table.name: sorted(
            repr({k: v for k, v in row._mapping.items() if k not in _COUNTED})
            for row in connection.execute(select(table))
        )
        for table in _KEPT
    }


def taken_in_twice(whole: Whole) -> AbstractContextManager[object]:
    """Raises AssertionError where a light page leaves a store otherwise than the whole one."""
    end = Replica._end

    def checked(
        self: Replica, connection: Connection, page: IncomingPage, me: Enrolment
    ) -> Applied:
        if not page.own:
            return end(self, connection, page, me)
        whole.light += len(page.own)
        run(connection, "SAVEPOINT whole")
        incoming.take(connection, whole.of(page), me.worker_name)
        for scope in page.cursors:
            values = (str(scope.case_id), scope.compartment, scope.seq, scope.checksum)
            run(connection, replica._REACH, values)
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
