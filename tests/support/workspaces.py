"""A real workspace on a real encrypted store; only the keyring may be in memory."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.services.registers import Registers
from mvs_desktop.services.session import KEY_FILE, STORE_FILE
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.meta import Name, put
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.keys.key_file import Cost
from mvs_desktop.storage.keys.keychain import SecretKeeper
from mvs_desktop.storage.keys.vault import KeyVault
from mvs_desktop.storage.store import Store, system_clock
from mvs_desktop.sync.identity import DeviceKey

# The cheapest derivation that the vault accepts: tests unlock often.
CHEAP = Cost(memory=64 * 1024, iterations=1, lanes=1)
PASSPHRASE = "vier woorden zijn genoeg"


def enrolment(name: str = "Noor Testers", service_url: str = "http://127.0.0.1:9") -> Enrolment:
    return Enrolment(
        device_id=uuid4(),
        worker_id=uuid4(),
        worker_name=name,
        organisation="Oefenorganisatie",
        expertise="wijkteam",
        municipality="GM0606",
        team="Oost",
        service_url=service_url,
        private_key=DeviceKey.generate().to_pem(),
    )


def make_store(folder: Path, keeper: SecretKeeper, enrolled: Enrolment) -> None:
    """A store as Session.enrol leaves it, without a service."""
    place = folder / "store"
    place.mkdir(parents=True)
    store_id = uuid4()
    key = KeyVault(place / KEY_FILE, keeper, system_clock, CHEAP).create(store_id, PASSPHRASE)
    store = Store.create(place / STORE_FILE, key, store_id)
    store.replica.save_enrolment(enrolled, "epoch-1")
    store.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An open workspace whose service cannot be reached."""
    enrolled = enrolment()
    key = bytes(range(32))
    path = tmp_path / STORE_FILE
    made = Store.create(path, key, uuid4())
    made.replica.save_enrolment(enrolled, "epoch-1")
    made.close()
    opened = Workspace(Store.open(path, key), enrolled, Registers())
    yield opened
    opened.close()


def mark_copied(workspace: Workspace) -> None:
    """As a backup that was put back is: its laptop needs a code."""
    with writing(workspace._store._engine) as connection:
        put(connection, Name.DEVICE_COPIED, "1")
