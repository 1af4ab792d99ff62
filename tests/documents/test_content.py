"""What may stand on a family's paper, before anything is drawn."""

from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

import pytest

from mvs_desktop.documents import content as content_module
from mvs_desktop.documents import family_plan_fields as tables
from mvs_desktop.documents.content import Omission, Why, family_plan_content
from mvs_desktop.documents.shows import FromTo, Scale, Show, Tick, show
from mvs_desktop.domain.cases import CaseFile, CaseMember
from mvs_desktop.domain.custody import AuthorityKind, ParentalAuthority
from mvs_desktop.domain.disclosure import visible_fields
from mvs_desktop.domain.errors import RecordMissing
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Action, Goal, Plan, PlanKind, PlanStatus, Statement
from mvs_desktop.domain.records import Audience, Record
from tests.documents.family import (
    BO,
    CASE,
    DENNIS,
    FATIMA,
    KIM,
    PLAN,
    TODAY,
    action,
    content_of,
    full_plan,
    goal,
    new_id,
    people,
    person,
    plan,
    snapshot,
)

SHOWN: tuple[tuple[type[Record], tuple[Show, ...]], ...] = (
    (Plan, tables.PLAN_FACTS),
    (Plan, tables.PLAN_VOICES),
    (CaseFile, tables.CASE_QUESTION),
    (CaseFile, tables.CASE_QUESTION_BY),
    (Statement, tables.STATEMENT_WORDS),
    (Statement, tables.STATEMENT_BY),
    (Goal, tables.GOAL_WORDS),
    (Goal, tables.GOAL_HEAD),
    (Goal, tables.GOAL_LINES),
    (Action, tables.ACTION_COLUMNS),
    (CaseMember, tables.MEMBER_COLUMNS),
)


@pytest.mark.parametrize(("kind", "table"), SHOWN)
def test_the_tables_name_only_fields_for_the_family(
    kind: type[Record], table: tuple[Show, ...]
) -> None:
    for entry in table:
        assert set(entry.fields) <= visible_fields(kind, Audience.FAMILY), entry.label


def test_everything_the_family_wrote_is_there() -> None:
    content = content_of(people() + full_plan())

    assert content.title == "Rust in huis en plezier op school"
    assert content.for_whom == "Bo en Kim"
    assert [(c.title, len(c.said)) for c in content.columns] == [
        ("Wat gaat goed", 2),
        ("Zorgen", 2),
        ("Wat moet er gebeuren", 1),
    ]
    first, second = content.goals
    assert first.words == "Wij willen dat het 's ochtends rustig is in huis."
    assert first.head == "Gezin · voor Bo en Kim"
    assert first.lines[1].value == Scale(4, "3 november 2026")
    assert isinstance(first.lines[0].value, FromTo)
    assert first.agreements.rows[1] == (
        "Oma Ria",
        "Elke woensdag en donderdag de kinderen naar school brengen",
        "18 november 2026",
        Tick(True, "18-11-2026"),
    )
    assert second.agreements.rows[0][0] == "Meester Joost"
    assert [row[1] for row in content.other_agreements.rows] == ["Proefles judo regelen"]
    assert content.contact == "Sanne Vermeer, 010 000 0001"
    assert content.file_name == "gezinsplan-2026-11-21.pdf"


def test_a_line_more_in_a_table_is_a_line_more_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    more = (*tables.GOAL_LINES, show("In het kort", "text"))
    monkeypatch.setattr(content_module, "GOAL_LINES", more)
    content = content_of([*people(), plan(), goal("Rust")])
    assert content.goals[0].lines[-1].label == "In het kort"


def test_a_worker_field_stays_off_even_when_a_table_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leaking = (*tables.PLAN_VOICES, show("Werker", "worker_remarks"))
    monkeypatch.setattr(content_module, "PLAN_VOICES", leaking)
    content = content_of(people() + full_plan())
    assert "GEHEIM-WERKER" not in repr(content)


def test_what_is_left_out_is_listed_with_its_reason() -> None:
    content = content_of(people() + full_plan())
    assert content.omissions == (Omission("plan", "worker_remarks", Why.WORKER_ONLY, 1),)
    assert content_of([*people(), plan()]).omissions == ()


def test_what_is_shielded_from_a_reader_goes_with_its_agreements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hidden, open_ = goal("Geheim doel"), goal("Open doel")
    records = [
        *people(),
        plan(),
        hidden,
        open_,
        action("Geheime afspraak", goal_id=hidden.id),
        action("Open afspraak", goal_id=open_.id),
    ]
    monkeypatch.setattr(
        "mvs_desktop.domain.disclosure.withheld_from",
        lambda item, readers: "shielded" if item.id == hidden.id and DENNIS in readers else None,
    )

    for readers in (frozenset({DENNIS}), frozenset({DENNIS, FATIMA}), None):
        content = content_of(records, readers)
        assert [g.words for g in content.goals] == ["Open doel"]
        assert "Geheim" not in repr(content)
        assert set(content.omissions) == {
            Omission("goal", None, Why.SHIELDED, 1),
            Omission("action", None, Why.SHIELDED, 1),
        }
    assert len(content_of(records, frozenset({FATIMA})).goals) == 2


