"""One conflict (keuze): what it was, what stands, what was set apart, and the choice."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.conflicts import Choice
from mvs_desktop.services.views import ConflictView
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.look.theme import look, px
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.scroll import bring_near
from mvs_desktop.ui.kit.pages.tab_order import tab_in_reading_order
from mvs_desktop.ui.kit.parts.buttons import Button, ButtonRow, OutlinedButton, TextButton, is_done
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Muted, Small, Strong
from mvs_desktop.ui.kit.parts.marked_text import Mark
from mvs_desktop.ui.kit.parts.visibility import show_when
from mvs_desktop.ui.sending.compare import Paragraph, differing, paragraphs
from mvs_desktop.ui.sending.conflict_words import (
    Names,
    about_text,
    is_withdrawal,
    moment_text,
    texts_of,
    ways,
    what_happened,
    who_text,
)
from mvs_desktop.ui.sending.third import first_values, is_written, left_empty, third_fields
from mvs_desktop.ui.sending.version import Told, VersionView

_LEAST_WIDTH = 230  # of a version beside others, in pixels at 100 %


class _Beside(QWidget):
    """The versions beside each other, or below each other where that leaves too little room."""

    def __init__(self, versions: Sequence[VersionView]) -> None:
        super().__init__()
        self._versions = versions
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(12))
        for version in versions:
            self._line.addWidget(version, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """By how many there are to see now."""
        count = sum(not version.isHidden() for version in self._versions)
        narrow = self.width() < px(_LEAST_WIDTH) * count
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if narrow else across)
        for index in range(len(self._versions)):
            self._line.setStretch(index, 0 if narrow else 1)


class ConflictCard(Card):
    """`settled` carries the ConflictView as it is shown, the Choice, and field → value when
    something else was written; `open_asked` the ConflictView."""

    settled = Signal(object, object, object)
    open_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent, action=self.tr("Gezin openen"))
        self.setObjectName("conflict_card")
        self._view: ConflictView | None = None
        self._shown: tuple[date, Names] | None = None
        self._whole = False
        self._form: RecordForm | None = None
        self.add_to_header(Chip(self.tr("Kies"), "clash"))
        self.action.setObjectName("conflict_open_family")
        self.action_clicked.connect(self._ask_open)
        self.about = Strong()
        self.add(self.about)
        self.explanation = Muted()
        self.add(self.explanation)
        self.notice = Banner()
        self.notice.setObjectName("conflict_notice")
        self.add(self.notice)
        self._add_versions()
        self.legend = Small()
        self.add(self.legend)
        self._add_ways_on()

    def _add_versions(self) -> None:
        self.base = VersionView(self.tr("Wat het was"), Mark.GONE)
        self.standing = VersionView(self.tr("Wat nu geldt"))
        self.standing.button.setObjectName("conflict_keep_standing")
        self.standing.chosen.connect(self._keep_standing)
        self.other = VersionView(self.tr("Apart gezet"))
        self.other.button.setObjectName("conflict_take_other")
        self.other.chosen.connect(self._take_other)
        self._versions = _Beside((self.base, self.standing, self.other))
        self.add(self._versions)

    def _add_ways_on(self) -> None:
        self.rewrite = TextButton("", icon_name="pencil-simple")
        self.rewrite.setObjectName("conflict_rewrite")
        self.rewrite.clicked.connect(self._begin_writing)
        self.unfold = TextButton(self.tr("Toon de hele tekst"), icon_name="caret-down")
        self.unfold.setObjectName("conflict_unfold")
        self.unfold.clicked.connect(self._show_whole)
        self.add(ButtonRow([self.rewrite, self.unfold]))
        self._writing = QWidget()
        self._rows = QVBoxLayout(self._writing)
        self._rows.setContentsMargins(0, px(8), 0, 0)
        self._rows.setSpacing(px(16))
        self._form_line = QHBoxLayout()  # at the left of it, when it takes less than all
        self._form_line.addStretch()
        self._rows.addLayout(self._form_line)
        self.keep = OutlinedButton(self.tr("Dit geldt"))
        self.keep.setObjectName("conflict_keep_new")
        self.keep.clicked.connect(self._settle_written)
        leave = TextButton(self.tr("Toch niet"))
        leave.setObjectName("conflict_leave_new")
        leave.clicked.connect(self._stop_writing)
        self._rows.addWidget(ButtonRow([self.keep, leave]))
        self._writing.hide()
        self.add(self._writing)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A violet edge at the left, beside the word on the chip."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().theme.color("clash"))
        painter.setClipRect(0, 0, px(4), self.height())
        painter.drawRoundedRect(self.rect(), px(10), px(10))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter: what is being written is the choice."""
        if is_done(event) and self.keep.isVisible() and not self.keep.is_held:
            self.keep.click()
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the keyboard at the first text: a key pressed by accident chooses nothing."""
        texts = [version.text for version in (self.base, self.standing) if not version.isHidden()]
        (self.action if self._versions.isHidden() else texts[0]).setFocus()

    def show_conflict(self, view: ConflictView, today: date, names: Names) -> None:
        """Show the versions; something that is being written stays."""
        before = self._view
        self._view, self._shown = view, (today, names)
        if before is not None and _texts(before) != _texts(view):
            self.notice.say(
                "info", self.tr("Een van de teksten is net veranderd. Lees ze nog eens.")
            )
        self.set_title(view.case.name)
        self.about.setText(about_text(view))
        self.explanation.setText(what_happened(view, names.me))
        self._versions.setVisible(view.readable)
        show_when(self.base, not is_withdrawal(view))
        self.standing.title.setText(
            self.tr("Wat nu geldt: ingetrokken") if view.withdrawn else self.tr("Wat nu geldt")
        )
        keep, take = ways(view)
        self.standing.offer(keep)
        self.other.offer(take)
        self._show_versions()
        self._versions.arrange()
        self._offer_writing(view, names)
        here = view.current is not None
        why = "" if here else self.tr("Kan nog niet: haal dit eerst op.")
        for button in self._buttons():
            button.hold(False)
            button.set_unavailable(why)

    def _show_versions(self) -> None:
        if self._view is None or self._shown is None:
            return
        view, (today, names) = self._view, self._shown
        sides = (view.base, view.standing, view.other)
        texts = [texts_of(view, side, names, today) for side in sides]
        compared = not is_withdrawal(view)
        told = _compared(*texts) if compared else [_plain(side) for side in texts]
        me, conflict = names.me, view.conflict
        shown = (
            (self.base, "", ""),
            (self.standing, who_text(view.standing_by, me), moment_text(view.standing_at, today)),
            (self.other, who_text(conflict.other_by, me), moment_text(conflict.other_at, today)),
        )
        folds = [
            version.show_version(who, when, said, compared=compared, whole=self._whole)
            for (version, who, when), said in zip(shown, told, strict=True)
        ]
        show_when(self.unfold, any(folds))
        self._explain_marks(told)

    def _explain_marks(self, told: Sequence[Sequence[Told]]) -> None:
        gone, *new = (_differs(side) for side in told)
        if gone:
            said = self.tr("Onderstreept is anders. Doorgestreept is vervangen of weggehaald.")
        else:
            said = self.tr("Onderstreept is anders.") if any(new) else ""
        self.legend.setText(said)
        show_when(self.legend, bool(said) and not self._versions.isHidden())

    def _show_whole(self) -> None:
        self._whole = True
        self._show_versions()
        self.standing.text.setFocus()

    # A third

    def _offer_writing(self, view: ConflictView, names: Names) -> None:
        if self._form is not None and not self._writing.isHidden():
            return  # what is being written stays
        fields = third_fields(view, names.people.get(view.case.id, {}))
        self.rewrite.set_text(
            self.tr("Schrijf een nieuwe tekst")
            if is_written(view)
            else self.tr("Vul iets anders in")
        )
        show_when(self.rewrite, bool(fields) and view.current is not None)

    def _begin_writing(self) -> None:
        if self._view is None or self._shown is None:
            return
        _, names = self._shown
        people = names.people.get(self._view.case.id, {})
        fields = third_fields(self._view, people)
        form = RecordForm(fields, self._writing, columns=2, measure=True)
        form.setObjectName("conflict_third")
        form.show_values(first_values(self._view))
        self._form_line.insertWidget(0, form, 1)
        self._form = form
        self.rewrite.hide()
        self._writing.show()
        tab_in_reading_order(self)
        form.focus_first()
        bring_near(self._writing)

    def _stop_writing(self) -> None:
        self._writing.hide()
        if self._form is not None:
            self._form_line.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        if self._view is not None and self._shown is not None:
            self._offer_writing(self._view, self._shown[1])
        self.rewrite.setFocus()

    # The choice

    def _keep_standing(self) -> None:
        self._settle(Choice.STANDING, None)

    def _take_other(self) -> None:
        self._settle(Choice.OTHER, None)

    def _settle_written(self) -> None:
        if self._form is None or self._view is None:
            return
        self._form.flush()
        values = self._form.values()
        empty = left_empty(self._view, values)
        why = self.tr("Vul dit in, of kies een van de twee hierboven.")
        if not self._form.refuse(dict.fromkeys(empty, why)):
            self._settle(Choice.REWRITTEN, values)

    def _settle(self, choice: Choice, values: Mapping[str, object] | None) -> None:
        if self._view is not None:
            for button in self._buttons():
                button.hold(True)  # until the outcome is shown
            self.settled.emit(self._view, choice, values)

    def _buttons(self) -> Sequence[Button]:
        return self.standing.button, self.other.button, self.keep

    def _ask_open(self) -> None:
        if self._view is not None:
            self.open_asked.emit(self._view)


def _texts(view: ConflictView) -> tuple[object, ...]:
    return view.standing, view.other, view.withdrawn


def _differs(side: Sequence[Told]) -> bool:
    return any(part.differs for _, found in side for line in found for part in line)


def _compared(
    base: Sequence[tuple[str, str]],
    standing: Sequence[tuple[str, str]],
    other: Sequence[tuple[str, str]],
) -> Sequence[Sequence[Told]]:
    """Each version with what differs: two that were written where nothing was differ from each
    other, else both from what it was."""
    # What went whole is not struck through: that would only make it harder to read.
    told: tuple[list[Told], list[Told], list[Told]] = ([], [], [])
    for (name, was), (_, stands), (_, apart) in zip(base, standing, other, strict=True):
        nothing = was.strip("– ") == ""
        gone = [*differing(was, stands), *differing(was, apart)]
        spans = (
            [] if nothing or (0, len(was)) in gone else gone,
            differing(stands, apart if nothing else was),
            differing(apart, stands if nothing else was),
        )
        words = name if len(base) > 1 else ""
        for side, text, differs in zip(told, (was, stands, apart), spans, strict=True):
            side.append((words, paragraphs(text, differs)))
    return told


def _plain(side: Sequence[tuple[str, str]]) -> Sequence[Told]:
    found: list[tuple[str, Sequence[Paragraph]]] = [
        (name, paragraphs(text, ())) for name, text in side
    ]
    return found
