"""Workers with laptops, the cases they share, and everything that may happen to them."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Self
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import Connection, insert

from mvs_central import directory, epoch, members
from mvs_central.case_store import OpenCase
from mvs_central.central import Caller, Central, Refused
from mvs_central.database import Database
from mvs_central.tables import device as device_table
from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole
from mvs_desktop.domain.conflicts import Choice, Conflict, ConflictState
from mvs_desktop.domain.contacts import Note, NoteParagraph
from mvs_desktop.domain.errors import RecordMissing
from mvs_desktop.domain.records import Compartment, Record, type_of
from mvs_desktop.storage.engine import reading
from mvs_desktop.storage.replica_types import Enrolment
from mvs_desktop.storage.rows import fetch
from mvs_desktop.storage.store import Store
from mvs_desktop.storage.unit_of_work import Author
from mvs_desktop.sync.ahead import when_wanted
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.protocol import FeedPage, Op, Outcome, PushReply, PushRequest
from mvs_desktop.sync.report import SyncReport
from tests.simulation.network import Late, Network, ServiceDown, check_enrolled
from tests.simulation.restores import Restores, device_values
from tests.support.said import words
from tests.support.twice import Whole, taken_in_twice
from tests.sync.aheads import at_once
from tests.sync.direct_central import TEAM
from tests.sync.laptop import KEY

USERS, DEVICES_EACH = 4, 2
MOST_CASES, MOST_PARAGRAPHS, MOST_NOTES, MOST_FORMS = 4, 8, 6, 12
START = datetime(2026, 3, 4, 9, tzinfo=UTC)
ALL = tuple(Compartment)


class Crash(BaseException):
    """The program was killed."""


@dataclass
class Edit:
    """One word that somebody wrote. `replaced`: the words it knowingly wrote over."""

    word: str
    device: int
    case_id: UUID
    record_id: UUID
    replaced: frozenset[str] = frozenset()
    at: datetime = START


@dataclass
class Form:
    """A paragraph as a form received it, open while other things happen."""

    device: int
    base: NoteParagraph


class Killable:
    """A store's replica that is killed at the call with number `at`, before it or after it."""

    def __init__(self, replica: object, at: int, *, after: bool) -> None:
        self._replica = replica
        self._left = at
        self._after = after

    def __getattr__(self, name: str) -> Callable[..., object]:
        method = getattr(self._replica, name)

        def call(*arguments: object) -> object:
            self._left -= 1
            if self._left == 0 and not self._after:
                raise Crash
            result = method(*arguments)
            if self._left == 0:
                raise Crash
            return result

        return call


@dataclass
class Device:
    """A laptop: its store, its clock, and its way to the service."""

    number: int
    user: int
    path: Path
    network: Network
    store: Store
    author: Author
    ahead: timedelta = timedelta()  # of its clock; nobody sees to it


