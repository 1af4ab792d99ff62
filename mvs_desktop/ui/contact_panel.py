""" "Contact noteren": a panel over any screen to write down a call, a message or a talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mvs_desktop.domain.contacts import ContactKind
from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.kit.forms.fields import chips_field, choice_field, long_text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.parts.buttons import FilledButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Small
from mvs_desktop.ui.kit.parts.saved import SavedLabel
from mvs_desktop.ui.words import format_moment, options


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """What stands in the panel. `case_id` None: a loose note, to be given a family later."""

    case_id: UUID | None = None
    kind: ContactKind = ContactKind.PHONE
    text: str = ""
    agreement: str = ""

    @property
    def worth_keeping(self) -> bool:
        """Nobody answered is something to know; an empty call is not."""
        return bool(self.text.strip() or self.agreement.strip()) or (
            self.kind is ContactKind.NO_ANSWER
        )


class ContactPanel(SidePanel):
    """`drafted` carries a ContactDraft at the first letter and after each pause in typing,
    and once more at the end ("Klaar", Esc or the cross) when all was taken out again."""

    drafted = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, self.tr("Contact noteren"))
        self.setObjectName("contact_panel")
        self._announced = ContactDraft()
        self.banner = Banner()
        self.moment = Small()
        self.form = RecordForm(
            (
                choice_field(
                    "contact_case",
                    self.tr("Met wie?"),
                    [],
                    placeholder=self.tr("Later kiezen"),
                    search=True,
                ),
                chips_field("contact_kind", self.tr("Hoe?"), options(ContactKind)),
                long_text_field(
                    "contact_text",
                    self.tr("Wat is er besproken?"),
                    help=self.tr("Plak geen heel appgesprek; schrijf op wat ertoe doet."),
                    lines=4,
                ),
                long_text_field("contact_agreement", self.tr("Wat is afgesproken?"), lines=2),
            )
        )
        self.add_agreement = TextButton(self.tr("Afspraak erbij"), icon_name="plus")
        self.add_agreement.setObjectName("contact_add_agreement")
        self.add_agreement.clicked.connect(self._show_agreement)
        self.saved = SavedLabel()
        self.saved.setObjectName("contact_saved")
        self.done = FilledButton(self.tr("Klaar"))
        self.done.setObjectName("contact_done")
        self.done.clicked.connect(self.close_panel)
        page = self.add_page()
        for part in (self.moment, self.banner, self.form):
            page.add(part)
        page.body.addWidget(self.add_agreement, 0, Qt.AlignmentFlag.AlignLeft)
        page.add_stretch()
        foot = QHBoxLayout()
        foot.addWidget(self.saved)
        foot.addStretch(1)
        foot.addWidget(self.done)
        self.body.addLayout(foot)
        self.form.edited.connect(self._first_letter)
        self.form.changed.connect(self._announce)
        self.closed.connect(self._finish)

    def begin(
        self,
        families: Sequence[tuple[UUID, str]],
        draft: ContactDraft,
        at: datetime,
        today: date,
    ) -> None:
        """Open with these families to choose from and this draft; `at` is when it was."""
        self._announced = draft
        editor = self.form.editor("contact_case")
        if isinstance(editor, ChoiceEditor):
            editor.show_value(None)
            editor.set_options(list(families))
        self.form.show_values(
            {
                "contact_case": draft.case_id,
                "contact_kind": draft.kind,
                "contact_text": draft.text,
                "contact_agreement": draft.agreement,
            }
        )
        self.form.set_field_visible("contact_agreement", bool(draft.agreement))
        self.add_agreement.setVisible(not draft.agreement)
        self.moment.setText(format_moment(at, today))
        self.banner.clear()
        self.saved.hide()
        known = draft.case_id is not None or bool(draft.text)
        first = "contact_text" if known else "contact_case"
        self.open_panel(self.form.editor(first).control())

    def draft(self) -> ContactDraft:
        """What stands in the panel now; a family name that is none counts as "Later"."""
        values = self.form.values()
        case_id, kind = values.get("contact_case"), values.get("contact_kind")
        return ContactDraft(
            case_id if isinstance(case_id, UUID) else None,
            kind if isinstance(kind, ContactKind) else ContactKind.PHONE,
            str(values.get("contact_text", "")),
            str(values.get("contact_agreement", "")),
        )

    def _first_letter(self) -> None:
        if not self._announced.worth_keeping:
            self._announce()

    def _announce(self, _values: object = None) -> None:
        draft = self.draft()
        # A choice of family alone is no contact yet; emptied text is decided upon at the end.
        if draft != self._announced and draft.worth_keeping:
            self._tell(draft)

    def _tell(self, draft: ContactDraft) -> None:
        self._announced = draft
        self.saved.show()
        self.saved.show_saving()
        self.drafted.emit(draft)

    def _show_agreement(self) -> None:
        self.form.set_field_visible("contact_agreement", True)
        self.add_agreement.hide()
        self.form.editor("contact_agreement").setFocus()

    def _finish(self) -> None:
        self.form.flush()
        draft = self.draft()
        if self._announced.worth_keeping and not draft.worth_keeping:
            self._tell(draft)
