"""What is withdrawn together with a record, because without it it means nothing."""

from mvs_desktop.domain.custody import ParentalAuthority
from mvs_desktop.domain.people import Household, ParentLink, Person, Residence
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.snapshot import CaseSnapshot


def with_attached(record: Record, around: CaseSnapshot) -> tuple[Record, ...]:
    """The record and what hangs on it, the record first.

    Goals, notes and agreements that name a person stay: they tell what happened.
    """
    if isinstance(record, Person):
        return (record, *_of_person(record, around))
    if isinstance(record, Household):
        stays = around.all(Residence)
        return (record, *(stay for stay in stays if stay.household_id == record.id))
    return (record,)


def _of_person(person: Person, around: CaseSnapshot) -> tuple[Record, ...]:
    return (
        *(item for item in around.all(Residence) if item.person_id == person.id),
        *(item for item in around.all(ParentLink) if person.id in (item.parent_id, item.child_id)),
        *around.partnerships_of(person.id),
        *(
            item
            for item in around.all(ParentalAuthority)
            if person.id in (item.child_id, item.holder_id)
        ),
        *(item for item in around.all(SchoolEnrolment) if item.person_id == person.id),
    )
