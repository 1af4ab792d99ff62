"""Parental authority (gezag): recorded on evidence, never derived from parenthood."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.records import Compartment, Record, for_family, for_worker, record


class AuthorityKind(StrEnum):
    JOINT = "gezamenlijk"
    SOLE = "eenhoofdig"
    GUARDIAN_PERSON = "voogdij-persoon"
    GUARDIAN_INSTITUTION = "voogdij-gi"  # gecertificeerde instelling
    NONE = "geen"


class AuthorityEvidence(StrEnum):
    REGISTER = "gezagsregister"
    COURT_ORDER = "beschikking"
    BY_LAW = "van-rechtswege"
    TOLD = "verteld"  # one parent's word: not evidence, but worth recording


@record("parental_authority", compartment=Compartment.BASIS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ParentalAuthority(Record):
    """Who has authority (gezag) over a child (Burgerlijk Wetboek 1:245 and further).

    `holder_id` is a person; an institution is named in `holder_name`.
    """

    child_id: UUID = for_family()
    holder_id: UUID | None = for_family(None, unit="holder")
    holder_name: str = for_family("", unit="holder", sensitive=True)
    kind: AuthorityKind = for_family(AuthorityKind.JOINT)
    starts_on: date | None = for_family(None, unit="period")
    ends_on: date | None = for_family(None, unit="period")
    evidence: AuthorityEvidence | None = for_worker(None, unit="checked")
    checked_on: date | None = for_worker(None, unit="checked")

    def active_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )
