"""What the list of Gezin & netwerk shows, made of a snapshot: homes with their people."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.checks import Problem, check
from mvs_desktop.domain.custody import AuthorityEvidence, AuthorityKind, ParentalAuthority
from mvs_desktop.domain.people import Household, Person
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.family.people.households import address_line, household_name
from mvs_desktop.ui.kin_words import relation_to
from mvs_desktop.ui.kit.lists.model import ChipSpec
from mvs_desktop.ui.kit.parts.chips import ChipKind
from mvs_desktop.ui.problem_words import problem_texts
from mvs_desktop.ui.words import age_text, call_name, join_names, label, person_name

GROWN_UP = 18
# Contradictions between people; what concerns one field is said under that field.
_BETWEEN_PEOPLE = frozenset(
    {Problem.PARENT_YOUNGER, Problem.BORN_IN_FUTURE, Problem.DIED_BEFORE_BIRTH}
)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in one home."""

    person_id: UUID
    name: str
    about: str  # age, relation and arrangement
    chips: tuple[ChipSpec, ...]
    contradiction: str
    conflicts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """A household with its people; `household_id` None for people outside any."""

    household_id: UUID | None
    title: str
    address: str
    lines: tuple[PersonLine, ...]


def people_view(around: CaseSnapshot, today: date) -> tuple[HomeView, ...]:
    """All homes, those with most children of the file first, then who lives in none."""
    order = {person.id: at for at, person in enumerate(around.people)}
    children = {child.id for child in around.children}
    housed: set[UUID] = set()
    homes = []
    for home in around.all(Household):
        residents = sorted(around.residents_of(home.id, today), key=lambda pair: order[pair[0].id])
        housed |= {person.id for person, _ in residents}
        lines = tuple(_line(person, around, today, stay.arrangement) for person, stay in residents)
        homes.append(
            HomeView(home.id, household_name(home, around, today), address_line(home), lines)
        )
    homes.sort(key=lambda view: -sum(line.person_id in children for line in view.lines))
    outside = tuple(
        _line(person, around, today) for person in around.people if person.id not in housed
    )
    if outside:
        title = (
            QCoreApplication.translate("people", "Woont niet in deze huishoudens")
            if homes
            else QCoreApplication.translate("people", "Wonen nog niet bekend")
        )
        homes.append(HomeView(None, title, "", outside))
    return tuple(homes)


def authority_mark(child: Person, around: CaseSnapshot, today: date) -> ChipSpec | None:
    """Who has authority over a child, and whether that rests on evidence.

    None for somebody of 18 or older, or without a record while no child of the file.
    """
    age = child.age_on(today)
    if child.deceased or (age is not None and age >= GROWN_UP):
        return None
    known = around.authority_over(child.id, today)
    if not known:
        if child not in around.children:
            return None
        text = QCoreApplication.translate("people", "Gezag nog niet nagegaan")
        return ChipSpec(text, "warn")
    checked = all(item.evidence not in (None, AuthorityEvidence.TOLD) for item in known)
    kind: ChipKind = "ok" if checked else "warn"
    words = (
        QCoreApplication.translate("people", "Gezag: {who}")
        if checked
        else QCoreApplication.translate("people", "Gezag: {who}, niet nagekeken")
    )
    return ChipSpec(words.format(who=authority_holders(known, around)), kind)


def authority_holders(known: tuple[ParentalAuthority, ...], around: CaseSnapshot) -> str:
    """The holders in words: "Samira en Dennis"."""
    names = []
    for item in known:
        if item.kind is AuthorityKind.NONE:
            continue
        holder = around.person(item.holder_id)
        names.append(call_name(holder) if holder else item.holder_name or label(item.kind))
    nobody = QCoreApplication.translate("people", "niemand")
    return join_names(list(dict.fromkeys(names))) or nobody


def _line(person: Person, around: CaseSnapshot, today: date, arrangement: str = "") -> PersonLine:
    about = (age_text(person, today), relation_to(around, person))
    lines = (" · ".join(part for part in about if part), arrangement)
    found = check(person, around, today)
    told = {field: problem for field, problem in found.items() if problem in _BETWEEN_PEOPLE}
    conflicts = tuple(c.id for c in around.open_conflicts if c.record_id == person.id)
    return PersonLine(
        person.id,
        person_name(person),
        "\n".join(line for line in lines if line),
        tuple(_chips(person, around, today)),
        " ".join(dict.fromkeys(problem_texts(told, person, around).values())),
        conflicts,
    )


def _chips(person: Person, around: CaseSnapshot, today: date) -> list[ChipSpec]:
    chips = []
    if person.gets_help:
        chips.append(
            ChipSpec(QCoreApplication.translate("people", "Krijgt hulp"), "info", "handshake")
        )
    if person.interpreter:
        text = QCoreApplication.translate("people", "Tolk: {language}")
        chips.append(ChipSpec(text.format(language=person.interpreter), "neutral", "translate"))
    if around.state(person.id).unsent:
        chips.append(
            ChipSpec(QCoreApplication.translate("RecordMarks", "Nog te versturen"), "unsent")
        )
    mark = authority_mark(person, around, today)
    if mark is not None:
        chips.append(mark)
    return chips
