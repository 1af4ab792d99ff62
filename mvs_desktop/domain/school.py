"""School: where a child goes, and whom to call there."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.records import (
    Compartment,
    Record,
    Search,
    for_family,
    record,
)


class EnrolmentState(StrEnum):
    ENROLLED = "ingeschreven"
    NOT_YET = "nog-niet"
    LEFT = "van-school"


@record("school_enrolment", compartment=Compartment.SCHOOL)
@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolEnrolment(Record):
    """A child at a school site (inschrijving): BRIN number + two digits."""

    person_id: UUID = for_family()
    state: EnrolmentState = for_family(EnrolmentState.ENROLLED)
    # The name stands beside the code so that a closed site stays readable.
    site_code: str = for_family("", unit="site")
    school_name: str = for_family("", unit="site", search=Search.NAME)
    group: str = for_family("")  # groep of klas
    level: str = for_family("")
    mentor: str = for_family("", search=Search.NAME, sensitive=True)
    support_coordinator: str = for_family("", sensitive=True)  # intern begeleider
    phone: str = for_family("", sensitive=True)
    starts_on: date | None = for_family(None, unit="period")
    ends_on: date | None = for_family(None, unit="period")
