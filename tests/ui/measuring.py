"""What can be measured of a screen without looking at it: words cut off, what is out of reach."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from mvs_desktop.ui.kit.chips import Chip
from mvs_desktop.ui.kit.labels import Elided


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


def _pages(root: QWidget) -> Iterator[QAbstractScrollArea]:
    own = [root] if isinstance(root, QScrollArea) else []
    yield from (*own, *root.findChildren(QScrollArea))


def _scrolls(widget: QWidget, root: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False
