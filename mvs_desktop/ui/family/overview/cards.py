"""The cards of Overzicht that tell and do not ask: children, goals, now, workers, contacts."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.contacts import Contact, ContactState
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Action, Goal, GoalState
from mvs_desktop.domain.school import EnrolmentState
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.people.households import household_name
from mvs_desktop.ui.family.people.view import authority_mark
from mvs_desktop.ui.kit.forms.scale_bar import ScaleBar
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import Card, Divider
from mvs_desktop.ui.kit.pages.facts import FactList
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Body, SectionTitle, Small
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.words import (
    age_text,
    call_name,
    format_near_day,
    format_time,
    join_names,
    label,
    person_name,
)

SHOWN_GOALS = 3
SHOWN_CONTACTS = 5
SHOWN_ACTIONS = 3


class ContextCard(Card):
    """A card that shows itself anew when the family changes in a way that it tells of."""

    def __init__(self, context: CaseContext, title: str = "", *, action: str = "") -> None:
        super().__init__(title, action=action)
        self._context = context
        self._told: object = None
        context.snapshot_changed.connect(self.bring_up_to_date)

    def bring_up_to_date(self, around: CaseSnapshot) -> None:
        """Build the body again when what it tells has changed."""
        tells = self.tells(around)
        if tells != self._told:
            self._told = tells
            self.clear()
            self.fill(around)

    def tells(self, around: CaseSnapshot) -> object:
        """Everything in the snapshot that this card depends on."""
        raise NotImplementedError

    def fill(self, around: CaseSnapshot) -> None:
        """Put the body together."""
        raise NotImplementedError


class ChildrenCard(ContextCard):
    """Per child: age, lives where, school, authority. `person_chosen` carries an id."""

    person_chosen = Signal(object)

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.set_title(self.tr("De kinderen"))
        self.setObjectName("children_card")
        self.bring_up_to_date(context.snapshot)

    def tells(self, around: CaseSnapshot) -> object:
        today = self._context.today
        return tuple(
            (child, self._about(child, around), authority_mark(child, around, today))
            for child in around.children
        )

    def fill(self, around: CaseSnapshot) -> None:
        children = around.children
        if not children:
            self.add(Small(self.tr("Nog geen kind. Voeg het toe bij Gezin & netwerk.")))
        for child in children:
            row = DetailRow(
                person_name(child),
                self._about(child, around),
                leading=Avatar(person_name(child)),
                clickable=True,
            )
            row.setObjectName(f"child_row_{child.id}")
            mark = authority_mark(child, around, self._context.today)
            if mark is not None:
                row.add_chip(Chip(mark.text, mark.kind, icon_name=mark.icon_name))
            row.opened.connect(lambda chosen=child.id: self.person_chosen.emit(chosen))
            row.set_last(child is children[-1])
            self.add(row)

    def _about(self, child: Person, around: CaseSnapshot) -> str:
        today = self._context.today
        first = (age_text(child, today), homes_words(child.id, around, today))
        lines = (
            " · ".join(part for part in first if part),
            "" if child.unborn else school_words(child.id, around, today),
            next_words(child.id, around, today),
        )
        return "\n".join(line for line in lines if line)


class GoalsCard(ContextCard):
    """The first goals of the present plan with where they stand. Its action opens the plan."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.set_title(self.tr("Doelen"))
        self.set_action(self.tr("Naar het plan"))
        self.setObjectName("goals_card")
        self.action.setObjectName("goals_to_plan")
        self.bring_up_to_date(context.snapshot)

    def tells(self, around: CaseSnapshot) -> object:
        return self._goals(around), around.current_plan

    def fill(self, around: CaseSnapshot) -> None:
        goals = self._goals(around)
        if not goals:
            words = (
                self.tr("Er staan nog geen doelen in het plan.")
                if around.current_plan
                else self.tr("Nog geen plan. Begin met wat goed gaat.")
            )
            self.add(Small(words))
        for goal in goals[:SHOWN_GOALS]:
            self.add(self._goal(goal))
            if goal is not goals[:SHOWN_GOALS][-1]:
                self.add(Divider())
        if len(goals) > SHOWN_GOALS:
            more = self.tr("En nog {count} in het plan.")
            self.add(Small(more.format(count=format_count(len(goals) - SHOWN_GOALS))))

    def _goals(self, around: CaseSnapshot) -> tuple[Goal, ...]:
        plan = around.current_plan
        return around.goals(plan.id) if plan else ()

    def _goal(self, goal: Goal) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, px(4), 0, px(4))
        line.setSpacing(px(16))
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        texts.addWidget(Body(goal.text or self.tr("Doel zonder woorden")))
        scored = (
            self.tr("Cijfer van {day}").format(
                day=format_near_day(goal.scored_on, self._context.today)
            )
            if goal.scored_on
            else ""
        )
        state = "" if goal.state is GoalState.OPEN else label(goal.state)
        texts.addWidget(Small(" · ".join(p for p in (label(goal.world), state, scored) if p)))
        line.addLayout(texts, 1)
        if goal.score is not None:
            spoken = self.tr("{score} van de 10").format(score=goal.score)
            line.addWidget(ScaleBar(goal.score, spoken))
        return holder


