"""What a world is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.storage.copies.backups import BackupFolder, Files
from mvs_desktop.storage.store import Store
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.reconcile import Pace, Paces
from tests.simulation.network import Network

START = datetime(2026, 3, 4, 9, tzinfo=UTC)

Act = tuple[str, Callable[[], object], float]  # its name, and how often it happens beside others


@dataclass
class Edit:
    """One word that somebody wrote. `replaced`: the words it knowingly wrote over."""

    word: str
    device: int
    case_id: UUID
    record_id: UUID
    replaced: frozenset[str] = frozenset()
    at: datetime = START


@dataclass(frozen=True)
class Attached:
    """A file that somebody put in a case, and all that is in it."""

    id: UUID
    device: int
    case_id: UUID
    compartment: str
    content: bytes
    at: datetime


@dataclass
class Seen:
    """What an invariant saw at an earlier look, and has to find again."""

    signed: dict[UUID, object] = field(default_factory=dict)  # notes as they were signed
    tombstones: set[UUID] = field(default_factory=set)  # records that were withdrawn
    numbers: dict[tuple[UUID, int], tuple[object, ...]] = field(default_factory=dict)
    resynced: bool = False  # some case was


@dataclass
class Form:
    """A paragraph as a form received it, open while other things happen."""

    device: int
    base: NoteParagraph


@dataclass
class Device:
    """A laptop: its store, its backups, its clock, and its way to the service."""

    number: int
    user: int
    files: Files
    backups: BackupFolder
    network: Network
    store: Store
    paces: Paces
    travel: ContentTravel
    ahead: timedelta = timedelta()  # of its clock; nobody sees to it
    waiting: str | None = None  # digest of what waits at the service, as the last whole sync told


def paces(number: int, *, little: bool = False) -> Paces:
    """How much goes at a time over the line of the laptop with this number. Every other worker's
    line bears so little that a few edits take several batches, and a case several pages."""
    found = Paces()
    if little or number // 2 % 2:
        found.up = Pace(least=1, first=1, most=4_000)  # bytes; a group goes in any case
        found.down = Pace(least=1, first=4, most=40)  # records
    return found
