"""A laptop that is wiped: what goes, and what was sent before."""

from datetime import date
from uuid import UUID

import pytest

from mvs_central.access import directory
from mvs_central.devices.enrolment import new_code
from mvs_desktop.services.session import StoreState
from mvs_desktop.services.wiping import Stage
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.refusals import TooLarge
from tests.services.wiped import Laptop, family, laptop
from tests.support.pictures import photo
from tests.support.workspaces import PASSPHRASE

__all__ = ["laptop"]


def test_a_lost_laptop_is_wiped_without_its_passphrase(laptop: Laptop) -> None:
    workspace = laptop.workspace
    kept = family(workspace, "Familie Bewaard")
    workspace.synchronise()
    workspace.backups.run()
    lost = family(workspace, "Familie Kwijt")
    workspace.close()
    assert laptop.session.wiping.ask() is None
    said = laptop.service.command("device", "wipe", laptop.device, "--at-once")
    assert "Er gaat niets uit" in said
    assert "\twordt gewist\t" in laptop.service.command("device", "list")

    session = laptop.start()
    order = session.wiping.ask()
    assert order is not None
    assert order.at_once
    session.wiping.begin(order)
    assert session.wiping.stage() is Stage.BEGUN
    outcome = session.wiping.finish()
    assert (outcome.whole, outcome.told, outcome.sent_first) == (True, True, False)
    assert not laptop.left()
    assert not laptop.keeper.secrets
    assert session.state() is StoreState.NONE
    assert session.wiping.stage() is Stage.DONE
    assert laptop.service.command("device", "list").count("gewist op") == 1
    assert kept in laptop.families()
    assert lost not in laptop.families()


def test_what_was_not_sent_goes_first(laptop: Laptop, worker: UUID) -> None:
    workspace = laptop.workspace
    kept = family(workspace, "Familie Eerder")
    workspace.synchronise()
    unsent = family(workspace, "Familie Onderweg")
    laptop.wipe()

    result = workspace.synchronise()
    assert result.wipe
    assert result.state.pending == 0
    later = family(workspace, "Familie Nog Net")  # typed while the first exchange ran
    assert laptop.session.wiping.stage() is Stage.NONE
    workspace.give_way()
    workspace.close()
    session = laptop.start()
    assert session.wiping.stage() is Stage.BEGUN
    outcome = session.wiping.finish()
    assert (outcome.whole, outcome.told, outcome.sent_first) == (True, True, True)
    assert not laptop.left()
    assert {kept, unsent, later} <= laptop.families()

    code, _ = new_code(laptop.central, worker)
    laptop.workspace = session.enrol(laptop.service.url, code, PASSPHRASE)
    assert session.wiping.stage() is Stage.NONE
    laptop.workspace.synchronise()
    assert laptop.workspace.open_case(kept).case.name == "Familie Eerder"
    assert session.wiping.ask() is None


def test_what_the_centre_does_not_take_yet_keeps_the_laptop(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = laptop.workspace
    case_id = family(workspace, "Familie Met Foto")
    workspace.synchronise()
    added = workspace.attachments.add(case_id, photo(), "Tekening")
    assert added is not None
    laptop.wipe()
    with monkeypatch.context() as full:
        full.setattr(ContentTravel, "_send", refusing)
        result = workspace.synchronise()
        assert (result.wipe, result.state.pending) == (False, 1)
        workspace.give_way()
    assert laptop.session.wiping.stage() is Stage.NONE
    assert workspace.attachments.open(added.attachment.id).data
    result = workspace.synchronise()
    assert (result.wipe, result.state.pending) == (True, 0)


def refusing(*_: object) -> None:
    raise TooLarge


def test_a_question_that_waits_does_not_keep_an_order_away(laptop: Laptop) -> None:
    workspace = laptop.workspace
    workspace.synchronise()
    laptop.service.stop()
    try:
        workspace.team.ask_child(workspace.new_id(), "Elsenaar", date(2018, 3, 4))
    finally:
        laptop.service.start()
    laptop.wipe(at_once=True)
    assert workspace.synchronise().wipe


def test_a_locked_laptop_only_says_that_it_will_be_wiped(laptop: Laptop) -> None:
    laptop.wipe()
    order = laptop.session.wiping.ask()
    assert order is not None
    assert not order.at_once
    assert laptop.session.wiping.stage() is Stage.NONE
    laptop.service.command("device", "wipe", laptop.device, "--cancel")
    assert laptop.session.wiping.ask() is None


def test_without_contact_nothing_is_wiped(laptop: Laptop) -> None:
    """What is here and was not sent stays until it can go."""
    laptop.wipe()
    assert laptop.workspace.synchronise().wipe
    case_id = family(laptop.workspace, "Familie Zonder Net")
    laptop.service.stop()
    try:
        laptop.workspace.give_way()
        assert laptop.session.wiping.stage() is Stage.NONE
        assert laptop.session.wiping.ask() is None
        assert laptop.workspace.open_case(case_id).case.name == "Familie Zonder Net"
    finally:
        laptop.service.start()


def test_an_open_laptop_that_is_lost_is_told_too(laptop: Laptop) -> None:
    workspace = laptop.workspace
    workspace.synchronise()
    lost = family(workspace, "Familie Kwijt")
    laptop.wipe(at_once=True)
    assert workspace.synchronise().wipe
    workspace.give_way()
    workspace.close()
    outcome = laptop.start().wiping.finish()
    assert (outcome.whole, outcome.sent_first) == (True, False)
    assert lost not in laptop.families()


def test_a_revoked_laptop_is_not_wiped_by_that(laptop: Laptop) -> None:
    directory.revoke_device(laptop.central, UUID(laptop.device))
    assert not laptop.workspace.synchronise().wipe
    assert laptop.workspace.keys.device_needs_code
    laptop.wipe()
    order = laptop.session.wiping.ask()
    assert order is not None
    assert order.at_once


def test_a_laptop_under_a_new_device_id_can_still_be_wiped(laptop: Laptop, worker: UUID) -> None:
    former = laptop.device
    code, _ = new_code(laptop.central, worker)
    laptop.workspace.keys.re_enrol(laptop.service.url, code)
    laptop.workspace.close()
    assert laptop.device != former
    laptop.wipe(at_once=True)
    laptop.begin()
    assert laptop.session.wiping.finish().whole
