"""Orders to wipe a laptop of a service that was put back: none is carried out before somebody says
so once more, as it may have been taken back since."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from mvs_central.base.central import Central, Refused
from mvs_central.cli import main
from mvs_central.cli.devices import told_of_held
from mvs_central.devices import wiping
from mvs_central.sync import feed
from mvs_central.sync.epoch import new_epoch
from mvs_central.tables import wipe_order
from mvs_desktop.sync.protocol import (
    Cursor,
    DeviceState,
    Ending,
    FeedsRequest,
    OwnDeviceState,
    PullRequest,
)
from tests.central.desk import Clock, new_desk
from tests.central.test_own_devices import end, listed
from tests.central.test_wiping import Laptop, audited, laptop, order

__all__ = ["laptop"]


def run(central: Central, *words: object) -> int:
    place = central.database.url.render_as_string(hide_password=False)
    return main.main(["--database", place, *map(str, words)])


@pytest.mark.parametrize("at_once", [True, False])
def test_it_waits_and_gives_no_access(laptop: Laptop, *, at_once: bool) -> None:
    token = laptop.token()
    order(laptop, at_once=at_once)
    new_epoch(laptop.central)
    told = laptop.status()
    assert (told.state, told.wipe, told.cancelled) == (DeviceState.REVOKED, "", "")
    assert audited(laptop.central) == [f"ordered{' at once' * at_once}", "held"]
    for path in ("/v1/feeds", "/v1/colleagues"):
        with pytest.raises(Refused, match="wipe-ordered"):
            laptop.call(path, token)
    if at_once:
        with pytest.raises(Refused, match="wipe-ordered"):
            laptop.call("/v1/push", token)
    else:
        # What is there stays whole: a manifest without scopes alone would end all access.
        asks = laptop.call("/v1/pull", token)
        manifest = feed.pull(laptop.central, asks, PullRequest("", ""))
        assert manifest.scopes == []
        assert manifest.wipe


def test_given_again_it_is_carried_out(laptop: Laptop) -> None:
    order(laptop)
    first = laptop.order()["jti"]
    new_epoch(laptop.central)
    order(laptop, at_once=True)
    assert laptop.status().state is DeviceState.WIPE
    claims = laptop.order()
    assert claims["at_once"] is True
    assert claims["jti"] != first
    laptop.status(claims["jti"])
    assert audited(laptop.central)[-1] == "done"
    new_epoch(laptop.central)  # what was done waits for nothing
    assert audited(laptop.central)[-1] == "done"


@pytest.mark.parametrize("ending", Ending)
def test_the_worker_sees_that_it_waits(laptop: Laptop, ending: Ending) -> None:
    mine = new_desk(laptop.central, "Noor Testers", laptop.caller.worker_id)
    end(mine, laptop.caller, ending)
    assert not listed(mine)[laptop.caller.device_id].on_hold
    new_epoch(laptop.central)
    shown = listed(mine)[laptop.caller.device_id]
    assert (shown.state, shown.on_hold) == (OwnDeviceState.WIPE, True)
    order(laptop, at_once=True)
    assert not listed(mine)[laptop.caller.device_id].on_hold
    new_epoch(laptop.central)
    laptop.status(wiped=str(only_order(laptop.central)))  # it had begun before
    shown = listed(mine)[laptop.caller.device_id]
    assert (shown.state, shown.on_hold) == (OwnDeviceState.WIPED, False)


def test_only_what_is_still_to_be_carried_out_is_held(laptop: Laptop, clock: Clock) -> None:
    order(laptop)
    wiping.cancel(laptop.central, laptop.caller.device_id)
    new_epoch(laptop.central)
    assert audited(laptop.central) == ["ordered", "cancelled"]
    order(laptop)
    for _ in range(2):
        new_epoch(laptop.central)
    assert audited(laptop.central)[2:] == ["ordered", "held"]
    order(laptop)
    clock.forward(days=wiping.HOLDS.days)
    new_epoch(laptop.central)
    assert audited(laptop.central)[4:] == ["ordered"]


def test_the_administrator_is_not_told_of_what_came_to_its_end(
    laptop: Laptop, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    order(laptop, at_once=True)
    new_epoch(laptop.central)
    told_of_held(laptop.central)
    assert f"device wipe {laptop.caller.device_id}" in capsys.readouterr().out
    clock.forward(days=wiping.HOLDS.days)
    told_of_held(laptop.central)
    assert capsys.readouterr().out == ""


def only_order(central: Central) -> UUID:
    with central.database.read() as connection:
        found: UUID = connection.scalars(select(wipe_order.c.order_id)).one()
    return found


def test_taken_back_access_returns(laptop: Laptop) -> None:
    order(laptop)
    new_epoch(laptop.central)
    wiping.cancel(laptop.central, laptop.caller.device_id)
    assert laptop.status().state is DeviceState.ACTIVE
    assert laptop.call("/v1/feeds", laptop.token()) == laptop.caller


def test_a_laptop_that_had_begun_before_tells_that_it_is_done(laptop: Laptop) -> None:
    order(laptop, at_once=True)
    id_ = laptop.order()["jti"]
    new_epoch(laptop.central)
    assert laptop.status(id_).state is DeviceState.WIPE
    assert audited(laptop.central)[-1] == "done"


def test_also_when_the_service_finds_out_by_itself(laptop: Laptop) -> None:
    lost = Laptop(**vars(laptop))
    case = laptop.new_case()
    order(lost)
    asked = FeedsRequest(laptop.central.epoch(), [[Cursor(str(case), "basis", 1 << 40)]])
    with pytest.raises(Refused, match="epoch-changed"):
        feed.feeds(laptop.central, laptop.caller, asked)
    assert lost.status().state is DeviceState.REVOKED


def test_the_administrator_is_told(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    central = laptop.central
    order(laptop, at_once=True)
    id_ = laptop.caller.device_id
    file = tmp_path / "copy.backup"
    assert run(central, "backup", file) == 0
    assert run(central, "device", "wipe", id_, "--cancel") == 0
    central.database.close()
    assert run(central, "restore", file) == 0
    wanted = f"mvs-central device wipe {id_} --at-once\tNoor Testers\tlaptop"
    assert wanted in capsys.readouterr().out.splitlines()
    run(central, "device", "list")
    assert "wissen wacht op bevestiging" in capsys.readouterr().out
    assert laptop.status().state is DeviceState.REVOKED
    run(central, "device", "wipe", id_, "--cancel")
    capsys.readouterr()
    run(central, "new-epoch")
    assert "device wipe" not in capsys.readouterr().out
    assert laptop.status().state is DeviceState.ACTIVE
