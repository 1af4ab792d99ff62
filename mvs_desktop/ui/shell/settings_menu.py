"""The menu behind your own name: language, look, text size, passphrase and keys, shortcuts."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from mvs_desktop.ui.keys.tasks import KeyTask
from mvs_desktop.ui.kit.look.appearance import Appearance, Choice
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.settings import LanguageCode, Settings

SCALES = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)


class SettingsMenu(QMenu):
    """Applies a choice at once and keeps it in the settings file.

    `asked` carries an Intent.
    """

    shortcuts_asked = Signal()
    asked = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        settings: Settings,
        appearance: Appearance,
        language: Language,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings_menu")
        self._settings = settings
        self._appearance = appearance
        self._language = language
        self._add_looks()
        self._add_scales()
        self._add_languages()
        self.addSeparator()
        self._add_key_tasks()
        self.addSeparator()
        keys = self.addAction(self.tr("Sneltoetsen"))
        keys.setObjectName("menu_shortcuts")
        keys.triggered.connect(self.shortcuts_asked)

    def open_at(self, above: QWidget) -> None:
        """Show the menu above a widget of the rail."""
        self.popup(above.mapToGlobal(QPoint(0, -self.sizeHint().height())))

    def _add_looks(self) -> None:
        names: Sequence[tuple[Choice, str]] = (
            ("system", self.tr("Zoals het systeem")),
            ("light", self.tr("Licht")),
            ("dark", self.tr("Donker")),
            ("contrast", self.tr("Hoog contrast")),
        )
        menu, group = self._submenu(self.tr("Uiterlijk"), "menu_look")
        for choice, words in names:
            action = self._option(menu, group, words, f"look_{choice}")
            action.setChecked(choice == self._appearance.choice)
            action.triggered.connect(lambda _on, choice=choice: self._choose_look(choice))

    def _add_scales(self) -> None:
        menu, group = self._submenu(self.tr("Tekstgrootte"), "menu_scale")
        for scale in SCALES:
            percent = round(scale * 100)
            words = self.tr("{percent} %").format(percent=percent)
            action = self._option(menu, group, words, f"scale_{percent}")
            action.setChecked(abs(scale - self._appearance.scale) < 0.01)
            action.triggered.connect(lambda _on, scale=scale: self._choose_scale(scale))

    def _add_languages(self) -> None:
        # A language is called by its own name, whatever is spoken now.
        names: Sequence[tuple[LanguageCode, str]] = (("nl", "Nederlands"), ("en", "English"))
        menu, group = self._submenu(self.tr("Taal"), "menu_language")
        for code, words in names:
            action = self._option(menu, group, words, f"language_{code}")
            action.setChecked(code == self._language.code)
            action.triggered.connect(lambda _on, code=code: self._choose_language(code))

    def _add_key_tasks(self) -> None:
        names: Sequence[tuple[KeyTask, str]] = (
            (KeyTask.CHANGE_PASSPHRASE, self.tr("Wachtwoord wijzigen…")),
            (KeyTask.RENEW_KEY, self.tr("Sleutel vernieuwen…")),
            (KeyTask.ENROL_AGAIN, self.tr("Deze laptop opnieuw aanmelden…")),
            (KeyTask.OWN_DEVICES, self.tr("Jouw laptops…")),
        )
        for task, words in names:
            action = self.addAction(words)
            action.setObjectName(f"menu_{task.name.lower()}")
            action.triggered.connect(lambda _on, task=task: self.asked.emit(task))

    def _submenu(self, title: str, name: str) -> tuple[QMenu, QActionGroup]:
        menu = self.addMenu(title)
        menu.setObjectName(name)
        return menu, QActionGroup(menu)

    def _option(self, menu: QMenu, group: QActionGroup, words: str, name: str) -> QAction:
        action = menu.addAction(words)
        action.setObjectName(name)
        action.setCheckable(True)
        group.addAction(action)
        return action

    def _choose_look(self, choice: Choice) -> None:
        self._settings.appearance = choice
        self._appearance.choose(choice)

    def _choose_scale(self, scale: float) -> None:
        self._settings.scale = scale
        self._appearance.set_scale(scale)

    def _choose_language(self, code: LanguageCode) -> None:
        self._settings.language = code
        self._language.choose(code)
