"""The family: persons, households, partnerships and who is whose parent."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.identifying import bsn_identity, name_and_birth
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.records import (
    Compartment,
    Record,
    Search,
    for_family,
    for_worker,
    record,
)

GROWN_UP = 18  # years: of age (meerderjarig)


class Gender(StrEnum):
    FEMALE = "vrouw"
    MALE = "man"
    X = "x"  # neither, as the Dutch register records it
    UNKNOWN = "onbekend"


class NoBsnReason(StrEnum):
    """Why there is no citizen service number (burgerservicenummer)."""

    UNBORN = "ongeboren"
    NOT_REGISTERED = "niet-ingeschreven"
    NOT_ESTABLISHED = "niet-vastgesteld"
    REFUSED = "niet-gegeven"


class PartnershipKind(StrEnum):
    MARRIED = "gehuwd"
    REGISTERED = "geregistreerd-partnerschap"
    COHABITING = "samenwonend"
    RELATIONSHIP = "relatie"
    ENGAGED = "verloofd"


class PartnershipEnd(StrEnum):
    SEPARATED = "uit-elkaar"
    DIVORCED = "gescheiden"
    WIDOWED = "overlijden"


class ParentKind(StrEnum):
    BIOLOGICAL = "biologisch"
    LEGAL_BIRTH = "juridisch-geboorte"
    LEGAL_RECOGNITION = "juridisch-erkenning"
    LEGAL_ADOPTION = "juridisch-adoptie"
    LEGAL_COURT = "juridisch-rechter"
    FOSTER = "pleeg"
    STEP = "stief"
    DONOR = "donor"


@record(
    "person",
    compartment=Compartment.BASIS,
    identified_by={"name-and-birth": name_and_birth, "bsn": bsn_identity},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A person (persoon) of the family or its network; `birth` is the due date of an unborn."""

    given_name: str = for_family("", search=Search.NAME, sensitive=True)
    infix: str = for_family("", search=Search.NAME, sensitive=True)  # tussenvoegsel
    family_name: str = for_family("", search=Search.NAME, sensitive=True)
    birth: PartialDate | None = for_family(None, unit="birth", sensitive=True)
    unborn: bool = for_family(False, unit="birth")
    birth_group: str = for_family("")  # the same text for children of one birth
    gender: Gender = for_family(Gender.UNKNOWN)
    gets_help: bool = for_family(False)  # krijgt hulp
    bsn: str | None = for_worker(None, unit="bsn", search=Search.EXACT, sensitive=True)
    no_bsn_reason: NoBsnReason | None = for_worker(None, unit="bsn")
    phone: str = for_worker("", sensitive=True)
    email: str = for_worker("", sensitive=True)
    languages: frozenset[str] = for_family(frozenset())
    interpreter: str = for_family("")  # tolk: the language, empty when none is needed
    deceased_on: PartialDate | None = for_family(None, unit="deceased", sensitive=True)
    deceased: bool = for_family(False, unit="deceased")
    remarks: str = for_worker("", search=Search.TEXT, sensitive=True)

    @property
    def full_name(self) -> str:
        """Given name, infix and family name, as far as they are known."""
        return " ".join(part for part in (self.given_name, self.infix, self.family_name) if part)

    @property
    def call_name(self) -> str:
        return self.given_name or self.full_name

    def age_on(self, day: date) -> int | None:
        """Whole years; None when unborn, deceased or the birth date is unknown."""
        if self.birth is None or self.unborn or self.deceased:
            return None
        return self.birth.age_on(day)


@record("household", compartment=Compartment.BASIS)
@dataclass(frozen=True, slots=True, kw_only=True)
class Household(Record):
    """People who live at one address (huishouden)."""

    name: str = for_family("", search=Search.NAME, sensitive=True)
    street: str = for_worker("", unit="address", search=Search.NAME, sensitive=True)
    house_number: str = for_worker("", unit="address", search=Search.NAME, sensitive=True)
    postcode: str = for_worker("", unit="address", search=Search.NAME, sensitive=True)
    place: str = for_worker("", unit="address", search=Search.NAME)
    phone: str = for_worker("", sensitive=True)


@record("residence", compartment=Compartment.BASIS)
@dataclass(frozen=True, slots=True, kw_only=True)
class Residence(Record):
    """A person lives in a household (verblijf) for a while; a child can live in two."""

    person_id: UUID = for_family()
    household_id: UUID = for_family()
    arrangement: str = for_family("")  # "om de week", "weekenden"
    starts_on: PartialDate | None = for_family(None, unit="period")
    ends_on: PartialDate | None = for_family(None, unit="period")


@record("partnership", compartment=Compartment.BASIS)
@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership(Record):
    """Two people who are or were partners (relatie)."""

    first_id: UUID = for_family()
    second_id: UUID = for_family()
    kind: PartnershipKind = for_family(PartnershipKind.RELATIONSHIP)
    starts_on: PartialDate | None = for_family(None)
    ends_on: PartialDate | None = for_family(None, unit="ended")
    ended_by: PartnershipEnd | None = for_family(None, unit="ended")


@record("parent_link", compartment=Compartment.BASIS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ParentLink(Record):
    """Who is whose parent (ouder-kind), and of what kind; one link can carry several."""

    parent_id: UUID = for_family()
    child_id: UUID = for_family()
    kinds: frozenset[ParentKind] = for_family(frozenset())
    starts_on: PartialDate | None = for_family(None, unit="period")
    ends_on: PartialDate | None = for_family(None, unit="period")
