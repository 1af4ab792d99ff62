"""Ending one of one's own laptops: how often, what is told of it, and taking it back."""

import json
from uuid import UUID

import pytest

from mvs_central.access import directory
from mvs_central.access.directory import UnknownDevice
from mvs_central.base.central import Central, Refused
from mvs_central.devices import own_devices, wiping
from mvs_central.devices.own_devices import MOST_ENDED, SHOWN, WIPED_SHOWN
from mvs_desktop.sync.protocol import (
    DeviceState,
    Ending,
    OwnDevice,
    OwnDeviceEnd,
    OwnDeviceKeep,
    OwnDeviceState,
)
from tests.central.desk import Clock, Desk, new_desk, re_enrolled
from tests.central.test_own_devices import end, listed, second, told
from tests.central.test_wiping import Laptop, laptop, order

__all__ = ["laptop", "second"]

pytestmark = pytest.mark.usefixtures("one_connection")


def keep(desk: Desk, of: Desk) -> OwnDeviceState:
    reply = desk.ask(own_devices.keep, OwnDeviceKeep(str(of.caller.device_id)))
    return {UUID(item.id): item for item in reply.devices}[of.caller.device_id].state


def refused(desk: Desk, device_id: UUID) -> tuple[int, str]:
    with pytest.raises(Refused) as refusal:
        desk.ask(own_devices.keep, OwnDeviceKeep(str(device_id)))
    return refusal.value.status, refusal.value.code


def shown(desk: Desk, of: Desk) -> OwnDevice:
    return listed(desk)[of.caller.device_id]


@pytest.mark.parametrize("ending", Ending)
def test_it_can_be_taken_back(
    central: Central, laptop: Laptop, second: Desk, ending: Ending
) -> None:
    end(second, laptop.caller, ending)
    assert shown(second, laptop).may_keep
    assert keep(second, laptop) is OwnDeviceState.ACTIVE
    assert laptop.status().state is DeviceState.ACTIVE
    assert laptop.call("/v1/feeds", laptop.token()) == laptop.caller
    mine = shown(second, laptop)
    assert (mine.may_keep, mine.ended_at, mine.at_once) == (False, "", False)
    before = told(central)
    assert keep(second, laptop) is OwnDeviceState.ACTIVE  # said again
    assert told(central) == before
    assert f"cancelled from device {second.caller.device_id}" in [line[1] for line in before]


def test_one_that_only_lost_its_access_gets_it_back(
    central: Central, laptop: Laptop, second: Desk
) -> None:
    end(laptop, second.caller)
    assert keep(laptop, second) is OwnDeviceState.ACTIVE
    back = ("revoke", f"taken back: device {second.caller.device_id}", laptop.caller.device_id)
    assert told(central)[-1] == back


def test_it_says_when_and_from_which_laptop(laptop: Laptop, second: Desk, clock: Clock) -> None:
    end(second, laptop.caller)
    mine = shown(second, laptop)
    assert (mine.ended_at, mine.ended_from) == (clock.now.isoformat(), "laptop")


def test_not_after_it_was_wiped(laptop: Laptop, second: Desk) -> None:
    end(second, laptop.caller)
    laptop.status(wiped=laptop.order()["jti"])
    assert not shown(second, laptop).may_keep
    assert refused(second, laptop.caller.device_id) == (403, "not-allowed")


def test_not_what_the_administration_did(central: Central, laptop: Laptop, second: Desk) -> None:
    order(laptop, at_once=True)
    assert refused(second, laptop.caller.device_id) == (403, "not-allowed")
    wiping.cancel(central, laptop.caller.device_id)
    directory.revoke_device(central, laptop.caller.device_id)
    assert refused(second, laptop.caller.device_id) == (403, "not-allowed")


@pytest.mark.parametrize("days", [0, wiping.HOLDS.days])
def test_an_order_of_the_administration_is_not_taken_back_by_making_it_stricter(
    laptop: Laptop, second: Desk, clock: Clock, days: int
) -> None:
    """Also when it came to its end, which gave the laptop no access back."""
    order(laptop)
    clock.forward(days=days)
    assert end(second, laptop.caller, Ending.LOST) is OwnDeviceState.WIPE
    assert laptop.order()["at_once"] is True
    assert (shown(second, laptop).may_keep, shown(second, laptop).ended_at) == (False, "")
    assert refused(second, laptop.caller.device_id) == (403, "not-allowed")
    assert laptop.status().state is DeviceState.WIPE


def test_not_after_the_administration_decided_the_same(
    central: Central, laptop: Laptop, second: Desk
) -> None:
    end(second, laptop.caller)
    directory.revoke_device(central, laptop.caller.device_id)  # it has no access already
    assert refused(second, laptop.caller.device_id) == (403, "not-allowed")
    with pytest.raises(UnknownDevice):
        directory.revoke_device(central, laptop.caller.device_id)


