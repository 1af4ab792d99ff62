"""The project's own laptop beside the second client: real store, real sync, over TCP."""

from functools import partial
from typing import TypeVar
from uuid import UUID

from mvs_desktop.domain.records import Record
from mvs_desktop.services.kept_apart import as_another
from mvs_desktop.storage.records.unit_of_work import Author
from mvs_desktop.storage.store import Store
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.client import CentralClient, enrol
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.report import SyncReport
from tests.sync.laptop import Laptop

R = TypeVar("R", bound=Record)


class Colleague(Laptop):
    def __init__(self, store: Store, address: str, code: str) -> None:
        enrolment, epoch = enrol(address, code, "laptop")
        self.store, self.replica, self.name = store, store.replica, enrolment.worker_name
        store.author = Author(str(enrolment.worker_id), enrolment.worker_name)
        self.replica.save_enrolment(enrolment, epoch)
        self.client = CentralClient(address, enrolment.device_id, enrolment.private_key)
        self.travel = ContentTravel(store.contents, self.client, partial(as_another, store))

    def sync(self) -> SyncReport:
        report = self.sync_with_unreadable()
        assert not report.unreadable
        return report

    def sync_with_unreadable(self) -> SyncReport:
        """With records of a newer version among what comes."""
        report = SyncEngine(self.replica, self.client, self.travel).run()
        assert report.complete, report.problem
        assert not report.unsound
        return report

    def get(self, kind: type[R], record_id: str) -> R:
        with self.store.reader() as reader:
            found = reader.get(kind, UUID(record_id))
        assert found is not None
        return found

    def save(self, record: Record, before: Record | None) -> None:
        with self.store.unit_of_work() as work:
            work.save(record, before)
