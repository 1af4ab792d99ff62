"""A note (verslag): its paragraphs, written where they stand, and its signature."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.contacts import Note, NoteParagraph
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.notes.changes import (
    OpenPoints,
    new_paragraph,
    open_points,
    versions_of,
)
from mvs_desktop.ui.family.notes.paragraph import ParagraphLine
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.family.records.lines import RecordLines
from mvs_desktop.ui.kit.forms.choices import ChoiceChip
from mvs_desktop.ui.kit.forms.fields import text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.forms.quiet import make_quiet
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.tab_order import tab_in_reading_order
from mvs_desktop.ui.kit.parts.buttons import FilledButton, TextButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Small
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.record_binder import RecordBinder
from mvs_desktop.ui.words import format_near_day


class NoteCard(Card):
    """One version of a note. `version_chosen` carries the id of another version."""

    version_chosen = Signal(object)

    def __init__(self, parent: QWidget, context: CaseContext, note: Note) -> None:
        super().__init__("", parent)
        self.setObjectName("note_card")
        self.note_id = note.id
        self.signed = note.signed
        self._context = context
        self._versions = Flow(self, spacing=6)
        self._versions.hide()
        self._shown_versions: tuple[object, ...] = ()
        self.add(self._versions)
        title = text_field("title", "", placeholder=self.tr("Waar gaat dit verslag over?"))
        title.editor.name_controls(self.tr("Titel van het verslag"), "")
        title.editor.control().setProperty("large", "true")
        self.title = RecordForm((title,), self)
        name_controls(self.title, "note")
        make_quiet(self.title)
        self._binder: RecordBinder[Any] = RecordBinder(context, self.title, note)
        self.title.set_read_only(self.signed)
        self.add(self.title)
        self.title.setVisible(bool(note.title) or not self.signed)
        self._by = Small()
        self.add(self._by)
        self.lines = self._paragraphs(note)
        self.add(self.lines)
        self.lines.changed.connect(self._tab_along)
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date(context.snapshot)
        self._tab_along()

    def begin(self) -> None:
        """Put the keyboard in the first paragraph."""
        lines = self.lines.lines()
        if lines:
            lines[0].focus_words()

    def release(self) -> None:
        """Save what was typed and let go; call before the card is deleted."""
        self._binder.release()
        self.lines.release()
        self._context.snapshot_changed.disconnect(self._bring_up_to_date)

    def _paragraphs(self, note: Note) -> RecordLines:
        context = self._context

        def records() -> Sequence[Any]:
            return context.snapshot.paragraphs(note.id)

        def make_line(above: QWidget, name: str, item: NoteParagraph) -> ParagraphLine:
            return ParagraphLine(above, context, name, item, read_only=self.signed)

        def make_record(key: str) -> NoteParagraph:
            return new_paragraph(note, key, context.new_id())

        return RecordLines(
            self,
            context,
            records,
            make_line,
            make_record,
            name="paragraph",
            add_name="add_paragraph",
            add=self.tr("Alinea toevoegen"),
            gap=16,
            read_only=self.signed,
        )

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        note = around.get(Note, self.note_id)
        if note is None:
            return
        self._by.setText(
            self.tr("Geschreven door {name}").format(name=note.author_name)
            if note.author_name
            else ""
        )
        self._by.setVisible(bool(note.author_name))
        self._show_versions(around, note)

    def _show_versions(self, around: CaseSnapshot, note: Note) -> None:
        versions = versions_of(around, note.contact_id) if note.contact_id else ()
        wanted = tuple((item.id, item.signed_at) for item in versions)
        if wanted == self._shown_versions:
            return
        self._shown_versions = wanted
        self._versions.clear()
        for number, item in enumerate(versions, start=1):
            words = (
                self.tr("Versie {number}, ondertekend")
                if item.signed
                else self.tr("Versie {number}, niet ondertekend")
            )
            button = ChoiceChip(words.format(number=number))
            button.setObjectName(f"note_version_{number}")
            button.setChecked(item.id == note.id)
            button.clicked.connect(lambda _on=False, id_=item.id: self.version_chosen.emit(id_))
            self._versions.add(button)
        self._versions.setVisible(len(versions) > 1)

    def _tab_along(self) -> None:
        tab_in_reading_order(self)


class SignBar(QWidget):
    """What stands open and the button to sign, or that it is signed and can be corrected."""

    sign_wanted = Signal()
    correct_wanted = Signal()

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent)
        self.setObjectName("sign_bar")
        self._context = context
        line = QHBoxLayout(self)
        line.setContentsMargins(px(24), px(8), px(24), px(12))
        line.setSpacing(px(12))
        texts = QVBoxLayout()
        texts.setSpacing(px(4))
        self._chips = Flow(self, spacing=6)
        self.said = Small()
        self.said.setObjectName("note_state")
        texts.addWidget(self._chips)
        texts.addWidget(self.said)
        line.addLayout(texts, 1)
        self.correct = TextButton(self.tr("Verbeteren"), self, icon_name="pencil-simple")
        self.correct.setObjectName("note_correct")
        self.correct.clicked.connect(self.correct_wanted)
        line.addWidget(self.correct)
        self.sign = FilledButton(self.tr("Ondertekenen"), self, icon_name="pen-nib")
        self.sign.setObjectName("note_sign")
        self.sign.clicked.connect(self.sign_wanted)
        line.addWidget(self.sign)
        self._shown: object = None

    def show_note(self, note_id: UUID) -> None:
        """Say where this note stands."""
        around = self._context.snapshot
        note = self._context.current(Note, note_id)
        if note is None:
            return
        self.sign.setVisible(not note.signed)
        latest = note.contact_id is not None and around.note_of(note.contact_id)
        self.correct.setVisible(note.signed and bool(latest) and latest.id == note.id)  # type: ignore[union-attr]
        if note.signed_at is not None:
            day = format_near_day(note.signed_at.astimezone().date(), self._context.today)
            self._say(
                (),
                self.tr("Ondertekend {day}. Verbeteren kan; de eerste versie blijft.").format(
                    day=day
                ),
            )
            return
        points = open_points(around, note)
        reason = self._reason(note, points)
        self._say(self._open(points), reason)
        self.sign.set_unavailable(reason)

    def _say(self, chips: tuple[tuple[str, str], ...], text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        if chips == self._shown:
            return
        self._shown = chips
        self._chips.clear()
        for words, kind in chips:
            self._chips.add(Chip(words, kind))  # type: ignore[arg-type]
        self._chips.setVisible(bool(chips))

    def _open(self, points: OpenPoints) -> tuple[tuple[str, str], ...]:
        found = []
        if points.empty:
            found.append((self.tr("Nog geen tekst"), "neutral"))
        if points.about_nobody == 1:
            found.append((self.tr("1 alinea zonder persoon"), "warn"))
        elif points.about_nobody:
            words = self.tr("{count} alinea's zonder persoon")
            found.append((words.format(count=format_count(points.about_nobody)), "warn"))
        if points.no_kind == 1:
            found.append((self.tr("1 alinea nog geen feit, mening of afspraak"), "neutral"))
        elif points.no_kind:
            words = self.tr("{count} alinea's nog geen feit, mening of afspraak")
            found.append((words.format(count=format_count(points.no_kind)), "neutral"))
        return tuple(found)

    def _reason(self, note: Note, points: OpenPoints) -> str:
        me = self._context.workspace.me
        if note.author_id is not None and note.author_id != me.worker_id:
            return self.tr("Kan niet: dit verslag is van {name}.").format(name=note.author_name)
        if points.empty:
            return self.tr("Kan nog niet: schrijf eerst wat er was.")
        if points.about_nobody:
            return self.tr("Kan nog niet: kies eerst bij elke alinea over wie het gaat.")
        return ""
