"""What goes well, what worries and what must happen: three columns of people's own words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mvs_desktop.domain.plans import Statement, StatementKind
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.plan.changes import new_statement
from mvs_desktop.ui.family.records.lines import RecordLine, RecordLines
from mvs_desktop.ui.family.records.named import names_of, people_options, renew_options
from mvs_desktop.ui.kit.forms.fields import choice_field, long_text_field, people_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.labels import Heading
from mvs_desktop.ui.words import join_names, label

_NAMES = {
    StatementKind.GOES_WELL: "statement_goes_well",
    StatementKind.WORRY: "statement_worry",
    StatementKind.MUST_HAPPEN: "statement_must_happen",
}


class StatementLine(RecordLine):
    """One statement (uitspraak)."""

    record: Statement

    def make_form(self) -> RecordForm:
        words = long_text_field(
            "text", "", placeholder=self.tr("In hun eigen woorden"), lines=1, large=True
        )
        words.editor.control().setAccessibleName(label(self.record.kind))
        return RecordForm((words,), self)

    def make_details(self) -> RecordForm:
        people = people_options(self.context.snapshot)
        return RecordForm(
            (
                choice_field("by_person_id", self.tr("Wie zegt dit?"), people),
                people_field("about_ids", self.tr("Over wie gaat het?"), people),
            )
        )

    def settle(self, form: RecordForm) -> None:
        if form is not self.form:
            people = people_options(self.context.snapshot)
            renew_options(form, ("by_person_id", "about_ids"), people)

    def make_mark(self) -> QWidget | None:
        dot = QLabel("•")
        dot.setProperty("kit", "muted")
        dot.setContentsMargins(px(2), px(8), 0, 0)
        return dot

    def summary(self) -> tuple[str, bool]:
        names = dict(people_options(self.context.snapshot))
        by = names.get(self.record.by_person_id, "")
        about = join_names(names_of(self.record.about_ids, names))
        if by and self.record.about_ids == {self.record.by_person_id}:
            return by, False
        if by and about:
            return self.tr("{by}, over {about}").format(by=by, about=about), False
        if by:
            return by, False
        if about:
            return self.tr("Over {about}").format(about=about), False
        return ("" if self.read_only else self.tr("Wie zegt dit?")), True


class StatementColumn(QWidget):
    """One of the three columns."""

    def __init__(
        self,
        parent: QWidget,
        context: CaseContext,
        plan_id: UUID,
        kind: StatementKind,
        *,
        read_only: bool,
    ) -> None:
        super().__init__(parent)
        name = _NAMES[kind]
        self.setObjectName(f"{name}_column")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        rows.addWidget(Heading(label(kind)))

        def records() -> Sequence[Any]:
            return context.snapshot.statements(plan_id, kind)

        def make_line(above: QWidget, line_name: str, item: Any) -> StatementLine:
            return StatementLine(above, context, line_name, item, read_only=read_only)

        self.lines = RecordLines(
            self,
            context,
            records,
            make_line,
            lambda key: new_statement(context.snapshot, plan_id, kind, key, context.new_id()),
            name=name,
            add_name=f"add_{name}",
            add=_add_words(kind),
            gap=10,
            read_only=read_only,
        )
        rows.addWidget(self.lines)
        rows.addStretch(1)


def _add_words(kind: StatementKind) -> str:
    if kind is StatementKind.GOES_WELL:
        return QCoreApplication.translate("StatementColumn", "Iets dat goed gaat")
    if kind is StatementKind.WORRY:
        return QCoreApplication.translate("StatementColumn", "Een zorg")
    return QCoreApplication.translate("StatementColumn", "Iets dat moet gebeuren")
