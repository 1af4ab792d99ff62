"""The content of attachments: whole or told, never read by another key, gone with its own."""

import errno
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mvs_desktop.domain.attachments import CHUNK, Attachment, chunk_count
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import (
    AttachmentDamaged,
    AttachmentNotHere,
    DiskFull,
    RecordMissing,
)
from mvs_desktop.domain.records import Compartment
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.tables import (
    attachment_chunk,
    attachment_key,
    attachment_litter,
    attachment_thumbnail,
)
from mvs_desktop.storage.records import attachments
from mvs_desktop.storage.records.attachments import FOLDER
from mvs_desktop.storage.store import Store
from tests.support.pages import decrypted_pages
from tests.support.readable import found_in

SMALL = b"een klein plaatje"


def add(
    store: Store, case: CaseFile, content: bytes, compartment: Compartment = Compartment.CARE
) -> Attachment:
    item = Attachment(
        id=uuid4(), case_id=case.id, compartment=compartment, name="Brief", size=len(content)
    )
    written = store.attachments.write(item, content, SMALL)
    assert written is not None
    with store.unit_of_work() as work:
        work.attach(item, written)
    return item


def files(store: Store) -> list[Path]:
    folder = Path(str(store._engine.url.database)).parent / FOLDER
    return sorted(folder.iterdir()) if folder.exists() else []


def file_of(store: Store, item: Attachment, number: int) -> Path:
    query = select(attachment_chunk.c.file).filter_by(record_id=str(item.id), number=number)
    with reading(store._engine) as connection:
        name = str(connection.execute(query).scalar_one())
    return Path(str(store._engine.url.database)).parent / FOLDER / name


def rows(store: Store, table: object) -> list[object]:
    with reading(store._engine) as connection:
        return list(connection.execute(select(table)))  # type: ignore[call-overload]


# What goes in comes out


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(size=st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]))
def test_content_of_any_size_comes_out_as_it_went_in(
    store: Store, case: CaseFile, size: int
) -> None:
    content = secrets.token_bytes(size)
    item = add(store, case, content)
    assert store.attachments.read(item.id) == content
    assert store.attachments.thumbnails(case.id)[item.id] == SMALL
    with reading(store._engine) as connection:
        found = connection.execute(select(attachment_chunk).filter_by(record_id=str(item.id))).all()
    assert len(found) == chunk_count(size) == max(1, -(-size // CHUNK))
    assert all(row.size == file_of(store, item, row.number).stat().st_size for row in found)


def test_files_say_nothing_and_are_for_their_owner_alone(store: Store, case: CaseFile) -> None:
    item = add(store, case, b"Kanarieveldweg" * 100_000)
    named = {path.name for path in files(store)}
    assert all(len(name) == 32 and int(name, 16) for name in named)
    content = [path.read_bytes() for path in files(store)]
    assert not found_in(content, ["Kanarieveldweg", str(item.id)])
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in files(store)} == {0o600}
        assert files(store)[0].parent.stat().st_mode & 0o777 == 0o700


def test_the_same_content_twice_makes_other_bytes(store: Store, case: CaseFile) -> None:
    first, second = add(store, case, b"x" * 50), add(store, case, b"x" * 50)
    one, other = (file_of(store, item, 0).read_bytes() for item in (first, second))
    assert one != other


def test_a_record_without_content_is_not_here(store: Store, case: CaseFile) -> None:
    item = Attachment(id=uuid4(), case_id=case.id)
    with store.unit_of_work() as work:
        work.save(item, None)
    with pytest.raises(AttachmentNotHere):
        store.attachments.read(item.id)
    assert store.attachments.held(case.id) == {}


def test_it_is_there_after_opening_again(
    store: Store, case: CaseFile, path: Path, key: bytes
) -> None:
    content = secrets.token_bytes(CHUNK + 5)
    item = add(store, case, content)
    store.close()
    again = Store.open(path, key)
    assert again.attachments.read(item.id) == content
    assert again.attachments.held(case.id) == {item.id: True}
    again.close()


# Another's hands


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [flip, cut, empty, Path.unlink])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_chunk_that_was_changed_is_found(
    store: Store, case: CaseFile, harm: Callable[[Path], None], number: int
) -> None:
    item = add(store, case, secrets.token_bytes(2 * CHUNK + 9))
    whole = add(store, case, b"heel")
    harm(file_of(store, item, number))
    with pytest.raises(AttachmentDamaged):
        store.attachments.read(item.id)
    assert store.attachments.read(whole.id) == b"heel"


