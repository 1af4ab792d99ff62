"""What must hold of what was written on the service: by whom, once, and all of it."""

import json
from collections import Counter, defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from mvs_central import tables as central_tables
from mvs_central.base.central import local_date
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.conflicts import Conflict
from tests.simulation.broken import require
from tests.simulation.world import World
from tests.support.said import words_in


def check_writers(world: World) -> None:
    """Who wrote something might do so then, by what was granted him there; nothing was written by
    an operation that was refused; and none changed a record twice."""
    change, grant, record = (
        central_tables.change,
        central_tables.access_grant,
        central_tables.record,
    )
    with world.central.database.read() as connection:
        lines = connection.execute(select(change).where(change.c.op_id.is_not(None))).all()
        grants: defaultdict[tuple[UUID, UUID, str], list[Row[Any]]] = defaultdict(list)
        for row in connection.execute(select(grant)):
            grants[row.case_id, row.worker_id, row.compartment].append(row)
        rows = connection.execute(select(record.c.id, record.c.compartment))
        places = {row.id: row.compartment for row in rows}
    times = Counter((line.op_id, line.record_id) for line in lines)
    require(max(times.values(), default=1) == 1, "an operation changed a record twice")
    refused = world.answers.refused
    for line in lines:
        require(str(line.op_id) not in refused, "an edit was taken that was refused")
        his = grants[line.case_id, line.worker_id, places[line.record_id]]
        may = any(_allows(it, line.at) for it in his)
        require(may, "an edit was taken from who may not write")
    world.looked["lines of the history"] += len(lines)


def check_taken(world: World) -> None:
    """What the service said that it took is in the history of its record, or in that of a conflict
    about it; whatever was written over it since."""
    change, record = central_tables.change, central_tables.record
    told: defaultdict[UUID, set[str]] = defaultdict(set)
    about: dict[UUID, UUID] = {}  # conflict → record
    with world.central.database.read() as connection:
        for row in connection.execute(select(record.c.id, record.c.record_type, record.c.doc)):
            if row.record_type == Conflict.type_name:
                about[row.id] = UUID(json.loads(row.doc)["record_id"])
            # What a record was made as stands in it, until a change says what it replaced.
            told[about.get(row.id, row.id)] |= words_in(row.doc)
        for line in connection.execute(select(change.c.record_id, change.c.units)):
            told[about.get(line.record_id, line.record_id)] |= words_in(line.units)
    for op in world.answers.taken():
        id_ = UUID(op.record_id)
        brought = {
            word
            for unit in op.units.values()
            for word in words_in(unit.value) - words_in(unit.base)
            if world.whose.get(word) == id_
        }
        world.looked["words that were taken"] += len(brought)
        require(brought <= told[id_], "an edit that was taken is not in the history")


def _allows(grant: Row[Any], at: datetime) -> bool:
    """Whether a grant let its worker write at a moment that may be long ago."""
    return (
        grant.role != CaseRole.READER.value
        and grant.granted_at <= at
        and grant.starts_on <= local_date(at) <= (grant.ends_on or date.max)
        and (grant.revoked_at is None or at < grant.revoked_at)
        and (grant.expires_at is None or at < grant.expires_at)
    )
