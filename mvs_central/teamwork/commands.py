"""Commands of workers on a case: one transaction each, decided once, answered alike.

The case's counter is locked first. What became of a command is kept with it, so that a
device that lost the answer gets the same one; a refusal is kept and written down too.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from mvs_central.access import audit, policy
from mvs_central.access.audit import CARE, Action
from mvs_central.base import acting
from mvs_central.base.bulk import writing
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import UNREADABLE, identifier
from mvs_central.cases.store import OpenCase
from mvs_central.tables import command
from mvs_desktop.sync.protocol import MOST_WORDS, Command, Struct

ATTEMPTS = 3
COMMAND_ID_REUSED = "command-id-reused"
Reply = TypeVar("Reply", bound=Struct)


@dataclass(frozen=True, slots=True)
class Turn:
    """A command at work, in its transaction, with the case that it locked."""

    central: Central
    caller: Caller
    connection: Connection
    case: OpenCase
    access: policy.Access
    now: datetime

    @property
    def case_id(self) -> UUID:
        return self.case.state.case_id


def run(
    central: Central,
    caller: Caller,
    request: Command,
    reply: type[Reply],
    action: Action,
    case_id: UUID,
    work: Callable[[Turn], Reply],
) -> Reply:
    """Do a command, or give again what became of it. Raises Refused.

    `work` raises Refused for what may not be; nothing of it then stands.
    """
    command_id = identifier(request.command_id)
    payload = sha256(type(request).__name__.encode() + b"\0" + msgspec.json.encode(request))

    def attempt() -> Row[*tuple[Any, ...]]:
        # A command is about others' access too: more than the caller's own grants show.
        with (
            acting.service(),
            central.database.write() as connection,
            writing(connection) as rows,
        ):
            case = OpenCase(rows, case_id)  # first of all: it takes the lock
            known = _known(connection, caller, command_id)
            if known is None:
                _do(central, caller, connection, case, action, command_id, payload.digest(), work)
                known = _known(connection, caller, command_id)
            assert known is not None  # noqa: S101 - just written, in this transaction
            if bytes(known.payload_hash) != payload.digest():
                raise Refused(409, COMMAND_ID_REUSED)
            return known

    done = _tried(attempt)
    if done.code:
        raise Refused(done.status, done.code)
    return msgspec.json.decode(done.answer, type=reply)


def _tried(attempt: Callable[[], Row[*tuple[Any, ...]]]) -> Row[*tuple[Any, ...]]:
    for _ in range(ATTEMPTS - 1):
        with suppress(IntegrityError):  # the same command in two requests at once
            return attempt()
    return attempt()


def _known(
    connection: Connection, caller: Caller, command_id: UUID
) -> Row[*tuple[Any, ...]] | None:
    return connection.execute(
        select(command.c.status, command.c.code, command.c.answer, command.c.payload_hash).where(
            command.c.worker_id == caller.worker_id, command.c.id == command_id
        )
    ).one_or_none()


def _do(
    central: Central,
    caller: Caller,
    connection: Connection,
    case: OpenCase,
    action: Action,
    command_id: UUID,
    payload_hash: bytes,
    work: Callable[[Turn], Reply],
) -> None:
    now = central.now()
    access = policy.access_to(connection, caller.worker_id, case.state.case_id, now)
    status, code, answer = 200, "", ""
    try:
        with connection.begin_nested():
            done = work(Turn(central, caller, connection, case, access, now))
            case.save(caller, now)
            answer = msgspec.json.encode(done).decode()
    except Refused as refusal:
        status, code = refusal.status, refusal.code
        note(connection, central, caller, action, code, case.state.case_id, access=access)
    connection.execute(
        insert(command).values(
            worker_id=caller.worker_id,
            id=command_id,
            payload_hash=payload_hash,
            status=status,
            code=code,
            answer=answer,
            at=now,
        )
    )


def note(
    connection: Connection,
    central: Central,
    caller: Caller,
    action: Action,
    outcome: str,
    case_id: UUID | None = None,
    compartments: Iterable[str | None] = (None,),
    purpose: str = CARE,
    access: policy.Access | None = None,
) -> None:
    """A line of the audit, in this transaction."""
    lines = audit.rows(
        central.now(),
        action,
        outcome,
        caller=caller,
        case_id=case_id,
        compartments=compartments,
        purpose=purpose,
        access=access,
    )
    audit.write(connection, lines)


def words_of(text: str, *, needed: bool = True) -> str:
    """What a worker wrote. Raises Refused when it is too much, or nothing and needed."""
    plain = text.strip()
    if len(plain) > MOST_WORDS or "\0" in plain or (needed and not plain):
        raise Refused(400, UNREADABLE)
    try:
        plain.encode()
    except UnicodeEncodeError:
        raise Refused(400, UNREADABLE) from None
    return plain
