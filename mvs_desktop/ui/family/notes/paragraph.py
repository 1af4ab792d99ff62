"""One paragraph (alinea) of a note: the text, and in the gutter whom it is about, what kind
of claim it is, where it comes from and from whom it is shielded.
"""

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from mvs_desktop.domain.contacts import NoteParagraph, ParagraphKind
from mvs_desktop.domain.people import Person
from mvs_desktop.services.views import Change
from mvs_desktop.ui.case_context import with_values
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.family.notes.suggestion import Proposal, SuggestionLine
from mvs_desktop.ui.family.notes.words import (
    Mention,
    called,
    command_in,
    ids_of,
    mention_before,
    named_in,
)
from mvs_desktop.ui.family.records.lines import ChipWords, RecordLine
from mvs_desktop.ui.family.records.named import names_of, people_options, renew_options
from mvs_desktop.ui.kit.forms.fields import Field, chips_field, people_field, text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.forms.quiet import QuietLine
from mvs_desktop.ui.kit.forms.text_editors import LongTextEditor
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.chips import ChipKind
from mvs_desktop.ui.words import call_name, format_date, join_names, label, options

GUTTER = 212
_MOST_LINES = 400
_KIND_CHIPS: Mapping[ParagraphKind, ChipKind] = {
    ParagraphKind.FACT: "info",
    ParagraphKind.OPINION: "neutral",
    ParagraphKind.AGREEMENT: "ok",
}
_YES, _OTHER = "yes", "other"


