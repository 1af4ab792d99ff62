"""The screens of the shell, in the order of the rail. A new one is one entry here."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.people import Person
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.families.loose_notes import LooseNotesPage, LooseNotesView
from mvs_desktop.ui.families.page import FamiliesPage
from mvs_desktop.ui.families.rows import PAGE_ROWS, FamiliesView
from mvs_desktop.ui.navigation.places import Screen
from mvs_desktop.ui.navigation.view import ScreenSpec
from mvs_desktop.ui.search.page import SearchPage
from mvs_desktop.ui.sending.conflict_words import Names
from mvs_desktop.ui.sending.fields import subject
from mvs_desktop.ui.sending.page import SendingPage, SendingView
from mvs_desktop.ui.today.page import TodayPage
from mvs_desktop.ui.words import person_name

if TYPE_CHECKING:
    from mvs_desktop.services.views import DayView
    from mvs_desktop.services.workspace import Workspace


def fetch_today(workspace: "Workspace") -> "DayView":
    return workspace.day(workspace.today())


def fetch_families(workspace: "Workspace") -> FamiliesView:
    page = workspace.caseload_page(limit=PAGE_ROWS)
    return FamiliesView(page, workspace.today(), workspace.registers.area_names)


def fetch_loose_notes(workspace: "Workspace") -> LooseNotesView:
    return LooseNotesView(workspace.loose_notes(), workspace.today())


def fetch_sending(workspace: "Workspace") -> SendingView:
    conflicts = workspace.conflicts()
    families = [workspace.reload_case(id_) for id_ in {item.case.id for item in conflicts}]
    return SendingView(
        workspace.sync_state(),
        conflicts,
        workspace.set_apart(),
        workspace.today(),
        Names(
            _record_names(families),
            workspace.registers.area_names if conflicts else {},
            workspace.me.name,
            {
                around.case.id: {person.id: person_name(person) for person in around.all(Person)}
                for around in families
            },
        ),
    )


def _record_names(families: Sequence[CaseSnapshot]) -> dict[UUID, str]:
    return {
        item.id: subject(item, item.type_name)
        for around in families
        for records in around.records.values()
        for item in records
    }


def fetch_search(workspace: "Workspace") -> date:
    return workspace.today()


def _today() -> str:
    return QCoreApplication.translate("shell", "Vandaag")


def _families() -> str:
    return QCoreApplication.translate("shell", "Gezinnen")


def _loose_notes() -> str:
    return QCoreApplication.translate("shell", "Losse notities")


def _sending() -> str:
    return QCoreApplication.translate("shell", "Versturen en ophalen")


def _search() -> str:
    return QCoreApplication.translate("shell", "Zoeken")


SCREENS: tuple[ScreenSpec, ...] = (
    ScreenSpec(Screen.TODAY, "sun-horizon", _today, TodayPage, fetch_today),
    ScreenSpec(Screen.FAMILIES, "users-three", _families, FamiliesPage, fetch_families),
    ScreenSpec(
        Screen.LOOSE_NOTES,
        "note",
        _loose_notes,
        LooseNotesPage,
        fetch_loose_notes,
        count=LooseNotesView.count,
    ),
    ScreenSpec(Screen.SENDING, "cloud-check", _sending, SendingPage, fetch_sending, in_rail=False),
    ScreenSpec(Screen.SEARCH, "magnifying-glass", _search, SearchPage, fetch_search, in_rail=False),
)
