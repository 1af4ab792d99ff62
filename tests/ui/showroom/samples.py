"""What the scenes show: little, the usual, and as much of it as there can be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from PySide6.QtCore import QLocale

from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Action
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.teamwork import OfferState
from mvs_desktop.services.devices import OwnDeviceState, OwnLaptop
from mvs_desktop.services.team_views import (
    ApartChange,
    ChildQuestion,
    Colleague,
    EmergencyNotice,
    Offer,
    TeamDay,
    UnreadChange,
    WhomToAsk,
)
from mvs_desktop.services.views import (
    Attention,
    AttentionRow,
    CaseRow,
    DayView,
    Unfinished,
    UnfinishedRow,
    VisitRow,
)
from mvs_desktop.ui.team.bring_in import MySay

Amount = Literal["empty", "usual", "full"]


AMOUNTS: Sequence[Amount] = ("empty", "usual", "full")


TODAY = date(2025, 3, 4)


NOW = datetime(2025, 3, 4, 13, 2, tzinfo=UTC)


BORN = date(2018, 3, 4)


ME, OTHER = uuid4(), uuid4()


MY_NAME = "Noor Testers"


LONG_NAME = "Wilhelmina Johanna van den Boogaart-Oude Hengel"


LONG_FAMILY = "Familie van der Meulen-Oppenhuizen – El Khattabi-Benmoussa"


LONG_TEAM = "Expertiseteam jonge kinderen en gezinnen Vlaardingen-Westwijk"


ORGANISATION = "Stichting Jeugd- en Opvoedhulp Waterweg Noord"


def said(dutch: str, english: str) -> str:
    """What somebody wrote, in the language that the program speaks now: so that what is left in
    Dutch is the program's."""
    return english if QLocale().language() is QLocale.Language.English else dutch


def long_text() -> str:
    return said(
        "Slaapt slecht sinds de verhuizing en wordt bijna elke nacht wakker. Op school valt op dat "
        "hij moe is en snel boos wordt. Moeder belt woensdag met de huisarts; oma haalt hem op.",
        "Sleeps badly since the move and wakes up almost every night. At school they see that he "
        "is tired and soon gets angry. Mother calls the doctor on Wednesday; gran collects him.",
    )


def case(name: str = "Familie Appelmans") -> CaseFile:
    id_ = uuid4()
    return CaseFile(id=id_, case_id=id_, name=name, registered_on=TODAY - timedelta(days=19))


# Vandaag


def contact_at(family: CaseFile, hour: int, **values: object) -> Contact:
    at = datetime(2025, 3, 4, hour, 30, tzinfo=UTC)
    made = Contact(id=uuid4(), case_id=family.id, at=at, state=ContactState.PLANNED)
    return replace(made, **values)  # type: ignore[arg-type]


def visit_at(family: CaseFile, hour: int, **values: object) -> VisitRow:
    people = ("Bo", "Kim", "Anouk")
    contact = contact_at(family, hour, kind=ContactKind.HOME_VISIT, **values)
    return VisitRow(
        contact, family, people, said("Thuis bij moeder", "At home with mother"), has_note=False
    )


def _attention(family: CaseFile, number: int, what: str) -> AttentionRow:
    action = Action(id=uuid4(), case_id=family.id, plan_id=uuid4(), what=what)
    due = TODAY + timedelta(days=number - 3)
    return AttentionRow(Attention.ACTION_DUE, family, due, action, "Toos")


