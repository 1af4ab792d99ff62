"""How a household is named and addressed in words."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.people import Household
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.words import call_name, join_names


def household_name(home: Household, around: CaseSnapshot, today: date) -> str:
    """Its own name, or the grown-ups in it, or what it is."""
    if home.name:
        return home.name
    children = {child.id for child in around.children}
    people = [person for person, _ in around.residents_of(home.id, today)]
    elders = [person for person in people if person.id not in children] or people
    if elders:
        return QCoreApplication.translate("households", "Bij {names}").format(
            names=join_names([call_name(person) for person in elders[:2]])
        )
    return address_line(home) or QCoreApplication.translate("households", "Nieuw huishouden")


def address_line(home: Household) -> str:
    """Street and place in one line, as far as they are known."""
    street = " ".join(part for part in (home.street, home.house_number) if part)
    place = " ".join(part for part in (home.postcode, home.place) if part)
    return ", ".join(part for part in (street, place) if part)
