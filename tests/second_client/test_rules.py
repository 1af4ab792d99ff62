"""The rules of the page by which the service decides, each tried from outside."""

from uuid import UUID, uuid4, uuid5

from tests.second_client.conftest import MakeLaptop, Office
from tests.second_client.laptop import Laptop
from tests.second_client.mirror import WHOLE
from tests.second_client.outbox import Op
from tests.second_client.sharing import Shared

NAME = "given_name"


def renamed(laptop: Laptop, record_id: str, name: str) -> Op:
    shown = laptop.outbox.record(record_id)
    assert shown is not None
    return laptop.outbox.edit(shown, {NAME: {NAME: name}})


def test_a_record_that_is_made_where_one_stands_meets_it_unit_by_unit(shared: Shared) -> None:
    person_id = shared.person("Lotte")
    doc = {NAME: "Lotje", "phone": "06 12345678", "newer_member": 1}
    op = shared.noor.outbox.create(shared.case_id, "basis", "person", doc, person_id)
    shared.exchange()
    assert op.outcome == "conflicted"
    assert shared.seen(person_id).doc[NAME] == "Lotte"
    conflicts = {
        one.doc["unit"] for one in shared.noor.mirror.records() if one.record_type == "conflict"
    }
    assert conflicts == {NAME, "phone", "newer_member"}  # what was made whole holds for each
    assert shared.noor.mirror.find(str(uuid5(UUID(op.id), NAME))) is not None


def test_what_was_taken_out_of_the_file_is_restored_before_it_is_written_in(
    shared: Shared,
) -> None:
    person_id = shared.person("Lotte")
    shared.noor.outbox.withdraw(shared.seen(person_id))
    shared.exchange()
    gone = shared.seen(person_id)
    assert gone.withdrawn
    back = shared.noor.outbox.withdraw(gone, withdrawn=False)
    text = renamed(shared.noor, person_id, "Lotje")
    shared.noor.outbox.together(back, text)
    shared.exchange()
    assert (back.outcome, text.outcome) == ("applied", "applied")
    assert shared.bram.names(UUID(shared.case_id)) == ["Lotje"]


def test_an_edit_of_what_a_colleague_withdrew_is_set_apart(
    shared: Shared, laptop_of: MakeLaptop
) -> None:
    person_id = shared.person("Lotte")
    other = laptop_of(shared.noor_id)
    other.synchronise()
    shown = other.outbox.record(person_id)
    assert shown is not None
    other.outbox.withdraw(shown)
    other.synchronise()
    op = renamed(shared.noor, person_id, "Lotje")
    shared.exchange()
    assert op.outcome == "conflicted"
    conflict = shared.seen(str(uuid5(UUID(op.id), NAME)))
    shared.noor.settle(conflict, "other")
    shared.exchange()
    person = shared.seen(person_id)
    assert (person.withdrawn, person.doc[NAME]) == (False, "Lotje")


def test_what_was_signed_changes_no_more(shared: Shared) -> None:
    outbox = shared.noor.outbox
    note = outbox.create(shared.case_id, "zorg", "note", {"compartment": "zorg", "title": "Bezoek"})
    paragraph = {"compartment": "zorg", "note_id": note.record_id, "text": "Thuis."}
    written = outbox.create(shared.case_id, "zorg", "note_paragraph", paragraph)
    signature = {
        "signed_at": "2026-11-20T10:00:00+00:00",
        "signed_by": "Noor Testers",
        "signed_text": "{}",
        "signed_hash": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    }
    signed = outbox.edit(shared.seen(note.record_id), {"signature": signature})
    shared.exchange()
    assert signed.outcome == "applied"
    text = outbox.edit(shared.seen(written.record_id), {"text": {"text": "Op school."}})
    title = outbox.edit(shared.seen(note.record_id), {"title": {"title": "Gesprek"}})
    beside = outbox.create(shared.case_id, "zorg", "note_paragraph", paragraph)
    shared.exchange()
    assert [(op.outcome, op.reason) for op in (text, title, beside)] == [("rejected", "sealed")] * 3
    gone = outbox.withdraw(shared.seen(note.record_id))
    shared.exchange()
    assert gone.outcome == "applied"


