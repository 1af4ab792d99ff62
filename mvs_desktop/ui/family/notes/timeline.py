"""The contacts of a family in time, newest first, with what is still to be done about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.family.records.named import people_options
from mvs_desktop.ui.kit.lists.model import OBJECT_ROLE, ChipSpec, Index
from mvs_desktop.ui.kit.lists.paint import (
    CellDelegate,
    is_last,
    paint_chips,
    paint_row_back,
    paint_words,
    rect_of,
)
from mvs_desktop.ui.kit.lists.views import RowsList
from mvs_desktop.ui.kit.look.icons import icon_pixmap
from mvs_desktop.ui.kit.look.theme import font, look, px
from mvs_desktop.ui.words import format_near_day, format_time, join_names, label

KIND_ICONS: Mapping[ContactKind, str] = {
    ContactKind.PHONE: "phone",
    ContactKind.MESSAGE: "chat-circle-text",
    ContactKind.EMAIL: "envelope-simple",
    ContactKind.TALK: "chats",
    ContactKind.HOME_VISIT: "house-line",
    ContactKind.SCHOOL: "student",
    ContactKind.NO_ANSWER: "phone-x",
}


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact as the timeline shows it."""

    contact: Contact
    title: str
    when: str
    who: str
    chips: tuple[ChipSpec, ...]


def contact_line(around: CaseSnapshot, contact: Contact, today: date) -> ContactLine:
    """What, when, with whom, and what is to be done."""
    names = [name for id_, name in people_options(around) if id_ in contact.person_ids]
    if contact.others:
        names.append(contact.others)
    day = format_near_day(contact.at.astimezone().date(), today)
    when = QCoreApplication.translate("Timeline", "{day}, {time}").format(
        day=day, time=format_time(contact.at)
    )
    return ContactLine(
        contact,
        label(contact.kind),
        when,
        join_names(names) or contact.purpose,
        tuple(_chips(around, contact)),
    )


def _chips(around: CaseSnapshot, contact: Contact) -> list[ChipSpec]:
    note = around.note_of(contact.id)
    found = []
    if any(conflict.record_id == contact.id for conflict in around.open_conflicts):
        found.append(ChipSpec(QCoreApplication.translate("Timeline", "Keuze voor jou"), "clash"))
    if note is not None and note.signed:
        found.append(ChipSpec(QCoreApplication.translate("Timeline", "Ondertekend"), "ok"))
    elif note is not None:
        words = QCoreApplication.translate("Timeline", "Niet ondertekend")
        found.append(ChipSpec(words, "warn", "pencil-simple"))
    elif contact.state is ContactState.PLANNED:
        words = QCoreApplication.translate("Timeline", "Gepland")
        found.append(ChipSpec(words, "info", "calendar-blank"))
    elif contact.state is ContactState.CANCELLED:
        found.append(ChipSpec(QCoreApplication.translate("Timeline", "Afgezegd"), "neutral"))
    elif contact.kind is not ContactKind.NO_ANSWER:
        words = QCoreApplication.translate("Timeline", "Nog geen verslag")
        found.append(ChipSpec(words, "warn", "note-blank"))
    return found


class Timeline(RowsList[ContactLine]):
    """The list. `chosen` carries a ContactLine or None."""

    def __init__(self) -> None:
        super().__init__(
            lambda line: f"{line.title}, {line.when}",
            QCoreApplication.translate("Timeline", "Contacten"),
            second=lambda line: line.who,
            chips=lambda line: line.chips,
            key=lambda line: line.contact.id,
        )
        self.setObjectName("notes_timeline")
        self.setItemDelegate(_ContactDelegate(self))

    def show_contacts(self, around: CaseSnapshot, shown: Sequence[Contact], today: date) -> None:
        """Show these, in the order given."""
        self.show_rows([contact_line(around, contact, today) for contact in shown])

    def chosen_id(self) -> UUID | None:
        """The contact that is chosen."""
        line = self.chosen_object()
        return line.contact.id if line else None


class _ContactDelegate(CellDelegate):
    """An icon, what and when, who was there, and a chip."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        line: ContactLine = index.data(OBJECT_ROLE)
        hovered = index.row() == self.hovered_row
        paint_row_back(painter, option, hovered=hovered, last=is_last(index))
        rect = rect_of(option).adjusted(px(16), px(10), -px(12), -px(10))
        side = px(20)
        picture = icon_pixmap(
            KIND_ICONS[line.contact.kind], "primary", side, painter.device().devicePixelRatio()
        )
        painter.drawPixmap(rect.topLeft(), picture)
        rect.setLeft(rect.left() + side + px(10))
        high = look().metrics.body * 1.45
        theme = look().theme
        upper = QRectF(rect.left(), rect.top(), rect.width(), high)
        painter.setFont(font("small"))
        painter.setPen(theme.color("muted"))
        painter.drawText(
            upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.when
        )
        taken = painter.fontMetrics().horizontalAdvance(line.when) + px(8)
        painter.setFont(font("body", strong=True))
        painter.setPen(theme.color("text"))
        paint_words(painter, upper.adjusted(0, 0, -taken, 0), line.title)
        lower = upper.translated(0, high)
        painter.setFont(font("small"))
        painter.setPen(theme.color("muted"))
        paint_words(painter, lower, line.who)
        if line.chips:
            top = lower.bottom() + px(4) if line.who else upper.bottom() + px(4)
            place = QRectF(rect.left(), top, rect.width(), look().metrics.chip)
            paint_chips(painter, place, line.chips)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: ContactLine = index.data(OBJECT_ROLE)
        high = look().metrics.body * 1.45 * (2 if line.who else 1) + px(20)
        if line.chips:
            high += look().metrics.chip + px(4)
        return QSize(px(200), round(high))
