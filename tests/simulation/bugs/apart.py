"""What came in after access ended is shown, and settled."""

from dataclasses import replace
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import uuid5

from sqlalchemy import delete

from mvs_central.access import members, policy
from mvs_central.tables import quarantine
from mvs_central.teamwork import commands, waiting
from mvs_desktop.services import taking_over, team
from mvs_desktop.services.team import Team
from mvs_desktop.services.team_views import ApartChange
from tests.simulation.bugs.planted import Planted


def a_new_record_is_made_of_what_is_taken_over() -> Planted:
    """Another one each time: so one that is taken over twice is two."""
    made, number = team._apart_change, count()

    def wrong(*arguments: Any) -> ApartChange:
        change = made(*arguments)
        if change.before is not None or change.after is None:
            return change
        id_ = uuid5(change.after.id, str(next(number)))
        return replace(change, after=replace(change.after, id=id_))

    return patch.object(team, "_apart_change", wrong)


def it_is_settled_before_it_is_saved() -> Planted:
    """When the answer is lost, it is in no list any more, and nowhere else."""

    def wrong(desk: Any, command_id: Any, change: Any, *, taken: bool, heard: Any) -> None:
        desk.team.settle_apart(command_id, change.case_id, (change.op_id,), taken=taken)
        if taken:
            taking_over.take_over(desk, change, heard)

    return patch.object(taking_over, "settle", wrong)


def it_is_settled_before_it_is_sent() -> Planted:
    """What was saved is on one laptop alone, whose disk may break."""
    return patch.object(taking_over, "send", lambda *_: True)


def all_of_a_case_is_shown() -> Planted:
    """To whoever leads in a part of it."""
    return patch.object(policy.Access, "lasting", frozenset(policy.ALL_COMPARTMENTS))


def whoever_reads_a_case_settles() -> Planted:
    def wrong(access: policy.Access) -> str | None:
        return None if access.readable else policy.NOT_FOUND

    return patch.object(policy, "refusal_to_settle_apart", wrong)


def what_is_left_out_is_removed() -> Planted:
    """And not kept, beside who decided it."""
    note = commands.note

    def wrong(connection: Any, *arguments: Any, **rest: Any) -> None:
        connection.execute(delete(quarantine).where(quarantine.c.settled.is_not(None)))
        note(connection, *arguments, **rest)

    return patch.object(commands, "note", wrong)


def with_access_again_nothing_lies_apart() -> Planted:
    """What a worker wrote without it goes when he has it back."""
    put = members.grant

    def wrong(central: Any, case_id: Any, worker_id: Any, membership: Any) -> Any:
        with central.database.write() as connection:
            his = (quarantine.c.case_id == case_id, quarantine.c.worker_id == worker_id)
            connection.execute(delete(quarantine).where(*his))
        return put(central, case_id, worker_id, membership)

    return patch.object(members, "grant", wrong)


def it_is_told_to_nobody() -> Planted:
    """That something lies apart at all."""
    return patch.object(waiting, "_apart", lambda *_: [])


def whatever_stands_is_it() -> Planted:
    """What somebody else made of the record since counts as taken over."""
    right = Team.stands

    def wrong(self: Team, change: ApartChange) -> bool:
        return change.before is not None or right(self, change)

    return patch.object(Team, "stands", wrong)
