"""The fields of one person: who it is, how to reach them, and where they live."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.people import Gender, NoBsnReason, Person
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.date_fields import partial_date_field
from mvs_desktop.ui.family.people.bsn_editor import BsnEditor
from mvs_desktop.ui.kit.forms.fields import (
    Field,
    chips_field,
    choice_field,
    custom_field,
    long_text_field,
    parsed_field,
    text_field,
    yes_no_field,
)
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.words import options


class WhoForm(RecordForm):
    """Names, birth, language: "Wie"."""

    def __init__(self, context: CaseContext) -> None:
        self._languages = [
            (language.dutch, language.dutch) for language in context.workspace.registers.languages()
        ]
        super().__init__()

    def fields(self) -> Sequence[Field]:
        return (
            text_field("given_name", self.tr("Voornaam")),
            text_field("infix", self.tr("Tussenvoegsel"), width=120),
            text_field("family_name", self.tr("Achternaam")),
            partial_date_field("birth", self.tr("Geboren")),
            yes_no_field("unborn", self.tr("Nog niet geboren")),
            chips_field("gender", self.tr("Geslacht"), options(Gender)),
            yes_no_field("gets_help", self.tr("Krijgt hulp")),
            custom_field("bsn", self.tr("BSN"), BsnEditor()),
            choice_field("no_bsn_reason", self.tr("Waarom geen BSN"), _reasons()),
            parsed_field(
                "languages",
                self.tr("Spreekt"),
                parse_languages,
                format_languages,
                unreadable="",
                placeholder=self.tr("bijv. Nederlands, Arabisch"),
            ),
            choice_field(
                "interpreter",
                self.tr("Tolk nodig"),
                [("", self.tr("Geen tolk")), *self._languages],
            ),
            yes_no_field("deceased", self.tr("Overleden")),
            partial_date_field("deceased_on", self.tr("Overleden op")),
        )

    def settle(self, person: Person) -> None:
        """Show only the fields that mean something for this person."""
        birth = self.tr("Uitgerekende datum") if person.unborn else self.tr("Geboren")
        self.row("birth").label.setText(birth)
        self.set_field_visible("deceased", not person.unborn)
        self.set_field_visible("deceased_on", person.deceased)
        self.set_field_visible("no_bsn_reason", not person.bsn)
        self.set_field_visible("bsn", not person.unborn)
        for name in ("languages", "interpreter"):
            self.set_field_visible(name, not person.unborn and not person.deceased)


class ReachForm(RecordForm):
    """Phone, e-mail and what to mind: "Bereikbaar"."""

    def fields(self) -> Sequence[Field]:
        return (
            text_field("phone", self.tr("Telefoon")),
            text_field("email", self.tr("E-mail")),
            long_text_field(
                "remarks",
                self.tr("Waar let je op?"),
                help=self.tr("Alleen collega's zien dit, het gezin niet."),
            ),
        )


class AddressForm(RecordForm):
    """What a household is called and where it is."""

    def fields(self) -> Sequence[Field]:
        return (
            text_field("name", self.tr("Naam van dit huishouden")),
            text_field("street", self.tr("Straat")),
            text_field("house_number", self.tr("Huisnummer"), width=120),
            text_field("postcode", self.tr("Postcode"), width=120),
            text_field("place", self.tr("Plaats")),
            text_field("phone", self.tr("Telefoon thuis")),
        )


def parse_languages(text: str) -> frozenset[str]:
    """Languages with commas between them."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def format_languages(value: object) -> str:
    """The inverse of `parse_languages`, in alphabetical order."""
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else ""


def _reasons() -> list[tuple[object, str]]:
    nothing = QCoreApplication.translate("WhoForm", "Nog niet gevraagd")
    return [(None, nothing), *options(NoBsnReason)]
