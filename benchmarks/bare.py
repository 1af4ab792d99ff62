"""The bare pipeline: encode, HTTP, decode, one bulk insert, at both ends. What a synchronisation
that checks, decides and remembers nothing would cost; no real one can be quicker.

As a program (`python -m benchmarks.bare DATABASE`) it is the serving end.
"""

import argparse
import asyncio
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import sqlcipher3
import urllib3
import uvicorn
import zstandard
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection

from mvs_central.base.database import database_url

PAGE = 2_000  # rows in a request


class Row(msgspec.Struct, array_like=True):
    """A record and nothing about it."""

    id: str
    case_id: str
    doc: str


_ROWS = msgspec.json.Decoder(list[Row])
_TABLE = "CREATE TABLE bare (id {id} PRIMARY KEY, case_id {id} NOT NULL, doc TEXT NOT NULL)"


class _Serving:
    def __init__(self, database: str) -> None:
        self._engine = create_engine(database_url(database))
        self._postgres = self._engine.dialect.name == "postgresql"
        with self._engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS bare"))
            connection.execute(text(_TABLE.format(id="uuid" if self._postgres else "TEXT")))

    def up(self, body: bytes) -> bytes:
        rows = _ROWS.decode(zstandard.ZstdDecompressor().decompress(body, 1 << 26))
        with self._engine.begin() as connection:
            self._insert(connection, rows)
        return b"{}"

    def _insert(self, connection: Connection, rows: Sequence[Row]) -> None:
        driver: Any = connection.connection.driver_connection
        if self._postgres:
            with driver.cursor().copy("COPY bare FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((row.id, row.case_id, row.doc))
            return
        plain = [(row.id, row.case_id, row.doc) for row in rows]
        driver.executemany("INSERT INTO bare VALUES (?, ?, ?)", plain)

    def down(self, after: str) -> bytes:
        query = "SELECT id, case_id, doc FROM bare WHERE id > :after ORDER BY id LIMIT :most"
        with self._engine.connect() as connection:
            start = UUID(after) if self._postgres else after
            found = connection.execute(text(query), {"after": start, "most": PAGE}).all()
        rows = [Row(str(id_), str(case_id), doc) for id_, case_id, doc in found]
        return zstandard.ZstdCompressor().compress(msgspec.json.encode(rows))

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        upwards = scope["path"] == "/up"
        work = (self.up, body) if upwards else (self.down, body.decode())
        answer = await asyncio.to_thread(*work)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": answer})


class Bare:
    """The client's end: an encrypted SQLite file with one table."""

    def __init__(self, path: Path, key: bytes, url: str, pool: urllib3.PoolManager) -> None:
        self._url = url
        self._pool = pool
        self._db = sqlcipher3.connect(str(path), isolation_level=None)
        self._db.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(_TABLE.format(id="TEXT"))

    def fill(self, rows: Sequence[tuple[str, str, str]]) -> None:
        self._insert(rows)

    def _insert(self, rows: Sequence[tuple[str, str, str]]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT INTO bare VALUES (?, ?, ?)", rows)
        self._db.execute("COMMIT")

    def send(self) -> float:
        """Everything, to the service. Gives how long it took, in seconds."""
        began, after = time.perf_counter(), ""
        query = "SELECT id, case_id, doc FROM bare WHERE id > ? ORDER BY id LIMIT ?"
        while rows := self._db.execute(query, (after, PAGE)).fetchall():
            body = zstandard.ZstdCompressor().compress(msgspec.json.encode(rows))
            answer = self._pool.request("POST", f"{self._url}/up", body=body)
            assert answer.status == 200
            after = rows[-1][0]
        return time.perf_counter() - began

    def fetch(self) -> float:
        """Everything, into an empty table. Gives how long it took, in seconds."""
        self._db.execute("DELETE FROM bare")
        began, after = time.perf_counter(), str(UUID(int=0))
        while True:
            answer = self._pool.request("POST", f"{self._url}/down", body=after.encode())
            rows = _ROWS.decode(zstandard.ZstdDecompressor().decompress(answer.data, 1 << 26))
            if not rows:
                return time.perf_counter() - began
            self._insert([(row.id, row.case_id, row.doc) for row in rows])
            after = rows[-1].id

    def close(self) -> None:
        self._db.close()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.bare")
    parser.add_argument("database")
    parser.add_argument("--tls-cert")
    parser.add_argument("--tls-key")
    given = parser.parse_args(arguments)
    app: Any = _Serving(given.database)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            ssl_certfile=given.tls_cert,
            ssl_keyfile=given.tls_key,
        )
        scheme = "https" if given.tls_cert else "http"
        print(f"serving {scheme}://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1:])
