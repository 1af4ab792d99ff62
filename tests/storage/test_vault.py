"""The key file: passphrase and device together, or nothing."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.domain.errors import (
    DiskFull,
    KeyringEmpty,
    StoreDamaged,
    StoreExists,
    StoreTooNew,
    WrongPassphrase,
)
from mvs_desktop.storage.keys import key_file, tries
from mvs_desktop.storage.keys.key_file import Cost
from mvs_desktop.storage.keys.vault import KeyVault
from tests.storage.conftest import MovingClock
from tests.support.keepers import MemoryKeeper

CHEAP = Cost(memory=64 * 1024, iterations=1, lanes=1)
PASSPHRASE = "vier woorden zijn genoeg"


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def vault(tmp_path: Path, keeper: MemoryKeeper, clock: MovingClock) -> KeyVault:
    return KeyVault(tmp_path / "case.keys", keeper, clock, CHEAP)


def test_the_passphrase_gives_the_same_key_again(vault: KeyVault) -> None:
    key = vault.create(uuid4(), PASSPHRASE)
    assert len(key) == 32
    assert vault.unlock(PASSPHRASE) == key


def test_the_passphrase_alone_is_not_enough(vault: KeyVault, keeper: MemoryKeeper) -> None:
    store_id = uuid4()
    vault.create(store_id, PASSPHRASE)
    keeper.secrets[str(store_id)] = bytes(32)  # another laptop's secret
    with pytest.raises(WrongPassphrase):
        vault.unlock(PASSPHRASE)
    keeper.secrets.clear()
    with pytest.raises(KeyringEmpty):
        vault.unlock(PASSPHRASE)


def test_waiting_grows_survives_a_restart_and_ends(
    vault: KeyVault, tmp_path: Path, keeper: MemoryKeeper, clock: MovingClock
) -> None:
    vault.create(uuid4(), PASSPHRASE)
    waits = []
    for _ in range(5):
        with pytest.raises(WrongPassphrase) as refused:
            vault.unlock("iets anders dan het was")
        waits.append(refused.value.wait)
        clock.now += timedelta(seconds=waits[-1])
        vault = KeyVault(tmp_path / "case.keys", keeper, clock, CHEAP)
    assert waits[:2] == [0, 0]
    assert 0 < waits[2] < waits[3] < waits[4]
    with pytest.raises(WrongPassphrase):
        vault.unlock("weer iets anders")
    with pytest.raises(WrongPassphrase):
        vault.unlock(PASSPHRASE)  # even the right one waits its turn
    clock.now -= timedelta(days=3)
    assert vault.wait() <= tries.LONGEST_WAIT
    clock.now += timedelta(days=4)
    assert vault.unlock(PASSPHRASE)
    assert vault.wait() == 0


def test_an_existing_key_file_is_never_overwritten(vault: KeyVault) -> None:
    key = vault.create(uuid4(), PASSPHRASE)
    with pytest.raises(StoreExists):
        vault.create(uuid4(), PASSPHRASE)
    assert vault.unlock(PASSPHRASE) == key


def test_a_full_disk_leaves_nothing_behind(
    vault: KeyVault, keeper: MemoryKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFull

    monkeypatch.setattr(key_file, "write_durably", full)
    with pytest.raises(DiskFull):
        vault.create(uuid4(), PASSPHRASE)
    assert not vault.exists()
    assert not keeper.secrets


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"format": 3}, StoreTooNew),
        ({"slot_a": "AAAA"}, StoreDamaged),
        ({"slot_a": "A" * 80}, WrongPassphrase),
        ({"slot_a": "not base 64!"}, StoreDamaged),
        ({"kdf": {"memory": 8, "iterations": 1, "lanes": 1, "salt": "AAAA"}}, StoreDamaged),
        ({"kdf": None}, StoreDamaged),
        ({"store_id": 3}, StoreDamaged),
    ],
)
def test_a_changed_key_file_is_refused(
    vault: KeyVault, tmp_path: Path, change: dict[str, object], error: type[Exception]
) -> None:
    vault.create(uuid4(), PASSPHRASE)
    path = tmp_path / "case.keys"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(error):
        vault.unlock(PASSPHRASE)


def test_a_cheaper_derivation_cannot_be_slipped_in(vault: KeyVault, tmp_path: Path) -> None:
    vault.create(uuid4(), PASSPHRASE)
    path = tmp_path / "case.keys"
    content = json.loads(path.read_text())
    content["kdf"]["iterations"] = 2
    path.write_text(json.dumps(content))
    with pytest.raises(WrongPassphrase):
        vault.unlock(PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_damaged_key_file_is_kept(vault: KeyVault, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "case.keys"
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        vault.unlock(PASSPHRASE)
    assert path.read_bytes() == content


def test_removing_destroys_the_secret(vault: KeyVault, keeper: MemoryKeeper) -> None:
    vault.create(uuid4(), PASSPHRASE)
    vault.remove()
    assert not vault.exists()
    assert not keeper.secrets
