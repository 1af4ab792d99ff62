"""Rows that are written together say the same as rows written one by one."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mvs_central.base.bulk import among, insert_rows, update_columns
from mvs_central.base.central import Central
from mvs_central.tables import op_outcome, record

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
