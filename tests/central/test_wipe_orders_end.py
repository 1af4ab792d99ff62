"""From when to when an order to wipe a laptop holds, and what takes it back."""

from typing import Any
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import update

from mvs_central.access.directory import UnknownDevice
from mvs_central.access.service_keys import service_keys
from mvs_central.base.central import Refused
from mvs_central.devices import wiping
from mvs_central.devices.wiping import HOLDS, MOST_STATEMENT
from mvs_central.tables import device, wipe_order
from mvs_desktop.sync.protocol import (
    CANCELLED_TYPE,
    WIPE_TYPE,
    DeviceState,
    DeviceStatusReply,
    DeviceStatusRequest,
)
from tests.central.desk import Clock
from tests.central.test_wiping import Laptop, audited, laptop, order

__all__ = ["laptop"]

ASKED = "wat deze laptop vroeg"


def status(laptop: Laptop, cancelled: str = "", challenge: str = ASKED) -> DeviceStatusReply:
    return wiping.status(
        laptop.central,
        service_keys(laptop.central),
        str(laptop.caller.device_id),
        laptop.proof("/v1/device-status", laptop.status_key),
        DeviceStatusRequest("", challenge, cancelled),
    )


def said(laptop: Laptop, statement: str) -> dict[str, Any]:
    key = ECKey.import_key(dict(laptop.service_key))
    return dict(jwt.decode(statement, key, algorithms=["ES256"]).claims)


def taken_back(laptop: Laptop) -> str:
    """An order was given and taken back; what the laptop was told of that."""
    order(laptop, at_once=True)
    wiping.cancel(laptop.central, laptop.caller.device_id)
    return status(laptop).cancelled


def put_back(laptop: Laptop) -> None:
    """As a backup of before it was taken back."""
    with laptop.central.database.write() as connection:
        connection.execute(update(wipe_order).values(cancelled_at=None))


def test_an_order_says_from_when_to_when_it_holds(laptop: Laptop, clock: Clock) -> None:
    given = clock.now.timestamp()
    order(laptop)
    clock.forward(days=100)
    told = said(laptop, status(laptop).wipe)
    assert (told["nbf"], told["exp"]) == (given, given + HOLDS.total_seconds())
    assert told["iat"] == clock.now.timestamp()


@pytest.mark.parametrize("at_once", [False, True])
def test_an_order_ends_and_gives_no_access_back(
    laptop: Laptop, clock: Clock, at_once: bool
) -> None:
    order(laptop, at_once=at_once)
    clock.forward(days=HOLDS.days - 1)
    assert status(laptop).state is DeviceState.WIPE
    clock.forward(days=1)
    told = status(laptop)
    assert (told.state, told.wipe, told.cancelled) == (DeviceState.REVOKED, "", "")
    with pytest.raises(Refused, match="device-refused"):
        laptop.token()
    with pytest.raises(UnknownDevice):
        wiping.cancel(laptop.central, laptop.caller.device_id)
    assert order(laptop, at_once=at_once) is at_once  # given anew it holds again
    assert status(laptop).state is DeviceState.WIPE


def test_that_it_was_taken_back_is_said_for_one_question_and_as_long(
    laptop: Laptop, clock: Clock
) -> None:
    order(laptop)
    (first,) = {laptop.order()["jti"]}
    order(laptop, at_once=True)
    second = laptop.order()
    clock.forward(days=3)
    wiping.cancel(laptop.central, laptop.caller.device_id)
    told = said(laptop, status(laptop).cancelled)
    assert told["orders"] == [first, second["jti"]]
    assert (told["challenge"], told["nbf"]) == (ASKED, clock.now.timestamp())
    assert told["exp"] == second["exp"]
    clock.forward(days=HOLDS.days)
    assert status(laptop).cancelled == ""


def test_a_service_that_was_put_back_learns_it_from_the_laptop(laptop: Laptop) -> None:
    told = taken_back(laptop)
    put_back(laptop)
    assert status(laptop).state is DeviceState.WIPE
    again = status(laptop, told)
    assert (again.state, again.wipe) == (DeviceState.ACTIVE, "")
    assert audited(laptop.central)[-1] == "cancelled before, as the laptop was told"
    assert laptop.call("/v1/feeds", laptop.token()) == laptop.caller


def test_an_old_cancellation_does_nothing_to_a_later_order(laptop: Laptop) -> None:
    told = taken_back(laptop)
    order(laptop, at_once=True)
    assert status(laptop, told).state is DeviceState.WIPE
    assert audited(laptop.central).count("cancelled") == 1


def test_a_cancellation_ends_with_its_order(laptop: Laptop, clock: Clock) -> None:
    told = taken_back(laptop)
    put_back(laptop)
    with laptop.central.database.write() as connection:  # an order that would hold longer
        ends = clock.now + HOLDS + HOLDS
        connection.execute(update(wipe_order).values(ends_at=ends))
    clock.forward(days=HOLDS.days)
    assert status(laptop, told).state is DeviceState.WIPE


def test_nothing_else_takes_an_order_back(laptop: Laptop) -> None:
    told = taken_back(laptop)
    put_back(laptop)
    claims, keys = said(laptop, told), service_keys(laptop.central)

    def signed(
        claims: dict[str, Any], key: ECKey = keys.signing, kind: str = CANCELLED_TYPE
    ) -> str:
        return jwt.encode({"alg": "ES256", "typ": kind}, claims, key)

    for bent in (
        signed(claims, ECKey.generate_key("P-256")),
        signed(claims, kind=WIPE_TYPE),
        signed(claims | {"device": str(uuid4())}),
        signed(claims | {"store": str(uuid4())}),
        signed(claims | {"orders": [str(uuid4())]}),
        told[:-8],
        "a.b.c",
    ):
        assert status(laptop, bent).state is DeviceState.WIPE
    with pytest.raises(Refused, match="unreadable"):
        status(laptop, "x" * (MOST_STATEMENT + 1))


def test_what_was_carried_out_before_it_was_taken_back_is_still_told(laptop: Laptop) -> None:
    order(laptop)
    done = laptop.order()["jti"]
    wiping.cancel(laptop.central, laptop.caller.device_id)
    assert laptop.status(wiped=done).state is DeviceState.WIPE
    assert audited(laptop.central)[-1] == "done"
    with laptop.central.database.read() as connection:
        (row,) = connection.execute(device.select()).all()
    assert row.revoked_at is not None
