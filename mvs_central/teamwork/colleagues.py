"""Looking up a colleague to work with: names, teams and expertise, nothing of any case."""

from sqlalchemy import ColumnElement, or_, select

from mvs_central.access.audit import WORKING_TOGETHER, Action
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import UNREADABLE
from mvs_central.tables import team, worker
from mvs_central.teamwork import commands
from mvs_desktop.domain.words import words
from mvs_desktop.sync.protocol import (
    LEAST_LETTERS,
    MOST_COLLEAGUES,
    MOST_NAME,
    Colleague,
    ColleagueReply,
    ColleagueRequest,
)


def find(central: Central, caller: Caller, request: ColleagueRequest) -> ColleagueReply:
    """Colleagues of whom each typed word begins a word of the name, the team, the expertise
    or the organisation. Raises Refused for too few letters."""
    typed = words(request.text[:MOST_NAME])
    if sum(map(len, typed)) < LEAST_LETTERS:
        raise Refused(400, UNREADABLE)
    query = (
        select(worker, team.c.name.label("team"))
        .join_from(worker, team, worker.c.team_id == team.c.id)
        .where(worker.c.id != caller.worker_id, *map(_begins_a_word, typed))
        .order_by(worker.c.name, worker.c.id)
        .limit(MOST_COLLEAGUES + 1)
    )
    with central.database.write() as connection:
        rows = connection.execute(query).all()
        commands.note(
            connection, central, caller, Action.SEARCH, "colleagues", purpose=WORKING_TOGETHER
        )
    found = [
        Colleague(
            str(row.id), row.name, row.organisation, row.expertise, row.team, row.municipality
        )
        for row in rows
    ]
    return ColleagueReply(found[:MOST_COLLEAGUES], len(found) > MOST_COLLEAGUES)


def _begins_a_word(typed: str) -> ColumnElement[bool]:
    begin = f" {typed}"
    return or_(
        worker.c.words.contains(begin, autoescape=True),
        team.c.words.contains(begin, autoescape=True),
    )