def test_not_the_laptop_that_asks_and_nobody_elses(
    laptop: Laptop, second: Desk, sanne: Desk
) -> None:
    assert refused(second, second.caller.device_id) == (409, "this-device")
    end(second, laptop.caller)
    assert refused(sanne, laptop.caller.device_id) == (404, "not-found")


def test_an_ended_laptop_does_not_take_it_back_itself(laptop: Laptop, second: Desk) -> None:
    token = laptop.token()
    end(second, laptop.caller, Ending.UNUSED)
    with pytest.raises(Refused, match="wipe-ordered"):
        laptop.call("/v1/devices/keep", token)
    end(second, laptop.caller, Ending.LOST)
    with pytest.raises(Refused, match="device-refused"):
        laptop.call("/v1/devices/keep", token)


def test_not_one_that_was_enrolled_again_since(laptop: Laptop, second: Desk) -> None:
    end(laptop, second.caller)
    now = re_enrolled(second)
    assert refused(laptop, second.caller.device_id) == (403, "not-allowed")
    assert shown(laptop, now).state is OwnDeviceState.ACTIVE


def test_first_unused_and_then_lost_is_taken_back_whole(laptop: Laptop, second: Desk) -> None:
    end(second, laptop.caller, Ending.UNUSED)
    end(second, laptop.caller, Ending.LOST)
    assert keep(second, laptop) is OwnDeviceState.ACTIVE
    assert laptop.call("/v1/feeds", laptop.token()) == laptop.caller


def test_lost_once_more_after_its_order_came_to_its_end_is_taken_back_whole(
    laptop: Laptop, second: Desk, clock: Clock
) -> None:
    end(second, laptop.caller)
    clock.forward(days=wiping.HOLDS.days)
    assert end(second, laptop.caller) is OwnDeviceState.WIPE
    assert keep(second, laptop) is OwnDeviceState.ACTIVE
    assert laptop.call("/v1/feeds", laptop.token()) == laptop.caller


def test_no_more_than_a_few_a_day(
    central: Central, laptop: Laptop, second: Desk, clock: Clock
) -> None:
    """Whoever has one laptop of somebody open does not end all the others."""
    worker = laptop.caller.worker_id
    others = [new_desk(central, f"Noor {number}", worker) for number in range(MOST_ENDED)]
    for other in others:
        end(second, other.caller)
        keep(second, other)  # taking it back does not make room
    with pytest.raises(Refused) as refusal:
        end(second, laptop.caller)
    assert (refusal.value.status, refusal.value.code) == (429, "too-many-endings")
    assert laptop.status().state is DeviceState.ACTIVE
    assert end(second, others[0].caller) is OwnDeviceState.REVOKED  # one of the same
    clock.forward(days=1)
    assert end(second, laptop.caller) is OwnDeviceState.WIPE


def test_who_watches_over_the_service_is_told(
    laptop: Laptop, second: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """By numbers alone."""
    end(second, laptop.caller)
    end(second, laptop.caller)
    (line,) = [json.loads(text) for text in capsys.readouterr().err.splitlines()]
    del line["at"]
    assert line == {
        "event": "device-ended",
        "worker": str(laptop.caller.worker_id),
        "device": str(laptop.caller.device_id),
        "by": str(second.caller.device_id),
    }


def test_one_of_which_nothing_is_heard_goes_from_the_list(
    laptop: Laptop, second: Desk, clock: Clock
) -> None:
    end(second, laptop.caller, Ending.UNUSED)
    clock.forward(days=SHOWN.days - 1)
    laptop.token()  # it still brings what it has
    clock.forward(days=2)
    assert shown(second, laptop).state is OwnDeviceState.WIPE
    assert not shown(second, laptop).may_keep
    assert refused(second, laptop.caller.device_id) == (403, "not-allowed")
    clock.forward(days=SHOWN.days)
    assert set(listed(second)) == {second.caller.device_id}
    assert laptop.status().state is DeviceState.WIPE  # the order stands


def test_one_that_was_wiped_goes_from_the_list(laptop: Laptop, second: Desk, clock: Clock) -> None:
    end(second, laptop.caller)
    laptop.status(wiped=laptop.order()["jti"])
    clock.forward(days=WIPED_SHOWN.days - 1)
    assert shown(second, laptop).state is OwnDeviceState.WIPED
    clock.forward(days=1)
    assert set(listed(second)) == {second.caller.device_id}


def test_one_that_lost_its_access_goes_from_the_list(
    central: Central, laptop: Laptop, second: Desk, clock: Clock
) -> None:
    directory.revoke_device(central, laptop.caller.device_id)
    clock.forward(days=SHOWN.days)
    assert set(listed(second)) == {second.caller.device_id}


def test_nothing_is_ended_twice_when_it_was_ended_for_long(
    laptop: Laptop, second: Desk, clock: Clock
) -> None:
    end(second, laptop.caller)
    first = laptop.order()["jti"]
    clock.forward(days=SHOWN.days + 1)
    second.ask(own_devices.end, OwnDeviceEnd(str(laptop.caller.device_id), Ending.LOST))
    assert laptop.order()["jti"] == first
