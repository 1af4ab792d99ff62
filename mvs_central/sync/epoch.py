"""The epoch: which history this is. It changes when the service is put back to an earlier state.

The numbers of a history that was lost must never come again: an edit made on the 57th change
of a case would look as if it was made on another 57th change, and write over it unseen. So
every new epoch lifts the counter of every case to a number that no history had before.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from mvs_central.access import audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.access.buckets import TOO_MANY_REQUESTS
from mvs_central.base import acting
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.devices import wiping
from mvs_central.tables import case_head, forced_epoch, service

EPOCH_CHANGED = "epoch-changed"

# Every epoch has all laptops send again what was ever confirmed, and read everything anew. A
# device may be right that we were put back; more often than this within the window it is not.
MOST_FORCED = 5
FORCED_WINDOW = timedelta(days=1)

# A number is the epoch's place in time (31 bits: seconds, to the year 2088) and the count of
# changes within it (32 bits). A case begins in place 0.
COUNT = 1 << 32
FIRST_SECOND = datetime(2020, 1, 1, tzinfo=UTC)
LAST_PLACE = (1 << 31) - 1


_EPOCH = select(service.c.epoch)


def epoch_of(connection: Connection) -> str:
    """As this transaction sees it."""
    return str(connection.scalars(_EPOCH).one())


def new_epoch(central: Central, former: str | None = None, noticed: Caller | None = None) -> str:
    """Say that this history is another one than before: after a backup was put back.

    Devices then send again what they had confirmed, and ask for everything; orders to wipe one are
    on hold. Nothing happens when
    the epoch is no longer `former`: another request noticed at the same moment. `noticed` is the
    device that knew of what is not here; raises Refused when it did so too often.
    """
    epoch = central.random_bytes(16).hex()
    # It concerns all cases, whoever it was that made us notice.
    with acting.service(), central.database.write() as connection:
        standing = connection.execute(
            select(service.c.epoch, service.c.first_seq).with_for_update()
        ).one()
        if former not in (None, standing.epoch):
            return str(standing.epoch)
        if noticed is not None:
            _count(connection, noticed, central.now())
        first = _first_seq(int(standing.first_seq), central.now())
        connection.execute(update(service).values(epoch=epoch, first_seq=first))
        # The row of a case is its counter: whoever is deciding about one is waited for.
        connection.execute(update(case_head).where(case_head.c.seq < first).values(seq=first))
        wiping.hold_all(central, connection)
        audit.write(
            connection,
            audit.rows(
                central.now(),
                Action.NEW_EPOCH,
                "renewed" if noticed is None else "noticed",
                caller=noticed,
                purpose=ADMINISTRATION,
            ),
        )
    return epoch


def _count(connection: Connection, device: Caller, now: datetime) -> None:
    """Raises Refused; the row of the service is locked, so that two requests count each other."""
    since = now - FORCED_WINDOW
    mine = (forced_epoch.c.device_id == device.device_id, forced_epoch.c.at > since)
    made = connection.scalars(select(func.count()).select_from(forced_epoch).where(*mine)).one()
    if made >= MOST_FORCED:
        wait = int(FORCED_WINDOW.total_seconds())
        raise Refused(429, TOO_MANY_REQUESTS, retry_after=wait)
    connection.execute(insert(forced_epoch).values(device_id=device.device_id, at=now))


def _first_seq(last: int, now: datetime) -> int:
    """Later than that of any epoch before, by the clock; when the clock was set back, at least
    than that of the last one that is known here."""
    by_clock = int((now - FIRST_SECOND).total_seconds())
    return min(max(by_clock, last // COUNT + 1), LAST_PLACE) * COUNT
