"""Content that the centre does not take under its own record, because that has other content
there: it becomes an attachment of its own.

An attachment never gets other content, so that is the only way in which both are kept. When
access to the case has ended it goes to the quarantine as any new attachment does, and the lead of
the case takes it over or leaves it out.
"""

import hashlib
from dataclasses import replace
from uuid import UUID, uuid5

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.errors import RecordMissing
from mvs_desktop.storage.store import Store


def as_another(store: Store, record_id: UUID, content: bytes) -> None:
    """Make an attachment of the content of this one, which then fetches its own anew. Done twice
    it is done once.

    Raises RecordMissing, DiskFull, and LeaseClosed or LeaseLimited.
    """
    digest = hashlib.sha256(content).hexdigest()
    with store.reader(when_closed=True) as reader:
        item = reader.get(Attachment, record_id)
        if item is None:
            raise RecordMissing
        another = replace(item, id=uuid5(item.id, digest), size=len(content), sha256=digest)
        known = reader.get(Attachment, another.id) is not None
    if not known:
        small = store.attachments.thumbnails(item.case_id).get(item.id)
        written = store.attachments.write(another, content, small)
        if written is None:
            raise RuntimeError("nobody stopped it")
        with store.unit_of_work() as work:
            work.attach(another, written)
    store.contents.forget(record_id)
