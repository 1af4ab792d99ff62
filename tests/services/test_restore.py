"""A backup put back: from the unlock screen, without losing what was typed since."""

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import (
    BackupDamaged,
    BackupMissing,
    NoRoomForCopy,
    NotAStore,
    WrongPassphrase,
)
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Record
from mvs_desktop.services.backups import Restored
from mvs_desktop.services.session import KEY_FILE, STORE_FILE, Session, StoreState
from mvs_desktop.services.views import Change, Link
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage import restore as restore_module
from mvs_desktop.storage.audit.log import Act, first_break
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.replica_types import Fate, OpFate
from mvs_desktop.storage.store import Store
from tests.storage.test_replica import incoming, page
from tests.support.keepers import MemoryKeeper
from tests.support.pictures import pdf, photo
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store

R = TypeVar("R", bound=Record)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    keeper = MemoryKeeper()
    make_store(tmp_path, keeper, enrolment())
    return Session(tmp_path, keeper, cost=CHEAP)


class Laptop:
    """A session with a case, and what a worker does with it."""

    def __init__(self, session: Session, home: Path) -> None:
        self.session = session
        self.home = home
        self.workspace = session.unlock(PASSPHRASE)
        id_ = uuid4()
        self.case = CaseFile(id=id_, case_id=id_, name="Familie Proef")
        self.workspace.create_case(self.case)

    def add(self, **fields: str) -> Person:
        person = Person(id=self.workspace.new_id(), case_id=self.case.id, **fields)  # type: ignore[arg-type]
        return self.save(person)

    def save(self, item: R, base: R | None = None) -> R:
        self.workspace.save(Change(item, base))
        return item

    def back_up(self) -> str:
        keeper = self.workspace._store.backups
        assert keeper is not None
        return keeper.make().name

    def restore(self, name: str, passphrase: str = PASSPHRASE) -> Restored:
        """Close everything, and put a backup back."""
        self.workspace.close()
        self.workspace = self.session.restore(name, passphrase)
        assert self.workspace.restored is not None
        return self.workspace.restored

    def people(self) -> dict[str, Person]:
        snapshot = self.workspace.reload_case(self.case.id)
        return {person.given_name: person for person in snapshot.people}

    def damage(self) -> None:
        self.workspace.close()
        store = self.home / "store" / STORE_FILE
        content = bytearray(store.read_bytes())
        content[: 16 * 4096] = secrets.token_bytes(16 * 4096)
        store.write_bytes(content)


@pytest.fixture
def laptop(session: Session, tmp_path: Path) -> Iterator[Laptop]:
    one = Laptop(session, tmp_path)
    yield one
    one.workspace.close()


def acts(workspace: Workspace) -> list[str]:
    with reading(workspace._store._engine) as connection:
        assert first_break(connection) is None
        return list(
            connection.exec_driver_sql("SELECT action FROM audit ORDER BY number").scalars()
        )


def ops(workspace: Workspace) -> list[tuple[UUID, int]]:
    return [(op.op_id, op.counter) for op in workspace._store.replica.pending(10_000)]


def test_what_was_not_sent_comes_along(laptop: Laptop) -> None:
    before = laptop.add(given_name="Bo")
    name = laptop.back_up()
    after = laptop.add(given_name="Sam")
    laptop.save(replace(before, given_name="Bobbie"), before)
    laptop.workspace.keep_draft(laptop.case.id, after.id, "birth", "in de lente")
    waiting = ops(laptop.workspace)

    done = laptop.restore(name)
    assert done.backup.name == name
    assert done.carried == 3  # the case and two people
    assert set(laptop.people()) == {"Bobbie", "Sam"}
    assert ops(laptop.workspace) == waiting
    assert laptop.workspace.drafts(laptop.case.id) == {(after.id, "birth"): "in de lente"}
    assert {hit.record_id for hit in laptop.workspace.search("bobbie")} == {before.id}
    told = [change.after for change in laptop.workspace.history.of(before.id)]
    assert told.count("Bobbie") == 1
    # And work goes on with operations that have never been used.
    laptop.add(given_name="Nieuw")
    assert ops(laptop.workspace)[-1][1] > waiting[-1][1]


def test_the_former_store_is_kept_whole(laptop: Laptop) -> None:
    name = laptop.back_up()
    laptop.add(given_name="Sam")
    laptop.workspace.close()
    before = (laptop.home / "store" / STORE_FILE).read_bytes()
    done = laptop.restore(name)
    assert done.former is not None
    assert (done.former / STORE_FILE).read_bytes() == before
    assert (done.former / KEY_FILE).exists()
    laptop.workspace.close()
    assert sorted(file.name for file in laptop.home.iterdir()) == ["backups", "former", "store"]


def test_a_store_that_cannot_be_read_is_kept_and_said_so(laptop: Laptop) -> None:
    laptop.add(given_name="Bo")
    name = laptop.back_up()
    laptop.add(given_name="Sam")
    laptop.damage()
    with pytest.raises(NotAStore):
        laptop.session.unlock(PASSPHRASE)
    done = laptop.restore(name)
    assert done.carried is None
    assert done.former is not None
    assert set(laptop.people()) == {"Bo"}


