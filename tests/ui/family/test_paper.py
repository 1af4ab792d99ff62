from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from mvs_desktop.domain.errors import DiskFull
from mvs_desktop.services.views import PlanPaper
from mvs_desktop.ui.family.plan.page import PlanTab
from mvs_desktop.ui.family.plan.paper import PaperView, choose_with_dialog, missing_text
from mvs_desktop.ui.kit.look.theme import apply_theme, load_theme
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import empty_case, family


class PaperScreen(Screen):
    """The tab Plan, with an answer ready for where to keep the file."""

    def __init__(self, opened: OpenedFamily) -> None:
        self.answer = ""
        self.asked: list[str] = []
        self.tab = PlanTab(opened.context, choose_file=self._choose)
        super().__init__(opened, self.tab)

    def _choose(self, _window: QWidget, proposed: str) -> str:
        self.asked.append(proposed)
        return self.answer

    def open(self) -> PaperView:
        self.click("plan_paper")
        return self.opened()

    def opened(self) -> PaperView:
        self.family.qtbot.waitUntil(lambda: self.tab.paper is not None)
        paper = self.tab.paper
        assert paper is not None
        self.family.qtbot.waitUntil(lambda: bool(paper.pages) and bool(paper.pages[0].image))
        return paper


@pytest.fixture
def plan(open_family: OpenFamily) -> PaperScreen:
    return PaperScreen(open_family(family()))


def test_the_pages_fill_the_width(plan: PaperScreen) -> None:
    paper = plan.open()
    count = plan.find("paper_count")
    assert isinstance(count, QLabel)
    pages = len(paper.pages)
    assert count.text() == ("1 bladzijde" if pages == 1 else f"{pages} bladzijden")
    page = paper.pages[0]

    def filled() -> bool:
        # Drawn anew when the page found its width.
        return page.image is not None and abs(page.image.width() - page.width()) <= 2

    plan.family.qtbot.waitUntil(filled)
    image = page.image
    assert image is not None
    plan.family.qtbot.waitUntil(lambda: abs(page.height() / page.width() - 297 / 210) < 0.01)
    dark = sum(
        image.pixelColor(x, y).lightness() < 100
        for x in range(0, image.width(), 4)
        for y in range(0, image.height(), 4)
    )
    assert dark > 50, "the page is blank"


def test_pages_are_drawn_anew_for_another_width(plan: PaperScreen) -> None:
    paper = plan.open()
    first = paper.pages[0].image
    assert first is not None
    with plan.family.qtbot.waitSignal(paper.shown):
        plan.tab.resize(700, 600)
    assert paper.pages[0].image is not None
    assert paper.pages[0].image.width() < first.width()


def test_pages_are_drawn_anew_when_they_get_less_room_in_the_same_window(
    plan: PaperScreen,
) -> None:
    """As when a scroll bar comes, or when they were ready before the view had its size."""
    paper = plan.open()
    plan.family.qtbot.waitUntil(lambda: paper.pages[0].width() > 800)
    (pages,) = paper.findChildren(ScrollPage)
    with plan.family.qtbot.waitSignal(paper.shown):
        pages.setFixedWidth(700)
    page = paper.pages[0]
    assert page.image is not None
    assert abs(page.image.width() - page.width()) <= 2
    assert abs(page.height() / page.width() - 297 / 210) < 0.01


def test_a_page_keeps_its_shape_with_larger_text(qapp: QApplication, plan: PaperScreen) -> None:
    apply_theme(qapp, load_theme("light"), 2.0)
    try:
        page = plan.open().pages[0]

        def has_its_shape() -> bool:
            return page.width() > 860 and abs(page.height() / page.width() - 297 / 210) < 0.01

        plan.family.qtbot.waitUntil(has_its_shape)
    finally:
        apply_theme(qapp, load_theme("light"))


