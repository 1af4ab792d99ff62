"""Backups of the database and putting one back, on both databases."""

import shutil
import sqlite3
import stat
import subprocess
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from sqlalchemy import text

from mvs_central.access import directory
from mvs_central.base.central import Central
from mvs_central.base.database import Database, database_url
from mvs_central.cli import main
from mvs_central.running import copies
from mvs_desktop.domain.people import Person
from tests.central.desk import TEAM, Clock, Desk, created, new_desk
from tests.support.databases import PostgresCluster


@pytest.fixture
def place(central_database_url: str) -> str:
    """A service of its own: its database gets another name."""
    if "postgresql" in central_database_url and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not on this computer")
    central = Central(Database(central_database_url))
    directory.init(central, demo=False)
    directory.add_team(central, TEAM, "GM0622")
    central.database.close()
    return central_database_url


def opened(place: str) -> Central:
    return Central(Database(place))


def epoch_of(place: str) -> str:
    central = opened(place)
    try:
        return central.epoch()
    finally:
        central.database.close()


def run(place: str, *words: object) -> int:
    return main.main(["--database", place, *map(str, words)])


def at(desk: Desk, central: Central) -> Desk:
    return Desk(central, desk.caller, desk.name, desk.key)


def test_there_and_back(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    central = opened(place)
    sanne = new_desk(central)
    case = sanne.new_case()
    before = central.epoch()
    file = tmp_path / "copy.backup"
    assert run(place, "backup", file) == 0  # while the service has it open
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run(place, "backup", file) == 1  # it is never written over
    later = sanne.new_case()
    sanne.do(case, created(Person(id=uuid4(), case_id=case, given_name="Bo")))
    central.database.close()

    assert run(place, "restore", file) == 0
    kept = capsys.readouterr().out.strip().split()[-1].rstrip(".")
    again = opened(place)
    desk = at(sanne, again)
    assert again.epoch() != before
    assert {head.case_id for head in desk.manifest()} == {str(case)}
    assert not [one for one in desk.read(case).values() if one.record_type == "person"]
    again.database.check_walls()
    again.database.close()

    # What was there is whole, beside it.
    url = database_url(place)
    beside = kept if url.get_backend_name() == "sqlite" else str(url.set(database=kept))
    if url.get_backend_name() != "sqlite":
        beside = url.set(database=kept).render_as_string(hide_password=False)
    former = opened(beside)
    heads = at(sanne, former).manifest()
    assert {head.case_id for head in heads} == {str(case), str(later)}
    former.database.close()
    if url.get_backend_name() != "sqlite":
        drop(place, kept)


def drop(place: str, name: str) -> None:
    with copies._maintenance(database_url(place)) as server:
        server.execute(copies._sql("DROP DATABASE {}", name))


def test_two_restores_within_a_second_keep_both_databases(
    place: str, tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "copy.backup"
    assert run(place, "backup", file) == 0
    epochs, kept = [epoch_of(place)], []
    for _ in range(3):
        kept.append(copies.restore(Central(Database(place), clock), file))
        epochs.append(epoch_of(place))
    assert len(set(kept)) == 3
    url = database_url(place)
    for name, epoch in zip(kept, epochs, strict=False):
        if url.get_backend_name() == "sqlite":
            assert epoch_of(name) == epoch
        else:
            assert epoch_of(url.set(database=name).render_as_string(hide_password=False)) == epoch
            drop(place, name)


@pytest.mark.parametrize("content", [b"", b"x" * 5_000, None])
def test_what_is_no_backup_changes_nothing(
    place: str, tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    epoch = epoch_of(place)
    file = tmp_path / "other"
    if content is not None:
        file.write_bytes(content)
    assert run(place, "restore", file) == 1
    assert "niets veranderd" in capsys.readouterr().err
    assert epoch_of(place) == epoch


def test_a_database_of_another_program(tmp_path: Path, place: str) -> None:
    file = tmp_path / "other.db"
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE something (id)")
    other.commit()
    other.close()
    epoch = epoch_of(place)
    assert run(place, "restore", file) == 1
    assert epoch_of(place) == epoch


def test_not_while_the_service_has_it_open(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    central = opened(place)
    file = tmp_path / "copy.backup"
    assert run(place, "backup", file) == 0
    epoch = central.epoch()
    with central.database.read() as connection:
        connection.execute(text("SELECT count(*) FROM service"))
        assert run(place, "restore", file) == 1
    assert "Stop eerst de dienst" in capsys.readouterr().err
    assert central.epoch() == epoch
    central.database.close()


def test_no_password_among_the_processes(place: str, tmp_path: Path) -> None:
    if "postgresql" not in place:
        pytest.skip("SQLite has no password")
    password = str(database_url(place).password)
    told: list[str] = []

    def listening(command: list[str], **options: Any) -> Any:
        told.extend(command)
        assert options["env"]["PGPASSWORD"] == password
        return run_tool(command, **options)

    run_tool = subprocess.run
    central = opened(place)
    with patch("subprocess.run", listening):
        copies.backup(central, tmp_path / "copy")
    central.database.close()
    assert told
    assert not any(password in word for word in told)


def test_a_backup_has_all_cases_whatever_the_address_asks_of_the_server(
    place: str, tmp_path: Path
) -> None:
    """Who acts as nobody is shown no case, and that is not what a backup is to be of."""
    if "postgresql" not in place:
        pytest.skip("SQLite has no such options")
    asking = f"{place}?options=-c%20statement_timeout%3D60000"
    central = opened(place)
    case_id = new_desk(central).new_case()
    central.database.close()
    file = tmp_path / "copy.backup"
    assert run(asking, "backup", file) == 0
    assert run(asking, "restore", file) == 0
    central = opened(place)
    assert [row.case_id for row in directory.cases(central)] == [case_id]
    central.database.close()


def test_the_tools_hear_all_that_the_address_says(place: str, tmp_path: Path) -> None:
    """Under the names that libpq gives them, which are not made of theirs by one rule."""
    if "postgresql" not in place:
        pytest.skip("SQLite has no such options")
    heard: dict[str, str] = {}
    run_really = subprocess.run

    def listening(*words: object, **how: Any) -> Any:
        heard.update(how["env"])
        return run_really(*words, **how)  # type: ignore[call-overload]

    asking = f"{place}?channel_binding=disable&application_name=kopie&connect_timeout=20"
    with patch("subprocess.run", listening):
        assert run(asking, "backup", tmp_path / "copy.backup") == 0
    names = ("PGCHANNELBINDING", "PGAPPNAME", "PGCONNECT_TIMEOUT")
    assert [heard[name] for name in names] == ["disable", "kopie", "20"]


def test_a_login_that_may_make_no_database(
    postgres_cluster: PostgresCluster,
    postgres_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "copy"
    file.write_bytes(b"x")
    login = postgres_cluster.login("no_databases")
    place = postgres_cluster.url(str(database_url(postgres_url).database), login)
    assert run(place, "restore", file) == 1
    assert "CREATEDB" in capsys.readouterr().err