def test_edits_under_way_stand_on_what_the_centre_had(laptop: Laptop) -> None:
    """Received after the backup, edited since: the record comes with its server state."""
    replica = laptop.workspace._store.replica
    child = Person(id=uuid4(), case_id=laptop.case.id, given_name="Bo", family_name="Oud")
    replica.apply(page(laptop.case.id, 5, incoming(child, 5)))
    name = laptop.back_up()
    newer = replace(child, family_name="Nieuw")
    replica.apply(page(laptop.case.id, 6, incoming(newer, 6)))
    laptop.save(replace(newer, given_name="Bobbie"), newer)
    other = Person(id=uuid4(), case_id=laptop.case.id, given_name="Van elders")
    replica.apply(page(laptop.case.id, 7, incoming(other, 7)))
    laptop.save(replace(other, given_name="Van hier"), other)

    laptop.restore(name)
    people = laptop.people()
    assert people["Bobbie"].family_name == "Nieuw"
    assert "Van hier" in people
    # The centre sends again what came after the backup; the edits stay on top of it.
    replica = laptop.workspace._store.replica
    assert {one.seq for one in replica.cursors()} == {5}
    replica.apply(page(laptop.case.id, 7, incoming(newer, 6), incoming(other, 7)))
    assert set(laptop.people()) == {"Bobbie", "Van hier"}
    mine = [op for op in replica.pending(100) if op.record_id in (child.id, other.id)]
    assert [op.units["given_name"].version for op in mine] == [6, 7]


def test_an_operation_that_was_confirmed_since_is_sent_again_and_harms_nothing(
    laptop: Laptop,
) -> None:
    person = laptop.add(given_name="Bo")
    name = laptop.back_up()
    replica = laptop.workspace._store.replica
    sent = replica.pending(100)
    replica.record_fates([OpFate(op.op_id, Fate.APPLIED, 9) for op in sent])
    replica.apply(page(laptop.case.id, 9, incoming(laptop.case, 8), incoming(person, 9)))
    assert ops(laptop.workspace) == []
    laptop.restore(name)
    assert set(laptop.people()) == {"Bo"}
    assert ops(laptop.workspace) == [(op.op_id, op.counter) for op in sent]


def test_set_apart_changes_come_along(laptop: Laptop) -> None:
    name = laptop.back_up()
    laptop.add(given_name="Sam")
    replica = laptop.workspace._store.replica
    refused = replica.pending(100)[-1]
    replica.record_fates([OpFate(refused.op_id, Fate.REJECTED, 0, "sealed")])
    laptop.restore(name)
    assert [one.record_id for one in laptop.workspace.set_apart()] == [refused.record_id]


def test_the_audit_goes_on_and_says_that_it_was_put_back(laptop: Laptop) -> None:
    name = laptop.back_up()
    laptop.add(given_name="Sam")
    laptop.workspace.open_case(laptop.case.id)
    before = acts(laptop.workspace)
    laptop.restore(name)
    after = acts(laptop.workspace)
    assert after[: len(before)] == before
    assert after[len(before) :].count(Act.RESTORE_BACKUP) == 1
    laptop.workspace.close()
    laptop.workspace = laptop.session.unlock(PASSPHRASE)
    assert acts(laptop.workspace).count(Act.RESTORE_BACKUP) == 1


def test_nothing_is_sent_before_the_laptop_is_enrolled_again(laptop: Laptop) -> None:
    laptop.restore(laptop.back_up())
    assert laptop.workspace.synchronise().state.link is Link.NEEDS_CODE
    assert laptop.workspace.keys.device_needs_code
    assert ops(laptop.workspace)


def test_a_backup_in_a_store_that_is_gone(laptop: Laptop) -> None:
    laptop.add(given_name="Bo")
    name = laptop.back_up()
    laptop.workspace.close()
    shutil.rmtree(laptop.home / "store")
    done = laptop.restore(name)
    assert done.former is None
    assert set(laptop.people()) == {"Bo"}


def test_a_number_is_not_used_for_two_operations(laptop: Laptop) -> None:
    """Of stores that went on from one copy: the centre knows an operation by its number too, and
    so none may get another one when it is carried over."""
    early = laptop.back_up()
    laptop.add(given_name="Bo")
    late = laptop.back_up()
    laptop.workspace.close()
    shutil.rmtree(laptop.home / "store")
    laptop.restore(early)
    laptop.add(given_name="Sam")
    waiting = ops(laptop.workspace)
    laptop.restore(late)
    assert set(laptop.people()) == {"Bo", "Sam"}
    assert set(waiting) < set(ops(laptop.workspace))


def test_what_was_held_is_known_to_be_here(laptop: Laptop) -> None:
    """So that it goes when access ends, with the work on it that was carried over."""
    name = laptop.back_up()
    scope = (laptop.case.id, "basis")
    laptop.workspace._store.replica.add_scopes([scope])
    laptop.add(given_name="Sam")
    laptop.restore(name)
    assert laptop.workspace._store.replica.scopes_held() == {scope}


