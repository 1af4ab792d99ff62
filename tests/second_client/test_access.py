"""Enrolling, versions, and access that is narrowed or ends."""

from uuid import uuid4

import pytest

from tests.second_client.conftest import MakeLaptop, Office
from tests.second_client.keys import Key
from tests.second_client.laptop import Laptop
from tests.second_client.line import Line, Refused
from tests.second_client.sharing import Shared


def test_a_code_works_once(office: Office, laptop_of: MakeLaptop) -> None:
    noor_id = office.worker("Noor Testers")
    first, second = Laptop(office.address), Laptop(office.address)
    code = office.code(noor_id)
    told = first.enrol(code.lower().replace("-", " "), device_name="laptop van Noor")
    assert (told["worker_id"], told["worker_name"]) == (noor_id, "Noor Testers")
    assert first.enrol(code)["worker_id"] == noor_id  # the answer may have been lost
    with pytest.raises(Refused, match="403 enrolment-code-refused"):
        second.enrol(code)
    for laptop in (first, second):
        laptop.close()


def test_who_has_the_token_and_not_the_key_is_nobody(office: Office, laptop_of: MakeLaptop) -> None:
    noor = laptop_of(office.worker("Noor Testers"))
    noor.synchronise()
    thief = Line(office.address, noor.line.device_id, Key())
    with pytest.raises(Refused, match="401 device-refused"):
        thief.ask("/v1/pull", {"epoch": noor.epoch, "cursors_digest": ""})
    thief.use_token(noor.line.current_token())
    with pytest.raises(Refused, match="401 proof-refused"):
        thief.ask("/v1/pull", {"epoch": noor.epoch, "cursors_digest": ""})
    thief.close()


def test_a_proof_counts_once(
    office: Office, laptop_of: MakeLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = laptop_of(office.worker("Noor Testers"))
    noor.synchronise()
    made = noor.key.proof
    kept: list[str] = []

    def same(*words: str) -> str:
        kept.append(kept[0] if kept else made(*words))
        return kept[-1]

    monkeypatch.setattr(noor.key, "proof", same)
    noor.synchronise()
    with pytest.raises(Refused, match="401 proof-refused"):
        noor.synchronise()


@pytest.mark.parametrize(
    ("version", "refusal"), [("2", "400 version-unknown"), ("0", "426 version-too-old")]
)
def test_another_version_is_told_so(
    office: Office, laptop_of: MakeLaptop, version: str, refusal: str
) -> None:
    noor = laptop_of(office.worker("Noor Testers"))
    noor.line.version = version
    with pytest.raises(Refused, match=refusal):
        noor.synchronise()
    noor.line.version = "1"
    noor.synchronise()


def test_a_narrowed_grant_takes_its_scopes_away(office: Office, shared: Shared) -> None:
    noor = shared.noor
    note = noor.outbox.create(shared.case_id, "zorg", "plan", {"title": "Gezinsplan"})
    noor.synchronise()
    office.grant(shared.noor_id, shared.case_id, ["basis", "school"])
    visit = noor.synchronise()
    assert sorted(visit.dropped) == [(shared.case_id, "veiligheid"), (shared.case_id, "zorg")]
    assert sorted(compartment for _, compartment in noor.mirror.scopes) == ["basis", "school"]
    assert noor.outbox.record(note.record_id) is None
    assert noor.synchronise().unchanged
    office.grant(shared.noor_id, shared.case_id)
    noor.synchronise()
    assert shared.seen(note.record_id).doc["title"] == "Gezinsplan"
    shared.exchange()
    shared.same_sums()


def test_when_access_ends_what_is_unsent_goes_to_the_quarantine(
    office: Office, laptop_of: MakeLaptop
) -> None:
    lead, noor_id = laptop_of(office.worker("Bram Testers")), office.worker("Noor Testers")
    noor, case_id = laptop_of(noor_id), str(uuid4())
    lead.outbox.create(case_id, "basis", "case_file", {"name": "Familie De Boer"}, case_id)
    lead.synchronise()
    office.grant(noor_id, case_id)
    noor.synchronise()
    op = noor.outbox.create(case_id, "basis", "person", {"given_name": "Lotte"})
    shown = noor.outbox.record(op.record_id)
    assert shown is not None
    later = noor.outbox.edit(shown, {"given_name": {"given_name": "Lotje"}})
    office.revoke(noor_id, case_id)
    visit = noor.synchronise()
    assert (op.outcome, op.reason) == ("quarantined", "no-access")
    assert (later.outcome, later.reason) == ("quarantined", "depends-on-quarantined")
    assert {case for case, _ in visit.dropped} == {case_id}
    assert not noor.mirror.scopes
    assert not noor.outbox.groups
    with pytest.raises(Refused, match="404 not-found"):
        noor.line.ask("/v1/apart", {"case_id": case_id})
    apart = lead.line.ask("/v1/apart", {"case_id": case_id})["edits"]
    assert [one["op_id"] for one in apart] == [op.id, later.id]
    assert [one["units"] for one in apart] == [op.units, later.units]
    assert apart[0]["worker_name"] == "Noor Testers"
    # Taking it over is an ordinary edit on the standing record.
    taken = lead.outbox.create(
        case_id, "basis", "person", {"given_name": "Lotje"}, apart[0]["record_id"]
    )
    lead.synchronise()
    assert taken.outcome == "applied"
    settle = {
        "command_id": str(uuid4()),
        "case_id": case_id,
        "op_ids": [one["op_id"] for one in apart],
        "taken": True,
    }
    lead.line.ask("/v1/apart/settle", settle)
    lead.line.ask("/v1/apart/settle", settle)  # the answer may have been lost
    assert lead.line.ask("/v1/apart", {"case_id": case_id})["edits"] == []


def test_a_scope_that_was_only_written_in_goes_too(office: Office, laptop_of: MakeLaptop) -> None:
    noor_id, case_id = office.worker("Noor Testers"), str(uuid4())
    noor = laptop_of(noor_id)
    op = noor.outbox.create(case_id, "basis", "case_file", {"name": "Familie Smit"}, case_id)
    noor.send()
    office.revoke(noor_id, case_id)
    visit = noor.synchronise()
    assert op.outcome == "applied"
    assert visit.dropped == [(case_id, "basis")]
    assert noor.outbox.record(case_id) is None
    assert noor.synchronise().unchanged


def test_a_case_of_others_and_none_are_alike(
    office: Office, shared: Shared, laptop_of: MakeLaptop
) -> None:
    other = laptop_of(office.worker("Els Testers"))
    for case_id in (shared.case_id, str(uuid4())):
        op = other.outbox.create(case_id, "basis", "person", {"given_name": "Lotte"})
        cursor = {"case_id": case_id, "compartment": "basis", "seq": 0}
        question = {"epoch": other.epoch, "cases": [[cursor]]}
        other.synchronise()
        assert (op.outcome, op.reason) == ("rejected", "not-found")
        assert other.line.ask("/v1/feeds", question) == {"pages": [], "absent": [case_id]}
