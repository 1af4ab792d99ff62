""" "Wie doet mee" of Overzicht: who works with the family, and how that changes."""

from PySide6.QtCore import Qt, Signal

from mvs_desktop.domain.cases import CaseMember
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.domain.teamwork import MAY_HAND_OVER
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.overview.cards import ContextCard
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Small
from mvs_desktop.ui.navigation.team_intents import BringIn, HandOver
from mvs_desktop.ui.team.bring_in import MySay
from mvs_desktop.ui.words import format_date, format_moment, label


class WorkersCard(ContextCard):
    """Who works with this family, in what role, and how to reach them.

    `asked` carries an Intent: to bring a colleague in, to change what one has, to hand over.
    """

    asked = Signal(object)

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.set_title(self.tr("Wie doet mee"))
        self.setObjectName("workers_card")
        self.action.setObjectName("bring_in_colleague")
        self.action_clicked.connect(lambda: self.asked.emit(BringIn(context.case_id)))
        self.bring_up_to_date(context.snapshot)

    def tells(self, around: CaseSnapshot) -> object:
        return around.members(self._context.today)

    def fill(self, around: CaseSnapshot) -> None:
        members = around.members(self._context.today)
        say = MySay.in_case(around, self._context.workspace.me.worker_id, self._context.today)
        self.set_action(self.tr("Erbij halen") if say.roles_to_give else "")
        if not members:
            self.add(Small(self.tr("De centrale bevestigt nog wie er meedoet.")))
        for member in members:
            may_change = say.may_change(member)
            row = DetailRow(
                self._name(member),
                self._about(member),
                leading=Avatar(member.name),
                clickable=may_change,
            )
            row.setObjectName("worker_row")
            if member.is_emergency:
                row.add_chip(Chip(self.tr("Noodtoegang"), "warn", icon_name="warning"))
            if may_change:
                row.opened.connect(
                    lambda of=member.worker_id: self.asked.emit(BringIn(self._context.case_id, of))
                )
            row.set_last(member is members[-1])
            self.add(row)
        if say.roles & MAY_HAND_OVER:
            hand_over = TextButton(self.tr("Overdragen"))
            hand_over.setObjectName("hand_over")
            hand_over.clicked.connect(lambda: self.asked.emit(HandOver(self._context.case_id)))
            self.body.addWidget(hand_over, 0, Qt.AlignmentFlag.AlignLeft)

    def _about(self, member: CaseMember) -> str:
        if member.is_emergency:
            until = member.expires_at
            moment = format_moment(until.astimezone(), self._context.today) if until else ""
            words = self.tr("“{reason}” · tot {moment}")
            return words.format(reason=member.emergency_reason, moment=moment)
        until_day = ""
        if member.ends_on is not None:
            until_day = self.tr("tot en met {day}").format(day=format_date(member.ends_on))
        parts = (label(member.role), member.organisation, member.phone, until_day)
        return " · ".join(part for part in parts if part)

    def _name(self, member: CaseMember) -> str:
        if member.worker_id == self._context.workspace.me.worker_id:
            return self.tr("{name} (jij)").format(name=member.name)
        return member.name
