"""What must hold of the laptops once everybody has said everything."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, select

from mvs_central import tables as central_tables
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.records import Compartment, record_type
from mvs_desktop.services.team import NOTICE_SHOWS
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.rows import select_stored
from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.base.tables import RECORDS, metadata, outbox, unread_record
from mvs_desktop.storage.records.outbox import APART
from mvs_desktop.storage.search.entries import entries
from mvs_desktop.sync.checksum import sum_of_hashes
from tests.simulation.broken import require
from tests.simulation.parts import Device
from tests.simulation.together import team_of
from tests.simulation.world import World
from tests.support.said import words_in


def check_laptops(world: World) -> None:
    """Once everybody has said everything: equal grants, equal states."""
    seen: defaultdict[tuple[UUID, str], list[object]] = defaultdict(list)
    heads = _checksums(world)
    for one in world.devices:
        granted = world.granted.to_read(one.user)
        require(one.store.replica.pending(10) == (), "something was not sent")
        held = _content(one)
        require(set(held) <= granted, f"device {one.number} holds what it may not")
        for scope in granted:
            checksum = sum_of_hashes(one.store.replica.scope_hashes(*scope))
            require(checksum == heads.get(scope, checksum), "checksums differ")
            seen[scope].append(held.get(scope, {}))
        _nothing_else_of_other_scopes(one, granted)
    world.looked["scopes on several laptops"] += sum(len(states) > 1 for states in seen.values())
    for states in seen.values():
        require(all(state == states[0] for state in states), "devices with equal grants differ")


def check_notices(world: World) -> None:
    """Whoever leads a case, or replaces in it, is told of emergency access that others take to it:
    why, and until when. (On a laptop whose clock is years away it is not of the last days.)"""
    grant = central_tables.access_grant
    with world.central.database.read() as connection:
        rows = connection.execute(select(grant).where(grant.c.revoked_at.is_(None))).all()
    for one in world.devices:
        me, scopes = world.workers[one.user], world.granted.to_read(one.user)
        if one.ahead:
            continue
        leads = {
            row.case_id
            for row in rows
            if row.worker_id == me
            and row.role in (CaseRole.LEAD.value, CaseRole.DEPUTY.value)
            and row.expires_at is None
            and (row.case_id, Compartment.BASIS.value) in scopes
        }
        taken = {
            row.member_id
            for row in rows
            if row.case_id in leads
            and row.worker_id != me
            and row.expires_at is not None
            and row.expires_at > world.now - NOTICE_SHOWS
        }
        told = {
            notice.member.id
            for notice in team_of(world, one).day().emergencies
            if notice.member.emergency_reason
        }
        world.looked["emergencies to be told of"] += len(taken)
        require(taken <= told, f"device {one.number} was not told of emergency access")


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


def check_words(world: World) -> None:
    """Nothing that was ever written in a scope stands on a laptop whose worker may not read it,
    in whatever table, except what was set apart there."""
    for one in world.devices:
        granted = world.granted.to_read(one.user)
        shut = {edit.word for edit in world.made if world.places[edit.record_id] not in granted} | {
            word for word, id_ in world.typed.items() if world.places[id_] not in granted
        }
        world.looked["words that are shut"] += len(shut)
        with reading(one.store._engine) as connection:
            for name, values in _everything(connection):
                left = {word for value in values for word in words_in(value)} & shut
                require(not left, f"{name} of device {one.number} has words that it may not")


def _everything(connection: Connection) -> Iterator[tuple[str, list[str]]]:
    """All texts in the tables of a store, those of its search indexes included, by their names."""
    apart = ", ".join(f"'{state}'" for state in APART)
    queries = {table.name: f"SELECT * FROM {table.name}" for table in metadata.sorted_tables}  # noqa: S608
    queries[outbox.name] = f"SELECT * FROM outbox WHERE state NOT IN ({apart})"  # noqa: S608
    for index in _INDEXES:
        terms = f"{index}_terms"
        kind = f"fts5vocab(main, {index}, row)"
        run(connection, f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{terms} USING {kind}")
        queries[index] = f"SELECT term FROM temp.{terms}"  # noqa: S608
    for name, query in queries.items():
        yield name, [it for row in run(connection, query) for it in row if isinstance(it, str)]


_INDEXES = ("search_index_name", "search_index_text")


def check_search(world: World) -> None:
    """Everything that a laptop holds is found on it by its words, and nothing else is."""
    for one in world.devices:
        while one.store.index.catch_up(500):
            pass
        with writing(one.store._engine) as connection:
            for index in _INDEXES:
                # Raises when the index is not that of the words that stand beside it.
                check = f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
                run(connection, check)
            indexed = dict(run(connection, "SELECT record_id, words FROM search_text").fetchall())
            held = {}
            for name in RECORDS:
                for item in select_stored(connection, record_type(name), ""):
                    _, texts = entries(item, 0)
                    if texts is not None:
                        held[item.id] = texts.text
        require(indexed == held, f"device {one.number} does not find what it has")
