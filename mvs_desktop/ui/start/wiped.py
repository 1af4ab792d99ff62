"""What a worker sees on a laptop that was wiped because the organisation ordered it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.keys.working import Working
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton
from mvs_desktop.ui.start.frame import StartPage

if TYPE_CHECKING:
    from mvs_desktop.services.wiping import Wiped


class WipedPage(StartPage):
    """`again_asked` asks to go on with what is left; `enrol_asked` to begin anew."""

    again_asked = Signal()
    enrol_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Deze laptop wordt gewist"),
            self.tr(
                "Je organisatie heeft opdracht gegeven om de dossiers op deze laptop te wissen."
            ),
            parent,
        )
        self.setObjectName("wiped_page")
        self._work, self._next = Banner(), Banner()
        self._working = Working()
        self.again = FilledButton(self.tr("Ga verder met wissen"))
        self.again.setObjectName("wiped_again")
        self.enrol = FilledButton(self.tr("Opnieuw aanmelden"))
        self.enrol.setObjectName("wiped_enrol")
        for part in (self._working, self._work, self._next, ButtonRow([self.again, self.enrol])):
            self.body.addWidget(part)
        self.again.clicked.connect(self.again_asked)
        self.enrol.clicked.connect(self.enrol_asked)
        self.show_working()

    def focus_first(self) -> None:
        """Put the keyboard on the button that is there."""
        (self.enrol if self.again.isHidden() else self.again).setFocus()

    def show_working(self) -> None:
        """While it is being done."""
        self.banner.clear()
        self._work.clear()
        self._next.clear()
        self._working.say(self.tr("De dossiers op deze laptop worden vernietigd…"))
        self.again.hide()
        self.enrol.hide()

    def show_failure(self, error: Exception) -> None:
        """Something that nobody expected: it can be tried again."""
        self._working.say("")
        self.again.show()
        super().show_failure(error)

    def show_outcome(self, outcome: "Wiped") -> None:
        """What is gone, what is safe, and what can be done now."""
        self._working.say("")
        self.again.setVisible(not outcome.whole)
        self.enrol.setVisible(outcome.whole)
        if outcome.whole:
            self.title.setText(self.tr("Deze laptop is gewist"))
            self._work.say("info", self._about_work(sent_first=outcome.sent_first))
            self._next.say("info", self._about_next())
        else:
            self._work.say("warn", self._about_rest())
        self.focus_first()

    @property
    def said(self) -> str:
        """What stands in the banners."""
        return " ".join(filter(None, (self.banner.text, self._work.text, self._next.text)))

    def _about_work(self, *, sent_first: bool) -> str:
        if sent_first:
            return self.tr(
                "Alles wat je had geschreven, is eerst verstuurd en staat in de centrale. Op deze "
                "laptop is niets meer: geen dossiers, geen bijlagen, geen reservekopieën."
            )
        return self.tr(
            "Op deze laptop is niets meer: geen dossiers, geen bijlagen, geen reservekopieën. Wat "
            "eerder was verstuurd, staat in de centrale. Wat hier nog niet was verstuurd, is weg."
        )

    def _about_next(self) -> str:
        return self.tr(
            "Wil je op deze laptop weer werken, of verwachtte je dit niet? Bel je beheerder. Met "
            "een nieuwe code meld je de laptop opnieuw aan; je dossiers komen dan terug uit de "
            "centrale."
        )

    def _about_rest(self) -> str:
        return self.tr(
            "De sleutels zijn weg, dus niemand kan de dossiers nog openen. Een paar bestanden "
            "houdt het systeem nog vast. Sluit andere programma's en ga verder met wissen."
        )
