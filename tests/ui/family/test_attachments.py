"""Bijlagen through the real widgets: dropped, pasted, chosen, looked at, told of, withdrawn."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.attachments import Attachment, AttachmentKind, MediaType
from mvs_desktop.domain.errors import AttachmentNotHere, AttachmentNotSent
from mvs_desktop.domain.records import to_doc, type_of
from mvs_desktop.services.views import Change
from mvs_desktop.storage.base.replica_types import (
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    ScopeCursor,
)
from mvs_desktop.ui.family.attachment_view import AttachmentView
from mvs_desktop.ui.family.attachments import AttachmentsTab
from mvs_desktop.ui.family.attachments_intake import Source
from mvs_desktop.ui.family.attachments_words import content_text, line_of, size_text
from mvs_desktop.ui.family.page import FamilyPage
from mvs_desktop.ui.family.picture_area import PictureArea
from mvs_desktop.ui.kit.chips import Chip
from mvs_desktop.ui.kit.theme import apply_theme, load_theme
from mvs_desktop.ui.record_at import RecordAt, record_at
from tests.support.pictures import encoded, pdf, photo, picture, scan
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import BO, CASE, DENNIS, KIM, SAMIRA, empty_case, family


class Attachments(Screen):
    """The tab, with answers ready for the dialogs of the system."""

    def __init__(self, opened: OpenedFamily) -> None:
        self.files: list[Path] = []
        self.target = ""
        self.proposed: list[str] = []
        self.tab = AttachmentsTab(
            opened.context, choose_files=self._choose, choose_target=self._choose_target
        )
        super().__init__(opened, self.tab)

    def _choose(self, _window: QWidget) -> list[str]:
        return [str(path) for path in self.files]

    def _choose_target(self, _window: QWidget, proposed: str) -> str:
        self.proposed.append(proposed)
        return self.target

    def added(self) -> tuple[Attachment, ...]:
        self.family.settle()
        return self.family.stored().attachments

    def open(self) -> AttachmentView:
        """Open the first in the list with the keyboard."""
        self.tab.focus_first()
        self.family.qtbot.keyClick(self.tab.rows[0], Qt.Key.Key_Return)
        self.family.settle()
        assert self.tab.view is not None
        return self.tab.view

    def area(self) -> PictureArea:
        area = self.find("attachment_picture")
        assert isinstance(area, PictureArea)
        return area

    def drop(self, data: QMimeData) -> None:
        event = QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        self.tab.dropEvent(event)
        assert event.dropAction() is Qt.DropAction.CopyAction
        self.family.settle()


@pytest.fixture
def empty(open_family: OpenFamily) -> Attachments:
    return Attachments(open_family(empty_case()))


@pytest.fixture
def tab(open_family: OpenFamily) -> Attachments:
    return Attachments(open_family(family()))


def put(folder: Path, **content: bytes) -> list[Path]:
    made = []
    for name, data in content.items():
        path = folder / name.replace("_dot_", ".")
        path.write_bytes(data)
        made.append(path)
    return made


def urls(paths: list[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_nothing_yet_is_one_sentence_and_one_button(empty: Attachments, tmp_path: Path) -> None:
    assert "Nog geen bijlagen." in empty.texts("attachments_tab")
    empty.files = put(tmp_path, brief_dot_pdf=pdf())
    empty.click("attachment_add_first")
    (item,) = empty.added()
    assert (item.name, item.pages) == ("brief", 2)
    assert "Nog geen bijlagen." not in empty.texts("attachments_tab")
    assert "Toegevoegd." in empty.texts("attachments_banner")
    assert empty.files[0].exists()


def test_files_that_are_dropped_are_added_and_the_others_say_why(
    tab: Attachments, tmp_path: Path
) -> None:
    paths = put(
        tmp_path, brief_dot_docx=b"PK\x03\x04" + bytes(9), foto_dot_jpg=photo(), b_dot_pdf=pdf()
    )
    tab.drop(urls(paths))
    assert {item.media_type for item in tab.added()} == {MediaType.JPEG, MediaType.PDF}
    assert "2 bijlagen toegevoegd" in tab.texts("attachments_banner")
    assert "De plek waar de foto is gemaakt" in tab.texts("attachments_banner")
    refused = tab.texts("attachments_refusals")
    assert "brief.docx: Hier kunnen foto's, scans en PDF-bestanden bij." in refused
    assert all(path.exists() for path in paths)
    assert all(row.thumbnail.picture is not None for row in tab.tab.rows)


def test_a_picture_is_pasted_with_the_keyboard(tab: Attachments) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.setText("Comment", "hier")
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(image)
    tab.tab.setFocus()
    tab.family.qtbot.keySequence(tab.tab, QKeySequence("Ctrl+N"))  # nothing chosen: nothing added
    tab.tab.add_button.setFocus()
    tab.family.qtbot.keySequence(tab.tab, QKeySequence("Ctrl+V"))
    (item,) = tab.added()
    assert (item.name, item.media_type) == ("Geplakte afbeelding", MediaType.PNG)
    assert clipboard.image().size() == image.size(), "the clipboard stays as it was"
    clipboard.clear()
    tab.tab.paste()
    assert "klembord" in tab.texts("attachments_banner")
    assert len(tab.added()) == 1


def test_what_is_no_file_and_no_picture_is_not_taken(tab: Attachments) -> None:
    data = QMimeData()
    data.setText("een tekst")
    tab.drop(data)
    web = QMimeData()
    web.setUrls([QUrl("https://voorbeeld.invalid/foto.jpg")])
    tab.drop(web)
    assert tab.added() == ()


def test_adding_can_be_stopped_and_what_is_in_stays_in(
    tab: Attachments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = put(tmp_path, a_dot_pdf=pdf(1), b_dot_pdf=pdf(2), c_dot_pdf=pdf(3))
    add = tab.family.workspace.attachments.add_file

    def adding(case_id: object, path: Path, should_stop: object) -> object:
        added = add(case_id, path, should_stop)  # type: ignore[arg-type]
        tab.tab.intake.stop()
        return added

    monkeypatch.setattr(tab.family.workspace.attachments, "add_file", adding)
    tab.tab._offer([Source(path.name, path) for path in paths])
    assert "Bijlage 1 van 3 wordt toegevoegd…" in tab.tab.banner.text
    (item,) = tab.added()
    assert item.pages == 1
    assert "Toegevoegd." in tab.texts("attachments_banner")


def test_a_row_tells_what_it_is_from_whom_and_about_whom(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, brief_dot_pdf=pdf())
    tab.tab.choose_files()
    (item,) = tab.added()
    row = tab.tab.rows[0]
    assert "nog niet gezegd van wie en over wie" in row.accessibleName()
    tab.family.context.save(
        Change(
            replace(
                item,
                kind=AttachmentKind.REPORT,
                from_name="OBS De Vlieger",
                about_ids=frozenset({BO, KIM}),
                dated_on=date(2024, 11, 5),
                shielded_from=frozenset({DENNIS}),
            ),
            item,
        )
    )
    tab.family.settle()
    (item,) = tab.added()
    line = line_of(item, tab.family.stored(), tab.family.context.today)
    assert line == "Rapport · van OBS De Vlieger · over Bo en Kim · 5 november 2024"
    assert line in tab.tab.rows[0].accessibleName()
    nameless = replace(item, name="", from_name="", about_ids=frozenset())
    said = line_of(nameless, tab.family.stored(), tab.family.context.today)
    assert said == "Nog niet gezegd van wie en over wie · 5 november 2024"
    own = replace(item, from_id=SAMIRA, from_name="", dated_on=None)
    assert "van Samira" in line_of(own, tab.family.stored(), tab.family.context.today)
    chips = [chip.accessibleName() for chip in tab.tab.rows[0].findChildren(Chip)]
    assert chips == ["Afgeschermd voor Dennis", "Nog te versturen"]


def test_what_is_said_of_it_is_saved_as_it_is_typed(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, brief_dot_pdf=pdf())
    tab.tab.choose_files()
    tab.added()
    view = tab.open()
    view.setFocus()
    tab.family.qtbot.keyClick(view.area, Qt.Key.Key_F2)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert tab.find("attachment_kind").isAncestorOf(focused)
    tab.type("attachment_name", "Verslag van de arts")
    tab.type("attachment_from_name", "Samira Aziz")
    tab.tick("attachment_about_ids", "Bo")
    tab.tick("attachment_shielded_from", "Dennis")
    tab.type("attachment_dated_on", "4-3-2024")
    tab.save()
    (item,) = tab.added()
    assert (item.name, item.from_id, item.from_name) == ("Verslag van de arts", SAMIRA, "")
    assert (item.about_ids, item.shielded_from) == (frozenset({BO}), frozenset({DENNIS}))
    assert item.dated_on == date(2024, 3, 4)
    assert tab.find("attachment_shield_ground").isVisible()
    assert view.area.accessibleName() == "Verslag van de arts"
    tab.type("attachment_from_name", "de huisarts")
    tab.save()
    (item,) = tab.added()
    assert (item.from_id, item.from_name) == (None, "de huisarts")


def test_a_letter_is_read_page_by_page_with_the_keyboard(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, brief_dot_pdf=pdf(3))
    tab.tab.choose_files()
    tab.added()
    view = tab.open()
    assert view.area.hasFocus()
    page = tab.find("attachment_page")
    assert isinstance(page, QLabel)
    first = view.area.image
    assert page.text() == "Bladzijde 1 van 3"
    tab.press(tab.area(), Qt.Key.Key_PageDown)
    assert page.text() == "Bladzijde 2 van 3"
    assert view.area.image != first
    tab.press(tab.area(), Qt.Key.Key_End)
    tab.press(tab.area(), Qt.Key.Key_PageDown)
    assert page.text() == "Bladzijde 3 van 3"
    assert not tab.find("attachment_next").isEnabled()
    tab.click("attachment_previous")
    tab.press(tab.area(), Qt.Key.Key_Home)
    assert page.text() == "Bladzijde 1 van 3"
    tab.press(tab.area(), Qt.Key.Key_Escape)
    assert tab.tab.view is None
    assert tab.tab.rows[0].hasFocus()
    acts = [line for line in _acts(tab) if line == "open-attachment"]
    assert len(acts) == 1, "opened once, whatever was looked at in it"


def test_a_photo_is_seen_nearer_moved_and_turned(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, foto_dot_png=encoded("PNG", picture(3000, 2000)))
    tab.tab.choose_files()
    tab.added()
    tab.open()
    area = tab.area()
    assert area.image is not None
    assert area.image.width() < 3000, "no more is drawn than can be seen"
    assert not tab.find("attachment_smaller").isEnabled()
    for _ in range(4):
        tab.press(tab.area(), Qt.Key.Key_Plus)
    zoom = tab.find("attachment_zoom")
    assert isinstance(zoom, QLabel)
    assert zoom.text() == "244 %"
    tab.family.qtbot.waitUntil(lambda: area.image is not None and area.image.width() >= 2000)
    across = area.horizontalScrollBar()
    assert across.maximum() > 0
    before = across.value()
    tab.press(tab.area(), Qt.Key.Key_Right)
    assert across.value() > before
    tab.press(tab.area(), Qt.Key.Key_R)
    assert (area.turned, area.zoom) == (90, 1.0)
    for _ in range(3):
        tab.click("attachment_turn")
    assert area.turned == 0
    for _ in range(30):
        area.zoom_in()
    assert area.zoom == 8.0
    assert not tab.find("attachment_larger").isEnabled()
    tab.press(tab.area(), Qt.Key.Key_0)
    assert area.zoom == 1.0
    (item,) = tab.added()
    assert item.sha256 == tab.family.stored().attachments[0].sha256, "turning changes nothing"


def test_the_wheel_looks_nearer_at_what_is_under_it(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, foto_dot_png=encoded("PNG", picture(600, 400)))
    tab.tab.choose_files()
    tab.added()
    tab.open()
    area = tab.area()
    corner = area._place().topLeft() + QPointF(20, 20)
    share = area._share_at(corner)
    wheel = QWheelEvent(
        corner,
        area.mapToGlobal(corner.toPoint()).toPointF(),
        QRect().topLeft(),
        QPointF(0, 360).toPoint(),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    area.wheelEvent(wheel)
    assert area.zoom > 1.9
    after = area._share_at(corner)
    assert abs(after.x() - share.x()) < 0.05
    assert abs(after.y() - share.y()) < 0.05


def test_a_scan_of_several_pages_is_paged_through(tab: Attachments, tmp_path: Path) -> None:
    tab.files = put(tmp_path, scan_dot_tif=scan(2))
    tab.tab.choose_files()
    (item,) = tab.added()
    tab.open()
    wide = tab.area().image
    tab.press(tab.area(), Qt.Key.Key_PageDown)
    high = tab.area().image
    assert wide is not None
    assert high is not None
    assert wide.width() > wide.height()
    assert high.width() < high.height()
    assert content_text(item, item.added_on or date.min).startswith("TIFF-scan · 2 bladzijden · ")


def test_it_becomes_a_file_only_by_the_workers_own_act(tab: Attachments, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    out.mkdir()
    tab.files = put(tmp_path, brief_dot_pdf=pdf())
    tab.tab.choose_files()
    tab.added()
    tab.open()
    tab.click("attachment_keep")  # the dialog was closed
    assert list(out.iterdir()) == []
    tab.target = str(out / "kopie")
    tab.click("attachment_keep")
    assert (out / "kopie.pdf").read_bytes() == pdf()
    assert tab.proposed == ["brief.pdf", "brief.pdf"]
    assert "leesbaar voor iedereen" in tab.texts("attachment_banner")
    tab.target = str(tmp_path / "weg" / "kopie.pdf")
    tab.click("attachment_keep")
    assert "geen bestand maken" in tab.texts("attachment_banner")
    assert _acts(tab).count("export") == 2


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


def chips(tab: Attachments) -> list[str]:
    return [chip.accessibleName() for chip in tab.tab.rows[0].findChildren(Chip)]


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


def _acts(tab: Attachments) -> list[str]:
    from sqlalchemy import select

    from mvs_desktop.storage.base.engine import reading
    from mvs_desktop.storage.base.tables import audit

    tab.family.settle()
    with reading(tab.family.workspace._store._engine) as connection:
        return list(connection.execute(select(audit.c.action)).scalars())
