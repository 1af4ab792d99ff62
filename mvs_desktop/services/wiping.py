"""Destroying the store of this laptop because its organisation ordered it.

An order counts only when the service of the enrolment signed it for this device and store, in
answer to a question of this laptop: one that was taken back is worth nothing. That it was
taken back is kept here, for when the service is put back to before it was.
From the moment that it is written down it is carried out, at the next start too when the
program was ended half-way; and the service hears of it as soon as it can be reached. What
opens the store goes first, so that the rest is worth nothing however far it came.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import msgspec

from mvs_desktop.domain.errors import DiskFull, ExpectedError, KeyringEmpty
from mvs_desktop.storage.base.files import write_durably
from mvs_desktop.storage.keys.keychain import SecretKeeper
from mvs_desktop.storage.keys.vault import status_name
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.protocol import DeviceState
from mvs_desktop.sync.status import Contact, WipeOrder, ask_status, cancelled_in, order_in

if TYPE_CHECKING:
    from mvs_desktop.storage.store import Store

T = TypeVar("T")

CONTACT_FILE = "contact.json"
ORDER_FILE = "wipe.json"
CANCELLED_FILE = "wipe-cancelled.jwt"


class Stage(StrEnum):
    NONE = "none"
    BEGUN = "begun"  # written down; something may be left
    DONE = "done"


class _Journal(msgspec.Struct, frozen=True):
    """What is kept of a wipe: no more than that it was ordered and how far it is."""

    order_id: str
    store_id: UUID
    at_once: bool
    begun_at: datetime
    done_at: datetime | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Wiped:
    """What became of an order. `sent_first`: what was not sent had gone before; `whole`: nothing
    is left on this laptop; `told`: the service knows."""

    at: datetime
    sent_first: bool
    whole: bool
    told: bool


class Wiping:
    """Of the store in one folder. `destroy` gets the id of the store, removes all that belongs
    to it, and gives whether nothing is left; it may be called again."""

    def __init__(
        self,
        folder: Path,
        keeper: SecretKeeper,
        destroy: Callable[[UUID], bool],
        clock: Callable[[], datetime],
    ) -> None:
        self._contact_file = folder / CONTACT_FILE
        self._journal_file = folder / ORDER_FILE
        self._cancelled_file = folder / CANCELLED_FILE
        self._keeper = keeper
        self._destroy = destroy
        self._clock = clock
        self._unwritten: _Journal | None = None  # the disk did not take it

    # Asking

    def keep_contact(self, store: "Store") -> None:
        """Write down how to ask while `store` is locked; a store that was put back or enrolled
        anew has another device id."""
        mine = store.identity.enrolment()
        if not mine.service_key:
            return
        contact = Contact(
            mine.service_url, mine.device_id, store.identity.store_id(), mine.service_key
        )
        if contact != self._contact():
            with suppress(DiskFull, OSError):  # then at the next unlock
                write_durably(self._contact_file, msgspec.json.encode(contact))

    def status_seed(self, store_id: UUID) -> bytes:
        """What the status key of a store is made from. Raises KeyringUnsupported."""
        try:
            return self._keeper.read(status_name(store_id))
        except KeyringEmpty:
            return self._keeper.create(status_name(store_id))

    def ask(self) -> WipeOrder | None:
        """Whether there is an order for this laptop; blocks on the network. Whatever goes wrong
        is no order."""
        with suppress(ExpectedError):
            contact = self._contact()
            if contact is None:
                return None
            challenge, kept = secrets.token_urlsafe(16), self._cancelled()
            reply = ask_status(contact, self._key(contact), challenge, cancelled=kept)
            if reply.state is DeviceState.WIPE:
                order = order_in(reply.wipe, contact, challenge)
                known = cancelled_in(kept, contact)
                return None if order is None or order.id in known else order
            if cancelled_in(reply.cancelled, contact, challenge) - cancelled_in(kept, contact):
                with suppress(DiskFull, OSError):  # then at the next question
                    write_durably(self._cancelled_file, reply.cancelled.encode())
        return None

    # Carrying out

    def begin(self, order: WipeOrder) -> None:
        """Write the order down; from here there is no way back."""
        self._write(_Journal(order.id, order.store_id, order.at_once, self._clock()))

    def stage(self) -> Stage:
        journal = self._journal()
        if journal is None:
            return Stage.NONE
        return Stage.DONE if journal.done_at else Stage.BEGUN

    def finish(self) -> Wiped:
        """Destroy what is there, tell the service, and say what became of it. May be called
        again: what is left goes, and what was not told is told."""
        journal, contact = self._journal(), self._contact()
        if journal is None:
            raise RuntimeError("there is no order")
        whole = self._destroy(journal.store_id)
        if whole and journal.done_at is None:
            journal = msgspec.structs.replace(journal, done_at=self._clock())
            self._write(journal)
        told = journal.told
        if whole and not told and contact is not None and self._tell(contact, journal.order_id):
            told = True
            self._write(msgspec.structs.replace(journal, told=True))
        if told and contact is not None:
            with suppress(ExpectedError):
                self._keeper.forget(status_name(contact.store_id))
            with suppress(OSError):
                self._contact_file.unlink(missing_ok=True)
                self._cancelled_file.unlink(missing_ok=True)
        return Wiped(journal.begun_at, not journal.at_once, whole, told)

    def forget(self) -> None:
        """What was before is over, before a new store takes its place: it is never to be taken
        for that one. Raises OSError."""
        self._journal_file.unlink(missing_ok=True)
        self._unwritten = None

    def _tell(self, contact: Contact, order_id: str) -> bool:
        with suppress(ExpectedError):
            ask_status(contact, self._key(contact), "", wiped=order_id)
            return True
        return False

    def _key(self, contact: Contact) -> DeviceKey:
        return DeviceKey.from_seed(self._keeper.read(status_name(contact.store_id)))

    def _cancelled(self) -> str:
        try:
            return self._cancelled_file.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _contact(self) -> Contact | None:
        return _read(self._contact_file, Contact)

    def _journal(self) -> _Journal | None:
        return self._unwritten or _read(self._journal_file, _Journal)

    def _write(self, journal: _Journal) -> None:
        # Without it the order is carried out all the same; a new start then asks for it again.
        self._unwritten = journal
        with suppress(DiskFull, OSError):
            write_durably(self._journal_file, msgspec.json.encode(journal))
            self._unwritten = None


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
