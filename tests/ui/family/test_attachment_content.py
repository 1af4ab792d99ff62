"""Bijlagen whose content is elsewhere, on its way, or damaged."""

import hashlib
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.attachments import Attachment, MediaType
from mvs_desktop.domain.errors import AttachmentNotHere, AttachmentNotSent
from mvs_desktop.domain.records import to_doc, type_of
from mvs_desktop.storage.base.replica_types import (
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    ScopeCursor,
)
from mvs_desktop.ui.family.attachments.intake import Source
from mvs_desktop.ui.family.attachments.page import AttachmentsTab
from mvs_desktop.ui.family.attachments.view import AttachmentView
from mvs_desktop.ui.family.attachments.words import size_text
from mvs_desktop.ui.family.page import FamilyPage
from mvs_desktop.ui.kit.look.theme import apply_theme, load_theme
from mvs_desktop.ui.record_at import RecordAt, record_at
from tests.support.pictures import pdf, photo
from tests.ui.family.bijlagen import Attachments, chips, put, tab, urls
from tests.ui.family.conftest import OpenFamily, Screen
from tests.ui.family.sample import CASE, family

__all__ = ["tab"]


def test_content_that_is_with_a_colleague_is_told_and_can_be_described(tab: Attachments) -> None:
    far = Attachment(
        id=tab.family.workspace.new_id(), case_id=CASE, name="Tekening", sha256="0" * 64
    )
    tab.family.context.add(far)
    tab.family.settle()
    assert "Nog niet opgehaald" in chips(tab)
    told = tab.find("attachments_absent")
    assert isinstance(told, QLabel)
    assert told.text().startswith("1 bijlage is nog niet opgehaald.")
    tab.open()
    assert "nog niet opgehaald" in tab.texts("attachment_banner")
    keep = tab.find("attachment_keep")
    assert isinstance(keep, QAbstractButton)
    assert not keep.isEnabled()
    assert keep.toolTip()
    tab.type("attachment_name", "Tekening van Kim")
    tab.save()
    assert tab.added()[0].name == "Tekening van Kim"


class Centre:
    """Instead of the network: what asking for content comes to, and what was asked for."""

    def __init__(self, tab: Attachments, monkeypatch: pytest.MonkeyPatch) -> None:
        self._tab = tab
        self.error: Exception | None = None
        self.asked: list[UUID] = []
        self.contents: dict[UUID, bytes] = {}
        monkeypatch.setattr(tab.family.workspace.attachments, "_fetch", self._fetch)

    def has(self, content: bytes) -> Attachment:
        """An attachment of a colleague came in, its content did not."""
        store = self._tab.family.workspace._store
        digest = hashlib.sha256(content).hexdigest()
        item = Attachment(
            id=store.new_id(), case_id=CASE, name="Tekening", media_type=MediaType.JPEG,
            size=len(content), sha256=digest,
        )  # fmt: skip
        record = IncomingRecord(
            item.type_name, item.id, CASE, item.compartment.value, 7,
            dict.fromkeys(type_of(item).units, 7), False, to_doc(item), "0" * 16,
            "Sanne Collega", "2025-03-04T10:00:00+00:00",
        )  # fmt: skip
        cursor = ScopeCursor(CASE, item.compartment.value, 7)
        store.replica.apply(IncomingPage(CASE, (record,), (cursor,)))
        self.contents[item.id] = content
        self._tab.family.context.refresh()
        self._tab.family.settle()
        return item

    def _fetch(self, attachment_id: UUID) -> None:
        self.asked.append(attachment_id)
        if self.error is not None:
            raise self.error
        self.deliver(attachment_id)

    def deliver(self, attachment_id: UUID) -> None:
        contents = self._tab.family.workspace._store.contents
        item = contents.wanted_of(attachment_id)
        assert item is not None
        contents.take(item, 0, self.contents[attachment_id])
        assert contents.finish(item)


