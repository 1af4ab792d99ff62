"""What the centre holds of this store's audit: told in segments, and countersigned.

The chain, its head and the seal in the keyring are all in the hands of whoever has passphrase
and keyring. A line that the centre countersigned is not: written anew, it no longer has the
hash that is in the signature, and the next segment does not go on from what the centre holds.
"""

from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Engine

from mvs_desktop.domain.acts import countersigned
from mvs_desktop.domain.codec import Json
from mvs_desktop.storage.audit.log import Act, Break, Fault, Mark, hash_at, lines
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.meta import Name, get, put
from mvs_desktop.storage.base.statements import run

# Of these there is one for every exchange with the centre: alone they are no reason for another.
BY_EXCHANGE = (Act.SEND, Act.RECEIVE)
MANY = 500  # lines by exchange that are told all the same


class Countersignature(msgspec.Struct, frozen=True):
    """The centre's word for a line: it has the audit of this device up to it."""

    device_id: str
    number: int
    hash: str
    at: str  # by the centre's clock
    fault: str  # a code; empty when the lines followed from what the centre had
    key: bytes  # Ed25519, public
    signature: bytes

    def holds(self) -> bool:
        """Whether it was signed with its key."""
        stated = countersigned(self.device_id, self.number, self.hash, self.at, self.fault)
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(self.signature, stated)
        except (InvalidSignature, ValueError):
            return False
        return True


class Told(msgspec.Struct, frozen=True):
    """`number` and `hash` are of the last line that was told; `signed` may be of an earlier
    or a later one."""

    number: int = 0
    hash: str = ""
    signed: Countersignature | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that go on from `before`, each as it was hashed, with its number and hash."""

    before: Mark
    lines: tuple[tuple[int, str, dict[str, Json]], ...]


class Countersigning:
    """Made by Store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def untold(self, most: int) -> Segment | None:
        """The next lines for the centre; None when nothing but exchanges was done."""
        with reading(self._engine) as connection:
            told = told_of(connection)
            if not _is_worth_telling(connection, told.number):
                return None
            return _segment(connection, told, most)

    def confirmed(self, last: Mark, signed: Countersignature) -> None:
        """The centre answered a segment that ended with `last`."""
        with writing(self._engine) as connection:
            told = Told(last.number, last.hash, signed)
            put(connection, Name.AUDIT_TOLD, msgspec.json.encode(told).decode())


def told_of(connection: Connection) -> Told:
    """How far the centre has the audit; from the beginning where that cannot be read."""
    try:
        return msgspec.json.decode(get(connection, Name.AUDIT_TOLD) or "{}", type=Told)
    except msgspec.MsgspecError:
        return Told()


def against_countersignature(connection: Connection) -> Break | None:
    """What is wrong with the lines by what the centre countersigned."""
    signed = told_of(connection).signed
    if signed is None:
        return None
    if not signed.holds() or hash_at(connection, signed.number) != signed.hash:
        return Break(Fault.COUNTERSIGNED, signed.number)
    return None


def _is_worth_telling(connection: Connection, after: int) -> bool:
    row = run(
        connection,
        "SELECT count(*), coalesce(sum(action NOT IN (?, ?)), 0) FROM audit WHERE number > ?",
        (*BY_EXCHANGE, after),
    ).fetchone()
    return bool(row[1]) or int(row[0]) >= MANY


def _segment(connection: Connection, told: Told, most: int) -> Segment:
    found: list[tuple[int, str, dict[str, Json]]] = []
    for line in lines(connection, told.number):
        found.append((line.pop("number"), line.pop("hash"), line))
        if len(found) == most:
            break
    return Segment(Mark(told.number, told.hash), tuple(found))
