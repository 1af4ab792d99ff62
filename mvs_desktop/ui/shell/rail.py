"""The rail at the left: where you can go, search, sending, your name, lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import font, is_restyle, look, px
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton, RailButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import plain_tip
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.navigation.places import Screen
from mvs_desktop.ui.shell.sending_line import SendingLine

WIDE, NARROW = 208, 56


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One place in the rail."""

    screen: Screen
    label: str
    icon_name: str


class CountedButton(RailButton):
    """A rail entry with a number at its right, shown only above zero."""

    def __init__(self, entry: RailEntry) -> None:
        super().__init__(entry.label, icon_name=entry.icon_name)
        self.setObjectName(f"rail_{entry.screen.name.lower()}")
        self._label = entry.label
        self._count = 0
        self._small = False

    @property
    def count(self) -> int:
        return self._count

    def show_count(self, count: int) -> None:
        """Show this number, or none at zero."""
        self._count = count
        spoken = f"{self._label}, {format_count(count)}" if count else self._label
        self.setAccessibleName(spoken)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._small = narrow

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        theme = look().theme
        used = font("small", strong=True)
        text = str(min(self._count, 99))
        # In a narrow rail it hangs on the corner, where it leaves the icon in sight.
        height, beside = (px(16), px(6)) if self._small else (px(20), px(12))
        width = max(height, QFontMetrics(used).horizontalAdvance(text) + beside)
        box = QRectF(
            self.width() - width - (0 if self._small else px(8)),
            0 if self._small else (self.height() - height) / 2,
            width,
            height,
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("primary"))
        painter.setBrush(theme.color("soft"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
        painter.setFont(used)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class Rail(QWidget):
    """Announces what was asked; the shell decides."""

    screen_asked = Signal(Screen)
    contact_asked = Signal()
    palette_asked = Signal()
    sending_asked = Signal()
    menu_asked = Signal()
    lock_asked = Signal()

    def __init__(
        self,
        entries: Sequence[RailEntry],
        name: str,
        *,
        demo: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setProperty("kit", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Menu"))
        self._narrow = False
        rows = QVBoxLayout(self)
        rows.setSpacing(px(4))
        self._rows = rows
        self._add_contact()
        rows.addSpacing(px(12))
        self._entries: Mapping[Screen, CountedButton] = self._add_entries(entries)
        rows.addStretch(1)
        self.demo_chip = Chip(self.tr("Oefengegevens"), "info", icon_name="flask")
        self.demo_chip.setObjectName("demo_chip")
        self.demo_chip.setToolTip(
            plain_tip(self.tr("Alle mensen hier zijn verzonnen. Ze worden nergens echt gebruikt."))
        )
        self.demo_chip.setVisible(demo)
        rows.addWidget(self.demo_chip, 0, Qt.AlignmentFlag.AlignLeft)
        self._demo = demo
        self.search = self._add_plain(self.tr("Zoek of doe…"), "magnifying-glass", "rail_search")
        self.search.clicked.connect(self.palette_asked)
        self.sending = SendingLine()
        self.sending.clicked.connect(self.sending_asked)
        rows.addWidget(self.sending)
        self.me = self._add_plain(name, "user-circle", "rail_me")
        self.me.clicked.connect(self.menu_asked)
        self.lock = self._add_plain(self.tr("Op slot"), "lock-simple", "rail_lock")
        self.lock.clicked.connect(self.lock_asked)
        self._size()

    def show_current(self, screen: Screen) -> None:
        """Mark where the user is; a family belongs to Gezinnen."""
        shown = Screen.FAMILIES if screen is Screen.FAMILY else screen
        self._group.setExclusive(False)
        for name, button in self._entries.items():
            button.setChecked(name is shown)
        self._group.setExclusive(shown in self._entries)

    def show_count(self, screen: Screen, count: int) -> None:
        """A number behind an entry, when it has one in this rail."""
        if screen in self._entries:
            self._entries[screen].show_count(count)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or icons with words."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for button in (*self._entries.values(), self.search, self.me, self.lock):
            button.set_narrow(narrow)
        self.contact.setText("" if narrow else self.tr("Contact noteren"))
        self.contact.setToolTip(self._contact_tip())
        self.sending.set_narrow(narrow)
        self.demo_chip.setVisible(self._demo and not narrow)
        self._size()

    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]
        if is_restyle(event):  # type: ignore[arg-type]
            self._size()

    def _add_contact(self) -> None:
        self.contact = OutlinedButton(self.tr("Contact noteren"), icon_name="note-pencil")
        self.contact.setObjectName("rail_contact")
        self.contact.setToolTip(self._contact_tip())
        self.contact.clicked.connect(self.contact_asked)
        self._rows.addWidget(self.contact)

    def _contact_tip(self) -> str:
        return plain_tip(self.tr("Contact noteren (Ctrl+Shift+C)"))

    def _add_entries(self, entries: Sequence[RailEntry]) -> Mapping[Screen, CountedButton]:
        self._group = QButtonGroup(self)
        made: dict[Screen, CountedButton] = {}
        for entry in entries:
            button = CountedButton(entry)
            button.clicked.connect(lambda _on, screen=entry.screen: self._ask(screen))
            self._group.addButton(button)
            self._rows.addWidget(button)
            made[entry.screen] = button
        return made

    def _ask(self, screen: Screen) -> None:
        self.screen_asked.emit(screen)

    def _add_plain(self, words: str, icon_name: str, object_name: str) -> RailButton:
        button = RailButton(words, icon_name=icon_name)
        button.setCheckable(False)
        button.setObjectName(object_name)
        self._rows.addWidget(button)
        return button

    def _size(self) -> None:
        self.setFixedWidth(px(NARROW if self._narrow else WIDE))
        side = px(8)
        self._rows.setContentsMargins(side, px(16), side, px(12))
