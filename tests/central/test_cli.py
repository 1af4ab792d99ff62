"""The command as an administrator types it."""

import re
import socket
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mvs_central.base.central import Caller, Central
from mvs_central.base.database import Database
from mvs_central.cli.main import main
from mvs_central.devices.enrolment import enrol
from mvs_desktop.sync import protocol
from mvs_desktop.sync.identity import DeviceKey
from tests.central.desk import Desk

Captured = pytest.CaptureFixture[str]


class Shell:
    """Runs commands on one database; `fails` gives what is said on standard error."""

    def __init__(self, url: str, output: Captured) -> None:
        self.url = url
        self._output = output

    def __call__(self, *words: str) -> str:
        assert main(["--database", self.url, *words]) == 0
        return self._output.readouterr().out.strip()

    def fails(self, *words: str) -> str:
        assert main(["--database", self.url, *words]) == 1
        captured = self._output.readouterr()
        assert captured.out == ""
        return captured.err.strip()


@pytest.fixture
def shell(central_database_url: str, capsys: Captured) -> Shell:
    return Shell(central_database_url, capsys)


LISTS = [
    ("team", "Er is nog geen team."),
    ("worker", "Er is nog geen medewerker."),
    ("device", "Er is nog geen laptop aangemeld."),
    ("case", "Er is nog geen dossier."),
    ("recovery", "Er is nog geen laptop op deze manier geopend."),
]


def test_a_list_of_nothing_says_so_beside_the_output(shell: Shell, capsys: Captured) -> None:
    shell("init")
    for what, none in LISTS:
        assert main(["--database", shell.url, what, "list"]) == 0
        assert capsys.readouterr() == ("", none + "\n")


def test_one_is_said_as_one(shell: Shell) -> None:
    shell("init")
    shell("enrol", shell("worker", "add", "Sanne de Wit", "--team", new_team(shell)))
    assert shell("audit", "seal") == "1 regel verzegeld."
    assert "1 regel nagekeken onder 1 zegel; 0 wachten op" in shell("audit", "verify")


def test_whoever_reads_along_may_stop_reading(tmp_path: Path) -> None:
    """As `head` does; the text of all addresses is more than a pipe holds."""
    command = [sys.executable, "-m", "mvs_central", "--database", str(tmp_path / "a.db"), "openapi"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) == b"{"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def new_team(shell: Shell) -> str:
    shell("team", "add", "Wijkteam Holy", "--municipality", "GM0622")
    return "Wijkteam Holy"


def test_from_nothing_to_a_shared_case(shell: Shell) -> None:
    assert shell("init", "--demo") == "De database is klaar."
    assert shell("init") == "De database was er al en is bijgewerkt."
    shell("team", "add", "Wijkteam Holy", "--municipality", "GM0622")
    assert "\tGM0622\tWijkteam Holy" in shell("team", "list")
    first = shell("worker", "add", "Sanne de Wit", "--team", "Wijkteam Holy")
    second = shell(
        *("worker", "add", "Youssef Amrani", "--team", "Wijkteam Holy"),
        *("--organisation", "Enver", "--expertise", "jeugdhulp", "--municipality", "GM0556"),
    )
    assert f"{second}\tGM0556\tWijkteam Holy\tYoussef Amrani\tjeugdhulp" in shell("worker", "list")
    desks = [desk_of(shell, UUID(worker)) for worker in (first, second)]
    assert "\tactief\tSanne de Wit\tlaptop" in shell("device", "list")

    case_id = desks[0].new_case("Familie Elsenaar")
    listed = shell("case", "list")
    assert listed == f"{case_id}\tgezin\t\t2 records\tstand 2"
    grant = ("grant", "--worker", second, "--case", str(case_id))
    shell(*grant, "--role", "betrokken", "--compartments", "school", "zorg", "--to", "2999-12-31")
    assert [head.compartment for head in desks[1].manifest()] == ["school", "zorg"]
    shell("revoke", "--worker", second, "--case", str(case_id))
    assert desks[1].manifest() == []
    shell("device", "revoke", str(desks[1].caller.device_id))
    assert "\tingetrokken\tYoussef Amrani" in shell("device", "list")
    assert "voordat wissen bestond" in shell.fails(
        "device", "wipe", str(desks[0].caller.device_id), "--at-once"
    )
    epoch = desks[0].central.epoch()
    shell("new-epoch")
    assert desks[0].central.epoch() != epoch
    for desk in desks:
        desk.central.database.close()


