"""Attachments as a screen asks for them, in a real store."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from mvs_desktop.domain.attachments import Attachment, AttachmentKind, MediaType, Remark
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.disclosure import Withheld, visible_fields, withheld_from
from mvs_desktop.domain.errors import (
    AttachmentDamaged,
    AttachmentEmpty,
    AttachmentKnown,
    AttachmentNotAllowed,
    AttachmentNotHere,
    AttachmentTooLarge,
    AttachmentUnreachable,
    DiskFull,
    RecordMissing,
    TargetUnwritable,
)
from mvs_desktop.domain.records import Audience
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.tables import attachment_chunk, attachment_litter, audit
from mvs_desktop.storage.records import attachments as storage
from tests.support.pages import decrypted_pages
from tests.support.pictures import CANARY, pdf, photo, telling_png
from tests.support.readable import found_in, readable_in


@pytest.fixture
def case(workspace: Workspace) -> CaseFile:
    id_ = workspace.new_id()
    item = CaseFile(id=id_, case_id=id_, name="Familie Proef")
    workspace.create_case(item)
    return item


def add(workspace: Workspace, case: CaseFile, content: bytes, name: str = "Brief") -> Attachment:
    added = workspace.attachments.add(case.id, content, name)
    assert added is not None
    return added.attachment


def acts(workspace: Workspace) -> list[tuple[str, str | None]]:
    with reading(workspace._store._engine) as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number))
        return [(row.action, row.detail.get("record")) for row in rows]


def test_what_is_added_is_in_the_file_with_what_it_says_of_itself(
    workspace: Workspace, case: CaseFile, tmp_path: Path
) -> None:
    file = tmp_path / "Brief van  school.jpeg.pdf"
    file.write_bytes(photo())
    added = workspace.attachments.add_file(case.id, file)
    assert added is not None
    item = added.attachment
    assert added.saved.snapshot.attachments == (item,)
    assert (item.kind, item.name) == (AttachmentKind.PHOTO, "Brief van school.jpeg")
    assert (item.media_type, item.dated_on) == (MediaType.JPEG, date(2025, 3, 2))
    assert (item.added_by, item.added_on) == (workspace.me.name, workspace.today())
    assert added.remarks == {Remark.PLACE_REMOVED}
    assert file.read_bytes() == photo(), "the file itself stays as it is"
    held = workspace.attachments.held(case.id)
    assert held.here == held.unsent == held.thumbnails.keys() == {item.id}


@pytest.mark.parametrize("name", ["IMG_2041", "DSC00012", "PXL_20250302_101112", "20250302_101112"])
def test_what_a_camera_calls_a_photo_is_no_name(
    workspace: Workspace, case: CaseFile, name: str
) -> None:
    assert add(workspace, case, photo(), name).name == ""
    assert add(workspace, case, pdf(), name).name == name


def test_a_name_is_kept_whole_and_short_and_makes_a_file_name(
    workspace: Workspace, case: CaseFile
) -> None:
    item = add(workspace, case, pdf(), "Besluit: 3/4 \ud800 <kopie>\n" + "x" * 300)
    assert item.name.startswith("Besluit: 3/4 � <kopie> xxx")
    assert len(item.name) == 200
    named = replace(item, name='../..\\a:b*?"<c>|\x00.pdf')
    workspace.save(Change(named, item))
    content = workspace.attachments.open(item.id)
    assert content.file_name.endswith(".pdf")
    assert not set('/\\:*?"<>|\0') & set(content.file_name)
    assert not content.file_name.startswith(".")


def test_opening_is_logged_before_anything_is_given(
    workspace: Workspace, case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = add(workspace, case, pdf())
    read = storage.AttachmentFiles.read
    seen: list[tuple[str, str | None]] = []

    def reading_(self: storage.AttachmentFiles, record_id: object) -> bytes:
        seen.extend(acts(workspace))
        return read(self, record_id)  # type: ignore[arg-type]

    monkeypatch.setattr(storage.AttachmentFiles, "read", reading_)
    content = workspace.attachments.open(item.id)
    assert content.data == pdf()
    assert seen[-1] == ("open-attachment", str(item.id))
    picture = workspace.attachments.page(content, 1, 150)
    assert (picture.width, picture.height) == (100, 150)


def test_exporting_is_logged_before_it_is_written(
    workspace: Workspace, case: CaseFile, tmp_path: Path
) -> None:
    item = add(workspace, case, pdf())
    content = workspace.attachments.open(item.id)
    with pytest.raises(TargetUnwritable):
        workspace.attachments.export(content, tmp_path / "weg" / "brief.pdf")
    assert acts(workspace)[-1] == ("export", str(item.id))
    workspace.attachments.export(content, tmp_path / "brief.pdf")
    assert (tmp_path / "brief.pdf").read_bytes() == pdf()


def test_the_same_content_comes_in_once_until_it_was_withdrawn(
    workspace: Workspace, case: CaseFile
) -> None:
    item = add(workspace, case, photo())
    with pytest.raises(AttachmentKnown):
        workspace.attachments.add(case.id, photo(), "nog eens")
    workspace.withdraw(item)
    again = add(workspace, case, photo())
    workspace.restore(item)
    assert {one.id for one in workspace.reload_case(case.id).attachments} == {item.id, again.id}
    assert workspace.attachments.open(item.id).data == workspace.attachments.open(again.id).data


def test_files_that_cannot_be_added_say_why(
    workspace: Workspace, case: CaseFile, tmp_path: Path
) -> None:
    attachments = workspace.attachments
    (tmp_path / "leeg.pdf").touch()
    (tmp_path / "brief.docx").write_bytes(b"PK\x03\x04" + bytes(50))
    with (tmp_path / "groot.pdf").open("wb") as big:
        big.truncate(25 * 1024 * 1024 + 1)
    for name, why in {
        "is er niet.pdf": AttachmentUnreachable,
        "leeg.pdf": AttachmentEmpty,
        "brief.docx": AttachmentNotAllowed,
        "groot.pdf": AttachmentTooLarge,
        "": AttachmentNotAllowed,  # the folder
    }.items():
        with pytest.raises(why):
            attachments.add_file(case.id, tmp_path / name)
    if os.name == "posix":
        os.mkfifo(tmp_path / "pijp.pdf")
        with pytest.raises(AttachmentNotAllowed):
            attachments.add_file(case.id, tmp_path / "pijp.pdf")
    assert workspace.reload_case(case.id).attachments == ()


def test_a_record_whose_content_is_with_a_colleague_says_so(
    workspace: Workspace, case: CaseFile
) -> None:
    far = Attachment(id=workspace.new_id(), case_id=case.id, sha256="0" * 64)
    workspace.save(Change(far, None))
    with pytest.raises(AttachmentNotHere):
        workspace.attachments.open(far.id)
    with pytest.raises(RecordMissing):
        workspace.attachments.open(workspace.new_id())


def test_content_that_is_not_what_the_record_promises_is_not_given(
    workspace: Workspace, case: CaseFile
) -> None:
    item = add(workspace, case, pdf())
    workspace.save(Change(replace(item, sha256="0" * 64), item))
    with pytest.raises(AttachmentDamaged):
        workspace.attachments.open(item.id)


def test_stopped_or_on_a_full_disk_nothing_of_it_is_in_the_file(
    workspace: Workspace, case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = workspace.reload_case(case.id)
    assert workspace.attachments.add(case.id, pdf(), "Brief", lambda: True) is None

    def full(*_: object) -> None:
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr("mvs_desktop.storage.records.unit_of_work.keep", full)
        with pytest.raises(DiskFull):
            workspace.attachments.add(case.id, pdf(), "Brief")
    assert workspace.reload_case(case.id) == before
    with reading(workspace._store._engine) as connection:
        assert connection.execute(select(attachment_chunk)).all() == []
        assert connection.execute(select(attachment_litter)).all() == []


def test_nobody_of_the_family_reads_it_before_a_worker_shows_it(
    workspace: Workspace, case: CaseFile
) -> None:
    assert visible_fields(Attachment, Audience.FAMILY) == frozenset()
    vader, moeder = workspace.new_id(), workspace.new_id()
    item = replace(add(workspace, case, pdf()), shielded_from=frozenset({vader}))
    assert withheld_from(item, {vader, moeder}) is Withheld.SHIELDED
    assert withheld_from(item, {moeder}) is None


def test_nothing_of_it_can_be_read_on_the_disk_nor_after_it_was_purged_in_the_store(
    workspace: Workspace, case: CaseFile, tmp_path: Path
) -> None:
    letter = pdf(2, f"{CANARY} brief")
    items = [
        add(workspace, case, letter, f"Brief {CANARY}"),
        add(workspace, case, photo(), f"{CANARY} foto"),
        add(workspace, case, telling_png() + CANARY.encode(), CANARY),
    ]
    for item in items:
        content = workspace.attachments.open(item.id)
        assert not found_in([content.data], [CANARY]) or item is items[0]
        workspace.attachments.page(content, 0, 200)
    words = [CANARY, str(items[0].id)]
    assert readable_in(tmp_path, words) == []
    store, path = workspace._store, Path(str(workspace._store._engine.url.database))
    with writing(store._engine) as connection:  # as if all of it had been sent
        connection.exec_driver_sql("DELETE FROM outbox")
    store.replica.drop_scope(case.id, "zorg")
    assert not found_in(decrypted_pages(path, bytes(range(32))), [CANARY])
    assert readable_in(tmp_path, words) == []
    assert list((tmp_path / storage.FOLDER).iterdir()) == []
