"""What is kept no longer than it serves: looked after by a running service, and by command.

The audit has its own rules (integrity/expiry.py), and what is in a case is never touched here.
"""

import json
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select

from mvs_central.access import audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.base import rounds
from mvs_central.base.central import Central
from mvs_central.cases import content_rows as rows
from mvs_central.cases.content_rows import State
from mvs_central.sync import contents
from mvs_central.sync.epoch import FORCED_WINDOW
from mvs_central.tables import (
    attachment_content,
    child_search,
    command,
    forced_epoch,
    quarantine,
    rate_share,
    used_proof,
)
from mvs_desktop.domain.attachments import Attachment

EVERY = 3_600.0  # seconds between two rounds of a running service

# A laptop asks again what became of a command as long as it keeps what was confirmed.
COMMAND_DAYS = 35
# Emergency access stands on a search of the last day; the audit keeps that it was made.
SEARCH_DAYS = 2
# What the lead of a case decided about is in the case, or was left out: a year to come back to it.
SETTLED_DAYS = 365

# By then every bucket is full again, which is as if it had never been asked for.
RATES_FULL = timedelta(hours=2)

_ROWS = 200  # in one transaction: others write too


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many went of each: attachments without a record, edits that were settled, answers to
    commands, and searches for a child."""

    contents: int
    settled: int
    commands: int
    searches: int


def keeping(central: Central, every: float = EVERY) -> AbstractContextManager[None]:
    """Tidy from time to time for as long as the block runs."""
    return rounds.going("housekeeping", lambda: tidy(central), every, at_end=False)


def tidy(central: Central) -> Tidied:
    """Remove what was kept long enough. At the same moment in several processes it is done by
    each, and once."""
    now = central.now()
    with central.database.write() as connection:
        before = now - FORCED_WINDOW
        connection.execute(delete(forced_epoch).where(forced_epoch.c.at <= before))
        connection.execute(delete(rate_share).where(rate_share.c.at < now - RATES_FULL))
        connection.execute(delete(used_proof).where(used_proof.c.expires_at < now))
        commands = _remove(connection, command, now - timedelta(days=COMMAND_DAYS))
        searches = _remove(connection, child_search, now - timedelta(days=SEARCH_DAYS))
    settled = 0
    while some := _tidy_settled(central, now):
        settled += some
    return Tidied(contents.sweep(central), settled, commands, searches)


def _remove(connection: Connection, table: Any, before: datetime) -> int:
    return int(connection.execute(delete(table).where(table.c.at < before)).rowcount)


def _tidy_settled(central: Central, now: datetime) -> int:
    """Some edits whose time is over, with the content that came with them; 0 when none is left."""
    over = quarantine.c.settled_at < now - timedelta(days=SETTLED_DAYS)
    query = select(quarantine).where(over).order_by(quarantine.c.case_id, quarantine.c.op_id)
    with central.database.write() as connection:
        found = connection.execute(query.limit(_ROWS).with_for_update(skip_locked=True)).all()
        for case_id, of_case in groupby(found, key=lambda row: row.case_id):
            edits = list(of_case)
            op_ids = [row.op_id for row in edits]
            these = (quarantine.c.case_id == case_id, quarantine.c.op_id.in_(op_ids))
            connection.execute(delete(quarantine).where(*these))
            for attachment_id, worker_id in sorted(_attachments(edits)):
                _drop_content(connection, case_id, attachment_id, worker_id)
            line = audit.rows(
                now, Action.TIDY, f"{len(edits)} settled", case_id=case_id, purpose=ADMINISTRATION
            )
            audit.write(connection, line)
    return len(found)


def _attachments(edits: Iterable[Row[Any]]) -> set[tuple[UUID, UUID]]:
    """The attachments that edits are about, each with who wrote it."""
    told = ((json.loads(row.payload), row.worker_id) for row in edits)
    return {
        (UUID(op["record_id"]), worker_id)
        for op, worker_id in told
        if op["record_type"] == Attachment.type_name
    }


def _drop_content(
    connection: Connection, case_id: UUID, attachment_id: UUID, worker_id: UUID
) -> None:
    """Unless another edit of it is still to be settled, or a record has it."""
    payloads = connection.scalars(
        select(quarantine.c.payload).where(
            quarantine.c.case_id == case_id, quarantine.c.worker_id == worker_id
        )
    )
    if any(json.loads(payload)["record_id"] == str(attachment_id) for payload in payloads):
        return
    key = (case_id, attachment_id, worker_id)
    apart = rows.content_of(key).where(attachment_content.c.state == State.QUARANTINED.value)
    if connection.execute(apart).first() is not None:
        rows.remove(connection, key)