def desk_of(shell: Shell, worker_id: UUID) -> Desk:
    code = shell("enrol", str(worker_id))
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    central = Central(Database(shell.url))
    key, device_id = DeviceKey.generate(), uuid4()
    request = protocol.EnrolRequest(code, str(device_id), key.public_jwk(), "laptop")
    assert enrol(central, request, "192.0.2.1").demo
    return Desk(central, Caller(worker_id, device_id), "", key)


def test_what_cannot_be_done_is_said_plainly(shell: Shell) -> None:
    nobody, nowhere = str(uuid4()), str(uuid4())
    assert shell.fails("team", "list").endswith("Draai eerst: mvs-central init")
    shell("init")
    assert "niet voor verzonnen gegevens" in shell.fails("init", "--demo")
    shell("team", "add", "Wijkteam Holy", "--municipality", "GM0622")
    assert "al een team" in shell.fails("team", "add", "Wijkteam Holy", "--municipality", "GM0622")
    assert "geen team" in shell.fails("worker", "add", "X", "--team", "Nergens")
    assert "geen medewerker" in shell.fails("enrol", nobody)
    assert "geen dossier" in shell.fails("grant", "--worker", nobody, "--case", nowhere)
    for what in ("revoke", "wipe"):
        assert "geen laptop" in shell.fails("device", what, nobody)
    grant = ("grant", "--worker", nobody, "--case", nowhere)
    dates = ("--from", "2026-02-02", "--to", "2026-02-01")
    assert "voor de eerste dag" in shell.fails(*grant, *dates)
    assert "versleutelde verbinding" in shell.fails("serve", "--host", "192.0.2.1")
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = ("serve", "--port", str(other.getsockname()[1]))
        assert "luistert al iets" in shell.fails(*taken)
    proxied = ("serve", "--host", "192.0.2.1", "--behind-proxy", "192.0.2.2")
    assert "--public-url" in shell.fails(*proxied)


def test_words_that_are_no_command_are_explained(shell: Shell, capsys: Captured) -> None:
    for words in (
        [],
        ["dansen"],
        ["enrol", "geen-nummer"],
        ["serve", "--port", "65536"],
        ["team", "add", "X", "--municipality", "Schiedam"],
        ["grant", "--worker", str(uuid4()), "--case", str(uuid4()), "--compartments", "kelder"],
    ):
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == 2
    assert "een gemeentecode is GM met vier cijfers" in capsys.readouterr().err


def test_places_where_no_database_can_be(tmp_path: Path, capsys: Captured) -> None:
    text = tmp_path / "brief.txt"
    text.write_text("Geen database, maar wel iets om te bewaren. " * 40, "utf-8")
    for place, words in (
        ("mysql://localhost/mvs", "geen adres"),
        (str(tmp_path / "nergens" / "central.db"), "Dit lukt hier niet"),
        (str(text), "geen goed antwoord"),
        ("postgresql://postgres@127.0.0.1:1/mvs", "geen goed antwoord"),
    ):
        assert Shell(place, capsys).fails("init").find(words) >= 0, place
    assert text.read_text("utf-8").startswith("Geen database, maar")


def test_the_database_may_stand_in_the_environment(
    central_database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("MVS_CENTRAL_DATABASE", central_database_url)
    assert main(["init"]) == 0
    assert main(["team", "list"]) == 0
