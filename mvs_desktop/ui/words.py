"""Dutch words for what the domain calls by code, and the forms of dates, ages and names.

One place, so that a phase or a role is called the same on every screen. The words are
translated when they are asked for: switching the language needs no restart of this module.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QTime

from mvs_desktop.domain.attachments import AttachmentKind, MediaType
from mvs_desktop.domain.cases import CaseKind, CaseRole, Phase
from mvs_desktop.domain.conflicts import ConflictState
from mvs_desktop.domain.contacts import ContactKind, ContactState, ParagraphKind
from mvs_desktop.domain.custody import AuthorityEvidence, AuthorityKind
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import (
    Gender,
    NoBsnReason,
    ParentKind,
    PartnershipEnd,
    PartnershipKind,
    Person,
)
from mvs_desktop.domain.plans import GoalState, PlanKind, PlanStatus, StatementKind, World
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.school import EnrolmentState
from mvs_desktop.ui.kit.parts.quantities import format_count, texts_locale

E = TypeVar("E", bound=StrEnum)

_CONTEXT = "words"

# By class, because members of two enums with the same text are equal to Python.
_LABELS: Mapping[type[StrEnum], Mapping[StrEnum, object]] = MappingProxyType(
    {
        AttachmentKind: {
            AttachmentKind.PHOTO: QT_TRANSLATE_NOOP("words", "Foto"),
            AttachmentKind.FLIP_CHART: QT_TRANSLATE_NOOP("words", "Foto van de flap"),
            AttachmentKind.DRAWING: QT_TRANSLATE_NOOP("words", "Tekening"),
            AttachmentKind.LETTER: QT_TRANSLATE_NOOP("words", "Brief"),
            AttachmentKind.REPORT: QT_TRANSLATE_NOOP("words", "Rapport"),
            AttachmentKind.SCHOOL_REPORT: QT_TRANSLATE_NOOP("words", "Schoolverslag"),
            AttachmentKind.COURT_ORDER: QT_TRANSLATE_NOOP("words", "Beschikking van de rechter"),
            AttachmentKind.CONSENT: QT_TRANSLATE_NOOP("words", "Getekende toestemming"),
            AttachmentKind.PLAN: QT_TRANSLATE_NOOP("words", "Plan"),
            AttachmentKind.OTHER: QT_TRANSLATE_NOOP("words", "Iets anders"),
        },
        MediaType: {
            MediaType.JPEG: QT_TRANSLATE_NOOP("words", "JPEG-foto"),
            MediaType.PNG: QT_TRANSLATE_NOOP("words", "PNG-afbeelding"),
            MediaType.WEBP: QT_TRANSLATE_NOOP("words", "WebP-afbeelding"),
            MediaType.TIFF: QT_TRANSLATE_NOOP("words", "TIFF-scan"),
            MediaType.PDF: QT_TRANSLATE_NOOP("words", "PDF"),
        },
        CaseKind: {
            CaseKind.FAMILY: QT_TRANSLATE_NOOP("words", "Gezin"),
            CaseKind.SCHOOL: QT_TRANSLATE_NOOP("words", "School"),
            CaseKind.TEAM: QT_TRANSLATE_NOOP("words", "Team"),
            CaseKind.OWN: QT_TRANSLATE_NOOP("words", "Losse notities"),
        },
        Phase: {
            Phase.INTAKE: QT_TRANSLATE_NOOP("words", "Aanmelding"),
            Phase.EXPLORING: QT_TRANSLATE_NOOP("words", "Vraagverheldering"),
            Phase.PLANNING: QT_TRANSLATE_NOOP("words", "Plan maken"),
            Phase.WORKING: QT_TRANSLATE_NOOP("words", "Uitvoering"),
            Phase.AFTERCARE: QT_TRANSLATE_NOOP("words", "Nazorg"),
            Phase.CLOSED: QT_TRANSLATE_NOOP("words", "Afgesloten"),
        },
        CaseRole: {
            CaseRole.LEAD: QT_TRANSLATE_NOOP("words", "Casusregisseur"),
            CaseRole.DEPUTY: QT_TRANSLATE_NOOP("words", "Vervanger"),
            CaseRole.INVOLVED: QT_TRANSLATE_NOOP("words", "Betrokken"),
            CaseRole.READER: QT_TRANSLATE_NOOP("words", "Leest mee"),
            CaseRole.BEHAVIOURAL_SCIENTIST: QT_TRANSLATE_NOOP("words", "Gedragswetenschapper"),
            CaseRole.TEAM_LEAD: QT_TRANSLATE_NOOP("words", "Teamleider"),
        },
        Compartment: {
            Compartment.BASIS: QT_TRANSLATE_NOOP("words", "Basis"),
            Compartment.SCHOOL: QT_TRANSLATE_NOOP("words", "School"),
            Compartment.CARE: QT_TRANSLATE_NOOP("words", "Zorg"),
            Compartment.SAFETY: QT_TRANSLATE_NOOP("words", "Veiligheid"),
        },
        Gender: {
            Gender.FEMALE: QT_TRANSLATE_NOOP("words", "Vrouw"),
            Gender.MALE: QT_TRANSLATE_NOOP("words", "Man"),
            Gender.X: QT_TRANSLATE_NOOP("words", "X"),
            Gender.UNKNOWN: QT_TRANSLATE_NOOP("words", "Onbekend"),
        },
        NoBsnReason: {
            NoBsnReason.UNBORN: QT_TRANSLATE_NOOP("words", "Nog niet geboren"),
            NoBsnReason.NOT_REGISTERED: QT_TRANSLATE_NOOP("words", "Niet ingeschreven"),
            NoBsnReason.NOT_ESTABLISHED: QT_TRANSLATE_NOOP("words", "Nog niet vastgesteld"),
            NoBsnReason.REFUSED: QT_TRANSLATE_NOOP("words", "Wil het niet geven"),
        },
        PartnershipKind: {
            PartnershipKind.MARRIED: QT_TRANSLATE_NOOP("words", "Getrouwd"),
            PartnershipKind.REGISTERED: QT_TRANSLATE_NOOP("words", "Geregistreerd partners"),
            PartnershipKind.COHABITING: QT_TRANSLATE_NOOP("words", "Samenwonend"),
            PartnershipKind.RELATIONSHIP: QT_TRANSLATE_NOOP("words", "Relatie"),
            PartnershipKind.ENGAGED: QT_TRANSLATE_NOOP("words", "Verloofd"),
        },
        PartnershipEnd: {
            PartnershipEnd.SEPARATED: QT_TRANSLATE_NOOP("words", "Uit elkaar"),
            PartnershipEnd.DIVORCED: QT_TRANSLATE_NOOP("words", "Gescheiden"),
            PartnershipEnd.WIDOWED: QT_TRANSLATE_NOOP("words", "Door overlijden"),
        },
        ParentKind: {
            ParentKind.BIOLOGICAL: QT_TRANSLATE_NOOP("words", "Biologisch"),
            ParentKind.LEGAL_BIRTH: QT_TRANSLATE_NOOP("words", "Juridisch, door geboorte"),
            ParentKind.LEGAL_RECOGNITION: QT_TRANSLATE_NOOP("words", "Juridisch, erkend"),
            ParentKind.LEGAL_ADOPTION: QT_TRANSLATE_NOOP("words", "Juridisch, adoptie"),
            ParentKind.LEGAL_COURT: QT_TRANSLATE_NOOP("words", "Juridisch, door de rechter"),
            ParentKind.FOSTER: QT_TRANSLATE_NOOP("words", "Pleegouder"),
            ParentKind.STEP: QT_TRANSLATE_NOOP("words", "Stiefouder"),
            ParentKind.DONOR: QT_TRANSLATE_NOOP("words", "Donor"),
        },
        AuthorityKind: {
            AuthorityKind.JOINT: QT_TRANSLATE_NOOP("words", "Gezamenlijk gezag"),
            AuthorityKind.SOLE: QT_TRANSLATE_NOOP("words", "Eenhoofdig gezag"),
            AuthorityKind.GUARDIAN_PERSON: QT_TRANSLATE_NOOP("words", "Voogdij, persoon"),
            AuthorityKind.GUARDIAN_INSTITUTION: QT_TRANSLATE_NOOP("words", "Voogdij, instelling"),
            AuthorityKind.NONE: QT_TRANSLATE_NOOP("words", "Geen gezag"),
        },
        AuthorityEvidence: {
            AuthorityEvidence.REGISTER: QT_TRANSLATE_NOOP("words", "Gezagsregister"),
            AuthorityEvidence.COURT_ORDER: QT_TRANSLATE_NOOP("words", "Beschikking van de rechter"),
            AuthorityEvidence.BY_LAW: QT_TRANSLATE_NOOP("words", "Van rechtswege"),
            AuthorityEvidence.TOLD: QT_TRANSLATE_NOOP("words", "Verteld, nog niet nagekeken"),
        },
        EnrolmentState: {
            EnrolmentState.ENROLLED: QT_TRANSLATE_NOOP("words", "Gaat naar school"),
            EnrolmentState.NOT_YET: QT_TRANSLATE_NOOP("words", "Nog niet op school"),
            EnrolmentState.LEFT: QT_TRANSLATE_NOOP("words", "Van school"),
        },
        PlanKind: {
            PlanKind.FAMILY: QT_TRANSLATE_NOOP("words", "Gezinsplan"),
            PlanKind.FAMILY_GROUP: QT_TRANSLATE_NOOP("words", "Familiegroepsplan"),
            PlanKind.SCHOOL: QT_TRANSLATE_NOOP("words", "Ondersteuningsplan school"),
            PlanKind.SAFETY: QT_TRANSLATE_NOOP("words", "Veiligheidsplan"),
        },
        PlanStatus: {
            PlanStatus.DRAFT: QT_TRANSLATE_NOOP("words", "Concept"),
            PlanStatus.DISCUSSED: QT_TRANSLATE_NOOP("words", "Besproken"),
            PlanStatus.AGREED: QT_TRANSLATE_NOOP("words", "Vastgesteld"),
            PlanStatus.CLOSED: QT_TRANSLATE_NOOP("words", "Afgesloten"),
        },
        World: {
            World.FAMILY: QT_TRANSLATE_NOOP("words", "Gezin"),
            World.SCHOOL: QT_TRANSLATE_NOOP("words", "School"),
            World.FREE_TIME: QT_TRANSLATE_NOOP("words", "Vrije tijd"),
        },
        StatementKind: {
            StatementKind.GOES_WELL: QT_TRANSLATE_NOOP("words", "Wat gaat goed"),
            StatementKind.WORRY: QT_TRANSLATE_NOOP("words", "Zorgen"),
            StatementKind.MUST_HAPPEN: QT_TRANSLATE_NOOP("words", "Wat moet er gebeuren"),
        },
        GoalState: {
            GoalState.OPEN: QT_TRANSLATE_NOOP("words", "Loopt"),
            GoalState.REACHED: QT_TRANSLATE_NOOP("words", "Behaald"),
            GoalState.PARTLY: QT_TRANSLATE_NOOP("words", "Deels behaald"),
            GoalState.STOPPED: QT_TRANSLATE_NOOP("words", "Gestopt"),
        },
        ContactKind: {
            ContactKind.PHONE: QT_TRANSLATE_NOOP("words", "Telefoon"),
            ContactKind.MESSAGE: QT_TRANSLATE_NOOP("words", "App of sms"),
            ContactKind.EMAIL: QT_TRANSLATE_NOOP("words", "E-mail"),
            ContactKind.TALK: QT_TRANSLATE_NOOP("words", "Gesprek"),
            ContactKind.HOME_VISIT: QT_TRANSLATE_NOOP("words", "Huisbezoek"),
            ContactKind.SCHOOL: QT_TRANSLATE_NOOP("words", "School"),
            ContactKind.NO_ANSWER: QT_TRANSLATE_NOOP("words", "Geen gehoor"),
        },
        ContactState: {
            ContactState.PLANNED: QT_TRANSLATE_NOOP("words", "Gepland"),
            ContactState.HELD: QT_TRANSLATE_NOOP("words", "Geweest"),
            ContactState.CANCELLED: QT_TRANSLATE_NOOP("words", "Afgezegd"),
        },
        ParagraphKind: {
            ParagraphKind.FACT: QT_TRANSLATE_NOOP("words", "Feit"),
            ParagraphKind.OPINION: QT_TRANSLATE_NOOP("words", "Mening"),
            ParagraphKind.AGREEMENT: QT_TRANSLATE_NOOP("words", "Afspraak"),
        },
        ConflictState: {
            ConflictState.OPEN: QT_TRANSLATE_NOOP("words", "Keuze open"),
            ConflictState.SETTLED: QT_TRANSLATE_NOOP("words", "Gekozen"),
        },
    }
)


def label(member: StrEnum) -> str:
    """What a member of a domain enum is called; raises KeyError when it has no word."""
    return QCoreApplication.translate(_CONTEXT, str(_LABELS[type(member)][member]))


def options(kind: type[E], without: Iterable[E] = ()) -> list[tuple[object, str]]:
    """Members and their words, in the order of their declaration, for a choice."""
    left_out = set(without)
    return [(member, label(member)) for member in kind if member not in left_out]


# Dates and times


def format_date(day: date | None, *, year: bool = True) -> str:
    """A day as "4 maart 2025", or "4 maart" without its year; empty for None."""
    if day is None:
        return ""
    return texts_locale().toString(_qdate(day), "d MMMM yyyy" if year else "d MMMM")


def format_day(day: date) -> str:
    """A day with its weekday, as "dinsdag 4 maart"."""
    return texts_locale().toString(_qdate(day), "dddd d MMMM")


def format_near_day(day: date, today: date) -> str:
    """A day as people say it: "vandaag", "morgen", "gisteren", "4 maart" or with its year."""
    distance = (day - today).days
    if distance == 0:
        return QCoreApplication.translate("words", "vandaag")
    if distance == 1:
        return QCoreApplication.translate("words", "morgen")
    if distance == -1:
        return QCoreApplication.translate("words", "gisteren")
    return format_date(day, year=day.year != today.year)


def format_time(moment: datetime) -> str:
    """The time of day here of an aware instant, as "14:02"."""
    local = moment.astimezone()
    return QTime(local.hour, local.minute).toString("HH:mm")


def format_moment(moment: datetime, today: date) -> str:
    """An aware instant as "14:02" when it is today, else as "4 maart, 14:02"."""
    day = moment.astimezone().date()
    if day == today:
        return format_time(moment)
    return QCoreApplication.translate("words", "{day}, {time}").format(
        day=format_near_day(day, today), time=format_time(moment)
    )


def format_partial(value: PartialDate | None) -> str:
    """A date as far as it is known: "4 maart 2016", "maart 2016", "ca. 2016"; or empty.

    `parse_partial_date` reads all of these back.
    """
    if value is None:
        return ""
    if value.day is not None:
        text = format_date(value.first_day)
    elif value.month is not None:
        text = texts_locale().toString(_qdate(value.first_day), "MMMM yyyy")
    else:
        text = str(value.year)
    return f"ca. {text}" if value.estimated else text


def format_period(starts: PartialDate | date | None, ends: PartialDate | date | None) -> str:
    """A period as "sinds maart 2020", "tot 2021", "2019 – 2021"; empty when both are open."""
    first, last = _any_date(starts), _any_date(ends)
    if first and last:
        return f"{first} – {last}"
    if first:
        return QCoreApplication.translate("words", "sinds {date}").format(date=first)
    if last:
        return QCoreApplication.translate("words", "tot {date}").format(date=last)
    return ""


def format_days(days: int) -> str:
    """A number of days as "1 dag" or "19 dagen"."""
    if days == 1:
        return QCoreApplication.translate("words", "1 dag")
    return QCoreApplication.translate("words", "{count} dagen").format(count=format_count(days))


def _any_date(value: PartialDate | date | None) -> str:
    return format_partial(value) if isinstance(value, PartialDate) else format_date(value)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


# People


def age_text(person: Person, today: date) -> str:
    """The age in words, or what stands in its place; empty when nothing is known.

    "8 jaar", "ongeveer 41 jaar" for a half known birth date, "5 maanden" and "3 weken"
    for the youngest, "uitgerekend 12 maart", "overleden in 2019".
    """
    if person.deceased:
        return _deceased_text(person)
    if person.unborn:
        return _due_text(person, today)
    return _born_text(person.birth, today) if person.birth else ""


def _born_text(birth: PartialDate, today: date) -> str:
    years = birth.age_on(today)
    if birth.whole is not None and not birth.estimated and years < 2:
        return _infant_age(birth.first_day, today)
    if birth.whole is not None and not birth.estimated:
        return QCoreApplication.translate("words", "{years} jaar").format(years=years)
    if years == 0:
        return QCoreApplication.translate("words", "jonger dan 1 jaar")
    if years == 1:
        return QCoreApplication.translate("words", "ongeveer 1 jaar")
    return QCoreApplication.translate("words", "ongeveer {years} jaar").format(years=years)


def _deceased_text(person: Person) -> str:
    day = person.deceased_on
    if day is None:
        return QCoreApplication.translate("words", "overleden")
    if day.month is None:
        return QCoreApplication.translate("words", "overleden in {date}").format(
            date=format_partial(day)
        )
    return QCoreApplication.translate("words", "overleden {date}").format(date=format_partial(day))


def _due_text(person: Person, today: date) -> str:
    day = person.birth
    if day is None:
        return QCoreApplication.translate("words", "nog niet geboren")
    whole = day.whole
    near = whole is not None and abs((whole - today).days) < 300
    text = format_date(whole, year=False) if near else format_partial(day)
    return QCoreApplication.translate("words", "uitgerekend {date}").format(date=text)


def _infant_age(born: date, today: date) -> str:
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months >= 3:
        return QCoreApplication.translate("words", "{count} maanden").format(
            count=format_count(months)
        )
    weeks = max(0, (today - born).days // 7)
    if weeks == 1:
        return QCoreApplication.translate("words", "1 week")
    return QCoreApplication.translate("words", "{count} weken").format(count=format_count(weeks))


def person_name(person: Person) -> str:
    """Full name, or what to call somebody without one."""
    return person.full_name or _nameless(person)


def call_name(person: Person) -> str:
    """Given name, or what to call somebody without one."""
    return person.call_name or _nameless(person)


def _nameless(person: Person) -> str:
    if person.unborn:
        return QCoreApplication.translate("words", "Ongeboren kind")
    return QCoreApplication.translate("words", "Naam nog onbekend")


def name_in_sentence(person: Person) -> str:
    """Given name, or how a sentence refers to somebody without one."""
    if person.call_name:
        return person.call_name
    if person.unborn:
        return QCoreApplication.translate("words", "het ongeboren kind")
    return QCoreApplication.translate("words", "iemand zonder naam")


def with_capital(text: str) -> str:
    """As at the beginning of a line; so is a family name that no given name stands before:
    "Van Dam"."""
    return text[:1].upper() + text[1:]


def join_names(names: Sequence[str]) -> str:
    """Names as in a sentence: "Bo", "Bo en Kim", "Bo, Kim en Mo"."""
    if len(names) < 2:
        return "".join(names)
    return QCoreApplication.translate("words", "{first} en {last}").format(
        first=", ".join(names[:-1]), last=names[-1]
    )
