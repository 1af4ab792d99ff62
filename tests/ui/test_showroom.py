"""Every screen of sending, working together and laptops: small, and with large text."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pprint import pformat

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from mvs_desktop.ui.kit.look.theme import apply_theme, load_theme
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.settings import LanguageCode
from tests.ui.measuring import (
    clipped,
    keyboard_out_of_sight,
    nameless,
    out_of_sight,
    ring_cut_off,
    runs_on,
    shortened,
    sideways,
    tab_goes_back,
    too_wide,
)
from tests.ui.showroom.scenes import SCENES, START_SCENES, build
from tests.ui.texts import dutch_on

NAMES = (*SCENES, *START_SCENES)
ROOM = QSize(1366, 768)
SMALL = QSize(1093, 560)
WIDE = QSize(1920, 1080)


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[LanguageCode], None]]:
    language = Language(qapp)
    yield language.choose
    language.choose("nl")
    language.deleteLater()


@contextmanager
def shown(name: str, size: QSize) -> Iterator[QWidget]:
    room, part = build(name, size)
    for _ in range(8):  # what is turned into more lines moves what is below it, and so on
        QApplication.processEvents()
    yield part
    room.close()
    room.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("size", "scale"), [(ROOM, 1.0), (ROOM, 2.0), (SMALL, 1.0), (WIDE, 1.0)])
@pytest.mark.parametrize("names", [NAMES[::2], NAMES[1::2]], ids=["even", "odd"])
def test_nothing_is_cut_off_or_out_of_reach(
    qapp: QApplication,
    speak: Callable[[LanguageCode], None],
    names: Sequence[str],
    size: QSize,
    scale: float,
    language: LanguageCode,
) -> None:
    speak(language)
    apply_theme(qapp, load_theme("light"), scale)
    found: dict[str, object] = {}
    for name in names:
        with shown(name, size) as part:
            faults = {
                "cut off": clipped(part),
                "sideways": sideways(part),
                "nameless": nameless(part),
                "out of sight": out_of_sight(part),
                "keyboard": keyboard_out_of_sight(part),
                "runs on": runs_on(part),
                "shortened": shortened(part),
                "wide": too_wide(part),
                "ring": ring_cut_off(part),
                "Tab": tab_goes_back(part),
                "Dutch": dutch_on(part) if language == "en" else (),
            }
        if faults := {what: where for what, where in faults.items() if where}:
            found[name] = faults
    assert not found, pformat(found)


def test_a_page_that_opens_is_scrolled_no_further_than_it_takes(qapp: QApplication) -> None:
    apply_theme(qapp, load_theme("light"))
    with shown("sending-full", ROOM) as page:
        assert keyboard_out_of_sight(page) == []
        assert page.findChildren(ScrollPage)[0].verticalScrollBar().value() == 0


@pytest.mark.parametrize("name", ["enrol-working", "enrol-browser", "unlock-working"])
def test_nothing_looks_filled_in_or_to_be_filled_in_while_one_can_only_wait(
    qapp: QApplication, name: str
) -> None:
    apply_theme(qapp, load_theme("light"))
    with shown(name, ROOM) as page:
        lines = [one for one in page.findChildren(QLineEdit) if one.isVisible()]
        assert lines
        assert not [one for one in lines if one.palette().placeholderText().color().alpha()]
        left = [
            one.objectName()
            for one in page.findChildren(QAbstractButton)
            if one.isVisible() and one.isEnabled() and one.property("held") != "true"
        ]
        assert left == (["enrol_cancel"] if name == "enrol-browser" else [])
