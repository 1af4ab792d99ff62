"""The audit of the service: the fields of NEN 7513, seals, and every way to tamper with it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from mvs_central.access.audit import Action, rows, write
from mvs_central.access.networks import network_of
from mvs_central.base import acting
from mvs_central.base.central import Caller, Central
from mvs_central.base.database import Database
from mvs_central.cli import main
from mvs_central.integrity import expiry, tree_heads, verify
from mvs_central.integrity.faults import Fault, Kind
from mvs_central.integrity.seal import BATCH, seal
from mvs_central.integrity.tree_heads import Heads, HeadsUnreadable
from mvs_central.tables import audit, audit_key, audit_seal
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.people import Person
from tests.central.desk import Clock, Desk, created, share


def add(central: Central, count: int = 1, outcome: str = "shown") -> None:
    with central.database.write() as connection:
        write(
            connection,
            [line for _ in range(count) for line in rows(central.now(), Action.READ, outcome)],
        )


def lines_of(central: Central, action: str) -> list[Any]:
    with central.database.read() as connection:
        return list(
            connection.execute(
                select(audit).where(audit.c.action == action).order_by(audit.c.id)
            ).all()
        )


def faults(central: Central, exported: Heads | None = None) -> list[Fault]:
    return list(verify.verify(central, exported).faults)


# What a row tells


def test_a_row_has_the_fields_of_nen_7513(central: Central, sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, "basis", "veiligheid", role=CaseRole.READER)
    there = replace(youssef, caller=replace(youssef.caller, network="private"))
    there.read(case_id)
    basis, safety = lines_of(central, "read")
    assert {basis.compartment: basis.sensitivity, safety.compartment: safety.sensitivity} == {
        "basis": "normal",
        "veiligheid": "very-restricted",
    }
    for row in (basis, safety):
        assert (row.code, row.outcome, row.purpose) == ("R", "shown", "jeugdhulp")
        assert (row.worker_id, row.device_id) == (youssef.caller.worker_id, there.caller.device_id)
        assert (row.role, row.organisation, row.network) == ("meelezer", "Enver", "private")
        assert (row.object_type, row.case_id) == ("case", case_id)
        assert row.source.startswith("mvs-central")
        assert row.grant_id is not None
        assert not row.emergency
    assert basis.grant_id != safety.grant_id


def test_a_write_tells_its_ground_and_a_refusal_has_none(
    central: Central, sanne: Desk, youssef: Desk
) -> None:
    case_id = sanne.new_case()
    sanne.do(case_id, created(Person(id=uuid4(), case_id=case_id)))
    youssef.do(case_id, created(Person(id=uuid4(), case_id=case_id)))
    first, later, refused = lines_of(central, "write")
    assert (first.role, later.role, refused.role) == ("casusregisseur", "casusregisseur", None)
    assert later.grant_id is not None
    assert refused.grant_id is None
    assert (later.code, refused.outcome) == ("U", "not-found")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("127.0.0.1", "local"),
        ("::1", "local"),
        ("10.1.2.3", "private"),
        ("fe80::1%eth0", "private"),
        ("8.8.8.8", "public"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_the_sort_of_network(address: str, network: str) -> None:
    assert network_of(address) == network


# Seals


def test_seals_go_on_from_each_other(central: Central) -> None:
    add(central, 3)
    assert seal(central) == 3
    assert seal(central) == 0
    add(central, 2)
    verdict = verify.verify(central)
    assert (verdict.seals, verdict.sealed, verdict.waiting) == (1, 3, 2)
    assert seal(central) == 3  # with the row that says that it was verified
    verdict = verify.verify(central)
    assert (verdict.seals, verdict.sealed, verdict.waiting, verdict.faults) == (2, 6, 0, ())


def test_many_rows_take_more_than_one_seal(central: Central) -> None:
    add(central, BATCH + 5)
    assert seal(central) == BATCH + 5
    verdict = verify.verify(central)
    assert (verdict.seals, verdict.sealed, verdict.faults) == (2, BATCH + 5, ())


def insert_at(connection: Connection, id_: int, **values: object) -> None:
    row = connection.execute(select(audit).order_by(audit.c.id).limit(1)).one()
    connection.execute(insert(audit).values({**row._mapping, "id": id_, **values}))


def test_a_row_that_commits_late_goes_into_a_later_seal(central: Central, clock: Clock) -> None:
    add(central, 1)
    base = last_id(central) + 1_000
    with central.database.write() as connection:
        insert_at(connection, base)
        insert_at(connection, base + 3)
    move_on(central, base + 10)
    assert seal(central) == 3
    clock.forward(minutes=50)
    with central.database.write() as connection:
        insert_at(connection, base + 1)
    assert verify.verify(central).waiting == 1
    assert seal(central) == 2
    assert faults(central) == []
    clock.forward(hours=3)  # nothing was sealed meanwhile: it is looked for once more
    with central.database.write() as connection:
        insert_at(connection, base + 2)
    assert seal(central) >= 1
    assert faults(central) == []


def last_id(central: Central) -> int:
    with central.database.read() as connection:
        return connection.scalars(select(func.max(audit.c.id))).one() or 0


def move_on(central: Central, id_: int) -> None:
    """Let the next ids be higher, as they are on PostgreSQL after an insert of its own."""
    if not central.database.is_sqlite:
        with central.database.write() as connection:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence('audit', 'id'), :id)"), {"id": id_}
            )


def test_two_sealers_make_one_log(central: Central) -> None:
    if central.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    add(central, 2)
    with central.database.write() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(1836479327)"))
        assert seal(central) == 0
    assert seal(central) == 2


# Tampering: each kind on a log with three seals, with and without heads kept elsewhere


@dataclass
class Log:
    central: Central
    heads: Heads
    ids: list[int]


@pytest.fixture
def log(central: Central, tmp_path: Path) -> Log:
    path = tmp_path / "heads.json"
    for number in range(3):
        add(central, 4, f"shown {number}")
        seal(central)
        before = tree_heads.read(path) if number else None
        path.write_bytes(tree_heads.to_bytes(tree_heads.heads(central, before)))
    with central.database.read() as connection:
        ids = list(connection.scalars(select(audit.c.id).order_by(audit.c.id)))
    return Log(central, tree_heads.read(path), ids)


def tamper(log: Log, *statements: Any) -> None:
    with log.central.database.write() as connection:
        for statement in statements:
            connection.execute(statement)


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


def cut(log: Log) -> None:
    """Take the last seal away with its rows: what is left is sound in itself."""
    tamper(
        log,
        delete(audit).where(audit.c.id >= log.ids[8]),
        delete(audit_seal).where(audit_seal.c.number == 3),
    )


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


# Heads in a file


def test_heads_prove_themselves_without_the_database(log: Log) -> None:
    assert [head.size for head in log.heads.heads] == [4, 8, 12]
    assert list(log.heads.faulty()) == []
    first, second, third = log.heads.heads
    other = replace(log.heads, heads=(first, replace(second, root=third.root), third))
    assert second.number in {head.number for head in other.faulty()}
    skipped = replace(log.heads, proofs=(log.heads.proofs[0], (), log.heads.proofs[2]))
    assert [head.number for head in skipped.faulty()] == [2]


def test_the_same_head_is_taken_out_once(log: Log) -> None:
    assert len(tree_heads.heads(log.central, log.heads).heads) == 3


def test_another_log_does_not_go_on_from_heads_that_were_kept(log: Log) -> None:
    cut(log)
    with pytest.raises(tree_heads.HeadsDiffer):
        tree_heads.heads(log.central, log.heads)  # shorter
    add(log.central, 6, "made up")
    seal(log.central)
    with pytest.raises(tree_heads.HeadsDiffer):
        tree_heads.heads(log.central, log.heads)


def test_a_forged_head_is_found(log: Log) -> None:
    forged = replace(log.heads.heads[1], signature=bytes(64))
    kept = replace(log.heads, heads=(log.heads.heads[0], forged, log.heads.heads[2]))
    assert faults(log.central, kept) == [Fault(Kind.HEAD, 8)]


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"{}", b'{"keys":{},"heads":[{}]}', b'{"keys":{"a":"!"},"heads":[]}']
)
def test_another_file_is_no_heads(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "heads.json"
    path.write_bytes(data)
    with pytest.raises(HeadsUnreadable):
        tree_heads.read(path)


# Keeping


def test_rows_past_their_time_go_by_command_alone(log: Log, clock: Clock) -> None:
    with pytest.raises(expiry.TooEarly):
        expiry.expire(log.central, 4)
    assert expiry.expire(log.central).rows == 0
    clock.forward(days=5 * 366)
    assert expiry.expire(log.central, try_out=True).rows == 12
    assert expiry.expire(log.central).rows == 12
    verdict = verify.verify(log.central, log.heads)
    assert (verdict.expired, verdict.faults) == (12, ())
    (told,) = lines_of(log.central, "audit-expired")
    assert (told.code, told.outcome, told.reference) == ("D", "rows 12 acts 0", "seals to 3")


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


def test_who_serves_can_seal(central: Central) -> None:
    with acting.service():
        add(central, 2)
        assert seal(central) == 2
    assert faults(central) == []


# The commands

Run = Callable[..., int]


@pytest.fixture
def run(prepared_url: str, central: Central) -> Run:
    del central
    return lambda *words: main.main(["--database", prepared_url, "audit", *words])


def test_the_commands(
    run: Run, central: Central, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = tmp_path / "koppen.json"
    assert run("heads", "--out", str(heads)) == 1
    add(central, 3)
    assert run("seal") == 0
    assert run("heads", "--out", str(heads)) == 0
    assert run("heads", "--out", str(heads)) == 0
    assert run("verify", "--heads", str(heads)) == 0
    told = capsys.readouterr().out
    assert "3 regels verzegeld." in told
    assert "Alles sluit aan." in told
    assert set(json.loads(heads.read_text())) == {"keys", "heads"}
    with central.database.write() as connection:
        connection.execute(update(audit).values(outcome="anders").where(audit.c.action == "read"))
    assert run("verify", "--heads", str(heads)) == 1
    first = lines_of(central, "read")[0]
    assert f"Regel {first.id} is na het verzegelen veranderd." in capsys.readouterr().err
    assert run("expire") == 0
    assert run("expire", "--years", "2") == 1
    assert run("expire", "--years", "9999999", "--try") == 0


def test_unknown_callers_have_no_organisation(central: Central) -> None:
    stranger = Caller(central.new_id(), central.new_id())
    with central.database.write() as connection:
        write(connection, rows(central.now(), Action.SIGN_IN, "issued", caller=stranger))
    assert lines_of(central, "sign-in")[0].organisation is None
