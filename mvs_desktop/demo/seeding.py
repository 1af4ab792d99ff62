"""Filling a central service with the invented families, by way of laptops of their workers.

The families travel as real work does: written in an encrypted store, sent, granted. The
laptop that wrote them is then thrown away.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from mvs_desktop.demo.content import (
    DemoFamily,
    DemoWorker,
    Me,
    load_families,
    load_own_notes,
    load_workers,
)
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change, SyncResult
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.keys.key_file import Cost

# A laptop that exists for a minute needs no costly derivation.
_CHEAP = Cost(memory=64 * 1024, iterations=1, lanes=1)
_PASSPHRASE = "alleen om te vullen, daarna weg"


@dataclass(frozen=True, slots=True)
class Seeded:
    """Who works in the demo and what is in it; `workers` is by key, the main one first."""

    workers: Mapping[str, tuple[DemoWorker, UUID]]
    families: tuple[DemoFamily, ...]

    @property
    def main(self) -> tuple[DemoWorker, UUID]:
        return next(iter(self.workers.values()))


def seed(service: CentralProcess, tell: Callable[[str], None]) -> Seeded:
    """Add workers and families to a running, empty service."""
    workers = _add_workers(service)
    main, main_id = next(iter(workers.values()))
    colleagues = {key: id_ for key, (_, id_) in workers.items() if key != main.key}
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder), cost=_CHEAP)
        try:
            workspace = session.enrol(service.url, service.code(main_id), _PASSPHRASE, "vullen")
            try:
                me = Me(main_id, main.name)
                today, now = workspace.today(), workspace.now()
                families = load_families(today, now, workspace.new_id, me, colleagues)
                for family in families:
                    _write(workspace, family)
                    tell(f"{family.title} — {family.shape}")
                _write(workspace, load_own_notes(today, now, workspace.new_id, me))
                _require_sent(workspace.synchronise())
            finally:
                workspace.close()
        finally:
            session.remove()
    _grant(service, families, workers, main.key)
    return Seeded(workers, families)


def _add_workers(service: CentralProcess) -> dict[str, tuple[DemoWorker, UUID]]:
    workers: dict[str, tuple[DemoWorker, UUID]] = {}
    for worker in load_workers():
        if worker.team not in {known.team for known, _ in workers.values()}:
            service.add_team(worker.team, worker.municipality)
        id_ = service.add_worker(worker.name, worker.team, worker.organisation, worker.expertise)
        workers[worker.key] = (worker, id_)
    return workers


def _grant(
    service: CentralProcess,
    families: tuple[DemoFamily, ...],
    workers: Mapping[str, tuple[DemoWorker, UUID]],
    creator: str,
) -> None:
    """Put workers on cases as the families say; who made a case leads it already."""
    cases: dict[tuple[str, CaseRole, tuple[str, ...]], list[UUID]] = {}
    for family in families:
        for hint in family.grants:
            if hint.worker != creator or hint.role is not CaseRole.LEAD:
                same = (hint.worker, hint.role, tuple(sorted(hint.compartments)))
                cases.setdefault(same, []).append(family.records[0].id)
    for (key, role, compartments), case_ids in cases.items():
        service.grant(workers[key][1], case_ids, role.value, compartments)


def _write(workspace: Workspace, family: DemoFamily) -> None:
    workspace.save(*(Change(item, None) for item in family.records))


def _require_sent(result: SyncResult) -> None:
    if result.state.pending or result.state.set_apart:
        raise RuntimeError(f"the demo was not taken whole: {result.state}")
