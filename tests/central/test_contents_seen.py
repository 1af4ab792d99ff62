"""Who may see the content of attachments, and what is written down of it."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from mvs_central.access import members
from mvs_central.sync import contents
from mvs_central.tables import audit
from mvs_desktop.domain.cases import CaseRole
from tests.central.desk import Clock, Desk, created, new_desk, share, withdrawn
from tests.central.photos import CARE, get, offer, photo, put, refused, send, state


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
