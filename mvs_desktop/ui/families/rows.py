"""What a line of the caseload says, and which lines a filter lets through."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.cases import CaseKind, Phase
from mvs_desktop.services.caseload import folded
from mvs_desktop.services.views import CaseRow, ChildLine
from mvs_desktop.ui.kit.rows_model import ChipSpec, Column
from mvs_desktop.ui.words import format_days, format_moment, format_near_day, label


class Group(Enum):
    """The filters above the list."""

    MINE = "mine"
    TEAM = "team"
    WAITING = "waiting"
    AFTERCARE = "aftercare"
    CLOSED = "closed"


def group_title(group: Group) -> str:
    return {
        Group.MINE: QCoreApplication.translate("families", "Mijn gezinnen"),
        Group.TEAM: QCoreApplication.translate("families", "Team"),
        Group.WAITING: QCoreApplication.translate("families", "Wachtlijst"),
        Group.AFTERCARE: QCoreApplication.translate("families", "Nazorg"),
        Group.CLOSED: QCoreApplication.translate("families", "Afgesloten"),
    }[group]


@dataclass(frozen=True, slots=True)
class FamiliesView:
    """The caseload, with the names of neighbourhoods by their code."""

    rows: tuple[CaseRow, ...]
    today: date
    area_names: dict[str, str] = field(default_factory=dict)

    @property
    def families(self) -> tuple[CaseRow, ...]:
        return tuple(row for row in self.rows if row.case.kind is CaseKind.FAMILY)


def in_group(row: CaseRow, group: Group) -> bool:
    """Whether a filter lets a family through; a closed one only its own filter."""
    phase = row.case.phase
    if group is Group.CLOSED:
        return phase is Phase.CLOSED
    if group is Group.AFTERCARE:
        return phase is Phase.AFTERCARE
    if phase is Phase.CLOSED:
        return False
    if group is Group.WAITING:
        return row.case.waiting
    return group is Group.TEAM or row.mine


def matching(rows: Sequence[CaseRow], group: Group, text: str) -> tuple[CaseRow, ...]:
    """Rows of a group in which every typed word occurs."""
    words = folded(text).split()
    return tuple(
        row
        for row in rows
        if in_group(row, group) and all(word in row.search_text for word in words)
    )


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
        chips.append(ChipSpec(text.format(count=row.conflicts), "clash"))
    if row.case.waiting and row.case.registered_on is not None:
        days = format_days(max((today - row.case.registered_on).days, 0))
        text = QCoreApplication.translate("families", "Wacht {days}").format(days=days)
        chips.append(ChipSpec(text, "warn", "hourglass"))
    if row.unsent:
        chips.append(ChipSpec(QCoreApplication.translate("families", "Te versturen"), "unsent"))
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
            QCoreApplication.translate("families", "Gezin"), family_name, style="strong", stretch=6
        ),
        Column(
            QCoreApplication.translate("families", "Kinderen (leeftijd)"), children_text, stretch=4
        ),
        Column(
            QCoreApplication.translate("families", "Fase"),
            lambda row: label(row.case.phase),
            sort=lambda row: list(Phase).index(row.case.phase),
            width=140,
        ),
        Column(
            QCoreApplication.translate("families", "Laatste contact"),
            last,
            sort=lambda row: row.last_contact,
            style="muted",
            width=136,
        ),
        Column(
            QCoreApplication.translate("families", "Volgende"),
            coming,
            sort=lambda row: row.next_contact,
            width=112,
        ),
        Column(
            QCoreApplication.translate("families", "Let op"),
            lambda row: ", ".join(chip.text for chip in warnings(row, today)),
            chips=lambda row: warnings(row, today)[:1],
            sort=lambda row: -len(warnings(row, today)),
            width=132,
        ),
    )


# Left out where there is little room; both stand beside the list too.
PHASE_COLUMN, LAST_COLUMN = 2, 3
NEXT_COLUMN = 4  # the list is sorted by this one at first


def _near(moment: datetime | None, today: date) -> str:
    return "" if moment is None else format_near_day(moment.astimezone().date(), today)
