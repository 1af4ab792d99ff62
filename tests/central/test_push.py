"""What a push does as a whole: groups, replays, access and refusals."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import func, select, text

from mvs_central.base.central import Central, Refused
from mvs_central.sync import push
from mvs_central.sync.apply import apply_group
from mvs_central.tables import audit, case_head, op_outcome, quarantine, record
from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole
from mvs_desktop.domain.contacts import Note
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import WHOLE, Compartment
from mvs_desktop.sync import protocol
from mvs_desktop.sync.protocol import Op, OpResult, UnitChange
from tests.central.desk import Desk, created, doc_of, edited, group, share, version_of


def person(case_id: UUID, given_name: str = "Noor") -> Person:
    return Person(id=uuid4(), case_id=case_id, given_name=given_name)


def outcome(result: OpResult) -> tuple[str, str]:
    return result.outcome.value, result.reason


def changed(op: Op, **fields: object) -> Op:
    return msgspec.structs.replace(op, **fields)


def test_a_new_case_gives_its_creator_everything(sanne: Desk, central: Central) -> None:
    case_id = uuid4()
    case_file = CaseFile(id=case_id, case_id=case_id, name="Familie Elsenaar")
    child = person(case_id)
    results = sanne.push(group(case_id, created(case_file), created(child)))
    assert [(result.outcome, result.seq) for result in results] == [("applied", 1), ("applied", 2)]
    seen = sanne.read(case_id)
    assert version_of(seen[child.id], "given_name") == 2
    assert doc_of(seen[child.id])["given_name"] == "Noor"
    assert seen[child.id].changed_by == "Sanne de Wit"
    (member,) = (item for item in seen.values() if item.record_type == "case_member")
    doc = doc_of(member)
    assert doc["role"] == CaseRole.LEAD
    assert doc["worker_id"] == str(sanne.caller.worker_id)
    assert (doc["name"], doc["organisation"]) == ("Sanne de Wit", "Enver")
    assert set(doc["compartments"]) == set(Compartment)
    assert doc["starts_on"] == central.today().isoformat()
    assert {head.compartment for head in sanne.manifest()} == set(Compartment)


def test_a_repeated_push_answers_the_same_and_does_nothing(sanne: Desk) -> None:
    case_id = sanne.new_case()
    ops = [created(person(case_id)), created(person(case_id, "Daan"))]
    first = sanne.push(group(case_id, *ops))
    before = sanne.read(case_id)
    assert sanne.push(group(case_id, *ops)) == first
    assert sanne.push(group(case_id, *ops), group(case_id, *ops)) == first * 2
    assert sanne.read(case_id) == before


def test_creating_again_is_a_replay_too(sanne: Desk) -> None:
    case_id = uuid4()
    op = created(CaseFile(id=case_id, case_id=case_id))
    assert sanne.do(case_id, op) == sanne.do(case_id, op)
    assert len(sanne.read(case_id)) == 2


def test_an_op_id_is_used_once(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    op = created(person(case_id))
    sanne.do(case_id, op)
    other = changed(created(person(case_id, "Daan")), op_id=op.op_id)
    new = created(person(case_id, "Lotte"))
    results = sanne.push(group(case_id, other, new))
    assert [outcome(item) for item in results] == [("rejected", "op-id-reused")] * 2
    assert outcome(youssef.do(case_id, op)) == ("rejected", "op-id-reused")
    assert UUID(new.record_id) not in sanne.read(case_id)


def test_a_group_stands_or_falls_whole_and_a_batch_does_not(sanne: Desk) -> None:
    case_id = sanne.new_case()
    good, half, last = (created(person(case_id, name)) for name in ("Noor", "Daan", "Lotte"))
    member = created(CaseMember(id=uuid4(), case_id=case_id, worker_id=sanne.caller.worker_id))
    results = sanne.push(group(case_id, good), group(case_id, half, member), group(case_id, last))
    assert [outcome(item) for item in results] == [
        ("applied", ""),
        ("rejected", "not-allowed"),
        ("rejected", "not-allowed"),
        ("applied", ""),
    ]
    seen = sanne.read(case_id)
    assert UUID(good.record_id) in seen
    assert UUID(half.record_id) not in seen
    assert UUID(last.record_id) in seen
    seqs = sorted(item.seq for item in seen.values())
    assert seqs == [1, 2, 3, 4]  # a group that fell took no number


def test_a_group_falls_with_what_it_was_made_on(sanne: Desk) -> None:
    case_id = sanne.new_case()
    child = person(case_id)
    first = changed(created(child), compartment="school")  # not where a person is kept
    second = edited(child, "phone", {"phone": "06"}, base={"phone": ""}, version=first.op_id)
    third = edited(child, "phone", {"phone": "07"}, base={"phone": "06"}, version=second.op_id)
    results = sanne.push(group(case_id, first), group(case_id, second))
    assert [outcome(item) for item in results] == [
        ("rejected", "compartment-differs"),
        ("rejected", "depends-on-rejected"),
    ]
    assert outcome(sanne.do(case_id, third)) == ("rejected", "depends-on-rejected")
    assert sanne.do(case_id, first) == results[0]


def test_another_workers_case_cannot_be_told_from_none(sanne: Desk, youssef: Desk) -> None:
    case_id, nowhere = sanne.new_case(), uuid4()
    before = sanne.read(case_id)
    answers = []
    for target in (case_id, nowhere):
        into = youssef.do(target, created(person(target)))
        note = Note(id=uuid4(), case_id=target, compartment=Compartment.CARE)
        answers.append([outcome(into), outcome(youssef.do(target, created(note)))])
    assert answers[0] == answers[1] == [("rejected", "not-found")] * 2
    take_over = created(CaseFile(id=case_id, case_id=case_id, name="Nu van mij"))
    assert outcome(youssef.do(case_id, take_over)) == ("rejected", "not-found")
    assert sanne.read(case_id) == before
    assert not youssef.manifest()


def test_without_a_live_grant_edits_wait_apart(
    sanne: Desk, youssef: Desk, central: Central
) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, "school")
    child = person(case_id)
    op = created(child)
    follows = edited(child, "phone", {"phone": "06"}, base={"phone": ""}, version=op.op_id)
    results = youssef.push(group(case_id, op), group(case_id, follows))
    assert [outcome(item) for item in results] == [
        ("quarantined", "no-access"),
        ("quarantined", "depends-on-quarantined"),
    ]
    assert child.id not in sanne.read(case_id)
    with central.database.read() as connection:
        kept = connection.scalars(select(quarantine.c.payload)).all()
    assert {json.loads(payload)["op_id"] for payload in kept} == {op.op_id, follows.op_id}
    assert youssef.do(case_id, op) == results[0]


def test_a_reader_reads_and_does_not_write(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, role=CaseRole.READER)
    assert case_id in youssef.read(case_id)
    assert outcome(youssef.do(case_id, created(person(case_id)))) == ("quarantined", "no-access")


def test_nobody_makes_himself_a_member(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, "basis")
    (member,) = (
        item
        for item in youssef.read(case_id).values()
        if item.record_type == "case_member"
        and doc_of(item)["worker_id"] == str(youssef.caller.worker_id)
    )
    mine = CaseMember(id=UUID(member.id), case_id=case_id, worker_id=youssef.caller.worker_id)
    everything = {"compartments": sorted(Compartment)}
    op = edited(
        mine,
        "compartments",
        everything,
        base={"compartments": ["basis"]},
        version=member.versions["compartments"],
    )
    assert outcome(youssef.do(case_id, op)) == ("rejected", "not-allowed")
    assert [head.compartment for head in youssef.manifest()] == ["basis"]


def test_a_record_stays_in_its_compartment(sanne: Desk) -> None:
    case_id = sanne.new_case()
    note = Note(id=uuid4(), case_id=case_id, compartment=Compartment.CARE)
    op = created(note)
    assert outcome(sanne.do(case_id, changed(op, compartment="school"))) == (
        "rejected",
        "compartment-differs",
    )
    sanne.do(case_id, op := changed(op, op_id=str(uuid4())))
    moved = edited(
        Note(id=note.id, case_id=case_id, compartment=Compartment.SCHOOL),
        "compartment",
        {"compartment": "school"},
        base={"compartment": "zorg"},
        version=op.op_id,
    )
    assert outcome(sanne.do(case_id, moved)) == ("rejected", "compartment-differs")


def test_an_id_has_one_type(sanne: Desk) -> None:
    case_id = sanne.new_case()
    child = person(case_id)
    sanne.do(case_id, created(child))
    assert outcome(sanne.do(case_id, created(CaseFile(id=child.id, case_id=case_id)))) == (
        "rejected",
        "type-differs",
    )
    own_case = Person(id=case_id, case_id=case_id)
    assert outcome(sanne.do(case_id, created(own_case))) == ("rejected", "type-differs")


def test_a_record_of_a_newer_version_is_kept_as_it_came(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    op = Op(
        str(uuid4()),
        1,
        "zorg",
        "weather_report",
        str(uuid4()),
        {"sky": UnitChange(None, {"sky": {"clouds": [1, 2.5, None]}}, 0)},
        "2030-01-01T10:00:00+01:00",
    )
    known = changed(created(child := person(case_id)), record_id=str(uuid4()))
    known.units[WHOLE].value["mood_ring"] = "blauw"
    by_unit = changed(created(person(case_id), by_unit=True), record_id=str(uuid4()))
    by_unit.units["mood_ring"] = UnitChange(None, {"mood_ring": "rood"}, 0)
    assert outcome(sanne.do(case_id, op, known, by_unit)) == ("applied", "")
    seen = youssef.read(case_id)
    assert doc_of(seen[UUID(op.record_id)]) == {"sky": {"clouds": [1, 2.5, None]}}
    assert doc_of(seen[UUID(known.record_id)])["mood_ring"] == "blauw"
    assert doc_of(seen[UUID(by_unit.record_id)])["mood_ring"] == "rood"
    assert child.id not in seen


DEEP = json.loads("[" * 40 + "]" * 40)
MANY = [f"m{number}" for number in range(201)]
PHONE = UnitChange(None, {"phone": ""}, 0)


BAD: list[tuple[dict[str, object], str]] = [
    ({"record_type": "Drop Table"}, "unreadable"),
    ({"record_type": "per\0son"}, "unreadable"),
    ({"compartment": "\0"}, "unreadable"),
    ({"compartment": "kelder"}, "compartment-differs"),
    ({"made_at": "gisteren"}, "unreadable"),
    ({"made_at": "2026-11-21T10:00:00"}, "unreadable"),
    ({"units": {}}, "unreadable"),
    ({"units": {"phone": UnitChange(None, {}, 0)}}, "unreadable"),
    ({"units": {"phone": UnitChange(None, {"given_name": "x"}, 0)}}, "unreadable"),
    ({"units": {"phone": UnitChange(None, {"phone": DEEP}, 0)}}, "unreadable"),
    ({"units": {"phone": UnitChange({"phone": DEEP}, {"phone": ""}, 0)}}, "unreadable"),
    ({"units": {"x y": UnitChange(None, {"x y": 1}, 0)}}, "unreadable"),
    ({"units": {"id": UnitChange(None, {"id": "x"}, 0)}}, "unreadable"),
    ({"units": {"case_id": UnitChange(None, {"case_id": "x"}, 0)}}, "unreadable"),
    ({"units": {"@withdrawn": UnitChange(None, {"withdrawn": "ja"}, 0)}}, "unreadable"),
    ({"units": {"@whole": UnitChange(None, {}, 0)}}, "unreadable"),
    ({"units": {"@whole": UnitChange({}, {"phone": ""}, 0)}}, "unreadable"),
    ({"units": {"@whole": UnitChange(None, {"case_id": "x"}, 0)}}, "unreadable"),
    ({"units": {"@whole": UnitChange(None, {"phone": DEEP}, 0)}}, "unreadable"),
    ({"units": {"@whole": UnitChange(None, dict.fromkeys(MANY, 1), 0)}}, "unreadable"),
    ({"units": {"@whole": PHONE, "phone": PHONE}}, "unreadable"),
    ({"units": {"phone": UnitChange(None, dict.fromkeys(MANY, 1), 0)}}, "unreadable"),
    ({"units": {"@withdrawn": UnitChange(None, {"withdrawn": True}, 0)}}, "record-absent"),
    ({"units": {"phone": UnitChange(None, {"phone": "x" * 300_000}, 0)}}, "too-large"),
    ({"units": {"phone": UnitChange({"phone": "x" * 600_000}, {"phone": ""}, 0)}}, "too-large"),
]


def test_what_cannot_be_taken_is_refused_and_blocks_nothing(sanne: Desk) -> None:
    case_id = sanne.new_case()
    for fields, reason in BAD:
        bad = changed(created(person(case_id)), **fields)
        good = created(person(case_id))
        results = sanne.push(group(case_id, bad), group(case_id, good))
        expected = [("rejected", reason), ("applied", "")]
        assert [outcome(item) for item in results] == expected, fields
        assert sanne.do(case_id, bad) == results[0]


def test_an_id_that_is_none_refuses_the_request(sanne: Desk) -> None:
    case_id = sanne.new_case()
    for fields in ({"op_id": "1"}, {"record_id": "x"}, {"op_id": ""}):
        with pytest.raises(Refused, match="unreadable"):
            sanne.do(case_id, changed(created(person(case_id)), **fields))


def test_text_with_a_null_character_is_only_text(sanne: Desk) -> None:
    case_id = sanne.new_case()
    child = person(case_id, "No\0or")
    assert outcome(sanne.do(case_id, created(child))) == ("applied", "")
    assert sanne.doc(case_id, child.id)["given_name"] == "No\0or"


def test_a_version_that_never_was_is_not_clean(sanne: Desk) -> None:
    case_id = sanne.new_case()
    child = person(case_id)
    sanne.do(case_id, created(child))
    for version in ("geen", str(uuid4()), -1, 10**30):
        name = {"given_name": f"N{version}"}
        op = edited(child, "given_name", name, base=None, version=version)
        assert outcome(sanne.do(case_id, op)) == ("conflicted", "")
    assert sanne.doc(case_id, child.id)["given_name"] == "Noor"


def test_too_many_operations_are_refused_before_they_are_looked_at(sanne: Desk) -> None:
    case_id = sanne.new_case()
    op = created(person(case_id))
    with pytest.raises(Refused, match="too-large"):
        sanne.do(case_id, *[op] * (protocol.PUSH_OPS + 1))


def test_another_epoch_is_told_first(sanne: Desk, central: Central) -> None:
    request = protocol.PushRequest("earlier", [])
    with pytest.raises(Refused, match="epoch-changed") as caught:
        push.push(central, sanne.caller, request)
    assert caught.value.status == 409


@dataclass
class Breaks:
    """Fails while a table is written, as a lost connection would."""

    table: str
    broken: bool = field(default=True)

    def __call__(self, *arguments: object) -> None:
        if self.broken and f"INTO {self.table}" in str(arguments[2]):
            raise ConnectionError


@pytest.mark.parametrize("table", ["record", "scope", "change", "op_outcome", "access_grant"])
def test_nothing_is_half_written(sanne: Desk, central: Central, table: str) -> None:
    from sqlalchemy import event

    breaks = Breaks(table)
    event.listen(central.database._engine, "before_cursor_execute", breaks)
    case_id = uuid4()
    ops = [
        created(CaseFile(id=case_id, case_id=case_id)),
        created(person(case_id)),
    ]
    with pytest.raises(ConnectionError):
        sanne.do(case_id, *ops)
    with central.database.read() as connection:
        for each in (record, case_head, op_outcome):
            assert connection.scalars(select(func.count()).select_from(each)).one() == 0
    breaks.broken = False
    assert [item.outcome for item in sanne.push(group(case_id, *ops))] == ["applied", "applied"]
    assert sorted(item.seq for item in sanne.read(case_id).values()) == [1, 2, 3]


def test_every_push_leaves_its_line_in_the_audit(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    youssef.do(case_id, created(person(case_id)))
    with sanne.central.database.read() as connection:
        rows = connection.execute(
            select(audit).where(audit.c.action == "write").order_by(audit.c.id)
        ).all()
    assert [(row.worker_id, row.case_id, row.compartment, row.outcome) for row in rows] == [
        (sanne.caller.worker_id, case_id, "basis", "applied"),
        (youssef.caller.worker_id, case_id, "basis", "not-found"),
    ]


def test_of_a_record_elsewhere_in_the_case_no_more_is_told_than_that_its_id_is_taken(
    sanne: Desk, youssef: Desk
) -> None:
    case_id = sanne.new_case()
    note = Note(id=uuid4(), case_id=case_id, compartment=Compartment.CARE)
    assert sanne.do(case_id, created(note)).outcome == "applied"
    share(youssef, case_id, Compartment.BASIS.value)
    same_id = (
        created(Note(id=note.id, case_id=case_id, compartment=Compartment.BASIS)),
        created(Person(id=note.id, case_id=case_id)),
        changed(created(Person(id=note.id, case_id=case_id)), record_type="iets_nieuws"),
    )
    found = {outcome(youssef.do(case_id, op)) for op in same_id}
    assert found == {("rejected", "compartment-differs")}


def test_what_follows_is_decided_while_the_database_writes_what_came_before(
    sanne: Desk, central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    if central.database.is_sqlite:
        pytest.skip("SQLite is in this process")
    case_id, ahead, decided = sanne.new_case(), Event(), 0

    def counted(*given: object) -> object:
        nonlocal decided
        decided += 1
        if decided > push.AT_ONCE:
            ahead.set()
        return apply_group(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(push, "apply_group", counted)
    groups = [group(case_id, created(person(case_id))) for _ in range(2 * push.AT_ONCE)]
    with ThreadPoolExecutor(1) as laptop:
        with central.database.write() as other:
            # Reading goes on; the rows of the first slice cannot be written until this is over.
            other.execute(text("LOCK TABLE record IN EXCLUSIVE MODE"))
            pushing = laptop.submit(sanne.push, *groups)
            assert ahead.wait(60), "the second slice waits for the first one"
        assert {outcome(result) for result in pushing.result()} == {("applied", "")}