def test_a_changed_passphrase_opens_the_backups_of_before(laptop: Laptop) -> None:
    name = laptop.back_up()
    fresh = "zeven andere woorden bij elkaar gezocht"
    laptop.workspace.keys.change_passphrase(PASSPHRASE, fresh)
    laptop.workspace.backups.run()
    laptop.workspace.close()
    with pytest.raises(WrongPassphrase):
        laptop.session.restore(name, PASSPHRASE)
    laptop.restore(name, fresh)
    assert laptop.people() == {}


def test_a_rotated_key_opens_the_backups_of_before(laptop: Laptop) -> None:
    laptop.add(given_name="Bo")
    laptop.back_up()
    laptop.workspace.keys.rotate()
    laptop.add(given_name="Sam")
    (backup,) = laptop.session.backups()
    assert laptop.restore(backup.name).carried == 3
    assert set(laptop.people()) == {"Bo", "Sam"}


def test_attachments_come_back_and_new_ones_come_along(laptop: Laptop) -> None:
    attachments = laptop.workspace.attachments
    first = attachments.add(laptop.case.id, pdf(text="Eerst"), "Brief")
    name = laptop.back_up()
    second = attachments.add(laptop.case.id, photo(), "Foto")
    assert first is not None
    assert second is not None
    content = {
        one.attachment.id: attachments.open(one.attachment.id).data for one in (first, second)
    }

    laptop.restore(name)
    attachments = laptop.workspace.attachments
    for id_, data in content.items():
        assert attachments.open(id_).data == data
    assert attachments.held(laptop.case.id).here == set(content)


def test_attachments_of_a_store_that_is_gone_come_from_the_backup(laptop: Laptop) -> None:
    added = laptop.workspace.attachments.add(laptop.case.id, pdf(), "Brief")
    assert added is not None
    data = laptop.workspace.attachments.open(added.attachment.id).data
    laptop.back_up()
    name = laptop.back_up()
    assert len(list((laptop.home / "backups" / "attachments").iterdir())) == 1
    laptop.workspace.close()
    shutil.rmtree(laptop.home / "store")
    laptop.restore(name)
    assert laptop.workspace.attachments.open(added.attachment.id).data == data


@pytest.mark.parametrize("name", ["000009-20250304T090000Z", "../store", ""])
def test_a_backup_that_is_not_there(laptop: Laptop, name: str) -> None:
    laptop.workspace.close()
    with pytest.raises(BackupMissing):
        laptop.session.restore(name, PASSPHRASE)


def test_a_damaged_backup_changes_nothing(laptop: Laptop) -> None:
    name = laptop.back_up()
    place = laptop.home / "backups" / name / STORE_FILE
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)
    laptop.add(given_name="Sam")
    laptop.workspace.close()
    with pytest.raises(BackupDamaged):
        laptop.session.restore(name, PASSPHRASE)
    laptop.workspace = laptop.session.unlock(PASSPHRASE)
    assert set(laptop.people()) == {"Sam"}
    assert sorted(file.name for file in laptop.home.iterdir()) == ["backups", "store"]


def test_without_room_nothing_changes(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    name = laptop.back_up()
    laptop.workspace.close()
    monkeypatch.setattr(restore_module, "free_bytes", lambda _: 1000)
    with pytest.raises(NoRoomForCopy):
        laptop.session.restore(name, PASSPHRASE)
    laptop.workspace = laptop.session.unlock(PASSPHRASE)


def test_a_restore_that_was_cut_short_after_its_decision_is_finished(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.add(given_name="Bo")
    name = laptop.back_up()
    laptop.workspace.close()
    with monkeypatch.context() as patch:
        patch.setattr(restore_module.Restoring, "finish", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            laptop.session.restore(name, PASSPHRASE)
    (laptop.home / "store").rename(laptop.home / "elsewhere")  # as far as a kill may have come
    again = Session(laptop.home, laptop.session._keeper, cost=CHEAP)
    assert again.state() is StoreState.LOCKED
    laptop.workspace = again.unlock(PASSPHRASE)
    assert set(laptop.people()) == {"Bo"}


def test_what_may_not_be_here_any_more_leaves_the_former_store_too(laptop: Laptop) -> None:
    id_ = uuid4()
    theirs = CaseFile(id=id_, case_id=id_, name="Familie Vertrokken")
    laptop.workspace._store.replica.apply(page(id_, 1, incoming(theirs, 1)))
    done = laptop.restore(laptop.back_up())
    store = laptop.workspace._store
    store.replica.drop_scope(id_, "basis")
    laptop.workspace.backups.run()
    assert done.former is not None
    former = Store.open(done.former / STORE_FILE, store.key)
    with former.reader() as reader:
        assert [case.name for case in reader.select(CaseFile)] == ["Familie Proef"]
    former.close()
    assert not laptop.workspace.backups.due()


def test_a_store_that_is_removed_goes_with_its_backups(laptop: Laptop) -> None:
    laptop.restore(laptop.back_up())
    laptop.workspace.close()
    laptop.session.remove()
    assert list(laptop.home.iterdir()) == []
