"""One attachment opened in the program: its pages to look at, and what is said of it.

The content is in memory for as long as this is open, and nowhere else.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.attachments import ENDINGS, Attachment, MediaType
from mvs_desktop.domain.errors import AttachmentBroken, AttachmentNotHere, AttachmentNotSent
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.attachments.panel import AttachmentPanel
from mvs_desktop.ui.family.attachments.picture_area import PictureArea
from mvs_desktop.ui.family.attachments.words import title_of
from mvs_desktop.ui.family.file_words import kept_text, not_kept_text
from mvs_desktop.ui.family.paper_page import Picture
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.cards import Divider
from mvs_desktop.ui.kit.parts.buttons import IconButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Body, Elided, Small
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.kit.parts.visibility import show_when
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.record_at import mark_record

if TYPE_CHECKING:
    from mvs_desktop.services.attachments import Content

PANEL_WIDTH = 320
_MOST_BESIDE = 0.45  # of the width goes to what is said of it, with large text
_TOP_WIDTH = 480  # with less, the title line takes two
_PAPER = (MediaType.PDF, MediaType.TIFF)

ChooseTarget = Callable[[QWidget, str], str]
"""Gets the window and a proposed file name; gives the chosen path, or "" for none."""


def choose_with_dialog(parent: QWidget, proposed: str) -> str:
    """Ask with the file dialog of the system."""
    path, _ = QFileDialog.getSaveFileName(parent, "", str(Path.home() / proposed))
    return path


class AttachmentView(QWidget):
    """`closed` asks to go back to the list; `shown` tells that a page is in sight."""

    closed = Signal()
    shown = Signal()

    def __init__(
        self,
        context: CaseContext,
        item: Attachment,
        *,
        choose_target: ChooseTarget = choose_with_dialog,
    ) -> None:
        super().__init__()
        self.setObjectName("attachment_view")
        mark_record(self, item.type_name, item.id)
        self._context = context
        self._choose_target = choose_target
        self._content: Content | None = None
        self._page = 0
        self._asked = 0
        self._is_absent = False  # the content is not on this laptop
        self.item = item
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._top())
        self.banner = Banner()
        self.banner.setObjectName("attachment_banner")
        self.banner.chosen.connect(self._answer)
        around_banner = QVBoxLayout()
        around_banner.setContentsMargins(px(24), 0, px(24), px(8))
        around_banner.addWidget(self.banner)
        left.addLayout(around_banner)
        left.addWidget(Divider())
        self._waiting = Body(self.tr("De bijlage wordt geopend…"))
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left.addWidget(self._waiting, 1)
        self.area = PictureArea()
        self.area.setObjectName("attachment_picture")
        self.area.setAccessibleName(title_of(item))
        self.area.sharper_wanted.connect(self._draw)
        self.area.zoom_changed.connect(self._tell_zoom)
        self.area.hide()
        inside = QVBoxLayout()
        ring = px(4)  # room for the focus ring
        inside.setContentsMargins(ring, ring, ring, ring)
        inside.addWidget(self.area)
        left.addLayout(inside, 1)
        left.addWidget(self._tools())
        line.addLayout(left, 1)
        line.addWidget(self._side())
        edit = QShortcut(QKeySequence(Qt.Key.Key_F2), self)
        edit.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        edit.activated.connect(self.panel.focus_first)
        self._tell_zoom(1.0)
        context.snapshot_changed.connect(self._look_again)
        self._open()

    def focus_first(self) -> None:
        """Put the keyboard on the picture, so that the arrows move it."""
        (self.area if self.area.isVisibleTo(self) else self.back).setFocus()

    def release(self) -> None:
        """Save what was typed and let go of the content; call before this is deleted."""
        self.panel.release()
        self._content = None
        self.area.clear()

    def show_page(self, number: int) -> None:
        """Show this page, from 0."""
        pages = self.item.pages
        if self._content is None or not 0 <= number < pages or number == self._page:
            return
        self._page = number
        self._asked = 0
        self._say_page()
        self.area.show_top()
        self._draw(self.area.wanted())

    def keep_as_file(self) -> None:
        """Ask for a place and write the content there, readable: the worker's own act."""
        content = self._content
        if content is None:
            return
        path = self._choose_target(self.window(), content.file_name)
        if not path:
            return
        target = Path(path)
        if not target.suffix:
            target = target.with_suffix(ENDINGS[content.media_type])
        attachments = self._context.workspace.attachments
        self._context.background.run(
            lambda: attachments.export(content, target),
            on_done=lambda _: self._say_kept(target),
            on_failed=self._say_not_kept,
            owner=self,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        keys = {
            Qt.Key.Key_PageDown: lambda: self.show_page(self._page + 1),
            Qt.Key.Key_PageUp: lambda: self.show_page(self._page - 1),
            Qt.Key.Key_Home: lambda: self.show_page(0),
            Qt.Key.Key_End: lambda: self.show_page(self.item.pages - 1),
        }
        key = Qt.Key(event.key())
        if key in keys:
            keys[key]()
        else:
            super().keyPressEvent(event)

    # The lines around the picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = min(px(PANEL_WIDTH), round(self.width() * _MOST_BESIDE))
        self._beside.setFixedWidth(beside)
        narrow = self.width() - beside < px(_TOP_WIDTH)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._top_line.setDirection(down if narrow else across)

    def _top(self) -> QBoxLayout:
        top = self._top_line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setContentsMargins(px(24), px(12), px(24), px(8))
        top.setSpacing(px(12))
        which = QHBoxLayout()
        which.setSpacing(px(12))
        self.back = TextButton(self.tr("Terug naar bijlagen"), icon_name="arrow-left")
        self.back.setObjectName("attachment_back")
        self.back.clicked.connect(self.closed)
        which.addWidget(self.back)
        self._title = Elided(title_of(self.item), kit="card_title")
        which.addWidget(self._title, 1)
        top.addLayout(which, 1)
        self.keep = OutlinedButton(self.tr("Bewaren als bestand…"), icon_name="download-simple")
        self.keep.setObjectName("attachment_keep")
        self.keep.clicked.connect(self.keep_as_file)
        self.keep.set_unavailable(self.tr("Kan nog niet: de bijlage wordt geopend."))
        top.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        return top

    def _side(self) -> QWidget:
        side = self._beside = QFrame()
        side.setProperty("kit", "panel")
        rows = QVBoxLayout(side)
        rows.setContentsMargins(0, 0, 0, 0)
        self.panel = AttachmentPanel(self._context, self.item)
        self.panel.changed.connect(self._say_title)
        self.panel.gone.connect(self.closed)
        rows.addWidget(self.panel)
        return side

    def _tools(self) -> QWidget:
        self._bar = QWidget()
        line = QHBoxLayout(self._bar)
        line.setContentsMargins(px(24), px(4), px(24), px(8))
        line.setSpacing(px(4))
        self.previous = IconButton("caret-left", self.tr("Vorige bladzijde (PgUp)"))
        self.previous.setObjectName("attachment_previous")
        self.previous.clicked.connect(lambda: self.show_page(self._page - 1))
        self._place = Small()
        self._place.setWordWrap(False)
        self._place.setObjectName("attachment_page")
        self.following = IconButton("caret-right", self.tr("Volgende bladzijde (PgDn)"))
        self.following.setObjectName("attachment_next")
        self.following.clicked.connect(lambda: self.show_page(self._page + 1))
        self.further = IconButton("magnifying-glass-minus", self.tr("Kleiner (-)"))
        self.further.setObjectName("attachment_smaller")
        self.further.clicked.connect(self.area.zoom_out)
        self._zoom = Small()
        self._zoom.setWordWrap(False)
        self._zoom.setObjectName("attachment_zoom")
        self.nearer = IconButton("magnifying-glass-plus", self.tr("Groter (+)"))
        self.nearer.setObjectName("attachment_larger")
        self.nearer.clicked.connect(self.area.zoom_in)
        self.turn = IconButton("arrow-clockwise", self.tr("Een kwart draaien (R)"))
        self.turn.setObjectName("attachment_turn")
        self.turn.clicked.connect(self.area.turn)
        paging = (self.previous, self._place, self.following)
        for widget in paging:
            line.addWidget(widget)
            show_when(widget, self.item.pages > 1)
        line.addStretch(1)
        for tool in (self.further, self._zoom, self.nearer, self.turn):
            line.addWidget(tool)
        self._bar.hide()
        return self._bar

    def _say_title(self, item: Attachment) -> None:
        self.item = item
        self._title.setText(title_of(item))
        self.area.setAccessibleName(title_of(item))

    def _say_page(self) -> None:
        words = self.tr("Bladzijde {number} van {count}")
        self._place.setText(
            words.format(number=self._page + 1, count=format_count(self.item.pages))
        )
        self.previous.setEnabled(self._page > 0)
        self.following.setEnabled(self._page + 1 < self.item.pages)

    def _tell_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{round(zoom * 100)} %")
        self.further.setEnabled(self.area.can_zoom_out)
        self.nearer.setEnabled(self.area.can_zoom_in)

    # Opening and drawing

    def _open(self, when_absent: Callable[[Exception], None] | None = None) -> None:
        """Read the content; when it is not on this laptop, bring it here first, or do what is
        said."""
        attachments, item_id = self._context.workspace.attachments, self.item.id

        def failed(error: Exception) -> None:
            self._is_absent = isinstance(error, AttachmentNotHere)
            if not self._is_absent:
                self._say_failed(error)
            elif when_absent is None:
                self._fetch()
            else:
                when_absent(error)

        self._context.background.run(
            lambda: attachments.open(item_id), on_done=self._take, on_failed=failed, owner=self
        )

    def _fetch(self) -> None:
        """Ask the centre for the content; on a queue on which nothing that is saved waits."""
        attachments, item_id = self._context.workspace.attachments, self.item.id
        self.banner.clear()
        self._waiting.setText(self.tr("De bijlage wordt opgehaald…"))
        self._context.network.run(
            lambda: attachments.fetch(item_id),
            on_done=lambda _: self._open(self._say_failed),
            on_failed=self._say_failed,
            owner=self,
        )

    def _look_again(self, _: object) -> None:
        """It may have come in by itself."""
        if self._is_absent:
            self._open(lambda _: None)

    def _answer(self, key: str) -> None:
        if key == "fetch":
            self._fetch()

    def _take(self, content: "Content") -> None:
        self._content = content
        self._is_absent = False
        self.keep.set_unavailable("")
        self._say_page()
        self.area.fit(width_only=content.media_type in _PAPER)
        self._draw(self.area.wanted())

    def _draw(self, longest: int) -> None:
        """Ask for the page with so many pixels, unless that was done already."""
        content, page = self._content, self._page
        if content is None or longest <= self._asked:
            return
        self._asked = longest
        attachments = self._context.workspace.attachments
        self._context.background.run(
            lambda: attachments.page(content, page, longest),
            on_done=lambda picture: self._show(page, picture),
            on_failed=self._say_not_drawn,
            owner=self,
        )

    def _show(self, page: int, picture: Picture) -> None:
        if page != self._page or self._content is None:
            return  # another page was asked for meanwhile
        first = self.area.image is None
        self.banner.clear()
        self._waiting.hide()
        self.area.show()
        self._bar.show()
        self.area.show_picture(picture)
        if first and self.back.hasFocus():
            self.area.setFocus()
        self.shown.emit()

    def _say_failed(self, error: Exception) -> None:
        reason = self.tr("Kan niet: de inhoud is hier niet te openen.")
        self.keep.set_unavailable(reason)
        self._waiting.setText("")
        absent = isinstance(error, AttachmentNotHere | AttachmentNotSent)
        again = (("fetch", self.tr("Nu ophalen")),) if self._is_absent else ()
        self.banner.say("info" if absent else "bad", error_message(error).text, again)

    def _say_not_drawn(self, error: Exception) -> None:
        if not isinstance(error, AttachmentBroken):
            self._say_failed(error)
            return
        self._waiting.setText("")
        show_when(self._bar, self.item.pages > 1)
        self.area.clear()
        self.banner.say(
            "bad",
            self.tr(
                "Deze bladzijde is hier niet te tonen: het bestand was al niet heel. Bewaar het "
                "als bestand om het met een ander programma te proberen."
            ),
        )

    def _say_kept(self, target: Path) -> None:
        self.banner.say("ok", kept_text(target))

    def _say_not_kept(self, error: Exception) -> None:
        self.banner.say("bad", not_kept_text(error))