def test_what_can_never_be_taken_is_rejected_with_its_reason(shared: Shared) -> None:
    outbox = shared.noor.outbox
    person_id = shared.person("Lotte")

    def made(**changed: object) -> Op:
        op = outbox.create(shared.case_id, "basis", "person", {NAME: "Ella"})
        op.message |= changed
        return op

    def of(value: dict[str, object], unit: str = WHOLE) -> dict[str, object]:
        return {unit: {"base": None, "value": value, "version": None}}

    deep: list[object] = []
    for _ in range(15):
        deep = [deep]
    reasons = {
        "unreadable": [
            made(units=of({"id": "1"})),
            made(units=of({"Given": "Ella"})),
            made(units=of({NAME: "Ella", "family_name": "Smit"}, NAME)),
            made(units=of({NAME: deep})),
            made(units={}),
            made(made_at="gisteren"),
            made(record_type="Person"),
        ],
        "compartment-differs": [
            made(compartment="zorg"),
            made(record_type="note", units=of({"compartment": "zorg"})),
            made(record_id=person_id, record_type="note", compartment="zorg"),
        ],
        "type-differs": [
            made(record_type="case_file"),
            made(record_id=person_id, record_type="household"),
        ],
        "record-absent": [made(units=of({"withdrawn": True}, "@withdrawn"))],
        "not-allowed": [made(record_type="conflict"), made(record_type="case_member")],
        "too-large": [made(units=of({NAME: "a" * 300_000}))],
    }
    shared.exchange()
    told = {reason: [op.reason for op in ops] for reason, ops in reasons.items()}
    assert told == {reason: [reason] * len(ops) for reason, ops in reasons.items()}
    assert all(op.outcome == "rejected" for ops in reasons.values() for op in ops)


def test_a_store_that_is_enrolled_again_goes_on_with_its_work(
    office: Office, shared: Shared
) -> None:
    """Its former device is out; what it made on that is its own, and so is what it had sent."""
    noor = shared.noor
    op = noor.outbox.create(shared.case_id, "basis", "person", {NAME: "Lotte"})
    noor.send()
    again = Laptop(office.address, store_id=noor.store_id)
    again.enrol(office.code(shared.noor_id), replaces=noor.line.device_id)
    assert noor.orders.state() == ("revoked", None)
    again.mirror, again.outbox = noor.mirror, noor.outbox
    op.outcome, op.seq = "", 0  # as in a copy from before the answer
    later = renamed(again, op.record_id, "Lotje")
    again.synchronise()
    assert (op.outcome, later.outcome) == ("applied", "applied")
    again.close()


def test_an_edit_on_a_number_that_is_not_ours_is_no_clean_one(shared: Shared) -> None:
    person_id = shared.person("Lotte")
    first = renamed(shared.noor, person_id, "Lotje")
    shared.exchange()
    other = renamed(shared.noor, person_id, "Charlotte")
    other.message["units"][NAME]["version"] = str(uuid4())
    other.message["units"][NAME]["base"] = {NAME: "Lotte"}
    same = shared.noor.outbox.edit(shared.seen(person_id), {NAME: {NAME: "Lotje"}})
    same.message["units"][NAME] |= {"version": None, "base": {NAME: "Lotte"}}
    shared.exchange()
    assert [first.outcome, other.outcome, same.outcome] == ["applied", "conflicted", "applied"]


def test_an_edit_on_an_own_one_that_said_what_stood_is_clean(shared: Shared) -> None:
    person_id = shared.person("Lotte")
    shared.bram_renames(person_id, "Lotje")
    same = renamed(shared.noor, person_id, "Lotje")
    on_it = renamed(shared.noor, person_id, "Charlotte")
    assert on_it.units[NAME]["version"] == same.id
    shared.exchange()
    assert (same.outcome, on_it.outcome) == ("applied", "applied")
    assert shared.bram.names(UUID(shared.case_id)) == ["Charlotte"]


def test_what_was_never_read_can_be_withdrawn(shared: Shared) -> None:
    op = shared.noor.outbox.create(shared.case_id, "basis", "person", {NAME: "Lotte"})
    gone = shared.noor.outbox.withdraw(shared.seen(op.record_id))
    assert gone.units["@withdrawn"]["version"] == 0
    shared.exchange()
    assert (op.outcome, gone.outcome) == ("applied", "applied")
    assert shared.seen(op.record_id).withdrawn
    assert not shared.bram.names(UUID(shared.case_id))
