"""The chosen family at the right of the list: enough to know whether to open it."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.services.views import CaseRow
from mvs_desktop.ui.families.rows import child_text, family_name, warnings
from mvs_desktop.ui.family_chips import phase_chip
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.facts import FactList
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Body, Muted, SectionTitle
from mvs_desktop.ui.words import format_date, format_moment


class FamilySide(Card):
    """`opened` asks to open the family that is shown."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.setObjectName("family_side")
        self._chips = Flow(spacing=6)
        self._about = SectionTitle(self.tr("Waar gaat het om"))
        self._question = Body()
        self._no_question = Muted(self.tr("Nog niet opgeschreven."))
        self._facts = FactList()
        self.open_button = OutlinedButton(self.tr("Gezin openen"))
        self.open_button.setObjectName("open_family")
        self.open_button.clicked.connect(self.opened)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        for part in (self._about, self._question, self._no_question):
            words.addWidget(part)
        self.body.setSpacing(px(12))
        self.body.addWidget(self._chips)
        self.body.addLayout(words)
        self.body.addWidget(self._facts)
        self.body.addWidget(self.open_button)
        self.body.addStretch(1)

    def show_row(self, row: CaseRow, today: date, area_names: Mapping[str, str]) -> None:
        """Show this family."""
        case = row.case
        self.set_title(family_name(row))
        self._chips.clear()
        for chip in (phase_chip(case.phase), *warnings(row, today)):
            self._chips.add(Chip(chip.text, chip.kind, icon_name=chip.icon_name))
        question = case.question or case.summary
        self._question.setText(f"“{question}”" if case.question else question)
        self._question.setVisible(bool(question))
        self._no_question.setVisible(not question)
        place = ", ".join(
            area_names.get(code, "") for code in (case.neighbourhood, case.municipality) if code
        )
        last = format_moment(row.last_contact, today) if row.last_contact else ""
        coming = format_moment(row.next_contact, today) if row.next_contact else ""
        self._facts.show_facts(
            (
                (self.tr("Kinderen"), "\n".join(child_text(child) for child in row.children)),
                (self.tr("Wijk"), place.strip(", ")),
                (self.tr("Regie"), row.lead),
                (self.tr("Aangemeld"), format_date(case.registered_on)),
                (self.tr("Laatste contact"), last),
                (self.tr("Volgende"), coming),
            )
        )
