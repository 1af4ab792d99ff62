"""Which fields of which record stand where in a family plan (gezinsplan), and in what words.

One line more in a table here is one line more on paper; nothing else has to change.
"""

from datetime import date
from uuid import UUID

from mvs_desktop.documents.shows import (
    Cell,
    Family,
    FromTo,
    Scale,
    Tick,
    as_day,
    as_people,
    day_text,
    show,
)
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.plans import GoalState, PlanKind, PlanStatus, StatementKind, World

# Words for codes

PLAN_NAMES = {
    PlanKind.FAMILY: "Gezinsplan",
    PlanKind.FAMILY_GROUP: "Familiegroepsplan",
    PlanKind.SCHOOL: "Ondersteuningsplan school",
    PlanKind.SAFETY: "Veiligheidsplan",
}
STATUS_MARKS = {
    PlanStatus.DRAFT: "Concept – nog niet vastgesteld",
    PlanStatus.DISCUSSED: "Besproken – nog niet vastgesteld",
    PlanStatus.AGREED: "Vastgesteld",
    PlanStatus.CLOSED: "Afgesloten",
}
COLUMN_TITLES = {
    StatementKind.GOES_WELL: "Wat gaat goed",
    StatementKind.WORRY: "Zorgen",
    StatementKind.MUST_HAPPEN: "Wat moet er gebeuren",
}
WORLDS = {World.FAMILY: "Gezin", World.SCHOOL: "School", World.FREE_TIME: "Vrije tijd"}
GOAL_STATES = {
    GoalState.OPEN: "",
    GoalState.REACHED: "Behaald",
    GoalState.PARTLY: "Deels behaald",
    GoalState.STOPPED: "Gestopt",
}
ROLES = {
    CaseRole.LEAD: "Casusregisseur",
    CaseRole.DEPUTY: "Vervanger",
    CaseRole.INVOLVED: "Betrokken",
    CaseRole.READER: "Leest mee",
    CaseRole.BEHAVIOURAL_SCIENTIST: "Gedragswetenschapper",
    CaseRole.TEAM_LEAD: "Teamleider",
}


# How some values read


def _world(_family: Family, world: World) -> str:
    return WORLDS[world]


def _state(_family: Family, state: GoalState) -> str:
    return GOAL_STATES[state]


def _person(family: Family, id_: UUID | None) -> str:
    return family.names.get(id_, "") if id_ else ""


def _doer(family: Family, person_id: UUID | None, who: str) -> str:
    return _person(family, person_id) or who.strip()


def _done(_family: Family, done: bool, on: date | None) -> Tick:
    return Tick(done, f"{on.day}-{on.month}-{on.year}" if done and on else "")


def _scale(_family: Family, score: int | None, on: date | None) -> Scale:
    return Scale(score, day_text(on) if score is not None else "")


def _from_to(_family: Family, start: str, target: str) -> Cell:
    start, target = start.strip(), target.strip()
    return FromTo(start, target) if start or target else ""


def _role(_family: Family, role: CaseRole) -> str:
    return ROLES[role]


def _expertise(_family: Family, *parts: str) -> str:
    return ", ".join(part.strip() for part in parts if part.strip())


def _look_back(_family: Family, day: date | None) -> str:
    return day_text(day) or "nog samen te kiezen"


# The document: which fields stand where. One line more here is one line more on paper.

PLAN_FACTS = (
    show("Versie", "version"),
    show("Begint op", "starts_on", as_=as_day),
    show("Vastgesteld op", "agreed_on", as_=as_day),
    show("Samen terugkijken", "evaluate_on", as_=_look_back),
)
PLAN_VOICES = (
    show("Wat de kinderen zeggen", "child_voice"),
    show("Wat de ouders zeggen", "parents_voice"),
)
CASE_QUESTION = (show("Waar gaat het om", "question"),)
CASE_QUESTION_BY = (show("", "question_by"), show("", "question_on", as_=as_day))
STATEMENT_WORDS = (show("", "text"),)
STATEMENT_BY = (show("", "by_person_id", as_=_person),)
GOAL_HEAD = (
    show("", "world", as_=_world),
    show("voor", "for_ids", as_=as_people),
    show("", "state", as_=_state),
)
GOAL_WORDS = (show("", "text"),)
GOAL_LINES = (
    show("", "start_situation", "target", as_=_from_to),
    show("Waar staan we nu?", "score", "scored_on", as_=_scale),
)
ACTION_COLUMNS = (
    show("Wie", "person_id", "who", as_=_doer, share=19),
    show("Wat", "what", share=41),
    show("Wanneer", "due", as_=as_day, share=22),
    show("Gedaan", "done", "done_on", as_=_done, share=18),
)
MEMBER_COLUMNS = (
    show("Naam", "name", share=28),
    show("Doet mee als", "role", as_=_role, share=24),
    show("Vanuit", "expertise", "organisation", as_=_expertise, share=28),
    show("Telefoon", "phone", share=20),
)
