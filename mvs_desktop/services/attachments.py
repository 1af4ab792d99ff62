"""Attachments: taking them in, showing them, and giving them out as a file.

Content is decrypted in memory alone. Nothing of it, and no name, is written anywhere but sealed
in the store, unless the worker exports it.
"""

import hashlib
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from mvs_desktop.documents import media
from mvs_desktop.documents.apart import prepare_apart
from mvs_desktop.documents.media import Prepared
from mvs_desktop.documents.preview import PageImage
from mvs_desktop.domain.attachments import (
    ENDINGS,
    MOST_BYTES,
    Attachment,
    AttachmentKind,
    MediaType,
    Remark,
)
from mvs_desktop.domain.codec import whole_text
from mvs_desktop.domain.errors import (
    AttachmentDamaged,
    AttachmentEmpty,
    AttachmentKnown,
    AttachmentNotAllowed,
    AttachmentNotHere,
    AttachmentTooLarge,
    AttachmentUnreachable,
    DiskFull,
    ExpectedError,
    RecordMissing,
)
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Saved
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base.files import export
from mvs_desktop.storage.records.attachments import Written
from mvs_desktop.storage.store import Store

_LONGEST_NAME = 200

# A name that a camera or telephone gave says nothing of what is on the photo.
_BY_CAMERA = re.compile(
    r"(?i)(img|dscn?|dscf|pxl|mvimg|sam|photo|image|p)?[-_ ]?\d[-_ \d]*(wa\d+)?"
)

# Characters that a file name may not have on one of the systems, and what ends it there.
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('<>:"/\\|?*', " ") | dict.fromkeys(range(32), " "))


@dataclass(frozen=True, slots=True)
class Added:
    """A new attachment, what is worth telling about it, and the case with it."""

    attachment: Attachment
    remarks: frozenset[Remark]
    saved: Saved


@dataclass(frozen=True, slots=True)
class Held:
    """What this laptop has of the attachments of a case."""

    here: frozenset[UUID] = frozenset()  # their content too
    unsent: frozenset[UUID] = frozenset()  # of those: their content is nowhere else yet
    thumbnails: Mapping[UUID, bytes] = field(default_factory=dict)  # small JPEGs


@dataclass(frozen=True, slots=True)
class Content:
    """The content of one attachment, in memory."""

    attachment: Attachment
    data: bytes

    @property
    def media_type(self) -> MediaType:
        return self.attachment.media_type

    @property
    def file_name(self) -> str:
        """What it is called as a file: its name, and the ending that fits the content."""
        plain = self.attachment.name.translate(_NOT_IN_NAMES).strip(" .")
        ending = ENDINGS[self.media_type]
        return (plain or self.attachment.kind.value).removesuffix(ending) + ending


