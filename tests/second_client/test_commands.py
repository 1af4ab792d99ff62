"""Commands and questions beside the sync: who works on a case, emergencies, own laptops."""

from typing import Any
from uuid import uuid4

import pytest

from tests.second_client.conftest import MakeLaptop, Office
from tests.second_client.laptop import Laptop
from tests.second_client.line import Refused


def command(laptop: Laptop, path: str, **message: Any) -> Any:
    return laptop.line.ask(path, {"command_id": str(uuid4()), **message})


def with_case(laptop: Laptop, name: str) -> str:
    case_id = str(uuid4())
    laptop.outbox.create(case_id, "basis", "case_file", {"name": name}, case_id)
    laptop.synchronise()
    return case_id


def roles(laptop: Laptop, case_id: str) -> dict[str, str]:
    """Of the members who were not ended."""
    return {
        record.doc["name"]: record.doc["role"]
        for record in laptop.mirror.records()
        if record.record_type == "case_member"
        and record.case_id == case_id
        and record.doc["ended_at"] is None
    }


def today(laptop: Laptop) -> str:
    """The service's date, on which it began a membership just now."""
    found = (one for one in laptop.mirror.records() if one.record_type == "case_member")
    return str(next(found).doc["starts_on"])


def test_a_colleague_is_found_and_brought_in(office: Office, laptop_of: MakeLaptop) -> None:
    word = f"Q{uuid4().hex[:6]}"
    noor_id, els_id = office.worker("Noor Testers"), office.worker(f"Els {word}")
    noor, els = laptop_of(noor_id), laptop_of(els_id)
    case_id = with_case(noor, "Familie Smit")
    (found,) = noor.line.ask("/v1/colleagues", {"text": word.lower()})["colleagues"]
    assert (found["worker_id"], found["team"]) == (els_id, "Oost")
    grant = {
        "command_id": str(uuid4()),
        "case_id": case_id,
        "worker_id": els_id,
        "role": "betrokken",
        "compartments": ["basis", "school"],
        "starts_on": today(noor),
    }
    done = noor.line.ask("/v1/members/grant", grant)
    assert noor.line.ask("/v1/members/grant", grant) == done
    with pytest.raises(Refused, match="409 command-id-reused"):
        noor.line.ask("/v1/members/grant", grant | {"role": "meelezer"})
    els.synchronise()
    assert set(els.mirror.scopes) == {(case_id, "basis"), (case_id, "school")}
    with pytest.raises(Refused, match="403 not-allowed"):
        command(els, "/v1/members/end", case_id=case_id, worker_id=noor_id)
    command(noor, "/v1/members/end", case_id=case_id, worker_id=els_id)
    els.synchronise()
    assert not els.mirror.scopes


def test_a_case_is_handed_over_when_the_colleague_accepts(
    office: Office, laptop_of: MakeLaptop
) -> None:
    els_id = office.worker("Els Testers")
    noor, els = laptop_of(office.worker("Noor Testers")), laptop_of(els_id)
    case_id = with_case(noor, "Familie Smit")
    offer = {"case_id": case_id, "worker_id": els_id, "word": "Ik ga op reis.", "stays": True}
    command(noor, "/v1/handover/offer", **offer)
    manifest = els.line.ask("/v1/pull", {"epoch": els.epoch, "cursors_digest": ""})
    waiting = els.line.ask("/v1/waiting", {})
    assert waiting["digest"] == manifest["waiting"] != ""
    (told,) = waiting["offers"]
    assert (told["word"], told["case_id"]) == ("Ik ga op reis.", "")  # no case that he reads yet
    command(els, "/v1/handover/answer", offer_id=told["offer_id"], accept=True, word="Goed.")
    els.synchronise()
    assert roles(els, case_id) == {"Els Testers": "casusregisseur", "Noor Testers": "betrokken"}


def test_whom_to_ask_about_a_child_and_emergency_access(
    office: Office, laptop_of: MakeLaptop
) -> None:
    name = f"Van der {uuid4().hex[:8].translate(str.maketrans('0123456789', 'ghijklmnop'))}"
    noor, els = laptop_of(office.worker("Noor Testers")), laptop_of(office.worker("Els Testers"))
    case_id = with_case(noor, "Familie")
    child = {"given_name": "Lotte", "family_name": name, "birth": "2016-03-21"}
    noor.outbox.create(case_id, "basis", "person", child)
    noor.synchronise()
    question = {"purpose": "crisis", "family_name": name.upper(), "birth_date": "2016-03-21"}
    found = els.line.ask("/v1/known-child", question)
    (ask,) = found["ask"]
    assert (ask["name"], ask["case_id"]) == ("Noor Testers", "")
    given = command(
        els, "/v1/emergency", reason="Melding van de huisarts.", search_id=found["search_id"]
    )
    assert given["case_id"] == case_id
    els.synchronise()
    assert {case for case, _ in els.mirror.scopes} == {case_id}
    noor.synchronise()
    reasons = [record.doc.get("emergency_reason") for record in noor.mirror.records()]
    assert "Melding van de huisarts." in reasons
    assert els.line.ask("/v1/known-child", question | {"birth_date": "2016-03-22"})["ask"] == []


def test_a_worker_ends_a_laptop_that_was_lost(office: Office, laptop_of: MakeLaptop) -> None:
    noor_id = office.worker("Noor Testers")
    noor, lost = laptop_of(noor_id), laptop_of(noor_id)
    lost_id = lost.line.device_id
    listed = noor.line.ask("/v1/devices", {})["devices"]
    assert {one["id"] for one in listed} == {noor.line.device_id, lost_id}
    with pytest.raises(Refused, match="409 this-device"):
        noor.line.ask("/v1/devices/end", {"device_id": noor.line.device_id, "ending": "lost"})
    noor.line.ask("/v1/devices/end", {"device_id": lost_id, "ending": "lost"})
    assert lost.wipe_if_ordered()
    states = {one["id"]: one["state"] for one in noor.line.ask("/v1/devices", {})["devices"]}
    assert states == {noor.line.device_id: "active", lost_id: "wiped"}


def test_there_is_no_recovery_key_yet(office: Office, laptop_of: MakeLaptop) -> None:
    noor = laptop_of(office.worker("Noor Testers"))
    assert noor.line.ask("/v1/recovery-key", {}) == {"recovery_key": None}
