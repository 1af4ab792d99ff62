""" "Is dit kind al bekend?": asked before a new family, with emergency access where it is."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.bsn import normalise_bsn, passes_eleven_test
from mvs_desktop.domain.checks import Problem
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.teamwork import emergency_end
from mvs_desktop.services.team_views import ChildQuestion, WhomToAsk
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.kit.forms.fields import text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import (
    Button,
    FilledButton,
    OutlinedButton,
    TextButton,
)
from mvs_desktop.ui.kit.parts.labels import Body, Strong
from mvs_desktop.ui.problem_words import problem_text
from mvs_desktop.ui.team.emergency import EmergencyForm, ask_for_access
from mvs_desktop.ui.team.panel import TeamPanel
from mvs_desktop.ui.words import format_date, format_moment, with_capital


@dataclass(frozen=True, slots=True)
class ChildAsked:
    """Whom it is about; a citizen service number only where it is known."""

    family_name: str
    birth: date
    bsn: str


@dataclass(frozen=True, slots=True)
class EmergencyWanted:
    """Emergency access to what stands at this place in the answer: why, and to which parts."""

    place: int
    reason: str
    compartments: frozenset[Compartment]


class KnownChildPanel(TeamPanel):
    """`asked` carries a ChildAsked, `emergency_wanted` an EmergencyWanted.

    `new_family_wanted` carries the name to begin with, `case_chosen` the id of a family.
    """

    asked = Signal(object)
    emergency_wanted = Signal(object)
    new_family_wanted = Signal(str)
    case_chosen = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, self.tr("Is dit kind al bekend?"), "known_child_panel")
        self._name = ""
        self._about = ""
        self._question: ChildQuestion | None = None
        self._typed = ""  # as a name of the family, before this was asked
        self._whom: tuple[WhomToAsk, ...] = ()
        self._now: datetime | None = None
        self._first: QWidget = self.close_button  # where the keyboard goes with an answer
        self.form: RecordForm | None = None

    def begin(self, name: str = "") -> None:
        """Ask about a child of a family that may have been named already."""
        self._typed = name
        self.begin_step()
        self.form = RecordForm(
            (
                text_field(
                    "child_family_name",
                    self.tr("Achternaam van het kind"),
                    help=self.tr("Met of zonder “van der”: dat maakt niet uit."),
                ),
                day_field("child_birth", self.tr("Geboortedatum")),
                text_field(
                    "child_bsn",
                    self.tr("BSN, als je het weet"),
                ),
            )
        )
        self.content.addWidget(
            Body(
                self.tr(
                    "Kent een collega dit kind al, dan werken jullie samen in één dossier. Je ziet "
                    "alleen wie je kunt bellen. De vraag wordt vastgelegd."
                )
            )
        )
        self.content.addWidget(self.form)
        self.offer(FilledButton, self.tr("Kijk na"), "ask_child", self._ask)
        self.offer(
            TextButton,
            self.tr("Sla dit over"),
            "skip_child",
            lambda: self.new_family_wanted.emit(self._typed),
        )
        self.open_panel(self.form.editor("child_family_name").control())

    def _ask(self) -> None:
        form = self.form
        if form is None:
            return
        if form.refuse({}):
            return
        values = form.values()
        name, birth = str(values["child_family_name"]).strip(), values["child_birth"]
        bsn = normalise_bsn(str(values["child_bsn"]))
        problems = {}
        if not name:
            problems["child_family_name"] = self.tr("Zonder achternaam kunnen we niet zoeken.")
        if not isinstance(birth, date):
            problems["child_birth"] = self.tr("Zonder hele geboortedatum kunnen we niet zoeken.")
        if bsn and not passes_eleven_test(bsn):
            problems["child_bsn"] = problem_text(Problem.BSN_FAILS)
        if form.refuse(problems):
            return
        assert isinstance(birth, date)  # noqa: S101 - said above
        self._name = name
        self.wait_for_answer()
        self.asked.emit(ChildAsked(name, birth, bsn))

    def show_answer(self, question: ChildQuestion, now: datetime) -> None:
        """`now` is in the local time."""
        self._name, self._whom, self._now = question.family_name, question.whom, now
        self._question = question
        self.begin_step()
        self.set_title(self.tr("Is dit kind al bekend?"))
        self._about = self.tr("{name}, geboren {day}").format(
            name=with_capital(question.family_name), day=format_date(question.birth)
        )
        self.content.addWidget(Strong(self._about))
        if question.answered_at is None:
            self.banner.say(
                "info",
                self.tr(
                    "Dit kijken we na zodra er verbinding is. Je vindt het antwoord op Vandaag, "
                    "bij “Wacht op mij”. Je kunt alvast verder met het nieuwe gezin."
                ),
            )
        elif not question.is_known:
            self.banner.say("ok", self.tr("Niet bekend bij een collega."))
        else:
            self.banner.say(
                "warn", self.tr("Bekend bij een collega. Overleg met de casusregisseur.")
            )
            rows = QVBoxLayout()
            rows.setSpacing(0)
            for place, whom in enumerate(question.whom):
                rows.addWidget(self._row(place, whom))
            self.content.addLayout(rows)
        self._offer_new_family(filled=not question.is_known)
        if self.is_open:
            self._first.setFocus()

    def _row(self, place: int, whom: WhomToAsk) -> DetailRow:
        name = whom.name or _team(whom.team)
        phone = whom.phone or whom.team_phone or self.tr("Geen nummer bekend")
        told = (phone, whom.organisation, whom.team if whom.name else "")
        about = " · ".join(part for part in told if part)
        row = DetailRow(name, about, readable=True, whole=True)
        row.setObjectName("whom_to_ask")
        if whom.case_id is not None:
            button: Button = OutlinedButton(self.tr("Open dossier"), dense=True)
            button.setObjectName("open_known_case")
            case_id: UUID = whom.case_id
            button.clicked.connect(lambda: self.case_chosen.emit(case_id))
        else:
            button = TextButton(self.tr("Noodtoegang"), dense=True)
            button.setObjectName("emergency")
            button.clicked.connect(lambda: self._ask_reason(place))
        row.add_action(button)
        button.describe(name)
        if not place:
            self._first = row  # whom to call; on a button a stray key would do something
        row.set_last(place == len(self._whom) - 1)
        return row

    def _offer_new_family(self, *, filled: bool) -> None:
        kind = FilledButton if filled else OutlinedButton
        words = self.tr("Nieuw gezin") if filled else self.tr("Toch een nieuw gezin")
        button = self.offer(kind, words, "begin_new_family", self._begin_family)
        if filled:
            self._first = button

    def _begin_family(self) -> None:
        self.new_family_wanted.emit(self._family())

    def _family(self) -> str:
        if self._typed or not self._name:
            return self._typed
        # What a family is called is written in the file, so it is Dutch in any language.
        return f"Familie {with_capital(self._name)}"

    # Emergency access

    def _ask_reason(self, place: int) -> None:
        self.begin_step()
        self.set_title(self.tr("Noodtoegang"))
        self.content.addWidget(Strong(self._about))
        whom = self._whom[place]
        until = emergency_end(self._now) if self._now is not None else None
        if until is not None:
            told = self.tr("De casusregisseur krijgt bericht. Je hebt toegang tot {moment}.")
            self.content.addWidget(Body(told.format(moment=self._until(until))))
        ask_for_access(
            self,
            EmergencyForm(tuple(Compartment), whom.name),
            lambda wanted: self.emergency_wanted.emit(EmergencyWanted(place, *wanted)),
            self._leave_emergency,
        )

    def _leave_emergency(self) -> None:
        if self._question is not None and self._now is not None:
            self.show_answer(self._question, self._now)

    def show_access(self, until: datetime) -> None:
        """Access was given until then, in the local time."""
        self.begin_step()
        told = self.tr(
            "Je hebt toegang tot {moment}. Het dossier wordt opgehaald en staat zo bij Gezinnen."
        )
        self.banner.say("ok", told.format(moment=self._until(until)))
        self.offer(FilledButton, self.tr("Klaar"), "emergency_done", self.close_panel).setFocus()

    def _until(self, moment: datetime) -> str:
        """In the evening access goes on beyond midnight: then it has its day."""
        return format_moment(moment, (self._now or moment).date())


def _team(name: str) -> str:
    """A team by its name, which may have the word in it already."""
    if "team" in name.casefold():
        return name
    return QCoreApplication.translate("KnownChildPanel", "Team {name}").format(name=name)
