"""Workers with laptops, the cases they share, and one thing after another that happens to them."""

import json
import random
import shutil
from collections import Counter
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Any, Self, cast
from unittest.mock import patch
from uuid import UUID

from mvs_central.access import directory, members
from mvs_central.base.bulk import Writing
from mvs_central.base.central import Caller, Central
from mvs_central.base.database import Database
from mvs_central.cases.store import OpenCase
from mvs_central.devices.newcomers import Newcomer, admit
from mvs_desktop.domain import attachments
from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.services.kept_apart import as_another
from mvs_desktop.storage import store as store_module
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.copies.backups import BackupFolder, Files
from mvs_desktop.storage.exchange import contents as stored
from mvs_desktop.storage.exchange.contents import Contents
from mvs_desktop.storage.exchange.replica import Replica
from mvs_desktop.storage.keys.lease import LeaseKeeper
from mvs_desktop.storage.records.unit_of_work import Author
from mvs_desktop.storage.store import Store
from mvs_desktop.sync.ahead import when_wanted
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.protocol import PushRequest
from mvs_desktop.sync.protocol.team import ApartRequest, Command, WaitingRequest
from mvs_desktop.sync.report import SyncReport
from tests.simulation.acts import Acts
from tests.simulation.answers import Answers
from tests.simulation.apart import Apart
from tests.simulation.attaching import CHUNK, Attaching
from tests.simulation.blank import Blank
from tests.simulation.commands import Commands
from tests.simulation.exchanged import Exchanged, look_after_sync
from tests.simulation.granted import Granted
from tests.simulation.in_stores import Stores
from tests.simulation.mishaps import Killable, Mishaps
from tests.simulation.network import (
    CHUNKS,
    GOOD,
    Handle,
    Messages,
    Network,
    Request,
    check_enrolled,
)
from tests.simulation.parts import START, Attached, Device, Edit, Form, Seen, paces
from tests.simulation.people import People
from tests.simulation.restores import Restores
from tests.simulation.together import Together
from tests.simulation.turns import Turns
from tests.support.twice import Whole, taken_in_twice
from tests.sync.aheads import at_once
from tests.sync.direct_central import TEAM
from tests.sync.laptop import KEY

USERS, DEVICES_EACH = 4, 2
LAST_WORDS = 0.3  # of the times that access ends: something is written at that very moment
ALL = tuple(Compartment)
Scope = tuple[UUID, str]  # a case, and a compartment of it


