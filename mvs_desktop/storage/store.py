"""The encrypted store of one worker on one device."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine

from mvs_desktop.domain.errors import DiskFull, NotAStore, StoreDamaged
from mvs_desktop.domain.ids import uuid7
from mvs_desktop.storage import migrations
from mvs_desktop.storage.audit.countersign import Countersigning
from mvs_desktop.storage.audit.keeper import AuditKeeper
from mvs_desktop.storage.audit.log import AuditLog
from mvs_desktop.storage.base.engine import gate_of, make_file, open_engine, reading, rekey, writing
from mvs_desktop.storage.base.meta import Name, get, put
from mvs_desktop.storage.base.reserve import Reserve
from mvs_desktop.storage.copies.backups import BackupFolder, Files
from mvs_desktop.storage.copies.keeper import BackupKeeper
from mvs_desktop.storage.exchange import incoming
from mvs_desktop.storage.exchange.contents import Contents
from mvs_desktop.storage.exchange.identity import StoreIdentity
from mvs_desktop.storage.exchange.replica import Replica
from mvs_desktop.storage.exchange.together import Together
from mvs_desktop.storage.keys.lease import LeaseKeeper
from mvs_desktop.storage.records.attachments import AttachmentFiles
from mvs_desktop.storage.records.reader import Reader
from mvs_desktop.storage.records.unit_of_work import Author, UnitOfWork
from mvs_desktop.storage.search.finding import EVERYWHERE, Found, Within, find, find_exact
from mvs_desktop.storage.search.index import SearchIndex

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


class Store:
    """Open it with `open`; close it before the process ends."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._audit = AuditLog(clock)
        self.audit = AuditKeeper(engine, self._audit)
        self.countersigning = Countersigning(engine)
        self.index = SearchIndex(engine)
        self.lease = LeaseKeeper(engine, clock)
        self.identity = StoreIdentity(engine, self._audit)
        self.replica = Replica(engine, self._audit, clock, self.lease)
        self.attachments = AttachmentFiles(engine)
        self.contents = Contents(engine)
        self.together = Together(engine)
        self.author = Author("", "")
        self.backups: BackupKeeper | None = None  # None where there is no place for them
        self.reserve: Reserve | None = None

    @classmethod
    def create(cls, path: Path, key: bytes, store_id: UUID, clock: Clock = system_clock) -> "Store":
        """Make the file `path`, with all its tables. `key` is 32 bytes.

        Raises StoreExists, when nothing was touched, and DiskFull.
        """
        make_file(path)
        engine = open_engine(path, key)
        try:
            migrations.create(engine)
            with writing(engine) as connection:
                put(connection, Name.STORE_ID, str(store_id))
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, clock)

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        clock: Clock = system_clock,
        backups: BackupFolder | None = None,
    ) -> "Store":
        """Open the file `path` and bring its tables up to date; before that, a backup goes to
        `backups`.

        Raises StoreDamaged when it is gone, NotAStore when this key does not open it,
        StoreTooNew when a newer version of the program wrote it, and NoRoomForCopy or
        BackupDamaged when that backup cannot be made. It is never recreated.
        """
        if not path.exists() or not path.stat().st_size:
            raise StoreDamaged
        reserve = Reserve(path.parent) if backups else None
        if reserve is not None:
            reserve.ease()
        engine = open_engine(path, key)
        keeper = BackupKeeper(engine, backups, Files(path.parent), clock) if backups else None
        try:
            before = keeper.before_migration if keeper else lambda: None
            migrations.upgrade(engine, incoming.take_in_known_members, before)
            with reading(engine) as connection:
                if get(connection, Name.STORE_ID) is None:
                    raise NotAStore  # noqa: TRY301 - the same clean-up as any other failure
        except BaseException:
            engine.dispose()
            raise
        store = cls(engine, clock)
        store.backups = keeper
        store.reserve = reserve
        if reserve is not None:
            reserve.keep()
        enrolment = store.replica.enrolment()
        if enrolment is not None:
            store.replica.read_again()
            with suppress(DiskFull):  # what is left over can go another time
                store.attachments.sweep()
            store.author = Author(
                str(enrolment.worker_id), enrolment.worker_name, str(enrolment.device_id)
            )
        return store

    def now(self) -> datetime:
        """The moment by which a save is dated: the computer's own. What the service sets goes by
        `lease.now`."""
        return self._clock()

    def new_id(self) -> UUID:
        return uuid7(self._clock(), secrets.token_bytes(10))

    @contextmanager
    def reader(self, *, when_closed: bool = False) -> Iterator[Reader]:
        """One consistent snapshot.

        Raises LeaseClosed, unless it is for something that shows nothing (`when_closed`).
        """
        if not when_closed:
            self.lease.allow_reading()
        with reading(self._engine) as connection:
            yield Reader(connection)

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """One transaction; durable when the block ends without an exception.

        On a full disk it has the room of the reserve.
        """
        if self.reserve is not None:
            self.reserve.ease()
        try:
            with writing(self._engine) as connection:
                yield UnitOfWork(
                    connection, self.author, self._audit, self._clock, self.new_id, self.lease
                )
                self.lease.keep(connection)
        except DiskFull:
            if self.reserve is not None:
                self.reserve.spend()  # a quota, which shows only now: the next try has room
            raise

    @contextmanager
    def derived(self, *, behind: bool) -> Iterator[Reader]:
        """To read records and to write what is kept ready of them, in one transaction."""
        with writing(self._engine, behind=behind) as connection:
            yield Reader(connection)

    def search(self, query: str, within: Within = EVERYWHERE, limit: int = 50) -> tuple[Found, ...]:
        """Hits of a text, those by name first. Raises LeaseClosed."""
        self.lease.allow_reading()
        self.index.follow()
        with reading(self._engine) as connection:
            return find(connection, query, within, limit)

    def search_exact(self, value: str) -> tuple[Found, ...]:
        """Records with a number that is found whole, such as a BSN. Raises LeaseClosed."""
        self.lease.allow_reading()
        with reading(self._engine) as connection:
            return find_exact(connection, value)

    @property
    def key(self) -> bytes:
        """The database key, 32 bytes."""
        return gate_of(self._engine).key

    def rekey(self, key: bytes, progress: Callable[[float], None] = lambda _: None) -> None:
        """Encrypt everything under another key; others wait meanwhile. `progress` runs from 0
        to 1, in another thread. Raises DiskFull and StoreInUse; the store then has its old
        key."""
        if self.backups is None:
            rekey(self._engine, key, progress)
            return
        with self.backups.paused():
            former = self.key
            rekey(self._engine, key, progress)
            self.backups.rekeyed(former)

    def close(self) -> None:
        self._engine.dispose()
