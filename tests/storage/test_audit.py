"""Nobody edits, drops, moves, cuts, doubles or replaces a line of the audit unseen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update

from mvs_desktop.domain.acts import chained
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import KeyringUnsupported
from mvs_desktop.domain.people import Person
from mvs_desktop.storage.audit.keeper import AuditReport
from mvs_desktop.storage.audit.log import Act, Break, Fault, Mark, find_break, head
from mvs_desktop.storage.audit.seal import Seal
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.meta import Name, put
from mvs_desktop.storage.base.tables import audit
from mvs_desktop.storage.store import Store
from tests.storage.conftest import MovingClock
from tests.support.keepers import MemoryKeeper, NoKeyring

WORKER = "0190-worker"


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


def work_a_while(store: Store, rounds: int = 6) -> None:
    """Lines of every sort: readings, changes, withdrawals."""
    for number in range(rounds):
        id_ = uuid4()
        case = CaseFile(id=id_, case_id=id_, name=f"Familie {number}")
        child = Person(id=uuid4(), case_id=id_, given_name="Bo")
        with store.unit_of_work() as work:
            work.save(case, None)
            work.save(child, None)
        with store.unit_of_work() as work:
            work.log(Act.OPEN_CASE, id_)
        with store.unit_of_work() as work:
            work.save(replace(child, given_name="Bob"), child)
            work.withdraw(child)


def sealed(store: Store, keeper: MemoryKeeper) -> Store:
    store.audit.use_seal(Seal(keeper, "one-store"))
    return store


@pytest.fixture
def lines(store: Store, keeper: MemoryKeeper) -> Store:
    work_a_while(sealed(store, keeper))
    store.audit.seal()
    return store


class TamperedWith(Exception):
    """Nothing of it is kept."""


@contextmanager
def tampering(store: Store) -> Iterator[Connection]:
    """What is done here is seen in here alone."""
    with suppress(TamperedWith), writing(store._engine) as connection:
        yield connection
        raise TamperedWith


def all_lines(connection: Connection) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(select(audit).order_by("number"))]


def write_anew(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(audit))
    connection.execute(insert(audit), rows)


def chain_anew(rows: list[dict[str, Any]]) -> Mark:
    """Give every line the number and the hash that it would have had."""
    before = Mark()
    for row in rows:
        row["number"] = before.number + 1
        bare = {name: value for name, value in row.items() if name not in ("number", "hash")}
        row["hash"] = chained(before.hash, bare)
        before = Mark(row["number"], row["hash"])
    return before


many = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
numbers = st.integers(min_value=0, max_value=10_000)
COLUMNS = ["number", "at", "action", "worker_id", "case_id", "record_type", "record_id", "detail"]


def test_sound_lines_are_sound(lines: Store) -> None:
    report = lines.audit.verify(WORKER)
    assert report == AuditReport(30, None, is_sealed=True)
    with reading(lines._engine) as connection:
        assert find_break(connection) is None
        last = all_lines(connection)[-1]
    assert (last["action"], last["worker_id"], last["detail"]) == ("verify", WORKER, {"lines": 30})


@many
@given(at=numbers, column=st.sampled_from([*COLUMNS[1:], "hash"]), by=st.text(min_size=1))
def test_an_edit_is_found(lines: Store, at: int, column: str, by: str) -> None:
    with tampering(lines) as connection:
        rows = all_lines(connection)
        number = rows[at % len(rows)]["number"]
        to: object = {"units": [by]} if column == "detail" else by
        if rows[number - 1][column] == to:
            return
        connection.execute(update(audit).where(audit.c.number == number).values({column: to}))
        assert find_break(connection) == Break(Fault.ALTERED, number)


@many
@given(at=numbers, length=st.integers(1, 5))
def test_lines_that_were_dropped_are_missed(lines: Store, at: int, length: int) -> None:
    with tampering(lines) as connection:
        rows = all_lines(connection)
        first = at % len(rows) + 1
        gone = audit.c.number.between(first, first + length - 1)
        connection.execute(delete(audit).where(gone))
        cut = first + length > len(rows)
        assert find_break(connection) == Break(Fault.CUT if cut else Fault.MISSING, first)


@many
@given(at=numbers, length=st.integers(1, 5))
def test_lines_that_were_dropped_and_closed_up_are_missed(
    lines: Store, at: int, length: int
) -> None:
    with tampering(lines) as connection:
        rows = all_lines(connection)
        del rows[at % len(rows) : at % len(rows) + length]
        for number, row in enumerate(rows, 1):
            row["number"] = number
        write_anew(connection, rows or []) if rows else connection.execute(delete(audit))
        assert find_break(connection) is not None


@many
@given(one=numbers, other=numbers)
def test_lines_that_changed_places_are_found(lines: Store, one: int, other: int) -> None:
    with tampering(lines) as connection:
        rows = all_lines(connection)
        one, other = one % len(rows), other % len(rows)
        if one == other:
            return
        rows[one]["number"], rows[other]["number"] = other + 1, one + 1
        write_anew(connection, rows)
        assert find_break(connection) == Break(Fault.ALTERED, min(one, other) + 1)


@many
@given(one=numbers, after=numbers)
def test_a_line_that_was_doubled_is_found(lines: Store, one: int, after: int) -> None:
    with tampering(lines) as connection:
        rows = all_lines(connection)
        rows.insert(after % len(rows) + 1, dict(rows[one % len(rows)]))
        for number, row in enumerate(rows, 1):
            row["number"] = number
        write_anew(connection, rows)
        assert find_break(connection) is not None


@many
@given(at=numbers, cut=st.booleans())
def test_a_fork_is_found_also_when_every_hash_is_right(lines: Store, at: int, cut: bool) -> None:
    """By the head that the store keeps, and when that was written anew too, by the seal."""
    with tampering(lines) as connection:
        rows = all_lines(connection)
        at %= len(rows)
        rows[at]["case_id"] = str(UUID(int=7))
        end = chain_anew(rows[: at + 1] if cut else rows)
        write_anew(connection, rows[: at + 1] if cut else rows)
        assert find_break(connection) is not None
        put(connection, Name.AUDIT_HEAD, end.to_text())
        assert find_break(connection) is None
        seal = lines.audit._seal
        assert seal is not None
        mark = seal.read()
        assert mark is not None
        kept = connection.execute(
            select(audit.c.hash).where(audit.c.number == mark.number)
        ).scalar_one_or_none()
        assert kept is None or not kept.startswith(mark.hash)


def opened(path: Path, key: bytes, keeper: MemoryKeeper) -> Store:
    return sealed(Store.open(path, key, MovingClock()), keeper)


def test_an_older_copy_is_found_by_the_seal_and_stays_on_record(
    lines: Store, path: Path, key: bytes, keeper: MemoryKeeper, tmp_path: Path
) -> None:
    lines.close()
    shutil.copy(path, tmp_path / "older")
    store = opened(path, key, keeper)
    work_a_while(store)
    assert store.audit.check_new(WORKER).found is None
    store.close()
    shutil.copy(tmp_path / "older", path)
    store = opened(path, key, keeper)
    assert store.audit.check_new(WORKER).found == Break(Fault.ROLLED_BACK, 31)
    # Told once; what happened stays in the lines, and the chain goes on.
    assert store.audit.check_new(WORKER).found is None
    whole = store.audit.verify(WORKER)
    assert whole.found is None
    assert [noted.fault for noted in whole.noted] == [Fault.ROLLED_BACK]
    store.close()


def test_an_older_copy_that_was_worked_in_is_found_too(
    lines: Store, path: Path, key: bytes, keeper: MemoryKeeper, tmp_path: Path
) -> None:
    lines.close()
    shutil.copy(path, tmp_path / "older")
    store = opened(path, key, keeper)
    work_a_while(store)
    store.audit.seal()
    store.close()
    shutil.copy(tmp_path / "older", path)
    store = opened(path, key, MemoryKeeper())  # by another program, which has no seal
    work_a_while(store, 20)
    store.close()
    store = opened(path, key, keeper)
    assert store.audit.check_new(WORKER).found == Break(Fault.REPLACED, 60)
    store.close()


def test_a_backup_that_was_put_back_on_purpose_is_explained(
    lines: Store, path: Path, key: bytes, keeper: MemoryKeeper, tmp_path: Path
) -> None:
    lines.close()
    shutil.copy(path, tmp_path / "backup")
    store = opened(path, key, keeper)
    work_a_while(store)
    store.audit.seal()
    store.close()
    shutil.copy(tmp_path / "backup", path)
    store = opened(path, key, keeper)
    store.audit.explain_restore(WORKER, "hourly-1")
    assert store.audit.check_new(WORKER).found is None
    (noted,) = store.audit.verify(WORKER).noted
    assert noted.fault is None
    with reading(store._engine) as connection:
        line = all_lines(connection)[noted.number - 1]
    assert line["detail"]["backup"] == "hourly-1"
    assert line["detail"]["sealed"] == 60
    store.close()


def test_a_seal_that_is_gone_is_told(lines: Store, keeper: MemoryKeeper) -> None:
    keeper.secrets.clear()
    assert lines.audit.check_new(WORKER).found == Break(Fault.SEAL, 0)


def test_a_store_that_was_never_sealed_is_not_accused(store: Store, keeper: MemoryKeeper) -> None:
    work_a_while(sealed(store, keeper))
    assert store.audit.check_new(WORKER) == AuditReport(30, None)
    assert store.audit.check_new(WORKER) == AuditReport(30, None, is_sealed=True)


def test_without_a_keyring_it_says_so_and_changes_nothing(lines: Store) -> None:
    lines.audit.use_seal(Seal(NoKeyring(), "one-store"))
    with pytest.raises(KeyringUnsupported):
        lines.audit.check_new(WORKER)
    with reading(lines._engine) as connection:
        assert head(connection).number == 30


def test_only_what_is_new_is_read_after_the_first_time(lines: Store) -> None:
    assert lines.audit.check_new(WORKER).found is None
    with writing(lines._engine) as connection:  # long ago, and known to have been sound
        connection.execute(update(audit).where(audit.c.number == 3).values(worker_id="x"))
    work_a_while(lines)
    assert lines.audit.check_new(WORKER).found is None
    found = lines.audit.verify(WORKER).found
    assert found == Break(Fault.ALTERED, 3)
    # The same fault is one line, however often somebody looks.
    lines.audit.verify(WORKER)
    with reading(lines._engine) as connection:
        told = [line for line in all_lines(connection) if line["action"] == "found-broken"]
    assert [line["detail"] for line in told] == [{"fault": "altered", "line": 3}]


def test_a_line_and_its_head_are_in_the_transaction_of_the_change(lines: Store) -> None:
    with reading(lines._engine) as connection:
        before = head(connection)
    with suppress(TamperedWith), lines.unit_of_work() as work:
        work.log(Act.OPEN_CASE, uuid4())
        raise TamperedWith
    with reading(lines._engine) as connection:
        assert head(connection) == before
        assert find_break(connection) is None
