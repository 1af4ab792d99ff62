"""Passphrase and database key of an open store, its key file and its backups."""

import secrets
from pathlib import Path

import pytest

from mvs_desktop.domain.errors import (
    DiskFull,
    KeyFileUnreadable,
    NotAStore,
    StoreDamaged,
    StoreInUse,
    WeakPassphrase,
    WrongPassphrase,
)
from mvs_desktop.services.session import STORE_FILE, Session
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base import engine as engines
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.store import Store
from tests.services.keys import (
    NEW,
    Parts,
    acts,
    answer_to,
    content,
    files,
    keeper,
    parts,
    session,
    whole,
)
from tests.support.workspaces import PASSPHRASE

__all__ = ["files", "keeper", "parts", "session"]


# The passphrase


def test_a_changed_passphrase_opens_and_the_old_one_does_not(session: Session) -> None:
    workspace = session.unlock(PASSPHRASE)
    workspace.keys.change_passphrase(PASSPHRASE, NEW)
    assert Act.CHANGE_PASSPHRASE in acts(workspace)
    workspace.close()
    with pytest.raises(WrongPassphrase):
        session.unlock(PASSPHRASE)
    assert whole(session.unlock(NEW))


def test_whoever_changes_it_knows_the_old_one(session: Session, files: Path) -> None:
    workspace = session.unlock(PASSPHRASE)
    before = content(files)
    with pytest.raises(WrongPassphrase):
        workspace.keys.change_passphrase("iets anders dan het was", NEW)
    with pytest.raises(WeakPassphrase):
        workspace.keys.change_passphrase(PASSPHRASE, "kort")
    assert content(files) == before
    workspace.keys.change_passphrase(PASSPHRASE, NEW)
    workspace.close()
    assert whole(session.unlock(NEW))


def test_a_disk_that_gives_back_something_else_keeps_the_old_way_in(
    session: Session, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = session.unlock(PASSPHRASE)
    read = Path.read_bytes

    def damaged(path: Path) -> bytes:
        found = read(path)
        return found.replace(b'"slot_a": "', b'"slot_a": "AAAA') if ".new" in path.name else found

    with monkeypatch.context() as context:
        context.setattr(Path, "read_bytes", damaged)
        with pytest.raises(StoreDamaged):
            workspace.keys.change_passphrase(PASSPHRASE, NEW)
    workspace.close()
    assert [file.name for file in files.iterdir() if "new" in file.name] == []
    assert whole(session.unlock(PASSPHRASE))


# The database key


def test_a_rotated_key_opens_and_the_old_one_does_not(session: Session, files: Path) -> None:
    workspace = session.unlock(PASSPHRASE)
    old = workspace._store.key
    told: list[float] = []
    workspace.keys.rotate(told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert workspace._store.key != old
    assert [row.case.name for row in workspace.caseload()] == ["Familie Proefstuk"]
    assert Act.ROTATE_KEY in acts(workspace)
    workspace.close()
    assert "next" not in content(files)
    with pytest.raises(NotAStore):
        Store.open(files / STORE_FILE, old)
    assert whole(session.unlock(PASSPHRASE))


def test_a_rotated_key_can_be_recovered(session: Session, parts: Parts) -> None:
    workspace = session.unlock(PASSPHRASE)
    workspace.keys.rotate()
    workspace.close()
    assert whole(session.recover(answer_to(session, parts), NEW))


def test_a_rotation_without_room_leaves_the_old_key(
    session: Session, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = session.unlock(PASSPHRASE)
    old = workspace._store.key
    with monkeypatch.context() as context:
        context.setattr(engines, "_ROOM_TO_OPEN", 1 << 60)
        with pytest.raises(DiskFull):
            workspace.keys.rotate()
    assert workspace._store.key == old
    assert "next" not in content(files)
    assert whole(workspace)
    assert whole(session.unlock(PASSPHRASE))


def test_a_rotation_waits_for_whoever_reads(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = session.unlock(PASSPHRASE)
    monkeypatch.setattr(engines, "_PATIENCE", 0.05)
    with reading(workspace._store._engine), pytest.raises(StoreInUse):
        workspace.keys.rotate()
    workspace.keys.rotate()
    assert whole(workspace)


@pytest.mark.parametrize("passphrase", [PASSPHRASE, None])
def test_a_store_between_two_keys_opens(
    session: Session,
    files: Path,
    parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
    passphrase: str | None,
) -> None:
    """Stopped before the store was encrypted anew, and after: by passphrase and by officers."""
    for after in (False, True):
        workspace = session.unlock(PASSPHRASE)
        keys = workspace.keys
        key = secrets.token_bytes(32)
        keys._hold(key, workspace._store.key)
        if after:
            workspace._store.rekey(key)
        workspace.close()
        assert "next" in content(files)
        if passphrase:
            assert whole(session.unlock(passphrase))
        else:
            assert whole(session.recover(answer_to(session, parts), PASSPHRASE))
        assert "next" not in content(files)


# The file


def test_a_key_file_that_we_may_not_read_is_not_called_damaged(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bytes:
        raise PermissionError

    with monkeypatch.context() as context:
        context.setattr(Path, "read_bytes", refused)
        with pytest.raises(KeyFileUnreadable):
            session.unlock(PASSPHRASE)
    assert whole(session.unlock(PASSPHRASE))


# Backups


@pytest.mark.parametrize("recovered", [False, True])
def test_a_backup_from_before_opens_with_the_passphrase_of_now(
    session: Session, parts: Parts, recovered: bool
) -> None:
    workspace = session.unlock(PASSPHRASE)
    keeper = workspace._store.backups
    assert keeper is not None
    name = keeper.make().name
    if recovered:
        workspace.close()
        workspace = session.recover(answer_to(session, parts), NEW)
    else:
        workspace.keys.change_passphrase(PASSPHRASE, NEW)
    workspace.close()
    with pytest.raises(WrongPassphrase):
        session.restore(name, "iets anders dan het was")
    assert whole(session.restore(name, NEW))
    assert whole(session.unlock(NEW))
