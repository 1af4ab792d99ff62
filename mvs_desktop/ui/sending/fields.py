"""What a record, a field and a value are called when two versions stand side by side."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.contacts import Contact, NoteParagraph
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Household, Person
from mvs_desktop.domain.plans import Action, Goal, Plan, Statement
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.ui.words import (
    format_date,
    format_moment,
    format_partial,
    join_names,
    label,
    person_name,
)

_TYPES: Mapping[str, object] = {
    "case_file": QT_TRANSLATE_NOOP("fields", "Gezin"),
    "case_member": QT_TRANSLATE_NOOP("fields", "Betrokkene"),
    "person": QT_TRANSLATE_NOOP("fields", "Persoon"),
    "household": QT_TRANSLATE_NOOP("fields", "Huishouden"),
    "residence": QT_TRANSLATE_NOOP("fields", "Woonplek"),
    "partnership": QT_TRANSLATE_NOOP("fields", "Relatie"),
    "parent_link": QT_TRANSLATE_NOOP("fields", "Ouder en kind"),
    "parental_authority": QT_TRANSLATE_NOOP("fields", "Gezag"),
    "school_enrolment": QT_TRANSLATE_NOOP("fields", "School"),
    "plan": QT_TRANSLATE_NOOP("fields", "Plan"),
    "statement": QT_TRANSLATE_NOOP("fields", "Uitspraak"),
    "goal": QT_TRANSLATE_NOOP("fields", "Doel"),
    "action": QT_TRANSLATE_NOOP("fields", "Afspraak"),
    "contact": QT_TRANSLATE_NOOP("fields", "Contact"),
    "note": QT_TRANSLATE_NOOP("fields", "Verslag"),
    "note_paragraph": QT_TRANSLATE_NOOP("fields", "Alinea"),
    "attachment": QT_TRANSLATE_NOOP("fields", "Bijlage"),
    "conflict": QT_TRANSLATE_NOOP("fields", "Keuze"),
}

# By field name; "type.field" goes before it where the same name means something else.
_FIELDS: Mapping[str, object] = {
    "about_ids": QT_TRANSLATE_NOOP("fields", "Gaat over"),
    "added_by": QT_TRANSLATE_NOOP("fields", "Toegevoegd door"),
    "added_on": QT_TRANSLATE_NOOP("fields", "Toegevoegd op"),
    "agreed_on": QT_TRANSLATE_NOOP("fields", "Vastgesteld op"),
    "arrangement": QT_TRANSLATE_NOOP("fields", "Wanneer daar"),
    "at": QT_TRANSLATE_NOOP("fields", "Wanneer"),
    "author_id": QT_TRANSLATE_NOOP("fields", "Schrijver"),
    "author_name": QT_TRANSLATE_NOOP("fields", "Schrijver"),
    "birth": QT_TRANSLATE_NOOP("fields", "Geboren"),
    "birth_group": QT_TRANSLATE_NOOP("fields", "Meerling"),
    "bsn": QT_TRANSLATE_NOOP("fields", "BSN"),
    "by_person_id": QT_TRANSLATE_NOOP("fields", "Wie zegt het"),
    "checked_on": QT_TRANSLATE_NOOP("fields", "Nagekeken op"),
    "child_id": QT_TRANSLATE_NOOP("fields", "Kind"),
    "child_voice": QT_TRANSLATE_NOOP("fields", "Stem van het kind"),
    "compartment": QT_TRANSLATE_NOOP("fields", "Deel van het dossier"),
    "compartments": QT_TRANSLATE_NOOP("fields", "Delen van het dossier"),
    "contact_id": QT_TRANSLATE_NOOP("fields", "Contact"),
    "corrects_id": QT_TRANSLATE_NOOP("fields", "Verbetert"),
    "crisis": QT_TRANSLATE_NOOP("fields", "Crisis"),
    "dated_on": QT_TRANSLATE_NOOP("fields", "Datum"),
    "deceased": QT_TRANSLATE_NOOP("fields", "Overleden"),
    "deceased_on": QT_TRANSLATE_NOOP("fields", "Overleden op"),
    "done": QT_TRANSLATE_NOOP("fields", "Gedaan"),
    "done_on": QT_TRANSLATE_NOOP("fields", "Gedaan op"),
    "due": QT_TRANSLATE_NOOP("fields", "Voor wanneer"),
    "email": QT_TRANSLATE_NOOP("fields", "E-mail"),
    "emergency_reason": QT_TRANSLATE_NOOP("fields", "Reden van de noodtoegang"),
    "ended_at": QT_TRANSLATE_NOOP("fields", "Gestopt op"),
    "ended_by": QT_TRANSLATE_NOOP("fields", "Hoe het eindigde"),
    "ends_on": QT_TRANSLATE_NOOP("fields", "Tot"),
    "evaluate_on": QT_TRANSLATE_NOOP("fields", "Evaluatie op"),
    "expires_at": QT_TRANSLATE_NOOP("fields", "Noodtoegang tot"),
    "evidence": QT_TRANSLATE_NOOP("fields", "Waaruit het blijkt"),
    "expertise": QT_TRANSLATE_NOOP("fields", "Expertise"),
    "family_name": QT_TRANSLATE_NOOP("fields", "Achternaam"),
    "first_contact_on": QT_TRANSLATE_NOOP("fields", "Eerste contact"),
    "first_id": QT_TRANSLATE_NOOP("fields", "Wie"),
    "for_ids": QT_TRANSLATE_NOOP("fields", "Voor wie"),
    "from_id": QT_TRANSLATE_NOOP("fields", "Van wie"),
    "from_name": QT_TRANSLATE_NOOP("fields", "Van wie"),
    "gender": QT_TRANSLATE_NOOP("fields", "Geslacht"),
    "gets_help": QT_TRANSLATE_NOOP("fields", "Krijgt hulp"),
    "given_name": QT_TRANSLATE_NOOP("fields", "Voornaam"),
    "goal_id": QT_TRANSLATE_NOOP("fields", "Bij doel"),
    "group": QT_TRANSLATE_NOOP("fields", "Groep of klas"),
    "holder_id": QT_TRANSLATE_NOOP("fields", "Wie heeft het"),
    "holder_name": QT_TRANSLATE_NOOP("fields", "Instelling"),
    "house_number": QT_TRANSLATE_NOOP("fields", "Huisnummer"),
    "household_id": QT_TRANSLATE_NOOP("fields", "Huishouden"),
    "infix": QT_TRANSLATE_NOOP("fields", "Tussenvoegsel"),
    "interpreter": QT_TRANSLATE_NOOP("fields", "Tolk"),
    "interpreter_booked": QT_TRANSLATE_NOOP("fields", "Tolk geregeld"),
    "kind": QT_TRANSLATE_NOOP("fields", "Soort"),
    "kinds": QT_TRANSLATE_NOOP("fields", "Soort ouder"),
    "languages": QT_TRANSLATE_NOOP("fields", "Talen"),
    "level": QT_TRANSLATE_NOOP("fields", "Niveau"),
    "media_type": QT_TRANSLATE_NOOP("fields", "Soort bestand"),
    "mentor": QT_TRANSLATE_NOOP("fields", "Mentor"),
    "minutes": QT_TRANSLATE_NOOP("fields", "Minuten"),
    "municipality": QT_TRANSLATE_NOOP("fields", "Gemeente"),
    "name": QT_TRANSLATE_NOOP("fields", "Naam"),
    "neighbourhood": QT_TRANSLATE_NOOP("fields", "Wijk of buurt"),
    "no_bsn_reason": QT_TRANSLATE_NOOP("fields", "Waarom geen BSN"),
    "note_id": QT_TRANSLATE_NOOP("fields", "Verslag"),
    "organisation": QT_TRANSLATE_NOOP("fields", "Organisatie"),
    "others": QT_TRANSLATE_NOOP("fields", "Ook erbij"),
    "pages": QT_TRANSLATE_NOOP("fields", "Bladzijden"),
    "parent_id": QT_TRANSLATE_NOOP("fields", "Ouder"),
    "parents_voice": QT_TRANSLATE_NOOP("fields", "Stem van de ouders"),
    "person_id": QT_TRANSLATE_NOOP("fields", "Wie"),
    "person_ids": QT_TRANSLATE_NOOP("fields", "Wie erbij was"),
    "phase": QT_TRANSLATE_NOOP("fields", "Fase"),
    "phone": QT_TRANSLATE_NOOP("fields", "Telefoon"),
    "place": QT_TRANSLATE_NOOP("fields", "Plaats"),
    "plan_id": QT_TRANSLATE_NOOP("fields", "Plan"),
    "position": QT_TRANSLATE_NOOP("fields", "Volgorde"),
    "postcode": QT_TRANSLATE_NOOP("fields", "Postcode"),
    "purpose": QT_TRANSLATE_NOOP("fields", "Waarvoor"),
    "question": QT_TRANSLATE_NOOP("fields", "Waar gaat het om"),
    "question_by": QT_TRANSLATE_NOOP("fields", "Wie zei het"),
    "question_on": QT_TRANSLATE_NOOP("fields", "Gezegd op"),
    "registered_on": QT_TRANSLATE_NOOP("fields", "Aangemeld op"),
    "remarks": QT_TRANSLATE_NOOP("fields", "Opmerkingen"),
    "role": QT_TRANSLATE_NOOP("fields", "Rol"),
    "school_name": QT_TRANSLATE_NOOP("fields", "School"),
    "score": QT_TRANSLATE_NOOP("fields", "Cijfer"),
    "scored_on": QT_TRANSLATE_NOOP("fields", "Cijfer van"),
    "second_id": QT_TRANSLATE_NOOP("fields", "Met wie"),
    "sha256": QT_TRANSLATE_NOOP("fields", "Vingerafdruk van de inhoud"),
    "shield_ground": QT_TRANSLATE_NOOP("fields", "Waarom afgeschermd"),
    "shielded_from": QT_TRANSLATE_NOOP("fields", "Afgeschermd voor"),
    "signed_at": QT_TRANSLATE_NOOP("fields", "Ondertekend"),
    "signed_by": QT_TRANSLATE_NOOP("fields", "Ondertekend door"),
    "signed_hash": QT_TRANSLATE_NOOP("fields", "Vingerafdruk"),
    "signed_text": QT_TRANSLATE_NOOP("fields", "Ondertekende tekst"),
    "site_code": QT_TRANSLATE_NOOP("fields", "Code van de school"),
    "size": QT_TRANSLATE_NOOP("fields", "Grootte"),
    "source": QT_TRANSLATE_NOOP("fields", "Bron"),
    "source_on": QT_TRANSLATE_NOOP("fields", "Bron van"),
    "start_situation": QT_TRANSLATE_NOOP("fields", "Hoe het nu is"),
    "starts_on": QT_TRANSLATE_NOOP("fields", "Vanaf"),
    "state": QT_TRANSLATE_NOOP("fields", "Stand"),
    "status": QT_TRANSLATE_NOOP("fields", "Stand"),
    "street": QT_TRANSLATE_NOOP("fields", "Straat"),
    "summary": QT_TRANSLATE_NOOP("fields", "Korte samenvatting"),
    "support_coordinator": QT_TRANSLATE_NOOP("fields", "Intern begeleider"),
    "target": QT_TRANSLATE_NOOP("fields", "Waar het heen gaat"),
    "text": QT_TRANSLATE_NOOP("fields", "Tekst"),
    "title": QT_TRANSLATE_NOOP("fields", "Titel"),
    "unborn": QT_TRANSLATE_NOOP("fields", "Nog niet geboren"),
    "version": QT_TRANSLATE_NOOP("fields", "Versie"),
    "waiting": QT_TRANSLATE_NOOP("fields", "Wacht"),
    "what": QT_TRANSLATE_NOOP("fields", "Wat"),
    "who": QT_TRANSLATE_NOOP("fields", "Wie doet het"),
    "withdrawn": QT_TRANSLATE_NOOP("fields", "Ingetrokken"),
    "worker_id": QT_TRANSLATE_NOOP("fields", "Collega"),
    "worker_name": QT_TRANSLATE_NOOP("fields", "Collega"),
    "worker_remarks": QT_TRANSLATE_NOOP("fields", "Opmerkingen voor collega's"),
    "world": QT_TRANSLATE_NOOP("fields", "Leefwereld"),
    "household.name": QT_TRANSLATE_NOOP("fields", "Naam van het huishouden"),
    "action.person_id": QT_TRANSLATE_NOOP("fields", "Wie doet het"),
    "goal.text": QT_TRANSLATE_NOOP("fields", "Doel"),
}


# What says nothing to a person: keys, hashes, and where a line stands in its list; nor what
# the line above says already, or the page of the record itself.
SILENT = frozenset(
    {
        "added_by",
        "added_on",
        "author_id",
        "contact_id",
        "corrects_id",
        "media_type",
        "note_id",
        "pages",
        "plan_id",
        "position",
        "sha256",
        "signed_hash",
        "signed_text",
        "size",
        "worker_id",
    }
)


def type_label(record_type: str) -> str:
    """What a record type is called; the code itself for one of a newer version."""
    return _say(_TYPES.get(record_type, record_type))


def field_label(record_type: str, name: str) -> str:
    """What a field is called; the code itself for one of a newer version."""
    return _say(_FIELDS.get(f"{record_type}.{name}", _FIELDS.get(name, name)))


def value_text(
    value: object, today: date, people: Mapping[UUID, str], areas: Mapping[str, str]
) -> str:
    """A field's value in words; "–" for nothing."""
    if isinstance(value, frozenset | set | tuple | list):
        return _many([value_text(one, today, people, areas) for one in value])
    for kind, words in _words(today, people).items():
        if isinstance(value, kind):
            return words(value) or _nothing()
    if value is None or value == "":
        return _nothing()
    text = str(value)
    return areas.get(text, text)


