"""What to do next, decided without store or network."""

from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mvs_desktop.storage.base.replica_types import ScopeCursor
from mvs_desktop.sync import protocol
from mvs_desktop.sync.reconcile import Pace, batches, is_whole, plan

CASES = [UUID(int=number) for number in range(3)]
scopes = st.tuples(st.sampled_from(CASES), st.sampled_from(["basis", "school"]))
positions = st.dictionaries(scopes, st.integers(0, 3))


@given(positions, positions)
def test_following_the_plan_brings_every_scope_to_its_head(
    held: dict[tuple[UUID, str], int], offered: dict[tuple[UUID, str], int]
) -> None:
    cursors = [ScopeCursor(*scope, seq) for scope, seq in held.items()]
    heads = {
        scope: protocol.ScopeHead(str(scope[0]), scope[1], seq, "")
        for scope, seq in offered.items()
    }
    todo = plan(held, cursors, heads)
    after = {scope: seq for scope, seq in held.items() if scope not in todo.dropped}
    after |= dict.fromkeys(todo.added, 0)
    for case_id in todo.unread:
        after |= {scope: seq for scope, seq in offered.items() if scope[0] == case_id}
    assert after == offered


@given(positions)
def test_who_is_at_every_head_has_nothing_to_do(held: dict[tuple[UUID, str], int]) -> None:
    cursors = [ScopeCursor(*scope, seq) for scope, seq in held.items()]
    heads = {
        scope: protocol.ScopeHead(str(scope[0]), scope[1], seq, "") for scope, seq in held.items()
    }
    todo = plan(held, cursors, heads)
    assert (todo.dropped, todo.added, todo.unread) == ((), (), ())


@given(st.lists(st.integers(1, 4_000), max_size=20), st.integers(1, 6_000), st.booleans())
def test_batches_keep_the_order_and_the_limit(sizes: list[int], first: int, broken: bool) -> None:
    groups = [protocol.SentGroup(CASES[0], [an_op("x" * size)]) for size in sizes]
    pace, made, rooms = Pace(first, 2 * first, 3 * first), [], []
    assert pace.room == 2 * first
    if broken:
        pace.broke()
    for batch in batches(groups, pace):
        made.append(batch)
        rooms.append(pace.room)
        pace.came_through()
    assert [group for batch in made for group in batch.groups] == groups
    assert rooms == sorted(rooms)
    assert all(first <= room <= 3 * first for room in rooms)
    assert len(set(rooms)) == len(rooms) or rooms[-1] == 3 * first
    for batch, room in zip(made, rooms, strict=True):
        assert len(batch.groups) == 1 or sum(map(len, batch.parts)) <= room
        told = msgspec.json.decode(batch.request("e") + batch.end({}), type=protocol.PushRequest)
        assert told.epoch == "e"
        assert list(map(protocol.encode, told.groups)) == list(map(protocol.encode, batch.groups))


def an_op(text: str) -> protocol.SentOp:
    units = {"text": protocol.UnitChange(None, {"text": text}, 0)}
    kept = msgspec.Raw(msgspec.json.encode(units))
    return protocol.SentOp(CASES[0], 1, "basis", "note", CASES[0], kept, "")


def test_reading_from_the_beginning() -> None:
    assert is_whole([ScopeCursor(CASES[0], "basis", 0), ScopeCursor(CASES[0], "school", 0)])
    assert not is_whole([ScopeCursor(CASES[0], "basis", 0), ScopeCursor(CASES[0], "school", 1)])
