"""What was found, in words: two lines, a chip, and where it opens."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.cases import CaseKind
from mvs_desktop.services.search import SearchKind
from mvs_desktop.services.views import SearchHit
from mvs_desktop.ui.kit.lists.model import ChipSpec
from mvs_desktop.ui.navigation.intents import GoTo, Intent, NoteContact, OpenFamily
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.sending.fields import type_label
from mvs_desktop.ui.words import format_near_day, join_names, label

_ICONS = {
    "case_file": "users-three",
    "person": "user",
    "household": "house-line",
    "school_enrolment": "student",
    "plan": "clipboard-text",
    "goal": "target",
    "action": "handshake",
    "statement": "quotes",
    "contact": "phone",
    "attachment": "paperclip",
}


def first_line(hit: SearchHit, today: date) -> str:
    """What it is: a name, or where and when something was written."""
    if hit.by_name:
        return hit.title or _unnamed(hit)
    parts = [_case_name(hit)]
    if hit.contact is not None:
        parts.append(label(hit.contact.kind))
    if hit.day is not None:
        parts.append(format_near_day(hit.day, today))
    return " · ".join(parts)


def second_line(hit: SearchHit) -> str:
    """What was written, or the family beside a name."""
    # Who said something may also be whom it is about.
    people = join_names(tuple(dict.fromkeys(hit.people))) if hit.people else ""
    if not hit.by_name:
        return " · ".join(part for part in (hit.excerpt, people) if part)
    family = "" if hit.record_type == "case_file" else _case_name(hit)
    parts = (people, hit.excerpt, family)
    return " · ".join(part for part in parts if part)


def chips(hit: SearchHit) -> tuple[ChipSpec, ...]:
    """Of what type it is, and whether it is spelt otherwise than was typed."""
    kind = ChipSpec(
        type_label(hit.record_type), "neutral", _ICONS.get(hit.record_type, "file-text")
    )
    if not hit.corrected:
        return (kind,)
    near = QCoreApplication.translate("search", "Lijkt erop")
    return (ChipSpec(near, "info", "magnifying-glass"), kind)


def opens(hit: SearchHit) -> Intent:
    """Where a hit is shown."""
    if hit.case.kind is CaseKind.OWN:
        if hit.contact is None:
            return GoTo(Place(Screen.LOOSE_NOTES))
        return NoteContact(hit.case.id, hit.contact.id)
    if hit.record_type == "case_file" and hit.by_name:
        return OpenFamily(hit.case.id)
    return OpenFamily(hit.case.id, record_type=hit.record_type, record_id=hit.record_id)


def kind_words(kind: SearchKind) -> str:
    """What a kind is called above the list."""
    match kind:
        case SearchKind.NAMES:
            return QCoreApplication.translate("search", "Namen en adressen")
        case SearchKind.NOTES:
            return QCoreApplication.translate("search", "Verslagen")
        case SearchKind.PLANS:
            return QCoreApplication.translate("search", "Plannen")
        case SearchKind.SCHOOL:
            return QCoreApplication.translate("search", "School")
        case SearchKind.ATTACHMENTS:
            return QCoreApplication.translate("search", "Bijlagen")


def still_indexing() -> str:
    """That what came in last may not be found yet."""
    return QCoreApplication.translate(
        "search", "De zoekindex wordt nog bijgewerkt: wat net binnenkwam, vind je zo."
    )


def _case_name(hit: SearchHit) -> str:
    if hit.case.kind is CaseKind.OWN:
        return QCoreApplication.translate("shell", "Losse notities")
    return hit.case.name or QCoreApplication.translate("search", "Gezin zonder naam")


def _unnamed(hit: SearchHit) -> str:
    return type_label(hit.record_type)