def test_ctrl_p_shows_what_was_just_typed_and_esc_goes_back(plan: PaperScreen) -> None:
    title = plan.find("goal_1_text_control")
    assert isinstance(title, QPlainTextEdit)
    title.setFocus()
    plan.family.qtbot.keyClicks(title, "Samen ")
    plan.family.qtbot.keyClick(title, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    paper = plan.opened()
    (goal,) = plan.family.stored().goals(plan.tab.sheet.plan_id)  # type: ignore[union-attr]
    assert "Samen" in goal.text
    focused = plan.tab.window().focusWidget()
    plan.press(focused, Qt.Key.Key_Escape)
    assert plan.tab.paper is None
    assert plan.find("plan_sheet").isVisible()
    assert paper is not plan.tab.paper


def test_a_file_is_kept_only_on_request(plan: PaperScreen, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    plan.open()
    assert set(tmp_path.rglob("*")) == before
    plan.answer = str(tmp_path / "plan van bo")
    plan.click("paper_keep")
    file = tmp_path / "plan van bo.pdf"
    assert file.read_bytes().startswith(b"%PDF-")
    assert plan.asked[0].endswith(".pdf")
    assert "Jansen" not in plan.asked[0]
    assert "Wit" not in plan.asked[0]
    told = plan.texts("paper_banner")
    assert "Bewaard als plan van bo.pdf." in told
    assert "leesbaar voor iedereen die erbij kan" in told


def test_no_file_when_the_user_thinks_better_of_it(plan: PaperScreen, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    plan.open()
    plan.click("paper_keep")
    assert plan.asked
    assert set(tmp_path.rglob("*")) == before
    assert plan._visible("paper_banner") == []


def test_a_place_that_cannot_be_written_is_told_plainly(plan: PaperScreen, tmp_path: Path) -> None:
    plan.open()
    plan.answer = str(tmp_path / "is er niet" / "plan.pdf")
    plan.click("paper_keep")
    told = plan.texts("paper_banner")
    assert "geen bestand maken" in told
    assert "Kies een andere map" in told


def test_a_full_disk_is_told_plainly(
    plan: PaperScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise DiskFull

    plan.open()
    monkeypatch.setattr(plan.family.workspace, "export_plan", full)
    plan.answer = str(tmp_path / "plan.pdf")
    plan.click("paper_keep")
    assert "geen ruimte meer" in plan.texts("paper_banner")


def test_what_is_left_out_is_said(plan: PaperScreen) -> None:
    plan.type("plan_worker_remarks", "Alleen voor ons.")
    plan.save()
    plan.open()
    told = plan.texts("paper_missing").strip()
    assert told == "Op deze afdruk ontbreekt 1 tekst: 1 alleen voor collega's."


@pytest.mark.parametrize(
    ("withheld", "words"),
    [
        ({}, ""),
        (
            {"shielded": 1},
            ("Op deze afdruk ontbreekt 1 tekst: 1 afgeschermd voor iemand uit het gezin."),
        ),
        (
            {"shielded": 2, "worker-only": 1},
            (
                "Op deze afdruk ontbreken 3 teksten: 2 afgeschermd voor iemand uit het gezin, "
                "1 alleen voor collega's."
            ),
        ),
    ],
)
def test_words_for_what_is_left_out(withheld: dict[str, int], words: str) -> None:
    assert missing_text(PlanPaper(b"", "plan.pdf", withheld)) == words


def test_a_plan_that_cannot_be_made_says_so(
    plan: PaperScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> PlanPaper:
        raise RuntimeError("broken")

    monkeypatch.setattr(plan.family.workspace, "plan_paper", broken)
    plan.click("plan_paper")
    plan.family.settle()
    assert "Er ging iets mis" in plan.texts("paper_banner")
    keep = plan.find("paper_keep")
    assert isinstance(keep, QPushButton)
    assert not keep.isEnabled()


def test_without_a_plan_there_is_no_paper(open_family: OpenFamily) -> None:
    screen = PaperScreen(open_family(empty_case()))
    screen.tab.show_paper()
    screen.family.settle()
    assert screen.tab.paper is None


def test_the_dialog_of_the_system_is_asked(
    plan: PaperScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: object, _title: str, path: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(path).name)
        return "/x/plan.pdf", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    choose: Callable[[QWidget, str], str] = choose_with_dialog
    assert choose(plan.tab, "gezinsplan.pdf") == "/x/plan.pdf"
    assert asked == ["gezinsplan.pdf"]
