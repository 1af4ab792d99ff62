"""Bijlagen: photos, letters and scans of a family; dropped, pasted or chosen, and looked at here.

Nothing of an attachment leaves the program unless the worker keeps it as a file.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.attachments.intake import Intake, Outcome, Source, sources_in
from mvs_desktop.ui.family.attachments.row import AttachmentRow
from mvs_desktop.ui.family.attachments.view import (
    AttachmentView,
    ChooseTarget,
    choose_with_dialog,
)
from mvs_desktop.ui.family.attachments.words import (
    line_of,
    remarks_text,
    shielded_text,
    title_of,
)
from mvs_desktop.ui.family.layout import PageWithKeys
from mvs_desktop.ui.family.records.marks import is_unsent, unsent_chip
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.own_keys import OwnKeys
from mvs_desktop.ui.kit.pages.scroll import PageHeader
from mvs_desktop.ui.kit.parts.buttons import FilledButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Muted
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.messages import error_message

if TYPE_CHECKING:
    from mvs_desktop.services.attachments import Held

ChooseFiles = Callable[[QWidget], Sequence[str]]
"""Gets the window; gives the chosen paths, none when it was closed."""

_MOST_TOLD = 3  # refusals that are told one by one


def choose_files_with_dialog(parent: QWidget) -> Sequence[str]:
    """Ask with the file dialog of the system."""
    paths, _ = QFileDialog.getOpenFileNames(parent, "", str(Path.home()))
    return paths


class AttachmentsTab(OwnKeys):
    """The list, or one attachment opened."""

    def __init__(
        self,
        context: CaseContext,
        *,
        choose_files: ChooseFiles = choose_files_with_dialog,
        choose_target: ChooseTarget = choose_with_dialog,
    ) -> None:
        super().__init__()
        self.setObjectName("attachments_tab")
        self.setAcceptDrops(True)
        self._context = context
        self._choose_files = choose_files
        self._choose_target = choose_target
        self._told: object = None
        self._pictures: dict[UUID, QPixmap] = {}
        self._held: Held | None = None  # until it was looked up
        self._rows: list[AttachmentRow] = []
        self.view: AttachmentView | None = None
        self.intake = Intake(context)
        self.intake.began.connect(self._say_progress)
        self.intake.ended.connect(self._say_outcome)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._states = QStackedWidget()
        outer.addWidget(self._states)
        self._list = self._make_list()
        self._states.addWidget(self._list)
        self.on_key(QKeySequence.StandardKey.New, self.choose_files)
        self.on_key(QKeySequence.StandardKey.Paste, self.paste)
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date()

    def focus_first(self) -> None:
        """Put the keyboard on the picture, the first attachment, or the way to add one."""
        if self.view is not None:
            self.view.focus_first()
        elif self._rows:
            self._rows[0].setFocus()
        else:
            self._empty.button.setFocus()

    def show_record(self, record_type: str, record_id: UUID) -> None:
        """Open an attachment; does nothing for any other record."""
        if record_type == Attachment.type_name:
            self.open_attachment(record_id)

    def open_attachment(self, attachment_id: UUID) -> None:
        """Show its content; does nothing when it is not in the file."""
        item = self._context.current(Attachment, attachment_id)
        if item is None or (self.view is not None and self.view.item.id == attachment_id):
            return
        self._take_down()
        self.view = AttachmentView(self._context, item, choose_target=self._choose_target)
        self.view.closed.connect(self.close_attachment)
        self._states.addWidget(self.view)
        self._states.setCurrentWidget(self.view)
        self.view.focus_first()

    def close_attachment(self) -> None:
        """Back to the list, with the keyboard on what was open."""
        if self.view is None:
            return
        opened = self.view.item.id
        self._take_down()
        self._look_up()
        self._states.setCurrentWidget(self._list)
        row = next((row for row in self._rows if row.item.id == opened), None)
        if row is not None:
            row.setFocus()
        else:
            self.focus_first()

    # Adding

    def choose_files(self) -> None:
        """Ask for files and add them."""
        paths = [Path(path) for path in self._choose_files(self.window())]
        self._offer([Source(path.name, path) for path in paths])

    def paste(self) -> None:
        """Add the picture or the files on the clipboard."""
        sources = sources_in(QGuiApplication.clipboard().mimeData())
        if sources:
            self._offer(sources)
            return
        self.close_attachment()
        self.banner.say(
            "info",
            self.tr("Er staat geen afbeelding of bestand op het klembord. Kopieer er eerst een."),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()
            self.drop_here.say("info", self.tr("Laat los om toe te voegen aan dit dossier."))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_here.clear()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_here.clear()
        # A copy always: what is dropped stays where it was.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._offer(sources_in(event.mimeData()))

    def _offer(self, sources: Sequence[Source]) -> None:
        if sources:
            self.close_attachment()
            self.refusals.clear()
            self.intake.offer(sources)

    def _answer(self, key: str) -> None:
        if key == "stop":
            self.intake.stop()

    def _say_progress(self, number: int, total: int) -> None:
        one = self.tr("De bijlage wordt toegevoegd…")
        many = self.tr("Bijlage {number} van {total} wordt toegevoegd…")
        words = one if total == 1 else many.format(number=number, total=format_count(total))
        self.banner.say("info", words, (("stop", self.tr("Stoppen")),))

    def _say_outcome(self, outcome: Outcome) -> None:
        said: list[str] = []
        count = len(outcome.added)
        if count:
            one = self.tr("Toegevoegd. Het bestand zelf staat nog waar het stond.")
            many = self.tr(
                "{count} bijlagen toegevoegd. De bestanden zelf staan nog waar ze stonden."
            )
            said.append(one if count == 1 else many.format(count=format_count(count)))
            said += remarks_text(outcome.remarks)
        elif outcome.stopped and not outcome.refused:
            said.append(self.tr("Gestopt. Er is niets toegevoegd."))
        self.banner.say("ok", "\n".join(said))
        told = outcome.refused[:_MOST_TOLD]
        why = [f"{name}: {error_message(error).text}" for name, error in told]
        more = len(outcome.refused) - len(told)
        if more > 0:
            why.append(self.tr("En nog {count} bestanden niet.").format(count=format_count(more)))
        self.refusals.say("bad", "\n".join(why))

    # The list

    @property
    def rows(self) -> tuple[AttachmentRow, ...]:
        """The attachments that are listed, newest first."""
        return tuple(self._rows)

    def _make_list(self) -> QWidget:
        holder = PageWithKeys()
        page, self._keys = holder.page, holder.keys
        self._header = PageHeader(self.tr("Bijlagen"))
        self.add_button = FilledButton(self.tr("Bijlage toevoegen"), icon_name="paperclip")
        self.add_button.setObjectName("attachment_add")
        self.add_button.clicked.connect(self.choose_files)
        self._header.add_button(self.add_button)
        page.add(self._header)
        self.drop_here = Banner()
        self.drop_here.setObjectName("attachments_drop")
        page.add(self.drop_here)
        self.banner = Banner()
        self.banner.setObjectName("attachments_banner")
        self.banner.chosen.connect(self._answer)
        page.add(self.banner)
        self.refusals = Banner()
        self.refusals.setObjectName("attachments_refusals")
        page.add(self.refusals)
        self._empty = EmptyState(
            self.tr("Nog geen bijlagen. Zet hier een foto, scan of PDF neer."),
            self.tr("Bijlage toevoegen"),
            icon_name="paperclip",
            filled=True,
        )
        self._empty.button.setObjectName("attachment_add_first")
        self._empty.chosen.connect(self.choose_files)
        page.add(self._empty, 1)
        self._absent = Muted()
        self._absent.setObjectName("attachments_absent")
        self._absent.hide()
        page.add(self._absent)
        self._card = Card()
        page.add(self._card)
        page.add_stretch()
        return holder

    def _bring_up_to_date(self, _: object = None) -> None:
        around = self._context.snapshot
        items = around.attachments
        told = (
            items,
            around.people,
            [is_unsent(around, item.id) for item in items],
            [self._context.conflicts_of(item.id) for item in items],
            self._held and (self._held.here, self._held.unsent),
        )
        if told != self._told:
            self._told = told
            self._show_rows(items)
        self._header.setVisible(bool(items))
        self._card.setVisible(bool(items))
        self._empty.setVisible(not items)
        self._keys.setText(
            self.tr("↑ ↓ lopen · Enter openen · Del intrekken · Ctrl+N toevoegen · Ctrl+V plakken")
            if items
            else self.tr("Ctrl+N toevoegen · Ctrl+V plakken")
        )
        held = self._held
        absent = [item for item in items if held is not None and item.id not in held.here]
        self._absent.setText(self._absent_text(len(absent)) if absent else "")
        self._absent.setVisible(bool(absent))
        if held is None or absent or held.unsent:
            self._look_up()

    def _absent_text(self, count: int) -> str:
        if count == 1:
            return self.tr(
                "1 bijlage is nog niet opgehaald. Dat gaat vanzelf zodra er verbinding is. Open "
                "de bijlage om die meteen op te halen."
            )
        return self.tr(
            "{count} bijlagen zijn nog niet opgehaald. Dat gaat vanzelf zodra er verbinding is. "
            "Open er een om die meteen op te halen."
        ).format(count=format_count(count))

    def _show_rows(self, items: Sequence[Attachment]) -> None:
        focused = next((row.item.id for row in self._rows if row.hasFocus()), None)
        self._card.clear()
        self._rows = []
        for item in items:
            row = self._row(item)
            row.set_last(item is items[-1])
            self._rows.append(row)
            self._card.add(row)
            if item.id == focused:
                row.setFocus()

    def _row(self, item: Attachment) -> AttachmentRow:
        around, held = self._context.snapshot, self._held
        chips = []
        shielded = shielded_text(item, around)
        if shielded:
            chips.append(Chip(shielded, "shield"))
        if held is not None and item.id not in held.here:
            words = self.tr("Nog niet opgehaald")
            chips.append(Chip(words, "neutral", icon_name="cloud-arrow-down"))
        if is_unsent(around, item.id) or (held is not None and item.id in held.unsent):
            chips.append(unsent_chip())
        row = AttachmentRow(
            item,
            title_of(item),
            line_of(item, around, self._context.today),
            chips=chips,
            conflicts=[conflict.id for conflict in self._context.conflicts_of(item.id)],
        )
        row.thumbnail.show_picture(self._pictures.get(item.id))
        row.opened.connect(lambda: self.open_attachment(item.id))
        row.withdrawn.connect(lambda: self._context.withdraw(item))
        row.conflict_chosen.connect(self._context.conflict_opened)
        return row

    def _look_up(self) -> None:
        attachments, case_id = self._context.workspace.attachments, self._context.case_id
        self._context.background.run(
            lambda: attachments.held(case_id),
            on_done=self._take_held,
            on_failed=self._context.failed.emit,
            owner=self,
        )

    def _take_held(self, held: "Held") -> None:
        for id_, small in held.thumbnails.items():
            if id_ not in self._pictures:
                picture = QPixmap()
                if picture.loadFromData(small):
                    self._pictures[id_] = picture
        known, self._held = self._held, held
        if known is None or (known.here, known.unsent) != (held.here, held.unsent):
            self._bring_up_to_date()

    def _take_down(self) -> None:
        if self.view is not None:
            view, self.view = self.view, None
            view.release()
            self._states.removeWidget(view)
            view.hide()
            view.deleteLater()
