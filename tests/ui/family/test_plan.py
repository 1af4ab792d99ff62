from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from mvs_desktop.domain.plans import (
    Action,
    Goal,
    Plan,
    PlanKind,
    PlanStatus,
    StatementKind,
    World,
)
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change
from mvs_desktop.ui.family.plan.agreements import AgreementLine
from mvs_desktop.ui.family.plan.page import PlanTab
from mvs_desktop.ui.kit.forms.form import PAUSE_MS
from mvs_desktop.ui.kit.parts.chips import Chip
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import BO, KIM, RIET, SAMIRA, empty_case, family

TODAY = date(2025, 3, 4)


class PlanScreen(Screen):
    def __init__(self, opened: OpenedFamily) -> None:
        self.tab = PlanTab(opened.context)
        super().__init__(opened, self.tab)

    def plan(self) -> Plan:
        found = self.family.stored().current_plan
        assert found is not None
        return found

    def text(self, field: str) -> QPlainTextEdit:
        found = self.find(f"{field}_control")
        assert isinstance(found, QPlainTextEdit)
        return found

    def keys(self, text: str) -> None:
        """Type where the keyboard is."""
        self.family.qtbot.keyClicks(self.tab.window().focusWidget(), text)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.family.qtbot.keyClick(self.tab.window().focusWidget(), key, held)

    def said(self, kind: StatementKind) -> list[str]:
        return [item.text for item in self.family.stored().statements(self.plan().id, kind)]


@pytest.fixture
def plan(open_family: OpenFamily) -> PlanScreen:
    return PlanScreen(open_family(family()))


@pytest.fixture
def new(open_family: OpenFamily) -> PlanScreen:
    return PlanScreen(open_family(empty_case()))


def test_looking_at_a_plan_changes_nothing(plan: PlanScreen) -> None:
    plan.family.qtbot.wait(PAUSE_MS + 200)
    plan.save()
    assert plan.family.changes == []


def test_a_plan_begins_with_what_goes_well(new: PlanScreen) -> None:
    assert "Nog geen plan. Begin met wat goed gaat." in new.texts("plan_tab")
    new.click("begin_plan")
    new.keys("We eten samen.")
    new.key(Qt.Key.Key_Return)
    new.keys("Oma helpt.")
    new.save()
    assert new.said(StatementKind.GOES_WELL) == ["We eten samen.", "Oma helpt."]
    made = new.plan()
    assert (made.kind, made.version, made.status) == (PlanKind.FAMILY, 1, PlanStatus.DRAFT)
    assert made.starts_on == TODAY


def test_a_family_can_have_a_plan_of_its_own(new: PlanScreen) -> None:
    new.click("begin_own_plan")
    assert new.plan().kind is PlanKind.FAMILY_GROUP
    assert "Familiegroepsplan" in new.texts("plan_sheet")


def test_enter_puts_a_line_right_below(new: PlanScreen) -> None:
    new.click("begin_plan")
    new.keys("een")
    new.key(Qt.Key.Key_Return)
    new.keys("drie")
    new.text("statement_goes_well_1_text").setFocus()
    new.key(Qt.Key.Key_End)
    new.key(Qt.Key.Key_Return)
    new.keys("twee")
    new.save()
    assert new.said(StatementKind.GOES_WELL) == ["een", "twee", "drie"]


def test_alt_down_moves_a_line(new: PlanScreen) -> None:
    new.click("begin_plan")
    new.keys("een")
    new.key(Qt.Key.Key_Return)
    new.keys("twee")
    new.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    new.save()
    assert new.said(StatementKind.GOES_WELL) == ["twee", "een"]
    lines = new.tab.sheet.column(StatementKind.GOES_WELL).lines.lines()  # type: ignore[union-attr]
    assert [line.record.text for line in lines] == ["twee", "een"]


def test_shift_enter_stays_in_the_line(new: PlanScreen) -> None:
    new.click("begin_plan")
    new.keys("een")
    new.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    new.keys("twee")
    new.save()
    assert new.said(StatementKind.GOES_WELL) == ["een\ntwee"]