class World:
    """One run. Use it in a `with` block."""

    def __init__(
        self,
        folder: Path,
        blank: Blank,
        seed: int,
        users: int = USERS,
        more_of: tuple[str, ...] = (),
        without: tuple[str, ...] = (),
    ) -> None:
        """`users` with two laptops each; `more_of` are acts that happen ten times as often."""
        self.dice = random.Random(seed)
        self.folder = folder
        self.now = START
        self._blank_store, blank_service = blank
        self.central_path = folder / "central.db"
        shutil.copyfile(blank_service, self.central_path)
        self._patched = self._patches()
        self.answers = Answers()
        self.turns = Turns(self.answers.wrong.append)
        self.central = self._open_central()

        self.late: list[Request] = []
        self.messages: Messages = Counter()
        self._said = blake2b(digest_size=5)
        self.fresh = (f"woord{number}" for number in count())
        self.cases: list[UUID] = []
        self.places: dict[UUID, tuple[UUID, str]] = {}  # record with words in it → its scope
        self.paragraphs: list[UUID] = []
        self.notes: dict[UUID, UUID] = {}  # note → case
        self.forms: list[Form] = []
        self.made: list[Edit] = []
        self.whose: dict[str, UUID] = {}  # word → the record that it was written in
        self.typed: dict[str, UUID] = {}  # words of drafts, which never leave their laptop → record
        self.attached: dict[UUID, Attached] = {}

        self.granted = Granted(self)
        self.exchanged = Exchanged(self)
        self.stores = Stores(self)
        self.looked: Counter[str] = Counter()  # how much there was for an invariant to hold of
        self.commands = Commands(self)
        # Conflicts that somebody chose in: of which value, and on which laptop.
        self.settled: dict[UUID, tuple[str, int]] = {}
        self.gone: set[tuple[UUID, str]] = set()  # words that nobody has since a restore
        self.gone_contents: set[UUID] = set()  # of attachments, the same
        self.damaged: set[UUID] = set()  # attachments that some laptop let go of
        self.seen = Seen()
        self.taken_back: set[UUID] = set()  # records that somebody restored
        self.known_gone: set[tuple[UUID, str]] = set()  # words that somebody knowingly withdrew
        self.former: list[Caller] = []  # devices that laptops were before
        self.left: dict[tuple[int, UUID], datetime] = {}  # device, case → when access ended

        self.whole = Whole()
        self.people = People(self)
        self.attaching = Attaching(self)
        self.together = Together(self)
        self.apart = Apart(self)
        self.restores = Restores(self)
        self.mishaps = Mishaps(self)
        people = (self.people, self.attaching, self.together, self.apart)
        acts = [act for some in (*people, self.mishaps, self.restores) for act in some.acts()]
        self.acts = Acts(self, acts, more_of, without)
        self.workers = [self._worker(f"Werker {user}") for user in range(users)]
        self.devices = [
            self._device(number, number // DEVICES_EACH) for number in range(users * DEVICES_EACH)
        ]

    def _patches(self) -> ExitStack:
        """What of the program is otherwise in a world; the dice and its time decide everything."""
        patched = ExitStack()
        patched.enter_context(patch("secrets.token_bytes", self.dice.randbytes))
        # What the computer counts when a clock is set to something else.
        keeper = partial(LeaseKeeper, ticks=self._monotonic)
        patched.enter_context(patch.object(store_module, "LeaseKeeper", keeper))
        patched.enter_context(patch.object(attachments, "CHUNK", CHUNK))
        # A full disk is a story of its own.
        patched.enter_context(patch.object(stored, "_ROOM_LEFT", 0))
        return patched

    def __enter__(self) -> Self:
        self._patched.enter_context(taken_in_twice(self.whole))
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.devices:
            one.store.close()
        self.central.database.close()
        self._patched.close()

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
        return self.acts.do_one()

    def happened(self) -> Counter[str]:
        """How often what is worth telling did."""
        chunks = {
            "chunks in trouble": sum(
                number
                for (kind, trouble), number in self.messages.items()
                if kind in CHUNKS and trouble != GOOD
            ),
            "chunks given": self.answers.chunks,
            "operations that came again": self.answers.again,
        }
        return Counter({"contents": len(self.attached)} | chunks) + self.commands.done

    def said(self) -> str:
        """Another one after whatever went over the lines."""
        return self._said.hexdigest()

    def fingerprint(self) -> str:
        """The same after the same seed, in every process: of all that went over the lines, in its
        order, and of how often the dice were thrown."""
        found = self._said.copy()
        found.update(repr(self.dice.getstate()).encode())
        return found.hexdigest()

    # The service

    def _open_central(self) -> Central:
        database = Database(str(self.central_path))
        self.turns.listen(database)
        return Central(database, lambda: self.now, self.dice.randbytes)

    def reopen_central(self) -> None:
        self.central = self._open_central()

    def serve(self, caller: Caller, handle: Handle, request: Any) -> Any:
        """As the service does; what it says is looked at, also when that never arrives.

        Raises Refused, ServiceDown.
        """
        check_enrolled(self.central, caller)
        handle = partial(self._answer, handle)
        if isinstance(request, Command):
            return self.commands.serve(caller, handle, request)
        if isinstance(request, ApartRequest | WaitingRequest):
            return self.apart.serve(caller, handle, request)
        return self.exchanged.serve(caller, handle, request)

    def _answer(self, handle: Handle, central: Central, caller: Caller, request: Any) -> Any:
        with self.turns.writing(so=isinstance(request, PushRequest | Command)):
            return handle(central, caller, request)

    def is_known(self, case_id: UUID) -> bool:
        with self.central.database.read() as connection:
            return OpenCase(Writing(connection), case_id).exists

    # Laptops

    def any_device(self) -> Device:
        return self.dice.choice(self.devices)

    def a_case(self) -> UUID | None:
        return self.dice.choice(self.cases) if self.cases else None

    def holds(self, one: Device, case_id: UUID) -> bool:
        with one.store.reader() as reader:
            return reader.get(CaseFile, case_id) is not None

    def somebody_with_a_case(self) -> tuple[Device, UUID | None]:
        """A case, and a laptop that it is on; without one when it is on none."""
        case_id = self.a_case()
        devices = self.dice.sample(self.devices, len(self.devices))
        if case_id is not None:
            for one in devices:
                if self.holds(one, case_id):
                    return one, case_id
        return devices[0], None

    def a_place(self, one: Device, case_id: UUID) -> str:
        """A compartment of a case that is on a laptop."""
        held = [name for case, name in sorted(one.store.replica.scopes_held()) if case == case_id]
        # A case that was never sent has no scopes yet, and all of it is the writer's.
        return self.dice.choice(held or [part.value for part in ALL])

    def sync(self, one: Device, *, well: bool = False) -> SyncReport:
        """One sync of a device; `well`: nothing happens to its messages."""
        usual, one.network.bad_share = one.network.bad_share, 0.0 if well else one.network.bad_share
        try:
            report = self.engine(one).run()
            if report.complete:
                one.waiting = report.waiting
                self.together.contacted(one)
                look_after_sync(self, one)
                if not one.store.replica.pending_count():
                    self.restores.heard(one)
        finally:
            one.network.bad_share = usual
        self.seen.resynced |= bool(report.resynced)
        return report

    def engine(self, one: Device, killable: Killable | None = None) -> SyncEngine:
        """Every other laptop asks for the next thing before it has taken in the last."""
        self.stores.visits(one)
        ahead = at_once if one.number % 2 else when_wanted
        replica, travel = one.store.replica, one.travel
        if killable is not None:
            contents = cast(Contents, killable.part(one.store.contents))
            travel = self._travel(one.store, one.network, contents)
            replica = cast(Replica, killable.part(replica))
        return SyncEngine(replica, one.network, travel, ahead=ahead, paces=one.paces)

    def _travel(
        self, store: Store, network: Network, contents: Contents | None = None
    ) -> ContentTravel:
        """That of a program that was started just now."""
        another = partial(as_another, store)
        return ContentTravel(contents or store.contents, network, another, self._monotonic)

    def _monotonic(self) -> float:
        return self.now.timestamp()

    def forget_what_was_absent(self, one: Device) -> None:
        """As the next day: content that was not there is asked for again."""
        one.travel = self._travel(one.store, one.network)

    def reopen(self, one: Device) -> None:
        """Nothing but the files is left of it, and the program starts again."""
        one.store.close()
        one.store = self._open_store(one.files, one.number)
        one.waiting = None
        self.forget_what_was_absent(one)
        self.forms = [form for form in self.forms if form.device != one.number]

    def enrol(self, one: Device) -> None:
        """Make the store of a laptop another device of its worker, which the service knows; the
        one that it was is none any more."""
        former = one.network.caller
        one.network.caller = self._admitted(former.worker_id, former.device_id)
        self.former.append(former)
        self.exchanged.enrolled_anew(former, one.network.caller)
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
        network = Network(
            self.serve, caller, self.dice, self.late, self.messages, self._said.update
        )
        backups = BackupFolder(self.folder / f"backups {number}", lambda: self.now, margin=0)
        store = self._open_store(files, number)
        store.replica.save_enrolment(
            Enrolment(caller.device_id, caller.worker_id, f"w{user}", "", "", "", "", "", ""),
            self.central.epoch(),
        )
        store.author = self._author(caller, user)
        travel = self._travel(store, network)
        return Device(number, user, files, backups, network, store, paces(number), travel)

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

        def dropped(case_id: UUID, compartment: str) -> None:
            self.left[number, case_id] = self.now
            if self.dice.random() < LAST_WORDS:
                self.people.write_on(self.devices[number])
            drop(case_id, compartment)

        self.stores.watch(store.replica, number)
        drop = store.replica.drop_scope
        store.replica.drop_scope = dropped  # type: ignore[method-assign]
        return store

    def _clock_of(self, number: int) -> datetime:
        """The clock of a laptop, once there is one."""
        known = getattr(self, "devices", [])
        return self.now + (known[number].ahead if number < len(known) else timedelta())


# No proof is asked for here; the key only has to be one.
_PUBLIC_KEY = json.dumps(DeviceKey.generate().public_jwk())
