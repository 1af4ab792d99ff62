"""The head of an open family: name, where it stands, what is sent, and the next step."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.next_step import NextStep, has_visit_on, next_step
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext, moment_saved
from mvs_desktop.ui.family.records.marks import unsent_count
from mvs_desktop.ui.family_chips import phase_chip
from mvs_desktop.ui.kit.lists.model import ChipSpec
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.buttons import Button, FilledButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Elided, Small, Title
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.kit.parts.saved import SavedLabel
from mvs_desktop.ui.words import format_days


class FamilyHeader(QWidget):
    """Name, chips and a small line; at the right the next step.

    `step_chosen` carries a NextStep, `details_wanted` asks for the case file's own form.
    """

    step_chosen = Signal(object)
    details_wanted = Signal()

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("family_header")
        self._context = context
        self._step = NextStep.NONE
        self._filled = True
        line = QHBoxLayout(self)
        line.setContentsMargins(px(24), px(24), px(24), px(4))
        line.setSpacing(px(16))
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        above = QHBoxLayout()
        above.setSpacing(px(12))
        self._name = Title()
        self._chips = Flow(spacing=6)
        self._chips_shown: tuple[ChipSpec, ...] = ()
        above.addWidget(self._name)
        level = QVBoxLayout()  # chips stand level with the middle of the name
        level.setContentsMargins(0, px(5), 0, 0)
        level.addWidget(self._chips)
        above.addLayout(level, 1)
        texts.addLayout(above)
        below = QHBoxLayout()
        below.setSpacing(px(8))
        self._where = Elided(kit="small")
        self._saved = SavedLabel()
        saved = moment_saved(context.snapshot)
        if saved is None or saved.astimezone().date() != context.today:
            self._saved.hide()  # a time of day would be that of another day
        else:
            self._saved.show_saved(saved.astimezone().time())
        self._sent = Small()
        self._sent.setWordWrap(False)
        self._details = TextButton(self.tr("Gegevens van dit dossier"), dense=True)
        self._details.setObjectName("case_details")
        self._details.clicked.connect(self.details_wanted)
        for part in (self._where, self._saved, self._sent, self._details):
            below.addWidget(part)
        below.addStretch(1)
        texts.addLayout(below)
        line.addLayout(texts, 1)
        self._filled_step = FilledButton("")
        self._outlined_step = OutlinedButton("")
        for button in self._steps():
            button.clicked.connect(self._choose_step)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        context.snapshot_changed.connect(self.bring_up_to_date)
        context.saved.connect(self._show_saved)
        context.failed.connect(self._show_failed)
        self.bring_up_to_date(context.snapshot)

    @property
    def step(self) -> NextStep:
        """The step that the button offers."""
        return self._step

    def set_step_filled(self, filled: bool) -> None:
        """The step is the filled button on Overzicht; other tabs have one of their own."""
        self._filled = filled
        self._show_step()

    def bring_up_to_date(self, around: CaseSnapshot) -> None:
        """Show this state of the family."""
        today = self._context.today
        case = around.case
        self._name.setText(case.name or self.tr("Gezin zonder naam"))
        self._show_chips(case)
        self._where.setText(" · ".join(self._where_and_who(around)))
        unsent = unsent_count(around)
        self._sent.setText(
            self.tr("· {count} nog te versturen").format(count=format_count(unsent))
            if unsent
            else self.tr("· Alles verstuurd")
        )
        self._step = next_step(around, today, has_visit_on(around, today))
        self._show_step()

    def _steps(self) -> tuple[Button, Button]:
        return self._filled_step, self._outlined_step

    def _choose_step(self) -> None:
        self.step_chosen.emit(self._step)

    def _show_step(self) -> None:
        for button, filled in zip(self._steps(), (True, False), strict=True):
            shown = filled is self._filled and self._step is not NextStep.NONE
            button.setVisible(shown)
            button.setObjectName("next_step" if shown else "")
            button.set_text(step_words(self._step))

    def _show_chips(self, case: CaseFile) -> None:
        """Made anew only when they say something else: they would be gone for a moment."""
        shown = tuple(self._chips_of(case))
        if shown == self._chips_shown:
            return
        self._chips_shown = shown
        self._chips.clear()
        for chip in shown:
            self._chips.add(Chip(chip.text, chip.kind, icon_name=chip.icon_name))

    def _chips_of(self, case: CaseFile) -> Iterator[ChipSpec]:
        if case.crisis:
            yield ChipSpec(self.tr("Crisis"), "bad")
        yield phase_chip(case.phase)
        if case.waiting:
            yield ChipSpec(self._waiting_words(case), "warn", "hourglass")
        if count := len(self._context.snapshot.open_conflicts):
            words = (
                self.tr("1 keuze voor jou")
                if count == 1
                else self.tr("{count} keuzes voor jou").format(count=format_count(count))
            )
            yield ChipSpec(words, "clash")

    def _waiting_words(self, case: CaseFile) -> str:
        if case.registered_on is None:
            return self.tr("Wacht")
        days = max(0, (self._context.today - case.registered_on).days)
        return self.tr("Wacht {days}").format(days=format_days(days))

    def _where_and_who(self, around: CaseSnapshot) -> list[str]:
        registers, me = self._context.workspace.registers, self._context.workspace.me
        case = around.case
        parts = [
            registers.area_name(code) for code in (case.municipality, case.neighbourhood) if code
        ]
        members = around.members(self._context.today)
        leads = [member for member in members if member.role is CaseRole.LEAD]
        if not leads:
            mine = around.state(around.case.id).unsent  # I made it, and the centre knows not yet
            parts.append(
                self.tr("Regie: jij, nog te bevestigen") if mine else self.tr("Regie: nog niemand")
            )
        for member in leads[:1]:
            mine = member.worker_id == me.worker_id
            who = self.tr("jij") if mine else member.name
            parts.append(self.tr("Regie: {who}").format(who=who))
        for member in members:
            if member.role is CaseRole.DEPUTY:
                mine = member.worker_id == me.worker_id
                who = self.tr("jij") if mine else member.name
                parts.append(self.tr("Vervanger: {who}").format(who=who))
        return parts

    def _show_saved(self, at: datetime) -> None:
        self._saved.show_saved(at.astimezone().time())
        self._saved.show()

    def _show_failed(self, _: Exception) -> None:
        if self._context.busy:
            self._saved.show_not_saved(self.tr("Nog niet bewaard"))
            self._saved.show()


def step_words(step: NextStep) -> str:
    """The verb on the button of a step; empty for none."""
    words = {
        NextStep.CLARIFY: QCoreApplication.translate("FamilyHeader", "Vraag verhelderen"),
        NextStep.MAKE_PLAN: QCoreApplication.translate("FamilyHeader", "Plan maken"),
        NextStep.DISCUSS: QCoreApplication.translate("FamilyHeader", "Bespreken"),
        NextStep.START_VISIT: QCoreApplication.translate("FamilyHeader", "Start bezoek"),
        NextStep.EVALUATE: QCoreApplication.translate("FamilyHeader", "Evalueren"),
    }
    return words.get(step, "")