def day(amount: Amount) -> DayView:
    if amount == "empty":
        return DayView(TODAY, (), (), (), ())
    full = amount == "full"
    family = case(LONG_FAMILY if full else "Familie Appelmans")
    other = case("Familie Berkhout")
    visits = [visit_at(family, 9), visit_at(other, 13, interpreter="Arabisch")]
    tasks = [
        said("Zwemles regelen", "Swimming lessons"),
        said("Met school bellen over de ochtenden", "Call the school about the mornings"),
    ]
    waits = [other]
    if full:
        visits += [visit_at(family, hour, interpreter="Tigrinya") for hour in (14, 15, 16)]
        tasks += [f"{number}: {long_text()[:70]}" for number in range(28)]
        waits += [case(f"{LONG_FAMILY} {number}") for number in range(9)]
    unfinished = [
        UnfinishedRow(Unfinished.UNSIGNED_NOTE, family, contact_at(family, 9), TODAY),
        UnfinishedRow(Unfinished.VISIT_WITHOUT_NOTE, other, contact_at(other, 11), TODAY),
        UnfinishedRow(Unfinished.LOOSE_NOTE, other, contact_at(other, 12), date(2025, 2, 20)),
    ]
    rows = tuple(_case_row(item) for item in waits)
    attention = tuple(_attention(family, number, what) for number, what in enumerate(tasks))
    conflict = AttentionRow(Attention.CONFLICT, family, None)
    return DayView(
        TODAY, tuple(visits), tuple(unfinished), (*attention, conflict), rows, team_day(amount)
    )


def _case_row(family: CaseFile) -> CaseRow:
    return CaseRow(family, (), MY_NAME, True, None, None, 0, 0, "")


def team_day(amount: Amount) -> TeamDay:
    if amount == "empty":
        return TeamDay()
    full = amount == "full"
    family = case(LONG_FAMILY if full else "Familie Berkhout")
    times = 5 if full else 1
    asked = offer(full=full, state=OfferState.DECLINED)
    return TeamDay(
        questions=(question(answered=False), question(whom(amount))),
        offers=tuple(offer(full=full) for _ in range(times)),
        asked=(asked, offer(full=full, state=OfferState.OPEN)),
        apart=((family, 1), (family, 12)) if full else ((family, 1),),
        emergencies=tuple(EmergencyNotice(family, emergency(full=full)) for _ in range(times)),
        families={asked.case_id: family.name},
    )


def offer(*, full: bool = False, state: str = OfferState.OPEN) -> Offer:
    until = (NOW + timedelta(days=7)).isoformat()
    name = LONG_NAME if full else "Daan Proef"
    word = (
        long_text()
        if full
        else said("Ik ga met verlof. Neem jij ze over?", "I go on leave. Will you take over?")
    )
    return Offer(
        str(uuid4()),
        str(uuid4()),
        str(OTHER),
        name,
        str(ME),
        name,
        long_text() if full else word,
        True,
        NOW.isoformat(),
        until,
        state,
        "",
    )


# Colleagues


def colleagues(amount: Amount) -> Sequence[Colleague]:
    if amount == "empty":
        return ()
    usual = Colleague(str(OTHER), "Daan Proef", "Enver", "POH-jeugd", "Oost", "GM0606")
    if amount == "usual":
        return (usual, replace_colleague(usual, "Sanne de Wit"))
    return tuple(replace_colleague(usual, f"{LONG_NAME} {n}", LONG_TEAM) for n in range(20))


def replace_colleague(of: Colleague, name: str, team: str = "Holy") -> Colleague:
    return Colleague(str(uuid4()), name, ORGANISATION, of.expertise, team, of.municipality)


def member(*, full: bool = False, who: UUID = OTHER) -> CaseMember:
    id_ = uuid4()
    return CaseMember(
        id=uuid4(),
        case_id=id_,
        worker_id=who,
        name=LONG_NAME if full else "Daan Proef",
        organisation=ORGANISATION if full else "Enver",
        role=CaseRole.INVOLVED,
        compartments=frozenset({Compartment.BASIS, Compartment.SCHOOL}),
        starts_on=date(2025, 1, 6),
    )


def emergency(*, full: bool = False, who: UUID = OTHER) -> CaseMember:
    return replace(
        member(full=full, who=who),
        emergency_reason=long_text()
        if full
        else said("Politie belde: ruzie in huis.", "Police called: a row at home."),
        expires_at=NOW + timedelta(hours=4),
        compartments=frozenset({Compartment.BASIS}),
    )


