"""What a former colleague wrote and sent too late: taken over, or left out."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.domain.people import Person
from mvs_desktop.services import taking_over
from mvs_desktop.services.team_views import ApartChange, UnreadChange
from mvs_desktop.services.views import Change, Saved, SyncResult
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.protocol import ApartReply, Struct
from tests.services.desks import Desk, bring_in, daan, family, kim_lies_apart, noor

__all__ = ["daan", "noor"]

pytestmark = pytest.mark.timeout(300)


def test_what_lies_apart_is_taken_over_as_an_edit_of_ones_own(noor: Desk, daan: Desk) -> None:
    case = family(noor, "Apart")
    bring_in(noor, daan, case)
    daan.sync()
    bo = daan.workspace.reload_case(case.id).people[0]
    daan.workspace.save(Change(replace(bo, given_name="Bobbie"), bo))
    new = Person(id=uuid4(), case_id=case.id, given_name="Kim")
    daan.workspace.save(Change(new, None))
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    noor.sync()
    assert [(item.case_id, item.edits) for item in noor.workspace.team.apart_counts()] == [
        (case.id, 2)
    ]
    first, second = noor.workspace.team.apart(case.id)
    assert isinstance(first, ApartChange)
    assert isinstance(second, ApartChange)
    assert (first.worker_name, first.fields) == ("Daan Proef", ("given_name",))
    assert isinstance(first.before, Person)
    assert isinstance(first.after, Person)
    assert (first.before.given_name, first.after.given_name) == ("Bo", "Bobbie")
    assert second.before is None
    noor.workspace.save(Change(first.after, first.before))
    noor.workspace.team.settle_apart(uuid4(), case.id, (first.op_id,), taken=True)
    noor.workspace.team.settle_apart(uuid4(), case.id, (second.op_id,), taken=False)
    noor.sync()
    assert noor.workspace.team.apart_counts() == ()
    assert noor.workspace.team.apart(case.id) == ()
    assert [one.given_name for one in noor.workspace.reload_case(case.id).people] == ["Bobbie"]


class Heard:
    """What a screen is told."""

    def __init__(self) -> None:
        self.changes: list[object] = []

    def saved(self, what: Saved) -> None:
        self.changes.append(what)

    def received(self, what: SyncResult) -> None:
        self.changes.append(what)


def _settle(desk: Desk, change: ApartChange | UnreadChange, *, taken: bool) -> None:
    taking_over.settle(desk.workspace, uuid4(), change, taken=taken, heard=Heard())


def test_the_centre_has_what_is_taken_over_before_it_is_settled(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it was on one laptop alone, and in no list."""
    case = kim_lies_apart(noor, daan, "Eerst")
    (change,) = noor.workspace.team.apart(case.id)
    with monkeypatch.context() as away:
        away.setattr(SyncEngine, "run", _no_line)
        with pytest.raises(ServerUnreachable):
            _settle(noor, change, taken=True)
    assert [edit.op_id for edit in noor.workspace.team.apart(case.id)] == [change.op_id]
    heard = Heard()
    assert noor.workspace.sync_state().pending == 1
    taking_over.settle(noor.workspace, uuid4(), change, taken=True, heard=heard)
    assert noor.workspace.sync_state().pending == 0
    assert [type(it) for it in heard.changes] == [SyncResult]  # it was saved before
    assert noor.workspace.team.apart(case.id) == ()
    names = [person.given_name for person in noor.workspace.reload_case(case.id).people]
    assert sorted(names) == ["Bo", "Kim"]


def _no_line(*_: object) -> None:
    raise ServerUnreachable


def test_who_takes_over_that_something_is_restored_restores_it(noor: Desk, daan: Desk) -> None:
    case = family(noor, "Terugzetten")
    bring_in(noor, daan, case)
    bo = noor.workspace.reload_case(case.id).people[0]
    noor.workspace.withdraw(bo)
    noor.sync()
    daan.sync()
    daan.workspace.restore(bo)
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, ApartChange)
    assert change.restores
    _settle(noor, change, taken=True)
    assert [person.id for person in noor.workspace.reload_case(case.id).people] == [bo.id]
    assert noor.workspace.team.stands(change)


def test_an_edit_of_what_is_not_here_is_left_out_or_waits_for_it(noor: Desk, daan: Desk) -> None:
    """Of what a colleague made and went on with: taken over by itself it would be a record of one
    field, and the rest of it would count as taken over with that."""
    case = family(noor, "Samen")
    bring_in(noor, daan, case)
    daan.sync()
    for name in ("Kim", "Ali"):
        new = Person(id=uuid4(), case_id=case.id, given_name=name)
        daan.workspace.save(Change(new, None))
        daan.workspace.save(Change(replace(new, phone="06 12345678"), new))
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    kim, of_kim, ali, of_ali = noor.workspace.team.apart(case.id)
    assert isinstance(of_kim, UnreadChange)
    assert of_kim.alone
    _settle(noor, ali, taken=False)
    _settle(noor, of_ali, taken=False)
    _settle(noor, kim, taken=True)
    (of_kim,) = noor.workspace.team.apart(case.id)
    assert isinstance(of_kim, ApartChange)
    _settle(noor, of_kim, taken=True)
    people = noor.workspace.reload_case(case.id).people
    assert {(one.given_name, one.phone) for one in people} == {("Bo", ""), ("Kim", "06 12345678")}
    assert noor.workspace.team.apart(case.id) == ()


def test_an_edit_of_a_newer_version_is_told_of(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = kim_lies_apart(noor, daan, "Nieuwer")

    def unknown(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr("mvs_desktop.services.team.record_type", unknown)
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, UnreadChange)
    assert change.worker_name == "Daan Proef"
    assert change.made_at is not None


def test_an_edit_that_was_made_at_no_time_is_still_settled(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older service took them."""
    case = kim_lies_apart(noor, daan, "Nooit")
    sending = noor.workspace.team._sending
    real = sending.ask

    def told(request: Struct, reply: type[Any]) -> Any:
        answer = real(request, reply)
        if not isinstance(answer, ApartReply):
            return answer
        edits = [structs.replace(one, made_at="0001-01-01T00:00:00+00:00") for one in answer.edits]
        return structs.replace(answer, edits=edits)

    monkeypatch.setattr(sending, "ask", told)
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, ApartChange)
    assert change.made_at is None
    assert change.after is not None
    noor.workspace.team.settle_apart(uuid4(), case.id, (change.op_id,), taken=False)
    assert noor.workspace.team.apart(case.id) == ()
