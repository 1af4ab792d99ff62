"""An audit with rows and seals, and somebody who can write in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select, text

from mvs_central.access.audit import Action, rows, write
from mvs_central.base.central import Central
from mvs_central.cli import main
from mvs_central.integrity import tree_heads, verify
from mvs_central.integrity.faults import Fault
from mvs_central.integrity.seal import seal
from mvs_central.integrity.tree_heads import Heads
from mvs_central.tables import audit, audit_seal


def add(central: Central, count: int = 1, outcome: str = "shown") -> None:
    with central.database.write() as connection:
        write(
            connection,
            [line for _ in range(count) for line in rows(central.now(), Action.READ, outcome)],
        )


def lines_of(central: Central, action: str) -> list[Any]:
    with central.database.read() as connection:
        return list(
            connection.execute(
                select(audit).where(audit.c.action == action).order_by(audit.c.id)
            ).all()
        )


def faults(central: Central, exported: Heads | None = None) -> list[Fault]:
    return list(verify.verify(central, exported).faults)


def insert_at(connection: Connection, id_: int, **values: object) -> None:
    row = connection.execute(select(audit).order_by(audit.c.id).limit(1)).one()
    connection.execute(insert(audit).values({**row._mapping, "id": id_, **values}))


def last_id(central: Central) -> int:
    with central.database.read() as connection:
        return connection.scalars(select(func.max(audit.c.id))).one() or 0


def move_on(central: Central, id_: int) -> None:
    """Let the next ids be higher, as they are on PostgreSQL after an insert of its own."""
    if not central.database.is_sqlite:
        with central.database.write() as connection:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence('audit', 'id'), :id)"), {"id": id_}
            )


@dataclass
class Log:
    """A log with three seals, and its heads as they were kept elsewhere."""

    central: Central
    heads: Heads
    ids: list[int]


@pytest.fixture
def log(central: Central, tmp_path: Path) -> Log:
    path = tmp_path / "heads.json"
    for number in range(3):
        add(central, 4, f"shown {number}")
        seal(central)
        before = tree_heads.read(path) if number else None
        path.write_bytes(tree_heads.to_bytes(tree_heads.heads(central, before)))
    with central.database.read() as connection:
        ids = list(connection.scalars(select(audit.c.id).order_by(audit.c.id)))
    return Log(central, tree_heads.read(path), ids)


def tamper(log: Log, *statements: Any) -> None:
    with log.central.database.write() as connection:
        for statement in statements:
            connection.execute(statement)


def cut(log: Log) -> None:
    """Take the last seal away with its rows: what is left is sound in itself."""
    tamper(
        log,
        delete(audit).where(audit.c.id >= log.ids[8]),
        delete(audit_seal).where(audit_seal.c.number == 3),
    )


Run = Callable[..., int]


@pytest.fixture
def run(prepared_url: str, central: Central) -> Run:
    """`mvs-central audit`."""
    del central
    return lambda *words: main.main(["--database", prepared_url, "audit", *words])
