"""Workers with laptops, the cases they share, and one thing after another that happens to them."""

import json
import random
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch
from uuid import UUID

from mvs_central import directory, members
from mvs_central.case_store import OpenCase
from mvs_central.central import Caller, Central
from mvs_central.database import Database
from mvs_central.newcomers import Newcomer, admit
from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.errors import LeaseClosed, LeaseLimited
from mvs_desktop.domain.records import Compartment
from mvs_desktop.storage.backups import BackupFolder, Files
from mvs_desktop.storage.replica_types import Enrolment
from mvs_desktop.storage.store import Store
from mvs_desktop.storage.unit_of_work import Author
from mvs_desktop.sync.ahead import when_wanted
from mvs_desktop.sync.engine import SyncEngine
<<<<<<< HEAD
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.report import SyncReport
from tests.simulation.answers import Answers
from tests.simulation.mishaps import Mishaps
from tests.simulation.network import Late, Network
from tests.simulation.parts import START, Act, Device, Edit, Form
from tests.simulation.people import People
from tests.simulation.restores import Restores
=======
from mvs_desktop.sync.protocol import FeedPage, Op, Outcome, PushReply, PushRequest
from mvs_desktop.sync.report import SyncReport
from tests.simulation.network import Late, Network, ServiceDown, check_enrolled
from tests.simulation.restores import Restores, device_values
from tests.support.said import words
from tests.support.twice import Whole, taken_in_twice
>>>>>>> main
from tests.sync.aheads import at_once
from tests.sync.direct_central import TEAM
from tests.sync.laptop import KEY

USERS, DEVICES_EACH = 4, 2
LAST_WORDS = 0.3  # of the times that access ends: something is written at that very moment
ALL = tuple(Compartment)


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
        self.folder = folder
        self.now = START
        self._blank_store = blank_store
        self.central_path = folder / "central.db"
        shutil.copyfile(blank_service, self.central_path)
        self._seeded = patch("secrets.token_bytes", self.dice.randbytes)
        self._seeded.start()
        self.central = self._open_central()

        self.late: list[Late] = []
        self.counts: dict[str, int] = {}
        self.fresh = (f"woord{number}" for number in count())
        self.cases: list[UUID] = []
        self.places: dict[UUID, tuple[UUID, str]] = {}  # record with words in it → its scope
        self.paragraphs: list[UUID] = []
        self.notes: dict[UUID, UUID] = {}  # note → case
        self.forms: list[Form] = []
        self.made: list[Edit] = []
        self.typed: dict[str, UUID] = {}  # words of drafts, which never leave their laptop → record

        self.answers = Answers()
        # Conflicts that somebody chose in: of which value, and on which laptop.
        self.settled: dict[UUID, tuple[str, int]] = {}
        self.gone: set[tuple[UUID, str]] = set()  # words that nobody has since a restore
        self.signed: dict[UUID, object] = {}  # notes as they were signed
        self.taken_back: set[UUID] = set()  # records that somebody restored
        self.known_gone: set[tuple[UUID, str]] = set()  # words that somebody knowingly withdrew
        self.former: list[Caller] = []  # devices that laptops were before
        self.resynced = False
        self.tombstones: set[UUID] = set()  # records that were seen withdrawn on the service
        self.left: dict[tuple[int, UUID], datetime] = {}  # device, case → when access ended
        self.deliveries: list[tuple[int, UUID, str]] = []
        self.numbers: dict[tuple[UUID, int], tuple[object, ...]] = {}  # case, seq → the change
        self.done: dict[str, int] = {}
<<<<<<< HEAD

        self.people = People(self)
=======
        self.whole = Whole()
