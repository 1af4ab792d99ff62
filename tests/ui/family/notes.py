"""The tab Verslagen of an opened family, driven by keys and mouse."""

import pytest
from PySide6.QtCore import Qt

from mvs_desktop.domain.contacts import (
    Contact,
    Note,
    NoteParagraph,
)
from mvs_desktop.ui.family.notes.page import NotesTab
from mvs_desktop.ui.family.notes.paragraph import ParagraphLine
from mvs_desktop.ui.family.notes.timeline import ContactLine
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import family

CTRL = Qt.KeyboardModifier.ControlModifier


class Notes(Screen):
    def __init__(self, opened: OpenedFamily) -> None:
        self.tab = NotesTab(opened.context)
        super().__init__(opened, self.tab)

    def keys(self, text: str) -> None:
        """Type where the keyboard is."""
        self.family.qtbot.keyClicks(self.tab.window().focusWidget(), text)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.family.qtbot.keyClick(self.tab.window().focusWidget(), key, held)

    def rows(self) -> list[ContactLine]:
        return list(self.tab.timeline.rows.objects())

    def line(self, number: int) -> ParagraphLine:
        card = self.tab.note_card
        assert card is not None
        found = card.lines.lines()[number - 1]
        assert isinstance(found, ParagraphLine)
        return found

    def contact(self) -> Contact:
        id_ = self.tab.timeline.chosen_id()
        found = self.family.stored().get(Contact, id_)
        assert found is not None
        return found

    def note(self) -> Note:
        found = self.family.stored().note_of(self.contact().id)
        assert found is not None
        return found

    def paragraphs(self) -> tuple[NoteParagraph, ...]:
        return self.family.stored().paragraphs(self.note().id)

    def write(self) -> None:
        """Begin the note of the chosen contact."""
        self.click("write_note")
        self.family.qtbot.waitUntil(lambda: self.tab.note_card is not None)

    def suggested(self) -> list[str]:
        self.family.settle()
        names = [f"{line.name}_suggestion" for line in self.tab.note_card.lines.lines()]  # type: ignore[union-attr]
        shown = [one for name in names for one in self._visible(name)]
        return [words for one in shown for _, words in one.proposals]  # type: ignore[attr-defined]


@pytest.fixture
def notes(open_family: OpenFamily) -> Notes:
    return Notes(open_family(family()))


@pytest.fixture
def written(notes: Notes) -> Notes:
    """A note with one paragraph about Bo."""
    notes.write()
    notes.keys("Bo speelt buiten.")
    notes.click("paragraph_1_suggestion_yes")
    notes.save()
    return notes
