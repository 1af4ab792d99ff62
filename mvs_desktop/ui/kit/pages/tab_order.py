"""Tab follows the page from top to bottom, also after something was put in between.

Qt gives a widget that is made later the last place; a page whose parts come and go says
`tab_in_reading_order` after each change.
"""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def in_reading_order(root: QWidget) -> Iterator[QWidget]:
    """What Tab visits inside `root`, in the order of its layouts."""
    if root.focusPolicy() & Qt.FocusPolicy.TabFocus and root.focusProxy() is None:
        yield root
    if isinstance(root, QScrollArea) and (inside := root.widget()) is not None:
        yield from in_reading_order(inside)
    elif (layout := root.layout()) is not None:
        yield from _in_layout(layout)


def tab_in_reading_order(root: QWidget) -> None:
    """Have Tab visit everything inside `root` in the order of its layouts."""
    for before, after in pairwise(in_reading_order(root)):
        QWidget.setTabOrder(before, after)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from in_reading_order(widget)
        elif (inner := item.layout()) is not None:
            yield from _in_layout(inner)
