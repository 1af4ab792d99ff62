"""Edits that came in after access ended: whoever leads the case reads and settles them.

Taking one over is an edit of his own, made on his laptop; here is kept that it was settled.
"""

import json
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, update

from mvs_central.access import policy
from mvs_central.access.audit import Action
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import UNREADABLE, identifier
from mvs_central.tables import quarantine, worker
from mvs_central.teamwork import commands
from mvs_central.teamwork.commands import Turn
from mvs_desktop.domain.teamwork import Settled
from mvs_desktop.sync.protocol import (
    MOST_OPS,
    ApartEdit,
    ApartReply,
    ApartRequest,
    ApartSettle,
    Done,
    Op,
    most_values,
)

# Of one answer: below what a device reads, and builds.
MOST_BYTES, MOST_VALUES = 6 * 1024 * 1024, 300_000


def tell(central: Central, caller: Caller, request: ApartRequest) -> ApartReply:
    """The edits of one case that lie apart, in the order they were made. Raises Refused."""
    case_id, now = identifier(request.case_id), central.now()
    with central.database.write() as connection:
        access = policy.access_to(connection, caller.worker_id, case_id, now)
        refusal = policy.refusal_to_settle_apart(access)
        rows = [] if refusal else _rows(connection, case_id, access)
        shown = sorted({row.compartment for row in rows})
        commands.note(
            connection,
            central,
            caller,
            Action.READ,
            refusal or "shown",
            case_id,
            shown or (None,),
            access=access,
        )
    policy.refuse(refusal)
    return ApartReply([_on_the_wire(row) for row in rows], now.isoformat())


def settle(central: Central, caller: Caller, request: ApartSettle) -> Done:
    """Say what became of edits that lay apart. Raises Refused."""
    op_ids = {identifier(text) for text in request.op_ids[: MOST_OPS + 1]}
    if not 0 < len(op_ids) <= MOST_OPS:
        raise Refused(400, UNREADABLE)
    settled = Settled.TAKEN if request.taken else Settled.LEFT

    def work(turn: Turn) -> Done:
        policy.refuse(policy.refusal_to_settle_apart(turn.access))
        done = turn.connection.execute(
            update(quarantine)
            .where(
                quarantine.c.case_id == turn.case_id,
                quarantine.c.op_id.in_(op_ids),
                quarantine.c.compartment.in_(sorted(turn.access.lasting)),
                quarantine.c.settled.is_(None),
            )
            .values(settled=settled.value, settled_by=caller.worker_id, settled_at=turn.now)
        )
        outcome = f"{settled.value} {done.rowcount}"
        commands.note(
            turn.connection,
            central,
            caller,
            Action.SETTLE,
            outcome,
            turn.case_id,
            access=turn.access,
        )
        return Done(turn.now.isoformat())

    case_id = identifier(request.case_id)
    return commands.run(central, caller, request, Done, Action.SETTLE, case_id, work)


def _rows(connection: Connection, case_id: Any, access: policy.Access) -> list[Row[Any]]:
    """Of the compartments that the reader may read himself, as a member; as many as go into one
    answer. The others follow when these were settled."""
    query = (
        select(quarantine, worker.c.name)
        .join_from(quarantine, worker, quarantine.c.worker_id == worker.c.id)
        .where(
            quarantine.c.case_id == case_id,
            quarantine.c.settled.is_(None),
            quarantine.c.compartment.in_(sorted(access.lasting)),
        )
        .order_by(quarantine.c.at, quarantine.c.counter, quarantine.c.op_id)
        .limit(MOST_OPS)
    )
    found: list[Row[Any]] = []
    size = values = 0
    for row in connection.execute(query):
        payload = row.payload.encode()
        size, values = size + len(payload), values + most_values(payload)
        if found and (size > MOST_BYTES or values > MOST_VALUES):
            break
        found.append(row)
    return found


def _on_the_wire(row: Row[Any]) -> ApartEdit:
    op = msgspec.convert(json.loads(row.payload), Op)
    return ApartEdit(
        op_id=op.op_id,
        worker_name=row.name,
        made_at=op.made_at,
        came_at=row.at.isoformat(),
        record_type=op.record_type,
        record_id=op.record_id,
        compartment=op.compartment,
        units=op.units,
    )
