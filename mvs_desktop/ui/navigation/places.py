"""Where the user can be, and the way back."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Screen(StrEnum):
    """The screens of the shell; FAMILY is one opened family."""

    TODAY = "today"
    FAMILIES = "families"
    LOOSE_NOTES = "loose-notes"
    SENDING = "sending"
    SEARCH = "search"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Place:
    """A screen, and for a family which one and which tab."""

    screen: Screen
    case_id: UUID | None = None
    tab: str = ""

    def to_text(self) -> str:
        """An opaque text for the settings file: ids only, no names."""
        return "/".join((self.screen, str(self.case_id or ""), self.tab))

    @classmethod
    def from_text(cls, text: str) -> "Place | None":
        """The inverse of `to_text`; None when the text is no place of this version."""
        parts = text.split("/")
        if len(parts) != 3:
            return None
        try:
            place = cls(Screen(parts[0]), UUID(parts[1]) if parts[1] else None, parts[2])
        except ValueError:
            return None
        return place if (place.screen is Screen.FAMILY) == (place.case_id is not None) else None


_KEPT = 50


class History:
    """Back and forward, as in a browser."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def current(self) -> Place | None:
        return self._places[self._at] if self._places else None

    def visit(self, place: Place) -> None:
        """Go somewhere new; what lay ahead is forgotten. Another tab of the same family
        replaces the present place: back leads out of the family, not through its tabs."""
        here = self.current
        if here is not None and here.screen is place.screen and here.case_id == place.case_id:
            self._places[self._at] = place
            return
        self._places = [*self._places[: self._at + 1], place][-_KEPT:]
        self._at = len(self._places) - 1

    def back(self) -> Place | None:
        """The place before this one, which becomes the present one; None at the start."""
        return self._move(-1)

    def forward(self) -> Place | None:
        """The place that `back` came from; None at the end."""
        return self._move(1)

    def forget_case(self, case_id: UUID) -> None:
        """Drop a family that is no longer on this device."""
        kept = [place for place in self._places if place.case_id != case_id]
        before = [place for place in self._places[: self._at + 1] if place.case_id != case_id]
        self._places = kept
        self._at = max(len(before) - 1, 0 if kept else -1)

    def _move(self, step: int) -> Place | None:
        at = self._at + step
        if not 0 <= at < len(self._places):
            return None
        self._at = at
        return self._places[at]
