"""A laptop that can be wiped."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from joserfc.jwk import ECKey

from mvs_central.access import directory
from mvs_central.access.service_keys import service_keys
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.devices import wiping as orders
from mvs_central.devices.enrolment import new_code
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.services import wiping
from mvs_desktop.services.session import Session
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.sync.status import Contact
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE


class Laptop:
    """A laptop of one worker, with a real store and a keyring in memory."""

    def __init__(self, folder: Path, service: CentralProcess, worker: UUID) -> None:
        self.folder = folder
        self.service = service
        self.keeper = MemoryKeeper()
        self.central = Central(Database(str(service.database)))
        self.session = self.start()
        code, _ = new_code(self.central, worker)
        self.workspace = self.session.enrol(service.url, code, PASSPHRASE, "laptop")

    def start(self) -> Session:
        self.session = Session(self.folder, self.keeper, cost=CHEAP)
        return self.session

    @property
    def contact(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / wiping.CONTACT_FILE).read_text())
        return found

    @property
    def device(self) -> str:
        return str(self.contact["device_id"])

    def wipe(self, *, at_once: bool = False) -> None:
        """As the administrator orders it."""
        orders.order(self.central, service_keys(self.central), UUID(self.device), at_once=at_once)

    def begin(self) -> None:
        """As a locked laptop does when it hears of an order."""
        order = self.session.wiping.ask()
        assert order is not None
        self.session.wiping.begin(order)

    def families(self) -> set[UUID]:
        """What the centre has."""
        return {row.case_id for row in directory.cases(self.central)}

    def left(self) -> list[str]:
        """Files that are not about the wipe itself."""
        own = {wiping.CONTACT_FILE, wiping.ORDER_FILE}
        return [file.name for file in self.folder.rglob("*") if file.is_file()
                and file.name not in own]  # fmt: skip


@pytest.fixture
def laptop(tmp_path: Path, service: CentralProcess, worker: UUID) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "data", service, worker)
    yield made
    made.workspace.close()
    made.central.database.close()


def family(workspace: Workspace, name: str) -> UUID:
    id_ = workspace.new_id()
    workspace.create_case(CaseFile(id=id_, case_id=id_, name=name))
    return id_


ASKED = "what this laptop asked"


def contact_of(service: ECKey) -> Contact:
    return Contact(
        "http://127.0.0.1:9", uuid4(), uuid4(), json.dumps(service.as_dict(private=False))
    )


def claims_for(contact: Contact) -> dict[str, Any]:
    return {
        "jti": str(uuid4()),
        "device": str(contact.device_id),
        "store": str(contact.store_id),
        "at_once": True,
        "challenge": ASKED,
        "iat": 1,
        "nbf": 1,
        "exp": 2,
    }
