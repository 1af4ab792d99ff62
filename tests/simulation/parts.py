"""What a world is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.storage.copies.backups import BackupFolder, Files
from mvs_desktop.storage.store import Store
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
    ahead: timedelta = timedelta()  # of its clock; nobody sees to it
