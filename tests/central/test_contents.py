"""The content of attachments: before its record, only to who may read it, and never half."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import func, select

from mvs_central.access import members
from mvs_central.base import acting
from mvs_central.base.central import Central, Refused
from mvs_central.cases import content_rows
from mvs_central.cli.main import main
from mvs_central.sync import contents
from mvs_central.tables import attachment_chunk, attachment_content, audit
from mvs_desktop.domain.attachments import CHUNK, MOST_BYTES, Attachment
from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.sync import protocol
from tests.central.desk import Clock, Desk, created, group, new_desk, re_enrolled, share, withdrawn

CARE = Compartment.CARE.value


@dataclass(frozen=True)
class Photo:
    """An attachment with its content."""

    item: Attachment
    content: bytes

    def offer(self) -> protocol.ContentOffer:
        case_id, id_ = str(self.item.case_id), str(self.item.id)
        size, digest = len(self.content), self.item.sha256
        return protocol.ContentOffer(case_id, self.item.compartment.value, id_, size, digest)

    def chunk(self, number: int) -> bytes:
        return self.content[number * CHUNK : (number + 1) * CHUNK]

    def frame(self, number: int, chunk: bytes | None = None) -> bytes:
        data = self.chunk(number) if chunk is None else chunk
        head = protocol.ChunkHead(
            str(self.item.case_id), str(self.item.id), number, sha256(data).hexdigest()
        )
        return protocol.frame(head, data)


def photo(case_id: UUID, size: int = 2 * CHUNK + 7, compartment: str = CARE) -> Photo:
    content = secrets.token_bytes(size)
    digest = sha256(content).hexdigest()
    item = Attachment(
        id=uuid4(),
        case_id=case_id,
        compartment=Compartment(compartment),
        size=size,
        sha256=digest,
    )
    return Photo(item, content)


def offer(desk: Desk, what: Photo) -> list[int]:
    with desk.acting():
        return contents.offer(desk.central, desk.caller, what.offer()).missing


def put(desk: Desk, what: Photo, number: int, chunk: bytes | None = None) -> list[int]:
    with desk.acting():
        return contents.put(desk.central, desk.caller, what.frame(number, chunk)).missing


def send(desk: Desk, what: Photo) -> None:
    for number in offer(desk, what):
        put(desk, what, number)


def get(desk: Desk, what: Photo, number: int = 0, compartment: str = CARE) -> bytes:
    request = protocol.ContentRequest(
        str(what.item.case_id), compartment, str(what.item.id), number
    )
    with desk.acting():
        return contents.get(desk.central, desk.caller, request)


def whole(desk: Desk, what: Photo) -> bytes:
    count = -(-len(what.content) // CHUNK)
    return b"".join(get(desk, what, number) for number in range(count))


def refused(call: Any, *args: Any) -> tuple[int, str]:
    with pytest.raises(Refused) as told:
        call(*args)
    return told.value.status, told.value.code


def count(central: Central, table: Any) -> int:
    with central.database.read() as connection:
        return int(connection.scalars(select(func.count()).select_from(table)).one())


def state(central: Central, what: Photo) -> list[str]:
    query = select(attachment_content.c.state).filter_by(attachment_id=what.item.id)
    with central.database.read() as connection:
        return list(connection.scalars(query))


def test_content_travels_before_its_record_and_a_colleague_gets_the_same_bytes(
    sanne: Desk, youssef: Desk
) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    what = photo(case_id)
    assert offer(sanne, what) == [0, 1, 2]
    assert put(sanne, what, 0) == [1, 2]
    assert put(sanne, what, 2) == [1]
    assert offer(sanne, what) == [1]  # a line that broke goes on here
    assert put(sanne, what, 1) == []
    assert refused(get, youssef, what) == (404, "not-found")  # no record names it yet
    assert sanne.do(case_id, created(what.item)).outcome == "applied"
    assert whole(youssef, what) == whole(sanne, what) == what.content


def test_a_case_may_begin_after_its_content(sanne: Desk) -> None:
    case_id = uuid4()
    what = photo(case_id, 10)
    send(sanne, what)
    case = CaseFile(id=case_id, case_id=case_id, name="Familie Elsenaar")
    results = sanne.push(group(case_id, created(case)), group(case_id, created(what.item)))
    assert [result.outcome for result in results] == ["applied", "applied"]
    assert get(sanne, what) == what.content


def test_the_same_chunk_twice_is_one(sanne: Desk) -> None:
    what = photo(sanne.new_case())
    offer(sanne, what)
    assert put(sanne, what, 1) == put(sanne, what, 1) == [0, 2]
    assert count(sanne.central, attachment_chunk) == 1
    assert offer(sanne, what) == [0, 2]


def test_content_that_is_whole_is_not_read_again_for_a_chunk_that_comes_again(
    sanne: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its case is locked for as long as that takes, and a laptop can send one all day."""
    what = photo(sanne.new_case())
    send_all, looked = send, contents._is_whole
    read: list[object] = []

    def counted(*asked: Any) -> bool:
        read.append(asked[1])
        return looked(*asked)

    monkeypatch.setattr(contents, "_is_whole", counted)
    send_all(sanne, what)
    for _ in range(3):
        assert put(sanne, what, 1) == []
    assert len(read) == 1


