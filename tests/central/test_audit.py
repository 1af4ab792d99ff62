"""The audit of the service: the fields of NEN 7513, seals, keeping, and its commands."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text, update

from mvs_central.access.audit import Action, rows, write
from mvs_central.access.networks import network_of
from mvs_central.base import acting
from mvs_central.base.central import Caller, Central
from mvs_central.integrity import expiry, verify
from mvs_central.integrity.seal import BATCH, seal
from mvs_central.tables import audit
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.people import Person
from tests.central.audited import (
    Log,
    Run,
    add,
    faults,
    insert_at,
    last_id,
    lines_of,
    log,
    move_on,
    run,
)
from tests.central.desk import Clock, Desk, created, share

__all__ = ["log", "run"]


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


def test_two_sealers_make_one_log(central: Central) -> None:
    if central.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    add(central, 2)
    with central.database.write() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(1836479327)"))
        assert seal(central) == 0
    assert seal(central) == 2


# Keeping, and who serves


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


def test_who_serves_can_seal(central: Central) -> None:
    with acting.service():
        add(central, 2)
        assert seal(central) == 2
    assert faults(central) == []


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
