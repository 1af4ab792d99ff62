"""What the worker sees of the offline lease: a notice, a page when all is closed, and why
something cannot be changed now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from mvs_desktop.domain.errors import ServerAnswerUnreadable, ServiceTooOld, VersionTooOld
from mvs_desktop.domain.lease import CLOSED_AFTER, Lease, Stage
from mvs_desktop.services.views import Link, SyncState
from mvs_desktop.ui.family.notes.page import NotesTab
from mvs_desktop.ui.family.page import FamilyPage
from mvs_desktop.ui.kit.forms.editors import Editor, types_text
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton, TextButton
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.frame import StartPage
from mvs_desktop.ui.words import format_date

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace

_LOOK_MS = 30_000

_CHANGES_TEXT = (
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
)
_REMOVES = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_GOES_ON = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class LeaseWatch(QObject):
    """Looks now and then how the lease stands; `changed` carries a Lease in a new stage."""

    changed = Signal(object)

    def __init__(self, workspace: "Workspace", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._lease: Lease | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def stage(self) -> Stage:
        """As it was last seen."""
        return Stage.OPEN if self._lease is None else self._lease.stage

    def start(self) -> None:
        """Look now, and go on looking."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Tell when the stage, or what is to be said of it, is another than before."""
        lease = self._workspace.lease.state()
        if lease != self._lease:
            self._lease = lease
            self.tell()

    def tell(self) -> None:
        """Tell how it stood when last looked."""
        if self._lease is not None:
            self.changed.emit(self._lease)


class LeaseBanner(Banner):
    """Stays above every screen while only reading and new notes are possible."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lease_banner")

    def show_lease(self, lease: Lease, days: int) -> None:
        """Say so, or nothing. `days` is how long there was no contact."""
        if lease.stage is not Stage.READ_AND_NOTE:
            self.clear()
            return
        if lease.clock_behind:
            text = self.tr(
                "De klok van deze laptop loopt achter, dus we weten niet hoelang er geen contact "
                "was. Je kunt lezen en nieuwe verslagen schrijven. Maak verbinding, dan kan alles "
                "weer."
            )
        else:
            text = self.tr(
                "Deze laptop had {days} dagen geen contact. Je kunt lezen en nieuwe verslagen "
                "schrijven. Maak verbinding vóór {day}; daarna gaat alles op slot tot er contact "
                "is."
            ).format(days=days, day=format_date(lease.closes_on.astimezone().date(), year=False))
        if text != self.text:
            self.say("warn", text, [("connect", self.tr("Maak verbinding"))])


class ClosedPage(StartPage):
    """All there is after two weeks without contact. `connect_asked` asks to synchronise."""

    connect_asked = Signal()
    lock_asked = Signal()
    code_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setObjectName("closed_page")
        self.setProperty("kit", "canvas")
        self.title.setText(self.tr("Op slot tot er contact is"))
        self.sentence.setText(
            self.tr(
                "Deze laptop had {days} dagen geen contact met de centrale. Alles is bewaard. Maak "
                "verbinding; daarna gaat alles weer open."
            ).format(days=CLOSED_AFTER.days)
        )
        self.button = FilledButton(self.tr("Maak verbinding"))
        self.button.setObjectName("closed_connect")
        self.button.clicked.connect(self.connect_asked)
        self.lock = TextButton(self.tr("Op slot"))
        self.lock.setObjectName("closed_lock")
        self.lock.clicked.connect(self.lock_asked)
        self.body.addWidget(ButtonRow([self.button, self.lock]))
        self.setFocusProxy(self.button)
        self.banner.chosen.connect(lambda _key: self.code_asked.emit())

    def show_state(self, state: SyncState) -> None:
        """How the attempt goes."""
        busy = state.link is Link.BUSY
        self.button.hold(busy)
        self.button.set_text(
            self.tr("Bezig met verbinden…") if busy else self.tr("Maak verbinding")
        )
        match state.link:
            case Link.OFFLINE:
                self.banner.say(
                    "warn",
                    self.tr(
                        "Geen verbinding. Alles is bewaard. Kijk of het internet werkt en probeer "
                        "het opnieuw."
                    ),
                )
            case Link.UNREADABLE:
                self.banner.say("warn", error_message(ServerAnswerUnreadable()).text)
            case Link.REFUSED:
                self.banner.say(
                    "bad",
                    self.tr(
                        "De centrale laat deze laptop niet toe. Alles is bewaard. Bel je beheerder."
                    ),
                )
            case Link.TOO_OLD:
                self.banner.say("warn", error_message(VersionTooOld()).text)
            case Link.TOO_NEW:
                self.banner.say("warn", error_message(ServiceTooOld()).text)
            case Link.NEEDS_CODE:
                self.banner.say(
                    "warn",
                    self.tr(
                        "Deze laptop moet opnieuw worden aangemeld. Alles is bewaard. Vraag je "
                        "beheerder om een code."
                    ),
                    [("code", self.tr("Code invullen"))],
                )
            case _:
                self.banner.clear()


class ReadingGate(QObject):
    """While it is shut, nothing in a family can be changed but its notes; `refused` comes
    when somebody tries. Reading, choosing and copying go on."""

    refused = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shut = False

    def set_shut(self, shut: bool) -> None:
        app = QApplication.instance()
        if shut is self._shut or app is None:
            return
        self._shut = shut
        if shut:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not (isinstance(watched, QWidget) and _would_change(watched, event)):
            return False
        if not _is_held(watched):
            return False
        self.refused.emit()
        return True


def _would_change(widget: QWidget, event: QEvent) -> bool:
    """Whether this may change what a control holds."""
    kind = event.type()
    # In a text, a click chooses words to read or to copy, and arrows go about in it.
    text = isinstance(widget, QLineEdit | QPlainTextEdit) or isinstance(
        widget.parent(), QPlainTextEdit
    )
    if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
        return _types(event) if text else _chooses(event)
    if kind is QEvent.Type.MouseButtonPress:
        return not text
    return kind in (QEvent.Type.InputMethod, QEvent.Type.Drop)


def _types(event: QKeyEvent) -> bool:
    changes = event.key() in _REMOVES or any(event.matches(keys) for keys in _CHANGES_TEXT)
    return changes or types_text(event)


def _chooses(event: QKeyEvent) -> bool:
    """Whether a key may choose another option; commands of the window are no such keys."""
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
    return plain and not function and event.key() not in _GOES_ON


def _is_held(widget: QWidget) -> bool:
    """Whether this is part of a field of a family, and not of its notes."""
    in_field = False
    above: QWidget | None = widget
    while above is not None:
        in_field = in_field or isinstance(above, Editor)
        if isinstance(above, NotesTab):
            return False
        if isinstance(above, FamilyPage):
            return in_field
        above = above.parentWidget()
    return False
