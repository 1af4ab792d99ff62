"""Every widget of the kit in its states, for tests and for looking at. Not in the program.

The people and families here are invented.
"""

from dataclasses import dataclass
from datetime import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.forms.fields import (
    chips_field,
    choice_field,
    long_text_field,
)
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.gallery_form import gallery_form
from mvs_desktop.ui.kit.lists.model import ChipSpec, Column
from mvs_desktop.ui.kit.lists.views import RowsList, RowsTable
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.cards import Card, Divider
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.facts import FactList
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.pages.scroll import Columns, PageHeader, ScrollPage
from mvs_desktop.ui.kit.pages.tabs import FamilyTabs
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.buttons import (
    ButtonRow,
    DangerButton,
    FilledButton,
    IconButton,
    OutlinedButton,
    RailButton,
    TextButton,
)
from mvs_desktop.ui.kit.parts.chips import Chip, ChipKind
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Body, Elided, Muted, SectionTitle, Small
from mvs_desktop.ui.kit.parts.marked_text import Mark, MarkedText, Piece
from mvs_desktop.ui.kit.parts.saved import SavedLabel


@dataclass(frozen=True, slots=True)
class Family:
    """A row of the gallery's table."""

    name: str
    children: str
    phase: str
    last: str
    attention: tuple[ChipSpec, ...] = ()


FAMILIES = (
    Family("De Vries", "Bo (6), Kim (9)", "Uitvoering", "28 februari"),
    Family(
        "El Amrani – Bakker",
        "Mo (12), Sara (14)",
        "Plan",
        "3 maart",
        (ChipSpec("Veilig contact", "shield"), ChipSpec("OTS Mo", "warn")),
    ),
    Family(
        "Tesfay", "baby verwacht", "Wachtlijst", "12 februari", (ChipSpec("Wacht 19 dagen", "bad"),)
    ),
    Family("Van der Linden", "Jip (4)", "Nazorg", "20 januari"),
)

CHIPS: tuple[tuple[str, ChipKind], ...] = (
    ("Bijgewerkt 08:12", "ok"),
    ("Tolk nog regelen", "warn"),
    ("Te laat", "bad"),
    ("Fase: plan", "info"),
    ("2 keuzes voor jou", "clash"),
    ("Afgeschermd adres", "shield"),
    ("School", "school"),
    ("Gezin", "gezin"),
    ("Vrije tijd", "vrije_tijd"),
    ("Nog te versturen", "unsent"),
    ("Niet op deze laptop", "neutral"),
)


