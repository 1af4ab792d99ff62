"""What a search shows of what was found: only what this worker may open, and marked."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile, CaseKind, CaseMember
from mvs_desktop.domain.contacts import Contact, ContactKind, Note, NoteParagraph
from mvs_desktop.domain.excerpts import excerpt, marked
from mvs_desktop.domain.people import Household, Person
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.services.search import SearchFilter, SearchKind
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.engine import reading
from tests.support.workspaces import workspace

__all__ = ["workspace"]


def add(workspace: Workspace, *items: Record) -> None:
    workspace.save(*(Change(item, None) for item in items))


def case_of(workspace: Workspace, name: str, kind: CaseKind = CaseKind.FAMILY) -> CaseFile:
    id_ = workspace.new_id()
    case = CaseFile(id=id_, case_id=id_, name=name, kind=kind)
    add(workspace, case)
    return case


@pytest.fixture
def family(workspace: Workspace) -> CaseFile:
    return case_of(workspace, "Familie Vogelaar")


def visit(workspace: Workspace, case: CaseFile, text: str, *about: Person) -> list[Record]:
    contact = Contact(
        id=workspace.new_id(),
        case_id=case.id,
        at=datetime(2025, 3, 4, 14, tzinfo=UTC),
        kind=ContactKind.HOME_VISIT,
    )
    note = Note(id=workspace.new_id(), case_id=case.id, contact_id=contact.id)
    paragraph = NoteParagraph(
        id=workspace.new_id(),
        case_id=case.id,
        note_id=note.id,
        text=text,
        about_ids=frozenset(person.id for person in about),
    )
    add(workspace, contact, note, paragraph)
    return [contact, note, paragraph]


def test_a_hit_in_a_note_says_where_when_and_about_whom(
    workspace: Workspace, family: CaseFile
) -> None:
    child = Person(id=workspace.new_id(), case_id=family.id, given_name="Zoë")
    add(workspace, child)
    contact, _, paragraph = visit(workspace, family, "Zij gaat naar Zwémles.", child)
    (hit,) = workspace.finder.find("zwemles").hits
    assert (hit.case, hit.record_id, hit.contact) == (family, paragraph.id, contact)
    assert (hit.excerpt, hit.title) == ("Zij gaat naar \x02Zwémles\x03.", "")
    assert hit.day is not None
    assert (hit.day.isoformat(), hit.people) == ("2025-03-04", ("Zoë",))


def test_hits_by_name(workspace: Workspace, family: CaseFile) -> None:
    child = Person(id=workspace.new_id(), case_id=family.id, given_name="Mo", infix="el")
    home = Household(id=workspace.new_id(), case_id=family.id, street="Damstraat", house_number="7")
    school = SchoolEnrolment(
        id=workspace.new_id(), case_id=family.id, person_id=child.id, school_name="Damschool"
    )
    add(workspace, child, home, school)
    hits = workspace.finder.find("dam").hits
    assert [hit.title for hit in hits] == ["\x02Damstraat\x03 7", "\x02Damschool\x03"]
    assert hits[1].people == ("Mo",)
    only = workspace.finder.find("dam", SearchFilter(kind=SearchKind.SCHOOL)).hits
    assert [hit.record_id for hit in only] == [school.id]


def test_a_note_that_was_taken_out_is_not_found(workspace: Workspace, family: CaseFile) -> None:
    contact, note, _ = visit(workspace, family, "schaatsen in de winter")
    assert workspace.finder.find("schaatsen").hits
    for item in (note, contact):
        workspace.withdraw(item)
        assert workspace.finder.find("schaatsen").hits == ()
        workspace.restore(item)
        assert workspace.finder.find("schaatsen").hits


def test_a_family_that_was_taken_out_is_not_found(workspace: Workspace, family: CaseFile) -> None:
    visit(workspace, family, "schaatsen in de winter")
    with workspace._store.unit_of_work() as work:
        work.withdraw(family)
    assert workspace.finder.find("schaatsen").hits == ()
    assert workspace.finder.find("vogelaar").hits == ()


def test_a_colleagues_loose_notes_are_not_found(workspace: Workspace) -> None:
    mine = case_of(workspace, "", CaseKind.OWN)
    theirs = case_of(workspace, "", CaseKind.OWN)
    visit(workspace, mine, "schaatsen van mij")
    visit(workspace, theirs, "schaatsen van een collega")
    member = CaseMember(id=workspace.new_id(), case_id=theirs.id, worker_id=uuid4())
    add(workspace, member)
    assert {hit.case.id for hit in workspace.finder.find("schaatsen").hits} == {mine.id}
    me = replace(member, id=workspace.new_id(), worker_id=workspace.me.worker_id)
    add(workspace, me)
    assert len(workspace.finder.find("schaatsen").hits) == 2


def test_what_cannot_be_read_is_not_found(workspace: Workspace, family: CaseFile) -> None:
    _, _, paragraph = visit(workspace, family, "schaatsen in de winter")
    assert workspace.finder.find("schaatsen").hits
    with workspace._store._engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE note_paragraph SET kind = 'van-later' WHERE id = ?", (str(paragraph.id),)
        )
    assert workspace.finder.find("schaatsen").hits == ()


@pytest.mark.parametrize("typed", ["999990019", "999 990 019", "9999.90.019", " 999990019 "])
def test_a_bsn_in_any_spelling_is_logged_before_it_is_shown(
    workspace: Workspace, family: CaseFile, typed: str
) -> None:
    child = Person(id=workspace.new_id(), case_id=family.id, given_name="Bo", bsn="999990019")
    add(workspace, child)
    result = workspace.finder.find(typed)
    assert [hit.record_id for hit in result.hits] == [child.id]
    assert result.exact
    with reading(workspace._store._engine) as connection:
        (row,) = connection.exec_driver_sql(
            "SELECT case_id, detail FROM audit WHERE action = 'search-number'"
        ).all()
    assert row.case_id == str(family.id)
    assert str(child.id) in row.detail
    assert "99999" not in row.detail


def test_a_bsn_that_is_not_here_is_logged_too(workspace: Workspace, family: CaseFile) -> None:
    assert workspace.finder.find("999990019").hits == ()
    with reading(workspace._store._engine) as connection:
        rows = connection.exec_driver_sql("SELECT * FROM audit WHERE action = 'search-number'")
        assert len(rows.all()) == 1


def test_there_is_more_than_was_asked_for(workspace: Workspace, family: CaseFile) -> None:
    add(
        workspace,
        *(Person(id=workspace.new_id(), case_id=family.id, given_name=f"Kim{n}") for n in range(5)),
    )
    result = workspace.finder.find("kim", limit=3)
    assert (len(result.hits), result.more) == (3, True)
    assert not workspace.finder.find("kim", limit=5).more


# Excerpts


def test_words_are_marked_as_they_stand() -> None:
    assert marked("Zoë, zo en Zoë\u0308l", ["zoe"]) == "\x02Zoë\x03, zo en \x02Zoë\u0308l\x03"
    assert marked("Straße 4", ["strasse"]) == "\x02Straße\x03 4"
    assert marked("Jan-Willem", ["will"]) == "Jan-\x02Willem\x03"
    assert marked("e\u0301e\u0301n keer", ["keer"]) == "e\u0301e\u0301n \x02keer\x03"
    assert marked("niets", []) == "niets"


def test_an_excerpt_begins_near_the_first_word_found() -> None:
    text = "woord " * 60 + "schaatsen " + "slot " * 60
    cut = excerpt(text, ["schaats"])
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert "\x02schaatsen\x03" in cut
    assert len(cut) < 220
    assert excerpt("kort\nverslag", ["ver"]) == "kort \x02verslag\x03"