@pytest.mark.parametrize("place", [0, 11, 12, 500, -1])
def test_every_part_of_a_chunk_is_bound(store: Store, case: CaseFile, place: int) -> None:
    item = add(store, case, bytes(1000))
    path = file_of(store, item, 0)
    content = bytearray(path.read_bytes())
    content[place] ^= 0x80
    path.write_bytes(content)
    with pytest.raises(AttachmentDamaged):
        store.attachments.read(item.id)


def test_chunks_that_changed_places_are_found(store: Store, case: CaseFile) -> None:
    item = add(store, case, secrets.token_bytes(2 * CHUNK))
    other = add(store, case, secrets.token_bytes(2 * CHUNK))
    first, second = file_of(store, item, 0), file_of(store, item, 1)
    theirs = file_of(store, other, 0)
    a, b, c = first.read_bytes(), second.read_bytes(), theirs.read_bytes()
    for ours, put in ((first, b), (second, a), (first, c)):
        before = ours.read_bytes()
        ours.write_bytes(put)
        with pytest.raises(AttachmentDamaged):
            store.attachments.read(item.id)
        ours.write_bytes(before)
    assert len(store.attachments.read(item.id)) == 2 * CHUNK


def test_a_tail_that_was_cut_off_in_the_database_too_is_found(store: Store, case: CaseFile) -> None:
    item = add(store, case, secrets.token_bytes(3 * CHUNK))
    mine = attachment_chunk.c.record_id == str(item.id)
    with writing(store._engine) as connection:
        connection.execute(attachment_chunk.delete().where(mine, attachment_chunk.c.number == 2))
    with pytest.raises(AttachmentDamaged):
        store.attachments.read(item.id)
    with writing(store._engine) as connection:
        connection.execute(attachment_chunk.update().where(mine).values(total=2))
    with pytest.raises(AttachmentDamaged):
        store.attachments.read(item.id)


def test_a_small_picture_of_another_is_not_shown(store: Store, case: CaseFile) -> None:
    first, second = add(store, case, b"a"), add(store, case, b"b")
    with writing(store._engine) as connection:
        theirs = connection.execute(
            select(attachment_thumbnail.c.sealed).filter_by(record_id=str(second.id))
        ).scalar_one()
        mine = attachment_thumbnail.c.record_id == str(first.id)
        connection.execute(attachment_thumbnail.update().where(mine).values(sealed=theirs))
    assert store.attachments.thumbnails(case.id).keys() == {second.id}


# The key goes


def keys_of(store: Store) -> dict[str, bytes]:
    with reading(store._engine) as connection:
        return {row.compartment: row.key for row in connection.execute(select(attachment_key))}


def test_without_its_key_nothing_of_a_scope_opens_and_another_scope_does(
    store: Store, case: CaseFile, path: Path, key: bytes
) -> None:
    gone = add(store, case, secrets.token_bytes(CHUNK + 1))
    stays = add(store, case, b"school", Compartment.SCHOOL)
    copies = [(file, file.read_bytes()) for file in files(store)]
    care = keys_of(store)["zorg"]
    store.replica.drop_scope(case.id, "zorg")
    with pytest.raises(AttachmentNotHere):
        store.attachments.read(gone.id)
    assert store.attachments.read(stays.id) == b"school"
    assert store.attachments.thumbnails(case.id).keys() == {stays.id}
    assert files(store) == [file_of(store, stays, 0)]
    assert rows(store, attachment_litter) == []
    # Somebody who kept the files, and has the key of the database, gets nowhere either.
    for file, content in copies:
        file.write_bytes(content)
    store.close()
    assert all(care not in page for page in decrypted_pages(path, key))
    assert all(SMALL not in page for page in decrypted_pages(path, key))
    again = Store.open(path, key)
    with pytest.raises(AttachmentNotHere):
        again.attachments.read(gone.id)
    again.close()


