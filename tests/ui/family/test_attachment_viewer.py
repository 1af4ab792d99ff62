"""Bijlagen that are looked at: pages, nearer, turned, and as a file of one's own."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QLabel

from mvs_desktop.ui.family.attachments.words import content_text
from tests.support.pictures import encoded, pdf, picture, scan
from tests.ui.family.bijlagen import Attachments, acts_of, put, tab

__all__ = ["tab"]


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
    acts = [line for line in acts_of(tab) if line == "open-attachment"]
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
    assert acts_of(tab).count("export") == 2
