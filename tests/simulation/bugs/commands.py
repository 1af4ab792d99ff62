"""Workers decide who works on a case."""

from collections.abc import Iterable, Mapping
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import Connection, and_, delete, or_

from mvs_central.access import members, policy
from mvs_central.base.central import Caller, local_date
from mvs_central.tables import access_grant, command
from mvs_central.teamwork import commands, team
from mvs_desktop.domain.teamwork import OfferState
from tests.simulation.bugs.planted import Planted, both


def a_command_that_comes_again_is_done_again() -> Planted:
    known, do = commands._known, commands._do
    done: set[UUID] = set()  # just now, in the same request

    def wrong(connection: Connection, caller: Caller, command_id: UUID) -> Any:
        if command_id in done:
            done.remove(command_id)
            return known(connection, caller, command_id)
        this = (command.c.worker_id == caller.worker_id, command.c.id == command_id)
        connection.execute(delete(command).where(*this))
        return None

    def noted(*arguments: Any) -> None:
        do(*arguments)
        (command_id,) = (it for it in arguments if isinstance(it, UUID))
        done.add(command_id)

    return both(patch.object(commands, "_known", wrong), patch.object(commands, "_do", noted))


def an_emergency_does_not_end() -> Planted:
    """It does on the case, where everybody sees it, and not in what may be read."""
    live_at = policy.live_at

    def wrong(now: Any) -> Any:
        day = local_date(now)
        return or_(
            live_at(now),
            and_(
                access_grant.c.expires_at.is_not(None),
                access_grant.c.revoked_at.is_(None),
                access_grant.c.starts_on <= day,
            ),
        )

    return patch.object(policy, "live_at", wrong)


def emergency_access_is_given_without_an_end() -> Planted:
    grants = members._grants

    def wrong(*arguments: Any) -> Iterable[Mapping[str, object]]:
        return [{**row, "expires_at": None, "ends_on": None} for row in grants(*arguments)]

    return patch.object(members, "_grants", wrong)


def an_emergency_is_told_to_nobody() -> Planted:
    """Its member record has no reason, and looks like any other."""
    write = members._write

    def wrong(state: Any, old: Any, doc: Mapping[str, Any], now: Any, by: Any) -> None:
        write(state, old, {**doc, "emergency_reason": "", "expires_at": None}, now, by)

    return patch.object(members, "_write", wrong)


def whoever_reads_a_case_brings_in() -> Planted:
    """Whom he wants, and to what he wants."""

    def wrong(access: policy.Access, wanted: policy.Appointment) -> str | None:
        return None if access.readable else policy.NOT_FOUND

    return patch.object(policy, "refusal_to_appoint", wrong)


def the_former_lead_leads_on() -> Planted:
    """Beside the one who took the case over."""
    change, give = team._change_lead, team._give

    def wrong(turn: Any, row: Any) -> None:
        def only_the_new_one(turn: Any, worker_id: UUID, membership: Any) -> None:
            if worker_id == row.to_id:
                give(turn, worker_id, membership)

        with (
            patch.object(team, "_give", only_the_new_one),
            patch.object(members, "end", lambda *_: None),
        ):
            change(turn, row)

    return patch.object(team, "_change_lead", wrong)


def an_offer_is_answered_twice() -> Planted:
    """It stays open when it was accepted."""
    close = team._close

    def wrong(turn: Any, which: Any, state: Any, word: str = "") -> None:
        if state is not OfferState.ACCEPTED:
            close(turn, which, state, word)

    return patch.object(team, "_close", wrong)


def commands_are_not_written_down() -> Planted:
    return patch.object(commands, "note", lambda *_, **__: None)


def grants_begin_at_once() -> Planted:
    """Those that are to begin on another day too."""

    def wrong(now: Any) -> Any:
        day = local_date(now)
        return and_(
            access_grant.c.revoked_at.is_(None),
            or_(access_grant.c.ends_on.is_(None), access_grant.c.ends_on >= day),
            or_(access_grant.c.expires_at.is_(None), access_grant.c.expires_at > now),
        )

    return patch.object(policy, "live_at", wrong)
