"""How rows of tables and lists are drawn: backgrounds, cells, chips. Used by views.py."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mvs_desktop.domain.excerpts import MARK_END, MARK_START, without_marks
from mvs_desktop.ui.kit.lists.model import CHIPS_ROLE, STYLE_ROLE, ChipSpec, Index
from mvs_desktop.ui.kit.look.theme import font, look, px
from mvs_desktop.ui.kit.parts.chips import chip_size, paint_chip

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def state_of(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    """What Qt says about the row (selected, enabled); the stubs do not list it."""
    state: QStyle.StateFlag = option.state
    return state


def rect_of(option: QStyleOptionViewItem) -> QRectF:
    """Where the row goes; the stubs do not list it."""
    return QRectF(option.rect)


def paint_row_back(
    painter: QPainter, option: QStyleOptionViewItem, *, hovered: bool, last: bool
) -> bool:
    """Fill the background and draw the line below; True when the row is selected."""
    theme = look().theme
    rect = rect_of(option)
    selected = bool(state_of(option) & QStyle.StateFlag.State_Selected)
    if selected:
        painter.fillRect(rect, theme.color("select"))
    elif hovered:
        painter.fillRect(rect, theme.color("soft"))
    if not last:
        painter.setPen(QPen(theme.color("line"), 1))
        y = rect.bottom() - 0.5
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
    return selected


def paint_words(
    painter: QPainter, rect: QRectF, text: str, alignment: Qt.AlignmentFlag = _LEFT
) -> None:
    """One line that shortens with "…"; the painter has its font and pen. Words between marks
    (domain.excerpts) are highlighted."""
    if MARK_START in text:
        _paint_marked(painter, rect, text)
        return
    fitting = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, max(int(rect.width()), 0)
    )
    painter.drawText(rect, alignment, fitting)


def _paint_marked(painter: QPainter, rect: QRectF, text: str) -> None:
    theme = look().theme
    plain = QFont(painter.font())
    strong = QFont(plain)
    strong.setWeight(QFont.Weight.DemiBold)
    x = rect.left()
    for part in re.split(f"({MARK_START}[^{MARK_END}]*{MARK_END})", text):
        found = part.startswith(MARK_START)
        words = without_marks(part)
        painter.setFont(strong if found else plain)
        metrics = painter.fontMetrics()
        room = round(rect.right() - x)
        fitting = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0))
        width = metrics.horizontalAdvance(fitting)
        place = QRectF(x, rect.top(), width, rect.height())
        if found:
            height = min(float(metrics.height()), rect.height())
            back = QRectF(x, rect.center().y() - height / 2, width, height)
            painter.fillRect(back, theme.background_for("warn"))
        painter.drawText(place, _LEFT, fitting)
        x += width
        if fitting != words:
            break
    painter.setFont(plain)


def chips_width(chips: Sequence[ChipSpec]) -> int:
    """Room for these chips beside each other."""
    between = px(6) * max(len(chips) - 1, 0)
    return sum(chip_size(chip.text).width() for chip in chips) + between


def paint_chips(painter: QPainter, rect: QRectF, chips: Sequence[ChipSpec]) -> None:
    """Chips from the left; one that does not fit is shortened, further ones are not drawn."""
    x = rect.left()
    for chip in chips:
        size = chip_size(chip.text)
        width = min(float(size.width()), rect.right() - x)
        if width < px(48):
            break
        place = QRectF(x, rect.center().y() - size.height() / 2, width, size.height())
        paint_chip(painter, place, chip.kind, chip.text, chip.icon_name)
        x += width + px(6)


class CellDelegate(QStyledItemDelegate):
    """Draws a table cell: words or chips, selected rows in 600 weight."""

    hovered_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        hovered = index.row() == self.hovered_row
        chosen = paint_row_back(painter, option, hovered=hovered, last=is_last(index))
        rect = rect_of(option).adjusted(px(12), 0, -px(8), 0)
        chips: tuple[ChipSpec, ...] = index.data(CHIPS_ROLE) or ()
        if chips:
            paint_chips(painter, rect, chips)
        else:
            self._paint_text(painter, rect, index, strong=chosen)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        chips: tuple[ChipSpec, ...] = index.data(CHIPS_ROLE) or ()
        if chips:
            return QSize(chips_width(chips) + px(24), look().metrics.row)
        return QSize(super().sizeHint(option, index).width() + px(24), look().metrics.row)

    def _paint_text(self, painter: QPainter, rect: QRectF, index: Index, *, strong: bool) -> None:
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QIcon):
            side = look().metrics.icon
            place = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
            picture.paint(painter, place.toRect())
            rect.setLeft(rect.left() + side + px(8))
        style = index.data(STYLE_ROLE)
        painter.setFont(font("body", strong=strong or style == "strong"))
        painter.setPen(look().theme.color("muted" if style == "muted" else "text"))
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        paint_words(painter, rect, str(index.data() or ""), alignment)


def is_last(index: Index) -> bool:
    """Whether this is the bottom row, which has no line below it."""
    model: QAbstractItemModel = index.model()
    return index.row() == model.rowCount() - 1
