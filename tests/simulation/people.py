"""What people do on their laptops, and what they are given to do it on."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from mvs_central.access import members
from mvs_central.base.central import Refused
from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole
from mvs_desktop.domain.conflicts import Choice, Conflict, ConflictState
from mvs_desktop.domain.contacts import Note, NoteParagraph
from mvs_desktop.domain.errors import LeaseClosed, LeaseLimited, RecordMissing
from mvs_desktop.domain.records import Compartment, Record, type_of
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.rows import fetch
from tests.simulation import losses
from tests.simulation.network import check_enrolled
from tests.simulation.parts import Act, Device, Edit, Form
from tests.support.said import words

if TYPE_CHECKING:
    from tests.simulation.world import World

MOST_CASES, MOST_PARAGRAPHS, MOST_NOTES, MOST_FORMS = 4, 8, 6, 12
ALL = tuple(Compartment)


class People:
    """The acts of the workers of a world."""

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
        "leave_half_a_word": 1,
        "search_for_something": 2,
        "promote_yourself": 0.5,
        "ask_as_who_one_was": 0.5,
        "let_in": 4,
        "keep_out": 1,
        "keep_out_by_mistake": 1,
        "start_a_case_and_lose_it": 0.5,
    }

    def __init__(self, world: "World") -> None:
        self._world = world
        self._unfinished = (f"half{number}" for number in count())

    def acts(self) -> list[Act]:
        return [(name, getattr(self, name), weight) for name, weight in self.ACTS.items()]

    # Writing

    def start_a_case(self) -> None:
        if len(self._world.cases) < MOST_CASES:
            self.begin_case(self._world.any_device())

    def begin_case(self, one: Device) -> None:
        case_id = one.store.new_id()
        _save(one, CaseFile(id=case_id, case_id=case_id, name="Familie"), None)
        self._world.cases.append(case_id)
        self._world.together.begin_child(one, case_id)

    def start_a_case_and_lose_it(self) -> None:
        """Between the answer that it was taken and the first reading of it."""
        world = self._world
        if len(world.cases) == MOST_CASES:
            return
        one = world.any_device()
        if world.sync(one, well=True).complete:
            self.begin_case(one)
            with one.network.breaking_at(2):
                world.sync(one, well=True)
            with suppress(members.UnknownCase):
                self.keep_out_of(world.cases[-1], world.workers[one.user])

    def write_a_paragraph(self) -> None:
        one, case_id = self._world.somebody_with_a_case()
        if case_id is not None:
            self.begin_paragraph(one, case_id)

    def begin_paragraph(self, one: Device, case_id: UUID, where: str = "") -> None:
        world = self._world
        place = Compartment(where or world.a_place(one, case_id))
        of_case = [note_id for note_id, case in world.notes.items() if case == case_id]
        if len(world.notes) < MOST_NOTES or not of_case:
            note = Note(id=one.store.new_id(), case_id=case_id, compartment=place)
            _save(one, note, None)
            world.notes[note.id] = case_id
            of_case.append(note.id)
        if len(world.paragraphs) < MOST_PARAGRAPHS:
            item = NoteParagraph(
                id=one.store.new_id(),
                case_id=case_id,
                note_id=world.dice.choice(of_case),
                compartment=place,
            )
            word = next(world.fresh)
            _save(one, replace(item, text=word), None)
            world.paragraphs.append(item.id)
            world.places[item.id] = (case_id, place.value)
            self._note(one, item, frozenset(), word)

    def add_a_line(self) -> None:
        """Long text: the lines of both stay, or they conflict."""
        one, base = self._paragraph()
        if base:
            pattern = self._world.dice.choice(["{word}\n\n{text}", "{text}\n\n{word}"])
            self._write(
                one, base, lambda w: replace(base, text=pattern.format(word=w, text=base.text))
            )

    def set_the_source(self) -> None:
        """A plain value: one of two stands, the other is a conflict."""
        self._set_the_source(*self._paragraph())

    def _set_the_source(self, one: Device, base: NoteParagraph | None) -> None:
        if base:
            self._write(one, base, lambda word: replace(base, source=word))

    def write_on(self, one: Device) -> UUID | None:
        """Something, on this laptop, unless it is closed; gives in what."""
        with suppress(LeaseClosed, LeaseLimited):
            base = self._paragraph_on(one)
            self._set_the_source(one, base)
            return base.id if base else None
        return None

    def write_in(self, one: Device, case_id: UUID, where: str = "") -> None:
        """Something in each paragraph of a case, or of one compartment of it."""
        with one.store.reader() as reader:
            found = reader.select(NoteParagraph, case_id=case_id)
        for item in found:
            if where in ("", item.compartment.value):
                self._set_the_source(one, item)

    def write_the_same(self) -> tuple[Device, Device] | None:
        """In one paragraph, on two laptops; None when none of those tried is on two."""
        world = self._world
        for id_ in world.dice.sample(world.paragraphs, min(3, len(world.paragraphs))):
            found = [(one, item) for one in world.devices if (item := _paragraph(one, id_))]
            if len(found) > 1:
                (one, its), (other, others) = world.dice.sample(found, 2)
                self._set_the_source(one, its)
                self._set_the_source(other, others)
                return one, other
        return None

    def name_somebody(self) -> None:
        """A set: merges per element."""
        one, base = self._paragraph()
        if base:
            person = one.store.new_id()
            _save(one, replace(base, about_ids=base.about_ids | {person}), base)
            self._note(one, base, frozenset(), str(person))

    def open_a_form(self) -> None:
        one, base = self._paragraph()
        if base and len(self._world.forms) < MOST_FORMS:
            self._world.forms.append(Form(one.number, base))

    def save_a_form(self) -> None:
        """What came in since the form was opened must not be written over."""
        world = self._world
        if world.forms:
            opened = world.forms.pop(world.dice.randrange(len(world.forms)))
            with suppress(RecordMissing):
                self._set_the_source(world.devices[opened.device], opened.base)

    def withdraw_or_restore(self) -> None:
        world = self._world
        one, item = self._paragraph()
        if item and world.dice.random() < 0.5:
            self.withdraw(one, item.id)
        elif item:
            with one.store.unit_of_work() as work:
                work.restore(item)
            world.taken_back.add(item.id)

    def withdraw(self, one: Device, id_: UUID) -> None:
        """A paragraph, if it is on this laptop."""
        if item := _paragraph(one, id_):
            with one.store.unit_of_work() as work:
                work.withdraw(item)
            self.note_withdrawn(one, item)

    def note_withdrawn(self, one: Device, item: Record) -> None:
        """Of a paragraph is known what of it was seen where it was withdrawn."""
        if isinstance(item, NoteParagraph):
            self._world.known_gone |= {(item.id, word) for word in losses.ever_on(one, item)}

    def settle_a_conflict(self) -> None:
        world = self._world
        one = world.any_device()
        with one.store.reader() as reader:
            found = reader.select(Conflict, state=ConflictState.OPEN)
        if found:
            conflict = world.dice.choice(found)
            choice = world.dice.choice(list(Choice))
            settled = replace(conflict, state=ConflictState.SETTLED, choice=choice, settled_by="w")
            _save(one, settled, conflict)
            world.settled[conflict.id] = (conflict.other_op_id, one.number)

    def sign_a_note(self) -> None:
        world = self._world
        one = world.any_device()
        if not world.notes:
            return
        self.sign(one, world.dice.choice(list(world.notes)))

    def sign(self, one: Device, id_: UUID) -> None:
        """A note, if it is on this laptop."""
        with one.store.reader() as reader:
            note = reader.get(Note, id_)
        if note and not note.signed:
            signed = replace(note, signed_at=self._world.now, signed_by="w", signed_text="tekst")
            _save(one, signed, note)

    def write_two_at_once(self) -> None:
        """Two records in one group: both or neither."""
        one, first = self._paragraph()
        if first is None:
            return
        with one.store.reader() as reader:
            others = reader.select(NoteParagraph, case_id=first.case_id)
        made: list[tuple[NoteParagraph, NoteParagraph, str]] = []
        with one.store.unit_of_work() as work:
            for base in (first, *(item for item in others if item.id != first.id))[:2]:
                word = next(self._world.fresh)
                item = replace(base, source=word)
                work.save(item, base)
                made.append((base, item, word))
        for base, item, word in made:
            self._written(one, base, item, word)

    def leave_half_a_word(self) -> None:
        """What cannot be read as a value yet stays on the laptop, and goes when access does."""
        one, base = self._paragraph()
        if base:
            word = next(self._unfinished)
            with one.store.unit_of_work() as work:
                work.keep_draft(base.case_id, base.id, "source", word)
            self._world.typed[word] = base.id

    def search_for_something(self) -> None:
        """Which brings the index up to date with what was saved here."""
        world = self._world
        one = world.any_device()
        if world.made:
            one.store.search(world.dice.choice(world.made).word)

    # Who works on what

    def promote_yourself(self) -> None:
        """In one group with something that stands or falls with it; and what is made on that."""
        world = self._world
        one = world.any_device()
        with one.store.reader() as reader:
            mine = reader.select(CaseMember, worker_id=world.workers[one.user])
            less = [item for item in mine if item.compartments != frozenset(ALL)]
            if not mine:
                return
            member = world.dice.choice(less or mine)
            items = reader.select(NoteParagraph, case_id=member.case_id)
        more = replace(member, compartments=frozenset(ALL), ends_on=None)
        if not items:
            _save(one, more, member)
            return
        base, word = world.dice.choice(items), next(world.fresh)
        item = replace(base, source=word)
        with one.store.unit_of_work() as work:
            work.save(item, base)
            work.save(more, member)
        self._written(one, base, item, word)
        self._set_the_source(one, item)

    def ask_as_who_one_was(self) -> None:
        """A stolen copy, of which the laptop was enrolled anew."""
        for caller in self._world.former:
            self._world.looked["devices whose access was ended"] += 1
            with suppress(Refused):
                check_enrolled(self._world.central, caller)
                self._world.answers.wrong.append("a device was served whose access was ended")

    def let_in(self) -> None:
        world = self._world
        case_id = world.a_case()
        if case_id is None or not world.is_known(case_id):
            return
        dice = world.dice
        some = {Compartment.BASIS} if dice.random() < 0.5 else set()  # it always should
        some |= set(dice.sample(ALL, dice.randint(1, len(ALL))))
        role = dice.choice([CaseRole.INVOLVED] * 3 + [CaseRole.DEPUTY, CaseRole.READER])
        first = world.now.date() + timedelta(days=dice.choice([0, 0, 0, 0, 0, 1, 3]))
        last = dice.choice([None, None, None, None, first + timedelta(days=dice.randint(0, 9))])
        membership = members.Membership(role, tuple(sorted(c.value for c in some)), first, last)
        whom = dice.choice(world.workers)
        if not world.together.leads(whom, case_id) or dice.random() < 0.1:
            members.grant(world.central, case_id, whom, membership)

    def keep_out(self) -> None:
        world = self._world
        case_id = world.a_case()
        if case_id is not None and world.is_known(case_id):
            self.keep_out_of(case_id, world.dice.choice(world.workers))

    def keep_out_by_mistake(self) -> None:
        """For a moment, in which he writes and is not allowed to; he may not have heard."""
        world = self._world
        one, base = self._paragraph()
        if base is None or not world.is_known(base.case_id):
            return
        worker = world.workers[one.user]
        self.keep_out_of(base.case_id, worker)
        self._set_the_source(one, base)
        world.sync(one)
        self.let_in_to_all(base.case_id, worker)

    def let_in_to_all(self, case_id: UUID, worker: UUID) -> None:
        day = self._world.now.date()
        membership = members.Membership(CaseRole.DEPUTY, tuple(c.value for c in ALL), day)
        members.grant(self._world.central, case_id, worker, membership)

    def keep_out_of(self, case_id: UUID, worker: UUID) -> None:
        """Raises UnknownCase."""
        self._world.now += timedelta(seconds=1)  # what was done just before was done with access
        with suppress(members.NoGrant):
            members.revoke(self._world.central, case_id, worker)

    # How

    def _paragraph(self) -> tuple[Device, NoteParagraph | None]:
        """A paragraph as it is on some device; None when it is on none of those tried."""
        world = self._world
        one = world.any_device()
        for one in world.dice.sample(world.devices, 4) if world.paragraphs else ():
            if found := self._paragraph_on(one):
                return one, found
        return one, None

    def _paragraph_on(self, one: Device) -> NoteParagraph | None:
        if not self._world.paragraphs:
            return None
        return _paragraph(one, self._world.dice.choice(self._world.paragraphs))

    def _write(
        self, one: Device, base: NoteParagraph, after: Callable[[str], NoteParagraph]
    ) -> None:
        """Save `after` of a new word, made on `base`."""
        word = next(self._world.fresh)
        item = after(word)
        _save(one, item, base)
        self._written(one, base, item, word)

    def _written(self, one: Device, base: NoteParagraph, item: NoteParagraph, word: str) -> None:
        self.note_written(one, item, [word])
        replaced = (words(base.text) - words(item.text)) | (words(base.source) - words(item.source))
        self._note(one, base, replaced, word)

    def note_written(self, one: Device, item: NoteParagraph, new: Iterable[str]) -> None:
        """Who writes on what was withdrawn knows that it was."""
        with reading(one.store._engine) as connection:
            row = fetch(connection, type_of(item), str(item.id))
        if row is not None and row.withdrawn:
            self._world.known_gone |= {(item.id, word) for word in new}

    def _note(self, one: Device, base: NoteParagraph, replaced: frozenset[str], word: str) -> None:
        self._world.whose[word] = base.id
        self._world.made.append(
            Edit(word, one.number, base.case_id, base.id, replaced, self._world.now)
        )


def _paragraph(one: Device, id_: UUID) -> NoteParagraph | None:
    with one.store.reader() as reader:
        return reader.get(NoteParagraph, id_)


def _save(one: Device, item: Record, base: Record | None) -> None:
    with one.store.unit_of_work() as work:
        work.save(item, base)
