"""What must hold at every moment: of what was delivered and answered, and of the service."""

import json
from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from mvs_central import tables as central_tables
from mvs_desktop.domain.conflicts import ConflictState
from mvs_desktop.domain.contacts import Note
from mvs_desktop.domain.records import WHOLE, WITHDRAWN, record_type
from mvs_desktop.storage.records.outbox import OpState
from tests.simulation import losses
from tests.simulation.broken import require
from tests.simulation.world import World
from tests.support.said import words_in

KEPT = (OpState.CONFIRMED.value, OpState.AGAIN.value)


def check_nothing_lost(world: World, *, at_rest: bool = False) -> None:
    """Every word stands somewhere, unless somebody who saw it wrote over it.

    At rest it is no longer enough that a laptop keeps it, should the service lose it.
    """
    found = losses.everything(world, KEPT if at_rest else ())
    excused = knowingly_overwritten(world) | rejected(world) | world.gone
    for edit in world.made:
        key = (edit.record_id, edit.word)
        if key not in excused:
            require(key in found, f"an edit was lost: {edit.word}")


def knowingly_overwritten(world: World) -> losses.Found:
    replaced = {(edit.record_id, word) for edit in world.made for word in edit.replaced}
    return replaced | world.apart.known_over


def rejected(world: World) -> losses.Found:
    """What the service said no to is kept beside on its device, until access to it ends."""
    return {
        (UUID(op.record_id), word)
        for op in world.answers.rejected
        for unit in op.units.values()
        for word in words_in(unit.value)
    }


def check_answers(world: World) -> None:
    """Call after each step: what the service answered, it was to answer."""
    wrong = world.answers.wrong
    require(not wrong, next(iter(wrong), ""))
    require(world.restores.epoch.is_right(), "the service thinks that it was put back")
    if not world.restores.service_was:
        require(not world.seen.resynced, "a case had to be read again from its beginning")


def check_members(world: World) -> None:
    """What a case says of its members is what was granted them."""
    grant = central_tables.access_grant
    with world.central.database.read() as connection:
        standing: defaultdict[UUID, set[str]] = defaultdict(set)
        for row in connection.execute(select(grant).where(grant.c.revoked_at.is_(None))):
            standing[row.member_id].add(row.compartment)
        rows = connection.execute(
            select(central_tables.record).where(
                central_tables.record.c.record_type == "case_member"
            )
        )
        for row in rows:
            said = set(json.loads(row.doc)["compartments"])
            granted = standing.get(row.id, said)  # one whose access was ended keeps what he had
            require(said == granted, "a member has what nobody granted")


def check_tombstones(world: World) -> None:
    """What was withdrawn comes back only when somebody restores it."""
    with world.central.database.read() as connection:
        rows = connection.execute(select(central_tables.record)).all()
    world.looked["tombstones"] += len(world.seen.tombstones)
    for row in rows:
        if row.withdrawn:
            world.seen.tombstones.add(row.id)
        elif row.id in world.seen.tombstones:
            require(row.id in world.taken_back, "what was withdrawn is back by itself")


def check_history(world: World) -> None:
    """Every record is what its history makes of it, a line of which says what it replaced, and an
    operation changed nothing but what it says. Withdrawing is a matter of knowing."""
    with world.central.database.read() as connection:
        lines = connection.execute(_CHANGES).all()
        records = connection.execute(select(central_tables.record)).all()
    docs: dict[UUID, dict[str, object]] = {}
    for line in lines:
        known, doc = line.record_id in docs, docs.setdefault(line.record_id, {})
        op = world.answers.asked.get(str(line.op_id))
        units = json.loads(line.units)
        if WHOLE in units and op is not None:
            units[WHOLE] = {"before": None, "after": op.units[WHOLE].value}
        elif op is not None and op.record_id == str(line.record_id) and WHOLE not in op.units:
            require(units.keys() <= op.units.keys(), "an operation changed what it does not say")
        for unit, told in units.items():
            _check_withdrawal(world, line, doc, unit, told)
            stood = not known or all(doc.get(k, v) == v for k, v in (told["before"] or {}).items())
            require(stood, "the history says that something else was replaced")
            doc.update(told["after"])
    for row in records:
        stands = {"withdrawn": False} | docs[row.id]
        told = {"withdrawn": row.withdrawn} | json.loads(row.doc)
        back = stands["withdrawn"] and not row.withdrawn
        require(not back, "what was withdrawn is back by itself")
        require(stands == told, "a record is not what its history makes of it")


