"""An invented family with a plan, as the tests of documents need it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count
from uuid import UUID

import pypdfium2

from mvs_desktop.documents.content import FamilyPlanContent, family_plan_content
from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole
from mvs_desktop.domain.custody import AuthorityKind, ParentalAuthority
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Household, ParentLink, Person, Residence
from mvs_desktop.domain.plans import (
    Action,
    Goal,
    Plan,
    PlanStatus,
    Statement,
    StatementKind,
    World,
)
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot

TODAY = date(2026, 11, 21)
CASE = UUID(int=1)
_numbers = count(100)


def new_id() -> UUID:
    return UUID(int=next(_numbers))


PLAN = UUID(int=2)
FATIMA, DENNIS, BO, KIM, OMA = (UUID(int=number) for number in range(10, 15))


def person(id_: UUID, name: str, born: int, **more: object) -> Person:
    return Person(
        id=id_,
        case_id=CASE,
        given_name=name,
        birth=PartialDate(born, 3, 4),
        **more,  # type: ignore[arg-type]
    )


def goal(text: str, **more: object) -> Goal:
    return Goal(
        id=new_id(),
        case_id=CASE,
        plan_id=PLAN,
        text=text,
        **more,  # type: ignore[arg-type]
    )


def action(what: str, **more: object) -> Action:
    return Action(
        id=new_id(),
        case_id=CASE,
        plan_id=PLAN,
        what=what,
        **more,  # type: ignore[arg-type]
    )


def said(kind: StatementKind, text: str, by: UUID | None = None) -> Statement:
    return Statement(id=new_id(), case_id=CASE, plan_id=PLAN, kind=kind, text=text, by_person_id=by)


def plan(**more: object) -> Plan:
    return Plan(id=PLAN, case_id=CASE, **more)  # type: ignore[arg-type]


def people() -> list[Record]:
    """Two parents who live apart, two children, a grandmother."""
    home = Household(
        id=new_id(), case_id=CASE, name="Bij mama", street="Geheimstraat", postcode="3119 ZZ"
    )
    return [
        person(FATIMA, "Fatima", 1988, family_name="El Amrani", phone="0611111111"),
        person(DENNIS, "Dennis", 1985, infix="de", family_name="Wit"),
        person(BO, "Bo", 2013, infix="de", family_name="Wit", gets_help=True, bsn="999990019"),
        person(KIM, "Kim", 2018, infix="de", family_name="Wit", gets_help=True),
        person(OMA, "Oma Ria", 1956),
        home,
        Residence(id=new_id(), case_id=CASE, person_id=BO, household_id=home.id),
        *(
            ParentLink(id=new_id(), case_id=CASE, parent_id=parent, child_id=child)
            for parent in (FATIMA, DENNIS)
            for child in (BO, KIM)
        ),
        *(
            ParentalAuthority(
                id=new_id(),
                case_id=CASE,
                child_id=child,
                holder_id=holder,
                kind=AuthorityKind.JOINT,
            )
            for holder in (FATIMA, DENNIS)
            for child in (BO, KIM)
        ),
        CaseMember(
            id=new_id(),
            case_id=CASE,
            worker_id=new_id(),
            name="Sanne Vermeer",
            role=CaseRole.LEAD,
            expertise="gezinswerker",
            organisation="Wijkteam Oost",
            phone="010 000 0001",
        ),
    ]


def full_plan() -> list[Record]:
    """A plan as a family and its worker would fill it."""
    morning = goal(
        "Wij willen dat het 's ochtends rustig is in huis.",
        for_ids=frozenset({BO, KIM}),
        world=World.FAMILY,
        start_situation="Elke ochtend ruzie. Bo komt drie keer per week te laat op school.",
        target="Vier van de vijf ochtenden zijn rustig en Bo is op tijd.",
        score=4,
        scored_on=date(2026, 11, 3),
        position="b",
    )
    maths = goal(
        "Bo durft weer naar de rekenles.",
        for_ids=frozenset({BO}),
        world=World.SCHOOL,
        start_situation="Bo is bij rekenen vaak ziek.",
        target="Bo is bij elke rekenles en vraagt om hulp als het niet lukt.",
        score=6,
        scored_on=date(2026, 11, 3),
        position="c",
    )
    return [
        plan(
            title="Rust in huis en plezier op school",
            status=PlanStatus.DRAFT,
            starts_on=date(2026, 11, 3),
            evaluate_on=date(2027, 2, 12),
            child_voice="Ik wil dat papa en mama niet meer schreeuwen aan de telefoon. "
            "En ik wil op judo.",
            parents_voice="We houden allebei van de kinderen. We willen weer kunnen overleggen.",
            worker_remarks="GEHEIM-WERKER",
        ),
        said(StatementKind.GOES_WELL, "Bo en Kim spelen graag samen.", FATIMA),
        said(StatementKind.GOES_WELL, "Oma past elke woensdag op.", OMA),
        said(StatementKind.WORRY, "Bo komt vaak te laat op school.", FATIMA),
        said(StatementKind.WORRY, "Wij maken ruzie waar de kinderen bij zijn.", DENNIS),
        said(StatementKind.MUST_HAPPEN, "Een vast ochtendritme in beide huizen."),
        morning,
        maths,
        action(
            "De kleren en tassen de avond ervoor klaarleggen",
            goal_id=morning.id,
            person_id=FATIMA,
            due=date(2026, 12, 1),
            position="b",
        ),
        action(
            "Elke woensdag en donderdag de kinderen naar school brengen",
            goal_id=morning.id,
            person_id=OMA,
            due=date(2026, 11, 18),
            done=True,
            done_on=date(2026, 11, 18),
            position="c",
        ),
        action(
            "Elke dag even met Bo de rekenles voorbereiden",
            goal_id=maths.id,
            who="Meester Joost",
            due=date(2026, 12, 18),
            position="b",
        ),
        action("Proefles judo regelen", person_id=DENNIS, due=date(2026, 12, 5), position="d"),
    ]


def snapshot(records: Iterable[Record]) -> CaseSnapshot:
    case = CaseFile(
        id=CASE,
        case_id=CASE,
        name="Familie El Amrani – De Wit",
        question="De ochtenden zijn een strijd. We willen weer een gewoon gezin zijn.",
        question_by="Fatima",
        question_on=date(2026, 9, 14),
    )
    return CaseSnapshot.of(case, records)


def content_of(
    records: Sequence[Record], readers: frozenset[UUID] | None = None
) -> FamilyPlanContent:
    return family_plan_content(snapshot(records), PLAN, readers, TODAY, "Sanne Vermeer")


def text_of(pdf: bytes) -> str:
    """All text of a PDF on one line, as a reader's search would see it."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())
