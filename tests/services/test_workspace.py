"""What screens ask of an open store."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.conflicts import Choice, Conflict, ConflictState
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState, Note, NoteParagraph
from mvs_desktop.domain.errors import (
    ChoiceMade,
    ChoiceOutdated,
    RecordMissing,
    RecordSealed,
    UnreadableRecord,
)
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import ParentLink, Person
from mvs_desktop.domain.plans import Action, Goal, Plan, PlanStatus
from mvs_desktop.services.views import Attention, Change, Link, Unfinished
from mvs_desktop.services.workspace import Workspace


@pytest.fixture
def family(workspace: Workspace) -> CaseFile:
    id_ = workspace.new_id()
    case = CaseFile(id=id_, case_id=id_, name="Familie Proef", municipality="GM0606")
    workspace.create_case(case)
    return case


def contact(workspace: Workspace, case: CaseFile, **fields: object) -> Contact:
    values = {"at": workspace.now(), "kind": ContactKind.HOME_VISIT} | fields
    return Contact(id=workspace.new_id(), case_id=case.id, **values)  # type: ignore[arg-type]


def add(workspace: Workspace, *records: object) -> None:
    workspace.save(*(Change(item, None) for item in records))  # type: ignore[arg-type]


def test_a_family_is_in_the_caseload_with_its_children(
    workspace: Workspace, family: CaseFile
) -> None:
    child = Person(id=workspace.new_id(), case_id=family.id, given_name="Zoë", gets_help=True)
    visit = contact(
        workspace, family, at=workspace.now() + timedelta(days=2), state=ContactState.PLANNED
    )
    add(workspace, child, visit)
    (row,) = workspace.caseload()
    assert [line.name for line in row.children] == ["Zoë"]
    assert row.next_contact == visit.at
    assert row.last_contact is None
    assert row.mine
    assert row.unsent == 3
    assert "zoe" in row.search_text


def test_the_own_case_is_made_once_and_is_no_family(workspace: Workspace) -> None:
    first = workspace.own_case()
    assert workspace.own_case().case == first.case
    assert workspace.caseload() == ()


def test_a_loose_note_moves_to_a_family_whole(workspace: Workspace, family: CaseFile) -> None:
    own = workspace.own_case().case
    call = contact(workspace, own, kind=ContactKind.PHONE)
    note = Note(id=workspace.new_id(), case_id=own.id, contact_id=call.id)
    text = NoteParagraph(
        id=workspace.new_id(), case_id=own.id, note_id=note.id, text="Moeder belde over school."
    )
    add(workspace, call, note, text)
    there = workspace.move_contact(call.id, own.id, family.id).snapshot
    (moved,) = there.contacts
    new_note = there.note_of(moved.id)
    assert new_note is not None
    assert [p.text for p in there.paragraphs(new_note.id)] == ["Moeder belde over school."]
    assert not workspace.own_case().contacts


def test_the_day_shows_visits_and_what_is_unfinished(
    workspace: Workspace, family: CaseFile
) -> None:
    today = contact(workspace, family, place="thuis", state=ContactState.PLANNED)
    yesterday = contact(workspace, family, at=workspace.now() - timedelta(days=1))
    nobody = contact(
        workspace,
        family,
        at=workspace.now() - timedelta(days=2),
        kind=ContactKind.NO_ANSWER,
    )
    off = contact(workspace, family, state=ContactState.CANCELLED)
    add(workspace, today, yesterday, nobody, off)
    day = workspace.day(workspace.today())
    assert [row.contact for row in day.visits] == [today]
    assert [(row.kind, row.contact.id) for row in day.unfinished] == [
        (Unfinished.VISIT_WITHOUT_NOTE, yesterday.id)
    ]


def test_old_loose_notes_ask_to_be_finished(workspace: Workspace) -> None:
    own = workspace.own_case().case
    old = contact(workspace, own, at=workspace.now() - timedelta(days=8))
    new = contact(workspace, own, at=workspace.now() - timedelta(days=6))
    add(workspace, old, new)
    found = workspace.day(workspace.today()).unfinished
    assert [(row.kind, row.contact.id) for row in found] == [(Unfinished.LOOSE_NOTE, old.id)]


def test_agreements_and_evaluations_ask_attention_when_they_are_due(
    workspace: Workspace, family: CaseFile
) -> None:
    today = workspace.today()
    plan = Plan(
        id=workspace.new_id(),
        case_id=family.id,
        status=PlanStatus.AGREED,
        evaluate_on=today + timedelta(days=3),
    )

    def action(due: date, **fields: object) -> Action:
        return Action(
            id=workspace.new_id(),
            case_id=family.id,
            plan_id=plan.id,
            due=due,
            who="oma",
            **fields,  # type: ignore[arg-type]
        )

    late = action(today - timedelta(days=1))
    done = action(today - timedelta(days=1), done=True)
    far = action(today + timedelta(days=30))
    add(workspace, plan, late, done, far)
    rows = workspace.day(today).attention
    assert [(row.kind, row.due) for row in rows] == [
        (Attention.ACTION_DUE, today - timedelta(days=1)),
        (Attention.EVALUATION_DUE, today + timedelta(days=3)),
    ]
    assert rows[0].who == "oma"


def test_a_signed_note_never_changes_and_can_be_corrected(
    workspace: Workspace, family: CaseFile
) -> None:
    visit = contact(workspace, family)
    note = Note(id=workspace.new_id(), case_id=family.id, contact_id=visit.id)
    text = NoteParagraph(id=workspace.new_id(), case_id=family.id, note_id=note.id, text="Eerst.")
    add(workspace, visit, note, text)
    signed = workspace.sign_note(family.id, note.id).snapshot.get(Note, note.id)
    assert signed is not None
    assert signed.signed_by == "Noor Testers"
    assert "Eerst." in signed.signed_text

    with pytest.raises(RecordSealed):
        workspace.save(Change(replace(text, text="Anders."), text))
    with pytest.raises(RecordSealed):
        workspace.withdraw(text)
    with pytest.raises(RecordSealed):
        workspace.sign_note(family.id, note.id)

    after = workspace.correct_note(family.id, note.id).snapshot
    fresh = after.note_of(visit.id)
    assert fresh is not None
    assert fresh.corrects_id == note.id
    assert not fresh.signed
    assert [p.text for p in after.paragraphs(note.id)] == ["Eerst."]


def test_a_signed_note_takes_no_new_paragraph(workspace: Workspace, family: CaseFile) -> None:
    visit = contact(workspace, family)
    note = Note(id=workspace.new_id(), case_id=family.id, contact_id=visit.id)
    add(workspace, visit, note)
    workspace.sign_note(family.id, note.id)
    late = NoteParagraph(id=workspace.new_id(), case_id=family.id, note_id=note.id, text="Nog iets")
    with pytest.raises(RecordSealed):
        add(workspace, late)


def name_conflict(family: CaseFile, **values: str) -> Conflict:
    """Somebody gave the family another name than the one that stands."""
    made = Conflict(
        id=uuid4(),
        case_id=family.id,
        record_type="case_file",
        record_id=family.id,
        unit="name",
        standing='{"name":"Familie Proef"}',
        other='{"name":"Familie Anders"}',
    )
    return replace(made, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("choice", "values", "name"),
    [
        (Choice.STANDING, None, "Familie Proef"),
        (Choice.OTHER, None, "Familie Anders"),
        (Choice.REWRITTEN, {"name": "Familie Samen"}, "Familie Samen"),
    ],
)
def test_settling_a_conflict(
    workspace: Workspace,
    family: CaseFile,
    choice: Choice,
    values: dict[str, object] | None,
    name: str,
) -> None:
    conflict = name_conflict(family, base='{"name":""}', other_by="Collega")
    add(workspace, conflict)
    (view,) = workspace.conflicts()
    assert view.other == {"name": "Familie Anders"}
    saved = workspace.settle(view, choice, values).snapshot
    assert saved.case.name == name
    ended = saved.get(Conflict, conflict.id)
    assert ended is not None
    assert (ended.state, ended.choice) == (ConflictState.SETTLED, choice)
    assert workspace.conflicts() == ()


def test_a_choice_is_made_on_what_was_shown(workspace: Workspace, family: CaseFile) -> None:
    conflict = name_conflict(family)
    add(workspace, conflict)
    (seen,) = workspace.conflicts()
    again = replace(conflict, other='{"name":"Familie Nog Anders"}')
    workspace.save(Change(again, conflict))
    with pytest.raises(ChoiceOutdated):
        workspace.settle(seen, Choice.OTHER)
    (seen,) = workspace.conflicts()
    workspace.save(Change(replace(family, name="Familie Toch"), family))
    with pytest.raises(ChoiceOutdated):
        workspace.settle(seen, Choice.STANDING)
    (seen,) = workspace.conflicts()
    assert (seen.standing, seen.standing_by) == ({"name": "Familie Toch"}, workspace.me.name)
    workspace.settle(seen, Choice.STANDING)
    with pytest.raises(ChoiceMade):
        workspace.settle(seen, Choice.OTHER)
    assert workspace.reload_case(family.id).case.name == "Familie Toch"


def test_two_choices_about_one_thing_are_made_one_after_the_other(
    workspace: Workspace, family: CaseFile
) -> None:
    """Three colleagues wrote a name: what was chosen first is what the second is held against."""

    def apart(name: str) -> Conflict:
        other = f'{{"name":"{name}"}}'
        made = name_conflict(family, other=other, standing_by="Sanne", other_by="Mo")
        return replace(made, id=workspace.new_id())

    add(workspace, apart("Familie Een"), apart("Familie Twee"))
    first, second = workspace.conflicts()
    assert second.standing_by == "Sanne"
    workspace.settle(first, Choice.OTHER)
    with pytest.raises(ChoiceOutdated):
        workspace.settle(second, Choice.OTHER)
    (second,) = workspace.conflicts()
    assert (second.standing, second.standing_by) == (first.other, workspace.me.name)
    workspace.settle(second, Choice.STANDING)
    assert workspace.reload_case(family.id).case.name == first.other["name"]
    lost = {(line.after, line.author) for line in workspace.history.of(family.id) if line.author}
    assert lost == {("Familie Proef", "Sanne"), (second.other["name"], "Mo")}


def test_without_a_network_nothing_is_lost(workspace: Workspace, family: CaseFile) -> None:
    state = workspace.synchronise().state
    assert state.pending == 1
    assert state.link is Link.OFFLINE
    assert workspace.open_case(family.id).case == family


def test_searching_finds_what_was_written(workspace: Workspace, family: CaseFile) -> None:
    plan = Plan(id=workspace.new_id(), case_id=family.id)
    goal = Goal(
        id=workspace.new_id(), case_id=family.id, plan_id=plan.id, text="Rustig naar bed gaan"
    )
    add(workspace, plan, goal)
    (hit,) = workspace.search("rust bed")
    assert hit.record_id == goal.id
    assert hit.case.id == family.id


def test_a_plan_as_paper_and_as_a_file(
    workspace: Workspace, family: CaseFile, tmp_path: Path
) -> None:
    plan = Plan(id=workspace.new_id(), case_id=family.id)
    add(workspace, plan)
    paper = workspace.plan_paper(family.id, plan.id)
    assert paper.pdf.startswith(b"%PDF")
    assert "Proef" not in paper.file_name
    assert len(workspace.page_images(paper.pdf, 0.5)) == 1
    target = tmp_path / "plan.pdf"
    workspace.export_plan(family.id, plan.id, paper, target)
    assert target.read_bytes() == paper.pdf
    with pytest.raises(RecordMissing):
        workspace.plan_paper(family.id, uuid4())


def test_a_young_mother_who_gets_help_is_a_child_of_the_file(
    workspace: Workspace, family: CaseFile
) -> None:
    def born(years_ago: int, name: str) -> Person:
        birth = PartialDate(workspace.today().year - years_ago)
        return Person(
            id=workspace.new_id(), case_id=family.id, given_name=name, birth=birth, gets_help=True
        )

    noor, mo = born(16, "Noor"), born(0, "Mo")
    link = ParentLink(id=workspace.new_id(), case_id=family.id, parent_id=noor.id, child_id=mo.id)
    add(workspace, noor, mo, link)
    (row,) = workspace.caseload()
    assert [line.name for line in row.children] == ["Noor", "Mo"]
    assert workspace.open_case(family.id).children == (noor, mo)


@pytest.mark.parametrize(
    "other", ['{"later": 1}', '{"phase": "van-later"}', "[1]", "", "geen json", "[" * 100_000]
)
def test_a_value_of_a_newer_version_is_not_chosen_by_halves(
    workspace: Workspace, family: CaseFile, other: str
) -> None:
    conflict = Conflict(
        id=uuid4(),
        case_id=family.id,
        record_type="case_file",
        record_id=family.id,
        unit="phase",
        other=other,
    )
    add(workspace, conflict)
    (seen,) = workspace.conflicts()
    with pytest.raises(UnreadableRecord):
        workspace.settle(seen, Choice.OTHER)
    assert len(workspace.conflicts()) == 1
    workspace.settle(seen, Choice.STANDING)
    assert workspace.conflicts() == ()


def test_a_choice_changes_nothing_in_a_signed_note(workspace: Workspace, family: CaseFile) -> None:
    note = Note(id=workspace.new_id(), case_id=family.id)
    text = NoteParagraph(id=workspace.new_id(), case_id=family.id, note_id=note.id, text="Eerst.")
    conflict = Conflict(
        id=uuid4(),
        case_id=family.id,
        record_type="note_paragraph",
        record_id=text.id,
        unit="text",
        other='{"text":"Anders."}',
    )
    add(workspace, note, text, conflict)
    workspace.sign_note(family.id, note.id)
    (seen,) = workspace.conflicts()
    with pytest.raises(RecordSealed):
        workspace.settle(seen, Choice.OTHER)
    assert len(workspace.conflicts()) == 1


def test_a_loose_note_that_was_signed_gets_its_family_too(
    workspace: Workspace, family: CaseFile
) -> None:
    own = workspace.own_case().case
    call = contact(workspace, own)
    note = Note(id=workspace.new_id(), case_id=own.id, contact_id=call.id)
    text = NoteParagraph(id=workspace.new_id(), case_id=own.id, note_id=note.id, text="Eerst.")
    add(workspace, call, note, text)
    workspace.sign_note(own.id, note.id)
    there = workspace.move_contact(call.id, own.id, family.id).snapshot
    (moved,) = there.all(Note)
    assert moved.signed
    assert [item.text for item in there.paragraphs(moved.id)] == ["Eerst."]
    assert workspace.own_case().contacts == ()


def test_half_a_character_costs_nothing_of_what_was_typed(
    workspace: Workspace, family: CaseFile
) -> None:
    child = Person(
        id=workspace.new_id(),
        case_id=family.id,
        given_name="Bo \ud83d en \ude00",
        remarks="Lacht \U0001f600",
        languages=frozenset({"\udc00nl"}),
    )
    add(workspace, child)
    workspace.keep_draft(family.id, child.id, "birth", "30 febr\ud800")
    kept = workspace.open_case(family.id).person(child.id)
    assert kept is not None
    assert (kept.given_name, kept.remarks) == ("Bo \ufffd en \ufffd", "Lacht \U0001f600")
    assert kept.languages == {"\ufffdnl"}
    assert list(workspace.drafts(family.id).values()) == ["30 febr\ufffd"]
    assert workspace.search("lacht")
    assert workspace.search("\ud800") == ()
