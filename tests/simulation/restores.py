"""Copies of the service and of laptops that are put back, and what nobody has any more after it."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import select

from mvs_central.sync import epoch
from mvs_central.tables import case_head, device, op_outcome, quarantine, service
from mvs_desktop.storage.copies.backups import BackupFolder
from mvs_desktop.storage.records.outbox import KEPT
from mvs_desktop.storage.restore import Restoring
from mvs_desktop.sync.protocol import Outcome
from tests.simulation import losses
from tests.simulation.parts import Act, Attached, Device, Edit, paces
from tests.sync.laptop import KEY

if TYPE_CHECKING:
    from tests.simulation.world import World

MOST_COPIES = 4


@dataclass(frozen=True)
class Copy:
    """The database of the service as it was."""

    at: datetime
    path: Path


@dataclass
class Doubt:
    """Numbers, by their cases, of changes of which nobody can say what their authors saw."""

    after: dict[UUID, int]
    until: dict[UUID, int] | None = None

    def has(self, case_id: UUID, seq: int) -> bool:
        ended = self.until is not None and seq > self.until.get(case_id, 0)
        return seq > self.after.get(case_id, 0) and not ended


class Epoch:
    """Which history the service says that it is in, and whether it has a reason to say so."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._known: str | None = None
        self._found_out = False

    def _read(self) -> str:
        return self._world.central.epoch()

    def is_new(self) -> None:
        self._known, self._found_out = self._read(), False

    def may_be_found_out(self) -> None:
        """It was put back and nobody told: once, a laptop does."""
        self._known, self._found_out = self._read(), True

    def is_doubtful(self) -> bool:
        """Whether it was put back, and nobody found out yet."""
        return self._found_out and self._known == self._read()

    def is_right(self) -> bool:
        if self._known not in (None, self._read()):
            if not self._found_out:
                return False
            self._found_out = False
        self._known = self._read()
        return True


