"""Laptops with real, encrypted stores, and the invented work that waits in their outboxes."""

import random
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from benchmarks.full import Maker
from benchmarks.serving import Service
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.records import to_doc
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.base.statements import to_json
from mvs_desktop.storage.records.unit_of_work import Author
from mvs_desktop.storage.store import Store
from mvs_desktop.sync.ahead import in_a_thread
from mvs_desktop.sync.client import CentralClient
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.reconcile import Paces
from mvs_desktop.sync.report import SyncProgress, SyncReport

KEY = secrets.token_bytes(32)
LETTERS = 560  # of a paragraph's text, so that its wire form is some 700 bytes


class Laptop:
    """An open store that belongs to an enrolled worker."""

    def __init__(self, store: Store, who: Enrolment, client: CentralClient) -> None:
        self.store = store
        self.who = who
        self.client = client
        self._paces = Paces()

    def sync(self, progress: Callable[[SyncProgress], None] = lambda _: None) -> SyncReport:
        """Raises AssertionError unless all went well."""
        report = self.try_sync(progress)
        assert report.complete, repr(report.problem)
        assert not report.pending
        return report

    def try_sync(self, progress: Callable[[SyncProgress], None] = lambda _: None) -> SyncReport:
        engine = SyncEngine(self.store.replica, self.client, ahead=in_a_thread, paces=self._paces)
        return engine.run(progress)

    def close(self) -> None:
        self.client.close()
        self.store.close()


class Cabinet:
    """Stores to copy: making tables and typing 20,000 paragraphs takes longer than sending them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self.blank = folder / "blank.store"
        Store.create(self.blank, KEY, uuid4()).close()

    @contextmanager
    def laptop(
        self, service: Service, worker_id: UUID, original: Path | None = None, url: str = ""
    ) -> Iterator[Laptop]:
        """A new laptop of a worker, with what is in `original`; `url` is the line it takes."""
        enrolled = service.enrol(worker_id)
        path = self.belonging(enrolled, original or self.blank)
        who, _ = enrolled
        store = Store.open(path, KEY)
        opened = Laptop(store, who, service.client(who, url))
        try:
            yield opened
        finally:
            opened.close()
            path.unlink()

    def belonging(self, enrolled: tuple[Enrolment, str], original: Path) -> Path:
        """A copy of a store that is a laptop of this worker; with the service's epoch."""
        path = self.copy(original)
        store = Store.open(path, KEY)
        store.replica.save_enrolment(*enrolled)
        store.close()
        return path

    def copy(self, original: Path) -> Path:
        self._count += 1
        path = self._folder / f"{self._count}.store"
        shutil.copyfile(original, path)
        return path

    def written(self, cases: int, paragraphs: int, in_a_save: int) -> Path:
        """A store in which so many paragraphs wait to be sent, some in each local transaction."""
        path = self.copy(self.blank)
        store = Store.open(path, KEY)
        store.author = Author(str(uuid4()), "Noor Testers")
        texts = Texts()
        for number in range(cases):
            share = paragraphs // cases + (number < paragraphs % cases)
            case_id = store.new_id()
            with store.unit_of_work() as work:
                work.save(CaseFile(id=case_id, case_id=case_id, name=f"Familie {number}"), None)
            for start in range(0, share, in_a_save):
                with store.unit_of_work() as work:
                    for _ in range(min(in_a_save, share - start)):
                        work.save(texts.paragraph(store.new_id(), case_id), None)
        store.close()
        return path


class Texts:
    """Invented paragraphs of about the same length."""

    def __init__(self) -> None:
        self._maker = Maker(LETTERS)
        self._dice = random.Random(11)
        self._note = uuid4()

    def paragraph(self, id_: UUID, case_id: UUID) -> NoteParagraph:
        if self._dice.random() < 0.2:
            self._note = uuid4()
        return NoteParagraph(
            id=id_, case_id=case_id, note_id=self._note, position="a1", text=self._maker.text()
        )


def rows_of(count: int, cases: int) -> Sequence[tuple[str, str, str]]:
    """As many bare rows: id, case id and wire form."""
    texts, case_ids = Texts(), [uuid4() for _ in range(cases)]
    return [
        (str(id_), str(case_ids[n % cases]), to_json(to_doc(texts.paragraph(id_, id_))))
        for n in range(count)
        for id_ in [uuid4()]
    ]
