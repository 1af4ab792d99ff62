"""The demo keeps to a folder of its own, and goes by one command."""

from pathlib import Path

import pytest

from mvs_desktop import app
from mvs_desktop.demo import command
from mvs_desktop.storage.keys.keychain import Keychain
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import enrolment, make_store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(command, "demo_folder", lambda: tmp_path / "demo")
    return tmp_path / "demo"


def test_demo_and_real_data_live_apart() -> None:
    assert command.demo_folder() != app.default_folder()
    assert command.demo_folder() not in app.default_folder().parents
    assert app.default_folder() not in command.demo_folder().parents


def test_removing_the_demo_removes_store_secret_and_service(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper = MemoryKeeper()
    for name in ("create", "read", "forget"):
        monkeypatch.setattr(Keychain, name, staticmethod(getattr(keeper, name)))
    make_store(folder, keeper, enrolment())
    (folder / "central.db").touch()
    assert keeper.secrets

    assert command.main(["demo", "--remove"]) == 0
    assert not folder.exists()
    assert not keeper.secrets
    assert "gewist" in capsys.readouterr().out


def test_removing_a_demo_that_is_not_there_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["demo", "--remove"]) == 0
    assert "geen oefengegevens" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variables", "seen"),
    [
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, False),
        ({"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}, False),
        ({"QT_QPA_PLATFORM": "", "DISPLAY": ":0"}, True),
        ({"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_without_a_display_it_goes_offscreen(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], seen: bool
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert command.has_display() is seen
