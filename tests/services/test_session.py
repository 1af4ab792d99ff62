"""From a closed laptop to an open store, with the real central service in its own process."""

import errno
import os
import stat
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mvs_desktop.demo.service import CentralProcess, free_port
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import (
    DiskFull,
    EnrolmentCodeRefused,
    ExpectedError,
    KeyringEmpty,
    KeyringUnsupported,
    NotAStore,
    ServerUnreachable,
    StoreDamaged,
    StoreExists,
    StoreTooNew,
    WeakPassphrase,
    WrongPassphrase,
)
from mvs_desktop.services import session as sessions
from mvs_desktop.services.session import KEY_FILE, STORE_FILE, Session, StoreState
from mvs_desktop.storage import migrations
from mvs_desktop.storage import store as stores
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import audit
from mvs_desktop.storage.records.unit_of_work import UnitOfWork
from mvs_desktop.storage.store import Store
from tests.support.central import enrol_unheard
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def session(tmp_path: Path, keeper: MemoryKeeper) -> Session:
    return Session(tmp_path / "data", keeper, cost=CHEAP)


@pytest.fixture
def enrolled(tmp_path: Path, keeper: MemoryKeeper, session: Session) -> Session:
    """A session on a store that is there already."""
    make_store(tmp_path / "data", keeper, enrolment())
    return session


def nothing_is_left(tmp_path: Path, keeper: MemoryKeeper) -> bool:
    folder = tmp_path / "data"
    return not keeper.secrets and not (folder.exists() and list(folder.iterdir()))


def content(tmp_path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (tmp_path / "data" / "store").iterdir()}


