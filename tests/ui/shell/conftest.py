"""A main window on a real encrypted store, whose service cannot be reached."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile, Phase
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.session import STORE_FILE
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.store import Store
from mvs_desktop.ui.kit.look.appearance import Appearance
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.settings import Settings
from mvs_desktop.ui.shell import synchroniser
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.conftest import KEY


def add_family(workspace: Workspace, name: str, phase: Phase = Phase.WORKING) -> CaseFile:
    id_ = workspace.new_id()
    case = CaseFile(id=id_, case_id=id_, name=name, municipality="GM0606", phase=phase)
    workspace.save(Change(case, None))
    return case


@pytest.fixture
def workspace(tmp_path: Path, new_store: tuple[Path, Enrolment]) -> Iterator[Workspace]:
    original, enrolled = new_store
    path = tmp_path / STORE_FILE
    shutil.copy(original, path)
    opened = Workspace(Store.open(path, KEY), enrolled, Registers())
    yield opened
    opened.close()


@pytest.fixture
def families(workspace: Workspace) -> tuple[CaseFile, CaseFile]:
    return add_family(workspace, "Familie Appelmans"), add_family(workspace, "Familie Berkhout")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


@pytest.fixture
def window(
    qtbot: QtBot,
    qapp: QApplication,
    workspace: Workspace,
    families: tuple[CaseFile, CaseFile],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MainWindow]:
    monkeypatch.setattr(synchroniser, "AFTER_START_MS", 0)  # many windows wait for it
    language = Language(qapp)
    appearance = Appearance(qapp, "light")
    made = MainWindow(workspace, settings=settings, appearance=appearance, language=language)
    made.show()
    made.start()
    settled(qtbot, made)
    yield made
    language.choose("nl")
    if made.isVisible():
        with qtbot.waitSignal(made.left, timeout=15_000):
            made.close()
    made.deleteLater()
    language.deleteLater()
    appearance.deleteLater()


def settled(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is read, saved or sent, and all of it is on screen."""

    def quiet() -> bool:
        return not (
            window.background.busy
            or window.synchroniser.running
            or window.family_host.busy
            or window.panels.busy
        )

    qtbot.waitUntil(quiet, timeout=15_000)
