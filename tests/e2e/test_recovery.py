"""A laptop that nobody can open any more, from the first wrong passphrase to the next sync.

The real service in another process, its real commands with typed answers, a real store, and
the real keyring of the system.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import (
    KeyringEmpty,
    RecoveryAnswerUnusable,
    RecoveryOnly,
    WrongPassphrase,
)
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change, Link
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import audit
from tests.support.officers import Officers
from tests.support.workspaces import CHEAP, PASSPHRASE

NEW_PASSPHRASE = "een heel andere zin van vijf"

pytestmark = [pytest.mark.usefixtures("secret_service"), pytest.mark.timeout(300)]


class Clock:
    """Waiting after a wrong passphrase takes no time here."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def service(tmp_path: Path) -> Iterator[CentralProcess]:
    central = CentralProcess(tmp_path / "central.db", log=tmp_path / "central.log")
    central.init()
    central.add_team("Oost", "GM0606")
    with central:
        yield central


@pytest.fixture
def officers(tmp_path: Path, service: CentralProcess) -> Officers:
    found = Officers(str(tmp_path / "central.db"), tmp_path)
    found.init()
    return found


@pytest.fixture
def worker(service: CentralProcess) -> UUID:
    return service.add_worker("Noor Testers", "Oost", "Oefenorganisatie", "wijkteam")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(
    tmp_path: Path, officers: Officers, service: CentralProcess, worker: UUID, clock: Clock
) -> Session:
    """Enrolled, with a family that the centre does not know yet."""
    session = Session(tmp_path / "data", clock=clock, cost=CHEAP)
    workspace = session.enrol(service.url, service.code(worker), PASSPHRASE, "laptop van Noor")
    write_family(workspace, "Familie Proefstuk")
    workspace.close()
    return session


def write_family(workspace: Workspace, name: str) -> None:
    id_ = workspace.new_id()
    workspace.save(Change(CaseFile(id=id_, case_id=id_, name=name), None))


def empty_the_keyring() -> None:
    secretstorage = pytest.importorskip("secretstorage")
    with secretstorage.dbus_init() as connection:
        for collection in secretstorage.get_all_collections(connection):
            for item in list(collection.get_all_items()):
                item.delete()


def answered(session: Session, officers: Officers, name: str = "1") -> bytes:
    """What the officers give for the request of this laptop."""
    asked = session.recovery_request()
    assert asked.organisation == "Stichting Proef"
    request, out = officers.folder / f"aanvraag-{name}", officers.folder / f"antwoord-{name}"
    request.write_bytes(asked.content)
    done = officers.answer(request, out, asked.check)
    assert done.returncode == 0, done.stderr
    assert asked.check in done.stdout
    assert "Noor Testers" in done.stdout
    return out.read_bytes()


def works_on(workspace: Workspace) -> None:
    """The unsent family is there, leaves for the centre, and work goes on."""
    assert [row.case.name for row in workspace.caseload()] == ["Familie Proefstuk"]
    assert workspace.sync_state().pending == 1
    result = workspace.synchronise()
    assert (result.state.link, result.state.pending) == (Link.IDLE, 0)
    with reading(workspace._store._engine) as connection:
        acts = connection.execute(audit.select()).all()
    assert "recover" in [line.action for line in acts]
    workspace.close()


def test_a_forgotten_passphrase(
    session: Session, officers: Officers, clock: Clock, tmp_path: Path
) -> None:
    for _ in range(9):
        with pytest.raises(WrongPassphrase) as refused:
            session.unlock("dit was het niet, denk ik")
        clock.ahead += timedelta(seconds=refused.value.wait)
    with pytest.raises(RecoveryOnly):
        session.unlock("dit was het niet, denk ik")
    # Neither a restart, nor time, nor the missing count gives another try.
    (tmp_path / "data" / "store" / "case.tries").unlink()
    clock.ahead += timedelta(days=2)
    session = Session(tmp_path / "data", clock=clock, cost=CHEAP)
    with pytest.raises(RecoveryOnly):
        session.unlock(PASSPHRASE)

    first = session.recovery_request()
    again = Session(tmp_path / "data", clock=clock, cost=CHEAP).recovery_request()
    assert again == first
    answer = answered(session, officers)
    works_on(session.recover(answer, NEW_PASSPHRASE))
    Session(tmp_path / "data", clock=clock, cost=CHEAP).unlock(NEW_PASSPHRASE).close()
    with pytest.raises(WrongPassphrase):
        session.unlock(PASSPHRASE)
    with pytest.raises(RecoveryAnswerUnusable):
        session.recover(answer, NEW_PASSPHRASE)

    listed = officers.run("recovery", "list").stdout
    assert "Noor Testers" in listed
    assert "Ans Aalders en Bert Bos" in listed
    assert "Wachtwoord vergeten" in listed


def test_an_emptied_keyring(session: Session, officers: Officers, tmp_path: Path) -> None:
    empty_the_keyring()
    with pytest.raises(KeyringEmpty):
        session.unlock(PASSPHRASE)
    answer = answered(session, officers)
    works_on(session.recover(answer, NEW_PASSPHRASE))
    # And once more, with the answer of then.
    empty_the_keyring()
    session = Session(tmp_path / "data", cost=CHEAP)
    session.recovery_request()
    with pytest.raises(RecoveryAnswerUnusable):
        session.recover(answer, NEW_PASSPHRASE)
    session.recover(answered(session, officers, "2"), PASSPHRASE).close()
    session.unlock(PASSPHRASE).close()
