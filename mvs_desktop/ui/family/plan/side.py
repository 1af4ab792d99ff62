"""Beside the plan: its version and next step, and who has to agree to it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.agreers import Agreer, Ground, who_must_agree
from mvs_desktop.domain.plans import Plan, PlanStatus
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.buttons import FilledButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.chips import Chip, ChipKind
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Heading, Small, Strong
from mvs_desktop.ui.words import format_near_day, join_names, label, name_in_sentence

_STATUS_CHIPS: Mapping[PlanStatus, ChipKind] = {
    PlanStatus.DRAFT: "neutral",
    PlanStatus.DISCUSSED: "info",
    PlanStatus.AGREED: "ok",
    PlanStatus.CLOSED: "neutral",
}


class PlanActions(QWidget):
    """Version and status, the view on paper, and the next step.

    `step_wanted` asks for the next status, `version_wanted` for a new version,
    `back_wanted` for a concept again, `paper_wanted` for the view on paper.
    """

    step_wanted = Signal()
    version_wanted = Signal()
    back_wanted = Signal()
    paper_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        self.version = Chip("")
        self.version.setObjectName("plan_version")
        self.since = Small()
        self.paper = OutlinedButton(self.tr("Bekijk als pdf"), icon_name="file-pdf")
        self.paper.setObjectName("plan_paper")
        self.paper.clicked.connect(self.paper_wanted)
        self.step = FilledButton("")
        self.step.setObjectName("plan_step")
        self.step.clicked.connect(self.step_wanted)
        self.fresh = OutlinedButton(self.tr("Nieuwe versie"), icon_name="copy")
        self.fresh.setObjectName("plan_new_version")
        self.fresh.clicked.connect(self.version_wanted)
        self.back = TextButton(self.tr("Terug naar concept"), dense=True)
        self.back.setObjectName("plan_back_to_draft")
        self.back.clicked.connect(self.back_wanted)
        chips = Flow(spacing=8)
        chips.add(self.version)
        rows.addWidget(chips)
        for button in (self.step, self.fresh, self.paper, self.back):
            rows.addWidget(button)
        rows.addWidget(self.since)

    def show_plan(self, plan: Plan, context: CaseContext) -> None:
        """Say where this plan stands."""
        today = context.today
        self.version.show_status(
            self.tr("Versie {number} · {status}").format(
                number=plan.version, status=label(plan.status).lower()
            ),
            _STATUS_CHIPS[plan.status],
        )
        agreed = plan.status is PlanStatus.AGREED and plan.agreed_on is not None
        self.since.setVisible(agreed)
        if agreed and plan.agreed_on is not None:
            self.since.setText(
                self.tr(
                    "Vastgesteld {day}. Afvinken en een cijfer geven kan gewoon. Verandert er "
                    "meer? Maak dan een nieuwe versie."
                ).format(day=format_near_day(plan.agreed_on, today))
            )
        steps = {
            PlanStatus.DRAFT: self.tr("Bespreken"),
            PlanStatus.DISCUSSED: self.tr("Vaststellen"),
        }
        self.step.setVisible(plan.status in steps)
        if plan.status in steps:
            self.step.set_text(steps[plan.status])
        self.back.setVisible(plan.status is PlanStatus.DISCUSSED)
        self.fresh.setVisible(plan.status in (PlanStatus.AGREED, PlanStatus.CLOSED))


class AgreeList(QWidget):
    """Who has to agree, each with the reason; and the other versions of the plan.

    `plan_chosen` carries the id of another plan to look at.
    """

    plan_chosen = Signal(object)

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("plan_agreers")
        self._context = context
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        rows.addWidget(Heading(self.tr("Wie moet akkoord geven")))
        self._list = QVBoxLayout()
        self._list.setSpacing(px(12))
        rows.addLayout(self._list)
        self._others_title = Heading(self.tr("Andere versies"))
        self._others_title.setContentsMargins(0, px(16), 0, 0)
        rows.addWidget(self._others_title)
        self._others = QVBoxLayout()
        self._others.setSpacing(px(4))
        rows.addLayout(self._others)
        self._shown: object = None

    def show_family(self, around: CaseSnapshot, plan: Plan) -> None:
        """Show who has to agree now, and the plans beside this one."""
        agreers = who_must_agree(around, self._context.today)
        others = sorted(
            (item for item in around.all(Plan) if item.id != plan.id),
            key=lambda item: (item.version, item.id),
            reverse=True,
        )
        if (agreers, others) == self._shown:
            return
        self._shown = (agreers, others)
        clear_layout(self._list)
        for agreer in agreers:
            self._list.addWidget(self._row(agreer))
        if not agreers:
            self._list.addWidget(Small(self.tr("Nog niet bekend over welke kinderen het gaat.")))
        clear_layout(self._others)
        self._others_title.setVisible(bool(others))
        for item in others:
            self._others.addWidget(self._link(item), 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, agreer: Agreer) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        line.addWidget(Avatar(agreer.name or "?"), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        if agreer.name:
            name = Strong(agreer.name)
            texts.addWidget(name)
        texts.addWidget(Small(self._why(agreer)))
        left = Qt.AlignmentFlag.AlignLeft  # else the row is no wider than its chip
        if agreer.unchecked:
            texts.addWidget(Chip(self.tr("Gezag nog nakijken"), "warn"), 0, left)
        elif agreer.ground is Ground.NOBODY_KNOWN:
            texts.addWidget(Chip(self.tr("Gezag nog niet nagegaan"), "warn"), 0, left)
        line.addLayout(texts, 1)
        said = " ".join((agreer.name, self._why(agreer)))
        holder.setAccessibleName(said.strip())
        return holder

    def _why(self, agreer: Agreer) -> str:
        over = join_names([name_in_sentence(child) for child in agreer.over])
        why = {
            Ground.AUTHORITY: self.tr("Heeft gezag over {names}."),
            Ground.GUARDIAN: self.tr("Heeft de voogdij over {names}."),
            Ground.AGE_12: self.tr("Is {age} en beslist mee."),
            Ground.AGE_16: self.tr("Is {age} en beslist zelf."),
            Ground.ADULT: self.tr("Is volwassen en krijgt zelf hulp."),
            Ground.AGE_UNKNOWN: self.tr(
                "Leeftijd nog niet bekend. Vanaf 12 jaar beslist een kind mee."
            ),
            Ground.NOBODY_KNOWN: self.tr(
                "Nog niet bekend wie gezag heeft over {names}. Kijk in het gezagsregister."
            ),
        }[agreer.ground]
        return why.format(names=over, age=agreer.age)

    def _link(self, plan: Plan) -> TextButton:
        words = self.tr("{kind}, versie {number} · {status}").format(
            kind=label(plan.kind), number=plan.version, status=label(plan.status).lower()
        )
        link = TextButton(words, dense=True)
        link.setObjectName(f"plan_version_{plan.version}")
        link.clicked.connect(lambda _on=False, id_=plan.id: self.plan_chosen.emit(id_))
        return link