def test_the_same_chunk_at_the_same_moment_is_one(sanne: Desk) -> None:
    what = photo(sanne.new_case())
    offer(sanne, what)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda number: put(sanne, what, number), [0, 0, 1, 2]))
    assert [] in done
    assert count(sanne.central, attachment_chunk) == 3
    sanne.do(what.item.case_id, created(what.item))
    assert whole(sanne, what) == what.content


def test_chunks_that_do_not_fit_are_not_kept(sanne: Desk) -> None:
    what = photo(sanne.new_case())
    assert refused(put, sanne, what, 0) == (404, "not-found")  # never offered
    offer(sanne, what)
    assert refused(put, sanne, what, 0, b"kort") == (400, "unreadable")
    assert refused(put, sanne, what, 2, bytes(CHUNK)) == (400, "unreadable")
    assert refused(put, sanne, what, 3, bytes(7)) == (400, "unreadable")
    assert refused(put, sanne, what, -1, bytes(7)) == (400, "unreadable")
    changed = what.frame(0)[:-1] + b"?"
    assert refused(contents.put, sanne.central, sanne.caller, changed) == (400, "hash-differs")
    for junk in (b"", b"\xff\xff\xff\xff{}", b"\x00\x00\x00\x02[]", bytes(4)):
        assert refused(contents.put, sanne.central, sanne.caller, junk) == (400, "unreadable")
    assert count(sanne.central, attachment_chunk) == 0


def test_other_content_than_was_offered_is_let_go_of_and_can_be_sent_again(sanne: Desk) -> None:
    case_id = sanne.new_case()
    what = photo(case_id)
    offer(sanne, what)
    put(sanne, what, 0, secrets.token_bytes(CHUNK))
    assert refused(put, sanne, what, 0) == (409, "content-differs")
    put(sanne, what, 1)
    assert refused(put, sanne, what, 2) == (409, "content-differs")
    assert count(sanne.central, attachment_chunk) == 0
    send(sanne, what)
    sanne.do(case_id, created(what.item))
    assert whole(sanne, what) == what.content


