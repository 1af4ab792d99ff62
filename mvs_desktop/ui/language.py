"""The language of the program: Dutch as written in the code, English as a translation."""

from contextlib import suppress

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from mvs_desktop.paths import resource
from mvs_desktop.ui.settings import LanguageCode


class Language(QObject):
    """Installs the texts of one language; widgets made afterwards speak it."""

    changed = Signal()

    def __init__(self, app: QApplication, code: LanguageCode = "nl") -> None:
        super().__init__(app)
        self._app = app
        self._code: LanguageCode = code
        self._installed: list[QTranslator] = []
        self._install()

    @property
    def code(self) -> LanguageCode:
        """The language that is spoken now."""
        return self._code

    def choose(self, code: LanguageCode) -> None:
        """Speak this language from now on; windows that are open build themselves anew."""
        if code != self._code:
            self._code = code
            self._install()
            self.changed.emit()

    def _install(self) -> None:
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed.clear()
        QLocale.setDefault(QLocale("nl_NL" if self._code == "nl" else "en_GB"))
        # Qt's own words, as in the menu of a text field.
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._load(f"qtbase_{self._code}", folder)
        if self._code != "nl":
            with suppress(FileNotFoundError):  # then the texts stay Dutch
                self._load(f"mvs_{self._code}", str(resource("translations")))

    def _load(self, name: str, folder: str) -> None:
        translator = QTranslator(self)
        if translator.load(name, folder):
            self._app.installTranslator(translator)
            self._installed.append(translator)
