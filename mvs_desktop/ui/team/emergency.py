"""What is asked before emergency access (noodtoegang): why, and to which parts."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.teamwork import USUAL_IN_EMERGENCY
from mvs_desktop.ui.kit.forms.fields import long_text_field, multi_choice_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.parts.buttons import DangerButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Small
from mvs_desktop.ui.team.panel import TeamPanel
from mvs_desktop.ui.words import label

REASON, PARTS = "emergency_reason", "emergency_compartments"


class Emergency(NamedTuple):
    """Why, and to which parts."""

    reason: str
    compartments: frozenset[Compartment]


class EmergencyForm(RecordForm):
    """`parts` can be chosen; the basis comes with it, and where that is all there is to it (not
    `more`) none need be. `reader` is who reads the reason, if that is known."""

    def __init__(
        self, parts: Sequence[Compartment], reader: str = "", *, more: bool = False
    ) -> None:
        self._more = more
        who = self.tr("{name} leest dit.").format(name=reader) if reader else ""
        super().__init__(
            (
                long_text_field(
                    REASON, self.tr("Waarom heb je nu toegang nodig?"), help=who, lines=3
                ),
                multi_choice_field(
                    PARTS,
                    self.tr("Wat heb je nodig?"),
                    [(part, label(part)) for part in parts if part is not Compartment.BASIS],
                    help=self.tr(
                        "De basis hoort er altijd bij. Kies niet meer dan je nu nodig hebt."
                    ),
                    chips=True,
                ),
            )
        )
        self.show_values({PARTS: (USUAL_IN_EMERGENCY & frozenset(parts)) - {Compartment.BASIS}})

    def wanted(self) -> Emergency | None:
        """What was filled in; None when something is missing, which it then says."""
        self.flush()
        values = self.values()
        reason = str(values[REASON]).strip()
        parts = cast("frozenset[Compartment]", values[PARTS])
        problems = {}
        if not reason:
            problems[REASON] = self.tr("Schrijf op waarom.")
        if self._more and not parts:
            problems[PARTS] = self.tr("Kies wat je erbij nodig hebt.")
        return None if self.refuse(problems) else Emergency(reason, parts | {Compartment.BASIS})


def ask_for_access(
    panel: TeamPanel,
    form: EmergencyForm,
    take: Callable[[Emergency], object],
    leave: Callable[[], object],
) -> None:
    """Ask in this step of the panel what `form` asks: `take` gets it, `leave` goes back."""

    def asked() -> None:
        wanted = form.wanted()
        if wanted is not None:
            panel.wait_for_answer()
            take(wanted)

    logged = QCoreApplication.translate(
        "EmergencyForm", "Alles wat je leest en opschrijft wordt als noodtoegang vastgelegd."
    )
    for part in (form, Small(logged)):
        panel.content.addWidget(part)
    take_it = QCoreApplication.translate("EmergencyForm", "Neem toegang")
    panel.offer(DangerButton, take_it, "take_emergency", asked)
    leave_it = QCoreApplication.translate("EmergencyForm", "Toch niet")
    panel.offer(TextButton, leave_it, "leave_emergency", leave)
    form.focus_first()
