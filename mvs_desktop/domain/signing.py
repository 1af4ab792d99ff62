"""What was signed: a note as its signer saw it, kept whole in the note itself.

Paragraphs are records of their own, and an edit that was made elsewhere before the
signature can still reach them. Whoever reads a signed note reads what was signed.
"""

import hashlib
import json
from collections.abc import Iterable
from uuid import UUID

from mvs_desktop.domain.contacts import Contact, Note, NoteParagraph
from mvs_desktop.domain.errors import UnreadableRecord
from mvs_desktop.domain.records import from_doc, record_type, to_doc


def text_to_sign(note: Note, paragraphs: Iterable[NoteParagraph], contact: Contact | None) -> str:
    """Everything that a signature is under, as JSON."""
    seen = {
        "title": note.title,
        "paragraphs": [{"id": str(item.id), **to_doc(item)} for item in paragraphs],
        "contact": to_doc(contact) if contact else None,
    }
    return json.dumps(seen, sort_keys=True, ensure_ascii=False)


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def signed_paragraphs(note: Note) -> tuple[NoteParagraph, ...] | None:
    """The paragraphs as they were signed, in their order.

    None for a note that was not signed, whose text is not the one that was signed, or was
    signed by a newer version of the program.
    """
    if not note.signed or digest(note.signed_text) != note.signed_hash:
        return None
    try:
        docs = json.loads(note.signed_text)["paragraphs"]
        return tuple(_paragraph(note, doc) for doc in docs)
    except (ValueError, KeyError, TypeError, UnreadableRecord, RecursionError):
        return None


def _paragraph(note: Note, doc: dict[str, str]) -> NoteParagraph:
    kind = record_type(NoteParagraph.type_name)
    found = from_doc(kind, UUID(doc["id"]), note.case_id, doc)
    assert isinstance(found, NoteParagraph)  # noqa: S101 - what its kind makes
    return found
