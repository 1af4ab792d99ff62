"""Two workers of one team, each with a laptop, and the real service between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Compartment
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from tests.support.central import AdministeredHere
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE

PARTS = frozenset({Compartment.BASIS, Compartment.SCHOOL})
BORN = date(2018, 3, 4)


@dataclass
class Desk:
    session: Session
    workspace: Workspace

    def sync(self) -> None:
        assert self.workspace.synchronise().state.pending == 0

    def start_again(self) -> None:
        self.workspace.close()
        self.workspace = self.session.unlock(PASSPHRASE)


class Clock:
    """A laptop's, which may be wrong."""

    def __init__(self, off: timedelta = timedelta()) -> None:
        self.off = off

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


def desk(service: AdministeredHere, folder: Path, name: str, clock: Clock | None = None) -> Desk:
    worker_id = service.add_worker(name, "Oost", "", "POH-jeugd", "06 12345678")
    code = service.code(worker_id)
    session = Session(folder, MemoryKeeper(), clock or Clock(), cost=CHEAP)
    opened = session.enrol(service.url, code, PASSPHRASE, "laptop")
    return Desk(session, opened)


@pytest.fixture
def noor(service: AdministeredHere, tmp_path: Path) -> Iterator[Desk]:
    made = desk(service, tmp_path / "noor", "Noor Testers")
    yield made
    made.workspace.close()


@pytest.fixture
def daan(service: AdministeredHere, tmp_path: Path) -> Iterator[Desk]:
    made = desk(service, tmp_path / "daan", "Daan Proef")
    yield made
    made.workspace.close()


def family(of: Desk, surname: str) -> CaseFile:
    """A family with one child, that the centre has."""
    id_ = of.workspace.new_id()
    case = CaseFile(id=id_, case_id=id_, name=f"Familie {surname}")
    born = PartialDate(BORN.year, BORN.month, BORN.day)
    child = Person(id=uuid4(), case_id=id_, given_name="Bo", family_name=surname, birth=born)
    of.workspace.save(Change(case, None), Change(child, None))
    of.sync()
    return case


def bring_in(noor: Desk, daan: Desk, case: CaseFile) -> None:
    noor.workspace.team.bring_in(
        uuid4(),
        case.id,
        daan.workspace.me.worker_id,
        CaseRole.INVOLVED,
        PARTS,
        noor.workspace.today(),
    )


def kim_lies_apart(noor: Desk, daan: Desk, surname: str) -> CaseFile:
    """A family of Noor's, of which Daan sent a person after his access ended."""
    case = family(noor, surname)
    bring_in(noor, daan, case)
    daan.sync()
    daan.workspace.save(Change(Person(id=uuid4(), case_id=case.id, given_name="Kim"), None))
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    return case
