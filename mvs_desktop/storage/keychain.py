"""The device secret in the operating system's own keyring, and in nothing else.

Backends are named one by one: the keyring library would otherwise take any plug-in that
happens to be installed, a plaintext file among them.
"""

import secrets
import sys
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


class SecretKeeper(Protocol):
    """Keeps one secret per store; `store_id` names it and says nothing of its owner."""

    def create(self, store_id: str) -> bytes: ...

    def read(self, store_id: str) -> bytes: ...

    def forget(self, store_id: str) -> None: ...


class Keychain:
    """The secret keeper of the operating system. Every method may raise KeyringUnsupported."""

    def create(self, store_id: str) -> bytes:
        """Make a secret, and prove that it can be read back before it is relied on."""
        backend = _backend()
        secret = secrets.token_bytes(SECRET_BYTES)
        try:
            backend.set_password(SERVICE, store_id, secret.hex())
            kept = backend.get_password(SERVICE, store_id)
        except keyring.errors.KeyringError as error:
            raise KeyringUnsupported from error
        if kept != secret.hex():
            raise KeyringUnsupported
        return secret

    def read(self, store_id: str) -> bytes:
        """Raises KeyringEmpty when the secret is not there."""
        try:
            kept = _backend().get_password(SERVICE, store_id)
        except keyring.errors.KeyringError as error:
            raise KeyringUnsupported from error
        if kept is None:
            raise KeyringEmpty
        try:
            secret = bytes.fromhex(kept)
        except ValueError as error:
            raise KeyringEmpty from error
        if len(secret) != SECRET_BYTES:
            raise KeyringEmpty
        return secret

    def forget(self, store_id: str) -> None:
        """Remove the secret; nothing happens when there is none."""
        try:
            _backend().delete_password(SERVICE, store_id)
        except keyring.errors.PasswordDeleteError:
            return
        except keyring.errors.KeyringError as error:
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
