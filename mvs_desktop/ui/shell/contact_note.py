"""Keeps what stands in "Contact noteren" as records, from the first letter on.

The records are a contact, a note and one paragraph (a second one for what was agreed), in
the chosen family or in the worker's own file. Choosing another family moves them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from mvs_desktop.domain.contacts import (
    Contact,
    ContactState,
    Note,
    NoteParagraph,
    ParagraphKind,
)
from mvs_desktop.domain.errors import RecordMissing
from mvs_desktop.domain.ordering import key_between
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change, Saved
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.contact_panel import ContactDraft

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace

_FIRST = key_between("", "")
_SECOND = key_between(_FIRST, "")


@dataclass(frozen=True, slots=True)
class Written:
    """The records as they were last saved."""

    contact: Contact
    note: Note
    text: NoteParagraph
    agreement: NoteParagraph | None

    @property
    def case_id(self) -> UUID:
        return self.contact.case_id

    def records(self) -> tuple[Record, ...]:
        kept: tuple[Record, ...] = (self.contact, self.note, self.text)
        return (*kept, self.agreement) if self.agreement else kept


class ContactNote(QObject):
    """One contact that is being written down.

    `saved` carries a Saved; `left` the id of a case that the contact was moved out of.
    Saves go one after the other; only the latest draft counts.
    """

    saved = Signal(object)
    left = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        workspace: "Workspace",
        background: Background,
        parent: QObject | None = None,
        *,
        written: Written | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._written = written
        self._at: datetime = written.contact.at if written else workspace.now()
        self._wanted: ContactDraft | None = None
        self._busy = False

    @property
    def at(self) -> datetime:
        """When the contact was."""
        return self._at

    @property
    def busy(self) -> bool:
        """Whether something is still to be saved."""
        return self._busy or self._wanted is not None

    def keep(self, draft: ContactDraft) -> None:
        """Save this, now or right after what is being saved."""
        self._wanted = draft
        self._next()

    def _next(self) -> None:
        draft, before = self._wanted, self._written
        if self._busy or draft is None:
            return
        self._busy, self._wanted = True, None
        self._background.run(
            lambda: self._write(draft, before),
            on_done=lambda outcome: self._done(before, *outcome),
            on_failed=self._not_done,
            owner=self,
        )

    def _done(self, before: Written | None, written: Written | None, saved: Saved | None) -> None:
        self._busy = False
        self._written = written
        if saved is not None:
            self.saved.emit(saved)
        if before is not None and (written is None or written.case_id != before.case_id):
            self.left.emit(before.case_id)
        self._next()

    def _not_done(self, error: Exception) -> None:
        self._busy = False
        self.failed.emit(error)
        self._next()

    # Off the GUI thread

    def _write(
        self, draft: ContactDraft, before: Written | None
    ) -> tuple[Written | None, Saved | None]:
        workspace = self._workspace
        if not draft.worth_keeping:
            return None, workspace.withdraw(*before.records()) if before else None
        target = draft.case_id or workspace.own_case().case.id
        standing = before
        saved: Saved | None = None
        if standing is not None and standing.case_id != target:
            saved = workspace.move_contact(standing.contact.id, standing.case_id, target)
            standing = _moved(saved.snapshot, standing.contact)
        after = self._wanted_records(draft, target, standing)
        changes = tuple(_changes(standing, after))
        if changes:
            saved = workspace.save(*changes)
        return after, saved

    def _wanted_records(
        self, draft: ContactDraft, case_id: UUID, standing: Written | None
    ) -> Written:
        base = standing or self._fresh(case_id)
        agreement = base.agreement
        if agreement is None and draft.agreement.strip():
            agreement = NoteParagraph(
                id=self._workspace.new_id(),
                case_id=case_id,
                note_id=base.note.id,
                position=_SECOND,
                kind=ParagraphKind.AGREEMENT,
            )
        return Written(
            replace(base.contact, kind=draft.kind),
            base.note,
            replace(base.text, text=draft.text),
            replace(agreement, text=draft.agreement) if agreement else None,
        )

    def _fresh(self, case_id: UUID) -> Written:
        workspace = self._workspace
        me = workspace.me
        contact = Contact(
            id=workspace.new_id(),
            case_id=case_id,
            state=ContactState.HELD,
            at=self._at,
            worker_id=me.worker_id,
            worker_name=me.name,
        )
        note = Note(
            id=workspace.new_id(),
            case_id=case_id,
            contact_id=contact.id,
            author_id=me.worker_id,
            author_name=me.name,
        )
        text = NoteParagraph(
            id=workspace.new_id(), case_id=case_id, note_id=note.id, position=_FIRST
        )
        return Written(contact, note, text, None)


def _changes(before: Written | None, after: Written) -> Iterator[Change]:
    known = {item.id: item for item in before.records()} if before else {}
    for item in after.records():
        base = known.get(item.id)
        if base != item:
            yield Change(item, base)


def _moved(snapshot: CaseSnapshot, contact: Contact) -> Written:
    """The same contact in its new case, where it is the newest with its moment."""
    copies = [item for item in snapshot.all(Contact) if item.at == contact.at]
    return written_in(snapshot, max(copies, key=lambda item: item.id).id)


def written_in(snapshot: CaseSnapshot, contact_id: UUID) -> Written:
    """The records of a contact that exists. Raises RecordMissing."""
    contact = snapshot.get(Contact, contact_id)
    note = snapshot.note_of(contact_id)
    if contact is None or note is None:
        raise RecordMissing
    paragraphs = snapshot.paragraphs(note.id)
    texts = [item for item in paragraphs if item.kind is not ParagraphKind.AGREEMENT]
    agreements = [item for item in paragraphs if item.kind is ParagraphKind.AGREEMENT]
    if not texts:
        raise RecordMissing
    return Written(contact, note, texts[0], agreements[0] if agreements else None)


def draft_of(written: Written, own_case: UUID) -> ContactDraft:
    """What to show for records that exist."""
    return ContactDraft(
        None if written.case_id == own_case else written.case_id,
        written.contact.kind,
        written.text.text,
        written.agreement.text if written.agreement else "",
    )
