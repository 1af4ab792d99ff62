"""The content of attachments: up before the operation that names it, down after the record."""

import secrets
from hashlib import sha256
from uuid import UUID, uuid4, uuid5

import pytest

from mvs_desktop.domain.attachments import Attachment
from tests.second_client import contents
from tests.second_client.conftest import MakeLaptop, Office
from tests.second_client.contents import CHUNK, Content, Damaged
from tests.second_client.line import Refused
from tests.second_client.sharing import Shared


def test_content_that_is_sent_in_parts_reaches_the_real_laptop(shared: Shared) -> None:
    noor = shared.noor
    data = secrets.token_bytes(2 * CHUNK + 10)
    op = noor.attach(shared.case_id, "zorg", data, {"name": "brief van school"})
    (content,) = noor.contents
    assert contents.send(noor.line, content, at_most=1) == [1, 2]  # and the line broke
    noor.synchronise()
    assert op.outcome == "applied"
    assert contents.send(noor.line, content) == []
    report = shared.bram.sync()
    assert report.fetched == {UUID(op.record_id)}
    assert shared.bram.store.attachments.read(UUID(op.record_id)) == data


def test_content_of_the_real_laptop_comes_here(shared: Shared) -> None:
    data = secrets.token_bytes(CHUNK + 1)
    item = Attachment(
        id=shared.bram.store.new_id(),
        case_id=UUID(shared.case_id),
        size=len(data),
        sha256=sha256(data).hexdigest(),
    )
    written = shared.bram.store.attachments.write(item, data, None)
    assert written is not None
    with shared.bram.store.unit_of_work() as work:
        work.attach(item, written)
    shared.exchange()
    record = shared.seen(str(item.id))
    assert shared.noor.content_of(record) == data
    record.doc["sha256"] = sha256(b"other").hexdigest()
    with pytest.raises(Damaged):
        shared.noor.content_of(record)


def test_empty_content_has_one_empty_chunk(shared: Shared) -> None:
    op = shared.noor.attach(shared.case_id, "basis", b"", {})
    shared.noor.synchronise()
    assert shared.noor.content_of(shared.seen(op.record_id)) == b""


def test_a_record_keeps_its_first_content_and_the_second_is_one_of_its_own(
    shared: Shared, laptop_of: MakeLaptop
) -> None:
    """As when two laptops were made of one copy of a store."""
    noor = shared.noor
    op = noor.attach(shared.case_id, "basis", b"first", {"name": "brief"})
    noor.synchronise()
    copy = laptop_of(shared.noor_id)
    copy.synchronise()
    second = Content(shared.case_id, "basis", op.record_id, b"second")
    with pytest.raises(Refused, match="409 content-differs"):
        contents.send(copy.line, second)
    copy.contents.append(second)
    shown = copy.outbox.record(op.record_id)
    assert shown is not None
    copy.outbox.edit(shown, {"name": {"name": "brief, beter te lezen"}})
    copy.synchronise()
    noor.synchronise()
    assert noor.content_of(shared.seen(op.record_id)) == b"first"
    another = shared.seen(str(uuid5(UUID(op.record_id), second.sha256)))
    assert another.doc["name"] == "brief, beter te lezen"
    assert noor.content_of(another) == b"second"


def test_what_changed_on_its_way_is_not_kept(shared: Shared) -> None:
    noor = shared.noor
    noor.attach(shared.case_id, "basis", b"what it says", {})
    (content,) = noor.contents
    noor.line.ask("/v1/attachment/offer", content.offer())
    frame = content.frame(0).replace(b"what it says", b"what it sais")
    with pytest.raises(Refused, match="400 hash-differs"):
        noor.line.ask_bytes("/v1/attachment/put", frame, "application/octet-stream")
    assert contents.send(noor.line, content, at_most=0) == [0]


def test_content_of_a_quarantined_record_goes_to_who_takes_it_over(
    office: Office, laptop_of: MakeLaptop
) -> None:
    """It leaves the laptop before the scope does."""
    noor_id = office.worker("Noor Testers")
    lead, noor, case_id = laptop_of(office.worker("Bram Testers")), laptop_of(noor_id), str(uuid4())
    lead.outbox.create(case_id, "basis", "case_file", {"name": "Familie De Boer"}, case_id)
    lead.synchronise()
    office.grant(noor_id, case_id)
    noor.synchronise()
    op = noor.attach(case_id, "zorg", b"what nobody has seen", {"name": "brief"})
    office.revoke(noor_id, case_id)
    noor.synchronise()
    assert (op.outcome, noor.mirror.scopes) == ("quarantined", {})
    (apart,) = lead.line.ask("/v1/apart", {"case_id": case_id})["edits"]
    doc = apart["units"]["@whole"]["value"]
    lead.outbox.create(case_id, "zorg", "attachment", doc, apart["record_id"])
    lead.synchronise()
    record = lead.outbox.record(apart["record_id"])
    assert record is not None
    assert lead.content_of(record) == b"what nobody has seen"
    with pytest.raises(Refused, match="404 not-found"):
        noor.content_of(record)
