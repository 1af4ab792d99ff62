"""A worker's own laptops at the service: which there are, and ending one that is gone."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mvs_central.base.central import Caller, Central, Refused
from mvs_central.devices import own_devices
from mvs_central.devices.enrolment import enrol, new_code
from mvs_central.devices.wiping import WipeUnreachable
from mvs_central.tables import audit
from mvs_desktop.sync import protocol
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.protocol import (
    DeviceState,
    Ending,
    OwnDevice,
    OwnDeviceEnd,
    OwnDevicesRequest,
    OwnDeviceState,
)
from tests.central.desk import Clock, Desk, new_desk, re_enrolled
from tests.central.test_wiping import Laptop, laptop, order

__all__ = ["laptop"]

pytestmark = pytest.mark.usefixtures("one_connection")


@pytest.fixture
def second(central: Central, laptop: Laptop) -> Desk:
    """Another laptop of the same worker, enrolled before laptops could be wiped."""
    return new_desk(central, "Noor Testers", laptop.caller.worker_id)


def listed(desk: Desk) -> dict[UUID, OwnDevice]:
    reply = desk.ask(own_devices.tell, OwnDevicesRequest())
    return {UUID(item.id): item for item in reply.devices}


def end(desk: Desk, of: Caller, ending: Ending = Ending.LOST) -> OwnDeviceState:
    reply = desk.ask(own_devices.end, OwnDeviceEnd(str(of.device_id), ending))
    return {UUID(item.id): item for item in reply.devices}[of.device_id].state


def told(central: Central) -> list[tuple[str, str, UUID | None]]:
    query = select(audit.c.action, audit.c.outcome, audit.c.device_id).where(
        audit.c.action.in_(["revoke", "wipe"])
    )
    with central.database.read() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(audit.c.id))]


def refused(desk: Desk, device_id: object) -> tuple[int, str]:
    with pytest.raises(Refused) as refusal:
        desk.ask(own_devices.end, OwnDeviceEnd(str(device_id), Ending.LOST))
    return refusal.value.status, refusal.value.code


def test_ones_own_laptops_and_no_others(laptop: Laptop, second: Desk, sanne: Desk) -> None:
    assert set(listed(second)) == {laptop.caller.device_id, second.caller.device_id}
    assert set(listed(sanne)) == {sanne.caller.device_id}
    mine = listed(second)[laptop.caller.device_id]
    assert (mine.name, mine.state, mine.last_contact_at) == ("laptop", OwnDeviceState.ACTIVE, "")


def test_a_laptop_that_was_enrolled_again_is_one(laptop: Laptop, second: Desk) -> None:
    now = re_enrolled(second)
    assert set(listed(now)) == {laptop.caller.device_id, now.caller.device_id}
    assert listed(now)[now.caller.device_id].name == "laptop"


def enrolled(central: Central, worker_id: UUID, device_id: UUID, replaces: UUID) -> Desk:
    code, _ = new_code(central, worker_id)
    key = DeviceKey.generate()
    request = protocol.EnrolRequest(code, str(device_id), key.public_jwk(), "laptop", str(replaces))
    enrol(central, request, "192.0.2.1")
    return Desk(central, Caller(worker_id, device_id), "", key)


def test_no_laptop_keeps_itself_out_of_the_list(
    central: Central, laptop: Laptop, clock: Clock
) -> None:
    """A thief with a code could say that his replaces itself, or one that says so of it."""
    mine = laptop.caller.worker_id
    by_itself, first, second = uuid4(), uuid4(), uuid4()
    enrolled(central, mine, by_itself, replaces=by_itself)
    for device_id, replaces in ((first, second), (second, first)):
        clock.forward(minutes=1)
        enrolled(central, mine, device_id, replaces)
    assert {by_itself, second} <= set(listed(laptop))
    assert end(laptop, Caller(mine, by_itself)) is OwnDeviceState.REVOKED


def test_the_last_contact_is_told(laptop: Laptop, second: Desk, clock: Clock) -> None:
    laptop.token()
    assert listed(second)[laptop.caller.device_id].last_contact_at == clock.now.isoformat()


def test_a_lost_laptop_is_out_at_once_and_is_wiped(
    central: Central, laptop: Laptop, second: Desk
) -> None:
    token = laptop.token()
    assert end(second, laptop.caller) is OwnDeviceState.WIPE
    with pytest.raises(Refused):
        laptop.call("/v1/pull", token)
    assert laptop.status().state is DeviceState.WIPE
    assert laptop.order()["at_once"] is True
    assert told(central) == [
        ("revoke", f"device {laptop.caller.device_id}", second.caller.device_id),
        ("wipe", f"ordered at once from device {second.caller.device_id}", laptop.caller.device_id),
        ("wipe", "told", laptop.caller.device_id),
    ]
    laptop.status(wiped=laptop.order()["jti"])
    assert listed(second)[laptop.caller.device_id].state is OwnDeviceState.WIPED


def test_one_that_is_not_used_any_more_sends_first(laptop: Laptop, second: Desk) -> None:
    assert end(second, laptop.caller, Ending.UNUSED) is OwnDeviceState.WIPE
    assert laptop.call("/v1/pull", laptop.token()).device_id == laptop.caller.device_id
    assert laptop.order()["at_once"] is False


@pytest.mark.parametrize("ending", Ending)
def test_one_that_cannot_be_wiped_has_no_access_any_more(
    laptop: Laptop, second: Desk, ending: Ending
) -> None:
    assert end(laptop, second.caller, ending) is OwnDeviceState.REVOKED
    with pytest.raises(WipeUnreachable):
        order(
            Laptop(
                laptop.central, second.caller, "", second.key, store_id=uuid4(),
                status_key=second.key, service_key={},
            )
        )  # fmt: skip


@pytest.mark.parametrize("ending", Ending)
def test_said_again_nothing_more_happens(
    central: Central, laptop: Laptop, second: Desk, ending: Ending
) -> None:
    end(second, laptop.caller, ending)
    before, first = told(central), laptop.order()["jti"]
    end(second, laptop.caller, ending)
    assert laptop.order()["jti"] == first
    assert [line for line in told(central) if line[1] != "told"] == before


def test_one_that_is_still_to_send_may_yet_be_lost_and_not_the_other_way_round(
    laptop: Laptop, second: Desk
) -> None:
    end(second, laptop.caller, Ending.UNUSED)
    end(second, laptop.caller, Ending.LOST)
    assert laptop.order()["at_once"] is True
    end(second, laptop.caller, Ending.UNUSED)
    assert laptop.order()["at_once"] is True


def test_a_laptop_of_somebody_else_is_as_one_that_is_not_there(
    central: Central, laptop: Laptop, second: Desk, sanne: Desk
) -> None:
    assert refused(sanne, laptop.caller.device_id) == refused(sanne, uuid4()) == (404, "not-found")
    assert refused(sanne, "geen nummer") == (400, "unreadable")
    assert laptop.status().state is DeviceState.ACTIVE
    assert told(central) == []


def test_not_the_laptop_that_asks(central: Central, laptop: Laptop, second: Desk) -> None:
    assert refused(second, second.caller.device_id) == (409, "this-device")
    assert told(central) == []


def test_a_store_that_was_replaced_is_not_ended_twice(laptop: Laptop, second: Desk) -> None:
    """An earlier number of a laptop is the worker's own, and has no access already."""
    now = re_enrolled(second)
    reply = laptop.ask(own_devices.end, OwnDeviceEnd(str(second.caller.device_id), Ending.LOST))
    assert {UUID(item.id): item.state for item in reply.devices} == {
        laptop.caller.device_id: OwnDeviceState.ACTIVE,
        now.caller.device_id: OwnDeviceState.ACTIVE,
    }


def test_a_new_laptop_comes_first(central: Central, laptop: Laptop, clock: Clock) -> None:
    clock.forward(days=1)
    code, _ = new_code(central, laptop.caller.worker_id)
    key, id_ = laptop.key.generate(), uuid4()
    enrol(central, protocol.EnrolRequest(code, str(id_), key.public_jwk(), "nieuw"), "192.0.2.1")
    assert next(iter(listed(laptop))) == id_
