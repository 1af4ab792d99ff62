"""What a former colleague wrote and sent too late: taken over, or left out."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import NotAllowed, ServerUnreachable
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import WHOLE, WITHDRAWN
from mvs_desktop.services import taking_over
from mvs_desktop.services.team_views import ApartChange, UnreadChange
from mvs_desktop.services.views import Change, Saved, SyncResult
from mvs_desktop.storage.records.outbox import OpState
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.protocol import ApartReply, Struct, UnitChange
from tests.services.desks import Desk, bring_in, daan, desk, family, kim_lies_apart, noor
from tests.support.central import AdministeredHere

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


def _settle(of: Desk, change: ApartChange | UnreadChange, *, taken: bool) -> None:
    taking_over.settle(of.workspace, uuid4(), change, taken=taken, heard=Heard())


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


def _apart_is_told_with(monkeypatch: pytest.MonkeyPatch, to: Desk, **values: object) -> None:
    """The service tells of what lies apart with these values."""
    sending = to.workspace.team._sending
    real = sending.ask

    def told(request: Struct, reply: type[Any]) -> Any:
        answer = real(request, reply)
        if not isinstance(answer, ApartReply):
            return answer
        return structs.replace(
            answer, edits=[structs.replace(one, **values) for one in answer.edits]
        )

    monkeypatch.setattr(sending, "ask", told)


def test_what_is_withdrawn_and_not_here_is_left_out(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the edit made it: there is nothing to take over."""
    case = kim_lies_apart(noor, daan, "Weg")
    gone = {
        WHOLE: UnitChange(None, {}, None),
        WITHDRAWN: UnitChange(None, {"withdrawn": True}, None),
    }
    _apart_is_told_with(monkeypatch, noor, units=gone)
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, UnreadChange)
    assert change.alone


def test_without_a_line_what_was_sent_before_is_not_settled_either(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service may have been put back since."""
    case = kim_lies_apart(noor, daan, "Eerder")
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, ApartChange)
    noor.workspace.save(Change(change.after, None))  # type: ignore[arg-type]
    noor.sync()
    with monkeypatch.context() as away:
        away.setattr(SyncEngine, "run", _no_line)
        with pytest.raises(ServerUnreachable):
            _settle(noor, change, taken=True)
    assert len(noor.workspace.team.apart(case.id)) == 1
    _settle(noor, change, taken=True)
    assert noor.workspace.team.apart(case.id) == ()


@pytest.mark.parametrize("state", [OpState.SET_APART, OpState.QUARANTINED])
def test_what_the_centre_does_not_take_is_not_settled(
    noor: Desk, daan: Desk, monkeypatch: pytest.MonkeyPatch, state: OpState
) -> None:
    case = kim_lies_apart(noor, daan, f"Geweigerd {state.value}")
    (change,) = noor.workspace.team.apart(case.id)
    found = noor.workspace.team.sent

    def answered(of: ApartChange) -> dict[str, OpState]:
        return {id_: one if one is OpState.PENDING else state for id_, one in found(of).items()}

    monkeypatch.setattr(noor.workspace.team, "sent", answered)
    with pytest.raises(NotAllowed) if state is OpState.SET_APART else nullcontext():
        _settle(noor, change, taken=True)
    assert len(noor.workspace.team.apart(case.id)) == 1


def _bobbie_lies_apart(noor: Desk, daan: Desk, case: CaseFile) -> ApartChange:
    """Daan gave Bo another name after his access ended, and Noor the same by herself."""
    bring_in(noor, daan, case)
    daan.sync()
    bo = daan.workspace.reload_case(case.id).people[0]
    daan.workspace.save(Change(replace(bo, given_name="Bobbie"), bo))
    noor.workspace.team.end(uuid4(), case.id, daan.workspace.me.worker_id)
    daan.workspace.synchronise()
    noor.workspace.save(Change(replace(bo, given_name="Bobbie"), bo))
    noor.sync()
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, ApartChange)
    return change


def _named_bas(of: Desk, case: CaseFile) -> None:
    (bo,) = of.workspace.reload_case(case.id).people
    of.workspace.save(Change(replace(bo, given_name="Bas"), bo))


def test_what_stood_and_is_another_by_now_is_not_settled(noor: Desk, daan: Desk) -> None:
    case = family(noor, "Anders")
    change = _bobbie_lies_apart(noor, daan, case)
    _named_bas(noor, case)
    _settle(noor, change, taken=True)
    (again,) = noor.workspace.team.apart(case.id)
    assert isinstance(again, ApartChange)
    assert isinstance(again.before, Person)
    assert again.before.given_name == "Bas"  # the list tells it anew


def test_what_is_another_at_the_centre_by_now_is_not_settled(
    noor: Desk, daan: Desk, service: AdministeredHere, tmp_path: Path
) -> None:
    case = family(noor, "Ginds")
    sanne = desk(service, tmp_path / "sanne", "Sanne Proef")
    bring_in(noor, sanne, case)
    change = _bobbie_lies_apart(noor, daan, case)
    sanne.sync()
    _named_bas(sanne, case)
    sanne.sync()
    sanne.workspace.close()
    _settle(noor, change, taken=True)
    (bo,) = noor.workspace.reload_case(case.id).people
    assert bo.given_name == "Bas"
    assert len(noor.workspace.team.apart(case.id)) == 1


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
    _apart_is_told_with(monkeypatch, noor, made_at="0001-01-01T00:00:00+00:00")
    (change,) = noor.workspace.team.apart(case.id)
    assert isinstance(change, ApartChange)
    assert change.made_at is None
    assert change.after is not None
    noor.workspace.team.settle_apart(uuid4(), case.id, (change.op_id,), taken=False)
    assert noor.workspace.team.apart(case.id) == ()
