"""What is said of an attachment: what it is, from whom, about whom, of when."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.attachments import Attachment, AttachmentKind
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.family.records.named import people_options, renew_options
from mvs_desktop.ui.family.records.person_or_words import WHO, PersonOrWordsForm
from mvs_desktop.ui.kit.forms.fields import Field, choice_field, people_field, text_field
from mvs_desktop.ui.words import options


class AttachmentForm(PersonOrWordsForm):
    """The fields of one attachment, below each other."""

    who_fields = ("from_id", "from_name")

    def __init__(self, context: CaseContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_field_visible("shield_ground", False)

    def fields(self) -> Sequence[Field]:
        people = people_options(self._context.snapshot)
        return (
            choice_field("kind", self.tr("Wat is het?"), options(AttachmentKind), search=False),
            text_field("name", self.tr("Naam")),
            Field(WHO, self.tr("Van wie?"), self.who_editor(self.tr("bijv. school of moeder"))),
            people_field("about_ids", self.tr("Over wie?"), people),
            day_field("dated_on", self.tr("Datum")),
            people_field("shielded_from", self.tr("Afschermen voor"), people),
            text_field("shield_ground", self.tr("Waarom afschermen?")),
        )

    def settle(self, item: Attachment) -> None:
        """Offer the people of now; ask for a reason only where something is shielded."""
        people = people_options(self._context.snapshot)
        renew_options(self, ("from_id", "about_ids", "shielded_from"), people)
        self.set_field_visible("shield_ground", bool(item.shielded_from))
