"""What a line of the caseload says, and which lines a filter lets through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.cases import CaseGroup, Phase
from mvs_desktop.services.views import CasePage, CaseRow, ChildLine
from mvs_desktop.ui.kit.lists.model import ChipSpec, Column
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.words import format_days, format_moment, format_near_day, label

PAGE_ROWS = 100  # more than any screen shows at once


def group_title(group: CaseGroup) -> str:
    return {
        CaseGroup.MINE: QCoreApplication.translate("families", "Mijn gezinnen"),
        CaseGroup.TEAM: QCoreApplication.translate("families", "Team"),
        CaseGroup.WAITING: QCoreApplication.translate("families", "Wachtlijst"),
        CaseGroup.AFTERCARE: QCoreApplication.translate("families", "Nazorg"),
        CaseGroup.CLOSED: QCoreApplication.translate("families", "Afgesloten"),
    }[group]


@dataclass(frozen=True, slots=True)
class FamiliesAsk:
    """A part of a list: from row `start`, at most `limit` of them (-1 is all)."""

    group: CaseGroup
    text: str = ""
    start: int = 0
    limit: int = PAGE_ROWS


@dataclass(frozen=True, slots=True)
class FamiliesView:
    """The first families of a list, with the names of neighbourhoods by their code."""

    page: CasePage
    today: date
    area_names: Mapping[str, str] = field(default_factory=dict)


def family_name(row: CaseRow) -> str:
    return row.case.name or QCoreApplication.translate("families", "Nog zonder naam")


def child_text(child: ChildLine) -> str:
    """A name with its age: "Bo (8)"."""
    if child.unborn:
        return QCoreApplication.translate("families", "{name} (op komst)").format(name=child.name)
    return child.name if child.age is None else f"{child.name} ({child.age})"


def children_text(row: CaseRow) -> str:
    return ", ".join(child_text(child) for child in row.children)


def warnings(row: CaseRow, today: date) -> tuple[ChipSpec, ...]:
    """What to look at first, most urgent first."""
    chips: list[ChipSpec] = []
    if row.case.crisis:
        chips.append(ChipSpec(QCoreApplication.translate("families", "Crisis"), "bad"))
    if row.conflicts == 1:
        chips.append(ChipSpec(QCoreApplication.translate("families", "1 keuze"), "clash"))
    elif row.conflicts:
        text = QCoreApplication.translate("families", "{count} keuzes")
        chips.append(ChipSpec(text.format(count=format_count(row.conflicts)), "clash"))
    if row.case.waiting and row.case.registered_on is not None:
        days = format_days(max((today - row.case.registered_on).days, 0))
        text = QCoreApplication.translate("families", "Wacht {days}").format(days=days)
        chips.append(ChipSpec(text, "warn", "hourglass"))
    if row.unsent:
        chips.append(ChipSpec(QCoreApplication.translate("families", "Nog te versturen"), "unsent"))
    return tuple(chips)


def columns(today: date) -> tuple[Column[CaseRow], ...]:
    """The columns of Gezinnen; what is long gets the room that is left."""

    def last(row: CaseRow) -> str:
        return _near(row.last_contact, today)

    def coming(row: CaseRow) -> str:
        moment = row.next_contact
        if moment is None:
            return ""
        if moment.astimezone().date() == today:
            return QCoreApplication.translate("families", "vandaag {time}").format(
                time=format_moment(moment, today)
            )
        return _near(moment, today)

    return (
        Column(
            QCoreApplication.translate("families", "Gezin"), family_name, style="strong", stretch=5
        ),
        Column(
            QCoreApplication.translate("families", "Kinderen (leeftijd)"), children_text, stretch=4
        ),
        Column(
            QCoreApplication.translate("families", "Fase"),
            lambda row: label(row.case.phase),
            sort=lambda row: list(Phase).index(row.case.phase),
            width=148,
        ),
        Column(
            QCoreApplication.translate("families", "Laatste contact"),
            last,
            sort=lambda row: row.last_contact,
            style="muted",
            width=128,
        ),
        Column(
            QCoreApplication.translate("families", "Volgende"),
            coming,
            sort=lambda row: row.next_contact,
            width=124,
        ),
        Column(
            QCoreApplication.translate("families", "Let op"),
            lambda row: ", ".join(chip.text for chip in warnings(row, today)),
            chips=lambda row: warnings(row, today)[:1],
            sort=lambda row: -len(warnings(row, today)),
            width=164,
        ),
    )


# Left out where there is little room; both stand beside the list too.
PHASE_COLUMN, LAST_COLUMN = 2, 3
NEXT_COLUMN = 4  # the list is sorted by this one at first


def _near(moment: datetime | None, today: date) -> str:
    return "" if moment is None else format_near_day(moment.astimezone().date(), today)
