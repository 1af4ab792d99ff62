"""What was still to be sent no longer says so once the centre has confirmed it."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.services.views import SyncResult
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.replica_types import Fate, OpFate
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled


def words(window: MainWindow) -> str:
    page = window.family_host.page
    assert page is not None
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_an_open_family_sees_that_its_own_changes_were_confirmed(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, families: tuple[CaseFile, CaseFile]
) -> None:
    window.navigator.go(Place(Screen.FAMILY, families[0].id))
    settled(qtbot, window)
    assert "1 nog te versturen" in words(window)
    replica = workspace._store.replica
    replica.record_fates([OpFate(op.op_id, Fate.APPLIED, 1) for op in replica.pending(100)])
    # Nothing came in: own work is no news to whoever wrote it.
    window.synchroniser.received.emit(SyncResult(workspace.sync_state(), {"case_file": 1}))
    settled(qtbot, window)
    assert "nog te versturen" not in words(window)