def test_an_agreement_whose_goal_is_gone_is_not_lost() -> None:
    content = content_of([*people(), plan(), action("Bellen", goal_id=UUID(int=999))])
    assert [row[1] for row in content.other_agreements.rows] == ["Bellen"]


def test_a_plan_that_is_not_here_is_told_as_such() -> None:
    with pytest.raises(RecordMissing):
        family_plan_content(snapshot(people()), PLAN, None, TODAY)


def test_two_people_of_one_name_keep_their_family_names() -> None:
    namesake = person(new_id(), "Bo", 1990, family_name="Kuiper")
    content = content_of([*people(), namesake, plan(), action("Bellen", person_id=namesake.id)])
    assert content.other_agreements.rows[0][0] == "Bo Kuiper"
    assert content.for_whom == "Bo de Wit en Kim"


def signers(records: list[Record], today: date = TODAY) -> tuple[str, ...]:
    return family_plan_content(snapshot([*records, plan()]), PLAN, None, today).signers


def test_only_who_takes_part_now_is_told_to_take_part() -> None:
    def colleague(name: str, **more: object) -> CaseMember:
        return CaseMember(
            id=new_id(),
            case_id=CASE,
            worker_id=new_id(),
            name=name,
            starts_on=TODAY,
            **more,  # type: ignore[arg-type]
        )

    now = datetime.combine(TODAY, time(12)).astimezone()
    ended = colleague("Daan Proef", ends_on=TODAY, ended_at=now)
    looked_in = colleague("Els Nood", expires_at=now, emergency_reason="Politie belde.")
    content = content_of([*people(), plan(), colleague("Kees Mee"), ended, looked_in])
    told = {row[0] for row in content.members.rows}
    assert told == {"Sanne Vermeer", "Kees Mee"}


def test_who_is_twelve_or_has_authority_signs() -> None:
    assert sorted(signers(people())) == ["Bo de Wit", "Dennis de Wit", "Fatima El Amrani"]
    assert "Bo de Wit" not in signers(people(), date(2025, 3, 3))  # the day before turning twelve
    assert "Bo de Wit" in signers(people(), date(2025, 3, 4))


def test_authority_is_not_derived_from_being_a_parent() -> None:
    records = [r for r in people() if not isinstance(r, ParentalAuthority)]
    assert signers(records) == ("Bo de Wit", "")  # a line that wants a name

    guardian: list[Record] = [
        ParentalAuthority(
            id=new_id(),
            case_id=CASE,
            child_id=child,
            holder_name="Stichting Voogdij",
            kind=AuthorityKind.GUARDIAN_INSTITUTION,
        )
        for child in (BO, KIM)
    ]
    assert signers(records + guardian) == ("Stichting Voogdij", "Bo de Wit")
    none = [
        replace(a, holder_id=DENNIS, kind=AuthorityKind.NONE)
        for a in guardian
        if isinstance(a, ParentalAuthority)
    ]
    assert "Dennis de Wit" not in signers([*records, *none])


def test_an_unborn_child_does_not_sign_but_has_a_name() -> None:
    unborn = Person(id=new_id(), case_id=CASE, unborn=True, gets_help=True)
    content = content_of([*people(), unborn, plan()])
    assert content.for_whom == "Bo, Kim en de baby"
    assert "de baby" not in content.signers


@pytest.mark.parametrize(
    ("status", "mark", "settled"),
    [
        (PlanStatus.DRAFT, "Concept – nog niet vastgesteld", False),
        (PlanStatus.DISCUSSED, "Besproken – nog niet vastgesteld", False),
        (PlanStatus.AGREED, "Vastgesteld", True),
        (PlanStatus.CLOSED, "Afgesloten", True),
    ],
)
def test_the_mark_says_whether_the_plan_counts(
    status: PlanStatus, mark: str, settled: bool
) -> None:
    content = content_of([*people(), plan(status=status)])
    assert (content.status_mark, content.is_settled) == (mark, settled)


@pytest.mark.parametrize("kind", PlanKind)
def test_the_file_name_says_nothing_about_the_family(kind: PlanKind) -> None:
    name = content_of([*people(), plan(kind=kind, title="El Amrani")]).file_name
    assert name.endswith("-2026-11-21.pdf")
    assert "amrani" not in name.lower()