def test_enrol_work_close_and_unlock(
    session: Session, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    assert session.state() is StoreState.NONE
    workspace = session.enrol(service.url, service.code(worker), PASSPHRASE, "laptop 1")
    assert (workspace.me.worker_id, workspace.me.name) == (worker, "Noor Testers")
    id_ = workspace.new_id()
    case = CaseFile(id=id_, case_id=id_, name="Familie Proef")
    workspace.create_case(case)
    workspace.close()

    later = Session(tmp_path / "data", session._keeper, cost=CHEAP)
    assert later.state() is StoreState.LOCKED
    with pytest.raises(WrongPassphrase):
        later.unlock("een heel ander wachtwoord")
    workspace = later.unlock(PASSPHRASE)
    assert workspace.open_case(id_).case == case
    result = workspace.synchronise()
    assert result.confirmed == {"case_file": 1}
    assert result.state.pending == 0
    workspace.close()
    if os.name == "posix":
        store = tmp_path / "data" / "store"
        assert stat.S_IMODE(store.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in store.iterdir()} == {0o600}


def test_a_code_works_once_and_a_refusal_leaves_nothing(
    session: Session, service: CentralProcess, worker: UUID, tmp_path: Path, keeper: MemoryKeeper
) -> None:
    code = service.code(worker)
    with pytest.raises(EnrolmentCodeRefused):
        session.enrol(service.url, "0000-0000", PASSPHRASE)
    assert nothing_is_left(tmp_path, keeper)
    session.enrol(service.url, code, PASSPHRASE).close()
    other = Session(tmp_path / "other", keeper, cost=CHEAP)
    with pytest.raises(EnrolmentCodeRefused):
        other.enrol(service.url, code, PASSPHRASE)
    assert other.state() is StoreState.NONE
    assert len([name for name in keeper.secrets if "." not in name]) == 1


def test_a_lost_answer_does_not_cost_the_code(
    session: Session,
    service: CentralProcess,
    worker: UUID,
    tmp_path: Path,
    keeper: MemoryKeeper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = service.code(worker)

    with monkeypatch.context() as context:
        context.setattr(sessions, "enrol", enrol_unheard)
        with pytest.raises(ServerUnreachable):
            session.enrol(service.url, code, PASSPHRASE)
    assert nothing_is_left(tmp_path, keeper)
    session.enrol(service.url, code, PASSPHRASE).close()


def test_without_a_service_nothing_is_left(
    session: Session, tmp_path: Path, keeper: MemoryKeeper
) -> None:
    with pytest.raises(ServerUnreachable):
        session.enrol(f"http://127.0.0.1:{free_port()}", "code", PASSPHRASE)
    assert session.state() is StoreState.NONE
    assert nothing_is_left(tmp_path, keeper)


def test_a_short_passphrase_is_refused_before_anything_is_made(
    session: Session, tmp_path: Path, keeper: MemoryKeeper
) -> None:
    with pytest.raises(WeakPassphrase):
        session.enrol("http://127.0.0.1:9", "code", "kort")
    assert nothing_is_left(tmp_path, keeper)


def test_an_existing_store_is_never_enrolled_over(enrolled: Session, tmp_path: Path) -> None:
    before = content(tmp_path)
    with pytest.raises(StoreExists):
        enrolled.enrol("http://127.0.0.1:9", "code", PASSPHRASE)
    assert content(tmp_path) == before


def test_what_an_interrupted_enrolment_left_is_cleared(
    session: Session, tmp_path: Path, keeper: MemoryKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_store(tmp_path / "data", keeper, enrolment())
    (tmp_path / "data" / "store").rename(tmp_path / "data" / "store.new")
    assert session.state() is StoreState.NONE
    monkeypatch.setattr(sessions, "enrol", lambda *_, **__: (enrolment("Bram"), "epoch-1"))
    workspace = session.enrol("", "", PASSPHRASE)
    assert workspace.me.name == "Bram"
    workspace.close()
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["store"]
    assert len([name for name in keeper.secrets if "." not in name]) == 1


def test_an_unsupported_keyring_is_told_before_the_code_is_used(
    session: Session,
    keeper: MemoryKeeper,
    service: CentralProcess,
    worker: UUID,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_store_id: str) -> bytes:
        raise KeyringUnsupported

    code = service.code(worker)
    with monkeypatch.context() as context:
        context.setattr(keeper, "create", refuse)
        with pytest.raises(KeyringUnsupported):
            session.enrol(service.url, code, PASSPHRASE)
    assert nothing_is_left(tmp_path, keeper)
    session.enrol(service.url, code, PASSPHRASE).close()


def full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "no room")


@pytest.mark.parametrize("where", ["mkdir", "fsync", "make_file", "create"])
def test_a_full_disk_leaves_no_half_store(
    session: Session,
    tmp_path: Path,
    keeper: MemoryKeeper,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    monkeypatch.setattr(sessions, "enrol", lambda *_, **__: (enrolment(), "epoch-1"))
    with monkeypatch.context() as context:
        owner = {"mkdir": Path, "fsync": os, "make_file": stores, "create": migrations}[where]
        context.setattr(owner, where, full_disk)
        with pytest.raises(DiskFull):
            session.enrol("", "", PASSPHRASE)
    assert session.state() is StoreState.NONE
    assert nothing_is_left(tmp_path, keeper)
    session.enrol("", "", PASSPHRASE).close()


def test_an_unlock_is_in_the_audit_and_a_full_disk_keeps_nobody_out(
    enrolled: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = enrolled.unlock(PASSPHRASE)
    with reading(workspace._store._engine) as connection:
        assert connection.execute(select(audit.c.action)).scalars().all() == ["unlock"]
    workspace.close()

    def full(*_: object, **__: object) -> None:
        raise DiskFull

    with monkeypatch.context() as context:
        context.setattr(UnitOfWork, "log", full)
        workspace = enrolled.unlock(PASSPHRASE)
    assert workspace.caseload() == ()
    workspace.close()


def test_the_keyring_that_lost_the_key_is_told(enrolled: Session, keeper: MemoryKeeper) -> None:
    keeper.secrets.clear()
    with pytest.raises(KeyringEmpty):
        enrolled.unlock(PASSPHRASE)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ({STORE_FILE: b"een foto van de camping " * 400}, NotAStore),
        ({STORE_FILE: b""}, StoreDamaged),
        ({STORE_FILE: None}, StoreDamaged),
        ({KEY_FILE: b"{}"}, StoreDamaged),
        ({KEY_FILE: None}, StoreDamaged),
    ],
)
def test_a_spoiled_store_is_told_and_left_as_it_is(
    enrolled: Session,
    tmp_path: Path,
    spoil: dict[str, bytes | None],
    told: type[ExpectedError],
) -> None:
    for name, new in spoil.items():
        file = tmp_path / "data" / "store" / name
        if new is None:
            file.unlink()
        else:
            file.write_bytes(new)
    before = content(tmp_path)
    with pytest.raises(told):
        enrolled.unlock(PASSPHRASE)
    assert content(tmp_path) == before
    assert enrolled.state() is StoreState.LOCKED


def test_a_store_of_a_newer_version_is_told(
    enrolled: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "HEAD", "0000")
    with pytest.raises(StoreTooNew):
        enrolled.unlock(PASSPHRASE)


def test_a_store_that_nobody_was_enrolled_on_is_told(
    session: Session, tmp_path: Path, keeper: MemoryKeeper
) -> None:
    folder = tmp_path / "data" / "store"
    folder.mkdir(parents=True)
    store_id = uuid4()
    key = session._vault(folder).create(store_id, PASSPHRASE)
    Store.create(folder / STORE_FILE, key, store_id).close()
    with pytest.raises(StoreDamaged):
        session.unlock(PASSPHRASE)


def test_a_removed_store_is_gone_with_its_secret(
    enrolled: Session, tmp_path: Path, keeper: MemoryKeeper
) -> None:
    enrolled.remove()
    assert enrolled.state() is StoreState.NONE
    assert nothing_is_left(tmp_path, keeper)
    enrolled.remove()


@pytest.mark.skipif(sys.platform != "linux", reason="the private keyring is a Secret Service")
def test_with_the_real_keyring(
    secret_service: None, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    session = Session(tmp_path / "data", cost=CHEAP)
    session.enrol(service.url, service.code(worker), PASSPHRASE).close()
    Session(tmp_path / "data", cost=CHEAP).unlock(PASSPHRASE).close()
    with pytest.raises(KeyringEmpty):
        # The files alone, on another laptop.
        Session(tmp_path / "data", MemoryKeeper(), cost=CHEAP).unlock(PASSPHRASE)
    session.remove()
    assert session.state() is StoreState.NONE
