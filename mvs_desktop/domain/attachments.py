"""Attachments (bijlagen): photos, letters and scans of a case, told by a record of their own.

The record says what it is, whose and about whom; the content is kept beside it in encrypted
chunks and is not on every laptop that has the record.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.records import Compartment, Record, Search, for_worker, record

MOST_BYTES = 25 * 1024 * 1024  # of the content of one attachment
CHUNK = 1024 * 1024  # content is kept and sent in parts of so many bytes


def chunk_count(size: int) -> int:
    """How many chunks content of so many bytes has; empty content has one, which is empty."""
    return max(1, -(-size // CHUNK))


def chunk_size(size: int, number: int) -> int:
    """How many bytes chunk `number`, from 0, of content of `size` bytes has."""
    return min(CHUNK, size - number * CHUNK)


def chunk_of(content: bytes, number: int) -> bytes:
    """Chunk `number`, from 0, of content."""
    return content[number * CHUNK : (number + 1) * CHUNK]


class AttachmentKind(StrEnum):
    """What somebody gave us or what we made (soort bijlage)."""

    PHOTO = "foto"
    FLIP_CHART = "flap"  # photo of the sheet that the family wrote on
    DRAWING = "tekening"
    LETTER = "brief"
    REPORT = "rapport"  # of an examination or a treatment
    SCHOOL_REPORT = "schoolverslag"
    COURT_ORDER = "beschikking"
    CONSENT = "toestemming"  # on paper, signed
    PLAN = "plan"  # signed, or the family's own
    OTHER = "anders"


class MediaType(StrEnum):
    """The forms that content is kept in; anything else is turned into one or refused."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    TIFF = "image/tiff"
    PDF = "application/pdf"


# How a file of each form ends, for export.
ENDINGS = {
    MediaType.JPEG: ".jpg",
    MediaType.PNG: ".png",
    MediaType.WEBP: ".webp",
    MediaType.TIFF: ".tif",
    MediaType.PDF: ".pdf",
}


class Remark(StrEnum):
    """What is worth telling whoever adds it."""

    PLACE_REMOVED = "place-removed"  # the photo said where it was taken
    CONVERTED = "converted"  # to a JPEG, which every computer can show
    HAS_SCRIPT = "has-script"  # a PDF with a program in it, which never runs here


@record("attachment", compartment=None)
@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Record):
    """One attachment (bijlage). Nobody of the family sees it before a worker shows it."""

    compartment: Compartment = for_worker(Compartment.CARE)
    kind: AttachmentKind = for_worker(AttachmentKind.OTHER)
    name: str = for_worker("", search=Search.TEXT, sensitive=True)
    # From whom (van wie): a person of the file, or words for anybody else.
    from_id: UUID | None = for_worker(None, unit="sender")
    from_name: str = for_worker("", unit="sender", search=Search.TEXT, sensitive=True)
    about_ids: frozenset[UUID] = for_worker(frozenset())  # over wie
    dated_on: date | None = for_worker(None)  # of the letter, the photo
    shielded_from: frozenset[UUID] = for_worker(frozenset())
    shield_ground: str = for_worker("", sensitive=True)
    added_on: date | None = for_worker(None)
    added_by: str = for_worker("")
    # The content, which never changes: a better scan is another attachment.
    media_type: MediaType = for_worker(MediaType.PDF, unit="content")
    size: int = for_worker(0, unit="content")  # bytes
    pages: int = for_worker(1, unit="content")
    sha256: str = for_worker("", unit="content")  # of the content, in hexadecimal