def _check_withdrawal(
    world: World, line: Row[Any], doc: dict[str, object], unit: str, told: dict[str, object]
) -> None:
    """Nobody withdraws what he has not seen, or writes in what he does not know was withdrawn:
    also in a history that comes again in another order, after the service was put back.

    Of what was knowingly written over in the history that was lost he saw what took its place.
    And when nobody told the service, a number may be that of another change until it finds out,
    and every laptop hears of it: whoever says what he saw says something else meanwhile.
    """
    if unit != WITHDRAWN and not doc.get("withdrawn"):
        return
    if world.restores.is_doubtful(line.case_id, line.seq):
        world.looked["withdrawals in doubt"] += 1
        return
    world.looked["withdrawals"] += 1
    if unit != WITHDRAWN:
        new = words_in(told["after"]) - words_in(told["before"])
        unknown = new & _unknown(world, line.record_id)
        require(not unknown, "an edit was taken of what was withdrawn")
    elif told["after"] == {"withdrawn": True}:
        unseen = words_in(doc) & _unknown(world, line.record_id)
        require(not unseen, "an edit was withdrawn that nobody saw")


def _unknown(world: World, record_id: UUID) -> set[str]:
    """Words of a record that nobody saw who withdrew it, or who knew that it was."""
    known = set(world.known_gone)
    if world.restores.service_was:
        known |= knowingly_overwritten(world)
    written = {edit.word for edit in world.made if edit.record_id == record_id}
    return {word for word in written if (record_id, word) not in known}


_CHANGES = select(central_tables.change).order_by(
    central_tables.change.c.case_id, central_tables.change.c.seq
)


def check_numbers(world: World) -> None:
    """A number names one change for ever, also when the service was put back."""
    with world.central.database.read() as connection:
        lines = connection.execute(_CHANGES).all()
    first = world.restores.numbers_from
    for line in lines:
        if first is None or line.seq < first:
            continue
        world.looked["numbers"] += 1
        this = (line.record_id, line.op_id)
        known = world.seen.numbers.setdefault((line.case_id, line.seq), this)
        require(known == this, "a number names two changes")


def check_choices(world: World) -> None:
    """Call at rest: a conflict that somebody chose in has ended, unless it got a later value."""
    with world.central.database.read() as connection:
        rows = connection.execute(
            select(central_tables.record).where(central_tables.record.c.record_type == "conflict")
        ).all()
        kept = connection.execute(select(central_tables.quarantine.c.payload)).scalars().all()
    apart = {UUID(json.loads(payload)["record_id"]) for payload in kept}
    apart |= {UUID(op.record_id) for op in world.answers.rejected}
    for row in rows:
        doc = json.loads(row.doc)
        value, _ = world.settled.get(row.id, ("", None))
        chosen = value == doc["other_op_id"] and row.id not in apart
        if chosen and not world.restores.service_was:
            world.looked["choices"] += 1
            require(doc["state"] != ConflictState.OPEN.value, "a choice was ignored")


def check_signed(world: World) -> None:
    """What was signed on the service never changes again: the note, and its paragraphs."""
    with world.central.database.read() as connection:
        rows = connection.execute(select(central_tables.record)).all()
    docs = {row.id: json.loads(row.doc) for row in rows}
    for id_, doc in docs.items():
        note = docs.get(UUID(doc["note_id"])) if "note_id" in doc else doc
        if note and note.get("signed_at"):
            world.looked["signed records"] += 1
            # It could never become whole any more.
            is_whole = "note_id" in doc or record_type(Note.type_name).fields.keys() <= doc.keys()
            require(is_whole, "half a note was signed")
            require(world.seen.signed.setdefault(id_, doc) == doc, "what was signed has changed")
