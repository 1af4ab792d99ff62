"""How the program looks and where the user was, in a small INI file.

Holds no personal data: a language, a theme, a text size, a window size and an opaque place.
"""

from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QByteArray, QSettings

from mvs_desktop.ui.kit.look.appearance import Choice

LanguageCode = Literal["nl", "en"]
FILE_NAME = "settings.ini"


class Settings:
    """Settings of one store folder; what a file holds that is unknown counts as absent."""

    def __init__(self, folder: Path) -> None:
        self._file = QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat)

    @property
    def language(self) -> LanguageCode:
        return "en" if self._text("look/language") == "en" else "nl"

    @language.setter
    def language(self, code: LanguageCode) -> None:
        self._keep("look/language", code)

    @property
    def appearance(self) -> Choice:
        text = self._text("look/appearance")
        return next((choice for choice in get_args(Choice) if choice == text), "system")

    @appearance.setter
    def appearance(self, choice: Choice) -> None:
        self._keep("look/appearance", choice)

    @property
    def scale(self) -> float:
        """Text zoom, 1.0 to 2.0."""
        try:
            scale = float(self._text("look/scale"))
        except ValueError:
            return 1.0
        return min(max(scale, 1.0), 2.0)

    @scale.setter
    def scale(self, scale: float) -> None:
        self._keep("look/scale", f"{scale:.2f}")

    @property
    def place(self) -> str:
        """Where the user was, as `Place.to_text` wrote it."""
        return self._text("window/place")

    @place.setter
    def place(self, text: str) -> None:
        self._keep("window/place", text)

    @property
    def geometry(self) -> QByteArray:
        value = self._file.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._keep("window/geometry", value)

    def _text(self, key: str) -> str:
        return str(self._file.value(key, ""))

    def _keep(self, key: str, value: object) -> None:
        self._file.setValue(key, value)
        self._file.sync()
