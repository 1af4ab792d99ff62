"""Enrolling a laptop with a one-time code that an administrator hands to its worker.

A code is kept only as a slow hash, works once and for three days, and few wrong ones may
be tried from one address. A wrong, a used and an expired code get the same answer.
"""

from datetime import datetime, timedelta
from hashlib import scrypt
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from mvs_central.access import attempts, audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.access.members import UnknownWorker
from mvs_central.access.networks import network_of
from mvs_central.base.central import Central, Refused
from mvs_central.devices.newcomers import Newcomer, admit, is_admitted, newcomer_of, welcome
from mvs_central.devices.sign_in import worker_who_signed_in
from mvs_central.tables import enrolment_code, service, worker
from mvs_desktop.sync.protocol import EnrolReply, EnrolRequest, SignedIn

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else
GROUPS, GROUP = 3, 4  # K7QM-4TRP-9WXH
LIFE = timedelta(hours=72)
MOST_OPEN = 3  # codes of one worker that can still be used

CODE_REFUSED = "enrolment-code-refused"


def new_code(central: Central, worker_id: UUID) -> tuple[str, datetime]:
    """A code for one more device of this worker, and until when. Raises UnknownWorker.

    When too many codes of this worker are open, the oldest ends.
    """
    letters = [_letter(central) for _ in range(GROUPS * GROUP)]
    code = "-".join("".join(letters[at : at + GROUP]) for at in range(0, len(letters), GROUP))
    now = central.now()
    hashed = _hashed(central, code)
    with central.database.write() as connection:
        # Locked, so that codes that are made at the same time count each other.
        known = select(worker.c.id).where(worker.c.id == worker_id).with_for_update()
        if connection.execute(known).first() is None:
            raise UnknownWorker
        _end_oldest(connection, worker_id, now)
        connection.execute(
            insert(enrolment_code).values(
                code_hash=hashed, worker_id=worker_id, made_at=now, expires_at=now + LIFE
            )
        )
        audit.write(
            connection, audit.rows(now, Action.ENROL, f"code {worker_id}", purpose=ADMINISTRATION)
        )
    return code, now + LIFE


def enrol(central: Central, request: EnrolRequest, address: str) -> EnrolReply:
    """Make the device one of the worker whose code it brings, or who signed in. Raises Refused.

    The same device with the same key may ask again: its first answer may have been lost.
    """
    attempt = attempts.begin(central, address)
    newcomer = newcomer_of(request)
    network = network_of(address)
    try:
        if request.signed_in is None:
            reply = _with_code(central, request.code, newcomer, network)
        else:
            reply = _signed_in(central, request.signed_in, newcomer, network)
    except IntegrityError:
        reply = None  # the device id or the key is enrolled already: no word about that
    if reply is None:
        attempts.failed(central, CODE_REFUSED)
        raise Refused(403, CODE_REFUSED)
    attempts.succeeded(central, attempt)
    return reply


def _signed_in(
    central: Central, signed_in: SignedIn, newcomer: Newcomer, network: str
) -> EnrolReply | None:
    """None when the device is another worker's. Raises Refused and what `admit` raises."""
    try:
        worker_id = worker_who_signed_in(central, signed_in, newcomer.thumbprint)
    except Refused as refusal:
        attempts.failed(central, refusal.code)
        raise
    with central.database.write() as connection:
        if not is_admitted(connection, newcomer, worker_id):
            admit(connection, newcomer, worker_id, central.now(), network)
        return welcome(central, connection, worker_id)


def _with_code(central: Central, code: str, newcomer: Newcomer, network: str) -> EnrolReply | None:
    """None when the code cannot be used. Raises what `admit` raises."""
    now = central.now()
    hashed = _hashed(central, code)  # slow, and so not while others wait for the database
    with central.database.write() as connection:
        row = _usable_code(connection, hashed, now)
        if row is None:
            return None
        if row.used_at is not None:
            if row.device_id != newcomer.id or not is_admitted(connection, newcomer, row.worker_id):
                return None
        else:
            admit(connection, newcomer, row.worker_id, now, network)
            connection.execute(
                update(enrolment_code)
                .where(enrolment_code.c.code_hash == hashed)
                .values(used_at=now, device_id=newcomer.id)
            )
        return welcome(central, connection, row.worker_id)


def _end_oldest(connection: Connection, worker_id: UUID, now: datetime) -> None:
    """Leave room for one more open code."""
    newest = connection.scalars(
        select(enrolment_code.c.code_hash)
        .where(
            enrolment_code.c.worker_id == worker_id,
            enrolment_code.c.used_at.is_(None),
            enrolment_code.c.expires_at > now,
        )
        .order_by(enrolment_code.c.made_at.desc(), enrolment_code.c.code_hash)
    ).all()
    connection.execute(
        update(enrolment_code)
        .where(enrolment_code.c.code_hash.in_(newest[MOST_OPEN - 1 :]))
        .values(expires_at=now)
    )


def _letter(central: Central) -> str:
    """One of the alphabet, each as likely as another."""
    while True:
        number = central.random_bytes(1)[0] & 31
        if number < len(ALPHABET):
            return ALPHABET[number]


def _hashed(central: Central, code: str) -> bytes:
    with central.database.read() as connection:
        salt = bytes(connection.scalars(select(service.c.code_salt)).one())
    plain = "".join(filter(str.isalnum, code.upper()))[:64]
    return scrypt(plain.encode("utf-8", "surrogatepass"), salt=salt, n=2**14, r=8, p=1, dklen=32)


def _usable_code(connection: Connection, hashed: bytes, now: datetime) -> Row[Any] | None:
    """The code's row, locked, unless it is unknown or past its time."""
    return connection.execute(
        select(enrolment_code)
        .where(enrolment_code.c.code_hash == hashed, enrolment_code.c.expires_at > now)
        .with_for_update()
    ).one_or_none()
