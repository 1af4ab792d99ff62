"""Files that people put in a case, and what happens to them on their way."""

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from mvs_central.sync import contents
from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.records import Compartment
from mvs_desktop.sync.protocol import ContentRequest
from tests.simulation.mishaps import Crash
from tests.simulation.parts import Act, Attached, Device

if TYPE_CHECKING:
    from tests.simulation.world import World

CHUNK = 64  # bytes, in a simulation
MOST_FILES = 24
_SIZES = (0, 7, CHUNK, CHUNK + 1, 3 * CHUNK, 4 * CHUNK + 9)


class Attaching:
    """The acts with attachments."""

    ACTS: ClassVar[dict[str, float]] = {
        "attach_a_file": 5,
        "attach_and_synchronise": 3,
        "die_between_chunks": 3,
        "die_before_it_is_attached": 0.5,
        "ask_for_what_others_attached": 1,
        "sweep_what_nothing_names": 0.5,
        "fetch_anew": 1,
    }

    def __init__(self, world: "World") -> None:
        self._world = world

    def acts(self) -> list[Act]:
        return [(name, getattr(self, name), weight) for name, weight in self.ACTS.items()]

    def attach_a_file(self) -> None:
        self._attach()

    def attach_and_synchronise(self) -> None:
        if (number := self._attach()) is not None:
            self._world.sync(self._world.devices[number])

    def die_between_chunks(self) -> None:
        """The program is killed at a message, of chunks mostly; what was sent is sent on later."""
        world = self._world
        number = self._attach()
        if number is None:
            return
        one = world.devices[number]

        def die() -> None:
            raise Crash

        with one.network.doing(die, world.dice.randint(3, 9)), suppress(Crash):
            world.sync(one, well=world.dice.random() < 0.5)
            return
        world.reopen(one)

    def die_before_it_is_attached(self) -> None:
        """Its content is in files that nothing names."""
        if (number := self._attach(unfinished=True)) is not None:
            self._world.reopen(self._world.devices[number])

    def ask_for_what_others_attached(self) -> None:
        """Whoever knows its number."""
        self.ask_for_one_of(self._world.any_device())

    def ask_for_one_of(self, one: Device, case_id: UUID | None = None) -> None:
        """Of a case, or of any."""
        found = [it for it in self._world.attached.values() if case_id in (None, it.case_id)]
        if found:
            item = self._world.dice.choice(found)
            request = ContentRequest(str(item.case_id), item.compartment, str(item.id), 0)
            with suppress(ExpectedError):
                one.network.get(request)

    def sweep_what_nothing_names(self) -> None:
        contents.sweep(self._world.central)

    def fetch_anew(self) -> None:
        """What is damaged on a laptop, if it is not there alone."""
        world = self._world
        if world.attached:
            one, id_ = world.any_device(), world.dice.choice(list(world.attached))
            if one.store.contents.fetch_anew(id_):
                world.damaged.add(id_)  # should the service lose it now

    def _attach(self, *, unfinished: bool = False) -> int | None:
        """Put a file in a case of some laptop; gives its number."""
        world = self._world
        one, case_id = world.somebody_with_a_case()
        if case_id is None or len(world.attached) >= MOST_FILES:
            return None
        self.attach(one, case_id, world.a_place(one, case_id), unfinished=unfinished)
        return one.number

    def attach(self, one: Device, case_id: UUID, place: str, *, unfinished: bool = False) -> None:
        """As the program does; `unfinished`: until its content is in files, and no further."""
        world = self._world
        content = world.dice.randbytes(world.dice.choice(_SIZES))
        item = Attachment(
            id=one.store.new_id(),
            case_id=case_id,
            compartment=Compartment(place),
            size=len(content),
            sha256=sha256(content).hexdigest(),
        )
        written = one.store.attachments.write(item, content, world.dice.randbytes(9))
        assert written is not None
        if not unfinished:
            try:
                with one.store.unit_of_work() as work:
                    work.attach(item, written)
            except ExpectedError:  # a laptop that has to synchronise first
                one.store.attachments.remove(chunk.file for chunk in written.chunks)
                raise
            world.attached[item.id] = Attached(
                item.id, one.number, case_id, place, content, world.now
            )
