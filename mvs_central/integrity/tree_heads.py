"""Tree heads in a file, for whoever keeps them elsewhere: the service cannot take them back.

The file also shows, by RFC 6962's consistency proofs, that each head is of the same log as the
one before it; that can be checked without the database.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from mvs_central.base.central import Central
from mvs_central.integrity import signing
from mvs_central.integrity.merkle import consistency_spans, is_consistent, roots_of
from mvs_central.integrity.seal import Head, batches, newest
from mvs_desktop.domain.errors import ExpectedError


class HeadsUnreadable(ExpectedError):
    """The file holds no heads of an audit."""

    code = "heads-unreadable"


class NothingSealed(ExpectedError):
    """There is no seal yet."""

    code = "nothing-sealed"


class HeadsDiffer(ExpectedError):
    """The heads that were kept are of another log than this one."""

    code = "heads-differ"


class HeadLine(msgspec.Struct, frozen=True):
    """`proof`: nodes that lead from the head before it in the file; in base64, as the rest."""

    number: int
    at: datetime
    size: int
    root: str
    key_id: str
    signature: str
    proof: list[str] = []


class HeadsFile(msgspec.Struct, frozen=True):
    """`keys`: id → public Ed25519 key."""

    keys: dict[str, str]
    heads: list[HeadLine]


@dataclass(frozen=True, slots=True)
class Heads:
    keys: dict[str, bytes]
    heads: tuple[Head, ...]
    proofs: tuple[tuple[bytes, ...], ...]

    def faulty(self) -> Iterator[Head]:
        """Heads that are not signed, or not of one log with the one before them."""
        before: Head | None = None
        for head, proof in zip(self.heads, self.proofs, strict=True):
            public = self.keys.get(head.key_id, b"")
            signed = signing.key_id(public) == head.key_id and signing.is_signed(
                public, head.statement(), head.signature
            )
            if not signed or not (before is None or _follows(before, head, proof)):
                yield head
            before = head


def heads(central: Central, before: Heads | None = None) -> HeadsFile:
    """The head that holds now, after the ones that were taken out before.

    Raises NothingSealed, and HeadsDiffer when those are of a log that this one does not go on
    from: it is then no use to go on from them.
    """
    with central.database.read() as connection:
        last = newest(connection)
        if last is None:
            raise NothingSealed
        kept = list(zip(before.heads, before.proofs, strict=True)) if before else []
        public = dict(before.keys) if before else {}
        public |= signing.public_keys(connection)
        if not kept or kept[-1][0] != last.head:
            proof = _proof(connection, kept[-1][0] if kept else None, last.head)
            kept.append((last.head, proof))
    return HeadsFile(
        {name: _packed(key) for name, key in public.items()},
        [_line(head, proof) for head, proof in kept],
    )


def _proof(connection: Connection, before: Head | None, head: Head) -> tuple[bytes, ...]:
    """That `head` is of the same log as the one before it. Raises HeadsDiffer."""
    if before is None:
        return ()
    if before.size > head.size:
        raise HeadsDiffer
    spans = consistency_spans(before.size, head.size)
    leaves = (leaf for batch in batches(connection) for leaf in batch.leaves)
    proof = tuple(roots_of(leaves, spans))
    if not _follows(before, head, proof):
        raise HeadsDiffer
    return proof


def to_bytes(file: HeadsFile) -> bytes:
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def read(path: Path) -> Heads:
    """Raises HeadsUnreadable, and OSError."""
    try:
        file = msgspec.json.decode(path.read_bytes(), type=HeadsFile)
        return Heads(
            {name: _unpacked(key) for name, key in file.keys.items()},
            tuple(
                Head(
                    line.number,
                    line.at,
                    line.size,
                    _unpacked(line.root),
                    line.key_id,
                    _unpacked(line.signature),
                )
                for line in file.heads
            ),
            tuple(tuple(map(_unpacked, line.proof)) for line in file.heads),
        )
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise HeadsUnreadable from error


def _line(head: Head, proof: Iterable[bytes]) -> HeadLine:
    return HeadLine(
        head.number,
        head.at,
        head.size,
        _packed(head.root),
        head.key_id,
        _packed(head.signature),
        [_packed(node) for node in proof],
    )


def _follows(before: Head, head: Head, proof: Sequence[bytes]) -> bool:
    return is_consistent(before.size, before.root, head.size, head.root, proof)


def _packed(data: bytes) -> str:
    return b64encode(bytes(data)).decode()


def _unpacked(text: str) -> bytes:
    return b64decode(text, validate=True)
