"""The device secret in the operating system's own keyring, and in nothing else.

Backends are named one by one: the keyring library would otherwise take any plug-in that
happens to be installed, a plaintext file among them.
"""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Protocol

import keyring.errors
from keyring.backend import KeyringBackend

from mvs_desktop.domain.errors import KeyringEmpty, KeyringUnsupported

SERVICE = "MVS Desktop"
SECRET_BYTES = 32

_ALLOWED = {
    "win32": ("keyring.backends.Windows.WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS.Keyring",),
    "linux": (
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    ),
}


def seal_name(store_id: str) -> str:
    """Under what name the keyring has the seal on the audit of a store."""
    return f"{store_id}.seal"


class SecretKeeper(Protocol):
    """Keeps secrets of 32 bytes; the name begins with the store's id and says nothing of its
    owner."""

    def create(self, name: str) -> bytes: ...

    def put(self, name: str, secret: bytes) -> None: ...

    def read(self, name: str) -> bytes: ...

    def forget(self, name: str) -> None: ...


class Keychain:
    """The secret keeper of the operating system. Every method may raise KeyringUnsupported."""

    def create(self, name: str) -> bytes:
        """Make a secret, and prove that it can be read back before it is relied on."""
        secret = secrets.token_bytes(SECRET_BYTES)
        self.put(name, secret)
        return secret

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret, in the place of what had this name, and prove that it is kept."""
        with _keyring() as backend:
            backend.set_password(SERVICE, name, secret.hex())
            kept = backend.get_password(SERVICE, name)
            if kept != secret.hex():
                self.forget(name)
                raise KeyringUnsupported

    def read(self, name: str) -> bytes:
        """Raises KeyringEmpty when the secret is not there."""
        with _keyring() as backend:
            kept = backend.get_password(SERVICE, name)
        try:
            secret = bytes.fromhex(kept or "")
        except ValueError as error:
            raise KeyringEmpty from error
        if len(secret) != SECRET_BYTES:
            raise KeyringEmpty
        return secret

    def forget(self, name: str) -> None:
        """Remove the secret; nothing happens when there is none."""
        with _keyring() as backend, suppress(keyring.errors.PasswordDeleteError):
            backend.delete_password(SERVICE, name)


def prove(keeper: SecretKeeper) -> None:
    """Put a canary in the keyring, read it back and take it out again, before the keyring is
    relied on for a secret that cannot be made again. Raises KeyringUnsupported."""
    name = f"canary-{secrets.token_hex(8)}"
    try:
        sung = keeper.create(name)
        kept = keeper.read(name)
        keeper.forget(name)
    except KeyringEmpty as error:
        raise KeyringUnsupported from error
    if kept != sung:
        raise KeyringUnsupported


@contextmanager
def _keyring() -> Iterator[KeyringBackend]:
    try:
        yield _backend()
    except KeyringUnsupported:
        raise
    # Backends pass on whatever the system's own library raises: a prompt that was dismissed,
    # a bus that went away. None of it is ours to tell apart.
    except Exception as error:
        raise KeyringUnsupported from error


def _backend() -> KeyringBackend:
    for name in _ALLOWED.get(sys.platform, ()):
        module, _, cls = name.rpartition(".")
        backend_class: type[KeyringBackend] = getattr(import_module(module), cls)
        if backend_class.viable:
            backend = backend_class()
            if sys.platform == "win32":
                backend.persist = "local machine"  # the secret must not roam with the profile
            return backend
    raise KeyringUnsupported