class World:
    """One run. Use it in a `with` block."""

    def __init__(
        self,
        folder: Path,
        blank_store: Path,
        blank_service: Path,
        seed: int,
        users: int = USERS,
        more_of: tuple[str, ...] = (),
        without: tuple[str, ...] = (),
    ) -> None:
        """`users` with two laptops each; `more_of` are acts that happen ten times as often."""
        self.dice = random.Random(seed)
        self.acts = {
            act: 10 * weight if act in more_of else weight
            for act, weight in self.ACTS.items()
            if act not in without
        }
        self.settled: dict[UUID, str] = {}  # conflicts that somebody chose in, of which value
        self.wrong: list[str] = []  # what the service answered and should not have
        self.not_taken: set[str] = set()  # ids of operations that the service did not take
        self.former: list[Caller] = []  # devices that laptops were before
        self.resynced = False
        self.tombstones: set[UUID] = set()  # records that were seen withdrawn on the service
        self.taken_back: set[UUID] = set()  # records that somebody restored
        self.known_gone: set[tuple[UUID, str]] = set()  # words that somebody knowingly withdrew
        self.left: dict[tuple[int, UUID], datetime] = {}  # device, case → when access ended
        self.folder = folder
        self.now = START
        self.central_path = folder / "central.db"
        shutil.copyfile(blank_service, self.central_path)
        self._seeded = patch("secrets.token_bytes", self.dice.randbytes)
        self._seeded.start()
        self.central = self._open_central()
        self.late: list[Late] = []
        self.counts: dict[str, int] = {}
        self.fresh = (f"woord{number}" for number in count())
        self.cases: list[UUID] = []
        self.paragraphs: list[UUID] = []
        self.notes: dict[UUID, UUID] = {}  # note → case
        self.forms: list[Form] = []
        self.made: list[Edit] = []
        self.rejected: list[Op] = []  # operations that the service said no to
        self.gone: set[tuple[UUID, str]] = set()  # words that nobody has since a restore
        self.signed: dict[UUID, object] = {}  # notes as they were signed
        self.deliveries: list[tuple[int, UUID, str]] = []
        self.done: dict[str, int] = {}
        self.whole = Whole()
        self.restores = Restores(self)
        workers = [self._worker(f"Werker {user}") for user in range(users)]
        self.workers = workers
        self.devices = [
            self._device(number, number // DEVICES_EACH, blank_store)
            for number in range(users * DEVICES_EACH)
        ]

    def __enter__(self) -> Self:
        self._checked = taken_in_twice(self.whole)
        self._checked.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._checked.__exit__(None, None, None)
        for one in self.devices:
            one.store.close()
        self.central.database.close()
        self._seeded.stop()

    def begin(self) -> None:
        """Two families, with paragraphs, on which most workers are."""
        for lead in (self.devices[0], self.devices[-1]):
            self._begin_case(lead)
            for _ in range(2):
                self._begin_paragraph(lead, self.cases[-1])
            self.sync(lead, well=True)
            for worker in self.dice.sample(self.workers, len(self.workers) - 1):
                membership = members.Membership(
                    CaseRole.DEPUTY, tuple(c.value for c in ALL), self.now.date()
                )
                members.grant(self.central, self.cases[-1], worker, membership)
        for one in self.devices:
            self.sync(one, well=True)

    # How it is made

    def _open_central(self) -> Central:
        return Central(Database(str(self.central_path)), lambda: self.now, self.dice.randbytes)

    def reopen_central(self) -> None:
        self.central = self._open_central()

    def _worker(self, name: str) -> UUID:
        return directory.add_worker(
            self.central, directory.NewWorker(name, "Wijkteam", "gezinscoach", TEAM)
        )

    def _device(self, number: int, user: int, blank_store: Path) -> Device:
        caller = Caller(self.workers[user], self.new_id())
        with self.central.database.write() as connection:
            values = device_values(caller.worker_id, caller.device_id, self.now)
            connection.execute(insert(device_table).values(values))
        path = self.folder / f"{number}.db"
        shutil.copyfile(blank_store, path)
        network = Network(lambda: self.central, caller, self.dice, self.late, counts=self.counts)
        network.answered = self._note_answer
        network.delivered = lambda page: self._note_page(user, page)
        author = Author(str(caller.worker_id), f"w{user}")
        store = Store.open(path, KEY)
        store.replica.save_enrolment(
            Enrolment(caller.device_id, caller.worker_id, f"w{user}", "", "", "", "", "", ""),
            self.central.epoch(),
        )
        one = Device(number, user, path, network, store, author)
        self._opened(one)
        return one

    def _note_page(self, user: int, page: FeedPage) -> None:
        """What it tells something of has reached a worker's laptop, light or whole."""
        case_id = UUID(page.cursors[0].case_id)
        for compartment in (
            *(r.compartment for r in page.records),
            *(o.compartment for o in page.own),
        ):
            self.deliveries.append((user, case_id, compartment))
        self.whole.look(self.central, page)

    def _opened(self, one: Device) -> None:
        one.store.author = one.author
        clock = lambda: self.now + one.ahead  # noqa: E731 - a clock of its own for each
        one.store._clock = clock
        one.store.replica._clock = clock
        drop = one.store.replica.drop_scope

        def dropped(case_id: UUID, compartment: str) -> None:
            self.left[one.number, case_id] = self.now
            drop(case_id, compartment)

        one.store.replica.drop_scope = dropped  # type: ignore[method-assign]

    def new_id(self) -> UUID:
        return UUID(bytes=self.dice.randbytes(16), version=4)

    def _note_answer(self, request: PushRequest, reply: PushReply) -> None:
        said = {result.op_id: result.outcome for result in reply.results}
        lost = {Outcome.REJECTED, Outcome.QUARANTINED}
        # A service that was put back decides anew, and may take what it did not.
        self.not_taken -= {op_id for op_id, outcome in said.items() if outcome not in lost}
        for group in request.groups:
            taken = {said[op.op_id] not in lost for op in group.ops}
            if len(taken) > 1 and not group.again:
                self.wrong.append("half a group was taken")
            made_on = {change.version for op in group.ops for change in op.units.values()}
            if taken == {True} and made_on & self.not_taken and not group.again:
                self.wrong.append("what was made on something that was not taken was")
        self.not_taken |= {op_id for op_id, outcome in said.items() if outcome in lost}
        no = {op_id for op_id, outcome in said.items() if outcome is Outcome.REJECTED}
        self.rejected += [
            op
            for group in request.groups
            if not group.again  # what was taken once is not to be rejected
            for op in group.ops
            if op.op_id in no
        ]

    # One step

    def step(self) -> str:
        """Something happens; gives what."""
        act = self.dice.choices(list(self.acts), weights=list(self.acts.values()))[0]
        getattr(self, act)()
        self.done[act] = self.done.get(act, 0) + 1
        return act

    ACTS: ClassVar[dict[str, float]] = {
        "start_a_case": 1,
        "write_a_paragraph": 2,
        "add_a_line": 8,
        "set_the_source": 8,
        "name_somebody": 4,
        "open_a_form": 5,
        "save_a_form": 6,
        "withdraw_or_restore": 3,
        "settle_a_conflict": 4,
        "sign_a_note": 2,
        "write_two_at_once": 2,
        "promote_yourself": 0.5,
        "ask_as_who_one_was": 0.5,
        "synchronise": 30,
        "synchronise_well": 4,
        "die_while_synchronising": 4,
        "start_again": 1,
        "let_in": 6,
        "keep_out": 1,
        "deliver_what_was_late": 6,
        "kill_the_service": 2,
        "change_the_epoch": 0.3,
        "time_passes": 3,
        "years_pass": 0.1,
        "copy_the_service": 2,
        "put_the_service_back": 0.5,
        "put_it_back_and_tell_nobody": 0.7,
        "copy_a_laptop": 1.5,
        "put_a_laptop_back": 0.7,
        "a_clock_jumps": 1,
    }

    # What people do

    def start_a_case(self) -> None:
        if len(self.cases) < MOST_CASES:
            self._begin_case(self.any_device())

    def _begin_case(self, one: Device) -> None:
        case_id = one.store.new_id()
        self._save(one, CaseFile(id=case_id, case_id=case_id, name="Familie"), None)
        self.cases.append(case_id)

    def write_a_paragraph(self) -> None:
        one, case_id = self.any_device(), self._a_case()
        if case_id is not None and self._holds(one, case_id):
            self._begin_paragraph(one, case_id)

    def _begin_paragraph(self, one: Device, case_id: UUID) -> None:
        held = [name for case, name in sorted(one.store.replica.scopes_held()) if case == case_id]
        # A case that was never sent has no scopes yet, and all of it is the writer's.
        place = Compartment(self.dice.choice(held or list(ALL)))
        of_case = [note_id for note_id, case in self.notes.items() if case == case_id]
        if len(self.notes) < MOST_NOTES or not of_case:
            note = Note(id=one.store.new_id(), case_id=case_id, compartment=place)
            self._save(one, note, None)
            self.notes[note.id] = case_id
            of_case.append(note.id)
        if len(self.paragraphs) < MOST_PARAGRAPHS:
            item = NoteParagraph(
                id=one.store.new_id(),
                case_id=case_id,
                note_id=self.dice.choice(of_case),
                compartment=place,
            )
            word = next(self.fresh)
            self._save(one, replace(item, text=word), None)
            self.paragraphs.append(item.id)
            self.made.append(Edit(word, one.number, case_id, item.id, at=self.now))

    def add_a_line(self) -> None:
        """Long text: the lines of both stay, or they conflict."""
        one, base = self._paragraph()
        if base:
            pattern = self.dice.choice(["{word}\n\n{text}", "{text}\n\n{word}"])
            self._write(
                one, base, lambda w: replace(base, text=pattern.format(word=w, text=base.text))
            )

    def set_the_source(self) -> None:
        """A plain value: one of two stands, the other is a conflict."""
        one, base = self._paragraph()
        if base:
            self._write(one, base, lambda word: replace(base, source=word))

    def name_somebody(self) -> None:
        """A set: merges per element."""
        one, base = self._paragraph()
        if base:
            person = one.store.new_id()
            self._save(one, replace(base, about_ids=base.about_ids | {person}), base)
            self.made.append(Edit(str(person), one.number, base.case_id, base.id, at=self.now))

    def open_a_form(self) -> None:
        one, base = self._paragraph()
        if base and len(self.forms) < MOST_FORMS:
            self.forms.append(Form(one.number, base))

    def save_a_form(self) -> None:
        """What came in since the form was opened must not be written over."""
        if self.forms:
            opened = self.forms.pop(self.dice.randrange(len(self.forms)))
            base = opened.base
            try:
                self._write(
                    self.devices[opened.device], base, lambda word: replace(base, source=word)
                )
            except RecordMissing:
                return

    def withdraw_or_restore(self) -> None:
        one, item = self._paragraph()
        if item:
            with one.store.unit_of_work() as work:
                if self.dice.random() < 0.5:
                    seen = words(item.text) | words(item.source)
                    self.known_gone |= {(item.id, word) for word in seen}
                    work.withdraw(item)
                else:
                    work.restore(item)
                    self.taken_back.add(item.id)

    def settle_a_conflict(self) -> None:
        one = self.any_device()
        with one.store.reader() as reader:
            found = reader.select(Conflict, state=ConflictState.OPEN)
        if found:
            conflict = self.dice.choice(found)
            choice = self.dice.choice(list(Choice))
            settled = replace(conflict, state=ConflictState.SETTLED, choice=choice, settled_by="w")
            self._save(one, settled, conflict)
            self.settled[conflict.id] = conflict.other_op_id

    def sign_a_note(self) -> None:
        one = self.any_device()
        if not self.notes:
            return
        with one.store.reader() as reader:
            note = reader.get(Note, self.dice.choice(list(self.notes)))
        if note and not note.signed:
            signed = replace(note, signed_at=self.now, signed_by="w", signed_text="tekst")
            self._save(one, signed, note)

    def write_two_at_once(self) -> None:
        """Two records in one group: both or neither."""
        one, first = self._paragraph()
        if first is None:
            return
        with one.store.reader() as reader:
            others = reader.select(NoteParagraph, case_id=first.case_id)
        with one.store.unit_of_work() as work:
            for base in (first, *(item for item in others if item.id != first.id))[:2]:
                word = next(self.fresh)
                work.save(replace(base, source=word), base)
                self._note(one, base, replace(base, source=word), word)

    def promote_yourself(self) -> None:
        one = self.any_device()
        with one.store.reader() as reader:
            found = reader.select(CaseMember)
        mine = [item for item in found if item.worker_id == self.workers[one.user]]
        if mine:
            item = self.dice.choice(mine)
            self._save(one, replace(item, compartments=frozenset(ALL), ends_on=None), item)

    def ask_as_who_one_was(self) -> None:
        """A stolen copy, of which the laptop was enrolled anew."""
        for caller in self.former:
            with suppress(Refused):
                check_enrolled(self.central, caller)
                self.wrong.append("a device was served whose access was ended")

    # What happens to them

    def synchronise(self) -> None:
        self.sync(self.any_device())

    def synchronise_well(self) -> None:
        self.sync(self.any_device(), well=True)

    def sync(self, one: Device, *, well: bool = False) -> SyncReport:
        """One sync of a device; `well`: nothing happens to its messages."""
        usual, one.network.bad_share = one.network.bad_share, 0.0 if well else one.network.bad_share
        try:
            report = self._engine(one).run()
        finally:
            one.network.bad_share = usual
        self.resynced |= bool(report.resynced)
        return report

    def _engine(self, one: Device, replica: Any = None) -> SyncEngine:
        """Every other laptop asks for the next thing before it has taken in the last."""
        ahead = at_once if one.number % 2 else when_wanted
        return SyncEngine(replica or one.store.replica, one.network, ahead=ahead)

    def die_while_synchronising(self) -> None:
        one = self.any_device()
        replica = Killable(
            one.store.replica, self.dice.randint(1, 25), after=self.dice.random() < 0.5
        )
        try:
            self._engine(one, replica).run()
        except Crash:
            self._restart(one)

    def start_again(self) -> None:
        self._restart(self.any_device())

    def _restart(self, one: Device) -> None:
        """Nothing but the file is left of it."""
        one.store.close()
        self.reopen(one)

    def reopen(self, one: Device) -> None:
        one.store = Store.open(one.path, KEY)
        self._opened(one)
        self.forms = [form for form in self.forms if form.device != one.number]

    def let_in(self) -> None:
        case_id = self._a_case()
        if case_id is None or not self._known(case_id):
            return
        some = self.dice.sample(ALL, self.dice.randint(1, len(ALL)))
        role = self.dice.choice([CaseRole.INVOLVED] * 3 + [CaseRole.DEPUTY, CaseRole.READER])
        first = self.now.date() + timedelta(days=self.dice.choice([0, 0, 0, 0, 0, 1, 3]))
        last = self.dice.choice(
            [None, None, None, None, first + timedelta(days=self.dice.randint(0, 9))]
        )
        membership = members.Membership(role, tuple(c.value for c in some), first, last)
        members.grant(self.central, case_id, self.dice.choice(self.workers), membership)

    def keep_out(self) -> None:
        case_id = self._a_case()
        if case_id is not None and self._known(case_id):
            try:
                members.revoke(self.central, case_id, self.dice.choice(self.workers))
            except members.NoGrant:
                return

    def deliver_what_was_late(self) -> None:
        if self.late:
            self.late.pop(self.dice.randrange(len(self.late))).arrive(self.central)

    def kill_the_service(self) -> None:
        """In the middle of whatever it writes next; then it is started again."""
        one = self.any_device()
        with self._dying():
            self._engine(one).run()
        self.central.database.close()
        self.reopen_central()

    @contextmanager
    def _dying(self) -> Iterator[None]:
        write = self.central.database.write
        left = self.dice.randint(1, 6)

        @contextmanager
        def dies() -> Iterator[Connection]:
            nonlocal left
            with write() as connection:
                yield connection
                left -= 1
                if left == 0:
                    raise ServiceDown

        with patch.object(self.central.database, "write", dies):
            yield

    def change_the_epoch(self) -> None:
        """As after a restore that lost nothing: everything is sent and read once more."""
        epoch.new_epoch(self.central)

    def time_passes(self) -> None:
        self.now += timedelta(hours=self.dice.choice([1, 5, 20, 48]))

    def years_pass(self) -> None:
        self.now += timedelta(days=self.dice.choice([36, 400, 3000]))

    def copy_the_service(self) -> None:
        self.restores.copy_the_service()

    def put_the_service_back(self) -> None:
        self.restores.put_the_service_back(told=True)

    def put_it_back_and_tell_nobody(self) -> None:
        self.restores.put_the_service_back(told=False)

    def copy_a_laptop(self) -> None:
        self.restores.copy_a_laptop()

    def put_a_laptop_back(self) -> None:
        self.restores.put_a_laptop_back()

    def a_clock_jumps(self) -> None:
        self.any_device().ahead = timedelta(days=self.dice.choice([-4000, -1, 0, 1, 4000]))

    # How

    def any_device(self) -> Device:
        return self.dice.choice(self.devices)

    def _a_case(self) -> UUID | None:
        return self.dice.choice(self.cases) if self.cases else None

    def _known(self, case_id: UUID) -> bool:
        with self.central.database.read() as connection:
            return OpenCase(connection, case_id).exists

    def _holds(self, one: Device, case_id: UUID) -> bool:
        with one.store.reader() as reader:
            return reader.get(CaseFile, case_id) is not None

    def _paragraph(self) -> tuple[Device, NoteParagraph | None]:
        """A paragraph as it is on some device; None when it is on none of those tried."""
        one = self.any_device()
        for one in self.dice.sample(self.devices, 4) if self.paragraphs else ():
            with one.store.reader() as reader:
                if found := reader.get(NoteParagraph, self.dice.choice(self.paragraphs)):
                    return one, found
        return one, None

    def _save(self, one: Device, item: Record, base: Record | None) -> None:
        with one.store.unit_of_work() as work:
            work.save(item, base)

    def _write(
        self, one: Device, base: NoteParagraph, after: Callable[[str], NoteParagraph]
    ) -> None:
        """Save `after` of a new word, made on `base`."""
        word = next(self.fresh)
        item = after(word)
        self._save(one, item, base)
        self._note(one, base, item, word)

    def _note(self, one: Device, base: NoteParagraph, item: NoteParagraph, word: str) -> None:
        with reading(one.store._engine) as connection:
            row = fetch(connection, type_of(item), str(item.id))
        if row is not None and row.withdrawn:
            self.known_gone.add((item.id, word))  # written on what was withdrawn
        replaced = (words(base.text) - words(item.text)) | (words(base.source) - words(item.source))
        self.made.append(Edit(word, one.number, base.case_id, base.id, replaced, self.now))
