"""The plan on paper, inside the program: the pages as pictures, and keeping them as a file.

Nothing of it touches the disk unless the user asks for a file.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.services.views import PlanPaper
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.file_words import kept_text, not_kept_text
from mvs_desktop.ui.family.paper_page import PAGE_WIDTH, PaperPage, Picture
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Body, Heading, Small
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.messages import error_message

ChooseFile = Callable[[QWidget, str], str]
"""Gets the window and a proposed file name; gives the chosen path, or "" for none."""

_WAIT_MS = 150  # pages are drawn anew when the window has kept its size for so long
_POINTS_WIDE = 595.28  # A4, which is scale 1


def choose_with_dialog(parent: QWidget, proposed: str) -> str:
    """Ask with the file dialog of the system."""
    home = str(Path.home() / proposed)
    path, _ = QFileDialog.getSaveFileName(parent, "", home, "PDF (*.pdf)")
    return path


class PaperView(QWidget):
    """The pages of one plan; `closed` asks to go back to the plan."""

    closed = Signal()
    shown = Signal()
    exported = Signal(str)

    def __init__(
        self, context: CaseContext, plan_id: UUID, *, choose_file: ChooseFile = choose_with_dialog
    ) -> None:
        super().__init__()
        self.setObjectName("paper_view")
        self._context = context
        self._plan_id = plan_id
        self._choose_file = choose_file
        self._paper: PlanPaper | None = None
        self._scale_shown = 0.0
        self._pages: list[PaperPage] = []
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._draw)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        rows.addWidget(self._bar())
        self.banner = Banner()
        self.banner.setObjectName("paper_banner")
        self.missing = Banner()
        self.missing.setObjectName("paper_missing")
        said = QVBoxLayout()
        said.setContentsMargins(px(24), 0, px(24), 0)
        said.addWidget(self.banner)
        said.addWidget(self.missing)
        rows.addLayout(said)
        self._scroll = ScrollPage(max_width=PAGE_WIDTH, margin=24)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setObjectName("paper_pages")
        self._scroll.setAccessibleName(self.tr("Het plan op papier"))
        self._waiting = Body(self.tr("Het plan wordt klaargezet…"))
        self._scroll.add(self._waiting)
        inside = QVBoxLayout()
        ring = px(6)  # room for the focus ring
        inside.setContentsMargins(ring, ring, ring, ring)
        inside.addWidget(self._scroll)
        rows.addLayout(inside, 1)
        self._scroll.viewport().installEventFilter(self)
        self._make()

    @property
    def pages(self) -> tuple[PaperPage, ...]:
        """The pages that are shown."""
        return tuple(self._pages)

    def focus_first(self) -> None:
        """Put the keyboard on the pages, so that the arrows scroll."""
        self._scroll.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drawn anew for the room that pages get: less, too, when a scroll bar comes."""
        if event.type() is QEvent.Type.Resize and self._paper is not None:
            self._wait.start()
        return False

    def keep_as_file(self) -> None:
        """Ask for a place and write the paper there."""
        paper = self._paper
        if paper is None:
            return
        path = self._choose_file(self.window(), paper.file_name)
        if not path:
            return
        target = Path(path)
        if not target.suffix:
            target = target.with_suffix(".pdf")
        workspace, case_id, plan_id = self._context.workspace, self._context.case_id, self._plan_id
        self._context.background.run(
            lambda: workspace.export_plan(case_id, plan_id, paper, target),
            on_done=lambda _: self._say_kept(target),
            on_failed=self._say_not_kept,
            owner=self,
        )

    def _bar(self) -> QWidget:
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(px(24), px(12), px(24), px(4))
        line.setSpacing(px(12))
        back = TextButton(self.tr("Terug naar het plan"), icon_name="arrow-left")
        back.setObjectName("paper_back")
        back.clicked.connect(self.closed)
        line.addWidget(back)
        line.addWidget(Heading(self.tr("Zo komt het op papier")))
        self.count = Small()
        self.count.setWordWrap(False)
        self.count.setObjectName("paper_count")
        line.addWidget(self.count)
        line.addStretch(1)
        self.keep = OutlinedButton(self.tr("Bewaren als bestand…"), icon_name="download-simple")
        self.keep.setObjectName("paper_keep")
        self.keep.clicked.connect(self.keep_as_file)
        self.keep.set_unavailable(self.tr("Kan nog niet: het plan wordt klaargezet."))
        line.addWidget(self.keep)
        return bar

    def _make(self) -> None:
        workspace, case_id, plan_id = self._context.workspace, self._context.case_id, self._plan_id
        self._context.background.run(
            lambda: workspace.plan_paper(case_id, plan_id),
            on_done=self._take,
            on_failed=self._say_failed,
            owner=self,
        )

    def _take(self, paper: PlanPaper) -> None:
        self._paper = paper
        self.keep.set_unavailable("")
        text = missing_text(paper)
        if text:
            self.missing.say("info", text)
        self._draw()

    def _draw(self) -> None:
        paper = self._paper
        if paper is None:
            return
        scale = self._scale()
        if scale == self._scale_shown:
            return
        self._scale_shown = scale
        workspace = self._context.workspace
        self._context.background.run(
            lambda: workspace.page_images(paper.pdf, scale),
            on_done=self._show,
            on_failed=self._say_failed,
            owner=self,
        )

    def _scale(self) -> float:
        """Pixels to a point, so that a page fills the width."""
        inside = self._scroll.viewport().width() - 2 * px(24)
        wide = max(px(200), min(inside, px(PAGE_WIDTH)))
        return round(wide * self.devicePixelRatioF() / _POINTS_WIDE, 3)

    def _show(self, pictures: Sequence[Picture]) -> None:
        self._waiting.hide()
        while len(self._pages) < len(pictures):
            page = PaperPage()
            page.setObjectName(f"paper_page_{len(self._pages) + 1}")
            self._pages.append(page)
            self._scroll.add(page)
        for number, (page, picture) in enumerate(zip(self._pages, pictures, strict=False), 1):
            page.setAccessibleName(self.tr("Bladzijde {number}").format(number=number))
            page.show_picture(picture)
        count = len(pictures)
        one = self.tr("1 bladzijde")
        self.count.setText(
            one if count == 1 else self.tr("{count} bladzijden").format(count=format_count(count))
        )
        self.shown.emit()

    def _say_kept(self, target: Path) -> None:
        self.banner.say("ok", kept_text(target))
        self.exported.emit(str(target))

    def _say_not_kept(self, error: Exception) -> None:
        self.banner.say("bad", not_kept_text(error))

    def _say_failed(self, error: Exception) -> None:
        self._waiting.hide()
        self.banner.say("bad", error_message(error).text)


def missing_text(paper: PlanPaper) -> str:
    """What is left out of the paper, in words; empty when nothing is."""
    total = sum(paper.withheld.values())
    if not total:
        return ""
    shielded = paper.withheld.get("shielded", 0)
    for_us = paper.withheld.get("worker-only", 0)
    reasons = []
    if shielded:
        reasons.append(
            QCoreApplication.translate(
                "PaperView", "{count} afgeschermd voor iemand uit het gezin"
            ).format(count=format_count(shielded))
        )
    if for_us:
        reasons.append(
            QCoreApplication.translate("PaperView", "{count} alleen voor collega's").format(
                count=format_count(for_us)
            )
        )
    words = (
        QCoreApplication.translate("PaperView", "Op deze afdruk ontbreekt 1 tekst: {reasons}.")
        if total == 1
        else QCoreApplication.translate(
            "PaperView", "Op deze afdruk ontbreken {count} teksten: {reasons}."
        )
    )
    return words.format(count=format_count(total), reasons=", ".join(reasons))