def test_content_of_a_record_changes_no_more(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    what = photo(case_id, 100)
    send(sanne, what)
    sanne.do(case_id, created(what.item))
    other = replace(what, content=b"iets anders", item=replace(what.item, sha256="0" * 64))
    assert refused(offer, sanne, other) == (409, "content-differs")
    lie = replace(what, content=b"x" * 100, item=replace(what.item, sha256="1" * 64))
    offer(youssef, lie)
    assert refused(put, youssef, lie, 0) == (409, "content-differs")
    send(youssef, replace(what))  # the same bytes from another: they stay his own
    assert state(sanne.central, what).count("named") == 1
    assert get(youssef, what) == what.content


def test_a_record_takes_only_the_content_that_it_describes(sanne: Desk) -> None:
    case_id = sanne.new_case()
    what = photo(case_id, 100)
    send(sanne, what)
    sanne.do(case_id, created(replace(what.item, sha256="f" * 64)))
    assert state(sanne.central, what) == ["waiting"]
    school = photo(case_id, 100, "school")
    send(sanne, school)
    sanne.do(case_id, created(replace(school.item, compartment=Compartment.CARE)))
    assert state(sanne.central, school) == ["waiting"]


def test_content_that_comes_after_its_record_is_taken_from_who_may_write(
    sanne: Desk, youssef: Desk
) -> None:
    case_id = sanne.new_case()
    what = photo(case_id, 100)
    sanne.do(case_id, created(what.item))
    stranger, reader = youssef, new_desk(sanne.central, "Iris Bakker")
    share(reader, case_id, role=CaseRole.READER)
    send(stranger, what)
    assert state(sanne.central, what) == ["waiting"]
    send(reader, what)
    assert sorted(state(sanne.central, what)) == ["quarantined", "waiting"]
    send(sanne, what)
    assert sorted(state(sanne.central, what)) == ["named", "quarantined", "waiting"]
    assert get(reader, what) == what.content


def test_content_that_comes_after_its_record_and_after_access_ended_lies_apart(
    sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    """He sees the record no more, and what he sends is not swept for that."""
    case_id = sanne.new_case()
    share(youssef, case_id, ends_on=sanne.central.today())
    what = photo(case_id, 10)
    op = created(what.item)
    assert youssef.do(case_id, op).outcome == "applied"
    clock.forward(days=2)
    send(youssef, what)
    assert state(sanne.central, what) == ["quarantined"]
    assert youssef.do(case_id, op).outcome == "applied"  # asked again: what became of it then
    clock.forward(days=contents.UNNAMED_DAYS * 2)
    assert contents.sweep(sanne.central) == 0
    assert state(sanne.central, what) == ["quarantined"]
    # Whoever may write in the record has its content with the next edit.
    sanne.do(case_id, withdrawn(what.item, 1))
    assert get(sanne, what) == what.content


# Who may see it


def test_forbidden_and_absent_look_alike(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    what = photo(case_id)
    send(sanne, what)
    sanne.do(case_id, created(what.item))
    nothing = photo(uuid4())
    for there, absent in ((what, nothing), (photo(case_id), nothing)):
        assert refused(get, youssef, there) == refused(get, youssef, absent) == (404, "not-found")
    # An offer is taken as if nobody had that case.
    assert offer(youssef, what) == offer(youssef, nothing) == [0, 1, 2]
    assert put(youssef, what, 0) == put(youssef, nothing, 0) == [1, 2]
    for number in (1, 2):
        put(youssef, what, number)
    assert offer(youssef, what) == []
    assert refused(get, youssef, what) == (404, "not-found")


def test_a_compartment_that_is_not_granted_is_absent(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, "basis", "school")
    what, school = photo(case_id, 10), photo(case_id, 10, "school")
    for one in (what, school):
        send(sanne, one)
        sanne.do(case_id, created(one.item))
    assert refused(get, youssef, what) == (404, "not-found")
    assert refused(get, youssef, what, 0, "school") == (404, "not-found")
    assert get(youssef, school, 0, "school") == school.content


def test_a_grant_that_ends_ends_the_reading(sanne: Desk, youssef: Desk, clock: Clock) -> None:
    case_id = sanne.new_case()
    what = photo(case_id, 10)
    send(sanne, what)
    sanne.do(case_id, created(what.item))
    share(youssef, case_id, ends_on=sanne.central.today())
    assert get(youssef, what) == what.content
    clock.forward(days=2)
    assert refused(get, youssef, what) == (404, "not-found")
    members.revoke(sanne.central, case_id, sanne.caller.worker_id)
    assert refused(get, sanne, what) == (404, "not-found")


def test_a_withdrawn_attachment_keeps_its_content(sanne: Desk) -> None:
    case_id = sanne.new_case()
    what = photo(case_id, 10)
    send(sanne, what)
    taken = sanne.do(case_id, created(what.item))
    assert sanne.do(case_id, withdrawn(what.item, taken.seq)).outcome == "applied"
    assert get(sanne, what) == what.content


def test_content_written_after_access_ended_is_kept_where_the_operation_is(
    sanne: Desk, youssef: Desk, clock: Clock
) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id, ends_on=sanne.central.today())
    clock.forward(days=2)
    what = photo(case_id, 10)
    send(youssef, what)
    assert youssef.do(case_id, created(what.item)).outcome == "quarantined"
    assert state(sanne.central, what) == ["quarantined"]
    clock.forward(days=contents.UNNAMED_DAYS * 2)
    contents.sweep(sanne.central)
    assert state(sanne.central, what) == ["quarantined"]
    assert refused(get, youssef, what) == refused(get, sanne, what) == (404, "not-found")
    # Whoever leads the case takes the operation over.
    sanne.do(case_id, created(what.item))
    assert get(sanne, what) == what.content


def test_a_laptop_that_was_enrolled_again_goes_on(sanne: Desk) -> None:
    case_id = sanne.new_case()
    what = photo(case_id)
    offer(sanne, what)
    put(sanne, what, 0)
    again = re_enrolled(sanne)
    assert offer(again, what) == [1, 2]
    send(again, what)
    again.do(case_id, created(what.item))
    assert whole(again, what) == what.content


# Limits


def test_sizes_that_are_not_taken(sanne: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    what = photo(sanne.new_case(), 10)
    asked = what.offer()
    ask = lambda request: contents.offer(sanne.central, sanne.caller, request)  # noqa: E731
    too_large = protocol.ContentOffer(
        asked.case_id, CARE, asked.attachment_id, MOST_BYTES + 1, asked.sha256
    )
    assert refused(ask, too_large) == (413, "too-large")
    for odd in (
        protocol.ContentOffer(asked.case_id, CARE, asked.attachment_id, -1, asked.sha256),
        protocol.ContentOffer(asked.case_id, CARE, asked.attachment_id, 1, "ABC"),
        protocol.ContentOffer(asked.case_id, "Zorg!", asked.attachment_id, 1, asked.sha256),
        protocol.ContentOffer("x", CARE, asked.attachment_id, 1, asked.sha256),
    ):
        assert refused(ask, odd) == (400, "unreadable")
    monkeypatch.setattr(contents, "LEAST_COUNTED", 9)
    monkeypatch.setattr(contents, "MOST_UNNAMED", 25)
    offer(sanne, what)
    offer(sanne, photo(uuid4(), 10))
    assert refused(offer, sanne, photo(uuid4(), 10)) == (413, "quota-reached")
    assert offer(sanne, what) == [0]  # what is known already takes no more room
    send(sanne, what)
    sanne.do(what.item.case_id, created(what.item))
    assert offer(sanne, photo(uuid4(), 10)) == [0]  # a record took the first


def test_a_compartment_that_nobody_ever_had_makes_no_room(
    sanne: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has to leave a laptop because access ended is counted apart, and nothing else: a
    worker can begin as many cases as he likes."""
    monkeypatch.setattr(contents, "MOST_UNNAMED", 3 * CHUNK)

    def nowhere() -> protocol.ContentOffer:
        return msgspec.structs.replace(photo(sanne.new_case()).offer(), compartment="kelder")

    sanne.ask(contents.offer, nowhere())
    assert refused(sanne.ask, contents.offer, nowhere()) == (413, "quota-reached")


def test_empty_content_takes_room_too(sanne: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_UNNAMED", 8 * 1024)
    offer(sanne, photo(uuid4(), 0))
    offer(sanne, photo(uuid4(), 1))
    assert refused(offer, sanne, photo(uuid4(), 0)) == (413, "quota-reached")


def test_what_is_being_named_is_not_swept(
    sanne: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process starts, and sweeps, while a record takes its content."""
    case_id = sanne.new_case()
    what = photo(case_id, 10)
    send(sanne, what)
    clock.forward(days=contents.UNNAMED_DAYS + 1)
    found, named = Event(), Event()
    follow, key_of = contents.follow, content_rows.key_of

    def naming(*asked: Any) -> None:
        follow(*asked)
        named.set()
        found.wait(2)

    def looking(row: Any) -> Any:
        found.set()
        return key_of(row)

    with monkeypatch.context() as slow:
        slow.setattr(contents, "follow", naming)
        with ThreadPoolExecutor(1) as pool:
            pushed = pool.submit(sanne.do, case_id, created(what.item))
            assert named.wait(20)
            slow.setattr(content_rows, "key_of", looking)
            with acting.service():
                contents.sweep(sanne.central)
            assert pushed.result(20).outcome == "applied"
    assert get(sanne, what) == what.content


def test_what_nothing_names_is_swept_after_some_days(
    sanne: Desk, clock: Clock, prepared_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    case_id = sanne.new_case()
    named, forgotten, fresh = (photo(case_id, 10) for _ in range(3))
    send(sanne, named)
    sanne.do(case_id, created(named.item))
    send(sanne, forgotten)
    clock.forward(days=contents.UNNAMED_DAYS - 1)
    send(sanne, fresh)
    assert contents.sweep(sanne.central) == 0
    clock.forward(days=2)
    assert contents.sweep(sanne.central) == 1
    assert state(sanne.central, forgotten) == []
    assert count(sanne.central, attachment_chunk) == 2
    assert get(sanne, named) == named.content
    assert offer(sanne, forgotten) == [0]
    assert main(["--database", prepared_url, "sweep"]) == 0
    assert "bijlagen" in capsys.readouterr().out


# The audit


def test_every_read_and_write_has_its_line(
    sanne: Desk, youssef: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = sanne.new_case()
    what = photo(case_id, 10)
    send(sanne, what)
    sanne.do(case_id, created(what.item))
    get(sanne, what)
    refused(get, youssef, what)
    query = select(audit).where(audit.c.action.in_(["read-content", "write-content"]))
    with sanne.central.database.read() as connection:
        rows = connection.execute(query.order_by(audit.c.id)).all()
    lines = [
        (row.worker_id, row.action, row.compartment, row.outcome, row.reference)
        for row in rows
        if row.case_id == case_id
    ]
    grounds = [row.role for row in rows]
    me, other = sanne.caller.worker_id, youssef.caller.worker_id
    named = f"attachment {what.item.id}"
    assert lines == [
        (me, "write-content", CARE, "offered", named),
        (me, "write-content", CARE, "kept", f"{named} chunk 0"),
        (me, "read-content", CARE, "shown", f"{named} chunk 0"),
        (other, "read-content", None, "not-found", f"{named} chunk 0"),
    ]
    assert grounds == [CaseRole.LEAD.value] * 3 + [None]

    def full(*_: object) -> None:
        raise OSError("vol")

    monkeypatch.setattr("mvs_central.access.audit.write", full)
    with pytest.raises(OSError, match="vol"):
        get(sanne, what)  # what cannot be written down is not shown


def test_touching_again_keeps_it_from_the_sweep(sanne: Desk, clock: Clock) -> None:
    what = photo(uuid4())
    offer(sanne, what)
    for number in range(2):
        clock.now += timedelta(days=contents.UNNAMED_DAYS - 1)
        put(sanne, what, number)
    assert contents.sweep(sanne.central) == 0
