"""The fields of a child at a school."""

from collections.abc import Sequence

from mvs_desktop.domain.school import EnrolmentState, SchoolEnrolment
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.kit.forms.fields import Field, choice_field, text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.words import format_period, label, options


class SchoolForm(RecordForm):
    """Group, whom to call, and since when; the school itself is found in the register."""

    def __init__(self) -> None:
        super().__init__(columns=2)

    def fields(self) -> Sequence[Field]:
        return (
            text_field("group", self.tr("Groep of klas")),
            text_field("level", self.tr("Niveau"), placeholder=self.tr("bijv. vmbo-t")),
            text_field("mentor", self.tr("Leerkracht of mentor")),
            text_field("support_coordinator", self.tr("Intern begeleider")),
            text_field("phone", self.tr("Telefoon")),
            day_field("starts_on", self.tr("Sinds")),
        )


class EarlierSchoolForm(RecordForm):
    """The same for a school of before, with its end, in one column."""

    def fields(self) -> Sequence[Field]:
        return (
            text_field("school_name", self.tr("School")),
            text_field("group", self.tr("Groep of klas")),
            choice_field("state", self.tr("Nu"), options(EnrolmentState)),
            day_field("starts_on", self.tr("Sinds")),
            day_field("ends_on", self.tr("Tot")),
        )


def earlier_school_line(item: SchoolEnrolment) -> str:
    """Group and period of a school of before."""
    parts = (item.group, format_period(item.starts_on, item.ends_on))
    return " · ".join(part for part in parts if part) or label(item.state)
