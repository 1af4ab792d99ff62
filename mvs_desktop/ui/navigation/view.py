"""What the shell asks of a screen, and how it learns what a screen wants."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.navigation.places import Screen

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


class ScreenView(QWidget):
    """Shows what `show_view` gets; `asked` carries an Intent for the shell."""

    asked = Signal(object)

    def show_view(self, view: Any) -> None:
        """Show this; the screen keeps what the user chose and typed in it."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the keyboard where work usually begins."""
        raise NotImplementedError

    def set_unavailable(self, reason: str) -> None:
        """Switch off what begins something new, and say why; an empty reason switches it on."""

    def focus_filter(self) -> bool:
        """Put the keyboard in the filter; False when there is none."""
        return False


@dataclass(frozen=True, slots=True)
class ScreenSpec:
    """One screen: its place in the rail, its widget, and where its view comes from.

    `fetch` runs off the GUI thread; `count` is how many of what it found the rail names.
    """

    screen: Screen
    icon_name: str
    label: Callable[[], str]
    make: Callable[[], ScreenView]
    fetch: Callable[["Workspace"], object]
    in_rail: bool = True
    count: Callable[[Any], int] | None = None