class NowCard(ContextCard):
    """What comes next, the last contact, and the agreements that are open."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.set_title(self.tr("Nu"))
        self.setObjectName("now_card")
        self.bring_up_to_date(context.snapshot)

    def tells(self, around: CaseSnapshot) -> object:
        return around.contacts, open_actions(around), around.people

    def fill(self, around: CaseSnapshot) -> None:
        today = self._context.today
        coming = next_contact(around, today)
        held = [c for c in around.contacts if c.state is ContactState.HELD]
        nothing = self.tr("Nog niets gepland")
        never = self.tr("Nog geen contact")
        facts = FactList()
        facts.show_facts(
            (
                (self.tr("Volgende"), contact_words(coming, today) if coming else nothing),
                (self.tr("Laatste"), contact_words(held[0], today) if held else never),
            )
        )
        self.add(facts)
        actions = open_actions(around)
        if not actions:
            return
        self.add(SectionTitle(self.tr("Open afspraken")))
        for action in actions[:SHOWN_ACTIONS]:
            self.add(Body(action.what or self.tr("Afspraak zonder woorden")))
            below = Flow()
            who = Small(action_words(action, around, today))
            who.setWordWrap(False)
            below.add(who)
            if action.is_overdue(today):
                below.add(Chip(self.tr("Te laat"), "bad"))
            self.add(below)
            if action is not actions[:SHOWN_ACTIONS][-1]:
                self.add(Divider())
        if len(actions) > SHOWN_ACTIONS:
            more = self.tr("En nog {count} in het plan.")
            self.add(Small(more.format(count=format_count(len(actions) - SHOWN_ACTIONS))))


class RecentCard(ContextCard):
    """The last contacts. `contact_chosen` carries a contact's id."""

    contact_chosen = Signal(object)

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.set_title(self.tr("Onlangs"))
        self.setObjectName("recent_card")
        self.bring_up_to_date(context.snapshot)

    def tells(self, around: CaseSnapshot) -> object:
        return around.contacts, around.people

    def fill(self, around: CaseSnapshot) -> None:
        held = [c for c in around.contacts if c.state is not ContactState.PLANNED]
        shown = held[:SHOWN_CONTACTS]
        if not shown:
            self.add(Small(self.tr("Nog geen contact met dit gezin.")))
        for contact in shown:
            row = DetailRow(
                contact_words(contact, self._context.today),
                " · ".join(p for p in (contact.purpose, present_words(contact, around)) if p),
                clickable=True,
            )
            row.opened.connect(lambda chosen=contact.id: self.contact_chosen.emit(chosen))
            row.set_last(contact is shown[-1])
            self.add(row)


# The sentences on the cards


def homes_words(person_id: UUID, around: CaseSnapshot, today: date) -> str:
    """Where somebody lives: "bij Samira en bij Dennis, om de week"; empty when unknown."""
    homes = around.homes_of(person_id, today)
    names = [household_name(home, around, today) for home, _ in homes]
    lowered = [name[:1].lower() + name[1:] for name in names]
    how = dict.fromkeys(stay.arrangement for _, stay in homes if stay.arrangement)
    return ", ".join(part for part in (join_names(lowered), *how) if part)


def school_words(person_id: UUID, around: CaseSnapshot, today: date) -> str:
    """Where somebody goes to school, with the group."""
    enrolment = around.enrolment_of(person_id, today)
    if enrolment is None:
        return QCoreApplication.translate("overview", "School nog niet bekend")
    if enrolment.state is EnrolmentState.NOT_YET:
        return label(enrolment.state)
    return ", ".join(p for p in (enrolment.school_name, enrolment.group) if p)


def next_words(person_id: UUID, around: CaseSnapshot, today: date) -> str:
    """The next contact that somebody is part of."""
    coming = [
        contact
        for contact in around.contacts
        if contact.state is ContactState.PLANNED
        and person_id in contact.person_ids
        and contact.at.astimezone().date() >= today
    ]
    if not coming:
        return ""
    words = contact_words(coming[-1], today)
    return QCoreApplication.translate("overview", "Volgende: {contact}").format(
        contact=words[:1].lower() + words[1:]  # the month keeps its capital in English
    )


def contact_words(contact: Contact, today: date) -> str:
    """A contact in a few words: "Huisbezoek, morgen 14:00"."""
    day = format_near_day(contact.at.astimezone().date(), today)
    return QCoreApplication.translate("overview", "{kind}, {day} {time}").format(
        kind=label(contact.kind), day=day, time=format_time(contact.at)
    )


def present_words(contact: Contact, around: CaseSnapshot) -> str:
    """Who was there."""
    people = [p for p in around.people if p.id in contact.person_ids]
    return join_names([*(call_name(p) for p in people), *([contact.others] * bool(contact.others))])


def action_words(action: Action, around: CaseSnapshot, today: date) -> str:
    """Who does it and by when."""
    person = around.person(action.person_id)
    who = call_name(person) if person else action.who
    by = (
        QCoreApplication.translate("overview", "vóór {day}").format(
            day=format_near_day(action.due, today)
        )
        if action.due
        else ""
    )
    return " · ".join(part for part in (who, by) if part)


def next_contact(around: CaseSnapshot, today: date) -> Contact | None:
    """The nearest planned contact of today or later."""
    coming = [
        contact
        for contact in around.contacts
        if contact.state is ContactState.PLANNED and contact.at.astimezone().date() >= today
    ]
    return coming[-1] if coming else None


def open_actions(around: CaseSnapshot) -> tuple[Action, ...]:
    """Agreements of the present plan that are not done, the first due first."""
    plan = around.current_plan
    actions = around.actions(plan.id) if plan else ()
    return tuple(
        sorted(
            (action for action in actions if not action.done),
            key=lambda action: (action.due is None, action.due or date.max),
        )
    )
