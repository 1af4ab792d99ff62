"""A household as a card with its people, or the people outside any household."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from mvs_desktop.domain.people import Person
from mvs_desktop.ui.family.people.view import HomeView, PersonLine
from mvs_desktop.ui.kit.avatar import Avatar
from mvs_desktop.ui.kit.buttons import TextButton
from mvs_desktop.ui.kit.cards import Card
from mvs_desktop.ui.kit.chips import Chip
from mvs_desktop.ui.kit.labels import Small
from mvs_desktop.ui.kit.rows import DetailRow
from mvs_desktop.ui.kit.theme import px, restyle
from mvs_desktop.ui.record_at import mark_record


class PersonRow(DetailRow):
    """One person; `withdrawn` on Del, `conflict_chosen` from the button at a conflict."""

    withdrawn = Signal()
    conflict_chosen = Signal(object)

    def __init__(self, line: PersonLine) -> None:
        told = "\n".join(part for part in (line.about, line.contradiction) if part)
        super().__init__(line.name, told, leading=Avatar(line.name), clickable=True)
        self.person_id = line.person_id
        self.setObjectName(f"person_row_{line.person_id}")
        mark_record(self, Person.type_name, line.person_id)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(px(8), px(8), px(8), px(8))
        for chip in line.chips:
            self.add_chip(Chip(chip.text, chip.kind, icon_name=chip.icon_name))
        if line.contradiction:
            self.add_chip(Chip(self.tr("Klopt dit?"), "warn"))
        for conflict_id in line.conflicts:
            self.add_chip(Chip(self.tr("Keuze voor jou"), "clash"))
            button = TextButton(self.tr("Kies"), dense=True)
            button.clicked.connect(
                lambda _on=False, chosen=conflict_id: self.conflict_chosen.emit(chosen)
            )
            self.add_action(button)
        if line.conflicts:
            restyle(self, conflict="true")

    def set_selected(self, selected: bool) -> None:
        """Draw this as the person whose panel is open."""
        restyle(self, selected="true" if selected else "false")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.withdrawn.emit()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)


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
