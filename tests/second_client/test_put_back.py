"""A new epoch, and a service that was put back to before it took something."""

import shutil
import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path
from uuid import UUID, uuid4

from tests.central.running import Running, running
from tests.second_client.conftest import Office, administered, prepare
from tests.second_client.laptop import Laptop
from tests.second_client.sharing import Shared
from tests.support.databases import free_port


class Past:
    """A service of which the database is put back to how it was."""

    def __init__(self, folder: Path) -> None:
        self.database = str(folder / "central.db")
        self._kept = folder / "kept.db"
        self._log = folder / "service.log"
        self._port = free_port()
        prepare(self.database)

    def running(self) -> AbstractContextManager[Running]:
        return running(self.database, self._log, self._port)

    def keep(self) -> None:
        with (
            closing(sqlite3.connect(self.database)) as now,
            closing(sqlite3.connect(self._kept)) as kept,
        ):
            now.backup(kept)

    def put_back(self) -> None:
        for beside in ("-wal", "-shm"):
            Path(f"{self.database}{beside}").unlink(missing_ok=True)
        shutil.copyfile(self._kept, self.database)


def test_a_new_epoch_has_all_of_it_sent_and_read_again(office: Office, shared: Shared) -> None:
    op = shared.noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Lotte"})
    shared.exchange()
    before = shared.seen(op.record_id)
    unsent = shared.noor.outbox.edit(before, {"given_name": {"given_name": "Lotje"}})
    office.run("new-epoch")
    visit = shared.noor.synchronise()
    assert visit.new_epoch
    assert visit.outcomes == {"applied": 2}  # of one the outcome that was stored
    assert [op.outcome, unsent.outcome] == ["applied", "applied"]
    assert shared.seen(op.record_id).doc["given_name"] == "Lotje"
    assert shared.seen(op.record_id).seq >= 2**32
    shared.exchange()
    shared.same_sums()
    assert shared.noor.synchronise().unchanged


def test_a_service_that_forgot_gets_it_back(tmp_path: Path) -> None:
    """Nobody said that it was put back: what the laptop knows of tells it, by what was answered
    and not read yet, and by how far it had read."""
    past = Past(tmp_path)
    case_id, lost_case = str(uuid4()), str(uuid4())
    with past.running() as service:
        noor, bram = Laptop(service.url), Laptop(service.url)
        with administered(past.database, service.url) as office:
            noor_id = office.worker("Noor Testers")
            noor.enrol(office.code(noor_id))
            bram.enrol(office.code(office.worker("Bram Testers")))
        noor.outbox.create(case_id, "basis", "case_file", {"name": "Familie Smit"}, case_id)
        noor.synchronise()
        past.keep()
        unread = noor.outbox.create(case_id, "basis", "person", {"given_name": "Lotte"})
        noor.send()
        service.kill()
    past.put_back()
    with past.running() as service:
        assert noor.synchronise().new_epoch
        past.keep()
        read = noor.outbox.create(case_id, "basis", "person", {"given_name": "Ella"})
        bram.outbox.create(lost_case, "basis", "case_file", {"name": "Familie Bos"}, lost_case)
        bram.synchronise()
        with administered(past.database, service.url) as office:
            office.grant(noor_id, lost_case)
        noor.synchronise()
        early = noor.outbox.create(lost_case, "basis", "person", {"given_name": "Siem"})
        noor.synchronise()
        service.kill()
    past.put_back()
    with past.running() as service:
        fresh = noor.outbox.create(case_id, "basis", "person", {"given_name": "Mees"})
        visit = noor.synchronise()
        assert visit.new_epoch
        assert visit.requests[:3] == ["/v1/push", "/v1/pull", "/v1/push"]  # refused, and again
        for op in (unread, read, fresh):
            assert noor.mirror.find(op.record_id) is not None
            assert op.outcome == "applied"
        # What it belongs to is still on another laptop alone: kept, and not rejected.
        assert (early.outcome, early.reason) == ("quarantined", "not-found")
        bram.synchronise()
        apart = bram.line.ask("/v1/apart", {"case_id": lost_case})["edits"]
        assert [one["op_id"] for one in apart] == [early.id]
        assert not noor.synchronise().new_epoch
        service.kill()
    for laptop in (noor, bram):
        laptop.close()


def test_a_case_that_does_not_add_up_is_read_again(shared: Shared) -> None:
    op = shared.noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Lotte"})
    shared.noor.synchronise()
    scope = shared.noor.mirror.scopes[shared.case_id, "basis"]
    scope.records[op.record_id].doc["given_name"] = "Iemand anders"
    shared.bram.add_person(UUID(shared.case_id), "Ella")
    shared.bram.sync()
    visit = shared.noor.synchronise()
    assert visit.did_not_add_up == [shared.case_id]
    assert visit.outcomes["applied"] == 1
    assert shared.seen(op.record_id).doc["given_name"] == "Lotte"
    shared.same_sums()
