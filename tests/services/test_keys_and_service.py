"""Recovery keys and other device ids, with the real service in its own process."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete

from mvs_central.access import attempts
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.tables import refused_attempt
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import (
    CodeOfAnother,
    EnrolmentCodeRefused,
    ServerUnreachable,
    TooManyAttempts,
)
from mvs_desktop.services import keys
from mvs_desktop.services.session import KEY_FILE, Session
from mvs_desktop.services.views import Change, Link
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.sync import client
from tests.support.central import AdministeredHere, enrol_unheard
from tests.support.keepers import MemoryKeeper
from tests.support.officers import Officers
from tests.support.workspaces import CHEAP, PASSPHRASE

pytestmark = pytest.mark.timeout(300)  # officers' passphrases are slow on purpose

NEW = "een heel andere zin van vijf"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[CentralProcess]:
    central = AdministeredHere(tmp_path / "central.db")
    central.init()
    central.add_team("Oost", "GM0606")
    with central:
        yield central


@pytest.fixture
def worker(service: CentralProcess) -> UUID:
    return service.add_worker("Noor Testers", "Oost", "Oefenorganisatie", "wijkteam")


@pytest.fixture
def officers(tmp_path: Path) -> Officers:
    return Officers(str(tmp_path / "central.db"), tmp_path)


@pytest.fixture
def session(tmp_path: Path, service: CentralProcess, worker: UUID) -> Session:
    """Enrolled with a service that has no recovery key yet."""
    session = Session(tmp_path / "data", MemoryKeeper(), cost=CHEAP)
    session.enrol(service.url, service.code(worker), PASSPHRASE, "laptop van Noor").close()
    return session


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store" / KEY_FILE


def slot_b(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text()).get("slot_b", {})
    return found


def write(workspace: Workspace, name: str) -> CaseFile:
    id_ = workspace.new_id()
    case = CaseFile(id=id_, case_id=id_, name=name)
    workspace.save(Change(case, None))
    return case


def test_a_recovery_key_arrives_is_replaced_and_opens(
    session: Session, officers: Officers, key_file: Path, tmp_path: Path
) -> None:
    assert slot_b(key_file) == {}
    officers.init()
    synchronised(session)
    first = slot_b(key_file)["key_id"]
    officers.rotate(2)
    synchronised(session)
    second = slot_b(key_file)["key_id"]
    assert first != second
    asked = session.recovery_request()
    request, out = tmp_path / "aanvraag", tmp_path / "antwoord"
    request.write_bytes(asked.content)
    done = officers.answer(request, out, asked.check)
    assert done.returncode == 1  # the old parts
    assert not out.exists()
    parts = (officers.part("A", 2), officers.part("B", 2))
    done = officers.answer(request, out, asked.check, parts=parts)
    assert done.returncode == 0, done.stderr
    session.recover(out.read_bytes(), NEW).close()


def synchronised(session: Session) -> None:
    workspace = session.unlock(PASSPHRASE)
    assert workspace.synchronise().state.link is Link.IDLE
    workspace.close()


def test_a_lost_answer_and_then_a_wait_cost_no_code(
    session: Session, service: CentralProcess, worker: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was enrolled, and does not know it; then others on its network typed too many wrong codes.
    The code is good for the very device that it made."""
    workspace = session.unlock(PASSPHRASE)
    code = service.code(worker)

    with monkeypatch.context() as lost:
        lost.setattr(keys, "enrol", enrol_unheard)
        with pytest.raises(ServerUnreachable):
            workspace.keys.re_enrol(service.url, code)
    for _ in range(attempts.MOST_REFUSALS):
        with pytest.raises(EnrolmentCodeRefused):
            client.enrol(service.url, "K7QM-4TRP-9WXH", "van een collega")
    with pytest.raises(TooManyAttempts):
        workspace.keys.re_enrol(service.url, code)
    central = Central(Database(service.database))
    with central.database.write() as connection:  # a quarter of an hour later
        connection.execute(delete(refused_attempt))
    central.database.close()
    workspace.keys.re_enrol(service.url, code)
    assert not workspace.keys.device_needs_code
    workspace.close()


def test_a_revoked_laptop_goes_on_under_another_device_id(
    session: Session,
    service: CentralProcess,
    worker: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = session.unlock(PASSPHRASE)
    case = write(workspace, "Familie Proefstuk")
    # Sent, and the answer lost: the service knows the operation of the device that was.
    prepare = client.CentralClient.prepare_push

    def lost(self: client.CentralClient, body: bytes) -> Callable[[bytes], Any]:
        def push(end: bytes) -> Any:
            prepare(self, body)(end)
            raise ServerUnreachable

        return push

    with monkeypatch.context() as context:
        context.setattr(client.CentralClient, "prepare_push", lost)
        assert workspace.synchronise().state.pending == 1
    edited = CaseFile(id=case.id, case_id=case.id, name="Familie Proefstuk-Bos")
    workspace.save(Change(edited, case))  # made on the operation that was sent
    write(workspace, "Familie Later")

    (device,) = [line.split()[0] for line in service.command("device", "list").splitlines()]
    service.command("device", "revoke", device)
    assert workspace.synchronise().state.link is Link.REFUSED
    assert workspace.keys.device_needs_code
    with pytest.raises(EnrolmentCodeRefused):
        workspace.keys.re_enrol(service.url, "K7QM-4TRP-9WXH")
    other = service.add_worker("Sam Proefman", "Oost", "Oefenorganisatie", "wijkteam")
    with pytest.raises(CodeOfAnother):
        workspace.keys.re_enrol(service.url, service.code(other))
    workspace.keys.re_enrol(service.url, service.code(worker))

    state = workspace.synchronise().state
    assert (state.link, state.pending, state.conflicts, state.set_apart) == (Link.IDLE, 0, 0, 0)
    names = {row.case.name for row in workspace.caseload()}
    assert names == {"Familie Proefstuk-Bos", "Familie Later"}
    workspace.close()
    listed = service.command("device", "list").splitlines()
    assert [line.split("\t")[3] for line in listed].count("actief") == 1
    assert service.command("case", "list").count("2 records") == 2
