"""The pages of an encrypted store, decrypted one by one: free pages and the log too.

A query only reaches what is still in a table; whoever has the key reaches every page. The
layout is SQLCipher 4's: AES-256-CBC, the salt in the first 16 bytes of the file, and at the
end of each page its initialisation vector (16 bytes) and its HMAC-SHA-512 (64 bytes).
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE = 4096
_SALT, _VECTOR, _HMAC = 16, 16, 64
_LOG_HEADER, _FRAME_HEADER = 32, 24


def decrypted_pages(path: Path, key: bytes) -> Iterator[bytes]:
    """Every page of the file and of the log beside it; `key` is the raw key (32 bytes)."""
    content = path.read_bytes()
    for start in range(0, len(content) - PAGE + 1, PAGE):
        yield _decrypted(content[start : start + PAGE], key, first=start == 0)
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes() if log.exists() else b""
    size = _FRAME_HEADER + PAGE
    for start in range(_LOG_HEADER, len(frames) - size + 1, size):
        number = int.from_bytes(frames[start : start + 4], "big")
        page = frames[start + _FRAME_HEADER : start + size]
        yield _decrypted(page, key, first=number == 1)


def _decrypted(page: bytes, key: bytes, *, first: bool) -> bytes:
    end = PAGE - _VECTOR - _HMAC
    text = page[_SALT if first else 0 : end]
    vector = page[end : end + _VECTOR]
    decryptor = Cipher(AES(key), CBC(vector)).decryptor()
    return decryptor.update(text) + decryptor.finalize()
