""" "Nieuw gezin": a name and where; everything may be filled in later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.checks import check
from mvs_desktop.domain.registers import Area, AreaKind, Municipality
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.kit.forms.fields import choice_field, text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton
from mvs_desktop.ui.kit.parts.labels import Small
from mvs_desktop.ui.problem_words import problem_text


@dataclass(frozen=True, slots=True)
class Places:
    """Municipalities with their neighbourhoods, from the register."""

    municipalities: tuple[Municipality, ...]
    areas: Mapping[str, tuple[Area, ...]]  # by municipality


def area_options(areas: Sequence[Area]) -> list[tuple[object, str]]:
    """Neighbourhoods (wijken) and the parts of them, each once, parts with their wijk."""
    names = {area.code: area.name for area in areas}
    options: list[tuple[object, str]] = []
    for area in areas:
        if area.kind is AreaKind.WIJK:
            options.append((area.code, area.name))
        else:
            options.append((area.code, f"{area.name} ({names.get(area.parent, '')})"))
    return options


class NewFamilyPanel(SidePanel):
    """`made` carries the new CaseFile; the shell saves and opens it."""

    made = Signal(object)

    def __init__(self, host: QWidget, places: Places, home: str, today: date) -> None:
        """`home` is the worker's municipality (GM code), chosen beforehand."""
        super().__init__(host, self.tr("Nieuw gezin"))
        self.setObjectName("new_family_panel")
        self._places = places
        self._today = today
        self._id: UUID | None = None
        self.form = RecordForm(
            (
                text_field(
                    "name",
                    self.tr("Hoe noem je dit gezin?"),
                    help=self.tr("Zoals je het zelf zoekt, bijvoorbeeld “Familie De Wit”."),
                ),
                choice_field(
                    "municipality",
                    self.tr("Gemeente"),
                    [(town.code, town.name) for town in places.municipalities],
                ),
                choice_field(
                    "neighbourhood",
                    self.tr("Wijk of buurt"),
                    [],
                    placeholder=self.tr("Typ een deel van de naam"),
                    search=True,
                ),
                day_field("registered_on", self.tr("Aangemeld op")),
            )
        )
        self.form.edited.connect(self._town_changed)
        self.form.changed.connect(self._look)
        page = self.add_page()
        page.add(self.form)
        page.add(Small(self.tr("Weet je iets nog niet? Laat het leeg; je vult het later aan.")))
        page.add_stretch()
        self.button = FilledButton(self.tr("Begin dossier"))
        self.button.setObjectName("create_family")
        self.button.clicked.connect(self._make)
        self.body.addWidget(ButtonRow([self.button]))
        self._home = home
        self._town: object = None

    def begin(self, id_: UUID, name: str = "") -> None:
        """Empty the form for a family with this id and open the panel."""
        self._id = id_
        known = {town.code for town in self._places.municipalities}
        self.form.show_values(
            {
                "name": name,
                "municipality": self._home if self._home in known else None,
                "neighbourhood": None,
                "registered_on": self._today,
            }
        )
        self.form.show_problems({})
        self._town = None
        self._town_changed()
        self.open_panel(self.form.editor("name").control())

    def _town_changed(self) -> None:
        town = self.form.editor("municipality").value()
        if town == self._town:
            return
        self._town = town
        editor = self.form.editor("neighbourhood")
        if isinstance(editor, ChoiceEditor):
            editor.show_value(None)
            editor.set_options(area_options(self._places.areas.get(str(town), ())))

    def _case(self) -> CaseFile | None:
        if self._id is None:
            return None
        values = self.form.values()
        registered = values.get("registered_on")
        return CaseFile(
            id=self._id,
            case_id=self._id,
            name=str(values.get("name", "")),
            municipality=str(values.get("municipality") or ""),
            neighbourhood=str(values.get("neighbourhood") or ""),
            registered_on=registered if isinstance(registered, date) else None,
        )

    def _look(self, _values: object = None) -> None:
        case = self._case()
        if case is not None:
            found = check(case, CaseSnapshot.of(case, ()), self._today)
            self.form.show_problems({name: problem_text(what) for name, what in found.items()})

    def _make(self) -> None:
        if self.form.refuse({}):
            return
        case = self._case()
        if case is not None:
            self._id = None
            self.close_panel()
            self.made.emit(case)
