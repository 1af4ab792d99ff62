"""In any order of writing, pushing, lost answers and pulling, no acknowledged edit is lost.

Devices follow the rules of the real one: an edit is made on what the device shows, with the
version it has for it; the service's own code decides. Every value and every added line or
element is unique, so that what is missing at the end can be named.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from mvs_central.base.central import Caller
from mvs_central.cases.intake import Patch, read_push
from mvs_central.cases.state import NEVER, Author, CaseState, Stored, Writer
from mvs_central.sync.apply import apply_group
from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.records import WHOLE, WITHDRAWN, patch_of, to_doc, type_of, written_last
from mvs_desktop.sync.protocol import Op, Outcome, PushRequest
from tests.central.desk import Version, created, edited, group, withdrawn

CASE = uuid4()
PARAGRAPH = NoteParagraph(id=uuid4(), case_id=CASE, note_id=uuid4(), text="begin")
KIND, MADE = type_of(PARAGRAPH), to_doc(PARAGRAPH)
VALUE, SET, TEXT = "source", "about_ids", "text"


@dataclass
class Service:
    """The case in memory; what a transaction would keep is kept in `state`."""

    state: CaseState = field(default_factory=lambda: CaseState(CASE, 0, {}, {}, Service.nobody))

    @staticmethod
    def nobody(seq: int) -> Writer:
        raise AssertionError(f"seq {seq} was written in this test")

    def push(self, caller: Caller, ops: list[Op]) -> None:
        author = Author(caller.worker_id, caller.device_id, "naam")
        groups = [group(CASE, op) for op in ops]
        # Over the wire: two devices never share an object.
        sent = msgspec.json.decode(msgspec.json.encode(PushRequest("", groups)), type=PushRequest)
        for read in read_push(sent, caller):
            assert read.refusal is None
            (edit,) = read.edits
            known = self.state.outcomes.get(edit.op_id)
            if known is None:
                apply_group(self.state, read, author)
            else:
                assert known.payload_hash == edit.payload_hash

    @property
    def paragraph(self) -> Stored:
        return self.state.records[PARAGRAPH.id]

    def apart(self, unit: str) -> list[Any]:
        """What open conflicts about the unit hold."""
        return [
            msgspec.json.decode(str(item.doc["other"]))[unit]
            for item in self.state.records.values()
            if item.record_type == "conflict" and item.doc["unit"] == unit
        ]


@dataclass
class Device:
    """Its mirror of the record, and its operations that are not in the mirror yet."""

    service: Service
    caller: Caller = field(default_factory=lambda: Caller(uuid4(), uuid4()))
    mirror: Stored | None = None
    waiting: list[Op] = field(default_factory=list)
    acknowledged: list[Op] = field(default_factory=list)
    form: dict[str, Any] = field(default_factory=dict)

    @property
    def own(self) -> list[Op]:
        return [*self.acknowledged, *self.waiting]

    def shown(self) -> dict[str, Any]:
        doc = dict(self.mirror.doc) if self.mirror else {}
        for op in self.own:
            for unit, change in op.units.items():
                if unit != WITHDRAWN:
                    doc |= change.value
        return doc

    def gone(self) -> bool:
        """Whether the record is withdrawn here."""
        state = self.mirror.withdrawn if self.mirror else False
        for op in self.own:
            if WITHDRAWN in op.units:
                state = bool(op.units[WITHDRAWN].value["withdrawn"])
        return state

    def version(self, unit: str) -> Version:
        for op in reversed(self.own):
            if written_last(op.units, unit):
                return op.op_id
        if self.mirror is None:
            return 0
        seq, _ = written_last(self.mirror.versions, unit) or NEVER
        return self.mirror.seq if unit == WITHDRAWN else seq

    def open_form(self) -> None:
        self.form = self.shown()

    def edit(self, unit: str, value: Any) -> Op:
        """As the form shows it; what was pulled since is not what the edit was made on."""
        base = {unit: self.form[unit]}
        stale = base != {unit: self.shown()[unit]}
        version = None if stale else self.version(unit)
        op = edited(PARAGRAPH, unit, {unit: value}, base=base, version=version)
        self.waiting.append(op)
        self.form[unit] = value
        return op

    def turn(self) -> None:
        """Withdraw or restore."""
        self.waiting.append(withdrawn(PARAGRAPH, self.version(WITHDRAWN), restore=self.gone()))

    def push(self, *, answer_lost: bool) -> None:
        self.service.push(self.caller, self.waiting)
        if not answer_lost:
            self.acknowledged += self.waiting
            self.waiting = []

    def pull(self) -> None:
        self.mirror = self.service.paragraph
        self.acknowledged = []


ACTIONS = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from([VALUE, SET, TEXT]), st.integers(0, 9)),
    st.tuples(st.just("push"), st.booleans(), st.just(0)),
    st.sampled_from([("pull", None, 0), ("form", None, 0), ("turn", None, 0)]),
)


def added(device: Device, unit: str, token: str, place: int) -> Any:
    """What the form shows with one thing more in it."""
    shown = device.form[unit]
    if unit == VALUE:
        return token
    if unit == SET:
        return sorted([*shown, str(UUID(int=int(token[1:])))])
    lines = shown.split("\n")
    at = place % (len(lines) + 1)
    return "\n".join([*lines[:at], token, *lines[at:]])


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 2), ACTIONS), max_size=40), st.booleans())
def test_no_acknowledged_edit_is_lost(
    script: list[tuple[int, tuple[str, Any, int]]], by_unit: bool
) -> None:
    service = Service()
    devices = [Device(service) for _ in range(3)]
    devices[0].service.push(devices[0].caller, [created(PARAGRAPH, by_unit=by_unit)])
    for device in devices:
        device.pull()
        device.open_form()
    numbers = count(1)
    made: list[tuple[Op, str, str]] = []
    for who, (what, about, place) in script:
        device = devices[who]
        match what:
            case "edit":
                token = f"t{next(numbers)}"
                made.append((device.edit(about, added(device, about, token, place)), about, token))
            case "push":
                device.push(answer_lost=about)
            case "pull":
                device.pull()
            case "form":
                device.open_form()
            case _:
                device.turn()
    for device in devices:
        device.push(answer_lost=False)
    check(service, made)


def check(service: Service, made: list[tuple[Op, str, str]]) -> None:
    doc = service.paragraph.doc
    outcomes = service.state.outcomes
    assert {outcomes[UUID(op.op_id)].outcome for op, _, _ in made} <= {
        Outcome.APPLIED,
        Outcome.MERGED,
        Outcome.CONFLICTED,
    }
    text = "\n".join([str(doc[TEXT]), *service.apart(TEXT)]).split("\n")
    elements: set[str] = set().union(doc[SET], *service.apart(SET))  # type: ignore[arg-type]
    values = {doc[VALUE], *service.apart(VALUE)}
    knowingly = {base_of(op) for op, unit, _ in made if unit == VALUE}
    for _, unit, token in made:
        if unit == TEXT:
            assert token in text
        elif unit == SET:
            assert str(UUID(int=int(token[1:]))) in elements
        else:
            # Replaced only by an edit that was made on it.
            assert token in values | knowingly
    check_log(service)


def base_of(op: Op) -> Any:
    base: Patch = op.units[VALUE].base or {}
    return base[VALUE]


def check_log(service: Service) -> None:
    """The change log tells every state of every unit without a gap, and numbers without one."""
    seqs = [line.seq for line in service.state.written]
    assert seqs == list(range(1, service.state.seq + 1))
    now: dict[tuple[UUID, str], Any] = {}
    for line in service.state.written:
        for unit, step in line.units.items():
            if unit == WHOLE:
                assert not step
                assert line.record_id == PARAGRAPH.id
                now |= {(PARAGRAPH.id, name): patch_of(KIND, name, MADE) for name in KIND.units}
                continue
            start = {"withdrawn": False} if unit == WITHDRAWN else None
            assert now.get((line.record_id, unit), start) == step["before"]
            now[line.record_id, unit] = step["after"]
    for (record_id, unit), value in now.items():
        stored = service.state.records[record_id]
        if unit == WITHDRAWN:
            assert value == {"withdrawn": stored.withdrawn}
        else:
            assert value.items() <= stored.doc.items()
