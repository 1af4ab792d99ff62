"""The lists in the person panel: homes, parents, children, partners and authority."""

from collections.abc import Callable, Sequence
from typing import cast
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject

from mvs_desktop.domain.custody import AuthorityEvidence, AuthorityKind, ParentalAuthority
from mvs_desktop.domain.kinship import kin_of_link
from mvs_desktop.domain.people import (
    Household,
    ParentKind,
    ParentLink,
    Partnership,
    PartnershipEnd,
    PartnershipKind,
    Residence,
)
from mvs_desktop.domain.records import Record
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.date_fields import day_field, partial_date_field
from mvs_desktop.ui.family.people.households import address_line, household_name
from mvs_desktop.ui.family.people.person_forms import AddressForm
from mvs_desktop.ui.family.records.items import ItemKind, RecordItems, renew_options
from mvs_desktop.ui.kin_words import kin_word
from mvs_desktop.ui.kit.forms.editors import Option
from mvs_desktop.ui.kit.forms.fields import choice_field, multi_choice_field, text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.words import format_date, format_period, label, options, person_name

NEW_HOUSEHOLD = "new"


class PersonLists(QObject):
    """Makes the lists for one person of one family."""

    def __init__(self, context: CaseContext, person_id: UUID, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._id = person_id

    # Homes

    def residences(self) -> RecordItems:
        kind: ItemKind[Residence] = ItemKind(
            "residence",
            title=lambda stay: self._home_name(stay.household_id),
            detail=lambda stay: ", ".join(
                part
                for part in (stay.arrangement, format_period(stay.starts_on, stay.ends_on))
                if part
            ),
            form=lambda: RecordForm(
                (
                    choice_field("household_id", self.tr("Woont in"), self._homes(), search=False),
                    text_field(
                        "arrangement",
                        self.tr("Wanneer"),
                        placeholder=self.tr("bijv. om de week"),
                    ),
                    partial_date_field("starts_on", self.tr("Sinds")),
                    partial_date_field("ends_on", self.tr("Tot")),
                )
            ),
            settle=lambda form, _: renew_options(form, "household_id", self._homes()),
        )
        return RecordItems(
            self._context,
            kind,
            self._stays,
            nothing=self.tr("Nog niet bekend waar."),
            add=self.tr("Woonplek toevoegen"),
            choices=lambda: [
                *self._homes(),
                (NEW_HOUSEHOLD, self.tr("Nieuw huishouden")),
            ],
            make=self._make_stay,
        )

    def households(self) -> RecordItems:
        kind: ItemKind[Household] = ItemKind(
            "household",
            title=lambda home: household_name(home, self._context.snapshot, self._context.today),
            detail=lambda home: address_line(home) or self.tr("Adres nog niet bekend"),
            form=AddressForm,
        )
        return RecordItems(
            self._context,
            kind,
            self._own_homes,
            heading=self.tr("Adres"),
        )

    # Family

    def parents_of(self) -> RecordItems:
        return RecordItems(
            self._context,
            self._link_kind("parent", lambda link: link.parent_id),
            lambda: [
                link for link in self._context.snapshot.all(ParentLink) if link.child_id == self._id
            ],
            heading=self.tr("Ouders"),
            add=self.tr("Ouder koppelen"),
            choices=lambda: self._others(
                {link.parent_id for _, link in self._context.snapshot.parents_of(self._id)}
            ),
            make=lambda chosen: [self._link(cast("UUID", chosen), self._id)],
        )

    def children_of(self) -> RecordItems:
        return RecordItems(
            self._context,
            self._link_kind("child", lambda link: link.child_id),
            lambda: [
                link
                for link in self._context.snapshot.all(ParentLink)
                if link.parent_id == self._id
            ],
            heading=self.tr("Kinderen"),
            add=self.tr("Kind koppelen"),
            choices=lambda: self._others(
                {link.child_id for _, link in self._context.snapshot.children_of(self._id)}
            ),
            make=lambda chosen: [self._link(self._id, cast("UUID", chosen))],
        )

    def partnerships(self) -> RecordItems:
        kind: ItemKind[Partnership] = ItemKind(
            "partnership",
            title=lambda item: self._name(self._partner_of(item)),
            detail=lambda item: ", ".join(
                part
                for part in (
                    label(item.ended_by) if item.ended_by else label(item.kind),
                    format_period(item.starts_on, item.ends_on),
                )
                if part
            ),
            form=lambda: RecordForm(
                (
                    choice_field("kind", self.tr("Soort"), options(PartnershipKind)),
                    partial_date_field("starts_on", self.tr("Sinds")),
                    choice_field(
                        "ended_by",
                        self.tr("Hoe geëindigd"),
                        [(None, self.tr("Nog samen")), *options(PartnershipEnd)],
                    ),
                    partial_date_field("ends_on", self.tr("Tot")),
                )
            ),
        )
        return RecordItems(
            self._context,
            kind,
            lambda: self._context.snapshot.partnerships_of(self._id),
            heading=self.tr("Relaties"),
            add=self.tr("Relatie toevoegen"),
            choices=lambda: self._others(set()),
            make=lambda chosen: [
                Partnership(
                    id=self._context.new_id(),
                    case_id=self._context.case_id,
                    first_id=self._id,
                    second_id=cast("UUID", chosen),
                )
            ],
        )

    # Authority

    def authority(self) -> RecordItems:
        return RecordItems(
            self._context,
            self._authority_kind("authority", self._holder_name),
            lambda: [
                item
                for item in self._context.snapshot.all(ParentalAuthority)
                if item.child_id == self._id
            ],
            heading=self.tr("Gezag"),
            nothing=self.tr(
                "Nog niet nagegaan wie gezag heeft. Kijk in het gezagsregister, ga niet af op "
                "één ouder.",
            ),
            add=self.tr("Gezag noteren"),
            choices=lambda: [
                *self._others(set()),
                (None, self.tr("Een instelling")),
            ],
            make=self._make_authority,
        )

    def authority_held(self) -> RecordItems:
        return RecordItems(
            self._context,
            self._authority_kind("authority_held", lambda item: self._name(item.child_id)),
            lambda: [
                item
                for item in self._context.snapshot.all(ParentalAuthority)
                if item.holder_id == self._id
            ],
            heading=self.tr("Gezag over"),
        )

    def _authority_kind(
        self, prefix: str, title: Callable[[ParentalAuthority], str]
    ) -> ItemKind[ParentalAuthority]:
        return ItemKind(
            prefix,
            title=title,
            detail=authority_detail,
            form=self._authority_form,
            settle=self._settle_authority,
        )

    def _authority_form(self) -> RecordForm:
        return RecordForm(
            (
                choice_field("kind", self.tr("Soort"), options(AuthorityKind)),
                choice_field(
                    "holder_id", self.tr("Wie heeft gezag"), self._holders(), search=False
                ),
                text_field("holder_name", self.tr("Naam van de instelling")),
                choice_field(
                    "evidence",
                    self.tr("Hoe weten we dit?"),
                    [(None, self.tr("Nog niet nagekeken")), *options(AuthorityEvidence)],
                ),
                day_field("checked_on", self.tr("Nagekeken op")),
                day_field("starts_on", self.tr("Sinds")),
                day_field("ends_on", self.tr("Tot")),
            )
        )

    def _settle_authority(self, form: RecordForm, item: ParentalAuthority) -> None:
        renew_options(form, "holder_id", self._holders())
        form.set_field_visible("holder_name", item.holder_id is None)

    def _make_authority(self, chosen: object) -> Sequence[Record]:
        institution = chosen is None
        return [
            ParentalAuthority(
                id=self._context.new_id(),
                case_id=self._context.case_id,
                child_id=self._id,
                holder_id=None if institution else cast("UUID", chosen),
                kind=AuthorityKind.GUARDIAN_INSTITUTION if institution else AuthorityKind.JOINT,
            )
        ]

    # What the lists are made of

    def _link_kind(self, prefix: str, other: Callable[[ParentLink], UUID]) -> ItemKind[ParentLink]:
        return ItemKind(
            prefix,
            title=lambda link: self._name(other(link)),
            detail=self._link_detail,
            form=lambda: RecordForm(
                (
                    multi_choice_field("kinds", self.tr("Wat voor ouder"), options(ParentKind)),
                    partial_date_field("starts_on", self.tr("Sinds")),
                    partial_date_field("ends_on", self.tr("Tot")),
                )
            ),
        )

    def _link_detail(self, link: ParentLink) -> str:
        kinds = [label(kind) for kind in ParentKind if kind in link.kinds]
        if not kinds:
            parent = self._context.snapshot.person(link.parent_id)
            return kin_word(kin_of_link(link), parent.gender) if parent else ""
        return ", ".join([kinds[0], *(word.lower() for word in kinds[1:])])

    def _link(self, parent_id: UUID, child_id: UUID) -> ParentLink:
        return ParentLink(
            id=self._context.new_id(),
            case_id=self._context.case_id,
            parent_id=parent_id,
            child_id=child_id,
        )

    def _stays(self) -> Sequence[Residence]:
        stays = [s for s in self._context.snapshot.all(Residence) if s.person_id == self._id]
        return sorted(stays, key=lambda s: (s.ends_on is not None, s.id))

    def _own_homes(self) -> Sequence[Household]:
        homes = (home for home, _ in self._context.snapshot.homes_of(self._id, self._context.today))
        return list(dict.fromkeys(homes))

    def _make_stay(self, chosen: object) -> Sequence[Record]:
        stay = Residence(
            id=self._context.new_id(),
            case_id=self._context.case_id,
            person_id=self._id,
            household_id=(
                self._context.new_id() if chosen == NEW_HOUSEHOLD else cast("UUID", chosen)
            ),
        )
        if chosen != NEW_HOUSEHOLD:
            return [stay]
        return [Household(id=stay.household_id, case_id=self._context.case_id), stay]

    def _homes(self) -> list[Option]:
        around, today = self._context.snapshot, self._context.today
        return [(home.id, household_name(home, around, today)) for home in around.all(Household)]

    def _others(self, without: set[UUID]) -> list[Option]:
        return [
            (person.id, person_name(person))
            for person in self._context.snapshot.people
            if person.id != self._id and person.id not in without
        ]

    def _holders(self) -> list[Option]:
        institution = self.tr("Een instelling")
        return [*self._others(set()), (None, institution)]

    def _holder_name(self, item: ParentalAuthority) -> str:
        if item.holder_id is not None:
            return self._name(item.holder_id)
        return item.holder_name or self.tr("Een instelling")

    def _home_name(self, household_id: UUID) -> str:
        home = self._context.snapshot.get(Household, household_id)
        if home is None:
            return self.tr("Ingetrokken huishouden")
        return household_name(home, self._context.snapshot, self._context.today)

    def _partner_of(self, item: Partnership) -> UUID:
        return item.second_id if item.first_id == self._id else item.first_id

    def _name(self, person_id: UUID) -> str:
        person = self._context.snapshot.person(person_id)
        if person is None:
            return self.tr("Iemand die is ingetrokken")
        return person_name(person)


def authority_detail(item: ParentalAuthority) -> str:
    """Kind of authority and how it is known, in one line."""
    if item.evidence is None:
        known = QCoreApplication.translate("PersonLists", "nog niet nagekeken")
    elif item.checked_on is None:
        known = label(item.evidence).lower()
    else:
        known = QCoreApplication.translate("PersonLists", "{source}, {day}").format(
            source=label(item.evidence).lower(), day=format_date(item.checked_on)
        )
    return f"{label(item.kind)} · {known}"
