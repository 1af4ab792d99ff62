"""A seal on the audit, outside the store: how far it had come, kept in the system's keyring.

A store that was replaced by an older copy, or whose lines were all written anew, is sound in
itself. The keyring, which no copy of the folder brings back, tells.
"""

from mvs_desktop.domain.errors import KeyringEmpty
from mvs_desktop.storage.audit.log import Mark
from mvs_desktop.storage.keys.keychain import SecretKeeper, seal_name

# A secret of the keyring has 32 bytes: the number of a line, and of its hash what fits.
_NUMBER_BYTES = 8
_HASH_BYTES = 24


class Seal:
    """The seal of one store. Both methods may raise KeyringUnsupported."""

    def __init__(self, keeper: SecretKeeper, store_id: str) -> None:
        self._keeper = keeper
        self._name = seal_name(store_id)

    def read(self) -> Mark | None:
        """The line that was sealed, with the beginning of its hash; None without a seal."""
        try:
            kept = self._keeper.read(self._name)
        except KeyringEmpty:
            return None
        return Mark(int.from_bytes(kept[:_NUMBER_BYTES], "big"), kept[_NUMBER_BYTES:].hex())

    def write(self, mark: Mark) -> None:
        """Seal up to this line."""
        number = mark.number.to_bytes(_NUMBER_BYTES, "big")
        self._keeper.put(self._name, number + bytes.fromhex(mark.hash)[:_HASH_BYTES])
