"""Is this child already known? Whom to ask, and nothing of the case.

Every search is written down with its purpose. A worker without any relation to a case
reaches it through such a search alone: its answer names the case to a command for
emergency access, and to nothing else.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select

from mvs_central.access import audit, policy
from mvs_central.access.audit import Action
from mvs_central.access.limits import TOO_MANY_SEARCHES
from mvs_central.base import acting
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases import identities
from mvs_central.cases.intake import UNREADABLE
from mvs_central.tables import access_grant, case_head, child_search, team, worker
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.identifying import BSN, NAME_AND_BIRTH
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.teamwork import SearchPurpose
from mvs_desktop.sync.protocol import (
    MOST_NAME,
    KnownChildReply,
    KnownChildRequest,
    WhomToAsk,
)

MOST_SEARCHES = 30  # of one worker, in a window
SEARCH_WINDOW = timedelta(hours=1)
MOST_CASES = 5  # in one answer; so many families with one surname and birth date are chance


def ask(central: Central, caller: Caller, request: KnownChildRequest) -> KnownChildReply:
    """Whom to ask about a child. Raises Refused.

    The same is done whether the child is known or not: only the answer tells the difference.
    """
    doc, purpose = _read(request)
    now = central.now()
    # Over all cases: what the caller may not see is looked at, and only whom to ask told.
    with acting.service(), central.database.write() as connection:
        _check_rate(connection, caller, now)
        found = _cases(connection, doc)
        whom = _whom_to_ask(connection, found, now)
        readable = {case for case, _ in policy.readable_scopes(connection, caller.worker_id, now)}
        search_id = central.new_id()
        connection.execute(
            insert(child_search).values(
                id=search_id,
                worker_id=caller.worker_id,
                at=now,
                cases=json.dumps([str(case_id) for case_id in found]),
            )
        )
        lines = [
            line
            for case_id in (None, *found)
            for line in audit.rows(
                now,
                Action.SEARCH,
                "known-child",
                caller=caller,
                case_id=case_id,
                purpose=purpose.value,
            )
        ]
        audit.write(connection, lines)
    return KnownChildReply(
        search_id=str(search_id),
        ask=[_on_the_wire(whom.get(case), case if case in readable else None) for case in found],
        server_time=now.isoformat(),
    )


def found_by(
    connection: Connection, caller: Caller, search_id: UUID, place: int, since: datetime
) -> UUID | None:
    """The case that a search of this worker led to, when it was made since then."""
    cases = connection.scalars(
        select(child_search.c.cases).where(
            child_search.c.id == search_id,
            child_search.c.worker_id == caller.worker_id,
            child_search.c.at > since,
        )
    ).one_or_none()
    ids = [UUID(text) for text in json.loads(cases or "[]")]
    return ids[place] if 0 <= place < len(ids) else None


def _read(request: KnownChildRequest) -> tuple[dict[str, Json], SearchPurpose]:
    """The search as a person's wire form. Raises Refused for one that could find nobody."""
    doc: dict[str, Json] = {
        "family_name": request.family_name[:MOST_NAME],
        "birth": request.birth_date[:10],
        "bsn": request.bsn[:32],
    }
    rules = identities.rules_of(Person.type_name)
    try:
        purpose = SearchPurpose(request.purpose)
        date.fromisoformat(request.birth_date)
        f"{request.family_name}{request.bsn}".encode()
    except ValueError:
        raise Refused(400, UNREADABLE) from None
    if rules[NAME_AND_BIRTH](doc) is None or (request.bsn and rules[BSN](doc) is None):
        raise Refused(400, UNREADABLE)
    return doc, purpose


def _check_rate(connection: Connection, caller: Caller, now: datetime) -> None:
    # Locked, so that two requests at once count each other.
    connection.execute(select(worker.c.id).where(worker.c.id == caller.worker_id).with_for_update())
    made = connection.scalar(
        select(func.count()).where(
            child_search.c.worker_id == caller.worker_id,
            child_search.c.at > now - SEARCH_WINDOW,
        )
    )
    if (made or 0) >= MOST_SEARCHES:
        raise Refused(429, TOO_MANY_SEARCHES, retry_after=int(SEARCH_WINDOW.total_seconds()))


def _cases(connection: Connection, doc: Mapping[str, Json]) -> list[UUID]:
    key = identities.key_of(connection)
    wanted = identities.digests(key, Person.type_name, doc) if key else set()
    return identities.cases_of(connection, wanted, MOST_CASES)


def _whom_to_ask(
    connection: Connection, case_ids: Sequence[UUID], now: datetime
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    """Whoever leads each case; of one that nobody leads the team of whoever began it, where
    `name` is empty."""
    who = (
        worker.c.name,
        worker.c.phone,
        worker.c.organisation,
        team.c.name.label("team"),
        team.c.phone.label("team_phone"),
    )
    of_team = worker.c.team_id == team.c.id
    began = connection.execute(
        select(case_head.c.case_id, *who)
        .join_from(case_head, worker, case_head.c.created_by == worker.c.id)
        .join(team, of_team)
        .where(case_head.c.case_id.in_(case_ids))
    )
    leads = connection.execute(
        select(access_grant.c.case_id, *who)
        .join_from(access_grant, worker, access_grant.c.worker_id == worker.c.id)
        .join(team, of_team)
        .where(
            access_grant.c.case_id.in_(case_ids),
            access_grant.c.role == CaseRole.LEAD.value,
            policy.live_at(now),
        )
        .order_by(access_grant.c.granted_at)
    )
    return {row.case_id: row for row in began} | {row.case_id: row for row in leads}


def _on_the_wire(row: Row[*tuple[Any, ...]] | None, readable: UUID | None) -> WhomToAsk:
    case_id = "" if readable is None else str(readable)
    if row is None:
        return WhomToAsk("", "", "", "", "", case_id)
    return WhomToAsk(row.name, row.phone, row.organisation, row.team, row.team_phone, case_id)
