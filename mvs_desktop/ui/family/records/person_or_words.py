"""A form in which one box stands for two fields: somebody of the family, or words for another."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.records.named import people_options
from mvs_desktop.ui.kit.forms.choice_or_text import ChoiceOrTextEditor
from mvs_desktop.ui.kit.forms.editors import Editor
from mvs_desktop.ui.kit.forms.form import RecordForm

WHO = "whom"  # the box's own name in the form


class PersonOrWordsForm(RecordForm):
    """`who_fields` are the record's two: the id of a person, and the words."""

    who_fields: ClassVar[tuple[str, str]]

    def __init__(self, context: CaseContext, parent: QWidget | None = None) -> None:
        self._context = context
        super().__init__(parent=parent)

    def who_editor(self, placeholder: str) -> ChoiceOrTextEditor:
        """The box; a whole name that was typed is that person of the family."""
        return ChoiceOrTextEditor(
            people_options(self._context.snapshot),
            placeholder=placeholder,
            also=self._named_in_full,
        )

    def _named_in_full(self, words: str) -> UUID | None:
        for person in self._context.snapshot.people:
            if person.full_name.casefold() == words.casefold():
                return person.id
        return None

    def values(self) -> dict[str, object]:
        found = super().values()
        person, words = self.who_fields
        found[person], found[words] = _pair(found.get(WHO))
        return found

    def shown(self) -> dict[str, object]:
        known = super().shown()
        if WHO in known:
            person, words = self.who_fields
            known[person], known[words] = _pair(known[WHO])
        return known

    def show_values(self, values: Mapping[str, object]) -> None:
        given = dict(values)
        person, words = self.who_fields
        if person in given:
            given[WHO] = (given[person], given.get(words, ""))
        super().show_values(given)

    def editor(self, name: str) -> Editor:
        return super().editor(WHO if name in self.who_fields else name)


def _pair(value: object) -> tuple[object, object]:
    return (value[0], value[1]) if isinstance(value, tuple) else (None, "")