def test_a_key_that_is_gone_alone_is_damage_and_no_crash(store: Store, case: CaseFile) -> None:
    item = add(store, case, b"weg")
    with writing(store._engine) as connection:
        connection.execute(attachment_key.delete())
    with pytest.raises(AttachmentDamaged):
        store.attachments.read(item.id)
    assert store.attachments.thumbnails(case.id) == {}


def test_content_whose_scope_left_meanwhile_is_not_kept(store: Store, case: CaseFile) -> None:
    item = Attachment(id=uuid4(), case_id=case.id)
    written = store.attachments.write(item, b"te laat", None)
    assert written is not None
    store.replica.drop_scope(case.id, "zorg")
    with pytest.raises(RecordMissing), store.unit_of_work() as work:
        work.attach(item, written)
    assert rows(store, attachment_chunk) == []


def test_what_the_service_no_longer_has_goes_with_its_content(store: Store, case: CaseFile) -> None:
    item = add(store, case, b"weg bij de centrale")
    with writing(store._engine) as connection:  # as if it had been sent and pulled
        connection.exec_driver_sql("UPDATE attachment SET seq = 3")
        connection.exec_driver_sql("DELETE FROM outbox")
    store.replica.finish_resync(case.id, ["basis", "zorg"], frozenset({case.id}))
    with pytest.raises(AttachmentNotHere):
        store.attachments.read(item.id)
    assert files(store) == []


# Trouble on the way


def test_stopped_halfway_nothing_stays(store: Store, case: CaseFile) -> None:
    asked = iter([False, True])
    item = Attachment(id=uuid4(), case_id=case.id)
    written = store.attachments.write(item, bytes(3 * CHUNK), SMALL, lambda: next(asked))
    assert written is None
    assert files(store) == []
    assert rows(store, attachment_litter) == []


@pytest.mark.parametrize("which", [1, 2, 3])
def test_on_a_full_disk_nothing_stays_and_it_goes_when_there_is_room(
    store: Store, case: CaseFile, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    write, calls = os.fsync, iter(range(1, 10))

    def full(descriptor: int) -> None:
        if next(calls) == which:
            raise OSError(errno.ENOSPC, "full")
        write(descriptor)

    item = Attachment(id=uuid4(), case_id=case.id)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFull):
            store.attachments.write(item, bytes(2 * CHUNK), SMALL)
    assert files(store) == []
    assert rows(store, attachment_litter) == []
    assert rows(store, attachment_chunk) == []
    kept = add(store, case, bytes(2 * CHUNK))
    assert store.attachments.read(kept.id) == bytes(2 * CHUNK)


def test_what_was_left_over_goes_when_the_store_is_opened_and_nothing_else(
    store: Store, case: CaseFile, path: Path, key: bytes
) -> None:
    item = add(store, case, b"heel")
    unfinished = Attachment(id=uuid4(), case_id=case.id)
    assert store.attachments.write(unfinished, bytes(CHUNK + 1), None)
    stranger = path.parent / FOLDER / "van een ander"
    stranger.write_bytes(b"")
    assert len(files(store)) == 4
    with writing(store._engine) as connection:  # a name that would lead elsewhere
        connection.execute(attachment_litter.insert().values(file="../case.store"))
    store.close()
    again = Store.open(path, key)
    assert path.exists()
    assert files(again) == sorted([file_of(again, item, 0), stranger])
    assert rows(again, attachment_litter) == []
    assert again.attachments.read(item.id) == b"heel"
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
def test_killed_at_any_point_an_attachment_is_whole_or_not_there(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.storage.attachment_kills", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    points, whole = map(int, done.stdout.split())
    assert points >= 12
    assert 0 < whole < points, "some kills came after it was saved and some before"


def test_what_a_chunk_is_bound_to_stays_as_it_is() -> None:
    """Files that were sealed with it are on disks."""
    seal = attachments.Seal(bytes(32), UUID(int=7))
    assert seal._place(b"c", 1, 3).hex() == (
        b"mvs-attachment-1c".hex() + "00" * 15 + "07" + "00000001" + "00000003"
    )
