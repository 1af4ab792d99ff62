""" "Waar gaat het om": the family's own words, who said them and when, and a summary."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.kit.forms.fields import Field, long_text_field, text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.parts.labels import Body, Heading, Small
from mvs_desktop.ui.record_binder import RecordBinder
from mvs_desktop.ui.words import format_date


class QuestionForm(RecordForm):
    """The question, whose words they are, when they were said, and the summary."""

    def __init__(self) -> None:
        super().__init__(columns=2)
        name_controls(self, "case")

    def fields(self) -> Sequence[Field]:
        return (
            long_text_field(
                "question",
                self.tr("De vraag, in hun eigen woorden"),
                lines=2,
                large=True,
            ),
            text_field("question_by", self.tr("Wie zei dit?")),
            day_field("question_on", self.tr("Wanneer?")),
            long_text_field("summary", self.tr("Korte samenvatting"), lines=3),
        )


class QuestionCard(Card):
    """Reads as a text; "Aanpassen" or F2 opens the fields in the same place."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.set_title(self.tr("Waar gaat het om"))
        self.setObjectName("question_card")
        self._context = context
        self.action.setObjectName("question_edit")
        self.action_clicked.connect(self._turn)
        self._reading = QWidget()
        rows = QVBoxLayout(self._reading)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        self._question = Heading()
        self._question.make_selectable()
        self._said = Small()
        self._summary = Body()
        self._summary.make_selectable()
        for part in (self._question, self._said, self._summary):
            rows.addWidget(part)
        self.form = QuestionForm()
        self._binder = RecordBinder(context, self.form, context.snapshot.case)
        self._binder.shown.connect(self._show)
        self.add(self._reading)
        self.add(self.form)
        self.add(RecordMarks(context, context.case_id))
        self._editing = False
        self._show(context.snapshot.case)
        self._show_state(editing=not context.snapshot.case.question)

    def edit(self) -> None:
        """Open the fields and put the keyboard in the question."""
        self._show_state(editing=True)
        self.form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.edit()
            return
        if event.key() == Qt.Key.Key_Escape and self._editing:
            self._turn()
            return
        super().keyPressEvent(event)

    def _turn(self) -> None:
        if self._editing:
            self.form.flush()
            self._show_state(editing=False)
            self.action.setFocus()
        else:
            self.edit()

    def _show_state(self, *, editing: bool) -> None:
        self._editing = editing
        self.form.setVisible(editing)
        self._reading.setVisible(not editing)
        self.set_action(self.tr("Klaar") if editing else self.tr("Aanpassen"))

    def _show(self, case: CaseFile) -> None:
        self._question.setText(
            self.tr("“{words}”").format(words=case.question)
            if case.question
            else self.tr("De vraag staat er nog niet.")
        )
        said = (case.question_by, format_date(case.question_on))
        self._said.setText(", ".join(part for part in said if part))
        self._said.setVisible(any(said))
        self._summary.setText(case.summary)
        self._summary.setVisible(bool(case.summary))