class Gallery(QWidget):
    """A made-up screen with rail, tabs and pages; `page` names in PAGES."""

    PAGES = ("lists", "form", "widgets")

    def __init__(self, page: str = "lists", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kit", "canvas")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._rail())
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._family_header())
        rows.addWidget({"lists": self._lists, "form": self._form, "widgets": self._widgets}[page]())
        line.addWidget(content, 1)
        self.panel = self._panel()

    def _rail(self) -> QWidget:
        rail = QWidget()
        rail.setProperty("kit", "sunken")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setFixedWidth(px(208))
        rows = QVBoxLayout(rail)
        rows.setContentsMargins(px(12), px(16), px(12), px(16))
        rows.setSpacing(px(4))
        rows.addWidget(OutlinedButton("Contact noteren", icon_name="note-pencil"))
        rows.addSpacing(px(12))
        for number, (words, picture) in enumerate(
            (
                ("Vandaag", "calendar-blank"),
                ("Gezinnen", "users-three"),
                ("Aanmeldingen  3", "tray"),
                ("Scholen", "student"),
                ("Taken", "check-square"),
                ("Losse notities", "notepad"),
            )
        ):
            entry = RailButton(words, icon_name=picture)
            entry.setChecked(number == 1)
            rows.addWidget(entry)
        rows.addStretch(1)
        rows.addWidget(RailButton("Zoek of doe…", icon_name="magnifying-glass"))
        sending = SavedLabel()
        sending.show_unsent(3)
        rows.addWidget(sending)
        return rail

    def _family_header(self) -> QWidget:
        header = QWidget()
        header.setProperty("kit", "surface")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(header)
        rows.setContentsMargins(px(24), px(12), px(24), 0)
        rows.setSpacing(px(4))
        title = PageHeader(
            "Familie El Amrani – Bakker",
            subtitle="Schiedam · Oost · Regie: jij · Vervanger: collega · Bewaard 14:02",
        )
        title.chips.add(Chip("Veilig contact: lees eerst", "shield"))
        title.chips.add(Chip("Fase: plan", "info"))
        title.add_button(OutlinedButton("Keukentafel"))
        title.add_button(FilledButton("Bespreken"))
        rows.addWidget(title)
        self.tabs = FamilyTabs(
            [
                (word.lower(), word)
                for word in (
                    "Overzicht",
                    "Gezin & netwerk",
                    "School",
                    "Vrije tijd",
                    "Plan",
                    "Verslagen",
                    "Rechten",
                    "Bijlagen",
                )
            ]
        )
        rows.addWidget(self.tabs)
        return header

    def _lists(self) -> QWidget:
        page = ScrollPage()
        page.add(PageHeader("Gezinnen"))
        self.table: RowsTable[Family] = RowsTable(
            [
                Column("Gezin", lambda row: row.name, style="strong", stretch=2),
                Column("Kinderen", lambda row: row.children),
                Column("Fase", lambda row: row.phase),
                Column("Laatste contact", lambda row: row.last, style="muted"),
                Column(
                    "Let op",
                    lambda row: ", ".join(chip.text for chip in row.attention),
                    chips=lambda row: row.attention,
                    width=280,
                ),
            ],
            "Gezinnen",
            key=lambda row: row.name,
        )
        self.table.show_rows(FAMILIES)
        self.table.sort_by(0)
        self.table.choose("El Amrani – Bakker")
        self.table.setMinimumHeight(px(230))
        page.add(self.table)
        columns = Columns()
        columns.left.addWidget(self._day_card())
        columns.right.addWidget(self._attention_card())
        page.add(columns)
        page.add_stretch()
        return page

    def _day_card(self) -> Card:
        card = Card("Mijn dag")
        visit = DetailRow("Familie De Vries", "Huisbezoek · Nieuwlandplein 14", lead="09:30")
        visit.add_chip(Chip("Tolk geregeld", "ok"))
        visit.add_chip(Chip("Samen gaan", "info"))
        visit.add_action(OutlinedButton("Start bezoek", dense=True))
        card.add(visit)
        meeting = DetailRow("MDO De Singel", "Overleg · Mo en Sara", lead="13:00")
        meeting.add_chip(Chip("Toestemming open", "warn"))
        meeting.add_action(OutlinedButton("MDO voorbereiden", dense=True))
        meeting.set_last(True)
        card.add(meeting)
        return card

    def _attention_card(self) -> Card:
        card = Card("Vraagt aandacht", action="Toon alle 12")
        card.add(SectionTitle("Te laat"))
        self.list: RowsList[Family] = RowsList(
            lambda row: row.name,
            "Te laat",
            second=lambda row: row.children,
            badge=lambda row: row.name,
            chips=lambda row: row.attention[:1],
        )
        self.list.show_rows(FAMILIES[:3])
        self.list.fit_height()
        card.add(self.list)
        return card

    def _form(self) -> QWidget:
        page = ScrollPage()
        self.form = gallery_form()
        card = Card("Nieuw persoon")
        card.add(self.form)
        page.add(card)
        page.add_stretch()
        return page

    def _widgets(self) -> QWidget:
        page = ScrollPage()
        for kind, words, buttons in (
            ("info", "Geen verbinding. Werk gewoon door: alles wordt bewaard.", ()),
            ("ok", "Verstuurd. De centrale bevestigde 1 verslag om 17:04.", ()),
            ("warn", "Deze laptop had 7 dagen geen contact.", (("sync", "Nu versturen"),)),
            ("clash", "Jij en een collega hebben dit allebei veranderd.", (("see", "Bekijk"),)),
            ("bad", "Het dossierbestand is beschadigd. Er is niets gewist.", ()),
        ):
            banner = Banner()
            banner.say(kind, words, buttons)  # type: ignore[arg-type]
            page.add(banner)
        text = MarkedText()
        text.show_lines(
            [
                [Piece("Wat nu geldt", Mark.NAME)],
                [Piece("Bo gaat ", Mark.QUIET), Piece("elke dinsdag", Mark.NEW)],
                [Piece("naar ", Mark.QUIET), Piece("zwemles", Mark.GONE)],
            ]
        )
        page.add(text)
        columns = Columns((1, 1))
        columns.left.addWidget(self._status_card())
        columns.left.addWidget(self._buttons_card())
        columns.right.addWidget(self._facts_card())
        empty = Card()
        empty.add(
            EmptyState(
                "Geen bezoeken vandaag.",
                "Bezoek toevoegen",
                text_button="Agenda inlezen (.ics)",
                icon_name="calendar-blank",
            )
        )
        columns.right.addWidget(empty)
        page.add(columns)
        page.add_stretch()
        return page

    def _status_card(self) -> Card:
        card = Card("Chips")
        chips = Flow()
        for words, kind in CHIPS:
            chips.add(Chip(words, kind))
        card.add(chips)
        card.add(Divider())
        card.add(Body("Gewone tekst in een kaart, niet breder dan 72 tekens op een regel."))
        card.add(Muted("Gedempte tekst: een tweede gedachte."))
        card.add(Small("Kleine tekst: hulp bij een veld."))
        card.add(Elided("Een regel die te lang is voor de ruimte en dus wordt afgekort. " * 4))
        saved = SavedLabel()
        saved.show_saved(time(14, 2))
        card.add(saved)
        return card

    def _buttons_card(self) -> Card:
        card = Card("Knoppen", action="Eén A4")
        late = OutlinedButton("Versturen")
        late.set_unavailable("Kan nog niet: kies eerst voor wie.")
        card.add(
            ButtonRow(
                [
                    FilledButton("Klaar"),
                    OutlinedButton("Toevoegen", icon_name="plus"),
                    TextButton("Later kiezen"),
                    DangerButton("Intrekken"),
                    late,
                    IconButton("dots-three", "Meer"),
                ]
            )
        )
        return card

    def _facts_card(self) -> Card:
        card = Card("Nu op school")
        card.add_to_header(Chip("School", "school"))
        facts = FactList()
        facts.show_facts(
            [
                ("School", "Basisschool De Singel"),
                ("Groep", "5"),
                ("Mentor", "Juf Anneke"),
                ("Intern begeleider", "nog niet bekend"),
            ]
        )
        card.add(facts)
        people = Flow()
        for name in ("Fatima el Amrani", "Jan van der Berg", "Oma"):
            people.add(Avatar(name))
        card.add(people)
        return card

    def _panel(self) -> SidePanel:
        panel = SidePanel(self, "Contact noteren")
        form = RecordForm(
            [
                choice_field(
                    "who", "Met wie?", [(1, "Familie De Vries")], placeholder="Later kiezen"
                ),
                chips_field("how", "Hoe?", [(1, "Telefoon"), (2, "App of sms"), (3, "Gesprek")]),
                long_text_field(
                    "text",
                    "Wat is er gezegd?",
                    help="Plak geen heel appgesprek; schrijf op wat ertoe doet.",
                    lines=6,
                ),
            ]
        )
        panel.body.addWidget(form)
        panel.body.addStretch(1)
        panel.body.addWidget(
            ButtonRow(
                [OutlinedButton("Afspraak erbij"), FilledButton("Klaar")],
                align=Qt.AlignmentFlag.AlignRight,
            )
        )
        return panel
