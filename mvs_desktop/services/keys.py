"""The keys of an open store: another passphrase, another database key, another device id.

Whatever stops the process half-way, the store opens afterwards with the old secret or the
new one, and `tidy` finishes at the next unlock what was left.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock

from mvs_desktop.domain.errors import (
    CodeOfAnother,
    DiskFull,
    EnrolmentCodeRefused,
    ExpectedError,
    RecoveryKeyRefused,
    WeakPassphrase,
)
from mvs_desktop.domain.recovery import RecoveryKey, WrappedKey
from mvs_desktop.services.passphrases import judge_passphrase
from mvs_desktop.services.sending import Sending
from mvs_desktop.services.signing_in import Browser, provider_of, signed_in
from mvs_desktop.services.wiping import Wiping
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.exchange.identity import NextDevice
from mvs_desktop.storage.keys import recovery
from mvs_desktop.storage.keys.key_file import KEY_BYTES
from mvs_desktop.storage.keys.vault import KeyVault, Opened
from mvs_desktop.storage.store import Store
from mvs_desktop.sync.client import DeviceIdentity, enrol, new_identity
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.protocol import SignedIn

Progress = Callable[[float], None]  # from 0 to 1


@dataclass(slots=True)
class WayIn:
    """The key file that a store was opened with, as it is now."""

    vault: KeyVault
    opened: Opened
    wiping: Wiping


class Keys:
    """Of one open store. Its methods block, and only one of them runs at a time.

    A store that was opened with its bare key (a measurement, a test) has no way in to change.
    """

    def __init__(self, store: Store, sending: Sending, way_in: WayIn | None) -> None:
        self._store = store
        self._sending = sending
        self._found_way_in = way_in
        self._lock = Lock()
        self._refused = ""

    @property
    def _way_in(self) -> WayIn:
        if self._found_way_in is None:
            raise RuntimeError("this store was opened without its key file")
        return self._found_way_in

    @property
    def device_needs_code(self) -> bool:
        """Whether the service takes nothing from this laptop until it is enrolled again."""
        return self._sending.refused or self._store.identity.needs_device()

    @property
    def service_url(self) -> str:
        """Where the service is that this laptop was enrolled at."""
        return self._store.identity.enrolment().service_url

    def change_passphrase(self, old: str, new: str) -> None:
        """Raises WrongPassphrase, RecoveryOnly, WeakPassphrase, DiskFull and what the keyring
        raises; the old passphrase then stands."""
        me = self._store.identity.enrolment()
        if not judge_passphrase(new, (me.worker_name, me.organisation, me.team)).enough:
            raise WeakPassphrase
        with self._lock:
            way_in = self._way_in
            opened = way_in.vault.open(old)
            way_in.opened = way_in.vault.change_passphrase(opened, new)
            self._log(Act.CHANGE_PASSPHRASE)

    def rotate(self, progress: Progress | None = None) -> None:
        """Encrypt the store under a new database key.

        The key file holds both keys until the store was proven to open with the new one.
        Raises DiskFull and StoreInUse; the store then has its old key.
        """
        tell = progress or (lambda _: None)
        with self._lock:
            tell(0.0)
            key = secrets.token_bytes(KEY_BYTES)
            try:
                self._hold(key, self._store.key)
                tell(0.1)
                self._store.rekey(key, lambda part: tell(0.1 + 0.8 * part))
                tell(0.9)
            finally:
                self._hold(self._store.key)
            self._log(Act.ROTATE_KEY)
            tell(1.0)

    def re_enrol(self, service_url: str, code: str) -> None:
        """Give this store a new device id and key pair; what waits to be sent stays.

        Raises CodeOfAnother and what sync.client.enrol raises; then nothing changed, and the
        same code can be tried again.
        """
        self._re_enrol(service_url, code=code)

    def re_enrol_signed_in(self, service_url: str, browser: Browser) -> None:
        """The same for whoever signs in with the system's browser, which may take minutes.

        Raises SignInRefused, SignInCancelled, SignInNotLinked, SignInUnavailable and what
        `re_enrol` raises.
        """
        provider = provider_of(service_url)
        with self._lock:
            thumbprint = self._next_device().key.thumbprint()
        self._re_enrol(service_url, given=signed_in(provider, thumbprint, browser))

    def confirm(self, passphrase: str) -> None:
        """Raises WrongPassphrase and RecoveryOnly unless this is the passphrase of the store."""
        with self._lock:
            self._way_in.vault.open(passphrase)

    def _re_enrol(self, service_url: str, code: str = "", given: SignedIn | None = None) -> None:
        with self._lock:
            mine = self._store.identity.enrolment()
            try:
                enrolled, _ = enrol(
                    service_url,
                    code,
                    "",
                    identity=self._next_device(),
                    replaces=mine.device_id,
                    signed_in=given,
                )
            except EnrolmentCodeRefused:
                # Another code does not go with an identity that the service knows already.
                self._store.identity.forget_next_device()
                raise
            if enrolled.worker_id != mine.worker_id:
                self._store.identity.forget_next_device()  # it is that worker's now
                raise CodeOfAnother
            if enrolled.recovery_key is None:
                enrolled = replace(enrolled, recovery_key=mine.recovery_key)
            self._store.identity.re_enrolled(enrolled)
            self._store.author = replace(self._store.author, device_id=str(enrolled.device_id))
            self._sending.use(enrolled)
            self._way_in.wiping.keep_contact(self._store)
            self._tidy()

    def contacted(self) -> None:
        """After a contact with the service: take in a new recovery key, when there is one. A
        failure waits for the next contact."""
        if self._found_way_in is None:
            return
        with self._lock, suppress(ExpectedError):
            enrolment = self._store.identity.enrolment()
            pinned = enrolment.recovery_key
            key = self._sending.recovery_key(pinned.id if pinned else "")
            if key is not None and key.id != self._refused:
                self._take(key, enrolment)

    def tidy(self) -> None:
        """Finish what was cut short, and put slot B right: it may be missing, of an earlier
        recovery key, or not what this store put there."""
        with self._lock:
            self._tidy()

    def _tidy(self) -> None:
        enrolment = self._store.identity.enrolment()
        file = self._way_in.opened.file
        right = (
            len(file.slots_a) == 1
            and (enrolment.recovery_key is None or _fits(file.slots_b, enrolment))
            and (not file.slots_b or _digest(file.slots_b) == self._store.identity.slot_b_digest())
        )
        if not right:
            # That must not keep a worker out; the next unlock goes on.
            with suppress(ExpectedError, OSError):
                self._hold(self._store.key)

    def _take(self, key: RecoveryKey, enrolment: Enrolment) -> None:
        try:
            recovery.trusted(key, enrolment.recovery_key)
        except RecoveryKeyRefused:
            self._refused = key.id
            self._log(Act.RECOVERY_KEY_REFUSED, key=key.id)
            return
        changed = replace(enrolment, recovery_key=key)
        self._store.identity.change(changed, Act.RECOVERY_KEY, key=key.id, number=key.number)
        self._tidy()

    def _hold(self, *keys: bytes) -> None:
        """Write the key file anew, with these database keys and both slots for each."""
        identity = self._store.identity
        enrolment, store_id = identity.enrolment(), identity.store_id()
        key = enrolment.recovery_key
        slots: tuple[WrappedKey, ...] = ()
        if key is not None:
            slots = tuple(recovery.wrap(one, key, store_id, enrolment.device_id) for one in keys)
        organisation = key.organisation if key else ""
        way_in = self._way_in
        way_in.opened = way_in.vault.hold(way_in.opened, keys, slots, organisation)
        identity.keep_slot_b_digest(_digest(slots))

    def _next_device(self) -> DeviceIdentity:
        kept = self._store.identity.next_device()
        store_id = self._store.identity.store_id()
        seed = self._way_in.wiping.status_seed(store_id)
        if kept is not None:
            key = DeviceKey.from_pem(kept.private_key)
            return DeviceIdentity(kept.device_id, key, store_id, seed)
        made = new_identity(store_id, seed)
        self._store.identity.keep_next_device(NextDevice(made.device_id, made.key.to_pem()))
        return made

    def _log(self, act: Act, **detail: str | int) -> None:
        with suppress(DiskFull):  # it happened: that cannot be taken back
            self._store.identity.log(act, **detail)


def _fits(slots: Sequence[WrappedKey], enrolment: Enrolment) -> bool:
    key = enrolment.recovery_key
    return bool(slots) and all(
        key is not None and slot.key_id == key.id and slot.device_id == enrolment.device_id
        for slot in slots
    )


def _digest(slots: Sequence[WrappedKey]) -> str:
    return hashlib.sha256(b"".join(slot.wrapped for slot in slots)).hexdigest()
