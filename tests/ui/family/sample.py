"""An invented family in two homes, with nearly everything that a family screen can meet."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole, Phase
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.domain.custody import AuthorityEvidence, AuthorityKind, ParentalAuthority
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import (
    Gender,
    Household,
    ParentKind,
    ParentLink,
    Partnership,
    PartnershipEnd,
    PartnershipKind,
    Person,
    Residence,
)
from mvs_desktop.domain.plans import Action, Goal, Plan, PlanStatus
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.snapshot import CaseSnapshot, RecordState

CASE = UUID(int=0xCA5E)
ME = UUID(int=1)
SAMIRA, DENNIS, BO, KIM, BABY, RIET, WIM = (UUID(int=100 + n) for n in range(7))
HOME_SAMIRA, HOME_DENNIS = UUID(int=200), UUID(int=201)
_LEGAL = frozenset({ParentKind.BIOLOGICAL, ParentKind.LEGAL_BIRTH})

_next = count(300)


def _id() -> UUID:
    return UUID(int=next(_next))


def empty_case() -> CaseSnapshot:
    """A family of which only the name is known."""
    return CaseSnapshot.of(CaseFile(id=CASE, case_id=CASE, name="Familie Jansen"), ())


def family() -> CaseSnapshot:
    """Samira and Dennis live apart; Bo and Kim live with both; a baby is expected."""
    case = CaseFile(
        id=CASE,
        case_id=CASE,
        name="Familie De Wit – Aziz",
        municipality="GM0606",
        neighbourhood="WK060601",
        phase=Phase.EXPLORING,
        waiting=True,
        registered_on=date(2025, 2, 13),
        question="Bo wil niet meer naar school en thuis is het elke ochtend strijd.",
        question_by="Samira, moeder",
        question_on=date(2025, 2, 20),
        summary="Ouders zijn sinds 2022 uit elkaar. Oma Riet past op en is een vast punt.",
    )
    records = (*_people(), *_ties(), *_work())
    states = {BO: RecordState(unsent=True), CASE: RecordState(changed_at=None)}
    return CaseSnapshot.of(case, records, states)


def _person(id_: UUID, given: str, family_name: str, birth: str, **more: object) -> Person:
    return Person(
        id=id_,
        case_id=CASE,
        given_name=given,
        family_name=family_name,
        birth=PartialDate.from_text(birth) if birth else None,
        **more,  # type: ignore[arg-type]
    )


def _people() -> list[Record]:
    return [
        _person(SAMIRA, "Samira", "Aziz", "1988-05-02", gender=Gender.FEMALE, phone="06-12345678"),
        _person(DENNIS, "Dennis", "Wit", "~1985", infix="de", gender=Gender.MALE),
        _person(BO, "Bo", "Wit", "2016-03-04", infix="de", gets_help=True, gender=Gender.MALE),
        _person(KIM, "Kim", "Wit", "2018-11-20", infix="de", gets_help=True, gender=Gender.FEMALE),
        _person(BABY, "", "", "2025-03-12", unborn=True, gets_help=True),
        _person(RIET, "Riet", "Wit", "1958", infix="de", gender=Gender.FEMALE),
        _person(
            WIM,
            "Wim",
            "Wit",
            "1955",
            infix="de",
            gender=Gender.MALE,
            deceased=True,
            deceased_on=PartialDate(2019),
        ),
        Household(
            id=HOME_SAMIRA,
            case_id=CASE,
            name="Bij Samira",
            street="Lange Haven",
            house_number="12",
            postcode="3111 CD",
            place="Schiedam",
        ),
        Household(id=HOME_DENNIS, case_id=CASE, name="Bij Dennis", place="Vlaardingen"),
    ]


def _ties() -> list[Record]:
    def lives(person: UUID, home: UUID, arrangement: str = "") -> Record:
        return Residence(
            id=_id(),
            case_id=CASE,
            person_id=person,
            household_id=home,
            arrangement=arrangement,
            starts_on=PartialDate(2022, 6),
        )

    def parent(up: UUID, down: UUID, kinds: frozenset[ParentKind] = _LEGAL) -> Record:
        return ParentLink(id=_id(), case_id=CASE, parent_id=up, child_id=down, kinds=kinds)

    def authority(child: UUID, holder: UUID) -> Record:
        return ParentalAuthority(
            id=_id(),
            case_id=CASE,
            child_id=child,
            holder_id=holder,
            kind=AuthorityKind.JOINT,
            evidence=AuthorityEvidence.REGISTER,
            checked_on=date(2025, 2, 14),
        )

    return [
        lives(SAMIRA, HOME_SAMIRA),
        lives(BO, HOME_SAMIRA, "om de week"),
        lives(KIM, HOME_SAMIRA, "om de week"),
        lives(DENNIS, HOME_DENNIS),
        lives(BO, HOME_DENNIS, "om de week"),
        lives(KIM, HOME_DENNIS, "om de week"),
        parent(SAMIRA, BO),
        parent(DENNIS, BO),
        parent(SAMIRA, KIM),
        parent(DENNIS, KIM),
        parent(SAMIRA, BABY, frozenset({ParentKind.BIOLOGICAL})),
        parent(RIET, DENNIS),
        parent(WIM, DENNIS),
        Partnership(
            id=_id(),
            case_id=CASE,
            first_id=SAMIRA,
            second_id=DENNIS,
            kind=PartnershipKind.COHABITING,
            starts_on=PartialDate(2012),
            ends_on=PartialDate(2022, 6),
            ended_by=PartnershipEnd.SEPARATED,
        ),
        authority(BO, SAMIRA),
        authority(BO, DENNIS),
        SchoolEnrolment(
            id=_id(),
            case_id=CASE,
            person_id=BO,
            school_name="Basisschool De Singel",
            group="groep 5",
            mentor="juf Anne",
            starts_on=date(2020, 8, 17),
        ),
    ]


def _work() -> list[Record]:
    plan = Plan(id=_id(), case_id=CASE, status=PlanStatus.DISCUSSED, title="Plan voor Bo en Kim")
    goal = Goal(
        id=_id(),
        case_id=CASE,
        plan_id=plan.id,
        text="’s Ochtends gaan we zonder ruzie de deur uit.",
        for_ids=frozenset({BO, KIM}),
        score=4,
        scored_on=date(2025, 2, 20),
        position="a",
    )
    action = Action(
        id=_id(),
        case_id=CASE,
        plan_id=plan.id,
        goal_id=goal.id,
        what="Riet brengt Bo op dinsdag naar school.",
        person_id=RIET,
        due=date(2025, 3, 11),
        position="a",
    )

    def contact(kind: ContactKind, state: ContactState, at: datetime, purpose: str) -> Record:
        return Contact(
            id=_id(),
            case_id=CASE,
            kind=kind,
            state=state,
            at=at,
            purpose=purpose,
            person_ids=frozenset({SAMIRA, BO}),
            worker_name="Noor Bakker",
        )

    return [
        plan,
        goal,
        action,
        contact(
            ContactKind.HOME_VISIT,
            ContactState.HELD,
            datetime(2025, 2, 20, 14, 0, tzinfo=UTC),
            "Kennismaking",
        ),
        contact(
            ContactKind.PHONE,
            ContactState.HELD,
            datetime(2025, 2, 27, 9, 30, tzinfo=UTC),
            "Afspraak met school",
        ),
        contact(
            ContactKind.HOME_VISIT,
            ContactState.PLANNED,
            datetime(2025, 3, 6, 15, 0, tzinfo=UTC),
            "Plan bespreken",
        ),
        CaseMember(id=_id(), case_id=CASE, worker_id=ME, name="Noor Bakker", role=CaseRole.LEAD),
        CaseMember(
            id=_id(),
            case_id=CASE,
            worker_id=UUID(int=2),
            name="Sander Vos",
            role=CaseRole.DEPUTY,
            phone="010-1234567",
        ),
    ]
