"""Whatever a device does in a case says which case: a database that is divided by case finds the
one place, and asks no other (docs/scale.md)."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import event

from mvs_central import members
from mvs_central.central import Central
from mvs_central.tables import case_head, change, op_outcome, quarantine, record, scope
from mvs_desktop.domain.people import Person
from mvs_desktop.sync.protocol import Cursor
from tests.central.desk import Desk, created, edited, share, version_of, withdrawn

DIVIDED = tuple(table.name for table in (case_head, change, op_outcome, quarantine, record, scope))
_TOUCHES = re.compile(rf"(FROM|INTO|UPDATE|JOIN) ({'|'.join(DIVIDED)})\b")
# An insertion names the column; everything else has it in its condition.
_SAYS = re.compile(r"INSERT INTO \w+ \((\w+, )*case_id|WHERE .*\bcase_id (=|IN)", re.DOTALL)


@pytest.fixture
def statements(central: Central) -> Iterator[list[str]]:
    """What was asked of tables that are divided by case."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if _TOUCHES.search(statement):
            seen.append(statement)

    engine = central.database._engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


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

    touched = {match[2] for text in statements for match in _TOUCHES.finditer(text)}
    assert touched == set(DIVIDED)
    assert [text for text in statements if not _SAYS.search(text)] == []
