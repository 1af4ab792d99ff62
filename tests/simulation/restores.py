"""Copies of the service and of laptops that are put back, and what nobody has any more after it."""

import json
import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import insert, select, update

from mvs_central import epoch
from mvs_central.tables import device
from mvs_desktop.storage.outbox import KEPT
from mvs_desktop.sync.identity import DeviceKey
from tests.simulation import losses

if TYPE_CHECKING:
    from tests.simulation.world import Device, Edit, World

MOST_COPIES = 4


@dataclass(frozen=True)
class Copy:
    """A file as it was at a time of the service; of a laptop, or None for the service."""

    at: datetime
    path: Path
    laptop: int | None


class Restores:
    """What may be copied and put back in a world."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._copies: list[Copy] = []
        self._made = 0
        self.put_back = 0
        self._disk_broke: dict[int, datetime] = {}

    # The service

    def copy_the_service(self) -> None:
        world = self._world
        world.central.database.close()
        self._keep(Copy(world.now, self._next(), None), world.central_path)
        world.reopen_central()

    def put_the_service_back(self, *, told: bool) -> None:
        """To a copy that is not older than laptops keep what was confirmed."""
        world = self._world
        young = world.now - KEPT + timedelta(days=1)
        copies = [one for one in self._copies if one.laptop is None and one.at > young]
        if not copies:
            return
        world.central.database.close()
        _copy(world.dice.choice(copies).path, world.central_path)
        world.now += timedelta(hours=1)
        world.reopen_central()
        if told:
            epoch.new_epoch(world.central)
        for one in world.devices:
            if not self._is_enrolled(one):
                self._enrol_again(one)
        self._after()

    # A laptop

    def copy_a_laptop(self) -> None:
        world, one = self._world, self._world.any_device()
        one.store.close()
        self._keep(Copy(world.now, self._next(), one.number), one.path)
        world.reopen(one)

    def put_a_laptop_back(self) -> None:
        """Its disk broke, and what was on it since is gone; it is another device now."""
        world = self._world
        copies = [copy for copy in self._copies if copy.laptop is not None]
        if not copies:
            return
        copy = world.dice.choice(copies)
        one = world.devices[copy.laptop or 0]
        one.store.close()
        _copy(copy.path, one.path)
        world.reopen(one)
        self._enrol_again(one)
        self._disk_broke[one.number] = world.now
        self._after()

    def _enrol_again(self, one: "Device") -> None:
        former, new = one.network.caller.device_id, self._world.new_id()
        with self._world.central.database.write() as connection:
            connection.execute(
                update(device).where(device.c.id == former).values(revoked_at=self._world.now)
            )
            connection.execute(
                insert(device).values(
                    **device_values(one.network.caller.worker_id, new, self._world.now),
                    replaces=former,
                )
            )
        self._world.former.append(one.network.caller)
        one.network.caller = replace(one.network.caller, device_id=new)
        enrolment = one.store.replica.enrolment()
        assert enrolment is not None
        one.store.replica.save_enrolment(
            replace(enrolment, device_id=new), one.store.replica.epoch()
        )

    def _is_enrolled(self, one: "Device") -> bool:
        id_ = one.network.caller.device_id
        with self._world.central.database.read() as connection:
            found = connection.execute(
                select(device.c.id).where(device.c.id == id_, device.c.revoked_at.is_(None))
            )
            return found.first() is not None

    def _after(self) -> None:
        """What neither the service nor any laptop has, nobody can bring back."""
        self.put_back += 1
        world = self._world
        found = losses.everything(world)
        lost = [edit for edit in world.made if (edit.record_id, edit.word) not in found]
        world.gone |= {(edit.record_id, edit.word) for edit in lost if self._is_excused(edit)}
        world.signed.clear()
        world.tombstones.clear()
        world.former = [one for one in world.former if self._is_revoked(one.device_id)]

    def _is_excused(self, edit: "Edit") -> bool:
        """Whether its laptop may have forgotten it: its disk broke since, access ended since, or
        it is too long ago."""
        long_ago = datetime.min.replace(tzinfo=edit.at.tzinfo)
        ended = max(
            self._disk_broke.get(edit.device, long_ago),
            self._world.left.get((edit.device, edit.case_id), long_ago),
        )
        return ended >= edit.at or edit.at < self._world.now - KEPT

    def _is_revoked(self, id_: UUID) -> bool:
        """The service may know no more that it was."""
        with self._world.central.database.read() as connection:
            found = connection.execute(
                select(device.c.id).where(device.c.id == id_, device.c.revoked_at.is_(None))
            )
            return found.first() is None

    def _next(self) -> Path:
        self._made += 1
        return self._world.folder / f"copy {self._made}.db"

    def _keep(self, copy: Copy, path: Path) -> None:
        _copy(path, copy.path)
        same = [one for one in self._copies if (one.laptop is None) == (copy.laptop is None)]
        if len(same) == MOST_COPIES:
            self._copies.remove(same[0])
            same[0].path.unlink()
        self._copies.append(copy)


def device_values(worker_id: UUID, device_id: UUID, now: datetime) -> dict[str, object]:
    return {
        "id": device_id,
        "worker_id": worker_id,
        "public_key": _PUBLIC_KEY,
        "thumbprint": device_id.hex,
        "name": "laptop",
        "enrolled_at": now,
    }


def _copy(source: Path, target: Path) -> None:
    """A database that nobody has open; what stood beside the target goes."""
    for beside in ("-wal", "-shm"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    shutil.copyfile(source, target)


# No proof is asked for here; the key only has to be one.
_PUBLIC_KEY = json.dumps(DeviceKey.generate().public_jwk())
