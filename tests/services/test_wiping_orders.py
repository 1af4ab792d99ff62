"""Who may have a laptop wiped."""

import json
import os
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from mvs_desktop.services import wiping
from mvs_desktop.services.wiping import Stage
from mvs_desktop.sync import protocol
from mvs_desktop.sync.status import Contact, ask_status, order_in
from tests.services.wiped import ASKED, Laptop, claims_for, contact_of, laptop
from tests.sync.http_service import HttpService, Reply, Request, message, serving

__all__ = ["laptop"]


@pytest.fixture
def proxy() -> Iterator[HttpService]:
    with serving() as running:
        yield running


Bend = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.mark.parametrize(
    "bend",
    [
        lambda claims: claims | {"device": str(uuid4())},
        lambda claims: claims | {"store": str(uuid4())},
        lambda claims: claims | {"at_once": "yes"},
        lambda claims: claims | {"challenge": "of another question"},
        lambda claims: {name: claims[name] for name in claims if name != "challenge"},
        lambda claims: {name: claims[name] for name in ("device", "store")},
    ],
)
def test_an_order_for_another_laptop_does_not_count(bend: Bend) -> None:
    service = ECKey.generate_key("P-256")
    contact = contact_of(service)
    claims = claims_for(contact)
    header = {"alg": "ES256", "typ": protocol.WIPE_TYPE}
    assert order_in(jwt.encode(header, claims, service), contact, ASKED) is not None
    assert order_in(jwt.encode(header, bend(claims), service), contact, ASKED) is None


def test_an_order_of_a_stranger_does_not_count() -> None:
    service = ECKey.generate_key("P-256")
    contact = contact_of(service)
    claims = claims_for(contact)
    header = {"alg": "ES256", "typ": protocol.WIPE_TYPE}
    stranger = jwt.encode(header, claims, ECKey.generate_key("P-256"))
    token = jwt.encode({"alg": "ES256", "typ": "at+jwt"}, claims, service)  # no order
    for text in (stranger, token, "", "a.b.c", "é", "x" * 10_000, stranger[:-10]):
        assert order_in(text, contact, ASKED) is None
    unpinned = Contact(contact.service_url, contact.device_id, contact.store_id, "")
    assert order_in(jwt.encode(header, claims, service), unpinned, ASKED) is None


def test_a_proxy_on_the_way_cannot_wipe(laptop: Laptop, proxy: HttpService) -> None:
    """Somebody with a certificate that the system trusts says: wipe."""
    contact = laptop.contact | {"service_url": proxy.url}
    (laptop.folder / wiping.CONTACT_FILE).write_text(json.dumps(contact))
    known = Contact(**(contact | {"device_id": UUID(laptop.device),
                                  "store_id": UUID(str(contact["store_id"]))}))  # fmt: skip
    forged = jwt.encode(
        {"alg": "ES256", "typ": protocol.WIPE_TYPE},
        claims_for(known),
        ECKey.generate_key("P-256"),
    )

    def answer(request: Request) -> Reply:
        asked = request.path == "/v1/device-status"
        return message(
            protocol.DeviceStatusReply(protocol.DeviceState.WIPE, "", forged) if asked
            else protocol.Manifest("epoch", False, [], "2026-11-21T10:00:00+00:00", forged)
        )  # fmt: skip

    proxy.answer = answer
    assert laptop.session.wiping.ask() is None
    assert proxy.paths() == ["/v1/device-status"]
    assert laptop.session.wiping.stage() is Stage.NONE


def test_an_order_that_was_taken_back_is_worth_nothing_to_who_kept_it(
    laptop: Laptop, proxy: HttpService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whichever way it comes: from a proxy, or from a service that was taken over."""
    laptop.workspace.synchronise()
    kept: list[protocol.DeviceStatusReply] = []

    def told(*asked: Any, **more: Any) -> protocol.DeviceStatusReply:
        kept.append(ask_status(*asked, **more))
        return kept[-1]

    laptop.wipe(at_once=True)
    with monkeypatch.context() as listening:
        listening.setattr(wiping, "ask_status", told)
        assert laptop.session.wiping.ask() is not None
    laptop.service.command("device", "wipe", laptop.device, "--cancel")
    contact = laptop.contact | {"service_url": proxy.url}
    (laptop.folder / wiping.CONTACT_FILE).write_text(json.dumps(contact))
    proxy.answer = lambda _: message(kept[0])
    assert kept[0].state is protocol.DeviceState.WIPE
    assert laptop.session.wiping.ask() is None
    laptop.workspace._sending.wipe = kept[0].wipe  # as a manifest told it
    laptop.workspace._sending.refused = False
    assert laptop.workspace._wipe_order() is None
    assert laptop.session.wiping.stage() is Stage.NONE


def test_what_is_readable_beside_the_store_names_nobody(laptop: Laptop) -> None:
    assert set(laptop.contact) == {"service_url", "device_id", "store_id", "service_key"}
    assert "d" not in json.loads(laptop.contact["service_key"])
    assert "Noor" not in (laptop.folder / wiping.CONTACT_FILE).read_text()
    if os.name == "posix":
        assert (laptop.folder / wiping.CONTACT_FILE).stat().st_mode & 0o077 == 0