class ParagraphLine(RecordLine):
    """One paragraph with its gutter."""

    record: NoteParagraph

    def make_form(self) -> RecordForm:
        self._mention: Mention | None = None
        words = LongTextEditor(
            placeholder=self.tr("Wat zag of hoorde je? @ noemt iemand, /feit zegt wat het is"),
            lines=1,
            most_lines=_MOST_LINES,
        )
        words.name_controls(self.tr("Alinea"), "")
        form = RecordForm((Field("text", "", words),), self)
        self.suggestion = SuggestionLine(self, f"{self.name}_suggestion")
        self.suggestion.chosen.connect(self._take_proposal)
        self.source = QuietLine("", self, icon_name="quotes")
        self.source.setObjectName(f"{self.name}_source_line")
        self.source.clicked.connect(lambda: self.details.open("source"))
        if not self.read_only:
            form.edited.connect(self._read_along)
        return form

    def make_details(self) -> RecordForm:
        people = people_options(self.context.snapshot)
        return RecordForm(
            (
                people_field("about_ids", self.tr("Over wie gaat dit?"), people),
                chips_field("kind", self.tr("Wat is het?"), options(ParagraphKind)),
                text_field("source", self.tr("Van wie weet je dit?")),
                day_field("source_on", self.tr("Wanneer gehoord of gezien?")),
                people_field("shielded_from", self.tr("Afschermen voor"), people),
                text_field(
                    "shield_ground",
                    self.tr("Waarom afschermen?"),
                    help=self.tr("Staat op geen enkele afdruk die zij of hij kan lezen."),
                    wide=True,
                ),
            ),
            columns=2,
        )

    def settle(self, form: RecordForm) -> None:
        if form is not self.form:
            people = people_options(self.context.snapshot)
            renew_options(form, ("about_ids", "shielded_from"), people)
            form.set_field_visible("shield_ground", bool(self.record.shielded_from))

    def summary(self) -> tuple[str, bool]:
        names = names_of(self.record.about_ids, dict(people_options(self.context.snapshot)))
        if names:
            return join_names(names), False
        return (self.tr("Niet gezegd") if self.read_only else self.tr("Over wie gaat dit?")), True

    def marks(self) -> Sequence[ChipWords]:
        found: list[ChipWords] = []
        if self.record.kind is not None:
            found.append((label(self.record.kind), _KIND_CHIPS[self.record.kind]))
        if self.record.shielded_from:
            names = names_of(self.record.shielded_from, dict(people_options(self.context.snapshot)))
            words = self.tr("Afgeschermd voor {names}").format(names=join_names(names))
            found.append((words, "shield"))
        return found

    def show_record(self, record: NoteParagraph) -> None:
        super().show_record(record)
        said = ", ".join(word for word in (record.source, format_date(record.source_on)) if word)
        self.source.set_words(said or self.tr("Van wie weet je dit?"), asks=not said)
        # One question at a time: first whom it is about.
        self.source.setVisible(bool(said) or (bool(record.about_ids) and not self.read_only))
        if not self.read_only:
            self._propose_people()

    @property
    def text(self) -> QPlainTextEdit:
        """Where the paragraph is written."""
        return cast(QPlainTextEdit, self.form.editor("text").control())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While "@" asks for a name, Enter and Tab take the first and Esc none."""
        if self._mention is None or event.type() is not QEvent.Type.KeyPress:
            return False
        key = cast(QKeyEvent, event).key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take_proposal(self.suggestion.proposals[0][0])
            return True
        if key == Qt.Key.Key_Escape:
            self._mention = None
            self._propose_people()
            return True
        return False

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(2))
        line = QHBoxLayout()
        line.setSpacing(px(16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.form)
        words.addWidget(self.suggestion)
        words.addWidget(self.clash)
        words.addStretch(1)
        line.addLayout(words, 1)
        self.about.set_icon("users")
        self.about.setFixedWidth(px(GUTTER - 32))
        self.source.setFixedWidth(px(GUTTER - 32))
        self.chips.setMaximumWidth(px(GUTTER - 32))
        gutter = QVBoxLayout()
        gutter.setSpacing(px(2))
        for part in (self.about, self.source, self.chips):
            gutter.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        gutter.addStretch(1)
        line.addLayout(gutter)
        line.addWidget(self.withdraw_button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(line)
        outer.addWidget(self.details)
        self._show_tools()
        if not self.read_only:
            self.text.installEventFilter(self)

    def _turned(self, is_open: bool) -> None:
        if not is_open and self.isVisible():
            self.about.setFocus()

    # Reading along

    def _read_along(self) -> None:
        """A command at the start, somebody called with "@", or a name in the text."""
        command = command_in(self.text.toPlainText())
        if command is not None:
            self._cut(0, command.length)
            if command.kind is not None:
                self._set({"kind": command.kind})
            if command.opens:
                self.details.open(command.opens)
            return
        cursor = self.text.textCursor()
        before = self.text.toPlainText()[: cursor.position()]
        self._mention = mention_before(before)
        people = self._called()
        if self._mention is not None and people:
            self.suggestion.ask(
                self.tr("Wie bedoel je?"), [(str(one.id), call_name(one)) for one in people]
            )
            return
        self._mention = None
        self._propose_people()

    def _called(self) -> tuple[Person, ...]:
        if self._mention is None:
            return ()
        return called(self._mention, self.context.snapshot.people)[:8]

    def _propose_people(self) -> None:
        if self._mention is not None:
            return
        named = named_in(self.text.toPlainText(), self.context.snapshot.people)
        if self.record.about_ids or not named:
            self.suggestion.ask("", ())
            return
        names = join_names([call_name(one) for one in named])
        proposals: list[Proposal] = [(_YES, self.tr("Ja"))]
        if len(named) in (2, 3):
            only = self.tr("Alleen {name}")
            proposals += [(str(one.id), only.format(name=call_name(one))) for one in named]
        proposals.append((_OTHER, self.tr("Anders")))
        self.suggestion.ask(self.tr("Gaat dit over {names}?").format(names=names), proposals)

    def _take_proposal(self, key: str) -> None:
        people = self.context.snapshot.people
        if self._mention is not None:
            one = next((person for person in people if str(person.id) == key), None)
            if one is not None:
                self._name(one)
            return
        if key == _OTHER:
            self.details.open("about_ids")
            return
        named = named_in(self.text.toPlainText(), people)
        ids = ids_of(named) if key == _YES else frozenset({UUID(key)})
        self._set({"about_ids": ids})
        self.text.setFocus()

    def _name(self, person: Person) -> None:
        """Put the name in place of "@" and its letters, and the person in the gutter."""
        mention, self._mention = self._mention, None
        if mention is None:
            return
        self._cut(mention.start, self.text.textCursor().position(), call_name(person) + " ")
        base = self.context.current(NoteParagraph, self.record.id) or self.record
        self._set({"about_ids": base.about_ids | {person.id}})
        self.text.setFocus()

    def _cut(self, start: int, end: int, instead: str = "") -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(instead)
        self.text.setTextCursor(cursor)

    def _set(self, values: Mapping[str, object]) -> None:
        """Change fields beside the text, on top of what waits to be saved."""
        self.form.flush()
        base = self.context.current(NoteParagraph, self.record.id) or self.record
        after = with_values(base, values)
        if after != base:
            self.context.save(Change(after, base))
            self.show_record(after)
