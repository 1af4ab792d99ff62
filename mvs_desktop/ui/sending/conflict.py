"""One conflict (keuze): what it was, what stands, what was set apart, and the choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.conflicts import Choice
from mvs_desktop.domain.records import WITHDRAWN, record_type
from mvs_desktop.services.views import ConflictView
from mvs_desktop.ui.kit.buttons import OutlinedButton, TextButton
from mvs_desktop.ui.kit.cards import Card, clear_layout
from mvs_desktop.ui.kit.chips import Chip
from mvs_desktop.ui.kit.editors import LongTextEditor
from mvs_desktop.ui.kit.labels import Body, Muted, SectionTitle, Small, Strong
from mvs_desktop.ui.kit.theme import look, px
from mvs_desktop.ui.sending.fields import field_label, subject, value_text
from mvs_desktop.ui.words import format_moment

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Names:
    """Names behind what is in a conflict: people by id, areas by code, and your own."""

    people: Mapping[UUID, str]
    areas: Mapping[str, str]
    me: str = ""


class _Version(QFrame):
    """One version: who and when above, the values below, and a button to choose it."""

    chosen = Signal()

    def __init__(self, title: str, button: str = "") -> None:
        super().__init__()
        self.setProperty("kit", "card")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(12), px(12), px(12), px(12))
        rows.setSpacing(px(8))
        rows.addWidget(SectionTitle(title))
        self.who = Strong()
        self.when = Small()
        self._values = QVBoxLayout()
        self._values.setSpacing(px(8))
        rows.addWidget(self.who)
        rows.addWidget(self.when)
        rows.addLayout(self._values)
        rows.addStretch(1)
        self.button = OutlinedButton(button)
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.chosen)
        rows.addWidget(self.button)

    def show_version(self, who: str, when: str, values: list[tuple[str, str]]) -> None:
        self.who.setText(who)
        self.who.setVisible(bool(who))
        self.when.setText(when)
        self.when.setVisible(bool(when))
        clear_layout(self._values)
        for name, text in values:
            pair = QVBoxLayout()
            pair.setSpacing(px(2))
            if len(values) > 1:
                pair.addWidget(Small(name))
            said = Body(text)
            said.make_selectable()
            said.setAccessibleName(f"{name}: {text}")
            pair.addWidget(said)
            self._values.addLayout(pair)
        self.setAccessibleName(", ".join(part for part in (who, when) if part))


class ConflictCard(Card):
    """`settled` carries the ConflictView, the Choice, and field → value when rewritten."""

    settled = Signal(object, object, object)
    open_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent, action=self.tr("Gezin openen"))
        self.setObjectName("conflict_card")
        self._view: ConflictView | None = None
        self.add_to_header(Chip(self.tr("Kies"), "clash"))
        self.action.setObjectName("conflict_open_family")
        self.action_clicked.connect(self._ask_open)
        self._about = Strong()
        self.add(self._about)
        self.add(
            Muted(
                self.tr(
                    "Jij en een collega hebben dit allebei veranderd. Beide teksten zijn bewaard. "
                    "Kies welke geldt of schrijf een nieuwe."
                )
            )
        )
        self.base = _Version(self.tr("Wat het was"))
        self.standing = _Version(self.tr("Wat nu geldt"), self.tr("Laat dit gelden"))
        self.standing.button.setObjectName("conflict_keep_standing")
        self.standing.chosen.connect(lambda: self._settle(Choice.STANDING, None))
        self.other = _Version(self.tr("Apart gezet"), self.tr("Kies deze"))
        self.other.button.setObjectName("conflict_take_other")
        self.other.chosen.connect(lambda: self._settle(Choice.OTHER, None))
        columns = QWidget()
        grid = QGridLayout(columns)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(12))
        for at, version in enumerate((self.base, self.standing, self.other)):
            grid.addWidget(version, 0, at)
            grid.setColumnStretch(at, 1)
        self.add(columns)
        self.rewrite = TextButton(self.tr("Schrijf een nieuwe tekst"), icon_name="pencil-simple")
        self.rewrite.setObjectName("conflict_rewrite")
        self.rewrite.clicked.connect(self._begin_writing)
        self.body.addWidget(self.rewrite, 0, Qt.AlignmentFlag.AlignLeft)
        self._writing = QWidget()
        self._editor = LongTextEditor(lines=3)
        self._editor.name_controls(self.tr("Nieuwe tekst"), "")
        self._editor.control().setObjectName("conflict_new_text")
        self._keep = OutlinedButton(self.tr("Deze tekst geldt"))
        self._keep.setObjectName("conflict_keep_new")
        self._keep.clicked.connect(self._settle_written)
        below = QHBoxLayout()
        below.addWidget(self._keep)
        below.addStretch(1)
        rows = QVBoxLayout(self._writing)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._editor)
        rows.addLayout(below)
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

    def focus_first(self) -> None:
        """Put the keyboard at the first choice."""
        self.standing.button.setFocus()

    def show_conflict(
        self,
        view: ConflictView,
        today: date,
        names: Names,
    ) -> None:
        """Show both versions; a new text that is being written stays."""
        self._view = view
        conflict = view.conflict
        self.set_title(view.case.name)
        about = subject(view.current, conflict.record_type)
        members = _members(view)
        field = field_label(conflict.record_type, members[0]) if len(members) == 1 else ""
        if field and not about.startswith(field):
            about = f"{about} · {field}"
        self._about.setText(about)

        def said(values: Values) -> list[tuple[str, str]]:
            return [
                (
                    field_label(conflict.record_type, name),
                    value_text(values.get(name), today, names.people, names.areas),
                )
                for name in members
            ]

        def who(name: str) -> str:
            mine = name and name == names.me
            return self.tr("{name} (jij)").format(name=name) if mine else name

        def moment(at: datetime | None) -> str:
            return format_moment(at, today) if at else ""

        self.base.show_version("", "", said(view.base))
        self.standing.show_version(
            who(conflict.standing_by), moment(conflict.standing_at), said(view.standing)
        )
        self.other.show_version(who(conflict.other_by), moment(conflict.other_at), said(view.other))
        self.rewrite.setVisible(bool(self._text_member()) and self._writing.isHidden())
        held = view.current is not None
        why = "" if held else self.tr("Kan nog niet: haal dit eerst op.")
        for button in (self.standing.button, self.other.button, self._keep):
            button.set_unavailable(why)

    def _text_member(self) -> str:
        """The one field that can be written anew; empty when the unit is no text."""
        if self._view is None or self._view.conflict.unit == WITHDRAWN:
            return ""
        names = _members(self._view)
        texts = [n for n in names if isinstance(self._view.standing.get(n), str)]
        if len(names) != 1 or not texts:
            return ""
        try:
            spec = record_type(self._view.conflict.record_type).fields[texts[0]]
        except KeyError:  # of a newer version
            return ""
        return texts[0] if spec.default == "" else ""

    def _begin_writing(self) -> None:
        if self._view is None:
            return
        name = self._text_member()
        both = (str(self._view.standing.get(name) or ""), str(self._view.other.get(name) or ""))
        self._editor.show_value("\n".join(dict.fromkeys(text for text in both if text)))
        self.rewrite.hide()
        self._writing.show()
        self._editor.setFocus()

    def _settle_written(self) -> None:
        self._settle(Choice.REWRITTEN, {self._text_member(): self._editor.value()})

    def _settle(self, choice: Choice, values: Values | None) -> None:
        if self._view is not None:
            for button in (self.standing.button, self.other.button, self._keep):
                button.setEnabled(False)  # until the outcome is shown
            self.settled.emit(self._view, choice, values)

    def _ask_open(self) -> None:
        if self._view is not None:
            self.open_asked.emit(self._view.case.id)


def _members(view: ConflictView) -> tuple[str, ...]:
    """Fields in which the versions differ, in the order of the record."""
    found = dict.fromkeys((*view.standing, *view.other, *view.base))
    differing = tuple(name for name in found if view.standing.get(name) != view.other.get(name))
    return differing or tuple(found)
