"""Every way to tamper with the audit of the service: each kind on a log with three seals, with and
without heads kept elsewhere."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import ProgrammingError

from mvs_central.access.audit import Action, rows, write
from mvs_central.base import acting
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.integrity.faults import Fault, Kind
from mvs_central.integrity.seal import seal
from mvs_central.tables import audit, audit_key, audit_seal
from tests.central.audited import Log, add, cut, faults, insert_at, last_id, log, move_on, tamper
from tests.central.desk import Clock

__all__ = ["log"]


def test_what_nobody_touched_is_sound(log: Log) -> None:
    assert faults(log.central, log.heads) == []
    assert faults(log.central, log.heads) == []  # its own rows do no harm


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "not-found"},
        {"purpose": "beheer"},
        {"compartment": "zorg"},
        {"emergency": True},
        {"code": None},
        {"source": None},
    ],
)
def test_an_edit_is_found(log: Log, values: dict[str, object]) -> None:
    tamper(log, update(audit).where(audit.c.id == log.ids[5]).values(**values))
    assert faults(log.central) == [Fault(Kind.ALTERED, log.ids[5])]


def test_a_changed_time_is_found(log: Log) -> None:
    later = log.central.now() + timedelta(microseconds=1)
    tamper(log, update(audit).where(audit.c.id == log.ids[0]).values(at=later))
    assert faults(log.central) == [Fault(Kind.ALTERED, log.ids[0])]


def test_a_deleted_row_is_found(log: Log) -> None:
    tamper(log, delete(audit).where(audit.c.id == log.ids[4]))
    assert faults(log.central) == [Fault(Kind.DELETED, log.ids[4])]


def test_a_row_put_between_is_found(log: Log) -> None:
    # In the place of a row that was taken away: the id is one that was sealed.
    tamper(log, delete(audit).where(audit.c.id == log.ids[4]))
    with log.central.database.write() as connection:
        insert_at(connection, log.ids[4], outcome="made up")
    assert faults(log.central) == [Fault(Kind.ALTERED, log.ids[4])]


def test_a_row_before_the_others_is_found(log: Log) -> None:
    with log.central.database.write() as connection:
        insert_at(connection, -1)
    assert faults(log.central) == [Fault(Kind.INSERTED, -1)]


def test_a_row_in_an_old_gap_is_found(central: Central, clock: Clock) -> None:
    add(central, 1)
    base = last_id(central) + 1_000
    with central.database.write() as connection:
        insert_at(connection, base)
    move_on(central, base)
    seal(central)
    clock.forward(hours=2)
    add(central, 1)
    seal(central)
    with central.database.write() as connection:
        insert_at(connection, base - 500)
    seal(central)
    assert faults(central) == [Fault(Kind.INSERTED, base - 500)]


def test_rows_that_changed_places_are_found(log: Log) -> None:
    one, other = log.ids[1], log.ids[9]
    move = update(audit)
    tamper(
        log,
        move.where(audit.c.id == one).values(id=-5),
        move.where(audit.c.id == other).values(id=one),
        move.where(audit.c.id == -5).values(id=other),
    )
    assert faults(log.central) == [Fault(Kind.ALTERED, one), Fault(Kind.ALTERED, other)]


def test_a_cut_tail_shows_by_its_seal(log: Log) -> None:
    tamper(log, delete(audit).where(audit.c.id > log.ids[9]))
    assert [fault.kind for fault in faults(log.central)] == [Kind.DELETED] * 2


def test_a_cut_tail_with_its_seal_shows_by_heads_kept_elsewhere(log: Log) -> None:
    cut(log)
    assert faults(log.central) == []
    assert faults(log.central, log.heads) == [Fault(Kind.CUT, 12)]


def test_a_log_written_anew_shows_by_heads_kept_elsewhere(log: Log) -> None:
    cut(log)
    add(log.central, 6, "made up")
    seal(log.central)
    assert faults(log.central) == []
    assert Fault(Kind.FORK, 12) in faults(log.central, log.heads)


def test_a_log_under_another_key_shows_by_heads_kept_elsewhere(log: Log) -> None:
    tamper(log, delete(audit), delete(audit_seal), delete(audit_key))
    add(log.central, 12)
    seal(log.central)
    assert faults(log.central) == []
    assert [fault.kind for fault in faults(log.central, log.heads)] == [Kind.FORK] * 3


@pytest.mark.parametrize("column", ["root", "signature", "edge", "leaves", "size", "at"])
def test_a_changed_seal_is_found(log: Log, column: str) -> None:
    with log.central.database.write() as connection:
        row = connection.execute(select(audit_seal).where(audit_seal.c.number == 2)).one()
        match getattr(row, column):
            case bytes() as data:
                value: object = bytes([data[0] ^ 1]) + data[1:]
            case int(number):
                value = number + 1
            case moment:
                value = moment + timedelta(seconds=1)
        where = update(audit_seal).where(audit_seal.c.number == 2)
        connection.execute(where.values({column: value}))
    kinds = {(fault.kind, fault.where) for fault in faults(log.central)}
    assert kinds & {(Kind.SEAL, 2), (Kind.SIGNATURE, 2)}


def test_a_seal_that_is_taken_out_is_found(log: Log) -> None:
    tamper(log, delete(audit_seal).where(audit_seal.c.number == 2))
    found = faults(log.central)
    assert Fault(Kind.SEAL, 3) in found
    assert Fault(Kind.INSERTED, log.ids[4]) in found


def test_nobody_hides_rows_by_claiming_that_their_time_had_come(log: Log) -> None:
    with log.central.database.write() as connection:
        claim = rows(log.central.now(), Action.AUDIT_EXPIRED, "", reference="seals to 3")
        write(connection, claim)
        connection.execute(delete(audit).where(audit.c.id == log.ids[0]))
    assert faults(log.central) == [Fault(Kind.DELETED, log.ids[0])]


def test_nor_by_claiming_that_it_will_be_later(log: Log) -> None:
    later = log.central.now() + timedelta(days=6 * 366)
    with log.central.database.write() as connection:
        write(connection, rows(later, Action.AUDIT_EXPIRED, "", reference="seals to 3"))
        connection.execute(delete(audit).where(audit.c.id == log.ids[0]))
    seal(log.central)
    assert faults(log.central, log.heads) == [Fault(Kind.DELETED, log.ids[0])]


# Who serves


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {} WHERE {} = {}"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("audit", "purpose"),
        ("audit_key", "id"),
        ("audit_seal", "number"),
        ("device_segment", "part"),
        ("device_act", "part"),
    ],
)
def test_who_serves_cannot_change_what_was_written_down(
    prepared_server: str, statement: str, table: str, column: str
) -> None:
    """With PostgreSQL's own rights, whatever the program is made to do."""
    database = Database(prepared_server)
    words = text(statement.format(table, column, column))
    for who in (acting.service(), acting.worker(uuid4(), Clock()())):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            who,
            database.write() as connection,
        ):
            connection.execute(words)
    database.close()
