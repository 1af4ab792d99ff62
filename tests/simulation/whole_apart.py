"""What must hold of edits that lie apart: nothing of them is lost unseen."""

import json
from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from mvs_central import tables as central_tables
from mvs_desktop.domain.records import WITHDRAWN
from mvs_desktop.domain.teamwork import Settled
from tests.simulation import losses
from tests.simulation.broken import require
from tests.simulation.invariants import KEPT, knowingly_overwritten, rejected
from tests.simulation.together import team_of
from tests.simulation.world import World
from tests.support.said import words_apart, words_in, words_on_record


def check_apart(world: World, *, at_rest: bool = False) -> None:
    """It lies there, or a worker who may decided what becomes of it; what he took over stands in
    its record, beside it in a conflict, or comes there from his laptop."""
    with world.central.database.read() as connection:
        rows = connection.execute(select(central_tables.quarantine)).all()
    world.looked["edits that lie apart"] += len(world.answers.apart)
    gone = world.answers.apart - {row.op_id for row in rows}
    require(not gone, "an edit that lay apart is gone")
    settled = [row for row in rows if row.settled]
    for row in settled:
        decision = (row.op_id, row.settled_by, row.settled)
        require(decision in world.apart.decided, "an edit that lay apart was put away by nobody")
    _check_taken_over(world, settled, KEPT if at_rest else ())


def _check_taken_over(world: World, settled: list[Row[Any]], leave_out: tuple[str, ...]) -> None:
    found = words_on_record(world.central) | words_apart(world.central, settled=False)
    put_away = {str(row.op_id) for row in settled}
    for one in world.devices:
        found |= losses.brought_by(one, leave_out, put_away)
    excused = knowingly_overwritten(world) | rejected(world) | world.gone
    for row in settled:
        if row.settled == Settled.TAKEN.value:
            world.looked["edits that were taken over"] += 1
            lost = _brought(row) & _written(world) - found - excused
            require(not lost, f"what was taken over is nowhere: {sorted(lost, key=str)}")


def _brought(row: Row[Any]) -> losses.Found:
    """The words that an edit brought; of what it withdrew itself there is nothing to take over."""
    op = json.loads(row.payload)
    units = op["units"]
    if units.get(WITHDRAWN, {}).get("value", {}).get("withdrawn"):
        return set()
    return {
        (UUID(op["record_id"]), word)
        for unit in units.values()
        for word in words_in(unit["value"]) - words_in(unit["base"])
    }


def _written(world: World) -> losses.Found:
    return {(edit.record_id, edit.word) for edit in world.made}


def check_places(world: World) -> None:
    """A word stands in the record that it was written in, and in no other: what is taken over
    twice is one."""
    for record_id, word in words_on_record(world.central):
        place = world.whose.get(word, record_id)
        require(place == record_id, f"an edit stands in two records: {word}")


def check_told(world: World) -> None:
    """Call at rest: whoever leads a case is told how much lies apart in it."""
    for one in world.devices:
        told = Counter({it.case_id: it.edits for it in team_of(world, one).apart_counts()})
        waits = world.apart.counts_for(world.workers[one.user])
        world.looked["edits apart that were told"] += waits.total()
        require(told == waits, f"device {one.number} was not told of what lies apart")