class Restores:
    """What may be copied and put back in a world."""

    ACTS: ClassVar[dict[str, float]] = {
        "copy_the_service": 2,
        "put_the_service_back": 0.5,
        "put_it_back_and_tell_nobody": 0.7,
        "put_it_back_between_two_batches": 0.7,
        "copy_a_laptop": 1.5,
        "put_a_laptop_back": 0.7,
        "put_back_and_carry_over": 0.7,
        "put_back_and_withdraw": 0.7,
        "carry_over_what_the_backup_never_had": 0.3,
        "begin_on_another_laptop": 0.7,
        "put_a_copy_over_another_laptop": 0.5,
    }

    def __init__(self, world: "World") -> None:
        self._world = world
        self._copies: list[Copy] = []
        self.made = 0
        self.service_was = False  # put back
        # From which number on each is that of one change: those before it may be of a history
        # that was lost while nobody knew. None until somebody finds out.
        self.numbers_from: int | None = 0
        self._doubts: list[Doubt] = []
        self._hear: set[int] = set()  # devices that have not heard yet that it was put back
        self._disk_broke: dict[int, datetime] = {}
        self.epoch = Epoch(world)

    def acts(self) -> list[Act]:
        return [(name, getattr(self, name), weight) for name, weight in self.ACTS.items()]

    # The service

    def copy_the_service(self) -> None:
        world = self._world
        world.central.database.close()
        self.made += 1
        copy = Copy(world.now, world.folder / f"copy {self.made}.db")
        _copy(world.central_path, copy.path)
        if len(self._copies) == MOST_COPIES:
            self._copies.pop(0).path.unlink()
        self._copies.append(copy)
        world.reopen_central()

    def put_the_service_back(self) -> None:
        self._put_the_service_back(told=True)

    def put_it_back_and_tell_nobody(self) -> None:
        self._put_the_service_back(told=False)

    def put_it_back_between_two_batches(self) -> None:
        """To where it was before a laptop began to send: what was taken of the first ones is not
        known to it any more when the next one comes, over a line that never broke."""
        world, dice = self._world, self._world.dice
        one = world.any_device()
        self.copy_the_service()
        for _ in range(dice.randint(2, 4)):
            world.people.write_on(one)
        usual, one.paces = one.paces, paces(one.number, little=True)
        with one.network.doing(self.put_the_last_copy_back_untold, 2):
            world.sync(one, well=dice.random() < 0.7)
        one.paces = usual

    def _put_the_service_back(self, *, told: bool) -> None:
        """To a copy that is not older than laptops keep what was confirmed."""
        world = self._world
        young = world.now - KEPT + timedelta(days=1)
        copies = [one for one in self._copies if one.at > young]
        if copies:
            self._put_back(world.dice.choice(copies), told=told)

    def put_the_last_copy_back_untold(self) -> None:
        self._put_back(self._copies[-1], told=False)

    def _put_back(self, copy: Copy, *, told: bool) -> None:
        world = self._world
        world.central.database.close()
        _copy(copy.path, world.central_path)
        world.now += timedelta(hours=1)
        world.reopen_central()
        if told:
            epoch.new_epoch(world.central)
            self.epoch.is_new()
        else:
            self.epoch.may_be_found_out()
            # Until somebody finds out, numbers may be those of the history that was lost.
            world.seen.numbers.clear()
            self.numbers_from = None
        if not told or self._doubts:
            self._begin_doubt()
        for one in world.devices:
            if not self._is_enrolled(one.network.caller.device_id):
                world.enrol(one)
        self.service_was = True
        self._forget_answers()
        world.commands.forget()
        world.seen.signed.clear()
        world.seen.tombstones.clear()
        self._look_what_is_gone()

    def _forget_answers(self) -> None:
        outcome, apart = op_outcome.c, quarantine.c.op_id
        with self._world.central.database.read() as connection:
            rows = connection.execute(select(outcome.op_id, outcome.outcome, outcome.seq))
            known = {str(row.op_id): (Outcome(row.outcome), row.seq) for row in rows}
            self._world.answers.forget(known, connection.scalars(select(apart)))

    # What is in doubt

    def _begin_doubt(self) -> None:
        """A service was put back and nobody knows. Until each laptop met one that does, it may
        say what it saw with the numbers of another history; and from then on again when what it
        kept is sent once more."""
        self._doubts.append(Doubt(self._heads()))
        self._hear = {one.number for one in self._world.devices}

    def heard(self, one: Device) -> None:
        """A laptop met the service, and sent all that it had."""
        if self.epoch.is_doubtful():
            return
        if self.numbers_from is None:
            with self._world.central.database.read() as connection:
                self.numbers_from = connection.scalars(select(service.c.first_seq)).one()
        self._hear.discard(one.number)
        if not self._hear:
            for doubt in self._doubts:
                doubt.until = doubt.until or self._heads()

    def is_doubtful(self, case_id: UUID, seq: int) -> bool:
        """Whether a change was made when what somebody says that he saw may be another one."""
        return any(doubt.has(case_id, seq) for doubt in self._doubts)

    def _heads(self) -> dict[UUID, int]:
        with self._world.central.database.read() as connection:
            heads = connection.execute(select(case_head.c.case_id, case_head.c.seq))
            return {row.case_id: row.seq for row in heads}

    # A laptop

    def copy_a_laptop(self) -> None:
        one = self._world.any_device()
        one.backups.make(one.store._engine, one.files)

    def put_a_laptop_back(self) -> None:
        """Its disk broke, and what was on it since is gone; it is another device now."""
        if one := self._one_with_backups():
            self.begin_again(one)

    def begin_again(self, one: Device) -> None:
        """From a backup alone."""
        self._disk_breaks(one)
        self.restore(one, one.backups)
        self._look_what_is_gone()

    def put_back_and_carry_over(self) -> None:
        """The store that was there is set aside, and nothing in it is lost that nobody else has."""
        if one := self._one_with_backups():
            one.store.close()
            self.restore(one, one.backups)

    def put_back_and_withdraw(self) -> None:
        """What was written on the laptop after the backup, and is on it no more."""
        world = self._world
        one = self._one_with_backups()
        if one is None:
            return
        written = world.people.write_on(one)
        world.sync(one)
        if world.dice.random() < 0.5:
            self._disk_breaks(one)
        else:
            one.store.close()
        self.restore(one, one.backups)
        self._look_what_is_gone()
        if written:
            world.people.withdraw(one, written)

    def carry_over_what_the_backup_never_had(self) -> None:
        """Work in a case that came after it, and to which access has ended since."""
        world = self._world
        one, case_id = world.any_device(), world.a_case()
        worker = world.workers[one.user]
        if case_id is None or not world.is_known(case_id):
            return
        world.people.keep_out_of(case_id, worker)
        world.sync(one, well=True)
        one.backups.make(one.store._engine, one.files)
        world.people.let_in_to_all(case_id, worker)
        world.sync(one, well=True)
        world.people.write_in(one, case_id)
        world.people.keep_out_of(case_id, worker)
        one.store.close()
        self.restore(one, one.backups, one.backups.whole()[0].name)

    def begin_on_another_laptop(self) -> None:
        """Of one laptop a copy is put on the other one of its worker, and both go on."""
        world = self._world
        one = world.any_device()
        (other,) = (it for it in world.devices if it.user == one.user and it is not one)
        if not world.sync(other, well=True).complete or other.store.replica.pending(1):
            return
        self.go_on_with_a_copy(one, other)
        # What one of them does now, the other one has not seen.
        written = world.people.write_on(one)
        world.sync(one)
        if written and world.dice.random() < 0.5:
            world.people.withdraw(other, written)

    def put_a_copy_over_another_laptop(self) -> None:
        """Of one laptop a copy is put in the place of the store on the other one of its worker,
        and what that had is carried over: two stores that counted by themselves are one."""
        world = self._world
        one = world.any_device()
        (other,) = (it for it in world.devices if it.user == one.user and it is not one)
        for it in world.dice.sample([one, other, one, other], 3):
            world.people.write_on(it)
        one.backups.make(one.store._engine, one.files)
        if world.dice.random() < 0.5:
            world.sync(world.dice.choice([one, other]))
        other.store.close()
        self.restore(other, one.backups, one.backups.whole()[0].name)
        if not self._is_enrolled(one.network.caller.device_id):
            world.enrol(one)
        self._look_what_is_gone()

    def go_on_with_a_copy(self, one: Device, other: Device) -> None:
        """Put a copy of `one` on `other`, of which nothing is left."""
        one.backups.make(one.store._engine, one.files)
        self._disk_breaks(other)
        other.backups.remove_all()  # it is a new laptop
        other.network.caller = one.network.caller
        self.restore(other, one.backups, one.backups.whole()[0].name)
        if not self._is_enrolled(one.network.caller.device_id):
            self._world.enrol(one)  # the copy took its place
        self._look_what_is_gone()

    def _one_with_backups(self) -> Device | None:
        some = [one for one in self._world.devices if one.backups.whole()]
        return self._world.dice.choice(some) if some else None

    def _disk_breaks(self, one: Device) -> None:
        one.store.close()
        shutil.rmtree(one.files.folder)
        self._disk_broke[one.number] = self._world.now
        settled = self._world.settled  # what was chosen here may not have been sent
        for id_ in [id_ for id_, (_, number) in settled.items() if number == one.number]:
            del settled[id_]

    def restore(self, one: Device, backups: BackupFolder, name: str = "") -> None:
        """As the program does: no backup goes on as the device that it was."""
        world = self._world
        name = name or world.dice.choice(backups.whole()).name
        Restoring(one.files.folder, backups, lambda: world.now).restore(name, [KEY], b"", [KEY])
        world.reopen(one)
        world.stores.put_back(one)
        if self._doubts:
            self._begin_doubt()  # what comes from the backup may be of before that
        if one.store.identity.needs_device():
            world.enrol(one)

    # What nobody has

    def _look_what_is_gone(self) -> None:
        """What neither the service nor any laptop has, nobody can bring back."""
        world = self._world
        found = losses.promised(world)
        lost = [edit for edit in world.made if (edit.record_id, edit.word) not in found]
        world.gone |= {(edit.record_id, edit.word) for edit in lost if self._is_excused(edit)}
        kept = losses.contents_kept(world)
        world.gone_contents |= {
            item.id
            for item in world.attached.values()
            if item.id not in kept and (item.id in world.damaged or self._is_excused(item))
        }
        # A service that was put back may not know any more that they were ended.
        world.former = [one for one in world.former if not self._is_enrolled(one.device_id)]

    def _is_excused(self, edit: Edit | Attached) -> bool:
        """Whether its laptop may have forgotten it: its disk broke since, access ended since, or
        it is too long ago."""
        long_ago = datetime.min.replace(tzinfo=edit.at.tzinfo)
        ended = max(
            self._disk_broke.get(edit.device, long_ago),
            self._world.left.get((edit.device, edit.case_id), long_ago),
        )
        return ended >= edit.at or edit.at < self._world.now - KEPT

    def _is_enrolled(self, id_: UUID) -> bool:
        with self._world.central.database.read() as connection:
            found = connection.execute(
                select(device.c.id).where(device.c.id == id_, device.c.revoked_at.is_(None))
            )
            return found.first() is not None


def _copy(source: Path, target: Path) -> None:
    """A database that nobody has open; what stood beside the target goes."""
    for beside in ("-wal", "-shm"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    shutil.copyfile(source, target)
