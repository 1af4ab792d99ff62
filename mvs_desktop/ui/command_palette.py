""" "Zoek of doe…": families, what was written, and actions, from one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from mvs_desktop.services.caseload import folded
from mvs_desktop.services.views import CaseRow, SearchHit, SearchResult
from mvs_desktop.ui.kit.lists.model import ChipSpec
from mvs_desktop.ui.kit.lists.views import RowsList
from mvs_desktop.ui.kit.look.icons import icon
from mvs_desktop.ui.kit.look.theme import look, px
from mvs_desktop.ui.kit.parts.labels import Small
from mvs_desktop.ui.navigation.intents import Intent, OpenFamily, SearchFor
from mvs_desktop.ui.search.asking import Question
from mvs_desktop.ui.search.words import chips, first_line, opens, second_line, still_indexing
from mvs_desktop.ui.sending.fields import type_label

_MOST_FAMILIES = 8
_MOST_HITS = 12


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One line; `words` is what typing is compared with."""

    title: str
    subtitle: str
    group: str
    intent: Intent
    words: str = ""
    icon_name: str = ""
    chips: tuple[ChipSpec, ...] = ()


class CommandPalette(QWidget):
    """Covers `host`. `chosen` carries an Intent, `searched` what is typed now."""

    chosen = Signal(object)
    searched = Signal(str)
    closed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("command_palette")
        self._host = host
        self._came_from: QWidget | None = None
        self._actions: tuple[PaletteItem, ...] = ()
        self._families: tuple[PaletteItem, ...] = ()
        self._hits: tuple[SearchHit, ...] = ()
        self._answered = False
        self._moved = False  # with the arrows, since the last letter
        self._behind = False
        self._today = date.min
        self._box = QFrame(self)
        self._box.setProperty("kit", "card")
        rows = QVBoxLayout(self._box)
        rows.setContentsMargins(px(12), px(12), px(12), px(12))
        rows.setSpacing(px(8))
        self.line = QLineEdit()
        self.line.setObjectName("palette_line")
        self.line.setPlaceholderText(self.tr("Zoek of doe…"))
        self.line.setAccessibleName(self.tr("Zoek of doe"))
        self.line.addAction(
            icon("magnifying-glass", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        rows.addWidget(self.line)
        self.list: RowsList[PaletteItem] = RowsList(
            lambda item: item.title,
            self.tr("Gevonden"),
            second=lambda item: item.subtitle,
            chips=lambda item: item.chips or (ChipSpec(item.group, "neutral", item.icon_name),),
            key=lambda item: (item.intent, item.group),
            open_on_click=True,
        )
        self.list.setObjectName("palette_list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.activated_row.connect(self._choose)
        rows.addWidget(self.list, 1)
        self._none = Small(self.tr("Niets gevonden op deze laptop."))
        rows.addWidget(self._none)
        self.hide()

    def open_palette(
        self, actions: Sequence[PaletteItem], families: Sequence[CaseRow], today: date
    ) -> None:
        """Come into sight with these actions and families."""
        self._today = today
        self._actions = tuple(actions)
        self._families = tuple(self._family_item(row) for row in families)
        self._hits = ()
        self._came_from = self.window().focusWidget()
        self._host.installEventFilter(self)
        self._place()
        self.line.clear()
        self._show_items()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Go away and give the keyboard back."""
        if self.isHidden():
            return
        self.closed.emit()
        self._host.removeEventFilter(self)
        self.hide()
        self._hits = ()
        came_from, self._came_from = self._came_from, None
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_hits(self, question: Question, result: SearchResult) -> None:
        """What a search found; dropped when the user has typed on."""
        if question.text != self.line.text().strip() or self.isHidden():
            return
        self._hits = result.hits[:_MOST_HITS]
        self._behind = result.behind
        self._answered = True
        self._show_items()

    def items(self) -> tuple[PaletteItem, ...]:
        """What is listed now."""
        return self.list.rows.objects()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize:
            self._place()
        if watched is self.line and event.type() is QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._key(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._box.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QColor(look().theme.color("sunken"))
        shade.setAlpha(200)
        painter = QPainter(self)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.list.chosen_object()
            if item is not None:
                self._choose(item)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(1 if key == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        count = len(self.items())
        self._moved = True
        if count:
            row = (self.list.currentIndex().row() + by) % count
            self.list.setCurrentIndex(self.list.rows.index(row, 0))

    def _typed(self) -> None:
        self._hits = ()
        self._answered = self._moved = False
        self._show_items()
        self.searched.emit(self.line.text().strip())

    def _show_items(self) -> None:
        text = self.line.text().strip()
        typed = folded(text).split()

        def fits(item: PaletteItem) -> bool:
            return all(word in item.words for word in typed)

        families = [item for item in self._families if fits(item)][:_MOST_FAMILIES]
        actions = [item for item in self._actions if fits(item)]
        # Without a word typed, what one can do is the more useful half.
        shown = [*actions, *families]
        if typed:
            known = {item.intent for item in families}
            hits = map(self._hit_item, self._hits)
            shown = [*families, *actions, *(item for item in hits if item.intent not in known)]
        self._none.setVisible(self._answered and not shown)
        if text:
            shown.append(self._all_item(text))
        self.list.show_rows(shown)
        # Hits that come in leave the line that somebody went to in the meantime.
        if not self._moved or self.list.chosen_object() is None:
            self.list.setCurrentIndex(self.list.rows.index(0, 0))
        self.list.setVisible(bool(shown))

    def _choose(self, item: PaletteItem) -> None:
        self.close_palette()
        self.chosen.emit(item.intent)

    def _family_item(self, row: CaseRow) -> PaletteItem:
        children = ", ".join(child.name for child in row.children)
        return PaletteItem(
            row.case.name,
            children,
            self.tr("Gezin"),
            OpenFamily(row.case.id),
            row.search_text,
            "users-three",
        )

    def _hit_item(self, hit: SearchHit) -> PaletteItem:
        return PaletteItem(
            first_line(hit, self._today),
            second_line(hit),
            type_label(hit.record_type),
            opens(hit),
            chips=chips(hit),
        )

    def _all_item(self, text: str) -> PaletteItem:
        return PaletteItem(
            self.tr("Alle resultaten voor “{text}”").format(text=text),
            still_indexing() if self._behind else self.tr("Met filters, ook op periode en soort"),
            self.tr("Zoeken"),
            SearchFor(text),
            icon_name="magnifying-glass",
        )

    def _place(self) -> None:
        self.setGeometry(self._host.rect())
        width = min(px(640), self.width() - px(48))
        height = min(px(480), self.height() - px(96))
        self._box.setGeometry((self.width() - width) // 2, px(48), width, height)


def action_item(title: str, keys: str, group: str, intent: Intent, icon_name: str) -> PaletteItem:
    """A line for something that can be done, with its shortcut."""
    return PaletteItem(title, keys, group, intent, folded(title), icon_name)
