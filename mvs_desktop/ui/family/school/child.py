"""The school of one child: found in the register, with whom to call there."""

from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.people import Person
from mvs_desktop.domain.school import EnrolmentState, SchoolEnrolment
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.family.school.form import SchoolForm
from mvs_desktop.ui.family.school.picker import SchoolPicker
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Heading, Small
from mvs_desktop.ui.record_binder import RecordBinder
from mvs_desktop.ui.words import call_name


class ChildSchool(Card):
    """ "Nu op school" of one child, or the way to find its school."""

    def __init__(self, context: CaseContext, child: Person) -> None:
        super().__init__()
        self.set_title(self.tr("Nu op school"))
        self.setObjectName("child_school")
        self._context = context
        self._child = child
        self._shown: SchoolEnrolment | None = None
        self._binder: RecordBinder[SchoolEnrolment] | None = None
        self._replaces = False  # whether the school found stands in for the present one
        self._inside = QWidget()
        self.add(self._inside)
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._show_present(self._present(context.snapshot))

    def release(self) -> None:
        """Save what was typed; call before this is deleted."""
        self._let_go_of_form()
        self._context.snapshot_changed.disconnect(self._bring_up_to_date)

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do."""
        step = self._inside.nextInFocusChain()
        while step is not None and self._inside.isAncestorOf(step):
            if step.focusPolicy() & Qt.FocusPolicy.TabFocus and not step.isHidden():
                step.setFocus()
                return
            step = step.nextInFocusChain()

    def look_for_school(self, *, correct: bool = False) -> None:
        """Show the search; `correct` when the present school was a mistake."""
        self._replaces = correct
        rows = self._start()
        case = self._context.snapshot.case
        picker = SchoolPicker(self._context.workspace.registers, case.municipality)
        picker.picked.connect(self._picked)
        picker.cancelled.connect(self._back)
        rows.addWidget(picker)
        picker.focus_first()

    def _present(self, around: CaseSnapshot) -> SchoolEnrolment | None:
        return around.enrolment_of(self._child.id, self._context.today)

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        present = self._present(around)
        if _what_is_told(present) == _what_is_told(self._shown):
            return  # the form follows smaller changes, and a search goes on
        had_keyboard = self._had_keyboard()
        self._show_present(present)
        if had_keyboard:
            self.focus_first()

    def _had_keyboard(self) -> bool:
        focused = cast("QWidget | None", self.window().focusWidget())
        return focused is not None and self._inside.isAncestorOf(focused)

    def _show_present(self, present: SchoolEnrolment | None) -> None:
        rows = self._start()
        self._shown = present
        if present is None:
            self._show_none(rows)
        elif present.state is EnrolmentState.NOT_YET:
            self._show_not_yet(rows, present)
        else:
            self._show_school(rows, present)

    def _show_none(self, rows: QVBoxLayout) -> None:
        empty = EmptyState(
            self.tr("Nog geen school bekend."),
            self.tr("School zoeken"),
            text_button=self.tr("Nog niet op school"),
            filled=True,
        )
        empty.button.setObjectName("school_find")
        empty.text_button.setObjectName("school_not_yet")
        empty.chosen.connect(self.look_for_school)
        empty.second_chosen.connect(self._not_yet)
        rows.addWidget(empty)

    def _show_not_yet(self, rows: QVBoxLayout, present: SchoolEnrolment) -> None:
        empty = EmptyState(
            self.tr("{name} gaat nog niet naar school.").format(name=call_name(self._child)),
            self.tr("School zoeken"),
            filled=True,
        )
        empty.button.setObjectName("school_find")
        empty.chosen.connect(lambda: self.look_for_school(correct=True))
        rows.addWidget(empty)
        rows.addWidget(RecordMarks(self._context, present.id))

    def _show_school(self, rows: QVBoxLayout, present: SchoolEnrolment) -> None:
        rows.addWidget(Heading(present.school_name or self.tr("School zonder naam")))
        about = self._about(present.site_code)
        if about:
            rows.addWidget(Small(about))
        rows.addWidget(RecordMarks(self._context, present.id))
        form = SchoolForm()
        name_controls(form, "school")
        self._binder = RecordBinder(self._context, form, present)
        rows.addWidget(form)
        other = OutlinedButton(self.tr("Naar een andere school"), dense=True)
        other.setObjectName("school_other")
        other.clicked.connect(lambda _on: self.look_for_school(correct=False))
        wrong = TextButton(self.tr("Verkeerde school gekozen"), dense=True)
        wrong.setObjectName("school_correct")
        wrong.clicked.connect(lambda _on: self.look_for_school(correct=True))
        left = TextButton(self.tr("Van school"), dense=True)
        left.setObjectName("school_left")
        left.clicked.connect(self._left_school)
        rows.addWidget(ButtonRow((other, wrong, left)))

    def _about(self, site_code: str) -> str:
        site = self._context.workspace.registers.school(site_code) if site_code else None
        if site is None:
            return ""
        street = ", ".join(part for part in (site.street, site.place) if part)
        closed = self.tr("deze vestiging is gesloten") if site.closed else ""
        return " · ".join(part for part in (site.kind, street, site.website, closed) if part)

    def _picked(self, code: str, name: str) -> None:
        present = self._present(self._context.snapshot)
        if present is not None and self._replaces:
            after = replace(
                present, state=EnrolmentState.ENROLLED, site_code=code, school_name=name
            )
            if after == present:
                self._back()
            else:
                self._context.save(Change(after, present))
            return
        new = SchoolEnrolment(
            id=self._context.new_id(),
            case_id=self._context.case_id,
            person_id=self._child.id,
            site_code=code,
            school_name=name,
        )
        changes = [Change(new, None)]
        if present is not None:
            changes.append(Change(self._ended(present), present))
        self._context.save(*changes)

    def _not_yet(self) -> None:
        self._context.add(
            SchoolEnrolment(
                id=self._context.new_id(),
                case_id=self._context.case_id,
                person_id=self._child.id,
                state=EnrolmentState.NOT_YET,
            )
        )

    def _left_school(self) -> None:
        if self._binder is not None:
            self._context.flush()
            present = self._binder.record
            self._context.save(Change(self._ended(present), present))

    def _ended(self, present: SchoolEnrolment) -> SchoolEnrolment:
        return replace(present, state=EnrolmentState.LEFT, ends_on=self._context.today)

    def _back(self) -> None:
        self._show_present(self._present(self._context.snapshot))
        self.focus_first()

    def _start(self) -> QVBoxLayout:
        """Take away what is shown and give an empty body."""
        self._let_go_of_form()
        old = self._inside
        self._inside = QWidget()
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(12))
        self.body.replaceWidget(old, self._inside)
        self._inside.show()  # at once, so that something in it can take the keyboard
        old.hide()
        old.deleteLater()
        return rows

    def _let_go_of_form(self) -> None:
        if self._binder is not None:
            binder, self._binder = self._binder, None
            binder.release()


def _what_is_told(present: SchoolEnrolment | None) -> object:
    """What the card is built of; the rest is in its form."""
    if present is None:
        return None
    return present.id, present.state, present.site_code, present.school_name
