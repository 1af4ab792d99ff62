"""Homes of their own for tests, so that none touches the settings or data of who runs them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

XDG_FOLDERS = ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "RUNTIME_DIR", "STATE_HOME")


def move_home(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Point this process and its children at `home`; the session bus stays reachable."""
    patch.setenv("HOME", str(home))
    for name in XDG_FOLDERS:
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        patch.setenv(f"XDG_{name}", str(folder))
    for name in ("APPDATA", "LOCALAPPDATA"):
        patch.setenv(name, str(home / "data_home"))


@pytest.fixture(scope="session", autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One home for the whole run, also where pytest is started without dev.py."""
    if os.environ.get("MVS_PRIVATE_SESSION"):
        yield  # dev.py made one, with a keyring in it
        return
    with pytest.MonkeyPatch.context() as patch:
        # The user's own keyring is as private as the user's files.
        patch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        move_home(patch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture
def xdg_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home with its XDG folders, for this test and the programs that it starts."""
    home = tmp_path / "home"
    home.mkdir()
    move_home(monkeypatch, home)
    return home
