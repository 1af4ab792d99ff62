"""From a closed laptop to an open store: enrolling, unlocking, and nothing in between."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from mvs_desktop.domain.errors import (
    DiskFull,
    ExpectedError,
    FolderUnusable,
    NotAStore,
    RecoveryAnswerUnusable,
    StoreDamaged,
    StoreExists,
    WeakPassphrase,
)
from mvs_desktop.services.backups import BackupInfo, Restored, Restorer, explain_restore
from mvs_desktop.services.keys import WayIn
from mvs_desktop.services.passphrases import PassphraseQuality, judge_passphrase
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.signing_in import Browser, provider_of, signed_in
from mvs_desktop.services.wiping import Wiping
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.audit.seal import Seal
from mvs_desktop.storage.base.files import sync_folder, telling_a_full_disk
from mvs_desktop.storage.keys.key_file import Cost
from mvs_desktop.storage.keys.keychain import Keychain, SecretKeeper
from mvs_desktop.storage.keys.vault import KeyVault, Opened, status_name
from mvs_desktop.storage.store import Store, system_clock
from mvs_desktop.sync.client import DeviceIdentity, enrol, new_identity
from mvs_desktop.sync.protocol import SignedIn

STORE_FILE, KEY_FILE = "case.store", "case.keys"


class StoreState(StrEnum):
    NONE = "none"  # this laptop was never enrolled
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class RecoveryRequest:
    """What a locked-out worker hands to the officers: `content` to save as a file, and the
    short `check` code that both sides compare. `organisation` is whose officers they are."""

    content: bytes
    check: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Right:
    """By what a laptop may be enrolled: a code, or what signing in gave."""

    service_url: str
    device_name: str
    code: str = ""
    signed_in: SignedIn | None = None


class Session:
    """The store in one folder. Its methods block: derivation of the key takes a second."""

    def __init__(
        self,
        folder: Path,
        keeper: SecretKeeper | None = None,
        clock: Callable[[], datetime] = system_clock,
        cost: Cost | None = None,
    ) -> None:
        self._folder = folder / "store"
        # A store is made here and becomes the store by one rename, when the service has
        # answered: a process killed on the way leaves nothing that looks like a store.
        self._unfinished = folder / "store.new"
        self._keeper = keeper or Keychain()
        self._clock = clock
        self._cost = cost
        self._identity: DeviceIdentity | None = None
        self._restorer = Restorer(self._folder, self._vault, clock)
        self.wiping = Wiping(folder, self._keeper, self._destroy, clock)

    def state(self) -> StoreState:
        return StoreState.LOCKED if self._folder.exists() else StoreState.NONE

    def judge_passphrase(self, text: str) -> PassphraseQuality:
        return judge_passphrase(text)

    def wait(self) -> int:
        """Seconds until the next try to unlock; 0 when it may be now."""
        return self._vault(self._folder).wait()

    def enrol(
        self, service_url: str, code: str, passphrase: str, device_name: str = ""
    ) -> Workspace:
        """Make a store for the worker whose one-time code this is, and open it.

        Raises StoreExists, WeakPassphrase, KeyringUnsupported, DiskFull, FolderUnusable and what
        sync.client.enrol raises; then there is no store, and the same can be tried again.
        """
        self._check_new(passphrase)
        return self._enrol(passphrase, Right(service_url, device_name, code))

    def _check_new(self, passphrase: str) -> None:
        if self.state() is not StoreState.NONE:
            raise StoreExists
        if not judge_passphrase(passphrase).enough:
            raise WeakPassphrase

    def _enrol(self, passphrase: str, right: "Right") -> Workspace:
        try:
            self._make_aside(passphrase, right)
        except OSError as error:
            raise FolderUnusable from error
        self._identity = None
        return self.unlock(passphrase)

    def enrol_signed_in(
        self, service_url: str, passphrase: str, device_name: str, browser: Browser
    ) -> Workspace:
        """The same for whoever signs in with the system's browser.

        Raises SignInRefused, SignInCancelled, SignInNotLinked, SignInUnavailable and what
        `enrol` raises.
        """
        self._check_new(passphrase)
        provider = provider_of(service_url)
        mine = self._identity = self._identity or new_identity()
        given = signed_in(provider, mine.key.thumbprint(), browser)
        return self._enrol(passphrase, Right(service_url, device_name, signed_in=given))

    def unlock(self, passphrase: str) -> Workspace:
        """Open the store.

        Raises WrongPassphrase, KeyringEmpty, KeyringUnsupported, NotAStore, StoreDamaged
        or StoreTooNew. The store is never changed by a failure.
        """
        return self._unlock(passphrase)

    def _unlock(self, passphrase: str, restored: Restored | None = None) -> Workspace:
        vault = self._vault(self._folder)
        opened = vault.open(passphrase)
        store = self._opened_with(opened.keys)
        # A full disk must not keep a worker out; what is then read still needs its own line.
        with suppress(DiskFull), store.unit_of_work() as work:
            work.log(Act.UNLOCK)
        return self._workspace(store, vault, opened, restored)

    def backups(self) -> tuple[BackupInfo, ...]:
        """The backups of this store, newest first; no passphrase is needed to see them."""
        return self._restorer.folder.whole()

    def restore(self, name: str, passphrase: str) -> Workspace:
        """Put a backup in the place of the store, with what was not sent yet, and open it;
        what came of it is in `Workspace.restored`. The store that was there is kept.

        Raises what Restorer.restore raises; the store is then as it was.
        """
        return self._unlock(passphrase, self._restorer.restore(name, passphrase))

    def recovery_request(self) -> RecoveryRequest:
        """A request to the organisation's officers to open this store; the same one again
        until it was answered, also after a restart.

        Raises RecoveryUnavailable, KeyringUnsupported, StoreDamaged, KeyFileUnreadable or
        StoreTooNew.
        """
        pending, organisation = self._vault(self._folder).request()
        asked = pending.request
        return RecoveryRequest(asked.to_bytes(), asked.check(), organisation)

    def recover(self, answer: bytes, passphrase: str) -> Workspace:
        """Open the store with the officers' answer, from now on under this passphrase.

        Raises RecoveryAnswerUnusable, WeakPassphrase, KeyringUnsupported, DiskFull and what
        `unlock` raises of the store; then nothing was changed and it can be tried again.
        """
        if not judge_passphrase(passphrase).enough:
            raise WeakPassphrase
        vault = self._vault(self._folder)
        request, keys = vault.open_answer(answer)
        try:
            store = self._opened_with(keys)
        except NotAStore as error:
            raise RecoveryAnswerUnusable from error
        try:
            # Before the new way in exists: there is no recovery without its line.
            with store.unit_of_work() as work:
                work.log(Act.RECOVER, request=request.request_id, key=request.slots[0].key_id)
            opened = vault.recover(store.key, passphrase)
        except BaseException:
            store.close()
            raise
        vault.end_request(request.store_id)
        with suppress(ExpectedError):  # a keyring that lost the secret lost the seal as well
            store.audit.seal()
        return self._workspace(store, vault, opened)

    def remove(self) -> None:
        """Destroy the store of a demo: its files, and its secret in the keyring."""
        for folder in (self._folder, self._unfinished):
            with suppress(ExpectedError):
                self._vault(folder).remove()
            shutil.rmtree(folder, ignore_errors=True)
        self._restorer.remove()

    def _destroy(self, store_id: UUID) -> bool:
        """All that belongs to the store, what opens it first; gives whether nothing is left."""
        with suppress(ExpectedError, OSError):
            self._vault(self._folder).destroy(store_id)
        for folder in (self._folder, self._unfinished):
            shutil.rmtree(folder, ignore_errors=True)
        self._restorer.remove()
        return not self._folder.exists() and not self._restorer.anything_left()

    def _opened_with(self, keys: Sequence[bytes]) -> Store:
        """The store, with whichever key opens it: while the key is replaced there are two.

        Raises what Store.open raises.
        """
        *others, last = keys
        for key in others:
            with suppress(NotAStore):
                return self._opened(key)
        return self._opened(last)

    def _opened(self, key: bytes) -> Store:
        store = Store.open(self._folder / STORE_FILE, key, self._clock, self._restorer.folder)
        if store.replica.enrolment() is None:
            store.close()
            raise StoreDamaged
        store.audit.use_seal(Seal(self._keeper, str(store.identity.store_id())))
        explain_restore(store)
        return store

    def _workspace(
        self, store: Store, vault: KeyVault, opened: Opened, restored: Restored | None = None
    ) -> Workspace:
        workspace = Workspace(
            store,
            store.identity.enrolment(),
            Registers(),
            WayIn(vault, opened, self.wiping),
        )
        self.wiping.keep_contact(store)
        workspace.restored = restored
        workspace.keys.tidy()
        return workspace

    def _make_aside(self, passphrase: str, right: "Right") -> None:
        self._clear_unfinished()
        try:
            with telling_a_full_disk():
                self._unfinished.mkdir(parents=True, mode=0o700)
                self._make(passphrase, right)
                sync_folder(self._unfinished)
                self.wiping.forget()
                self._unfinished.rename(self._folder)
                sync_folder(self._folder.parent)
        except BaseException:
            # What cannot go now goes at the next try; what went wrong is what to tell.
            with suppress(OSError):
                self._clear_unfinished()
            raise

    def _make(self, passphrase: str, right: "Right") -> None:
        # The identity outlives a lost reply: the service knows the same device again.
        mine = self._identity = self._identity or new_identity()
        key = self._vault(self._unfinished).create(mine.store_id, passphrase)
        self._keeper.put(status_name(mine.store_id), mine.status_seed)
        store = Store.create(self._unfinished / STORE_FILE, key, mine.store_id, self._clock)
        try:
            enrolment, epoch = enrol(
                right.service_url,
                right.code,
                right.device_name,
                identity=mine,
                signed_in=right.signed_in,
            )
            store.replica.save_enrolment(enrolment, epoch)
        finally:
            store.close()

    def _clear_unfinished(self) -> None:
        if self._unfinished.exists():
            with suppress(ExpectedError):
                self._vault(self._unfinished).remove()
            shutil.rmtree(self._unfinished)

    def _vault(self, folder: Path) -> KeyVault:
        return KeyVault(folder / KEY_FILE, self._keeper, self._clock, self._cost)
