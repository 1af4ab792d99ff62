"""Losse notities: calls and messages that have no family yet."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.contacts import Contact
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.pages.scroll import PageHeader, ScrollPage
from mvs_desktop.ui.kit.parts.buttons import FilledButton, OutlinedButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.navigation.intents import NoteContact
from mvs_desktop.ui.navigation.view import ScreenView
from mvs_desktop.ui.words import format_days, format_moment, label

OLD_AFTER_DAYS = 7  # then a loose note asks to be finished


@dataclass(frozen=True, slots=True)
class LooseNotesView:
    """The worker's own file; None while nothing was ever written in it."""

    snapshot: CaseSnapshot | None
    today: date

    def count(self) -> int:
        return len(self.snapshot.contacts) if self.snapshot else 0


def first_words(snapshot: CaseSnapshot, contact: Contact) -> str:
    """The first line of what was written; empty when nothing was."""
    note = snapshot.note_of(contact.id)
    paragraphs = snapshot.paragraphs(note.id) if note else ()
    lines = (line.strip() for item in paragraphs for line in item.text.splitlines())
    return next((line for line in lines if line), "")


class LooseNotesPage(ScreenView):
    """Shows a LooseNotesView, newest first; a row opens in the panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loose_notes_page")
        page = ScrollPage()
        header = PageHeader(
            self.tr("Losse notities"),
            subtitle=self.tr("Contacten zonder gezin. Kies bij wie ze horen zodra je het weet."),
        )
        self.add_note = FilledButton(self.tr("Contact noteren"), icon_name="note-pencil")
        self.add_note.setObjectName("loose_add_note")
        self.add_note.clicked.connect(lambda: self.asked.emit(NoteContact()))
        header.add_button(self.add_note)
        page.add(header)
        self.card = Card()
        self.card.setObjectName("loose_notes")
        self.card.body.setSpacing(0)
        page.add(self.card)
        page.add_stretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(page)

    def show_view(self, view: LooseNotesView) -> None:
        self.card.clear()
        own = view.snapshot
        rows = [self._row(own, one, view.today) for one in own.contacts] if own else []
        for row in rows:
            row.set_last(row is rows[-1])
            self.card.add(row)
        if not rows:
            self.card.add(EmptyState(self.tr("Geen losse notities. Alles hoort bij een gezin.")))

    def focus_first(self) -> None:
        self.add_note.setFocus()

    def _row(self, own: CaseSnapshot, contact: Contact, today: date) -> DetailRow:
        words = first_words(own, contact) or self.tr("Nog niets opgeschreven")
        below = self.tr("{kind} · {moment}").format(
            kind=label(contact.kind), moment=format_moment(contact.at, today)
        )
        row = DetailRow(words, below, clickable=True)
        row.setObjectName("loose_note_row")
        days = (today - contact.at.astimezone().date()).days
        if days > OLD_AFTER_DAYS:
            text = self.tr("Al {days}").format(days=format_days(days))
            row.add_chip(Chip(text, "warn", icon_name="clock"))
        if own.state(contact.id).unsent:
            row.add_chip(Chip(self.tr("Nog te versturen"), "unsent"))
        choose = OutlinedButton(self.tr("Kies gezin"), dense=True)
        choose.setObjectName("loose_choose_family")
        choose.setAccessibleDescription(words)
        choose.clicked.connect(lambda: self._open(contact))
        row.add_action(choose)
        row.opened.connect(lambda: self._open(contact))
        return row

    def _open(self, contact: Contact) -> None:
        self.asked.emit(NoteContact(contact_id=contact.id))
