"""The second client and the project's own laptop, on one case."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from mvs_desktop.domain.catalogue import Conflict, Person, Plan
from mvs_desktop.domain.conflicts import Choice, ConflictState
from tests.second_client.conftest import MakeLaptop, Office
from tests.second_client.mirror import Record
from tests.second_client.sharing import Shared


def test_a_case_that_one_takes_part_in_is_read_whole(shared: Shared) -> None:
    file = shared.seen(shared.case_id)
    assert (file.record_type, file.doc["name"]) == ("case_file", "Familie De Boer")
    members = [one for one in shared.noor.mirror.records() if one.record_type == "case_member"]
    assert sorted(one.doc["role"] for one in members) == ["betrokken", "casusregisseur"]
    compartments = {compartment for _, compartment in shared.noor.mirror.scopes}
    assert compartments == {"basis", "school", "zorg", "veiligheid"}
    shared.same_sums()


def test_an_idle_visit_is_one_question(shared: Shared) -> None:
    visit = shared.noor.synchronise()
    assert (visit.unchanged, visit.requests) == (True, ["/v1/pull"])


def test_what_is_written_here_stands_on_the_real_laptop(shared: Shared) -> None:
    doc = {
        "given_name": "Ayşe 👩‍👧",
        "family_name": 'Yılmaz "De Oude"\n\u2028',
        "languages": ["nl", "tr"],
    }
    op = shared.noor.outbox.create(shared.case_id, "basis", "person", doc)
    assert shared.noor.synchronise().outcomes == {"applied": 1}
    shared.bram.sync()
    person = shared.bram.get(Person, op.record_id)
    assert person.given_name == doc["given_name"]
    assert person.family_name == doc["family_name"]
    assert person.languages == {"nl", "tr"}
    shared.same_sums()


def test_what_the_real_laptop_changes_comes_here(shared: Shared) -> None:
    person_id = shared.person("Lotte")
    shared.bram_renames(person_id, "Lotje")
    shared.exchange()
    assert shared.seen(person_id).doc["given_name"] == "Lotje"
    shared.same_sums()


def test_two_fields_of_one_record_are_both_taken(shared: Shared) -> None:
    person_id = shared.person("Lotte")
    shared.bram_renames(person_id, "Lotje")
    op = shared.noor.outbox.edit(
        shared.seen(person_id), {"family_name": {"family_name": "De Boer"}}
    )
    shared.exchange()
    assert op.outcome == "applied"
    doc = shared.seen(person_id).doc
    assert (doc["given_name"], doc["family_name"]) == ("Lotje", "De Boer")
    person = shared.bram.get(Person, person_id)
    assert (person.given_name, person.family_name) == ("Lotje", "De Boer")


def test_elements_of_a_set_and_lines_of_a_text_are_merged(shared: Shared) -> None:
    person_id = shared.noor.outbox.create(
        shared.case_id, "basis", "person", {"given_name": "Lotte", "languages": ["nl"]}
    ).record_id
    plan_id = shared.noor.outbox.create(
        shared.case_id, "zorg", "plan", {"child_voice": "Thuis.\n\nOp school."}
    ).record_id
    shared.exchange()
    person, plan = shared.bram.get(Person, person_id), shared.bram.get(Plan, plan_id)
    shared.bram.save(replace(person, languages=frozenset({"nl", "tr"})), person)
    shared.bram.save(replace(plan, child_voice="Thuis is het fijn.\n\nOp school."), plan)
    shared.bram.sync()
    languages = {"languages": {"languages": ["de", "nl"]}}
    voice = {"child_voice": {"child_voice": "Thuis.\n\nOp school gaat het."}}
    ops = [
        shared.noor.outbox.edit(shared.seen(person_id), languages),
        shared.noor.outbox.edit(shared.seen(plan_id), voice),
    ]
    shared.exchange()
    assert [op.outcome for op in ops] == ["merged", "merged"]
    assert shared.seen(person_id).doc["languages"] == ["de", "nl", "tr"]
    both = "Thuis is het fijn.\n\nOp school gaat het."
    assert shared.seen(plan_id).doc["child_voice"] == both
    assert shared.bram.get(Plan, plan_id).child_voice == both
    shared.same_sums()


def test_own_edits_on_each_other_never_meet(shared: Shared) -> None:
    """The second is made on the first before anybody answered, the third on what was answered
    and not read yet."""
    op = shared.noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Lot"})
    second = shared.noor.outbox.edit(
        shared.seen(op.record_id), {"given_name": {"given_name": "Lotte"}}
    )
    assert second.units["given_name"]["version"] == op.id
    shared.noor.synchronise()
    shown = shared.seen(op.record_id)
    third = shared.noor.outbox.edit(shown, {"given_name": {"given_name": "Lotje"}})
    assert third.units["given_name"]["version"] == shown.seq
    shared.exchange()
    assert [op.outcome, second.outcome, third.outcome] == ["applied"] * 3
    assert shared.bram.get(Person, op.record_id).given_name == "Lotje"


def test_what_stands_as_it_was_sent_comes_back_without_its_content(shared: Shared) -> None:
    op = shared.noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Lotte"})
    visit = shared.noor.synchronise()
    assert (visit.received, visit.light) == (1, 1)
    assert shared.seen(op.record_id).versions == {"@whole": op.seq}
    # One that has a later operation on it is compared without that; one that is not what the
    # service has is asked for whole.
    first = shared.noor.outbox.edit(
        shared.seen(op.record_id), {"given_name": {"given_name": "Lotje"}}
    )
    shared.noor.send()
    scope = shared.noor.mirror.scopes[shared.case_id, "basis"]
    scope.records[op.record_id].doc["family_name"] = "Iemand anders"
    visit = shared.noor.synchronise()
    assert (first.outcome, visit.received, visit.light) == ("applied", 2, 1)
    assert "family_name" not in shared.seen(op.record_id).doc
    shared.same_sums()


def both_rename(shared: Shared) -> tuple[str, Record]:
    """Bram's name stands, Noor's was set apart: the person and the conflict."""
    person_id = shared.person("Lotte")
    shared.bram_renames(person_id, "Lotje")
    op = shared.noor.outbox.edit(
        shared.seen(person_id), {"given_name": {"given_name": "Charlotte"}}
    )
    shared.exchange()
    assert op.outcome == "conflicted"
    assert shared.seen(person_id).doc["given_name"] == "Lotje"
    conflict = shared.seen(str(uuid5(UUID(op.id), "given_name")))
    assert (conflict.record_type, conflict.compartment) == ("conflict", "basis")
    assert conflict.doc["record_id"] == person_id
    assert conflict.doc["state"] == "open"
    texts = [json.loads(conflict.doc[name])["given_name"] for name in ("base", "standing", "other")]
    assert texts == ["Lotte", "Lotje", "Charlotte"]
    assert (conflict.doc["standing_by"], conflict.doc["other_by"]) == (
        "Bram Testers",
        "Noor Testers",
    )
    return person_id, conflict


def test_one_field_of_one_record_is_a_conflict_that_is_settled_here(shared: Shared) -> None:
    person_id, conflict = both_rename(shared)
    ops = shared.noor.settle(conflict, "other")
    shared.exchange()
    assert [op.outcome for op in ops] == ["applied", "applied"]
    assert shared.bram.get(Person, person_id).given_name == "Charlotte"
    settled = shared.bram.get(Conflict, conflict.id)
    assert (settled.state, settled.choice) == (ConflictState.SETTLED, Choice.OTHER)
    assert settled.settled_by == "Noor Testers"
    shared.same_sums()


def test_a_conflict_that_the_real_laptop_settled_is_settled_here(shared: Shared) -> None:
    _, conflict = both_rename(shared)
    before = shared.bram.get(Conflict, conflict.id)
    shared.bram.save(
        replace(before, state=ConflictState.SETTLED, choice=Choice.STANDING, settled_by="Bram"),
        before,
    )
    shared.exchange()
    assert shared.seen(conflict.id).doc["choice"] == "standing"


def test_a_second_choice_changes_nothing(shared: Shared) -> None:
    _, conflict = both_rename(shared)
    before = shared.bram.get(Conflict, conflict.id)
    shared.bram.save(
        replace(before, state=ConflictState.SETTLED, choice=Choice.STANDING, settled_by="Bram"),
        before,
    )
    shared.bram.sync()
    choice, _ = shared.noor.settle(conflict, "other")
    shared.exchange()
    assert choice.outcome == "conflicted"
    assert shared.seen(conflict.id).doc["choice"] == "standing"


def test_a_later_edit_of_what_was_set_apart_goes_on_with_the_conflict(shared: Shared) -> None:
    """Both were written before the first was answered."""
    person_id = shared.person("Lotte")
    shared.bram_renames(person_id, "Lotje")
    first = shared.noor.outbox.edit(shared.seen(person_id), {"given_name": {"given_name": "Char"}})
    second = shared.noor.outbox.edit(
        shared.seen(person_id), {"given_name": {"given_name": "Charlotte"}}
    )
    shared.exchange()
    assert [first.outcome, second.outcome] == ["conflicted", "conflicted"]
    conflict = shared.seen(str(uuid5(UUID(first.id), "given_name")))
    assert json.loads(conflict.doc["other"]) == {"given_name": "Charlotte"}
    assert conflict.doc["other_op_id"] == second.id
    assert shared.noor.outbox.record(str(uuid5(UUID(second.id), "given_name"))) is None


def test_what_somebody_withdraws_while_another_writes_is_a_conflict(shared: Shared) -> None:
    person_id = shared.person("Lotte")
    shared.bram_renames(person_id, "Lotje")
    op = shared.noor.outbox.withdraw(shared.seen(person_id))
    shared.exchange()
    assert op.outcome == "conflicted"
    assert not shared.seen(person_id).withdrawn
    _, again = shared.noor.settle(shared.seen(str(uuid5(UUID(op.id), "@withdrawn"))), "other")
    shared.exchange()
    assert again.outcome == "applied"
    assert shared.seen(person_id).withdrawn
    shared.same_sums()


def test_the_same_group_sent_twice_is_done_once(shared: Shared) -> None:
    op = shared.noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Lotte"})
    push: dict[str, Any] = {
        "epoch": shared.noor.epoch,
        "groups": [shared.noor.outbox.message([op])],
    }
    first = shared.noor.line.ask("/v1/push", push)
    second = shared.noor.line.ask("/v1/push", push)
    assert first["results"] == second["results"]
    other = op.message | {"made_at": "2026-01-01T00:00:00+00:00"}
    push["groups"][0]["ops"] = [other]
    (reused,) = shared.noor.line.ask("/v1/push", push)["results"]
    assert (reused["outcome"], reused["reason"]) == ("rejected", "op-id-reused")
    shared.exchange()
    assert shared.bram.names(UUID(shared.case_id)) == ["Lotte"]
    assert shared.seen(op.record_id).seq == first["results"][0]["seq"]


def test_a_group_is_all_or_nothing_and_costs_no_other(shared: Shared) -> None:
    good = shared.noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Lotte"})
    beside = shared.noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Ella"})
    member = shared.noor.outbox.create(shared.case_id, "basis", "case_member", {"name": "Noor"})
    shared.noor.outbox.together(beside, member)
    on_it = shared.noor.outbox.edit(
        shared.seen(beside.record_id), {"given_name": {"given_name": "Elle"}}
    )
    shared.exchange()
    told = [(op.outcome, op.reason) for op in (good, beside, member, on_it)]
    assert told == [
        ("applied", ""),
        ("rejected", "not-allowed"),
        ("rejected", "not-allowed"),
        ("rejected", "depends-on-rejected"),
    ]
    assert shared.bram.names(UUID(shared.case_id)) == ["Lotte"]
    assert shared.noor.outbox.record(beside.record_id) is None


def test_what_the_other_does_not_know_is_kept(shared: Shared, laptop_of: MakeLaptop) -> None:
    """A member and a record type of a newer version, through a real laptop that knows neither."""
    op = shared.noor.outbox.create(
        shared.case_id, "basis", "person", {"given_name": "Lotte", "favourite_colour": "groen"}
    )
    newer = shared.noor.outbox.create(shared.case_id, "basis", "pet", {"name": "Bello"})
    shared.exchange()
    assert (op.outcome, newer.outcome) == ("applied", "applied")
    before = shared.bram.get(Person, op.record_id)
    shared.bram.save(replace(before, given_name="Lotje"), before)
    shared.exchange()
    other = laptop_of(shared.noor_id)
    other.synchronise()
    found = other.mirror.find(op.record_id)
    assert found is not None
    assert (found.doc["given_name"], found.doc["favourite_colour"]) == ("Lotje", "groen")
    pet = other.mirror.find(newer.record_id)
    assert pet is not None
    assert pet.doc == {"name": "Bello"}
    shared.same_sums()


def test_a_code_that_the_other_does_not_know_costs_that_record_alone(shared: Shared) -> None:
    """Until it has another value, or the other a newer version; and both add up."""
    create = shared.noor.outbox.create
    newer = create(
        shared.case_id, "basis", "person", {"given_name": "Lotte", "gender": "of-a-newer-version"}
    )
    create(shared.case_id, "basis", "person", {"given_name": "Ella"})
    shared.noor.synchronise()
    shared.bram.sync_with_unreadable()
    assert shared.bram.names(UUID(shared.case_id)) == ["Ella"]
    shared.same_sums()
    shared.noor.outbox.edit(shared.seen(newer.record_id), {"gender": {"gender": "vrouw"}})
    shared.exchange()
    assert shared.bram.names(UUID(shared.case_id)) == ["Ella", "Lotte"]
    shared.same_sums()


def test_who_begins_a_case_leads_it(office: Office, laptop_of: MakeLaptop) -> None:
    noor = laptop_of(office.worker("Noor Testers"))
    case_id = str(uuid4())
    noor.outbox.create(case_id, "basis", "case_file", {"name": "Familie Smit"}, case_id)
    noor.synchronise()
    (member,) = (one for one in noor.mirror.records() if one.record_type == "case_member")
    assert member.doc["role"] == "casusregisseur"
    assert member.doc["compartments"] == ["basis", "school", "veiligheid", "zorg"]