def test_who_says_it_and_whom_it_is_about(plan: PlanScreen) -> None:
    plan.click("add_statement_worry")
    plan.keys("Ik maak me zorgen over school.")
    plan.click("statement_worry_1_more")
    plan.tick("statement_worry_1_about_ids", "Bo")
    plan.tick("statement_worry_1_about_ids", "Kim")
    plan.save()
    (said,) = plan.family.stored().statements(plan.plan().id, StatementKind.WORRY)
    assert said.about_ids == {BO, KIM}
    assert said.text == "Ik maak me zorgen over school."
    more = plan.find("statement_worry_1_more")
    assert isinstance(more, QPushButton)
    assert more.accessibleName() == "Over Bo en Kim"


def test_backspace_in_an_empty_line_takes_it_away(new: PlanScreen) -> None:
    new.click("begin_plan")
    new.keys("een")
    new.key(Qt.Key.Key_Return)
    new.key(Qt.Key.Key_Backspace)
    new.keys("!")
    new.save()
    assert new.said(StatementKind.GOES_WELL) == ["een!"]


def test_a_goal_with_an_agreement_by_grandmother(plan: PlanScreen) -> None:
    plan.click("add_goal")
    plan.keys("Bo gaat weer graag naar school.")
    plan.click("goal_2_add_action")
    plan.keys("Riet fietst mee.")
    plan.type("goal_2_action_1_who", "Riet")
    plan.type("goal_2_action_1_due", "11-3-2025")
    plan.save()
    around = plan.family.stored()
    goal = around.goals(plan.plan().id)[-1]
    assert goal.text == "Bo gaat weer graag naar school."
    (action,) = around.actions(plan.plan().id, goal.id)
    assert (action.what, action.person_id, action.who) == ("Riet fietst mee.", RIET, "")
    assert action.due == date(2025, 3, 11)
    plan.click("goal_2_action_1_done_control")
    plan.save()
    (action,) = plan.family.stored().actions(plan.plan().id, goal.id)
    assert (action.done, action.done_on) == (True, TODAY)
    assert "Gedaan vandaag" in plan.find("goal_2_action_1_more").accessibleName()


def test_somebody_else_can_do_it_and_it_can_be_taken_back(plan: PlanScreen) -> None:
    plan.click("add_action")
    plan.keys("Leerkracht belt.")
    plan.type("action_1_who", "juf Anne")
    plan.click("action_1_done_control")
    plan.save()
    (action,) = (a for a in plan.family.stored().all(Action) if a.goal_id is None)
    assert (action.person_id, action.who, action.done) == (None, "juf Anne", True)
    plan.click("action_1_done_control")
    plan.type("action_1_who", "Samira")
    plan.save()
    (action,) = (a for a in plan.family.stored().all(Action) if a.goal_id is None)
    assert (action.person_id, action.who) == (SAMIRA, "")
    assert (action.done, action.done_on) == (False, None)


def test_a_mark_gets_its_day(plan: PlanScreen) -> None:
    scale = plan.find("goal_1_score_control")
    scale.setFocus()
    plan.key(Qt.Key.Key_7)
    plan.save()
    (goal,) = plan.family.stored().goals(plan.plan().id)
    assert (goal.score, goal.scored_on) == (7, TODAY)
    plan.key(Qt.Key.Key_Right)
    plan.key(Qt.Key.Key_Delete)
    plan.save()
    (goal,) = plan.family.stored().goals(plan.plan().id)
    assert (goal.score, goal.scored_on) == (None, None)


def test_a_click_on_the_scale_gives_the_mark(plan: PlanScreen) -> None:
    scale = plan.find("goal_1_score_control")
    place = scale.place_of(9).center().toPoint()  # type: ignore[attr-defined]
    plan.family.qtbot.mouseClick(scale, Qt.MouseButton.LeftButton, pos=place)
    plan.save()
    assert plan.family.stored().goals(plan.plan().id)[0].score == 9