def test_content_of_a_colleague_is_fetched_when_it_is_opened(
    tab: Attachments, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = Centre(tab, monkeypatch)
    item = centre.has(photo())
    assert "Nog niet opgehaald" in chips(tab)
    view = tab.open()
    assert centre.asked == [item.id]
    assert view.area.image is not None
    tab.tab.close_attachment()
    tab.family.settle()
    assert "Nog niet opgehaald" not in chips(tab)
    assert tab.tab.rows[0].thumbnail.picture is not None
    absent = tab.tab.findChild(QLabel, "attachments_absent")
    assert isinstance(absent, QLabel)
    assert not absent.isVisibleTo(tab.tab)


def test_with_large_text_all_of_it_stays_in_sight(
    qtbot: QtBot, qapp: QApplication, tab: Attachments, tmp_path: Path
) -> None:
    apply_theme(qapp, load_theme("light"), scale=2.0)
    try:
        tab.drop(urls(put(tmp_path, foto_dot_jpg=photo())))
        view = tab.open()
        view.window().setFixedSize(1254, 660)  # of 1366, beside the narrow rail

        def within(part: QWidget) -> bool:
            right = part.mapTo(view, part.rect().bottomRight()).x()
            return part.isVisibleTo(view) and right < min(view.width(), 1254)

        qtbot.waitUntil(lambda: within(view.keep) and within(view.panel))
        assert view.keep.width() >= view.keep.sizeHint().width()  # and not squeezed
        assert not view.panel.horizontalScrollBar().isVisible()
    finally:
        apply_theme(qapp, load_theme("light"))


def test_without_a_connection_it_says_what_to_do_and_can_be_tried_again(
    tab: Attachments, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = Centre(tab, monkeypatch)
    item = centre.has(photo())
    centre.error = AttachmentNotHere()
    view = tab.open()
    assert "centrale is nu niet te bereiken" in tab.texts("attachment_banner")
    assert view.area.image is None
    centre.error = AttachmentNotSent()
    (again,) = view.banner.findChildren(QAbstractButton)
    assert again.text() == "Nu ophalen"
    again.click()
    tab.family.settle()
    assert "vraag het aan die collega" in tab.texts("attachment_banner").lower()
    assert centre.asked == [item.id] * 2
    # It comes in by itself while somebody waits for it.
    centre.deliver(item.id)
    tab.family.context.refresh()
    tab.family.settle()
    assert view.area.isVisibleTo(view)
    assert not view.banner.isVisibleTo(view)


def test_what_was_sent_is_no_longer_to_be_sent(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, brief_dot_pdf=pdf())
    tab.tab.choose_files()
    (item,) = tab.added()
    assert chips(tab) == ["Nog te versturen"]
    store = tab.family.workspace._store
    fates = [OpFate(op.op_id, Fate.APPLIED, 9) for op in store.replica.pending(999)]
    assert item.id not in {op.record_id for op in store.replica.pending(999)}  # content first
    store.contents.staged(item.id)
    fates += [OpFate(op.op_id, Fate.APPLIED, 9) for op in store.replica.pending(999)]
    store.replica.record_fates(fates)
    tab.family.context.refresh()
    tab.family.settle()
    assert chips(tab) == ["Nog te versturen"]  # until it is certain
    store.contents.settle()
    tab.family.context.refresh()
    tab.family.settle()
    assert chips(tab) == []


def test_damaged_content_is_told_and_not_shown(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, brief_dot_pdf=pdf())
    tab.tab.choose_files()
    tab.added()
    for path in (tmp_path / "attachments").iterdir():
        path.write_bytes(b"weg")
    tab.open()
    assert "beschadigd en wordt niet getoond" in tab.texts("attachment_banner")
    assert tab.tab.view is not None
    assert tab.tab.view.area.image is None


def test_withdrawn_from_the_list_or_the_panel_it_can_be_brought_back(
    open_family: OpenFamily, tmp_path: Path
) -> None:
    opened = open_family(family())
    page = FamilyPage(opened.context)
    screen = Screen(opened, page)
    page.show_tab("attachments")
    tab = page.tab("attachments")
    assert isinstance(tab, AttachmentsTab)
    (path,) = put(tmp_path, brief_dot_pdf=pdf())
    tab._offer([Source(path.name, path)])
    opened.settle()
    (item,) = opened.stored().attachments
    tab.focus_first()
    opened.qtbot.keyClick(tab.rows[0], Qt.Key.Key_Delete)
    opened.settle()
    assert opened.stored().attachments == ()
    assert [row.item for row in tab.rows] == []
    page.banner.chosen.emit("restore")
    opened.settle()
    assert opened.stored().attachments == (item,)
    page.show_record("attachment", item.id)
    opened.settle()
    assert tab.view is not None
    asked: list[object] = []
    opened.context.history_asked.connect(asked.append)
    screen.click("attachment_history")
    assert asked == [RecordAt("attachment", item.id)]
    assert record_at(tab.view.area) == record_at(tab.rows[0]) == asked[0]
    screen.find("history_panel").close_panel()  # type: ignore[attr-defined]
    screen.click("attachment_withdraw")
    assert opened.stored().attachments == ()
    # Qt deletes it later.
    opened.qtbot.waitUntil(lambda: not page.findChildren(AttachmentView))
    page.banner.chosen.emit("restore")
    opened.settle()
    assert opened.workspace.attachments.open(item.id).data == pdf()


def test_every_control_has_a_name_for_a_screen_reader(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, brief_dot_pdf=pdf())
    tab.tab.choose_files()
    tab.added()
    tab.open()
    nameless = [
        widget.objectName() or type(widget).__name__
        for widget in tab.tab.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value
        and widget.isVisibleTo(tab.tab)
        and not widget.accessibleName()
        and widget.focusProxy() is None
    ]
    assert nameless == []


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 kB"), (700, "1 kB"), (240_400, "240 kB"), (3_210_000, "3,2 MB")],
)
def test_sizes_are_said_as_people_say_them(size: int, words: str) -> None:
    assert size_text(size) == words
