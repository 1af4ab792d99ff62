"""Where things begin at the left, and how far they reach."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.forms.fields import long_text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.look.focus import ring_around
from mvs_desktop.ui.kit.look.theme import apply_theme, load_theme
from mvs_desktop.ui.kit.pages.banner import Banner, BannerStrip
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import MEASURE, Body, Heading, Strong

Show = Callable[..., QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Puts parts below each other in a window."""
    kept = []

    def make(*parts: QWidget, width: int = 400) -> QWidget:
        holder = QWidget()
        rows = QVBoxLayout(holder)
        for part in parts:
            rows.addWidget(part)
        rows.addStretch(1)
        holder.resize(width, 300)
        qtbot.addWidget(holder)
        holder.show()
        qtbot.waitExposed(holder)
        kept.append(holder)
        return holder

    return make


def begins(part: QWidget) -> int:
    """Where the first ink of it is, from the left of the window."""
    drawn = part.grab().toImage()
    ground = drawn.pixel(0, drawn.height() // 2)
    at = next(
        x
        for x in range(drawn.width())
        if any(drawn.pixel(x, y) != ground for y in range(4, drawn.height() - 4))
    )
    return part.mapTo(part.window(), part.rect().topLeft()).x() + at


def test_the_words_of_a_first_text_button_stand_below_other_words(show: Show) -> None:
    words, button = Body("Toch niet"), TextButton("Toch niet")
    row = ButtonRow([button, TextButton("Toch niet")])
    show(words, row)
    assert abs(begins(button) - begins(words)) <= 2


def test_which_text_button_is_the_first_changes_as_they_come_and_go(
    qtbot: QtBot, show: Show
) -> None:
    first, second = TextButton("Toch niet"), TextButton("Toch niet")
    words = Body("Toch niet")
    show(words, ButtonRow([first, second]))
    assert begins(second) - second.x() > begins(first) - first.x()
    first.hide()
    qtbot.waitUntil(lambda: abs(begins(second) - begins(words)) <= 2)
    first.show()
    qtbot.waitUntil(lambda: begins(second) - second.x() > begins(first) - first.x())


def test_a_text_button_behind_another_keeps_its_room(show: Show) -> None:
    behind, alone = TextButton("Toch niet"), TextButton("Toch niet")
    row = ButtonRow([OutlinedButton("Dit geldt"), behind])
    right = ButtonRow([alone], align=Qt.AlignmentFlag.AlignRight)
    show(row, right)
    assert behind.width() == alone.width()


def test_the_ring_leaves_the_words_of_a_row_some_room(show: Show) -> None:
    row, button = DetailRow("Daan Proef", clickable=True), OutlinedButton("Erbij halen")
    show(row, button)
    assert ring_around(row).left() == row.x() - 8
    assert ring_around(row).top() == row.y() - 4
    assert ring_around(button).left() == button.x() - 4


def test_a_form_to_read_in_is_no_wider_than_a_line_of_text(qtbot: QtBot, show: Show) -> None:
    form = RecordForm((long_text_field("text", "Tekst"),), columns=2, measure=True)
    free = RecordForm((long_text_field("text", "Tekst"),), columns=2)
    line = QHBoxLayout()
    line.addWidget(form, 1)
    line.addStretch()
    holder = QWidget()
    holder.setLayout(line)
    show(holder, free, width=1400)
    text = form.editor("text").control()
    assert isinstance(text, QPlainTextEdit)
    widest = text.fontMetrics().averageCharWidth() * MEASURE
    qtbot.waitUntil(lambda: widest * 0.9 < text.width() <= widest)
    assert text.mapTo(form, text.rect().topLeft()).x() == 0
    assert free.editor("text").control().width() > widest


def test_two_actions_of_a_row_stand_together_and_are_as_wide(show: Show) -> None:
    row = DetailRow("De laptop uit de tas", "Eén\nTwee\nDrie\nVier\nVijf\nZes\nZeven")
    first, second = OutlinedButton("Weg", dense=True), OutlinedButton("Toch houden", dense=True)
    row.add_action(first)
    row.add_action(second)
    show(row)
    QApplication.processEvents()
    assert first.width() == second.width()
    assert second.y() - first.geometry().bottom() < 10
    middle = (first.y() + second.geometry().bottom()) / 2
    assert abs(middle - row.height() / 2) < 4


def test_the_first_button_of_a_narrow_banner_stands_below_its_words(
    qtbot: QtBot, show: Show
) -> None:
    banner = Banner()
    show(banner)
    banner.say("bad", "Typ je wachtwoord.", [("recover", "Toch niet"), ("leave", "Laat zo")])
    (text,) = banner.findChildren(Body)
    button, _ = banner.findChildren(TextButton)
    qtbot.waitUntil(lambda: button.y() > text.y())
    assert abs(begins(button) - begins(text)) <= 3
    banner.window().resize(900, 300)
    qtbot.waitUntil(lambda: button.y() < text.geometry().bottom())
    assert button.property("first") == "false"


@pytest.fixture
def panel(show: Show) -> SidePanel:
    """Of more than is in sight, without a foot."""
    host = QWidget()
    host.setMinimumSize(500, 280)
    show(host, width=560)
    made = SidePanel(host, "Erbij halen")
    made.add_page().add(Body("Regel\n" * 40))
    made.open_panel()
    return made


def test_a_panel_says_that_it_goes_on_above_its_foot(qtbot: QtBot, panel: SidePanel) -> None:
    foot = OutlinedButton("Klaar")
    panel.body.addWidget(foot)
    (page,) = panel.findChildren(ScrollPage)
    line = panel.findChild(QWidget, "goes_on")
    assert line is not None
    qtbot.waitUntil(line.isVisible)
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not line.isVisible()
    bar.setValue(0)
    assert line.isVisible()


def test_a_page_of_a_panel_goes_on_to_the_edge_unless_there_is_a_foot(
    qtbot: QtBot, panel: SidePanel
) -> None:
    (page,) = panel.findChildren(ScrollPage)
    line = panel.findChild(QWidget, "goes_on")
    assert line is not None
    below = panel.rect().bottom
    qtbot.waitUntil(lambda: page.geometry().bottom() >= below() - 2)
    assert not line.isVisible()
    foot = OutlinedButton("Klaar")
    panel.body.addWidget(foot)
    qtbot.waitUntil(lambda: foot.geometry().bottom() == below() - 24)
    assert page.geometry().bottom() < foot.y()
    assert line.isVisible()
    foot.hide()
    qtbot.waitUntil(lambda: page.geometry().bottom() >= below() - 2)


def test_banners_take_no_room_while_they_say_nothing(qtbot: QtBot, show: Show) -> None:
    first, second, screen = Banner(), Banner(), Body("Vandaag")
    strip = BannerStrip([first, second])
    holder = show(strip, screen)
    top = screen.y()
    second.say("info", "Deze laptop had 8 dagen geen contact.")
    qtbot.waitUntil(lambda: screen.y() > second.mapTo(holder, second.rect().bottomLeft()).y())
    second.clear()
    qtbot.waitUntil(lambda: screen.y() == top)


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("kind", [Heading, Strong])
def test_words_stand_on_one_line_where_there_is_room(
    qapp: QApplication, kind: type[Heading] | type[Strong], scale: float
) -> None:
    """Letters as "k" and "f" reach beyond their place."""
    apply_theme(qapp, load_theme("light"), scale)
    for text in ("Bij Anouk", "Familie Vallenduuk", "Familie Berkhof", "Mevrouw AV", "Wijk en f"):
        words = kind(text)
        words.ensurePolished()
        on_one_line = words.heightForWidth(10_000)
        assert words.heightForWidth(words.sizeHint().width()) == on_one_line, text
