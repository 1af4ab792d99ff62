"""A household as a card with its people, or the people outside any household."""

from PySide6.QtCore import Signal

from mvs_desktop.domain.people import Person
from mvs_desktop.ui.family.people.view import HomeView, PersonLine
from mvs_desktop.ui.family.records.row import RecordRow
from mvs_desktop.ui.kit.look.theme import restyle
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Small


class PersonRow(RecordRow):
    """One person of the family."""

    def __init__(self, line: PersonLine) -> None:
        told = "\n".join(part for part in (line.about, line.contradiction) if part)
        chips = [Chip(chip.text, chip.kind, icon_name=chip.icon_name) for chip in line.chips]
        if line.contradiction:
            chips.append(Chip(self.tr("Klopt dit?"), "warn"))
        super().__init__(
            Person.type_name, line.person_id, line.name, told, Avatar(line.name), chips,
            line.conflicts,
        )  # fmt: skip
        self.person_id = line.person_id
        self.setObjectName(f"person_row_{line.person_id}")

    def set_selected(self, selected: bool) -> None:
        """Draw this as the person whose panel is open."""
        restyle(self, selected="true" if selected else "false")


class HomeCard(Card):
    """Every signal carries an id: of a household, a person, or a conflict."""

    home_chosen = Signal(object)
    person_chosen = Signal(object)
    person_withdrawn = Signal(object)
    conflict_chosen = Signal(object)

    def __init__(self, view: HomeView) -> None:
        super().__init__(view.title)
        self.setObjectName(f"home_{view.household_id or 'none'}")
        if view.address:
            self.add(Small(view.address))
        if view.household_id is not None:
            self.set_action(self.tr("Adres"))
            self.action.setObjectName(f"home_open_{view.household_id}")
            self.action_clicked.connect(lambda: self.home_chosen.emit(view.household_id))
        self.rows: list[PersonRow] = []
        for line in view.lines:
            row = PersonRow(line)
            row.opened.connect(lambda chosen=line.person_id: self.person_chosen.emit(chosen))
            row.withdrawn.connect(lambda chosen=line.person_id: self.person_withdrawn.emit(chosen))
            row.conflict_chosen.connect(self.conflict_chosen)
            row.set_last(line is view.lines[-1])
            self.rows.append(row)
            self.add(row)
        if not view.lines:
            self.add(Small(self.tr("Hier woont nu niemand uit dit gezin.")))
