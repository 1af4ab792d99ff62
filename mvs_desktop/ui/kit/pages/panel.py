"""A panel that slides over the right of any screen, and gives the keyboard back after."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from mvs_desktop.ui.kit.look.theme import is_restyle, motion_ms, px
from mvs_desktop.ui.kit.pages.cards import Divider
from mvs_desktop.ui.kit.pages.keyboard_place import KeyboardPlace, give_keyboard
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.kit.parts.buttons import FilledButton, IconButton, is_done
from mvs_desktop.ui.kit.parts.labels import Heading

_WIDTH = 420
_RING = 8  # what the ring of focus takes beside a control


class _GoesOn(Divider):
    """A line between a page and the foot below it while there is more of the page; its room is
    kept, so that nothing moves."""

    def __init__(self, page: ScrollPage) -> None:
        super().__init__()
        self.setObjectName("goes_on")
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()
        self._page = page
        self._foot = False
        bar = page.verticalScrollBar()
        bar.valueChanged.connect(self._tell)
        bar.rangeChanged.connect(self._tell)

    def stand_above(self, foot: bool) -> None:
        """Whether there is a foot below it."""
        self._foot = foot
        self._tell()

    def _tell(self) -> None:
        if isValid(self._page):  # its bar also tells while it is being deleted
            bar = self._page.verticalScrollBar()
            self.setVisible(self._foot and bar.value() < bar.maximum())


class SidePanel(QFrame):
    """420 px over the right side of `host`, which is usually the window's content.

    Put things into the layout `body`. Esc and the close button close it, Ctrl+Enter presses its
    filled button; the keyboard stays inside while it is open and returns to where it was.
    `closed` tells of it.
    """

    closed = Signal()

    def __init__(self, host: QWidget, title: str, *, width: int = _WIDTH) -> None:
        super().__init__(host)
        self._host = host
        self._wide = width
        self._came_from: QWidget | None = None
        self._place: KeyboardPlace | None = None
        self.setProperty("kit", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self._scrolled: tuple[ScrollPage, _GoesOn] | None = None
        rows = self._parts = QVBoxLayout(self)
        rows.setContentsMargins(px(24 - _RING), px(16), px(24 - _RING), px(24))
        rows.setSpacing(px(12))
        line = QHBoxLayout()
        line.setContentsMargins(px(_RING), 0, px(_RING), px(4))
        self._title = Heading(title)
        line.addWidget(self._title, 1)
        self.close_button = IconButton("x", self.tr("Sluiten"))
        self.close_button.clicked.connect(self.close_panel)
        line.addWidget(self.close_button)
        rows.addLayout(line)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(px(_RING), 0, px(_RING), 0)
        self.body.setSpacing(px(12))
        rows.addLayout(self.body, 1)
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether the panel is over its host."""
        return not self.isHidden()

    def set_title(self, title: str) -> None:
        """Another title."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def add_page(self) -> ScrollPage:
        """A page that scrolls above `body`, which then is the foot of the panel.

        A line says that it goes on below what is in sight; without a foot it goes on to the edge.
        """
        page, above = ScrollPage(margin=_RING), QVBoxLayout()
        line = _GoesOn(page)
        self._scrolled = page, line
        above.setSpacing(0)
        above.addWidget(page, 1)
        above.addWidget(line)
        self._parts.insertLayout(1, above, 1)
        self._parts.setStretchFactor(self.body, 0)
        return page

    def open_panel(self, first: QWidget | None = None) -> None:
        """Come into sight and put the keyboard in `first`, or in the first control."""
        if self.isHidden():
            self._came_from = self.window().focusWidget()
            self._place = KeyboardPlace(self._host)
            self._host.installEventFilter(self)
            self._fit()
            self._slide_in()
        give_keyboard(first or self._controls()[0])

    def close_panel(self) -> None:
        """Go away and give the keyboard back."""
        if self.isHidden():
            return
        self._slide.stop()
        self._host.removeEventFilter(self)
        self.hide()
        came_from, self._came_from = self._came_from, None
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._place is not None:
            self._place.restore()  # the row was made anew in the meantime
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize:
            self._slide.stop()
            self._fit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif is_done(event):
            self._press_filled()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the panel."""
        controls = self._controls()
        focused = self.window().focusWidget()
        start = -1 if forward else 0
        here = next((at for at, one in enumerate(controls) if one is focused), start)
        step = 1 if forward else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        controls[(here + step) % len(controls)].setFocus(reason)
        return True

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_foot()  # something came into it or went
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "_host"):  # Qt styles before we are built
            self._fit()

    def _press_filled(self) -> None:
        """The next step, from whatever field; nothing that only a red button does."""
        filled = [
            one
            for one in self.findChildren(FilledButton)
            if one.isVisible() and one.isEnabled() and not one.is_held
        ]
        if len(filled) == 1:
            filled[0].click()

    def _controls(self) -> list[QWidget]:
        """What Tab visits, in tab order; the close button comes last."""
        found: list[QWidget] = []
        step = self.nextInFocusChain()
        while step is not None and step is not self:
            tabbed = step.focusPolicy() & Qt.FocusPolicy.TabFocus
            if (
                tabbed
                and self.isAncestorOf(step)
                and step.focusProxy() is None
                and step.isEnabled()
                and step.isVisibleTo(self)
            ):
                found.append(step)
            step = step.nextInFocusChain()
        if self.close_button in found:
            found.remove(self.close_button)
        return [*found, self.close_button]

    def _fit(self) -> None:
        width = min(px(self._wide), self._host.width())
        self.setGeometry(self._host.width() - width, 0, width, self._host.height())

    def _fit_foot(self) -> None:
        if self._scrolled is None:
            return
        page, line = self._scrolled
        foot = not self.body.isEmpty()
        page.set_end(_RING if foot else 24)
        line.stand_above(foot)
        margins = self._parts.contentsMargins()
        margins.setBottom(px(24) if foot else 0)
        self._parts.setContentsMargins(margins)

    def _slide_in(self) -> None:
        self.show()
        self.raise_()
        lasting = motion_ms()
        if not lasting:
            return
        rest = self.pos()
        self._slide.setDuration(lasting)
        self._slide.setStartValue(rest + QPoint(px(48), 0))
        self._slide.setEndValue(rest)
        self._slide.start()
