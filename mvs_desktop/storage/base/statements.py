"""Whole rows, written and read by SQL that is made once.

What runs at every save or for every record that comes in goes past SQLAlchemy's machinery,
which takes several times as long as the statement itself; the tables, and how a column keeps
its values, stay SQLAlchemy's. Errors are the driver's own: `engine` explains them like others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import JSON, Column, Connection, DefaultClause, Table
from sqlalchemy.dialects import sqlite

Parameters = Sequence[object] | Mapping[str, object]


def to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


from_json = msgspec.json.decode  # several times as quick as the standard one

_DIALECT = sqlite.dialect(json_serializer=to_json, json_deserializer=from_json)


def run(connection: Connection, sql: str, parameters: Parameters = ()) -> Any:
    """Run one statement in the connection's transaction; gives the driver's cursor."""
    driver: Any = connection.connection.driver_connection
    return driver.execute(sql, parameters)


def run_many(connection: Connection, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """One statement for each of the rows."""
    if rows:
        driver: Any = connection.connection.driver_connection
        driver.executemany(sql, rows)


class Rows:
    """The rows of one table. Columns that SQLite fills in by itself are left to it."""

    def __init__(self, table: Table) -> None:
        by_itself = table.autoincrement_column
        self._writes = tuple(
            (column.name, _write_of(column), _default(column))
            for column in table.columns
            if column is not by_itself
        )
        self._table = table.name
        quoted = _DIALECT.identifier_preparer.quote
        names = [quoted(name) for name, _, _ in self._writes]
        marks = ", ".join("?" * len(names))
        self._insert = f"INTO {table.name} ({', '.join(names)}) VALUES ({marks})"
        sets = ", ".join(f"{name} = ?" for name in names)
        self._update = f"UPDATE {table.name} SET {sets} WHERE id = ?"  # noqa: S608
        self._reads = tuple(
            (number, read)
            for number, column in enumerate(table.columns)
            if (read := _read_of(column)) is not None
        )
        self.names = tuple(column.name for column in table.columns)
        every = ", ".join(map(quoted, self.names))
        self._select = f"SELECT {every} FROM {table.name} "  # noqa: S608

    def insert(
        self, connection: Connection, *rows: Mapping[str, Any], replace: bool = False
    ) -> None:
        """Write new rows, column → value; what a row does not name has its default, or NULL."""
        sql = f"INSERT OR REPLACE {self._insert}" if replace else f"INSERT {self._insert}"
        driver: Any = connection.connection.driver_connection
        if len(rows) == 1:
            driver.execute(sql, self._bound(rows[0]))
        else:
            driver.executemany(sql, map(self._bound, rows))

    def insert_kept(self, connection: Connection, rows: Iterable[Sequence[object]]) -> None:
        """Write new rows, each a value per column in the order of `names`, as SQLite keeps it."""
        driver: Any = connection.connection.driver_connection
        driver.executemany(f"INSERT {self._insert}", rows)

    def update_kept(self, connection: Connection, row: Sequence[object], id_: str) -> None:
        """Write the row with this `id` whole; `row` as in `insert_kept`."""
        run(connection, self._update, (*row, id_))

    def update_some(
        self, connection: Connection, names: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> None:
        """Set these columns; each row has a value for each, as SQLite keeps it, and its `id`."""
        sets = ", ".join(f"{name} = ?" for name in names)
        driver: Any = connection.connection.driver_connection
        sql = f"UPDATE {self._table} SET {sets} WHERE id = ?"  # noqa: S608 - our own names
        driver.executemany(sql, rows)

    def select(
        self, connection: Connection, rest: str, parameters: Parameters = ()
    ) -> Iterable[tuple[Any, ...]]:
        """Rows as tuples in the order of `names`; `rest` is all of the query after FROM."""
        found = run(connection, self._select + rest, parameters)
        return map(self._read, found.fetchall()) if self._reads else found.fetchall()

    def _bound(self, row: Mapping[str, Any]) -> list[object]:
        get = row.get
        return [
            get(name, default) if bind is None else bind(get(name, default))
            for name, bind, default in self._writes
        ]

    def _read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for number, read in self._reads:
            values[number] = read(values[number])
        return tuple(values)


def _write_of(column: Column[Any]) -> Callable[[Any], object] | None:
    """What makes a value what SQLite keeps; None for a value that it takes as it is."""
    if isinstance(column.type, JSON):
        return to_json
    return column.type.bind_processor(_DIALECT)


def _read_of(column: Column[Any]) -> Callable[[Any], Any] | None:
    """What makes a value of what SQLite kept; None for one that is taken as it is."""
    if isinstance(column.type, JSON):
        return lambda text: None if text is None else from_json(text)
    read: Callable[[Any], Any] | None = column.type.result_processor(_DIALECT, None)
    return read


def _default(column: Column[Any]) -> str | None:
    """The text that the database would fill in for a value that is not given."""
    clause = column.server_default
    text = clause.arg if isinstance(clause, DefaultClause) else None
    return text if isinstance(text, str) else None
