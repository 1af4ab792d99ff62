"""A seal that is none any more: whoever changed it keeps nobody from being told, nor the rest of
the audit from being looked at."""

import pytest
from sqlalchemy import select, update

from mvs_central.access.audit import Action, rows, write
from mvs_central.integrity import expiry
from mvs_central.integrity.faults import Fault, Kind
from mvs_central.integrity.seal import SealUnreadable
from mvs_central.tables import audit, audit_seal
from tests.central.audited import Log, Run, faults, log, run, tamper
from tests.central.desk import Clock

__all__ = ["log", "run"]


def spoil(log: Log, **values: object) -> None:
    tamper(log, update(audit_seal).where(audit_seal.c.number == 2).values(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"row_ids": b"kort"},
        {"leaves": b""},
        {"gaps": "["},
        {"gaps": "[[1]]"},
        {"gaps": "5"},
        {"gaps": "[" * 100_000},
    ],
    ids=["ids", "leaves", "half", "odd", "number", "nested"],
)
def test_it_is_found(
    log: Log, run: Run, values: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(log, **values)
    tamper(log, update(audit).where(audit.c.id == log.ids[0]).values(outcome="anders"))
    assert faults(log.central) == [Fault(Kind.ALTERED, log.ids[0]), Fault(Kind.SEAL, 2)]
    assert run("verify") == 1
    assert "Zegel 2 sluit niet aan" in capsys.readouterr().err


def test_ids_with_a_rest_are_none(log: Log) -> None:
    second = select(audit_seal.c.row_ids).where(audit_seal.c.number == 2)
    with log.central.database.read() as connection:
        ids = connection.scalars(second).one()
    spoil(log, row_ids=bytes(ids) + b"kort")
    assert faults(log.central) == [Fault(Kind.SEAL, 2)]


def test_nothing_is_removed_past_it_and_a_claim_that_it_was_hides_nothing(
    log: Log, clock: Clock
) -> None:
    spoil(log, gaps="[")
    clock.forward(days=6 * 366)
    with pytest.raises(SealUnreadable):
        expiry.expire(log.central)
    claim = rows(clock.now, Action.AUDIT_EXPIRED, "rows 12 acts 0", reference="seals to 3")
    with log.central.database.write() as connection:
        write(connection, claim)
    assert faults(log.central) == [Fault(Kind.SEAL, 2)]
