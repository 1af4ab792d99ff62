"""The user's choice of look, kept in step with the system's.

Holds no settings file: the shell reads and stores `choice` and `scale` through a service.
"""

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mvs_desktop.ui.kit.look.theme import apply_theme, load_theme

Choice = Literal["system", "light", "dark", "contrast"]


class Appearance(QObject):
    """Applies the theme, and again when the system asks for another one."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: Choice = "system", scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._choice: Choice = choice
        self._scale = scale
        self._table_mode = False
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        if hasattr(hints, "accessibility"):
            hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self._apply()

    @property
    def choice(self) -> Choice:
        """What the user chose; "system" follows the desktop."""
        return self._choice

    @property
    def scale(self) -> float:
        """Text zoom, 1.0 to 2.0."""
        return self._scale

    @property
    def table_mode(self) -> bool:
        """Whether the larger kitchen-table sizes are shown."""
        return self._table_mode

    def choose(self, choice: Choice) -> None:
        """Show this theme from now on."""
        self._choice = choice
        self._apply()

    def set_scale(self, scale: float) -> None:
        """Zoom all text; held between 100 % and 200 %."""
        self._scale = min(max(scale, 1.0), 2.0)
        self._apply()

    def set_table_mode(self, on: bool) -> None:
        """Switch between desk and kitchen-table sizes."""
        self._table_mode = on
        self._apply()

    def theme_name(self) -> str:
        """The theme shown now: "light", "dark" or "contrast"."""
        if self._choice != "system":
            return self._choice
        if system_wants_contrast():
            return "contrast"
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _system_changed(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        apply_theme(self._app, load_theme(self.theme_name()), self._scale, self._table_mode)
        self.changed.emit()


def system_wants_contrast() -> bool:
    """Whether the desktop asks for high contrast (Qt 6.10 and later can tell)."""
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
