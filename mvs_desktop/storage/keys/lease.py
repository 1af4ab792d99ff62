"""The offline lease of a store: by the service's time, and not to be had longer by a clock.

The service's time now is the furthest of three: what the computer's clock says, corrected by
how wrong it was at the last contact; the latest moment that this store has ever seen; and
that moment plus the time that went by since in this process. Only contact sets it back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from sqlalchemy import Connection, Engine

from mvs_desktop.domain.contacts import Note, NoteParagraph
from mvs_desktop.domain.errors import LeaseClosed, LeaseLimited
from mvs_desktop.domain.lease import Lease, Stage, is_own_note, lease_at
from mvs_desktop.domain.records import Record, record_type, type_of
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.meta import Name, get, put
from mvs_desktop.storage.base.rows import fetch
from mvs_desktop.storage.base.ticks import ticks as system_ticks

# A clock may be set right by some minutes, or be off by the hours of a time zone or of summer
# time; further back than this it cannot be believed.
_DOUBT = timedelta(hours=3)
# The screens know of a limit at once; what was being typed when it passed is still saved.
_LAST_WORDS = timedelta(minutes=5)
# What was derived from the day that it seemed to be is then derived anew.
_AHEAD = timedelta(minutes=5)
# Saves write down the moment no oftener than this.
_KEEP_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store knows of the time; the moments are the service's."""

    last_contact: datetime
    latest: datetime  # ever seen
    correction: timedelta  # the service's time minus the computer's, at the last contact
    at_tick: float  # when `latest` was so
    written: datetime | None = None  # the `latest` that is in the store


class LeaseKeeper:
    """Made by Store. `state` and `now` are cheap: the store is read once."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        ticks: Callable[[], float] = system_ticks,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._ticks = ticks
        self._lock = Lock()  # sync and foreground work ask at the same time
        self._known: _Known | None = None

    def state(self) -> Lease:
        """How it stands now."""
        return self._lease()

    def now(self) -> datetime:
        """The service's time, as well as it is known: by what it told, whatever the computer's
        clock says."""
        known = self._knowledge()
        passed = timedelta(seconds=max(self._ticks() - known.at_tick, 0))
        return max(self._clock() + known.correction, known.latest + passed)

    def allow_reading(self) -> None:
        """Raises LeaseClosed."""
        if self._lease(late_by=_LAST_WORDS).stage is Stage.CLOSED:
            raise LeaseClosed

    def allow_change(self, connection: Connection, item: Record, worker_id: str) -> None:
        """Raises LeaseClosed, or LeaseLimited when only notes of one's own may be written.

        What counts is the record as it stands; for a new one, as it will be.
        """
        stage = self._lease(late_by=_LAST_WORDS).stage
        if stage is Stage.OPEN:
            return
        if stage is Stage.CLOSED:
            raise LeaseClosed
        standing = fetch(connection, type_of(item), str(item.id))
        record = item if standing is None else standing.record()
        if not is_own_note(record, _note_of(connection, record), UUID(worker_id)):
            raise LeaseLimited

    def contacted(self, connection: Connection, server_time: datetime) -> bool:
        """The service answered: its time counts from here, whatever was seen before. Gives
        whether it was taken for later than it is."""
        taken_for = self.now()
        with self._lock:
            known = _Known(
                server_time, server_time, server_time - self._clock(), self._ticks(), server_time
            )
            put(connection, Name.LAST_CONTACT, server_time.isoformat())
            put(connection, Name.LATEST_MOMENT, server_time.isoformat())
            put(connection, Name.CLOCK_CORRECTION, str(known.correction.total_seconds()))
            self._known = known
        return taken_for > server_time + _AHEAD

    def keep(self, connection: Connection) -> None:
        """Write down the latest moment, within a transaction that is under way anyway."""
        now = self.now()
        with self._lock:
            known = self._known
            if known is None or (known.written and now < known.written + _KEEP_EVERY):
                return
            put(connection, Name.LATEST_MOMENT, now.isoformat())
            if get(connection, Name.LAST_CONTACT) is None:
                put(connection, Name.LEASE_FROM, known.last_contact.isoformat())
            self._known = _Known(
                known.last_contact, known.latest, known.correction, known.at_tick, now
            )

    def _lease(self, late_by: timedelta = timedelta()) -> Lease:
        now = self.now()
        known = self._knowledge()
        behind = self._clock() + known.correction < now - _DOUBT
        return lease_at(now - late_by, known.last_contact, clock_behind=behind)

    def _knowledge(self) -> _Known:
        with self._lock:
            if self._known is None:
                self._known = self._read()
            return self._known

    def _read(self) -> _Known:
        with reading(self._engine) as connection:
            found = {
                name: get(connection, name)
                for name in (
                    Name.LAST_CONTACT,
                    Name.LEASE_FROM,
                    Name.LATEST_MOMENT,
                    Name.CLOCK_CORRECTION,
                )
            }
        correction = timedelta(seconds=float(found[Name.CLOCK_CORRECTION] or 0))
        here = self._clock() + correction
        # A store that never had contact counts from its first day: its enrolment was contact.
        contact = found[Name.LAST_CONTACT] or found[Name.LEASE_FROM]
        last_contact = datetime.fromisoformat(contact) if contact else here
        seen = found[Name.LATEST_MOMENT]
        latest = max(datetime.fromisoformat(seen) if seen else last_contact, last_contact)
        return _Known(last_contact, max(latest, here), correction, self._ticks())


def _note_of(connection: Connection, record: Record) -> Note | None:
    if not isinstance(record, NoteParagraph):
        return None
    found = fetch(connection, record_type(Note.type_name), str(record.note_id))
    note = None if found is None else found.record()
    return note if isinstance(note, Note) else None