class Attachments:
    """The attachments of the cases in one store. Every method may block; none touches Qt."""

    def __init__(
        self,
        store: Store,
        me: str,
        today: Callable[[], date],
        reload_case: Callable[[UUID], CaseSnapshot],
        fetch: Callable[[UUID], None],
    ) -> None:
        """`fetch` is Sending's."""
        self._store = store
        self._me = me
        self._today = today
        self._reload_case = reload_case
        self._fetch = fetch

    def add_file(
        self, case_id: UUID, path: Path, should_stop: Callable[[], bool] = lambda: False
    ) -> Added | None:
        """Add what is in a file; the file itself stays as it is. As `add`.

        Raises also AttachmentUnreachable.
        """
        return self.add(case_id, _content_of(path), path.stem, should_stop)

    def add(
        self,
        case_id: UUID,
        content: bytes,
        name: str,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Added | None:
        """Take a photo, a scan or a PDF into a case: all of it, durable, or nothing.

        None when it was stopped before it was saved. Raises AttachmentKnown for content that
        the case has already, what `prepare_apart` raises, RecordMissing, LeaseLimited and
        DiskFull.
        """
        around = self._reload_case(case_id)
        prepared = prepare_apart(content)
        item = self._record(case_id, prepared, name)
        if any(known.sha256 == item.sha256 for known in around.attachments):
            raise AttachmentKnown
        if should_stop():
            return None
        files = self._store.attachments
        written = files.write(item, prepared.content, prepared.thumbnail, should_stop)
        if written is None:
            return None
        return self._saved(item, written, prepared.remarks)

    def _saved(self, item: Attachment, written: Written, remarks: frozenset[Remark]) -> Added:
        try:
            with self._store.unit_of_work() as work:
                work.attach(item, written)
        except (ExpectedError, ValueError):
            with suppress(DiskFull):  # then they go at the next start
                self._store.attachments.remove(chunk.file for chunk in written.chunks)
            raise
        return Added(item, remarks, Saved(work.at, self._reload_case(item.case_id)))

    def _record(self, case_id: UUID, prepared: Prepared, name: str) -> Attachment:
        plain = " ".join(whole_text(name).split())
        is_picture = prepared.media_type not in (MediaType.PDF, MediaType.TIFF)
        return Attachment(
            id=self._store.new_id(),
            case_id=case_id,
            kind=AttachmentKind.PHOTO if is_picture else AttachmentKind.OTHER,
            name="" if is_picture and _BY_CAMERA.fullmatch(plain) else plain[:_LONGEST_NAME],
            dated_on=prepared.taken_on,
            added_on=self._today(),
            added_by=self._me,
            media_type=prepared.media_type,
            size=len(prepared.content),
            pages=prepared.pages,
            sha256=hashlib.sha256(prepared.content).hexdigest(),
        )

    def held(self, case_id: UUID) -> Held:
        """What a list of a case's attachments shows; part of the case that is open already."""
        with self._store.reader():  # not while the lease is closed
            files = self._store.attachments
            held = files.held(case_id)
            unsent = frozenset(id_ for id_, alone in held.items() if alone)
            return Held(frozenset(held), unsent, files.thumbnails(case_id))

    def open(self, attachment_id: UUID) -> Content:
        """The content of an attachment. The reading is logged before anything is returned.

        Raises RecordMissing, AttachmentDamaged, LeaseClosed, and AttachmentNotHere when it has to
        be fetched first; so it is when it was damaged here, and the centre has it too.
        """
        item = self._item(attachment_id)
        with self._store.unit_of_work() as work:
            work.log(Act.OPEN_ATTACHMENT, item.case_id, record=str(item.id))
        try:
            data = self._store.attachments.read(item.id)
            if hashlib.sha256(data).hexdigest() != item.sha256:
                raise AttachmentDamaged  # noqa: TRY301 - damaged in another way
        except AttachmentDamaged:
            if self._store.contents.fetch_anew(item.id):
                raise AttachmentNotHere from None
            raise
        return Content(item, data)

    def fetch(self, attachment_id: UUID) -> None:
        """Bring content that is not here from the centre. Asks the network: where nothing else
        waits for it.

        Raises AttachmentNotSent, AttachmentNotHere when the centre is not to be reached,
        RecordMissing and DiskFull.
        """
        self._fetch(attachment_id)
        self.picture([attachment_id])

    def picture(self, ids: Iterable[UUID]) -> None:
        """Make the small pictures of content that was fetched, where that can be done."""
        for id_ in ids:
            with suppress(ExpectedError):  # without one, an icon is shown
                item = self._item(id_)
                prepared = prepare_apart(self._store.attachments.read(id_))
                self._store.attachments.put_thumbnail(item, prepared.thumbnail)

    def page(self, content: Content, number: int, longest: int) -> PageImage:
        """A page of opened content, from 0, as a picture of at most `longest` pixels.

        Raises AttachmentBroken.
        """
        return media.draw(content.data, content.media_type, number, longest)

    def export(self, content: Content, target: Path) -> None:
        """Write the content to a file that the worker chose; logged before it is written.

        Raises DiskFull and TargetUnwritable.
        """
        item = content.attachment
        with self._store.unit_of_work() as work:
            work.log(Act.EXPORT, item.case_id, record=str(item.id))
        export(target, content.data)

    def _item(self, attachment_id: UUID) -> Attachment:
        with self._store.reader() as reader:
            item = reader.get(Attachment, attachment_id)
        if item is None:
            raise RecordMissing
        return item


def _content_of(path: Path) -> bytes:
    """Raises AttachmentUnreachable, AttachmentEmpty, AttachmentTooLarge, AttachmentNotAllowed."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise AttachmentNotAllowed
        size = found.st_size
        if size > MOST_BYTES:
            raise AttachmentTooLarge
        if not size:
            raise AttachmentEmpty
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise AttachmentUnreachable from error
