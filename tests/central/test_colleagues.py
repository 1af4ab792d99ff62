"""Finding a colleague: by the beginning of words, and read by the database alone."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, insert, select

from mvs_central import tables
from mvs_central.access import directory
from mvs_central.access.directory import NewWorker
from mvs_central.base.central import Central, Refused
from mvs_central.base.database import MIGRATIONS, Database
from mvs_central.teamwork import colleagues
from mvs_desktop.sync.protocol import MOST_COLLEAGUES, ColleagueRequest
from tests.central.desk import TEAM, Desk


@pytest.fixture
def team(central: Central) -> None:
    directory.add_team(central, "Wijkteam Zuid-Oost", "GM0606")
    for name, organisation, expertise, of_team in (
        ("Zoë van den Brink", "Enver", "gezinswerker", TEAM),
        ("Bram Özdemir", "Minters", "speltherapeut", "Wijkteam Zuid-Oost"),
        ("Anne_Marie 50% Smit", "Enver", "GZ-psycholoog", "Wijkteam Zuid-Oost"),
    ):
        directory.add_worker(central, NewWorker(name, organisation, expertise, of_team))


def found(desk: Desk, text: str) -> list[str]:
    reply = desk.ask(colleagues.find, ColleagueRequest(text))
    return [one.name for one in reply.colleagues]


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("zoe", ["Zoë van den Brink"]),
        ("ZOË br", ["Zoë van den Brink"]),
        ("oe", []),
        ("ozd", ["Bram Özdemir"]),
        ("psy", ["Anne_Marie 50% Smit"]),
        ("oost", ["Anne_Marie 50% Smit", "Bram Özdemir"]),
        ("oost env", ["Anne_Marie 50% Smit"]),
        ("zuid spel", ["Bram Özdemir"]),
        ("holy spel", []),
        ("anne marie", ["Anne_Marie 50% Smit"]),
        ("a_n", []),
        ("%%br", ["Bram Özdemir", "Zoë van den Brink"]),
        ("50", ["Anne_Marie 50% Smit"]),
    ],
)
def test_each_typed_word_begins_a_word(sanne: Desk, typed: str, names: list[str]) -> None:
    assert found(sanne, typed) == names


def test_nobody_finds_himself_or_with_one_letter(sanne: Desk) -> None:
    assert found(sanne, "sanne") == []
    for text in ("", "s", "%", "_ _"):
        with pytest.raises(Refused, match="unreadable"):
            found(sanne, text)


def test_no_more_workers_are_read_than_are_told(central: Central, sanne: Desk) -> None:
    for number in range(MOST_COLLEAGUES + 5):
        directory.add_worker(central, NewWorker(f"Test {number:02}", "", "", TEAM))
    reply = sanne.ask(colleagues.find, ColleagueRequest("test"))
    assert (len(reply.colleagues), reply.more) == (MOST_COLLEAGUES, True)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(central.database._engine, "before_cursor_execute", note)
    found(sanne, "test")
    event.remove(central.database._engine, "before_cursor_execute", note)
    (query,) = (one for one in asked if "FROM worker JOIN team" in one)
    assert "LIMIT" in query


def test_who_was_there_before_is_found_too(central_database_url: str) -> None:
    """The migration writes down the words of workers and teams of an older version."""
    database, config = Database(central_database_url), Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    team_id, worker_id = uuid4(), uuid4()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0009")
        of_team = {"id": team_id, "name": "Wijkteam Holy", "municipality": "GM0622"}
        connection.execute(insert(tables.team).values(**of_team))
        who = {"id": worker_id, "name": "Zoë Öztürk", "organisation": "Enver", "expertise": "POH"}
        more = {"municipality": "GM0622", "team_id": team_id, "created_at": datetime.now(UTC)}
        connection.execute(insert(tables.worker).values(**who, **more))
    database.upgrade()
    with database.read() as connection:
        assert connection.scalars(select(tables.worker.c.words)).one() == " zoe ozturk enver poh "
        assert connection.scalars(select(tables.team.c.words)).one() == " wijkteam holy "
    database.close()
