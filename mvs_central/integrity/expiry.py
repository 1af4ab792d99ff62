"""Removing rows of the audit that are past their time: by command alone, and never silently.

The hashes of removed rows stay in their seals, so that the tree and every head that was
exported still hold; that they were removed is a row of its own.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, select

from mvs_central.access import audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.base.central import Central
from mvs_central.integrity.seal import Batch, SealUnreadable, batches
from mvs_central.tables import audit as audit_table
from mvs_central.tables import device_act, device_segment
from mvs_desktop.domain.errors import ExpectedError

LEAST_YEARS = 5  # NEN 7513; more may be asked for
YEAR = timedelta(days=365.25)

_MOST_YEARS = 1_000  # the calendar ends before ten times as many
_ROWS = 1_000  # in one statement


class TooEarly(ExpectedError):
    """Fewer years than an audit has to be kept."""

    code = "audit-kept-longer"


@dataclass(frozen=True, slots=True)
class Expired:
    """What was removed, or would be: rows, and lines that laptops told."""

    rows: int
    acts: int
    before: datetime


def expire(central: Central, years: int = LEAST_YEARS, *, try_out: bool = False) -> Expired:
    """Remove what was sealed or told more than so many years ago. Raises TooEarly."""
    if years < LEAST_YEARS:
        raise TooEarly
    now = central.now()
    before = now - min(years, _MOST_YEARS) * YEAR
    with central.database.write() as connection:
        rows, last = _expire_rows(connection, before, try_out=try_out)
        acts = _expire_acts(connection, before, try_out=try_out)
        if not try_out and (rows or acts):
            outcome = f"rows {rows} acts {acts}"
            lines = audit.rows(
                now,
                Action.AUDIT_EXPIRED,
                outcome,
                purpose=ADMINISTRATION,
                reference=f"seals to {last}",
            )
            audit.write(connection, lines)
    return Expired(rows, acts, before)


def expired_seals(connection: Connection, now: datetime) -> int:
    """The number of the last seal whose rows were removed in time; 0 when there is none.

    A row that claims so counts only as far as the seals it names were old enough by then:
    their time is signed. Of one that is yet to come nothing is believed.
    """
    claims = connection.execute(
        select(audit_table.c.at, audit_table.c.reference)
        .where(*is_claim(now))
        .order_by(audit_table.c.id)
    ).all()
    last = 0
    if not claims:
        return last
    with suppress(SealUnreadable):  # whoever verifies is told of it
        for batch in batches(connection):
            if not any(
                _named(claim.reference) >= batch.head.number
                and batch.head.at <= claim.at - LEAST_YEARS * YEAR
                for claim in claims
            ):
                break
            last = batch.head.number
    return last


def is_claim(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions on a row of the audit that says that others were removed in time."""
    return (audit_table.c.action == Action.AUDIT_EXPIRED.value, audit_table.c.at <= now)


def _named(reference: str | None) -> int:
    number = (reference or "").removeprefix("seals to ")
    return int(number) if number.isdecimal() else 0


def _expire_rows(connection: Connection, before: datetime, *, try_out: bool) -> tuple[int, int]:
    """How many rows go, and the number of the last seal over them."""
    count, last = 0, 0
    for batch in _old(connection, before):
        last = batch.head.number
        for start in range(0, len(batch.ids), _ROWS):
            these = audit_table.c.id.in_(batch.ids[start : start + _ROWS])
            count += connection.scalars(
                select(func.count()).select_from(audit_table).where(these)
            ).one()
            if not try_out:
                connection.execute(delete(audit_table).where(these))
    return count, last


def _old(connection: Connection, before: datetime) -> Iterator[Batch]:
    for batch in batches(connection):
        if batch.head.at >= before:
            return
        yield batch


def _expire_acts(connection: Connection, before: datetime, *, try_out: bool) -> int:
    """Lines go; what was countersigned of them stays."""
    old = select(device_segment.c.part).where(
        device_segment.c.device_id == device_act.c.device_id,
        device_segment.c.part == device_act.c.part,
        device_segment.c.at < before,
    )
    count = connection.scalars(
        select(func.count()).select_from(device_act).where(old.exists())
    ).one()
    if count and not try_out:
        connection.execute(delete(device_act).where(old.exists()))
    return count