def test_for_whom_and_where_a_goal_is(plan: PlanScreen) -> None:
    plan.click("goal_1_more")
    plan.tick("goal_1_for_ids", "Kim")
    plan.tick("goal_1_world", "School")
    plan.save()
    (goal,) = plan.family.stored().goals(plan.plan().id)
    assert (goal.for_ids, goal.world) == (frozenset({BO}), World.SCHOOL)
    assert "School" in [chip.text() for chip in plan.find("goal_1").findChildren(Chip)]


def test_a_day_that_does_not_exist_is_kept_as_typed(plan: PlanScreen) -> None:
    plan.type("goal_1_action_1_due", "31-2-2025")
    plan.save()
    (action,) = plan.family.stored().all(Action)
    assert action.due == date(2025, 3, 11)
    again = PlanScreen(plan.family)
    line = again.find("goal_1_action_1_due_control")
    assert isinstance(line, QLineEdit)
    assert line.text() == "31-2-2025"
    assert "Deze datum begrijpen we niet" in again.texts("goal_1_action_1")


def test_what_is_late_says_so(open_family: OpenFamily) -> None:
    around = family()
    late = [replace(item, due=date(2025, 3, 3)) for item in around.all(Action)]
    (old,) = around.all(Plan)
    overdue = replace(old, evaluate_on=date(2025, 3, 1))
    kept = [r for g in around.records.values() for r in g if not isinstance(r, Action | Plan)]
    screen = PlanScreen(open_family(CaseSnapshot.of(around.case, [*kept, *late, overdue])))
    assert "Te laat" in screen.texts("goal_1_action_1")
    assert "Te laat: terugkijken had 1 maart gemoeten" in screen.texts("plan_sheet")


def test_withdrawing_a_goal_takes_its_agreements_along(plan: PlanScreen) -> None:
    with plan.family.qtbot.waitSignal(plan.family.context.withdrawn) as gone:
        more = plan.find("goal_1_more")
        more.setFocus()
        plan.key(Qt.Key.Key_Delete)
    plan.family.settle()
    around = plan.family.stored()
    assert around.all(Goal) == ()
    assert around.all(Action) == ()
    plan.family.context.restore(gone.args[0])
    plan.family.settle()
    assert len(plan.family.stored().all(Action)) == 1
    assert plan.find("goal_2_action_1").isVisible()


def test_what_is_still_being_saved_is_withdrawn_after_it(plan: PlanScreen) -> None:
    plan.click("add_goal")
    plan.keys("Toch niet")
    line = plan.tab.sheet._goals.lines()[-1]  # type: ignore[union-attr]
    line.withdraw()
    plan.save()
    assert len(plan.family.stored().all(Goal)) == 1
    assert plan.family.context.drafts == {}


def test_from_concept_to_agreed_and_a_new_version(plan: PlanScreen) -> None:
    plan.click("plan_back_to_draft")
    assert plan.plan().status is PlanStatus.DRAFT
    for words, status in (
        ("Bespreken", PlanStatus.DISCUSSED),
        ("Vaststellen", PlanStatus.AGREED),
    ):
        step = plan.find("plan_step")
        assert isinstance(step, QPushButton)
        assert step.text() == words
        plan.click("plan_step")
        assert plan.plan().status is status
    assert plan.plan().agreed_on == TODAY
    plan.click("plan_new_version")
    plan.family.settle()
    newest = plan.plan()
    assert (newest.version, newest.status) == (2, PlanStatus.DRAFT)
    assert len(plan.family.stored().goals(newest.id)) == 1
    assert "Versie 2 · concept" in plan.texts("plan_tab")


def test_a_closed_version_can_be_read_and_not_changed(plan: PlanScreen) -> None:
    plan.click("plan_step")
    plan.click("plan_new_version")
    plan.click("plan_version_1")
    title = plan.find("plan_title_control")
    assert isinstance(title, QLineEdit)
    assert title.isReadOnly()
    assert plan._visible("add_goal") == []
    line = plan.tab.sheet._goals.lines()[0].agreements.lines()[0]  # type: ignore[union-attr]
    assert isinstance(line, AgreementLine)
    assert not line.tick.isEnabled()


