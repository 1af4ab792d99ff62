"""Every record type of the program: importing this module fills the registry."""

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.cases import CaseFile, CaseMember
from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.contacts import Contact, Note, NoteParagraph
from mvs_desktop.domain.custody import ParentalAuthority
from mvs_desktop.domain.people import Household, ParentLink, Partnership, Person, Residence
from mvs_desktop.domain.plans import Action, Goal, Plan, Statement
from mvs_desktop.domain.records import RecordType, record_type, record_types
from mvs_desktop.domain.school import SchoolEnrolment

__all__ = [
    "Action",
    "Attachment",
    "CaseFile",
    "CaseMember",
    "Conflict",
    "Contact",
    "Goal",
    "Household",
    "Note",
    "NoteParagraph",
    "ParentLink",
    "ParentalAuthority",
    "Partnership",
    "Person",
    "Plan",
    "RecordType",
    "Residence",
    "SchoolEnrolment",
    "Statement",
    "record_type",
    "record_types",
]
