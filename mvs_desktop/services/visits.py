"""Whether the worker is with a family now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.storage.store import Store

# A visit that says no other length takes so long, and one that is planned may begin earlier.
USUAL = timedelta(minutes=90)
EARLY = timedelta(minutes=15)

_FACE_TO_FACE = (ContactKind.HOME_VISIT, ContactKind.TALK, ContactKind.SCHOOL)


class Visits:
    """Looks in the worker's own contacts of the day."""

    def __init__(self, store: Store, worker_id: UUID, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._worker_id = worker_id
        self._clock = clock

    def under_way(self) -> bool:
        """Whether a visit, talk or school visit of this worker covers the present moment:
        one that is planned now, or one that they have begun to write down."""
        now = self._clock()
        with self._store.reader() as reader:
            near = reader.between(Contact, "at", now - timedelta(hours=12), now + EARLY)
        return any(self._covers(contact, now) for contact in near)

    def _covers(self, contact: Contact, now: datetime) -> bool:
        mine = contact.worker_id in (None, self._worker_id)
        if not mine or contact.kind not in _FACE_TO_FACE:
            return False
        if contact.state is ContactState.CANCELLED:
            return False
        length = USUAL if contact.minutes is None else timedelta(minutes=contact.minutes)
        early = EARLY if contact.state is ContactState.PLANNED else timedelta()
        return contact.at - early <= now < contact.at + length
