"""Rows that are written together say the same as rows written one by one."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, Text, Uuid, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeEngine

from mvs_central.base.bulk import among, insert_columns, insert_rows, update_columns, writing
from mvs_central.base.central import Central
from mvs_central.base.pg_arrays import array_type, packed
from mvs_central.tables import Instant, op_outcome, record

AT = datetime(2026, 11, 21, 12, 30, 0, 123456, tzinfo=UTC)
ODD = "Zoë \\u0000 \"aanhaling\" 'enkel' \n\t {} :rows %s \U0001f600 NULL \\N \\."


def outcome(**other: object) -> dict[str, object]:
    plain = {
        "case_id": uuid4(),
        "op_id": uuid4(),
        "device_id": uuid4(),
        "payload_hash": bytes(range(256)),
        "outcome": "applied",
        "seq": 2**62,
        "reason": "",
        "follows": "{}",
        "at": AT,
    }
    return plain | other


def test_every_kind_of_value_comes_back_as_it_was(central: Central) -> None:
    rows = [outcome(follows=ODD), outcome(payload_hash=b""), outcome(reason="x" * 64)]
    with central.database.write() as connection:
        insert_rows(connection, op_outcome, rows)
        insert_rows(connection, op_outcome, [])
        found = connection.execute(select(op_outcome)).mappings().all()
    by_id = {row["op_id"]: dict(row) for row in found}
    assert by_id == {row["op_id"]: row for row in rows}


def test_one_row_that_is_there_already_stops_them_all(central: Central) -> None:
    there = outcome()
    with central.database.write() as connection:
        insert_rows(connection, op_outcome, [there])
    with pytest.raises(IntegrityError), central.database.write() as connection:
        insert_rows(connection, op_outcome, [outcome(), there])
    with central.database.read() as connection:
        assert len(connection.execute(select(op_outcome)).all()) == 1


def test_only_the_named_rows_of_the_case_change(central: Central) -> None:
    case_id, other_case, shared = uuid4(), uuid4(), uuid4()
    base = {
        "record_type": "person", "compartment": "basis", "seq": 1, "versions": "{}",
        "withdrawn": False, "doc": "{}", "hash": "0" * 16, "changed_by": uuid4(), "changed_at": AT,
    }  # fmt: skip
    mine, same = {"case_id": case_id, "id": uuid4()}, {"case_id": case_id, "id": shared}
    theirs = {"case_id": other_case, "id": shared}
    change = {"doc": ODD, "withdrawn": True, "changed_by": None, "seq": 7}
    with central.database.write() as connection:
        insert_rows(connection, record, [{**key, **base} for key in (mine, same, theirs)])
        update_columns(connection, record, case_id, {"id": [shared], **change})
        update_columns(connection, record, case_id, {"id": [], **change})
        found = connection.execute(select(record)).mappings().all()
    by_key = {(row["case_id"], row["id"]): dict(row) for row in found}
    assert by_key == {
        (case_id, mine["id"]): {**mine, **base},
        (case_id, shared): {**same, **base, **change},
        (other_case, shared): {**theirs, **base},
    }


def test_rows_are_found_among_many_ids(central: Central) -> None:
    rows = [outcome() for _ in range(3)]
    with central.database.write() as connection:
        insert_rows(connection, op_outcome, rows)
        wanted = [rows[0]["op_id"], rows[2]["op_id"], uuid4()]
        condition = among(connection, op_outcome.c.op_id, wanted)  # type: ignore[arg-type]
        found = connection.scalars(select(op_outcome.c.op_id).where(condition)).all()
    assert set(found) == set(wanted[:2])


def columns(*rows: dict[str, object]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def write_ahead(central: Central, parts: Iterable[dict[str, list[object]]]) -> None:
    with central.database.write() as connection, writing(connection) as rows:
        for part in parts:
            rows.insert(op_outcome, part)


def kept(central: Central) -> int:
    with central.database.read() as connection:
        return len(connection.execute(select(op_outcome)).all())


def test_what_is_on_its_way_is_there_for_whoever_reads(central: Central) -> None:
    first, second = outcome(), outcome()
    with central.database.write() as connection, writing(connection) as rows:
        rows.insert(op_outcome, columns(first))
        rows.insert(op_outcome, columns(second))
        assert len(rows.connection.execute(select(op_outcome)).all()) == 2
        rows.insert(op_outcome, columns(outcome()))
    assert kept(central) == 3


def test_what_cannot_be_written_shows_at_the_end_and_nothing_stands(central: Central) -> None:
    there = outcome()
    with central.database.write() as connection:
        insert_rows(connection, op_outcome, [there])
    with pytest.raises(IntegrityError):
        write_ahead(central, [columns(outcome(), there), columns(outcome())])
    for _ in range(3):  # the connection is as good as new
        with central.database.write() as connection:
            insert_rows(connection, op_outcome, [outcome()])
    assert kept(central) == 4


def test_what_goes_wrong_meanwhile_takes_all_of_it_back(central: Central) -> None:
    with pytest.raises(ZeroDivisionError):
        write_ahead(central, (columns(outcome(seq=1 // left)) for left in (2, 1, 0)))
    with central.database.write() as connection:
        insert_rows(connection, op_outcome, [outcome()])
    assert kept(central) == 1


def test_what_goes_wrong_meanwhile_leaves_the_connection_as_any_other(central: Central) -> None:
    if central.database.is_sqlite:
        pytest.skip("nothing is under way where rows are written at once")
    there = outcome()
    with central.database.write() as connection:
        insert_rows(connection, op_outcome, [there])
    missing = update(op_outcome).where(op_outcome.c.op_id == uuid4()).values(reason="")
    # Whether the rows under way could be written or not. Whoever looks into what went wrong holds
    # on to it, and with it to all that was at work then.
    for row in (outcome(), there):
        with pytest.raises(ZeroDivisionError) as wrong:
            write_ahead(central, (columns({**row, "seq": 1 // left}) for left in (1, 0)))
        with central.database.write() as connection:
            assert connection.execute(missing).rowcount == 0
            with pytest.raises(IntegrityError):
                connection.execute(insert(op_outcome).values(there))
        assert wrong.value.__traceback__
    assert kept(central) == 1


def test_a_column_of_equal_values_is_written_in_every_row(central: Central) -> None:
    case_id, device_id = uuid4(), uuid4()
    rows = [outcome(case_id=case_id, device_id=device_id, seq=4) for _ in range(3)]
    given = columns(*rows) | {"case_id": case_id, "at": AT}
    with central.database.write() as connection:
        insert_columns(connection, op_outcome, given)
        found = connection.execute(select(op_outcome)).mappings().all()
    by_id = {row["op_id"]: dict(row) for row in found}
    assert by_id == {row["op_id"]: row for row in rows}


@pytest.mark.parametrize(
    "kind", [Uuid(), BigInteger(), Integer(), Boolean(), LargeBinary(), Text()]
)
def test_an_array_holds_nothing_too(central: Central, kind: TypeEngine[object]) -> None:
    if central.database.is_sqlite:
        pytest.skip("arrays are PostgreSQL's")
    values = {"uuid": uuid4(), "int8": -(2**62), "int4": -5, "bool": True, "bytea": b"\0\xff"}
    found = array_type(kind)
    value = values.get(found.name, ODD)
    query = f"SELECT unnest(%(given)s::{found.name}[])"
    for given in ([value, None, value], [None], []):
        sent = {"given": packed(found, given)}
        with central.database.read() as connection:
            assert list(connection.exec_driver_sql(query, sent).scalars()) == given


def test_an_instant_keeps_its_microseconds_and_its_offset(central: Central) -> None:
    if central.database.is_sqlite:
        pytest.skip("arrays are PostgreSQL's")
    found = array_type(Instant())
    given = [AT, datetime(1999, 12, 31, 23, 59, 59, 999999, timezone(timedelta(hours=-5))), None]
    query = "SELECT unnest(%(given)s::timestamptz[])"
    with central.database.read() as connection:
        rows = connection.exec_driver_sql(query, {"given": packed(found, given)}).scalars()
        assert list(rows) == given
