"""Who works on a case, as its workers decide: bringing in, handing over, ending, emergencies."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast
from uuid import UUID

from sqlalchemy import select, true

from mvs_central import tables
from mvs_central.access import members
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.errors import (
    AccessPresent,
    ExpectedError,
    LeaseClosed,
    LeaseLimited,
    NotAllowed,
    OfferGone,
    TooManySearches,
)
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Compartment
from mvs_desktop.services.sending import Sending
from mvs_desktop.services.team import Team
from mvs_desktop.storage.exchange.together import ChildQuestion
from mvs_desktop.sync import team
from mvs_desktop.sync.protocol import Struct
from tests.simulation.parts import Act, Device

if TYPE_CHECKING:
    from tests.simulation.world import World

Reply = TypeVar("Reply", bound=Struct)
Command = Callable[[Team], object]

ALL = tuple(Compartment)
MOST_UNANSWERED = 6
_USUAL = (CaseRole.INVOLVED, CaseRole.READER, CaseRole.DEPUTY)
BIRTH = date(2015, 5, 1)
_ANSWERED = (NotAllowed, AccessPresent, OfferGone, TooManySearches)


class Line:
    """What Team asks of Sending, over the network of one laptop."""

    def __init__(self, one: Device) -> None:
        self._one = one
        self.waiting = one.waiting

    def ask(self, request: Struct, reply: type[Reply]) -> Reply:
        return team.ask(cast(Any, self._one.network), request, reply)


def team_of(world: "World", one: Device) -> Team:
    return Team(one.store, cast(Sending, Line(one)), lambda: world.now + one.ahead)


class Together:
    """The acts of working together. Some of what is asked may not be; who may is looked at in
    `commands`."""

    ACTS: ClassVar[dict[str, float]] = {
        "appoint_a_lead": 2,
        "bring_in": 6,
        "end_access": 1,
        "offer_a_case": 3,
        "answer_an_offer": 5,
        "take_an_offer_back": 0.5,
        "take_emergency_access": 2,
        "go_in_for_a_day": 1.5,
        "more_of_a_case_in_emergency": 2,
        "ask_once_more": 3,
        "command_and_the_service_dies": 1,
        "a_working_day_passes": 1,
    }

    def __init__(self, world: "World") -> None:
        self._world = world
        self._unanswered: list[tuple[Device, Command]] = []
        self._dies = False  # at the next command
        self.children: dict[UUID, str] = {}  # case → the surname of a child in it

    def acts(self) -> list[Act]:
        return [(name, getattr(self, name), weight) for name, weight in self.ACTS.items()]

    def begin_child(self, one: Device, case_id: UUID) -> None:
        """By whom a case is found."""
        name = f"Achternaam{len(self.children)}"
        birth = PartialDate.of(BIRTH)
        child = Person(id=one.store.new_id(), case_id=case_id, family_name=name, birth=birth)
        with one.store.unit_of_work() as work:
            work.save(child, None)
        self.children[case_id] = name

    def contacted(self, one: Device) -> None:
        """As after every whole sync."""
        team_of(self._world, one).contacted()

    # Members

    def appoint_a_lead(self) -> None:
        """By whoever runs the service, of a case that nobody leads."""
        world = self._world
        case_id = world.a_case()
        if case_id is None or not world.is_known(case_id) or self.leads(None, case_id):
            return
        parts = tuple(part.value for part in ALL)
        membership = members.Membership(CaseRole.LEAD, parts, world.central.today())
        members.grant(world.central, case_id, world.dice.choice(world.workers), membership)

    def bring_in(self) -> None:
        found = self._somebody_on_a_case(CaseRole.LEAD, CaseRole.DEPUTY, CaseRole.TEAM_LEAD)
        if found is None:
            return
        one, case_id = found
        dice, today = self._world.dice, self._world.now.date()
        parts = set(dice.sample(ALL, dice.randint(1, len(ALL))))
        if dice.random() < 0.9:
            parts.add(Compartment.BASIS)
        role = dice.choice([*_USUAL, *_USUAL, *CaseRole])
        first = today + timedelta(days=dice.choice([0, 0, 0, 1, 3]))
        last = dice.choice([None, None, first + timedelta(days=dice.randint(0, 6)), today])
        whom, id_ = dice.choice(self._world.workers), self._world.new_id()
        self.command(
            one, lambda it: it.bring_in(id_, case_id, whom, role, frozenset(parts), first, last)
        )

    def end_access(self) -> None:
        if found := self._somebody_on_a_case(*CaseRole):
            one, case_id = found
            whom, id_ = self._world.dice.choice(self._world.workers), self._world.new_id()
            self.command(one, lambda it: it.end(id_, case_id, whom))

    # Handing over

    def offer_a_case(self) -> None:
        if found := self._somebody_on_a_case(CaseRole.LEAD):
            one, case_id = found
            dice, id_ = self._world.dice, self._world.new_id()
            whom, stays = dice.choice(self._world.workers), dice.random() < 0.5
            self.command(one, lambda it: it.offer(id_, case_id, whom, "", stays=stays))

    def answer_an_offer(self) -> None:
        """As it was told: it may have been answered, ended or followed by another since."""
        world = self._world
        found = [
            (one, offer)
            for one in world.devices
            for offer in team_of(world, one).offers()
            if offer.to_id == str(world.workers[one.user])
        ]
        if found:
            (one, offer), id_ = world.dice.choice(found), world.new_id()
            accept = world.dice.random() < 0.8
            self.command(one, lambda it: it.answer(id_, offer.offer_id, "", accept=accept))

    def take_an_offer_back(self) -> None:
        world = self._world
        one = world.any_device()
        if offers := team_of(world, one).offers():
            offer, id_ = world.dice.choice(offers), world.new_id()
            self.command(one, lambda it: it.take_back(id_, offer.offer_id))

    # Emergencies

    def take_emergency_access(self) -> None:
        """To a case that a search led to."""
        world = self._world
        if not self.children:
            return
        one, name = world.any_device(), world.dice.choice(list(self.children.values()))
        self._take(one, name, frozenset(world.dice.sample(ALL, 2)) | {Compartment.BASIS})

    def go_in_for_a_day(self) -> None:
        """By somebody who may not see all of a case; he reads and writes in it, also on a laptop
        that did not hear that it is over."""
        world, dice = self._world, self._world.dice
        found = [
            (one, case_id, shut)
            for case_id in self.children
            for one in world.devices
            if (shut := self._shut(one, case_id))
        ]
        if not found:
            return
        one, case_id, shut = dice.choice(found)
        parts = frozenset(dice.sample(shut, dice.randint(1, len(shut))))
        self._take(one, self.children[case_id], parts)
        for hours in (1, dice.choice([1, 9, 30])):
            world.sync(one)
            world.people.write_in(one, case_id)
            world.now += timedelta(hours=hours)
        world.attaching.ask_for_one_of(one, case_id)
        world.sync(one)

    def _shut(self, one: Device, case_id: UUID) -> list[Compartment]:
        """What of a case this worker may not read."""
        granted = self._world.granted.to_read(one.user)
        return [part for part in ALL if (case_id, part) not in granted]

    def _take(self, one: Device, name: str, parts: frozenset[Compartment]) -> None:
        id_, question_id = self._world.new_id(), self._world.new_id()
        answered: list[ChildQuestion] = []  # who takes access stays with the answer he has

        def take(it: Team) -> None:
            question = answered[0] if answered else it.ask_child(question_id, name, BIRTH)
            if question.whom:
                answered[:] = [question]
                it.take_emergency_access(id_, question, 0, "kind alleen thuis", parts)

        self.command(one, take)

    def more_of_a_case_in_emergency(self) -> None:
        """Of one that he has or had access to; or not."""
        world = self._world
        case_id = world.a_case()
        if case_id is not None:
            one, id_ = world.any_device(), world.new_id()
            parts = frozenset(world.dice.sample(ALL, 2))
            self.command(
                one, lambda it: it.extend_emergency_access(id_, case_id, "onveilig", parts)
            )

    # How it goes

    def ask_once_more(self) -> None:
        """What was not answered, with the id that it had."""
        if self._unanswered:
            at = self._world.dice.randrange(len(self._unanswered))
            self.command(*self._unanswered.pop(at))

    def command_and_the_service_dies(self) -> None:
        world = self._world
        if self._unanswered:
            one, act = self._unanswered.pop(0)
            with world.mishaps.dying():
                self.command(one, act)
            world.central.database.close()
            world.reopen_central()

    def a_working_day_passes(self) -> None:
        self._world.now += timedelta(hours=self._world.dice.choice([4, 9, 24]))

    def command(self, one: Device, act: Command) -> None:
        """What is not answered is asked once more, sooner or later."""
        try:
            act(team_of(self._world, one))
        except _ANSWERED:
            return
        except (LeaseClosed, LeaseLimited):
            raise
        except ExpectedError:
            self._unanswered.append((one, act))
            del self._unanswered[:-MOST_UNANSWERED]

    def leads(self, worker_id: UUID | None, case_id: UUID) -> bool:
        """Whether this worker does, or somebody."""
        grant = tables.access_grant
        query = select(grant.c.id).where(
            grant.c.case_id == case_id,
            grant.c.role == CaseRole.LEAD.value,
            grant.c.revoked_at.is_(None),
            true() if worker_id is None else grant.c.worker_id == worker_id,
        )
        with self._world.central.database.read() as connection:
            return connection.execute(query).first() is not None

    def _somebody_on_a_case(self, *roles: CaseRole) -> tuple[Device, UUID] | None:
        """A laptop and a case; mostly one of a worker who has one of these roles there."""
        world, grant = self._world, tables.access_grant
        with world.central.database.read() as connection:
            rows = connection.execute(
                select(grant.c.case_id, grant.c.worker_id)
                .where(grant.c.revoked_at.is_(None), grant.c.role.in_([it.value for it in roles]))
                .distinct()
                .order_by(grant.c.case_id, grant.c.worker_id)
            ).all()
        if not rows or world.dice.random() < 0.2:
            case_id = world.a_case()
            return None if case_id is None else (world.any_device(), case_id)
        row = world.dice.choice(rows)
        devices = [it for it in world.devices if world.workers[it.user] == row.worker_id]
        return world.dice.choice(devices), row.case_id
