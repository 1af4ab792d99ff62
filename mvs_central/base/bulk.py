"""Writing and finding many rows of one table by one statement.

On PostgreSQL each column travels as one array, and a column that says the same in every row as
one value: a fraction of the work of a statement for each row, and unlike COPY also allowed under
row-level security. SQLite is in this process and takes them one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    Update,
    Uuid,
    any_,
    bindparam,
    insert,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import UserDefinedType

from mvs_central.base.pg_arrays import array_type, packed

Row = Mapping[str, Any]  # column → value
Columns = Mapping[str, Any]  # column → its values, as a list, or the value that all rows have

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
_POSTGRES = "postgresql"


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows that all name the same columns. Raises IntegrityError as any insert does."""
    if rows:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        insert_columns(connection, table, columns)


def insert_columns(connection: Connection, table: Table, columns: Columns) -> None:
    """Add rows, of which one column at least is a list. Raises IntegrityError as any insert
    does."""
    if not (size := _size(columns)):
        return
    if connection.dialect.name != _POSTGRES:
        connection.execute(insert(table), _as_rows(columns, size))
        return
    sent, arrays = _sent(table, columns, size)
    connection.exec_driver_sql(_insertion(table, tuple(columns), arrays), sent)


def update_columns(connection: Connection, table: Table, case_id: UUID, columns: Columns) -> None:
    """Set columns of rows of one case, named by the list of their `id`s."""
    if not (size := _size(columns)):
        return
    if connection.dialect.name != _POSTGRES:
        names = tuple(name for name in columns if name != "id")
        rows = _as_rows(columns, size)
        same = [{"of_case": case_id, "of_id": row["id"], **row} for row in rows]
        connection.execute(_one_change(table, names), same)
        return
    sent, arrays = _sent(table, columns, size)
    statement = _change(table, tuple(columns), arrays)
    connection.exec_driver_sql(statement, {**sent, "of_case": case_id})


class Writing:
    """Rows on their way within one transaction: PostgreSQL writes some while we decide what comes
    after them. What became of them shows when they are waited for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pipeline: AbstractContextManager[object] | None = None

    @property
    def connection(self) -> Connection:
        """With nothing under way, as whoever reads needs it. Raises IntegrityError."""
        self.wait()
        return self._connection

    def insert(self, table: Table, columns: Columns) -> None:
        self._begin()
        insert_columns(self._connection, table, columns)

    def update(self, table: Table, case_id: UUID, columns: Columns) -> None:
        self._begin()
        update_columns(self._connection, table, case_id, columns)

    def wait(self) -> None:
        """Until all is written. Raises IntegrityError when some of it cannot be."""
        pipeline, self._pipeline = self._pipeline, None
        if pipeline is None:
            return
        try:
            pipeline.__exit__(None, None, None)
        except psycopg.Error as error:
            # As SQLAlchemy tells what a statement of its own met.
            raise DBAPIError.instance(None, None, error, psycopg.Error, True) from error

    def _begin(self) -> None:
        if self._pipeline is None and self._connection.dialect.name == _POSTGRES:
            driver: Any = self._connection.connection.driver_connection
            pipeline: AbstractContextManager[object] = driver.pipeline()
            pipeline.__enter__()
            self._pipeline = pipeline


@contextmanager
def writing(connection: Connection) -> Iterator[Writing]:
    """To write ahead until the end of the block. Raises IntegrityError there at the latest."""
    rows = Writing(connection)
    try:
        yield rows
    except BaseException:
        with suppress(DBAPIError):
            rows.wait()
        raise
    rows.wait()


class _Uuids(UserDefinedType[Sequence[UUID]]):
    """An array of ids, on PostgreSQL."""

    cache_ok = True

    def bind_processor(self, dialect: object) -> Any:  # noqa: ARG002 (the signature is SQLAlchemy's)
        kind = array_type(Uuid())
        return lambda ids: packed(kind, ids)


def among(connection: Connection, column: Column[UUID], ids: Sequence[UUID]) -> ColumnElement[bool]:
    """The condition that a column has one of these values. On PostgreSQL they are one parameter:
    a thousand of them take longer to read than to look up."""
    if connection.dialect.name == _POSTGRES:
        return column == any_(bindparam(None, ids, _Uuids()))
    return column.in_(ids)


def _size(columns: Columns) -> int:
    """How many rows these are."""
    return next(len(values) for values in columns.values() if isinstance(values, list))


def _as_rows(columns: Columns, size: int) -> list[dict[str, Any]]:
    full = [values if isinstance(values, list) else [values] * size for values in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*full, strict=True)]


def _sent(table: Table, columns: Columns, size: int) -> tuple[dict[str, Any], frozenset[str]]:
    """What is sent of each column, and which go as arrays: where it can be one value, it is. The
    first list is an array always, as the rows are counted by it."""
    sent: dict[str, Any] = {}
    arrays: set[str] = set()
    for name, values in columns.items():
        if not isinstance(values, list):
            sent[name] = values
        elif arrays and values.count(values[0]) == size:
            sent[name] = values[0]
        else:
            sent[name] = packed(array_type(table.c[name].type), values)
            arrays.add(name)
    return sent, frozenset(arrays)


@lru_cache(maxsize=256)
def _insertion(table: Table, names: tuple[str, ...], arrays: frozenset[str]) -> str:
    values = ", ".join(_value(table.c[name], arrays) for name in names)
    return (
        f"INSERT INTO {table.name} ({', '.join(map(_quoted, names))})"  # noqa: S608 - our own names
        f" SELECT {values} FROM {_rows(table, names, arrays)}"
    )


@lru_cache(maxsize=256)
def _change(table: Table, names: tuple[str, ...], arrays: frozenset[str]) -> str:
    sets = ", ".join(
        f"{_quoted(name)} = {_value(table.c[name], arrays)}" for name in names if name != "id"
    )
    return (
        f"UPDATE {table.name} AS t SET {sets} FROM {_rows(table, names, arrays)}"  # noqa: S608
        f" WHERE t.case_id = %(of_case)s AND t.id = {_value(table.c.id, arrays)}"
    )


@cache
def _one_change(table: Table, names: tuple[str, ...]) -> Update:
    same = (table.c.case_id == bindparam("of_case")) & (table.c.id == bindparam("of_id"))
    return update(table).where(same).values({name: bindparam(name) for name in names})


def _rows(table: Table, names: Sequence[str], arrays: frozenset[str]) -> str:
    given = [name for name in names if name in arrays]
    values = ", ".join(f"%({name})s::{array_type(table.c[name].type).name}[]" for name in given)
    return f"unnest({values}) AS r({', '.join(map(_quoted, given))})"


def _value(column: Column[Any], arrays: frozenset[str]) -> str:
    if column.name in arrays:
        return f"r.{_quoted(column.name)}"
    return f"%({column.name})s::{array_type(column.type).name}"


def _quoted(name: str) -> str:
    return _DIALECT.identifier_preparer.quote(name)
