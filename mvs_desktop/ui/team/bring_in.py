"""Bringing a colleague in (betrekken), and changing or ending what a colleague has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.cases import CaseMember, CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.domain.teamwork import appointable, usual_compartments
from mvs_desktop.services.team_views import Colleague
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.kit.avatar import Avatar
from mvs_desktop.ui.kit.buttons import Button, FilledButton, TextButton
from mvs_desktop.ui.kit.cards import clear_layout
from mvs_desktop.ui.kit.chips import Chip
from mvs_desktop.ui.kit.dialogs import confirm
from mvs_desktop.ui.kit.fields import choice_field, multi_choice_field, text_field
from mvs_desktop.ui.kit.form import RecordForm
from mvs_desktop.ui.kit.labels import Muted, Small
from mvs_desktop.ui.kit.rows import DetailRow
from mvs_desktop.ui.team.panel import TeamPanel
from mvs_desktop.ui.words import format_moment, label

TYPING_MS = 300
LEAST_LETTERS = 2


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


class ColleagueSearch(QWidget):
    """A field that looks for colleagues. `searched` carries what was typed, `chosen` a
    Colleague."""

    searched = Signal(str)
    chosen = Signal(object)

    def __init__(self, question: str) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        self.form = RecordForm(
            (
                text_field(
                    "colleague",
                    question,
                    help=self.tr("Naam, team, expertise of organisatie; twee letters of meer."),
                ),
            )
        )
        rows.addWidget(self.form)
        self._found = QVBoxLayout()
        self._found.setSpacing(0)
        rows.addLayout(self._found)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._search)
        self.form.edited.connect(self._timer.start)

    def control(self) -> QWidget:
        return self.form.editor("colleague").control()

    def _search(self) -> None:
        text = str(self.form.values().get("colleague", "")).strip()
        if len(text) >= LEAST_LETTERS:
            self.searched.emit(text)

    def show_found(self, colleagues: Sequence[Colleague], *, more: bool) -> None:
        clear_layout(self._found)
        for colleague in colleagues:
            about = (colleague.expertise, colleague.team, colleague.organisation)
            row = DetailRow(
                colleague.name,
                " · ".join(part for part in about if part),
                leading=Avatar(colleague.name),
                clickable=True,
            )
            row.setObjectName("colleague_row")
            row.set_last(colleague is colleagues[-1])
            row.opened.connect(lambda colleague=colleague: self.chosen.emit(colleague))
            self._found.addWidget(row)
        if more:
            self._found.addWidget(
                Small(self.tr("Er zijn er meer. Typ een deel van de naam erbij."))
            )
        if not colleagues:
            self._found.addWidget(Muted(self.tr("Geen collega gevonden. Klopt de naam?")))


class BringInPanel(TeamPanel):
    """`searched` carries what was typed, `wanted` a MemberWanted, `ended` a worker's id."""

    searched = Signal(str)
    wanted = Signal(object)
    ended = Signal(object)

    def __init__(self, host: QWidget, say: MySay, today: date) -> None:
        super().__init__(host, self.tr("Erbij halen"), "bring_in_panel")
        self._say = say
        self._today = today
        self._search: ColleagueSearch | None = None
        self.form: RecordForm | None = None

    def begin(self) -> None:
        self.begin_step()
        search = ColleagueSearch(self.tr("Wie haal je erbij?"))
        search.searched.connect(self.searched)
        search.chosen.connect(self._choose)
        self.content.addWidget(search)
        self._search = search
        self.open_panel(search.control())

    def show_found(self, colleagues: Sequence[Colleague], *, more: bool) -> None:
        self.banner.clear()
        if self._search is not None:
            self._search.show_found(colleagues, more=more)

    def _choose(self, colleague: Colleague) -> None:
        parts = usual_compartments(colleague.expertise)
        about = " · ".join(part for part in (colleague.expertise, colleague.team) if part)
        role = CaseRole.INVOLVED
        if role not in self._say.roles_to_give:
            role = self._say.roles_to_give[0]
        self._show_form(
            MemberWanted(UUID(colleague.worker_id), role, parts, self._today, None),
            colleague.name,
            about,
        )
        self._offer(UUID(colleague.worker_id), self.tr("Erbij halen"))

    def begin_with(self, member: CaseMember) -> None:
        """Change or end what a colleague has."""
        own = member.worker_id == self._say.worker_id
        self.set_title(self.tr("Wie doet mee"))
        if own or member.is_emergency:
            self.begin_step()
            row = self.show_colleague(member.name, self._about(member))
            if member.is_emergency:
                row.add_chip(Chip(self.tr("Noodtoegang"), "warn", icon_name="warning"))
            self._offer_end(member, own=own)
        else:
            starts_on = member.starts_on or self._today
            self._show_form(
                MemberWanted(
                    member.worker_id, member.role, member.compartments, starts_on, member.ends_on
                ),
                member.name,
                member.organisation,
            )
            self._offer(member.worker_id, self.tr("Wijzigen"), member)
        self.open_panel()

    def _about(self, member: CaseMember) -> str:
        if not member.is_emergency:
            return label(member.role)
        until = member.expires_at
        moment = format_moment(until.astimezone(), self._today) if until else ""
        words = self.tr("“{reason}” · tot {moment}")
        return words.format(reason=member.emergency_reason, moment=moment)

    def _show_form(self, wanted: MemberWanted, name: str, about: str) -> None:
        self.begin_step()
        self._search = None
        self.show_colleague(name, about)
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

    def _offer(self, worker_id: UUID, words: str, member: CaseMember | None = None) -> None:
        button = FilledButton(words)
        button.setObjectName("bring_in")
        button.clicked.connect(lambda: self._want(worker_id))
        buttons: list[Button] = [button]
        if member is not None:
            buttons.append(self._end_button(member, own=False))
        self.set_buttons(buttons)

    def _offer_end(self, member: CaseMember, *, own: bool) -> None:
        self.set_buttons([self._end_button(member, own=own)])

    def _end_button(self, member: CaseMember, *, own: bool) -> Button:
        words = self.tr("Zelf stoppen") if own else self.tr("Meedoen beëindigen")
        button = TextButton(words)
        button.setObjectName("end_member")

        def ask() -> None:
            confirm(
                self,
                self.tr("Stop je met dit gezin?") if own else self.tr("Stopt deze collega?"),
                self.tr(
                    "Het dossier gaat meteen van de laptop. Wat nog niet verstuurd was, komt bij "
                    "de casusregisseur."
                ),
                do_it=words,
                leave_it=self.tr("Laat zo"),
                on_yes=lambda: self._end(member.worker_id),
                danger=True,
            )

        button.clicked.connect(ask)
        return button

    def _end(self, worker_id: UUID) -> None:
        self.wait_for_answer()
        self.ended.emit(worker_id)

    def _want(self, worker_id: UUID) -> None:
        form = self.form
        if form is None:
            return
        form.flush()
        if form.unreadable():
            form.editor(next(iter(form.unreadable()))).setFocus()
            return
        values: dict[str, Any] = dict(form.values())
        starts_on: date = values["member_starts_on"] or self._today
        ends_on: date | None = values["member_ends_on"]
        if ends_on is not None and ends_on < max(starts_on, self._today):
            words = self.tr("Deze dag ligt voor de eerste dag, of is al voorbij.")
            form.show_problems({"member_ends_on": words})
            form.editor("member_ends_on").setFocus()
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
