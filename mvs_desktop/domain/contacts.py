"""Contacts with a family and the notes (verslagen) made of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.records import (
    Compartment,
    Merge,
    Record,
    Search,
    for_worker,
    record,
)


class ContactKind(StrEnum):
    PHONE = "telefoon"
    MESSAGE = "app-of-sms"
    EMAIL = "e-mail"
    TALK = "gesprek"
    HOME_VISIT = "huisbezoek"
    SCHOOL = "school"
    NO_ANSWER = "geen-gehoor"


class ContactState(StrEnum):
    PLANNED = "gepland"
    HELD = "geweest"
    CANCELLED = "afgezegd"


class ParagraphKind(StrEnum):
    """What a paragraph claims to be (SKJ beroepscode: name facts, opinions and sources)."""

    FACT = "feit"
    OPINION = "mening"
    AGREEMENT = "afspraak"


@record("contact", compartment=None)
@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A visit, talk or call (contact), planned or held; may begin without a family."""

    compartment: Compartment = for_worker(Compartment.CARE)
    kind: ContactKind = for_worker(ContactKind.HOME_VISIT)
    state: ContactState = for_worker(ContactState.HELD)
    at: datetime = for_worker(moment=True)  # an instant, UTC
    minutes: int | None = for_worker(None)
    worker_id: UUID | None = for_worker(None)
    worker_name: str = for_worker("")
    person_ids: frozenset[UUID] = for_worker(frozenset())  # who was there
    # Somebody who is not in the file.
    others: str = for_worker("", search=Search.TEXT, sensitive=True)
    purpose: str = for_worker("", search=Search.TEXT, sensitive=True)
    place: str = for_worker("", sensitive=True)
    interpreter: str = for_worker("")  # language; empty when none is needed
    interpreter_booked: bool = for_worker(False)


@record("note", compartment=None, seal="signed_at")
@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Record):
    """A note (verslag); its text is in its paragraphs. Signed, it never changes again."""

    compartment: Compartment = for_worker(Compartment.CARE)
    contact_id: UUID | None = for_worker(None)
    title: str = for_worker("", search=Search.TEXT, sensitive=True)
    author_id: UUID | None = for_worker(None)
    author_name: str = for_worker("")
    corrects_id: UUID | None = for_worker(None)  # an earlier signed version
    # The signature: the text as its signer saw it, with its SHA-256 in hexadecimal.
    signed_at: datetime | None = for_worker(None, unit="signature")
    signed_by: str = for_worker("", unit="signature")
    signed_text: str = for_worker("", unit="signature", sensitive=True)
    signed_hash: str = for_worker("", unit="signature")

    @property
    def signed(self) -> bool:
        return self.signed_at is not None


@record("note_paragraph", compartment=None, sealed_with="note_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteParagraph(Record):
    """One paragraph (alinea) of a note, with whom it is about and from whom it is shielded."""

    compartment: Compartment = for_worker(Compartment.CARE)
    note_id: UUID = for_worker()
    position: str = for_worker("")
    text: str = for_worker("", merge=Merge.TEXT, search=Search.TEXT, sensitive=True)
    about_ids: frozenset[UUID] = for_worker(frozenset())
    kind: ParagraphKind | None = for_worker(None)
    source: str = for_worker("", sensitive=True)
    source_on: date | None = for_worker(None)
    shielded_from: frozenset[UUID] = for_worker(frozenset())
    shield_ground: str = for_worker("", sensitive=True)
