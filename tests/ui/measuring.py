"""What can be measured of a screen without looking at it: words cut off, what is out of reach."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from mvs_desktop.ui.kit.look.focus import host_of, ring_around
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import MEASURE, Elided

_END = 48  # the margin below a page, and some room, in pixels at 100 %


def clipped(root: QWidget) -> list[str]:
    """Words of labels and buttons that have less room than they need."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, Elided | Chip):
            continue
        if isinstance(widget, QLabel) and widget.text():
            needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else 0
            if widget.wordWrap() and widget.height() < needed:
                found.append(widget.text())
            if not widget.wordWrap() and widget.width() < widget.sizeHint().width():
                found.append(widget.text())
        elif isinstance(widget, QAbstractButton) and widget.text():
            words = widget.fontMetrics().horizontalAdvance(widget.text().replace("&&", "&"))
            if widget.width() < words:
                found.append(widget.text())
    return found


def sideways(root: QWidget) -> list[str]:
    """Pages that have to be scrolled to the right to be read."""
    return [
        page.objectName() or type(page).__name__
        for page in (*_pages(root),)
        if page.isVisible() and page.horizontalScrollBar().maximum() > 0
    ]


def nameless(root: QWidget) -> list[str]:
    """Controls that the keyboard comes at and of which a screen reader has nothing to say."""
    return [
        f"{type(one).__name__} {one.objectName()}"
        for one in root.findChildren(QWidget)
        if one.isVisible()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
    ]


def out_of_sight(root: QWidget) -> list[str]:
    """Buttons that stay in place and yet cannot be seen whole, in `root` and not in a page."""
    return [
        button.accessibleName()
        for button in root.findChildren(QAbstractButton)
        if button.isVisible()
        and not _scrolls(button, root)
        and button.visibleRegion().boundingRect() != button.rect()
        and not isinstance(button.parent(), QLineEdit | QPlainTextEdit)
    ]


def shortened(root: QWidget) -> list[str]:
    """Titles of rows that are not told whole, of rows that the keyboard comes at to read them."""
    return [
        title.text()
        for title in root.findChildren(Elided)
        if title.isVisible() and title.toolTip() and not _opens(title)
    ]


def _opens(part: QWidget) -> bool:
    """Whether it is in a row that opens what it is about."""
    row = part.parentWidget()
    while row is not None and not isinstance(row, DetailRow):
        row = row.parentWidget()
    return row is not None and row.cursor().shape() is Qt.CursorShape.PointingHandCursor


def too_wide(root: QWidget) -> list[str]:
    """Fields for running text whose lines are longer than is good to read."""
    return [
        one.accessibleName()
        for one in root.findChildren(QPlainTextEdit)
        if one.isVisible()
        and one.viewport().width() > one.fontMetrics().averageCharWidth() * MEASURE
    ]


def ring_cut_off(root: QWidget) -> list[str]:
    """Controls whose ring of focus does not fit at their sides."""
    found = []
    for one in root.findChildren(QWidget):
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            ring, room = ring_around(one), host_of(one).rect()
            if ring.left() < 0 or ring.right() > room.right():
                found.append(_told(one))
    return found


def runs_on(root: QWidget) -> list[str]:
    """Pages that scroll on below what is on them, or that need not scroll at all."""
    found = []
    for page in _pages(root):
        inside = page.widget()
        if page.isVisible() and inside is not None and page.verticalScrollBar().maximum() > 0:
            below = inside.height() - _end_of(inside)
            if below > px(_END):
                found.append(f"{page.objectName() or type(page).__name__}: {below}")
    return found


def keyboard_out_of_sight(root: QWidget) -> list[str]:
    """The control that has the keyboard, when it is not seen whole though there is room."""
    found = []
    for one in root.findChildren(QWidget):
        if one is root.window().focusWidget() and one.isVisible():
            pages = [page for page in _pages(root) if page.isAncestorOf(one)]
            room = min((page.viewport().height() for page in pages), default=root.height())
            if one.height() <= room and one.visibleRegion().boundingRect() != one.rect():
                found.append(one.objectName())
    return found


def tab_goes_back(root: QWidget) -> list[str]:
    """Where Tab goes to what stands above it and not in the next column, but for its one step
    from the last control to the first."""
    found = []
    for page in _pages(root):
        stops = [one for one in _tab_stops(root.window()) if page.isAncestorOf(one)]
        back = [
            f"{_told(before)} → {_told(after)}"
            for before, after in pairwise([*stops, *stops[:1]])
            if _is_back(before, after, page)
        ]
        found += back if len(back) > 1 else []
    return found


def _is_back(before: QWidget, after: QWidget, page: QWidget) -> bool:
    was, is_now = (one.mapTo(page, one.rect().topLeft()) for one in (before, after))
    above = is_now.y() + after.height() <= was.y()
    return above and is_now.x() < was.x() + before.width()


def _tab_stops(window: QWidget) -> Iterator[QWidget]:
    step = window.nextInFocusChain()
    while step is not None and step is not window:
        if step.isVisible() and step.isEnabled() and step.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield step
        step = step.nextInFocusChain()


def _told(control: QWidget) -> str:
    return control.objectName() or control.accessibleName()


def _end_of(inside: QWidget) -> int:
    """Where the last thing that is seen on a page ends."""
    return max(
        one.mapTo(inside, one.rect().bottomLeft()).y()
        for one in inside.findChildren(QWidget)
        if one.isVisible()
        and (one.property("kit") in ("card", "banner") or not _visible_children(one))
    )


def _visible_children(widget: QWidget) -> bool:
    return any(isinstance(one, QWidget) and one.isVisible() for one in widget.children())


def _pages(root: QWidget) -> Iterator[QScrollArea]:
    own = [root] if isinstance(root, QScrollArea) else []
    yield from (*own, *root.findChildren(QScrollArea))


def _scrolls(widget: QWidget, root: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False
