"""Bringing a colleague in (betrekken), and changing or ending what a colleague has."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.cases import CaseMember, CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.domain.teamwork import appointable, usual_compartments
from mvs_desktop.services.team_views import Colleague
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.kit.forms.fields import choice_field, multi_choice_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.dialogs import confirm
from mvs_desktop.ui.kit.parts.buttons import FilledButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Body
from mvs_desktop.ui.team.colleague_search import ColleaguePanel
from mvs_desktop.ui.team.emergency import EmergencyForm, ask_for_access
from mvs_desktop.ui.words import format_moment, label


@dataclass(frozen=True, slots=True)
class MemberWanted:
    """What a colleague is to get."""

    worker_id: UUID
    role: CaseRole
    compartments: frozenset[Compartment]
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class MySay:
    """What this worker may decide about the others of a case."""

    worker_id: UUID
    roles: frozenset[CaseRole]
    compartments: frozenset[Compartment]
    led: bool

    @classmethod
    def in_case(cls, around: CaseSnapshot, worker_id: UUID, today: date) -> "MySay":
        members = [item for item in around.members(today) if not item.is_emergency]
        mine = [item for item in members if item.worker_id == worker_id]
        return cls(
            worker_id,
            frozenset(item.role for item in mine),
            frozenset(part for item in mine for part in item.compartments),
            any(item.role is CaseRole.LEAD for item in members),
        )

    @property
    def roles_to_give(self) -> tuple[CaseRole, ...]:
        allowed = appointable(self.roles, led=self.led)
        return tuple(role for role in CaseRole if role in allowed)

    def may_change(self, member: CaseMember) -> bool:
        """Whether this colleague's part is this worker's to change or end; his own he may end."""
        if member.worker_id == self.worker_id:
            return CaseRole.LEAD not in self.roles
        return member.is_emergency or member.role in self.roles_to_give


class BringInPanel(ColleaguePanel):
    """`wanted` carries a MemberWanted, `ended` a worker's id; `more_wanted` an Emergency, of a
    worker whose own emergency access does not reach far enough."""

    wanted = Signal(object)
    ended = Signal(object)
    more_wanted = Signal(object)

    def __init__(self, host: QWidget, say: MySay, today: date) -> None:
        super().__init__(host, self.tr("Erbij halen"), "bring_in_panel")
        self._say = say
        self._today = today
        self.form: RecordForm | None = None

    def begin(self) -> None:
        self.begin_step()
        self.begin_search(self.tr("Wie haal je erbij?"))

    def go_on(self, colleague: Colleague) -> None:
        parts = usual_compartments(colleague.expertise)
        role = CaseRole.INVOLVED
        if role not in self._say.roles_to_give:
            role = self._say.roles_to_give[0]
        worker_id = UUID(colleague.worker_id)
        self._show_form(MemberWanted(worker_id, role, parts, self._today, None))
        self._offer_to_want(worker_id, self.tr("Erbij halen"))

    def begin_with(self, member: CaseMember, held: frozenset[Compartment]) -> None:
        """Change or end what a colleague has; `held` is all that he may read now."""
        own = member.worker_id == self._say.worker_id
        self.set_title(self.tr("Wie doet mee"))
        if own or member.is_emergency:
            self.begin_step()
            row = self.show_colleague(member.name, self._about(member))
            if member.is_emergency:
                row.add_chip(Chip(self.tr("Noodtoegang"), "warn", icon_name="warning"))
            if own and member.is_emergency and held < frozenset(Compartment):
                self.offer(
                    OutlinedButton,
                    self.tr("Meer inzien"),
                    "more_emergency",
                    lambda: self._ask_for_more(member, held),
                )
            self._offer_end(member, own=own, alone=True)
            self.open_panel(self.close_button)
            return
        self.begin_step()
        self.show_colleague(member.name, member.organisation)
        starts_on = member.starts_on or self._today
        self._show_form(
            MemberWanted(
                member.worker_id, member.role, member.compartments, starts_on, member.ends_on
            )
        )
        self._offer_to_want(member.worker_id, self.tr("Wijzigen"))
        self._offer_end(member, own=False)
        self.open_panel()

    def _ask_for_more(self, member: CaseMember, held: frozenset[Compartment]) -> None:
        missing = [part for part in Compartment if part not in held]
        self.begin_step()
        self.set_title(self.tr("Noodtoegang"))
        self.show_colleague(member.name, self._about(member))
        self.content.addWidget(Body(self.tr("De casusregisseur krijgt weer bericht.")))
        ask_for_access(
            self,
            EmergencyForm(missing, more=True),
            self.more_wanted.emit,
            lambda: self.begin_with(member, held),
        )

    def _about(self, member: CaseMember) -> str:
        if not member.is_emergency:
            return label(member.role)
        until = member.expires_at
        moment = format_moment(until.astimezone(), self._today) if until else ""
        words = self.tr("“{reason}” · tot {moment}")
        return words.format(reason=member.emergency_reason, moment=moment)

    def _show_form(self, wanted: MemberWanted) -> None:
        parts = [part for part in Compartment if part in self._say.compartments]
        self.form = RecordForm(
            (
                choice_field(
                    "member_role",
                    self.tr("Rol"),
                    [(role, label(role)) for role in self._say.roles_to_give],
                ),
                multi_choice_field(
                    "member_compartments",
                    self.tr("Wat mag deze collega lezen?"),
                    [(part, label(part)) for part in parts if part is not Compartment.BASIS],
                    help=self.tr("De basis hoort er altijd bij. Meer dan je zelf ziet kan niet."),
                    chips=True,
                ),
                day_field("member_starts_on", self.tr("Vanaf")),
                day_field(
                    "member_ends_on",
                    self.tr("Tot en met"),
                    help=self.tr("Mag leeg blijven. Op die dag eindigt het vanzelf."),
                ),
            )
        )
        self.form.show_values(
            {
                "member_role": wanted.role,
                "member_compartments": frozenset(wanted.compartments & set(parts))
                - {Compartment.BASIS},
                "member_starts_on": wanted.starts_on,
                "member_ends_on": wanted.ends_on,
            }
        )
        self.content.addWidget(self.form)
        self.form.focus_first()

    def _offer_to_want(self, worker_id: UUID, words: str) -> None:
        self.offer(FilledButton, words, "bring_in", lambda: self._want(worker_id))

    def _offer_end(self, member: CaseMember, *, own: bool, alone: bool = False) -> None:
        words = self.tr("Zelf stoppen") if own else self.tr("Meedoen beëindigen")
        question = self.tr("Stop je met dit gezin?") if own else self.tr("Stopt deze collega?")
        if member.is_emergency:
            words = self.tr("Noodtoegang beëindigen")
            question = self.tr("Noodtoegang beëindigen?")

        def ask() -> None:
            confirm(
                self,
                question,
                self.tr(
                    "Het dossier gaat meteen van de laptop. Wat nog niet verstuurd was, komt bij "
                    "de casusregisseur."
                ),
                do_it=words,
                leave_it=self.tr("Laat zo"),
                on_yes=lambda: self._end(member.worker_id),
                danger=True,
            )

        self.offer(OutlinedButton if alone else TextButton, words, "end_member", ask)

    def _end(self, worker_id: UUID) -> None:
        self.wait_for_answer()
        self.ended.emit(worker_id)

    def _want(self, worker_id: UUID) -> None:
        form = self.form
        if form is None:
            return
        if form.refuse({}):
            return
        values: dict[str, Any] = dict(form.values())
        starts_on: date = values["member_starts_on"] or self._today
        ends_on: date | None = values["member_ends_on"]
        if ends_on is not None and ends_on < max(starts_on, self._today):
            words = self.tr(
                "Deze dag ligt vóór de eerste dag, of is al voorbij. Kies een latere dag."
            )
            form.refuse({"member_ends_on": words})
            return
        self.wait_for_answer()
        self.wanted.emit(
            MemberWanted(
                worker_id,
                values["member_role"] or CaseRole.INVOLVED,
                frozenset(values["member_compartments"]) | {Compartment.BASIS},
                starts_on,
                ends_on,
            )
        )
