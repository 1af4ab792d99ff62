"""A secret keeper in memory, for tests that are not about the keyring itself."""

import secrets

from mvs_desktop.domain.errors import KeyringEmpty, KeyringUnsupported
from mvs_desktop.storage.keys.keychain import SECRET_BYTES


class MemoryKeeper:
    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {}

    def create(self, store_id: str) -> bytes:
        self.secrets[store_id] = secrets.token_bytes(SECRET_BYTES)
        return self.secrets[store_id]

    def put(self, store_id: str, secret: bytes) -> None:
        self.secrets[store_id] = secret

    def read(self, store_id: str) -> bytes:
        if store_id not in self.secrets:
            raise KeyringEmpty
        return self.secrets[store_id]

    def forget(self, store_id: str) -> None:
        self.secrets.pop(store_id, None)


class NoKeyring(MemoryKeeper):
    """A system whose keyring is none that we trust."""

    def create(self, store_id: str) -> bytes:  # noqa: ARG002
        raise KeyringUnsupported

    def put(self, store_id: str, secret: bytes) -> None:  # noqa: ARG002
        raise KeyringUnsupported

    def read(self, store_id: str) -> bytes:  # noqa: ARG002
        raise KeyringUnsupported

    def forget(self, store_id: str) -> None:  # noqa: ARG002
        raise KeyringUnsupported
