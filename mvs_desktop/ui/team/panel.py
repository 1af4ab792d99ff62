"""What the panels of working together share: the connection they need, and how it went."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.pages.scroll import bring_into_view
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.buttons import Button, ButtonRow
from mvs_desktop.ui.messages import error_message

B = TypeVar("B", bound=Button)


class TeamPanel(SidePanel):
    """A side panel whose content is built anew at each step: fill `content`, `offer` what can
    be done next."""

    def __init__(self, host: QWidget, title: str, name: str) -> None:
        super().__init__(host, title)
        self.setObjectName(name)
        self._command: tuple[object, UUID] | None = None
        page = self.add_page()
        self.banner = Banner()
        self.content = QVBoxLayout()
        page.add(self.banner)
        page.body.addLayout(self.content)
        page.add_stretch()
        self._foot = QVBoxLayout()
        self._offered: ButtonRow | None = None
        self.body.addLayout(self._foot)

    def begin_step(self) -> None:
        """Empty the panel for what comes next."""
        self.banner.clear()
        clear_layout(self.content)
        clear_layout(self._foot)
        self._offered = None

    def show_colleague(self, name: str, about: str) -> DetailRow:
        """Whom this is about."""
        row = DetailRow(name, about, leading=Avatar(name))
        row.set_last(True)
        self.content.addWidget(row)
        return row

    def offer(self, kind: type[B], words: str, name: str, do: Callable[[], object]) -> B:
        """One more thing that can be done in this step, as a button in the foot."""
        button = kind(words)
        button.setObjectName(name)
        button.clicked.connect(do)
        if self._offered is None:
            self._offered = ButtonRow()
            self._foot.addWidget(self._offered)
        self._offered.add(button)
        return button

    def command_for(self, wanted: object, new_id: Callable[[], UUID]) -> UUID:
        """The id of a command; asked again after a failure, the same has the same."""
        if self._command is None or self._command[0] != wanted:
            self._command = (wanted, new_id())
        return self._command[1]

    def forget_command(self) -> None:
        """It was answered: the same asked once more is another."""
        self._command = None

    def wait_for_answer(self) -> None:
        """Say that the centre is being asked; until it answers nothing else is."""
        self._hold(True)
        self.banner.say("info", self.tr("Even vragen bij de centrale…"))

    def show_failure(self, error: Exception) -> None:
        """What went wrong; the same can be asked again."""
        self._hold(False)
        if isinstance(error, ServerUnreachable):
            text = self.tr(
                "Geen verbinding met de centrale, en dit kan alleen mét verbinding. Probeer het "
                "straks opnieuw; het gebeurt nooit twee keer."
            )
            self.banner.say("warn", text)
        else:
            self.banner.say("bad", error_message(error).text)
        bring_into_view(self.banner)  # on a small screen the fields may have scrolled it away

    def _hold(self, held: bool) -> None:
        for button in self.findChildren(Button):
            if not button.isCheckable():  # what can be checked fills something in
                button.hold(held)
