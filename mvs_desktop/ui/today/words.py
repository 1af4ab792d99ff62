"""The sentences of Vandaag: what a row says about a visit, an unfinished thing, a deadline."""

from collections.abc import Sequence
from datetime import date
from enum import Enum

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.cases import CaseFile, CaseKind
from mvs_desktop.domain.contacts import ContactState
from mvs_desktop.services.views import (
    Attention,
    AttentionRow,
    Unfinished,
    UnfinishedRow,
    VisitRow,
)
from mvs_desktop.ui.kit.parts.chips import ChipKind
from mvs_desktop.ui.words import format_days, format_near_day, join_names, label


class When(Enum):
    """The groups of "Vraagt aandacht"."""

    LATE = "late"
    TODAY = "today"
    THIS_WEEK = "this-week"


def when(row: AttentionRow, today: date) -> When:
    """What has no day asks for attention today."""
    if row.due is None or row.due == today:
        return When.TODAY
    return When.LATE if row.due < today else When.THIS_WEEK


def when_title(group: When) -> str:
    if group is When.LATE:
        return QCoreApplication.translate("today", "Te laat")
    if group is When.TODAY:
        return QCoreApplication.translate("today", "Vandaag")
    return QCoreApplication.translate("today", "Deze week")


def case_name(case: CaseFile) -> str:
    """The family, or what to call a file without a name."""
    if case.kind is CaseKind.OWN:
        return QCoreApplication.translate("today", "Losse notitie")
    return case.name or QCoreApplication.translate("today", "Gezin nog zonder naam")


def visit_line(row: VisitRow) -> str:
    """Kind, people and place of a visit, as far as they are known."""
    parts = [label(row.contact.kind), join_names(row.people), row.place]
    return " · ".join(part for part in parts if part)


def visit_chips(row: VisitRow) -> Sequence[tuple[str, ChipKind, str]]:
    """(words, kind, icon) of what to think of before leaving."""
    chips: list[tuple[str, ChipKind, str]] = []
    contact = row.contact
    if contact.interpreter and contact.interpreter_booked:
        chips.append((QCoreApplication.translate("today", "Tolk geregeld"), "ok", "translate"))
    elif contact.interpreter:
        chips.append((QCoreApplication.translate("today", "Tolk nog regelen"), "warn", "translate"))
    if contact.state is ContactState.CANCELLED:
        chips.append((label(ContactState.CANCELLED), "neutral", "x-circle"))
    elif contact.state is ContactState.HELD and not row.has_note:
        chips.append((QCoreApplication.translate("today", "Nog geen verslag"), "warn", "note"))
    elif row.has_note:
        chips.append((QCoreApplication.translate("today", "Verslag gemaakt"), "ok", "note"))
    return chips


def unfinished_title(row: UnfinishedRow) -> str:
    if row.kind is Unfinished.LOOSE_NOTE:
        first = row.contact.purpose or row.contact.others
        return first or QCoreApplication.translate("today", "Losse notitie")
    return case_name(row.case)


def unfinished_line(row: UnfinishedRow, today: date) -> str:
    """What is left to do, and since when."""
    day = format_near_day(row.since, today)
    if row.kind is Unfinished.UNSIGNED_NOTE:
        return QCoreApplication.translate("today", "Verslag van {day} nog niet ondertekend").format(
            day=day
        )
    if row.kind is Unfinished.VISIT_WITHOUT_NOTE:
        return QCoreApplication.translate("today", "{kind} van {day} nog zonder verslag").format(
            kind=label(row.contact.kind), day=day
        )
    return QCoreApplication.translate("today", "Al {days} zonder gezin").format(
        days=format_days(max((today - row.since).days, 0))
    )


def attention_title(row: AttentionRow) -> str:
    if row.kind is Attention.ACTION_DUE and row.action is not None:
        return row.action.what or QCoreApplication.translate("today", "Afspraak")
    return _ATTENTION[row.kind]()


def attention_line(row: AttentionRow, today: date) -> str:
    """Family, who has to do it, and the day."""
    day = "" if row.due is None else format_near_day(row.due, today)
    return " · ".join(part for part in (case_name(row.case), row.who, day) if part)


def _action() -> str:
    return QCoreApplication.translate("today", "Afspraak")


def _evaluation() -> str:
    return QCoreApplication.translate("today", "Plan evalueren")


def _authority() -> str:
    return QCoreApplication.translate("today", "Gezag nog niet nagekeken")


def _first_contact() -> str:
    return QCoreApplication.translate("today", "Eerste contact nog niet geweest")


def _conflict() -> str:
    return QCoreApplication.translate("today", "Twee teksten: kies welke geldt")


_ATTENTION = {
    Attention.ACTION_DUE: _action,
    Attention.EVALUATION_DUE: _evaluation,
    Attention.AUTHORITY_UNCHECKED: _authority,
    Attention.FIRST_CONTACT: _first_contact,
    Attention.CONFLICT: _conflict,
}
