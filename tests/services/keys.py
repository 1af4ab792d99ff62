"""A session with its keys: key file, keyring, and the parts of the recovery key."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from mvs_central.devices import recovery_parts
from mvs_central.devices.recovery_parts import Part
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.recovery import Request
from mvs_desktop.services.session import KEY_FILE, Session
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import audit
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store

NEW = "een heel andere zin van vijf"
Parts = tuple[Part, Part]


@pytest.fixture
def parts() -> Parts:
    return recovery_parts.new_parts("Stichting Proef", ("Ans", "Bert"))


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def session(tmp_path: Path, keeper: MemoryKeeper, parts: Parts) -> Session:
    """A store with one unsent family, and a slot B."""
    enrolled = replace(enrolment(), recovery_key=recovery_parts.public_key(parts, 1))
    make_store(tmp_path / "data", keeper, enrolled)
    found = Session(tmp_path / "data", keeper, cost=CHEAP)
    workspace = found.unlock(PASSPHRASE)
    id_ = workspace.new_id()
    workspace.save(Change(CaseFile(id=id_, case_id=id_, name="Familie Proefstuk"), None))
    workspace.close()
    return found


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store"


def answer_to(session: Session, parts: Parts) -> bytes:
    request = Request.from_bytes(session.recovery_request().content)
    return recovery_parts.answered(parts, request).to_bytes()


def whole(workspace: Workspace) -> bool:
    """Whether the unsent family is there; closes the workspace."""
    names = [row.case.name for row in workspace.caseload()]
    pending = workspace.sync_state().pending
    workspace.close()
    return (names, pending) == (["Familie Proefstuk"], 1)


def acts(workspace: Workspace) -> list[str]:
    with reading(workspace._store._engine) as connection:
        return list(connection.execute(select(audit.c.action)).scalars())


def content(files: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files / KEY_FILE).read_text())
    return found


def spoil(files: Path, **members: object) -> None:
    (files / KEY_FILE).write_text(json.dumps(content(files) | members))
