"""The epoch: which history this is. It changes when the service is put back to an earlier state.

The numbers of a history that was lost must never come again: an edit made on the 57th change
of a case would look as if it was made on another 57th change, and write over it unseen. So
every new epoch lifts the counter of every case to a number that no history had before.
"""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Connection, cast, func, literal, select, update

from mvs_central import audit
from mvs_central.audit import ADMINISTRATION, Action
from mvs_central.central import Central
from mvs_central.tables import case_head, service

EPOCH_CHANGED = "epoch-changed"

# A number is the epoch's place in time (31 bits: seconds, to the year 2088) and the count of
# changes within it (32 bits). A case begins in place 0.
COUNT = 1 << 32
FIRST_SECOND = datetime(2020, 1, 1, tzinfo=UTC)
LAST_PLACE = (1 << 31) - 1


def new_epoch(central: Central) -> str:
    """Say that this history is another one than before: after a backup was put back.

    Devices then send again what they had confirmed, and ask for everything.
    """
    epoch = central.random_bytes(16).hex()
    with central.database.write() as connection:
        connection.execute(update(service).values(epoch=epoch))
        _lift_counters(connection, central.now())
        audit.write(
            connection,
            audit.rows(central.now(), Action.NEW_EPOCH, "renewed", purpose=ADMINISTRATION),
        )
    return epoch


def _lift_counters(connection: Connection, now: datetime) -> None:
    """Of all cases to the same place: later than that of any epoch before it, by the clock;
    when the clock was set back, at least than that of every one that is known here."""
    highest = connection.scalars(select(func.max(case_head.c.seq))).one() or 0
    by_clock = int((now - FIRST_SECOND).total_seconds())
    place = min(max(by_clock, highest // COUNT + 1), LAST_PLACE)
    lifted = cast(literal(place * COUNT), BigInteger)
    connection.execute(update(case_head).where(case_head.c.seq < lifted).values(seq=lifted))