>>>>>>> main
        self.restores = Restores(self)
        self.mishaps = Mishaps(self)
        self._acts = _chosen(
            [*self.people.acts(), *self.mishaps.acts(), *self.restores.acts()], more_of, without
        )
        self.workers = [self._worker(f"Werker {user}") for user in range(users)]
        self.devices = [
            self._device(number, number // DEVICES_EACH) for number in range(users * DEVICES_EACH)
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
            self.people.begin_case(lead)
            for _ in range(2):
                self.people.begin_paragraph(lead, self.cases[-1])
            self.sync(lead, well=True)
            for worker in self.dice.sample(self.workers, len(self.workers) - 1):
                membership = members.Membership(
                    CaseRole.DEPUTY, tuple(c.value for c in ALL), self.now.date()
                )
                members.grant(self.central, self.cases[-1], worker, membership)
        for one in self.devices:
            self.sync(one, well=True)

    def step(self) -> str:
        """Something happens, at another moment; gives what."""
        self.now += timedelta(seconds=1)
        name, act = self.dice.choices(
            [(name, act) for name, act, _ in self._acts],
            weights=[weight for *_, weight in self._acts],
        )[0]
        with suppress(LeaseClosed, LeaseLimited):  # a laptop that has to synchronise first
            act()
        self.done[name] = self.done.get(name, 0) + 1
        return name

    # The service

    def _open_central(self) -> Central:
        return Central(Database(str(self.central_path)), lambda: self.now, self.dice.randbytes)

    def reopen_central(self) -> None:
        self.central = self._open_central()

    def is_known(self, case_id: UUID) -> bool:
        with self.central.database.read() as connection:
            return OpenCase(connection, case_id).exists

<<<<<<< HEAD
    # Laptops

    def any_device(self) -> Device:
        return self.dice.choice(self.devices)
=======
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
>>>>>>> main

    def a_case(self) -> UUID | None:
        return self.dice.choice(self.cases) if self.cases else None

<<<<<<< HEAD
    def holds(self, one: Device, case_id: UUID) -> bool:
=======
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
>>>>>>> main
        with one.store.reader() as reader:
            return reader.get(CaseFile, case_id) is not None

    def sync(self, one: Device, *, well: bool = False) -> SyncReport:
        """One sync of a device; `well`: nothing happens to its messages."""
        usual, one.network.bad_share = one.network.bad_share, 0.0 if well else one.network.bad_share
        try:
            report = self.engine(one).run()
        finally:
            one.network.bad_share = usual
        self.resynced |= bool(report.resynced)
        return report

    def engine(self, one: Device, replica: Any = None) -> SyncEngine:
        """Every other laptop asks for the next thing before it has taken in the last."""
        ahead = at_once if one.number % 2 else when_wanted
        return SyncEngine(replica or one.store.replica, one.network, ahead=ahead)

    def reopen(self, one: Device) -> None:
        """Nothing but the files is left of it, and the program starts again."""
        one.store.close()
        one.store = self._open_store(one.files, one.number)
        self.forms = [form for form in self.forms if form.device != one.number]

    def enrol(self, one: Device) -> None:
        """Make the store of a laptop another device of its worker, which the service knows; the
        one that it was is none any more."""
        former = one.network.caller
        one.network.caller = self._admitted(former.worker_id, former.device_id)
        self.former.append(former)
        enrolment = one.store.replica.enrolment()
        assert enrolment is not None
        one.store.identity.re_enrolled(
            Enrolment(
                one.network.caller.device_id, enrolment.worker_id, enrolment.worker_name,
                "", "", "", "", "", "",
            )
        )  # fmt: skip
        one.store.author = self._author(one.network.caller, one.user)

    def new_id(self) -> UUID:
        return UUID(bytes=self.dice.randbytes(16), version=4)

    # How it is made

    def _worker(self, name: str) -> UUID:
        return directory.add_worker(
            self.central, directory.NewWorker(name, "Wijkteam", "gezinscoach", TEAM)
        )

    def _device(self, number: int, user: int) -> Device:
        caller = self._admitted(self.workers[user], None)
        files = Files(self.folder / f"laptop {number}")
        files.folder.mkdir()
        shutil.copyfile(self._blank_store, files.store)
        files.keys.write_bytes(b"")  # whoever opens it here has the key
        network = Network(lambda: self.central, caller, self.dice, self.late, counts=self.counts)
        network.answered = self.answers.note
        network.delivered = lambda page: self.deliveries.extend(
            (user, UUID(item.case_id), item.compartment) for item in page.records
        )
        backups = BackupFolder(self.folder / f"backups {number}", lambda: self.now, margin=0)
        store = self._open_store(files, number)
        store.replica.save_enrolment(
            Enrolment(caller.device_id, caller.worker_id, f"w{user}", "", "", "", "", "", ""),
            self.central.epoch(),
        )
        store.author = self._author(caller, user)
        return Device(number, user, files, backups, network, store)

    def _admitted(self, worker_id: UUID, replaces: UUID | None) -> Caller:
        id_ = self.new_id()
        newcomer = Newcomer(id_, _PUBLIC_KEY, id_.hex, "laptop", replaces, None, None)
        with self.central.database.write() as connection:
            admit(connection, newcomer, worker_id, self.now, "")
        return Caller(worker_id, id_)

    def _author(self, caller: Caller, user: int) -> Author:
        return Author(str(caller.worker_id), f"w{user}", str(caller.device_id))

    def _open_store(self, files: Files, number: int) -> Store:
        store = Store.open(files.store, KEY, lambda: self._clock_of(number))
        drop = store.replica.drop_scope

        def dropped(case_id: UUID, compartment: str) -> None:
            self.left[number, case_id] = self.now
            if self.dice.random() < LAST_WORDS:
                self.people.write_on(self.devices[number])
            drop(case_id, compartment)

        store.replica.drop_scope = dropped  # type: ignore[method-assign]
        return store

    def _clock_of(self, number: int) -> datetime:
        """The clock of a laptop, once there is one."""
        known = getattr(self, "devices", [])
        return self.now + (known[number].ahead if number < len(known) else timedelta())


# No proof is asked for here; the key only has to be one.
_PUBLIC_KEY = json.dumps(DeviceKey.generate().public_jwk())


def _chosen(acts: list[Act], more_of: tuple[str, ...], without: tuple[str, ...]) -> list[Act]:
    unknown = {*more_of, *without} - {name for name, *_ in acts}
    if unknown:
        raise ValueError(f"no such acts: {sorted(unknown)}")
    return [
        (name, act, 10 * weight if name in more_of else weight)
        for name, act, weight in acts
        if name not in without
    ]
