"""Writing and finding many rows of one table by one statement.

On PostgreSQL the rows travel as one JSON value, which the server takes apart: a fraction of
the work of a statement for each, and unlike COPY also allowed under row-level security. SQLite
is in this process and takes them one by one.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    TextClause,
    Update,
    Uuid,
    any_,
    bindparam,
    insert,
    literal,
    text,
    update,
)
from sqlalchemy.dialects import postgresql

Row = Mapping[str, Any]  # column → value

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
_POSTGRES = "postgresql"


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows that all name the same columns. Raises IntegrityError as any insert does."""
    if not rows:
        return
    if connection.dialect.name == _POSTGRES:
        connection.execute(_insertion(table, tuple(rows[0])), {"rows": _as_json(rows)})
    else:
        connection.execute(insert(table), rows)


def update_rows(connection: Connection, table: Table, case_id: UUID, rows: Sequence[Row]) -> None:
    """Set columns of rows of one case; each names its `id`, and all the same columns."""
    if not rows:
        return
    names = tuple(name for name in rows[0] if name != "id")
    if connection.dialect.name == _POSTGRES:
        given = {"rows": _as_json(rows), "case": case_id}
        connection.execute(_change(table, names), given)
    else:
        same = [{"of_case": case_id, "of_id": row["id"], **row} for row in rows]
        connection.execute(_one_change(table, names), same)


def among(connection: Connection, column: Column[UUID], ids: Sequence[UUID]) -> ColumnElement[bool]:
    """The condition that a column has one of these values. On PostgreSQL they are one parameter:
    a thousand of them take longer to read than to look up."""
    if connection.dialect.name == _POSTGRES:
        return column == any_(literal(ids, postgresql.ARRAY(Uuid())))
    return column.in_(ids)


def _as_json(rows: Sequence[Row]) -> str:
    # Ids and instants as text, bytes in base64.
    return msgspec.json.encode(rows).decode()


@cache
def _insertion(table: Table, names: tuple[str, ...]) -> TextClause:
    values = ", ".join(_value(table.c[name]) for name in names)
    return text(
        f"INSERT INTO {table.name} ({', '.join(map(_quoted, names))})"  # noqa: S608 - our own names
        f" SELECT {values} FROM {_rows(table, names)}"
    )


@cache
def _change(table: Table, names: tuple[str, ...]) -> TextClause:
    sets = ", ".join(f"{_quoted(name)} = {_value(table.c[name])}" for name in names)
    return text(
        f"UPDATE {table.name} AS t SET {sets} FROM {_rows(table, ('id', *names))}"  # noqa: S608
        " WHERE t.case_id = :case AND t.id = r.id"
    )


@cache
def _one_change(table: Table, names: tuple[str, ...]) -> Update:
    same = (table.c.case_id == bindparam("of_case")) & (table.c.id == bindparam("of_id"))
    return update(table).where(same).values({name: bindparam(name) for name in names})


def _rows(table: Table, names: Sequence[str]) -> str:
    columns = ", ".join(f"{_quoted(name)} {_type(table.c[name])}" for name in names)
    return f"json_to_recordset(CAST(:rows AS json)) AS r({columns})"


def _type(column: Column[Any]) -> str:
    if isinstance(column.type, LargeBinary):
        return "text"
    return column.type.compile(_DIALECT)


def _value(column: Column[Any]) -> str:
    name = f"r.{_quoted(column.name)}"
    return f"decode({name}, 'base64')" if isinstance(column.type, LargeBinary) else name


def _quoted(name: str) -> str:
    return _DIALECT.identifier_preparer.quote(name)
