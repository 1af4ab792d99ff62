"""Looking for a colleague, and the panels that begin with it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.services.team_views import Colleague
from mvs_desktop.ui.kit.forms.fields import text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.lists.search_line import INTO_THE_LIST
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.pages.keyboard_place import give_keyboard
from mvs_desktop.ui.kit.pages.rows import DetailRow, rows_in
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.labels import Muted, Small
from mvs_desktop.ui.team.panel import TeamPanel
from mvs_desktop.ui.words import with_capital

TYPING_MS = 300
LEAST_LETTERS = 2


class ColleagueSearch(QWidget):
    """A field that looks for colleagues. `searched` carries what was typed, `chosen` a
    Colleague."""

    searched = Signal(str)
    chosen = Signal(object)

    def __init__(self, question: str) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        self.form = RecordForm(
            (
                text_field(
                    "colleague",
                    question,
                    help=self.tr("Naam, team, expertise of organisatie; twee letters of meer."),
                ),
            )
        )
        rows.setSpacing(px(8))
        rows.addWidget(self.form)
        self._found = QVBoxLayout()
        self._found.setSpacing(0)
        rows.addLayout(self._found)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._search)
        self.form.edited.connect(self._timer.start)
        self.control().installEventFilter(self)

    def control(self) -> QWidget:
        return self.form.editor("colleague").control()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow down and Enter go into what was found, as above any list."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            rows = rows_in(self)
            if event.key() in INTO_THE_LIST and rows:
                give_keyboard(rows[0])
                return True
        return False

    def _search(self) -> None:
        text = str(self.form.values().get("colleague", "")).strip()
        if len(text) >= LEAST_LETTERS:
            self.searched.emit(text)

    def show_found(self, colleagues: Sequence[Colleague], *, more: bool) -> None:
        clear_layout(self._found)
        for colleague in colleagues:
            row = DetailRow(
                colleague.name,
                _about(colleague.expertise, colleague.team, colleague.organisation),
                leading=Avatar(colleague.name),
                clickable=True,
            )
            row.setObjectName("colleague_row")
            row.set_last(colleague is colleagues[-1])
            row.opened.connect(lambda colleague=colleague: self.chosen.emit(colleague))
            self._found.addWidget(row)
        if more:
            self._found.addWidget(
                Small(self.tr("Er zijn er meer. Typ een deel van de naam erbij."))
            )
        if not colleagues:
            self._found.addWidget(Muted(self.tr("Geen collega gevonden. Klopt de naam?")))


class ColleaguePanel(TeamPanel):
    """A panel about a colleague who is looked for first. `searched` carries what was typed.

    Override `begin`, which asks for one, and `go_on`, which gets the Colleague and builds the
    next step.
    """

    searched = Signal(str)

    def __init__(self, host: QWidget, title: str, name: str) -> None:
        super().__init__(host, title, name)
        self._search: ColleagueSearch | None = None

    def begin(self) -> None:
        """Ask which colleague, from the beginning."""
        raise NotImplementedError

    def go_on(self, colleague: Colleague) -> None:
        """Build the step that is about this one."""
        raise NotImplementedError

    def choose(self, colleague: Colleague) -> None:
        """Go on with this one, or with another after all."""
        self._search = None
        self.begin_step()
        self.show_colleague(colleague.name, _about(colleague.expertise, colleague.team))
        self.go_on(colleague)
        self.offer(TextButton, self.tr("Andere collega"), "other_colleague", self.begin)

    def begin_search(self, question: str) -> None:
        """Ask which colleague it is about, and put the keyboard there."""
        search = ColleagueSearch(question)
        search.searched.connect(self.searched)
        search.chosen.connect(self.choose)
        self.content.addWidget(search)
        self._search = search
        self.open_panel(search.control())

    def show_found(self, colleagues: Sequence[Colleague], *, more: bool) -> None:
        """Who fits what was typed; an answer that comes after a choice is passed over."""
        if self._search is not None:
            self.banner.clear()
            self._search.show_found(colleagues, more=more)


def _about(*parts: str) -> str:
    return with_capital(" · ".join(part for part in parts if part))
