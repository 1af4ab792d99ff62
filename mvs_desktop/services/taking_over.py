"""Settling an edit of a former colleague that lies apart: taken over, or left out.

Taking over is an edit of one's own. The centre has it before it hears that nothing lies apart any
more: when the line breaks in between, or the laptop does, the edit is still in the list, and what
was saved of it is known again.
"""

from typing import Protocol
from uuid import UUID

from mvs_desktop.domain.errors import NotAllowed, ServerUnreachable
from mvs_desktop.domain.records import Record
from mvs_desktop.services.team import Team
from mvs_desktop.services.team_views import ApartChange, UnreadChange
from mvs_desktop.services.views import Change, Link, Saved, SyncResult
from mvs_desktop.storage.records.outbox import OpState

# What the centre has was read; something else may not have been sent.
_READ = (Link.IDLE, Link.HELD_UP, Link.NO_ROOM)


class Desk(Protocol):
    """What of a workspace this needs."""

    @property
    def team(self) -> Team: ...
    def save(self, *changes: Change) -> Saved: ...
    def withdraw(self, *records: Record) -> Saved: ...
    def restore(self, *records: Record) -> Saved: ...
    def synchronise(self) -> SyncResult: ...


class Heard(Protocol):
    """Hears what happened here meanwhile."""

    def saved(self, what: Saved) -> None: ...
    def received(self, what: SyncResult) -> None: ...


def settle(
    desk: Desk, command_id: UUID, change: ApartChange | UnreadChange, *, taken: bool, heard: Heard
) -> None:
    """Where something else stands than was shown, it is not settled: the list tells it anew.

    Raises what Workspace.save and Team.settle_apart do. Of what is taken over also
    ServerUnreachable when it could not be sent, and NotAllowed when the centre does not take it.
    The same can then be asked again with the same `command_id`."""
    if taken and isinstance(change, ApartChange):
        stands = take_over(desk, change, heard)
        if not (stands and send(desk, change, heard)):
            return
    desk.team.settle_apart(command_id, change.case_id, (change.op_id,), taken=taken)


def take_over(desk: Desk, change: ApartChange, heard: Heard) -> bool:
    """Save it as an edit of one's own, made on what was shown; once. Gives whether it stands."""
    if desk.team.stands(change):
        return True
    if change.after is None:
        if change.before is not None:
            heard.saved(desk.withdraw(change.before))
        return True
    if change.restores:
        heard.saved(desk.restore(change.after))
    if change.fields:
        heard.saved(desk.save(Change(change.after, change.before)))
    # What was shown as equal was not written, and may be another by now.
    return desk.team.stands(change)


def send(desk: Desk, change: ApartChange, heard: Heard) -> bool:
    """Until the centre has it, this laptop alone does. Gives whether it has; not when that lies
    apart as well, or is not what stands at the centre: it may have been put back since."""
    waiting = {id_ for id_, state in desk.team.sent(change).items() if state is OpState.PENDING}
    result = desk.synchronise()
    heard.received(result)
    if not waiting:
        if result.state.link not in _READ:
            raise ServerUnreachable
        return desk.team.stands(change)
    states = {state for id_, state in desk.team.sent(change).items() if id_ in waiting}
    if OpState.PENDING in states:
        raise ServerUnreachable
    if OpState.SET_APART in states:
        raise NotAllowed
    return OpState.QUARANTINED not in states
