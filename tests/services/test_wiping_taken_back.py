"""An order to wipe that was taken back, and a service that no longer knows that it was."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import select, update

from mvs_central.tables import wipe_order
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.services import wiping
from mvs_desktop.sync import protocol
from mvs_desktop.sync.status import ask_status, cancelled_in, order_in
from tests.services.wiped import ASKED, Laptop, claims_for, contact_of


@pytest.fixture
def laptop(tmp_path: Path, service: CentralProcess, worker: UUID) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "data", service, worker)
    made.workspace.close()
    yield made
    made.central.database.close()


def take_back(laptop: Laptop) -> None:
    laptop.wipe(at_once=True)
    laptop.service.command("device", "wipe", laptop.device, "--cancel")
    assert laptop.session.wiping.ask() is None


def put_back(laptop: Laptop) -> None:
    """As a backup of before it was taken back."""
    mine = wipe_order.c.device_id == UUID(laptop.device)
    with laptop.central.database.write() as connection:
        connection.execute(update(wipe_order).where(mine).values(cancelled_at=None))


def is_taken_back(laptop: Laptop) -> bool:
    query = select(wipe_order.c.cancelled_at).filter_by(device_id=UUID(laptop.device))
    with laptop.central.database.read() as connection:
        return connection.scalars(query).one() is not None


def test_a_service_that_was_put_back_does_not_have_it_wiped(laptop: Laptop) -> None:
    take_back(laptop)
    put_back(laptop)
    assert laptop.start().wiping.ask() is None  # another process, which kept what it was told
    assert is_taken_back(laptop)


def test_not_even_when_the_service_does_not_listen(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_back(laptop)
    put_back(laptop)

    def deaf(*asked: Any, cancelled: str = "", **more: Any) -> protocol.DeviceStatusReply:
        assert cancelled
        return ask_status(*asked, **more)

    monkeypatch.setattr(wiping, "ask_status", deaf)
    assert laptop.session.wiping.ask() is None
    assert not is_taken_back(laptop)


def test_a_later_order_is_carried_out(laptop: Laptop) -> None:
    take_back(laptop)
    laptop.wipe(at_once=True)
    order = laptop.session.wiping.ask()
    assert order is not None
    laptop.session.wiping.begin(order)
    assert laptop.session.wiping.finish().whole
    assert laptop.left() == []


def test_nor_a_laptop_that_never_heard_of_it_before_somebody_says_so(laptop: Laptop) -> None:
    laptop.wipe(at_once=True)
    laptop.service.command("device", "wipe", laptop.device, "--cancel")
    put_back(laptop)
    told = laptop.service.command("new-epoch")
    assert f"device wipe {laptop.device} --at-once" in told
    assert laptop.session.wiping.ask() is None
    laptop.service.command("device", "wipe", laptop.device, "--at-once")
    assert laptop.session.wiping.ask() is not None


@pytest.mark.parametrize(
    "dated",
    [
        {"iat": 99},
        {"iat": 200},
        {"nbf": None},
        {"exp": None},
        {"exp": "later"},
    ],
)
def test_a_statement_outside_its_time_does_not_count(dated: dict[str, Any]) -> None:
    """By the service's own clock: a laptop needs none."""
    service = ECKey.generate_key("P-256")
    contact = contact_of(service)
    claims = claims_for(contact) | {"iat": 150, "nbf": 100, "exp": 200}
    cancelled = claims | {"orders": ["a", "b"]}

    def signed(claims: dict[str, Any], kind: str) -> str:
        return jwt.encode({"alg": "ES256", "typ": kind}, claims, service)

    assert order_in(signed(claims, protocol.WIPE_TYPE), contact, ASKED) is not None
    told = cancelled_in(signed(cancelled, protocol.CANCELLED_TYPE), contact, ASKED)
    assert told == {"a", "b"}
    assert order_in(signed(claims | dated, protocol.WIPE_TYPE), contact, ASKED) is None
    assert not cancelled_in(signed(cancelled | dated, protocol.CANCELLED_TYPE), contact, ASKED)
    # Neither is taken for the other, nor one of another question.
    assert not cancelled_in(signed(cancelled, protocol.WIPE_TYPE), contact, ASKED)
    assert not cancelled_in(signed(cancelled, protocol.CANCELLED_TYPE), contact, "another")
    assert order_in(signed(claims, protocol.CANCELLED_TYPE), contact, ASKED) is None
