"""Chips about a family that stand on more than one screen, so that they look the same there."""

from collections.abc import Mapping

from mvs_desktop.domain.cases import Phase
from mvs_desktop.ui.kit.lists.model import ChipSpec
from mvs_desktop.ui.kit.parts.chips import ChipKind
from mvs_desktop.ui.words import label

_PHASE_KIND: Mapping[Phase, ChipKind] = {
    Phase.INTAKE: "info",
    Phase.EXPLORING: "info",
    Phase.PLANNING: "info",
    Phase.WORKING: "ok",
    Phase.AFTERCARE: "neutral",
    Phase.CLOSED: "neutral",
}


def phase_chip(phase: Phase) -> ChipSpec:
    """Where the family stands."""
    return ChipSpec(label(phase), _PHASE_KIND[phase], "flag")
