"""The gallery holds every widget; here it is drawn in every theme and measured."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.gallery import Gallery
from mvs_desktop.ui.kit.look.theme import THEME_NAMES, apply_theme, load_theme, look
from mvs_desktop.ui.kit.parts.chips import Chip
from tests.ui.measuring import clipped

# A window without a parent is Python's own. Held until Qt has deleted it: the collector takes one
# that nobody holds apart in any order, while Qt still asks its parts for their size.
_HELD: list[Gallery] = []


def drawn(qtbot: QtBot, page: str) -> Gallery:
    gallery = Gallery(page)
    _HELD.append(gallery)
    qtbot.addWidget(gallery)
    gallery.resize(1366, 768)
    gallery.show()
    QApplication.processEvents()
    return gallery


@pytest.mark.parametrize("page", Gallery.PAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_no_words_are_cut_off(qtbot: QtBot, qapp: QApplication, page: str, scale: float) -> None:
    apply_theme(qapp, load_theme("light"), scale)
    assert clipped(drawn(qtbot, page)) == []


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("page", Gallery.PAGES)
def test_every_theme_paints_its_own_ground(
    qtbot: QtBot, qapp: QApplication, page: str, theme: str
) -> None:
    apply_theme(qapp, load_theme(theme))
    image = drawn(qtbot, page).grab().toImage()
    tokens = look().theme
    assert image.pixelColor(QPoint(100, 500)) == tokens.color("sunken")
    assert image.pixelColor(QPoint(216, 500)) == tokens.color("canvas")
    assert image.pixelColor(QPoint(1000, 92)) == tokens.color("surface")


def test_a_shown_gallery_changes_theme_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    gallery = drawn(qtbot, "lists")
    apply_theme(qapp, load_theme("dark"))
    QApplication.processEvents()
    image = gallery.grab().toImage()
    assert image.pixelColor(QPoint(100, 500)) == load_theme("dark").color("sunken")


def test_every_control_of_the_gallery_has_a_name(qtbot: QtBot) -> None:
    for page in Gallery.PAGES:
        for button in drawn(qtbot, page).findChildren(QPushButton):
            assert button.accessibleName() or button.isHidden(), button


def test_chips_are_as_high_as_designed_at_every_zoom(qtbot: QtBot, qapp: QApplication) -> None:
    for scale, height in ((1.0, 22), (1.5, 33), (2.0, 44)):
        apply_theme(qapp, load_theme("light"), scale)
        for chip in drawn(qtbot, "widgets").findChildren(Chip):
            assert chip.height() == height
