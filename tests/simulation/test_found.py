"""What the simulation found, each as a short story that ends as its seed did."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from mvs_central.access import members
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.contacts import Note
from tests.simulation.blank import Blank
from tests.simulation.invariants import check_history
from tests.simulation.parts import Device, paces
from tests.simulation.run import come_to_rest
from tests.simulation.together import team_of
from tests.simulation.world import World


@pytest.fixture
def world(tmp_path: Path, blank: Blank) -> Iterator[World]:
    with World(tmp_path, blank, seed=1, users=2) as it:
        it.begin()
        yield it


def put_back(world: World, one: Device) -> None:
    """The newest backup of a laptop, with what was written since carried over."""
    one.store.close()
    world.restores.restore(one, one.backups, one.backups.whole()[0].name)


def test_a_laptop_and_the_service_are_put_back_to_the_same_history(world: World) -> None:
    """The epoch that the backup knew was that of the service again: what was confirmed in the
    history between was not sent any more."""
    one = world.devices[0]
    world.restores.copy_the_service()
    one.backups.make(one.store._engine, one.files)
    world.people.write_in(one, world.cases[0])
    world.sync(one, well=True)
    world.mishaps.change_the_epoch()
    for each in world.devices:
        world.sync(each, well=True)
    put_back(world, one)
    world.restores.put_it_back_and_tell_nobody()
    come_to_rest(world)


def test_work_was_carried_over_on_a_family_that_the_backup_did_not_have(world: World) -> None:
    """It was set apart, for access had ended; and what it stood on stayed."""
    one, other = world.devices[0], world.devices[-1]
    one.backups.make(one.store._engine, one.files)
    world.people.begin_case(other)
    case_id = world.cases[-1]
    world.people.begin_paragraph(other, case_id)
    world.sync(other, well=True)
    world.people.let_in_to_all(case_id, world.workers[one.user])
    world.sync(one, well=True)
    world.people.write_in(one, case_id)
    world.people.keep_out_of(case_id, world.workers[one.user])
    put_back(world, one)
    come_to_rest(world)
    assert case_id not in {case for case, _ in one.store.replica.scopes_held()}


def test_two_laptops_of_one_copy_send_what_was_under_way_in_it(world: World) -> None:
    """The second one was told that it could not be taken."""
    one, other = world.devices[:2]
    world.people.write_in(one, world.cases[0])
    world.restores.go_on_with_a_copy(one, other)
    world.sync(one, well=True)
    world.sync(other, well=True)
    assert other.store.replica.set_apart_count() == 0
    come_to_rest(world)


@pytest.mark.parametrize("number", range(4))
def test_the_service_is_put_back_between_two_batches(world: World, number: int) -> None:
    """Over a line that never broke: the next one vouched for what was taken before the run, and
    the service took it. What came with the first one, in the same scope, was nowhere any more."""
    one, case_id = world.devices[number], world.cases[number // 2]
    for _ in range(2):
        world.people.begin_paragraph(one, case_id, "zorg")
    come_to_rest(world)
    one.paces = paces(number, little=True)
    world.restores.copy_the_service()
    world.people.write_in(one, case_id, "zorg")
    with one.network.doing(world.restores.put_the_last_copy_back_untold, 2):
        world.sync(one, well=True)
    come_to_rest(world)


def test_a_laptop_that_was_put_back_withdraws_what_it_wrote_after_the_backup(world: World) -> None:
    """It counted as its own, so that nobody was asked; and it had never been on the screen."""
    one = world.devices[0]
    one.backups.make(one.store._engine, one.files)
    written = world.people.write_on(one)
    assert written is not None
    world.sync(one, well=True)
    put_back(world, one)
    world.people.withdraw(one, written)
    come_to_rest(world)


def test_two_stores_of_one_worker_become_one(world: World) -> None:
    """Both had counted from one on: what had to get another number could not be taken."""
    one, other = world.devices[:2]
    world.people.write_in(other, world.cases[0])
    with other.network.breaking_at(2):  # after what it sent was taken
        world.sync(other, well=True)
    one.backups.make(one.store._engine, one.files)
    other.store.close()
    world.restores.restore(other, one.backups, one.backups.whole()[0].name)
    world.sync(other, well=True)
    assert other.store.replica.set_apart_count() == 0
    come_to_rest(world)


def test_content_is_carried_over_to_where_its_scope_has_another_key(world: World) -> None:
    """Access had ended and begun again since the backup: what was attached then could not be
    opened any more, and was nowhere else."""
    one, case_id, worker = world.devices[2], world.cases[0], world.workers[1]
    world.people.let_in_to_all(case_id, worker)
    world.sync(one, well=True)
    world.attaching.attach(one, case_id, "zorg")
    world.sync(one, well=True)
    one.backups.make(one.store._engine, one.files)
    world.people.keep_out_of(case_id, worker)
    world.sync(one, well=True)
    world.people.let_in_to_all(case_id, worker)
    world.sync(one, well=True)
    world.attaching.attach(one, case_id, "zorg")
    put_back(world, one)
    come_to_rest(world)
    _, last = world.attached
    assert last in one.store.attachments.thumbnails(case_id)


def test_content_that_was_fetched_anew_is_sent_again(world: World) -> None:
    """To a service that was put back: of what was attached on a laptop the record came again,
    and the content not, because it had been damaged there and was fetched since."""
    one = world.devices[0]
    world.restores.copy_the_service()
    world.attaching.attach(one, world.cases[0], "zorg")
    world.sync(one, well=True)
    assert one.store.contents.fetch_anew(next(iter(world.attached)))
    world.sync(one, well=True)
    world.restores.put_the_last_copy_back_untold()
    come_to_rest(world)


def test_content_that_was_sent_is_carried_over(world: World) -> None:
    """With the operation that was confirmed; the service may lose both."""
    one = world.devices[0]
    one.backups.make(one.store._engine, one.files)
    world.restores.copy_the_service()
    world.attaching.attach(one, world.cases[0], "zorg")
    world.sync(one, well=True)
    put_back(world, one)
    world.restores.put_the_last_copy_back_untold()
    come_to_rest(world)


def test_a_new_case_of_which_only_the_file_was_taken_leaves_whole(world: World) -> None:
    """Access to it ended before the rest was sent: what the service put apart of it, in parts of
    the case that were never read, stayed on the laptop with the key of its attachments."""
    one = world.devices[2]
    world.people.begin_case(one)
    case_id = world.cases[-1]
    one.paces = paces(one.number, little=True)
    with one.network.breaking_at(2):
        world.sync(one, well=True)
    world.attaching.attach(one, case_id, "veiligheid")
    world.people.begin_paragraph(one, case_id, "zorg")
    world.people.keep_out_of(case_id, world.workers[one.user])
    come_to_rest(world)


def test_who_wrote_without_access_takes_it_over_himself(world: World) -> None:
    """Access came again before his laptop let go of anything: what stood there alone counted as
    taken over, and was settled."""
    one, case_id = world.devices[2], world.cases[0]
    worker = world.workers[one.user]
    world.people.keep_out_of(case_id, worker)
    world.people.begin_paragraph(one, case_id, "zorg")
    with one.network.breaking_at(3):  # after its note and it were put apart
        world.sync(one, well=True)
    world.people.let_in_to_all(case_id, worker)
    one.network.bad_share = 0
    apart = team_of(world, one).apart(case_id)
    assert len(apart) == 2
    world.apart.take_over(one, apart)
    assert team_of(world, one).apart(case_id) == ()
    come_to_rest(world)
    assert one.store.replica.set_apart_count() == 2  # as the service said then


def test_what_was_shown_as_standing_is_not_any_more(world: World) -> None:
    """On the laptop that wrote it without access, and did not hear that it lies apart: it stood in
    the record when the list was shown, and there was nothing to save."""
    one, case_id = world.devices[2], world.cases[0]
    worker = world.workers[one.user]
    world.people.keep_out_of(case_id, worker)
    world.people.write_in(one, case_id, "basis")
    with patch.object(one.network, "_trouble", lambda **_: "answer lost"):
        world.sync(one)
    world.people.let_in_to_all(case_id, worker)
    one.network.bad_share = 0
    shown = team_of(world, one).apart(case_id)
    assert shown
    world.sync(one)
    world.apart.take_over(one, shown)
    anew = team_of(world, one).apart(case_id)
    assert len(anew) == len(shown)
    world.apart.take_over(one, anew)
    assert team_of(world, one).apart(case_id) == ()
    come_to_rest(world)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_stands_here_is_of_a_history_that_the_service_lost(
    world: World, *, withdrawn: bool
) -> None:
    """It had been read before the service was put back, and so there was nothing to save: it was
    settled, and nowhere. Its author, who had no access any more, had sent it again."""
    author, other = world.devices[2], world.devices[0]
    case_id, worker = world.cases[0], world.workers[author.user]
    world.people.let_in_to_all(case_id, worker)
    come_to_rest(world)
    world.restores.copy_the_service()
    if withdrawn:
        written = world.people.write_on(author)
        assert written is not None
        world.sync(author, well=True)
        world.people.withdraw(author, written)
    else:
        world.people.write_in(author, case_id, "basis")
    for one in (author, other):
        world.sync(one, well=True)
    world.restores.put_the_last_copy_back_untold()
    world.people.keep_out_of(case_id, worker)
    world.sync(author, well=True)
    other.network.bad_share = 0
    shown = team_of(world, other).apart(case_id)
    assert shown
    world.apart.take_over(other, shown)
    assert team_of(world, other).apart(case_id)  # it tells anew what stands
    while shown := team_of(world, other).apart(case_id):
        world.apart.take_over(other, shown)
    come_to_rest(world)


def test_an_older_text_stands_again_when_its_record_is_withdrawn_once_more(world: World) -> None:
    """By who never saw it: he saw what was knowingly written over it, in the history that was
    lost. That is no edit that nobody saw; it was said of one, once."""
    one, other = world.devices[0], world.devices[2]
    id_ = world.paragraphs[0]
    case_id, place = world.places[id_]
    world.people.let_in_to_all(case_id, world.workers[other.user])
    world.people.write_in(one, case_id, place)
    world.sync(one, well=True)
    world.restores.copy_the_service()
    world.people.write_in(one, case_id, place)
    world.sync(one, well=True)
    world.sync(other, well=True)
    world.people.withdraw(other, id_)
    world.sync(other, well=True)
    world.restores.put_the_service_back()
    world.sync(other, well=True)
    check_history(world)
    come_to_rest(world)


def test_half_a_word_goes_though_its_record_is_gone_already(world: World) -> None:
    """The service did not have the record any more when access to its compartment ended, and so
    nobody looked for what had been typed for it."""
    author, other = world.devices[0], world.devices[2]
    case_id, worker = world.cases[0], world.workers[other.user]
    world.people.let_in_to_all(case_id, worker)
    come_to_rest(world)
    world.restores.copy_the_service()
    world.people.begin_paragraph(author, case_id, "veiligheid")
    for one in (author, other):
        world.sync(one, well=True)
    with other.store.unit_of_work() as work:
        work.keep_draft(case_id, world.paragraphs[-1], "source", "half")
    world.typed["half"] = world.paragraphs[-1]
    world.restores.put_the_service_back()
    world.sync(other, well=True)
    some = members.Membership(CaseRole.INVOLVED, ("basis",), world.now.date())
    members.grant(world.central, case_id, worker, some)
    world.sync(other, well=True)
    come_to_rest(world)


def test_a_note_that_the_service_lost_is_signed(world: World) -> None:
    """By who had read it, and for the first time: the signature came before the note did again,
    and made a half one, which no laptop could make whole any more."""
    author, other = world.devices[0], world.devices[2]
    case_id = world.cases[0]
    world.people.let_in_to_all(case_id, world.workers[other.user])
    come_to_rest(world)
    world.restores.copy_the_service()
    world.people.begin_paragraph(author, case_id, "zorg")
    for one in (author, other):
        world.sync(one, well=True)
    id_ = list(world.notes)[-1]
    world.people.sign(other, id_)
    world.restores.put_the_service_back()
    world.sync(other, well=True)
    come_to_rest(world)
    with other.store.reader() as reader:
        note = reader.get(Note, id_)
    assert note is not None
    assert not note.signed
    world.people.sign(other, id_)
    come_to_rest(world)
