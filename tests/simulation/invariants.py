"""What must hold at every moment, and what once everybody has said everything."""

import json
from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import select

from mvs_central import tables as central_tables
from mvs_desktop.domain.conflicts import ConflictState
from mvs_desktop.storage.engine import reading
from mvs_desktop.storage.outbox import APART, OpState
from mvs_desktop.storage.tables import RECORDS, metadata, outbox, unread_record
from mvs_desktop.sync.checksum import sum_of_hashes
from tests.simulation import losses
from tests.simulation.world import Device, World
from tests.support.said import words_in


class Broken(AssertionError):
    """An invariant does not hold; says which."""


def require(holds: bool, what: str) -> None:
    if not holds:
        raise Broken(what)


KEPT = (OpState.CONFIRMED.value, OpState.AGAIN.value)


def scopes_now(world: World, user: int) -> frozenset[tuple[UUID, str]]:
    """What a worker may read now, told from the grants alone: not by the service's own rule."""
    grant, today = central_tables.access_grant, world.central.today()
    with world.central.database.read() as connection:
        rows = connection.execute(select(grant).where(grant.c.worker_id == world.workers[user]))
        return frozenset(
            (row.case_id, row.compartment)
            for row in rows
            if row.revoked_at is None and row.starts_on <= today <= (row.ends_on or date.max)
        )


def check_deliveries(world: World) -> None:
    """Call after each step: whatever was delivered in it, its reader had a grant for."""
    for user, case_id, compartment in world.deliveries:
        granted = (case_id, compartment) in scopes_now(world, user)
        require(granted, "a record was delivered without a grant")
    world.deliveries.clear()


def check_nothing_lost(world: World, *, at_rest: bool = False) -> None:
    """Every word stands somewhere, unless somebody who saw it wrote over it.

    At rest it is no longer enough that a laptop keeps it, should the service lose it.
    """
    found = losses.everything(world, KEPT if at_rest else ())
    overwritten = {(edit.record_id, word) for edit in world.made for word in edit.replaced}
    rejected = _rejected(world)
    for edit in world.made:
        key = (edit.record_id, edit.word)
        if key not in overwritten and key not in rejected and key not in world.gone:
            require(key in found, f"an edit was lost: {edit.word}")


def _rejected(world: World) -> losses.Found:
    """What the service said no to is kept beside on its device, until access to it ends."""
    return {
        (UUID(op.record_id), word)
        for op in world.rejected
        for unit in op.units.values()
        for word in words_in(unit.value)
    }


def check_answers(world: World) -> None:
    """Call after each step: what the service answered, it was to answer."""
    require(not world.wrong, next(iter(world.wrong), ""))
    if not world.restores.put_back:
        require(not world.resynced, "a case had to be read again from its beginning")


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
    in_conflict = {
        UUID(json.loads(row.doc)["record_id"]) for row in rows if row.record_type == "conflict"
    }
    for row in rows:
        if row.withdrawn:
            world.tombstones.add(row.id)
            unseen = {(row.id, word) for word in words_in(json.loads(row.doc))} - world.known_gone
            written = {
                (edit.record_id, edit.word) for edit in world.made if edit.word.startswith("woord")
            }
            silently = unseen & written and row.id not in in_conflict
            # In a history that comes back in another order nobody knows who saw what.
            require(
                not silently or bool(world.restores.put_back),
                "an edit was withdrawn that nobody saw",
            )
        elif row.id in world.tombstones:
            require(row.id in world.taken_back, "what was withdrawn is back by itself")


def check_choices(world: World) -> None:
    """At rest: a conflict that somebody chose in has ended, unless a later value came into it."""
    with world.central.database.read() as connection:
        rows = connection.execute(
            select(central_tables.record).where(central_tables.record.c.record_type == "conflict")
        ).all()
        kept = connection.execute(select(central_tables.quarantine.c.payload)).scalars().all()
    apart = {UUID(json.loads(payload)["record_id"]) for payload in kept}
    apart |= {UUID(op.record_id) for op in world.rejected}
    for row in rows:
        doc = json.loads(row.doc)
        chosen = world.settled.get(row.id) == doc["other_op_id"] and row.id not in apart
        if chosen and not world.restores.put_back:
            require(doc["state"] != ConflictState.OPEN.value, "a choice was ignored")


def check_signed(world: World) -> None:
    """What was signed on the service never changes again: the note, and its paragraphs."""
    with world.central.database.read() as connection:
        rows = connection.execute(select(central_tables.record)).all()
    docs = {row.id: json.loads(row.doc) for row in rows}
    for id_, doc in docs.items():
        note = docs.get(UUID(doc["note_id"])) if "note_id" in doc else doc
        if note and note.get("signed_at"):
            require(world.signed.setdefault(id_, doc) == doc, "what was signed has changed")


def check_at_rest(world: World) -> None:
    """Once everybody has said everything: equal grants, equal states."""
    seen: defaultdict[tuple[UUID, str], list[object]] = defaultdict(list)
    heads = _checksums(world)
    for one in world.devices:
        granted = scopes_now(world, one.user)
        require(one.store.replica.pending(10) == (), "something was not sent")
        held = _content(one)
        require(set(held) <= granted, f"device {one.number} holds what it may not")
        for scope in granted:
            checksum = sum_of_hashes(one.store.replica.scope_hashes(*scope))
            require(checksum == heads.get(scope, checksum), "checksums differ")
            seen[scope].append(held.get(scope, {}))
        _nothing_else_of_other_scopes(one, granted)
    for states in seen.values():
        require(all(state == states[0] for state in states), "devices with equal grants differ")


def _checksums(world: World) -> dict[tuple[UUID, str], str]:
    with world.central.database.read() as connection:
        rows = connection.execute(select(central_tables.scope)).all()
    return {(row.case_id, row.compartment): row.checksum for row in rows}


_LOCAL = {"changed_at"}  # as the device that made it tells it


def _content(one: Device) -> dict[tuple[UUID, str], dict[str, object]]:
    found: defaultdict[tuple[UUID, str], dict[str, object]] = defaultdict(dict)
    with reading(one.store._engine) as connection:
        apart = select(outbox.c.record_id).where(outbox.c.state.in_(APART))
        set_apart = set(connection.execute(apart).scalars())
        for table in (*RECORDS.values(), unread_record):
            for row in connection.execute(select(table)):
                if row.seq == 0 and row.id in set_apart:
                    continue  # the service said no to it: it is kept here alone
                values = {k: v for k, v in row._mapping.items() if k not in _LOCAL}
                found[UUID(row.case_id), row.compartment][row.id] = values
    return dict(found)


def _nothing_else_of_other_scopes(one: Device, granted: frozenset[tuple[UUID, str]]) -> None:
    """No table has a row of another scope, except what was set apart here."""
    for table in metadata.sorted_tables:
        if table is outbox or not {"case_id", "compartment"} <= set(table.c.keys()):
            continue
        with reading(one.store._engine) as connection:
            rows = connection.execute(select(table.c.case_id, table.c.compartment).distinct()).all()
        left = {(UUID(row.case_id), row.compartment) for row in rows} - granted
        require(not left, f"{table.name} of device {one.number} holds what it may not")
