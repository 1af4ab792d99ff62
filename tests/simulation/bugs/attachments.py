"""The content of attachments, on its way and at its end."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import Connection, select

from mvs_central.access import policy
from mvs_central.sync import contents as central_contents
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import attachment_chunk
from mvs_desktop.storage.copies import salvage
from mvs_desktop.storage.exchange import contents
from mvs_desktop.storage.exchange.contents import Content, Contents
from mvs_desktop.storage.records import attachments
from mvs_desktop.storage.records.attachments import AttachmentFiles, ChunkState
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.protocol import unframed
from tests.simulation.bugs.planted import Planted, both


def a_changed_chunk_is_taken() -> Planted:
    """The service looks at no hash: neither that of a chunk nor that of the whole."""

    def as_it_came(body: bytes) -> Any:
        head, chunk = unframed(body)
        return _Head(head, chunk), chunk

    return both(
        patch.object(central_contents, "unframed", as_it_came),
        patch.object(central_contents, "_is_whole", lambda *_: True),
    )


class _Head:
    """A head that always has the right hash."""

    def __init__(self, head: Any, chunk: bytes) -> None:
        self._head = head
        self.sha256 = sha256(chunk).hexdigest()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._head, name)


def the_record_goes_before_its_content() -> Planted:
    return patch.object(contents, "held_back", lambda _: frozenset())


def content_that_came_is_not_compared() -> Planted:
    """With what its record says; a chunk of another length is put up with too."""

    def wrong(self: Contents, item: Content) -> bool:
        self._put_state(item.id, ChunkState.FETCHED)
        return True

    return patch.object(Contents, "finish", wrong)


def content_is_not_offered_again() -> Planted:
    """When the service was put back to where it did not have it."""
    return patch.object(contents, "send_again", lambda _: None)


def half_of_it_counts_as_sent() -> Planted:
    """After a broken line the laptop takes it that the rest arrived."""
    send = ContentTravel._send

    def wrong(self: ContentTravel, item: Content, content: bytes, tell: Any) -> None:
        number = 0

        def until_the_second(*told: Any) -> None:
            nonlocal number
            number += 1
            if number == 3:
                raise _Enough
            tell(*told)

        try:
            send(self, item, content, until_the_second)
        except _Enough:
            return

    return patch.object(ContentTravel, "_send", wrong)


class _Enough(Exception):
    """No more is sent."""


def the_key_stays() -> Planted:
    """When access ended: what it opens can be read again by whoever finds the files."""

    def wrong(connection: Connection, case_id: str, compartment: str) -> list[str]:
        return attachments._forgotten(connection, {"case_id": case_id, "compartment": compartment})

    return patch.object(attachments, "destroy", wrong)


def the_files_stay() -> Planted:
    """When access ended; the rows that name them go."""
    remove = AttachmentFiles.remove

    def wrong(self: AttachmentFiles, names: Iterable[str]) -> None:
        query = select(attachment_chunk.c.file)
        with reading(self._engine) as connection:
            known = set(connection.execute(query).scalars())
        remove(self, [name for name in names if name in known])

    return both(
        patch.object(AttachmentFiles, "remove", wrong),
        patch.object(AttachmentFiles, "sweep", lambda _: None),
    )


def whoever_knows_its_number_gets_it() -> Planted:
    """Content, without a grant on its scope."""
    access_to = policy.access_to

    def all_of_it(
        connection: Connection, worker_id: UUID, case_id: UUID, now: Any
    ) -> policy.Access:
        found = access_to(connection, worker_id, case_id, now)
        return policy.Access(
            found.known,
            frozenset(policy.ALL_COMPARTMENTS),
            found.writable,
            found.roles,
            found.grants,
        )

    get = central_contents.get

    def wrong(*arguments: Any) -> bytes:
        with patch.object(policy, "access_to", all_of_it):
            return get(*arguments)

    return patch.object(central_contents, "get", wrong)


def content_of_a_copy_is_not_carried_over() -> Planted:
    """To a laptop that was put back: what was on it alone."""
    return patch.object(salvage, "_attachments", lambda _: None)