def _words(today: date, people: Mapping[UUID, str]) -> Mapping[type, Callable[..., str]]:
    """How each kind of value is said; the first that fits, so datetime before date."""
    return {
        bool: _yes_no,
        StrEnum: label,
        UUID: lambda id_: people.get(id_, _somebody()),
        PartialDate: format_partial,
        datetime: lambda moment: format_moment(moment, today),
        date: format_date,
    }


def subject(record: Record | None, record_type: str) -> str:
    """The record in a few words: a name, or the text it is about."""
    kind = type_label(record_type)
    if isinstance(record, Person):
        return person_name(record)
    if isinstance(record, Plan):
        return record.title or label(record.kind)
    own = ""
    match record:
        case Goal() | Statement() | NoteParagraph():
            own = record.text
        case Action():
            own = record.what
        case Household():
            own = record.name or record.street
        case SchoolEnrolment():
            own = record.school_name
        case Contact():
            own = record.purpose
        case Attachment():
            own = record.name
        case _:
            pass
    own = " ".join(own.split())
    if not own:
        return kind
    short = own if len(own) <= 60 else own[:59].rstrip() + "…"
    return f"{kind}: {short}"


def _say(text: object) -> str:
    return QCoreApplication.translate("fields", str(text))


def _many(texts: list[str]) -> str:
    return join_names(sorted(texts)) if texts else _nothing()


def _yes_no(value: object) -> str:
    if value:
        return QCoreApplication.translate("fields", "Ja")
    return QCoreApplication.translate("fields", "Nee")


def _nothing() -> str:
    return QCoreApplication.translate("fields", "–")


def _somebody() -> str:
    return QCoreApplication.translate("fields", "Iemand uit dit gezin")