def my_say() -> MySay:
    return MySay(ME, frozenset({CaseRole.LEAD}), frozenset(Compartment), led=True)


# Is this child known?


def whom(amount: Amount) -> Sequence[WhomToAsk]:
    if amount == "empty":
        return ()
    usual = WhomToAsk("Sanne de Wit", "06 12345678", "Enver", "Holy", "")
    if amount == "usual":
        return (usual,)
    open_to_me = WhomToAsk(LONG_NAME, "06 12345678", ORGANISATION, LONG_TEAM, "", uuid4())
    nobody = WhomToAsk("", "", "", LONG_TEAM, "010 1234567")
    return (usual, open_to_me, nobody, WhomToAsk(LONG_NAME, "", ORGANISATION, LONG_TEAM, ""))


def question(found: Sequence[WhomToAsk] = (), *, answered: bool = True) -> ChildQuestion:
    at = NOW if answered else None
    return ChildQuestion(
        uuid4(), NOW, "van Dam", BORN, "", at, uuid4() if answered else None, tuple(found)
    )


# What lies apart


def apart(amount: Amount) -> Sequence[ApartChange | UnreadChange]:
    if amount == "empty":
        return ()
    child = Person(id=uuid4(), case_id=uuid4(), given_name="Bo", family_name="Appelmans")
    changed = _apart(child, replace(child, phone="06 12345678", remarks=long_text()))
    new = _apart(None, replace(child, id=uuid4(), given_name="Kim"))
    if amount == "usual":
        return (changed, new)
    out = _apart(child, None)
    back = replace(_apart(child, child), fields=(), restores=True)
    unread = UnreadChange(str(uuid4()), uuid4(), LONG_NAME, NOW)
    alone = replace(unread, alone=True)
    return (
        changed,
        new,
        out,
        back,
        unread,
        alone,
        *(replace(changed, op_id=str(uuid4())) for _ in range(9)),
    )


def _apart(before: Person | None, after: Person | None) -> ApartChange:
    fields = ("phone", "remarks") if before else ("given_name", "family_name")
    return ApartChange(str(uuid4()), uuid4(), "Daan Proef", NOW, before, after, fields)


# Laptops


def laptops(amount: Amount) -> Sequence[OwnLaptop]:
    at = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)

    def laptop(name: str, state: OwnDeviceState, *, at_once: bool = False) -> OwnLaptop:
        mine = name == "Kantoor"
        return OwnLaptop(uuid4(), name, at, NOW - timedelta(days=3), state, at_once, mine)

    this = laptop("Kantoor", OwnDeviceState.ACTIVE)
    if amount == "empty":
        return (this,)
    bag = laptop(said("De laptop uit de tas", "From the bag"), OwnDeviceState.ACTIVE)
    if amount == "usual":
        return (this, bag, laptop("Oud", OwnDeviceState.WIPED))
    return (
        this,
        bag,
        replace(laptop("WS-VLD-NB-00412-WIJKTEAM-WESTWIJK-RESERVE", OwnDeviceState.ACTIVE)),
        _ended(laptop("", OwnDeviceState.WIPE)),
        _ended(laptop("Gestolen", OwnDeviceState.WIPE, at_once=True)),
        replace(_ended(laptop("Trein", OwnDeviceState.WIPE, at_once=True)), on_hold=True),
        *(laptop(f"Eerder {n}", OwnDeviceState.WIPED, at_once=True) for n in range(5)),
        *(laptop(f"Ingeleverd {n}", OwnDeviceState.REVOKED) for n in range(4)),
    )


def _ended(laptop: OwnLaptop) -> OwnLaptop:
    return replace(laptop, ended_at=NOW, ended_from="Kantoor", may_keep=True)
