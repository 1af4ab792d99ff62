"""Attachments with content, and what a laptop asks the service about that."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from mvs_central.base.central import Central, Refused
from mvs_central.sync import contents
from mvs_central.tables import attachment_content
from mvs_desktop.domain.attachments import CHUNK, Attachment
from mvs_desktop.domain.records import Compartment
from mvs_desktop.sync import protocol
from tests.central.desk import Desk

CARE = Compartment.CARE.value


@dataclass(frozen=True)
class Photo:
    """An attachment with its content."""

    item: Attachment
    content: bytes

    def offer(self) -> protocol.ContentOffer:
        case_id, id_ = str(self.item.case_id), str(self.item.id)
        size, digest = len(self.content), self.item.sha256
        return protocol.ContentOffer(case_id, self.item.compartment.value, id_, size, digest)

    def chunk(self, number: int) -> bytes:
        return self.content[number * CHUNK : (number + 1) * CHUNK]

    def frame(self, number: int, chunk: bytes | None = None) -> bytes:
        data = self.chunk(number) if chunk is None else chunk
        head = protocol.ChunkHead(
            str(self.item.case_id), str(self.item.id), number, sha256(data).hexdigest()
        )
        return protocol.frame(head, data)


def photo(case_id: UUID, size: int = 2 * CHUNK + 7, compartment: str = CARE) -> Photo:
    content = secrets.token_bytes(size)
    digest = sha256(content).hexdigest()
    item = Attachment(
        id=uuid4(),
        case_id=case_id,
        compartment=Compartment(compartment),
        size=size,
        sha256=digest,
    )
    return Photo(item, content)


def offer(desk: Desk, what: Photo) -> list[int]:
    with desk.acting():
        return contents.offer(desk.central, desk.caller, what.offer()).missing


def put(desk: Desk, what: Photo, number: int, chunk: bytes | None = None) -> list[int]:
    with desk.acting():
        return contents.put(desk.central, desk.caller, what.frame(number, chunk)).missing


def send(desk: Desk, what: Photo) -> None:
    for number in offer(desk, what):
        put(desk, what, number)


def get(desk: Desk, what: Photo, number: int = 0, compartment: str = CARE) -> bytes:
    request = protocol.ContentRequest(
        str(what.item.case_id), compartment, str(what.item.id), number
    )
    with desk.acting():
        return contents.get(desk.central, desk.caller, request)


def whole(desk: Desk, what: Photo) -> bytes:
    count = -(-len(what.content) // CHUNK)
    return b"".join(get(desk, what, number) for number in range(count))


def refused(call: Any, *args: Any) -> tuple[int, str]:
    with pytest.raises(Refused) as told:
        call(*args)
    return told.value.status, told.value.code


def count(central: Central, table: Any) -> int:
    with central.database.read() as connection:
        return int(connection.scalars(select(func.count()).select_from(table)).one())


def state(central: Central, what: Photo) -> list[str]:
    query = select(attachment_content.c.state).filter_by(attachment_id=what.item.id)
    with central.database.read() as connection:
        return list(connection.scalars(query))
