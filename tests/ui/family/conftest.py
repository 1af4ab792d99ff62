"""A family in memory with its queue, opened and closed around each test."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

import pytest
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.case_context import CaseContext
from tests.ui.family.memory_workspace import MemoryWorkspace

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace

OpenFamily = Callable[[CaseSnapshot], tuple[CaseContext, MemoryWorkspace]]


@pytest.fixture
def open_family(qtbot: QtBot) -> Iterator[OpenFamily]:
    """Open a snapshot as the program would; gives the context and the workspace behind it."""
    opened: list[Background] = []

    def open_it(snapshot: CaseSnapshot) -> tuple[CaseContext, MemoryWorkspace]:
        background = Background()
        opened.append(background)
        workspace = MemoryWorkspace(snapshot)
        context = CaseContext(cast("Workspace", workspace), background, snapshot, background)
        qtbot.waitUntil(lambda: not background.busy)
        return context, workspace

    yield open_it
    for background in opened:
        assert background.stop(5000)
        background.deleteLater()