def test_a_step_keeps_what_was_typed_just_before(plan: PlanScreen) -> None:
    plan.type("plan_title", "Rust in de ochtend")
    plan.click("plan_step")
    plan.family.settle()
    assert (plan.plan().title, plan.plan().status) == ("Rust in de ochtend", PlanStatus.AGREED)


def test_voices_dates_and_remarks_of_the_plan(plan: PlanScreen) -> None:
    plan.type("plan_child_voice", "Ik wil buiten spelen.")
    plan.type("plan_parents_voice", "Wij willen rust.")
    plan.type("plan_worker_remarks", "Let op de toon.")
    plan.type("plan_starts_on", "4-3-2025")
    plan.type("plan_evaluate_on", "1-3-2025")
    plan.save()
    stored = plan.plan()
    assert stored.child_voice == "Ik wil buiten spelen."
    assert stored.parents_voice == "Wij willen rust."
    assert stored.worker_remarks == "Let op de toon."
    assert stored.evaluate_on == date(2025, 3, 1)
    assert "De evaluatie ligt vóór het begin van het plan" in plan.texts("plan_sheet")
    assert "Alleen voor collega's" in plan.texts("plan_sheet")


def test_who_must_agree_stands_beside_it(plan: PlanScreen) -> None:
    told = plan.texts("plan_agreers")
    assert "Samira Aziz" in told
    assert "Heeft gezag over Bo." in told
    assert "Nog niet bekend wie gezag heeft over Kim" in told
    assert "Gezag nog niet nagegaan" in told


def test_a_section_is_one_click_away_and_marked(plan: PlanScreen) -> None:
    plan.tab.resize(1180, 420)
    plan.family.settle()
    plan.click("plan_section_evaluation")
    assert plan.find("plan_section_evaluation").isChecked()  # type: ignore[attr-defined]
    sheet = plan.tab.sheet
    assert sheet is not None
    assert sheet.verticalScrollBar().value() > 0
    plan.click("plan_section_goes_well")
    assert plan.find("plan_section_goes_well").isChecked()  # type: ignore[attr-defined]


def test_in_a_narrow_window_the_side_moves_under_the_sections(plan: PlanScreen) -> None:
    plan.tab.resize(1000, 560)
    plan.family.settle()
    sections = plan.find("plan_sections")
    assert sections.isAncestorOf(plan.find("plan_step"))
    plan.tab.resize(1300, 700)
    plan.family.settle()
    assert plan.find("plan_side").isAncestorOf(plan.find("plan_step"))


def test_a_colleague_s_change_shows_and_leaves_what_is_being_typed(plan: PlanScreen) -> None:
    text = plan.text("goal_1_text")
    text.setFocus()
    plan.keys("X")
    (goal,) = plan.family.stored().goals(plan.plan().id)
    plan.family.workspace.save(Change(replace(goal, target="Elke dag"), goal))
    plan.family.context.refresh()
    plan.family.settle()
    assert "X" in text.toPlainText()
    assert plan.text("goal_1_target").toPlainText() == "Elke dag"
    plan.save()
    (goal,) = plan.family.stored().goals(plan.plan().id)
    assert goal.target == "Elke dag"
    assert "X" in goal.text


@pytest.mark.parametrize(
    "held",
    [
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.GroupSwitchModifier,
        Qt.KeyboardModifier.GroupSwitchModifier | Qt.KeyboardModifier.ShiftModifier,
    ],
)
def test_alt_gr_types_characters(plan: PlanScreen, held: Qt.KeyboardModifier) -> None:
    plan.click("add_statement_worry")
    for char in "é€ë@":
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, held, char)
            QApplication.sendEvent(plan.tab.window().focusWidget(), event)
    plan.save()
    assert plan.said(StatementKind.WORRY) == ["é€ë@"]


def test_tab_goes_from_a_new_line_to_what_stands_below_it(plan: PlanScreen) -> None:
    plan.click("add_statement_goes_well")
    plan.family.settle()
    plan.key(Qt.Key.Key_Tab)
    seen = [plan.tab.window().focusWidget().objectName()]
    for _ in range(2):
        plan.key(Qt.Key.Key_Tab)
        seen.append(plan.tab.window().focusWidget().objectName())
    assert "add_statement_goes_well" in seen
