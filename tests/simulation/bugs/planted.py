"""What a planted fault is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

from mvs_central.cases.store import OpenCase
from mvs_central.tables import record

Planted = AbstractContextManager[Any]
Bug = Callable[[], Planted]


@contextmanager
def both(*planted: Planted) -> Iterator[None]:
    with ExitStack() as stack:
        for one in planted:
            stack.enter_context(one)
        yield


def what_is_there_is_written_over() -> Planted:
    """A record that should be new: so no constraint of the database stands in for a rule."""
    write = OpenCase._write_records

    def wrong(self: OpenCase, items: Any) -> None:
        fresh = [item.record.id for item in items if item.record.id not in self._hashes]
        query = select(record.c.id, record.c.hash).where(record.c.case_id == self.state.case_id)
        for row in self.connection.execute(query.where(record.c.id.in_(fresh))):
            self._hashes[row.id] = int(row.hash, 16)
        write(self, items)

    return patch.object(OpenCase, "_write_records", wrong)
