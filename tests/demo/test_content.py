"""The invented families: whole, worked on, and of nobody who exists."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

import pytest

from mvs_desktop.demo.content import DemoFamily, load_own_notes, load_workers
from mvs_desktop.demo.dates import LOCAL
from mvs_desktop.domain.bsn import passes_eleven_test
from mvs_desktop.domain.cases import CaseFile, CaseKind, CaseMember, CaseRole
from mvs_desktop.domain.checks import check
from mvs_desktop.domain.contacts import Contact, ContactState, Note, NoteParagraph
from mvs_desktop.domain.people import (
    Gender,
    Household,
    NoBsnReason,
    Person,
)
from mvs_desktop.domain.plans import Action, Plan, Statement, StatementKind
from mvs_desktop.domain.records import Compartment, Record, from_doc, to_doc, type_of
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.services.registers import Registers
from tests.demo.support import (
    EVERY_FAMILY,
    FAMILIES,
    ME,
    TODAY,
    all_of,
    counting_ids,
    families_on,
    noon,
    snapshot,
)

# A leap day, the last day of a year, and a day on which the clocks change.
DAYS = [TODAY, date(2028, 2, 29), date(2026, 12, 31), date(2027, 3, 28)]


def ids_in(item: Record) -> Iterator[tuple[str, UUID]]:
    for name in type_of(item).fields:
        value = getattr(item, name)
        for one in value if isinstance(value, frozenset) else [value]:
            if isinstance(one, UUID):
                yield name, one


def texts() -> Iterator[str]:
    for family in (*FAMILIES, load_own_notes(TODAY, noon(TODAY), counting_ids(), ME)):
        yield from (family.title, family.shape)
        for item in family.records:
            yield from (value for value in to_doc(item).values() if isinstance(value, str))


# The files are whole


def test_there_are_twelve_families_each_with_a_file_of_its_own() -> None:
    assert len(FAMILIES) == 12
    assert len({family.title for family in FAMILIES}) == 12
    assert len({family.shape for family in FAMILIES}) == 12


@EVERY_FAMILY
def test_a_family_begins_with_its_case_file(family: DemoFamily) -> None:
    case = family.records[0]
    assert isinstance(case, CaseFile)
    assert case.kind is CaseKind.FAMILY
    assert case.id == case.case_id
    assert {item.case_id for item in family.records} == {case.id}
    assert not any(isinstance(item, CaseMember) for item in family.records)


def test_no_two_records_have_the_same_id() -> None:
    ids = Counter(item.id for family in FAMILIES for item in family.records)
    assert [id_ for id_, times in ids.items() if times > 1] == []


@EVERY_FAMILY
def test_a_record_survives_the_wire(family: DemoFamily) -> None:
    for item in family.records:
        assert from_doc(type_of(item), item.id, item.case_id, to_doc(item)) == item


@EVERY_FAMILY
def test_a_record_refers_only_to_records_before_it(family: DemoFamily) -> None:
    seen = {ME.worker_id}
    for item in family.records:
        unknown = [name for name, id_ in ids_in(item) if id_ not in seen]
        assert not unknown, f"{type_of(item).name}: {unknown}"
        seen.add(item.id)


@EVERY_FAMILY
def test_a_reference_to_a_person_is_one(family: DemoFamily) -> None:
    around = snapshot(family)
    elsewhere = {"worker_id", "author_id", "household_id", "plan_id", "goal_id", "note_id"}
    elsewhere |= {"contact_id", "corrects_id"}
    for item in family.records:
        for name, id_ in ids_in(item):
            if name not in elsewhere:
                assert around.person(id_) is not None, f"{type_of(item).name}.{name}"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_rules_find_nothing_whatever_day_it_is(day: date) -> None:
    for family in families_on(day):
        around = snapshot(family)
        found = {
            f"{family.slug} {type_of(item).name} {field}": problem
            for item in family.records
            for field, problem in check(item, around, day).items()
        }
        assert found == {}


@EVERY_FAMILY
def test_lists_keep_the_order_of_the_file(family: DemoFamily) -> None:
    for name, items in snapshot(family).records.items():
        keys: list[str] = [getattr(item, "position", "") for item in items]
        if keys[0]:
            assert all(before < after for before, after in pairwise(keys)), name


@EVERY_FAMILY
def test_grants_name_workers_and_one_leads(family: DemoFamily) -> None:
    known = {worker.key for worker in load_workers()}
    assert {grant.worker for grant in family.grants} <= known
    assert "nienke" in {grant.worker for grant in family.grants}
    assert [grant.role for grant in family.grants].count(CaseRole.LEAD) == 1
    assert all(Compartment.BASIS in grant.compartments for grant in family.grants)


# Nobody here exists


def test_every_bsn_is_a_test_number_that_passes_the_eleven_test() -> None:
    given = [person.bsn for person in all_of(Person) if person.bsn]
    assert len(given) > 20
    assert all(passes_eleven_test(bsn) for bsn in given)
    assert all(999_900_006 <= int(bsn) <= 999_999_990 for bsn in given)
    assert len(set(given)) == len(given)


@EVERY_FAMILY
def test_whoever_has_no_bsn_has_a_reason(family: DemoFamily) -> None:
    for person in snapshot(family).people:
        assert (person.bsn is None) != (person.no_bsn_reason is None), person.given_name
        assert person.unborn == (person.no_bsn_reason is NoBsnReason.UNBORN)


def test_no_person_is_in_two_families_or_a_worker() -> None:
    names = Counter(person.full_name for person in all_of(Person))
    names.update(worker.name for worker in load_workers())
    assert [name for name, times in names.items() if times > 1] == []


def test_numbers_and_addresses_belong_to_nobody() -> None:
    people, homes = all_of(Person), all_of(Household)
    phones = [person.phone for person in people] + [home.phone for home in homes]
    phones += [enrolment.phone for enrolment in all_of(SchoolEnrolment)]
    phones += [worker.phone for worker in load_workers()]
    fictional = re.compile(r"06-1234 56\d\d|010-000 0\d\d\d")
    assert all(fictional.fullmatch(phone) for phone in phones if phone)
    mobile = Counter(phone for phone in phones if phone.startswith("06"))
    assert [phone for phone, times in mobile.items() if times > 1] == []
    mail = [person.email for person in people] + [worker.email for worker in load_workers()]
    assert all(address.endswith("@voorbeeld.nl") for address in mail if address)
    # These letters are never issued, so such a postcode is nowhere.
    assert all(re.fullmatch(r"\d{4} S[ADS]", home.postcode) for home in homes if home.postcode)


def test_no_text_was_left_unfinished() -> None:
    unfinished = re.compile(
        r"lorem|ipsum|todo|tbd|xxx|placeholder|dummy|\.\.\.|…|[<>{}]", re.IGNORECASE
    )
    for text in texts():
        assert not unfinished.search(text), text
        assert text == text.strip(), text
        assert "  " not in text, text


# Real registers


@EVERY_FAMILY
def test_schools_and_neighbourhoods_are_in_the_registers(family: DemoFamily) -> None:
    registers, around = Registers(), snapshot(family)
    for enrolment in around.all(SchoolEnrolment):
        site = registers.school(enrolment.site_code)
        assert site is not None, enrolment.site_code
        assert enrolment.school_name == site.name
    wijken = {area.code for area in registers.areas(around.case.municipality)}
    assert around.case.neighbourhood in wijken


@EVERY_FAMILY
def test_languages_are_in_the_register(family: DemoFamily) -> None:
    known = {language.dutch for language in Registers().languages()}
    around = snapshot(family)
    for person in around.people:
        assert person.languages <= known
        assert person.interpreter in known | {""}
    assert {contact.interpreter for contact in around.contacts} <= known | {""}


@EVERY_FAMILY
def test_a_child_fits_the_group_it_is_in(family: DemoFamily) -> None:
    around = snapshot(family)
    for enrolment in around.all(SchoolEnrolment):
        child = around.person(enrolment.person_id)
        age = child.age_on(TODAY) if child else None
        group = re.search(r"groep (\d)", enrolment.group)
        assert age is not None
        if group:
            assert age - int(group[1]) in (3, 4), enrolment.group
        else:
            assert 12 <= age <= 18, enrolment.group


# The work on a family is there


@EVERY_FAMILY
def test_a_family_has_its_question_and_its_people(family: DemoFamily) -> None:
    around = snapshot(family)
    case = around.case
    assert case.question
    assert case.question_by
    assert case.summary
    assert case.registered_on
    assert case.first_contact_on
    assert around.children
    assert all(person.gender is not Gender.UNKNOWN or person.unborn for person in around.people)
    for child in around.children:
        assert around.parents_of(child.id), child.given_name
        assert child.unborn or around.homes_of(child.id, TODAY), child.given_name


@EVERY_FAMILY
def test_a_family_has_contacts_before_and_after_today(family: DemoFamily) -> None:
    contacts = snapshot(family).contacts
    assert 3 <= len(contacts) <= 12
    end_of_yesterday = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=LOCAL)
    for contact in contacts:
        assert (contact.state is ContactState.PLANNED) == (contact.at >= end_of_yesterday)
    assert any(contact.state is ContactState.PLANNED for contact in contacts)


def test_four_visits_are_planned_today_one_without_its_interpreter() -> None:
    today = [c for c in all_of(Contact) if c.at.astimezone(LOCAL).date() == TODAY]
    assert len(today) == 4
    assert len({contact.at for contact in today}) == 4
    assert {(c.interpreter, c.interpreter_booked) for c in today if c.interpreter} == {
        ("Tigrinya", True),
        ("Arabisch (Syrisch)", False),
    }


@EVERY_FAMILY
def test_every_paragraph_says_what_it_is_whom_it_is_about_and_whence(family: DemoFamily) -> None:
    around = snapshot(family)
    for note in around.all(Note):
        assert around.paragraphs(note.id), note.title
        assert not note.signed
    for paragraph in around.all(NoteParagraph):
        assert paragraph.about_ids
        assert paragraph.kind
        assert paragraph.source
        assert bool(paragraph.shielded_from) == bool(paragraph.shield_ground)
        inside = around.get(Note, paragraph.note_id)
        contact = around.get(Contact, inside.contact_id) if inside else None
        assert contact is not None
        assert contact.compartment is paragraph.compartment


@EVERY_FAMILY
def test_a_family_has_a_plan_with_both_voices(family: DemoFamily) -> None:
    around = snapshot(family)
    plan = around.current_plan
    assert plan is not None
    assert plan.child_voice
    assert plan.parents_voice
    assert plan.evaluate_on
    assert {item.kind for item in around.all(Statement)} == set(StatementKind)
    goals = around.goals(plan.id)
    assert 1 <= len(goals) <= 3
    for goal in goals:
        actions = around.actions(plan.id, goal.id)
        assert actions, goal.text
        assert all(action.person_id or action.who for action in actions)
        assert all(action.done == (action.done_on is not None) for action in actions)


def test_plans_have_things_done_things_late_and_one_late_evaluation() -> None:
    assert sum(action.done for action in all_of(Action)) >= 12
    assert sum(action.is_overdue(TODAY) for action in all_of(Action)) >= 12
    assert sum(plan.is_overdue(TODAY) for plan in all_of(Plan)) == 1
