"""Whatever a device does in a case says which case: a database that is divided by case finds the
one place, and asks no other (docs/scale.md)."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import event

from mvs_central.access import members
from mvs_central.base.central import Central
from mvs_central.sync import contents
from mvs_central.tables import (
    access_grant,
    attachment_chunk,
    attachment_content,
    case_head,
    change,
    op_outcome,
    quarantine,
    record,
    scope,
)
from mvs_desktop.domain.people import Person
from mvs_desktop.sync.protocol import Cursor
from tests.central.desk import Clock, Desk, created, edited, share, version_of, withdrawn
from tests.central.photos import get, photo, refused, send

DIVIDED = tuple(
    table.name
    for table in (
        attachment_chunk,
        attachment_content,
        case_head,
        change,
        op_outcome,
        quarantine,
        record,
        scope,
    )
)
# On every node: each has its own copy, and finds in it what is asked by case or by worker.
EVERYWHERE = (access_grant.name,)
_TOUCHES = re.compile(rf"(FROM|INTO|UPDATE|JOIN) ({'|'.join((*DIVIDED, *EVERYWHERE))})\b")
# An insertion names the column; everything else has it in its condition.
_SAYS = re.compile(r"INSERT INTO \w+ \((\w+, )*case_id|WHERE .*\bcase_id (=|IN)", re.DOTALL)
_SAYS_WHOSE = re.compile(r"WHERE .*\bworker_id (=|IN)", re.DOTALL)
# What asks all places, and why that is bounded: docs/scale.md.
WAITING = re.compile(r"SELECT coalesce\(sum\(.*FROM attachment_content", re.DOTALL)
SWEPT = re.compile(r"FROM attachment_content\s+WHERE attachment_content.state", re.DOTALL)
BOUNDED = (WAITING, SWEPT)


@pytest.fixture
def statements(central: Central) -> Iterator[list[str]]:
    """What was asked of tables that are divided by case, and of those that stand beside them."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if _TOUCHES.search(statement):
            seen.append(statement)

    engine = central.database._engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def touched(statements: list[str]) -> set[str]:
    return {match[2] for text in statements for match in _TOUCHES.finditer(text)}


def asks_elsewhere(statements: list[str]) -> list[str]:
    """What would be asked of more than one place."""
    found = []
    for text in statements:
        names = {match[2] for match in _TOUCHES.finditer(text)}
        alone = names <= set(EVERYWHERE)
        if not _SAYS.search(text) and not (alone and _SAYS_WHOSE.search(text)):
            found.append(text)
    return found


def test_every_statement_in_a_case_says_which(
    sanne: Desk, youssef: Desk, statements: list[str]
) -> None:
    case_id = sanne.new_case()
    child = Person(id=uuid4(), case_id=case_id, given_name="Noor")
    sanne.do(case_id, created(child))
    share(youssef, case_id)
    version = version_of(youssef.read(case_id)[child.id], "given_name")
    for desk, name in ((youssef, "Nora"), (sanne, "Noortje")):
        op = edited(
            child, "given_name", {"given_name": name}, base={"given_name": "Noor"}, version=version
        )
        desk.do(case_id, op)
        assert desk.do(case_id, op) is not None  # asked again
    assert len(sanne.conflicts(case_id)) == 1
    sanne.do(case_id, withdrawn(child, 1))
    members.revoke(sanne.central, case_id, youssef.caller.worker_id)
    assert youssef.do(case_id, created(Person(id=uuid4(), case_id=case_id))).outcome != "applied"
    sanne.page(Cursor(str(case_id), "basis", 0), limit=1)

    contents_alone = {attachment_chunk.name, attachment_content.name}
    assert touched(statements) == {*DIVIDED, *EVERYWHERE} - contents_alone
    assert asks_elsewhere(statements) == []


def test_so_does_every_statement_about_content_but_two(
    sanne: Desk, youssef: Desk, clock: Clock, statements: list[str]
) -> None:
    """How much waits of one worker, over all cases; and, once an hour, what nothing named."""
    case_id = sanne.new_case()
    share(youssef, case_id, ends_on=sanne.central.today())
    named, apart, late, forgotten = (photo(case_id, 10) for _ in range(4))
    for what in (named, forgotten):
        send(sanne, what)
        send(sanne, what)  # offered again
    for _ in range(2):
        sanne.do(case_id, created(named.item))
    assert get(youssef, named) == named.content
    late_op = created(late.item)
    youssef.do(case_id, late_op)
    clock.forward(days=2)
    for what in (apart, late):
        send(youssef, what)
    youssef.do(case_id, created(apart.item))
    youssef.do(case_id, late_op)
    sanne.do(case_id, created(apart.item))
    assert refused(get, youssef, named) == (404, "not-found")
    clock.forward(days=contents.UNNAMED_DAYS + 1)
    assert contents.sweep(sanne.central) == 1

    assert {attachment_chunk.name, attachment_content.name} <= touched(statements)
    left = asks_elsewhere(statements)
    assert [text for text in left if not any(one.search(text) for one in BOUNDED)] == []
    assert all(any(one.search(text) for text in left) for one in BOUNDED)
