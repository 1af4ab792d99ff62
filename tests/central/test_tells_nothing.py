"""What somebody without a laptop of ours learns of which there are, and what is never logged."""

import json
import logging
from typing import Any
from uuid import uuid4

import pytest

from mvs_central.access import directory
from mvs_central.base import rounds
from mvs_central.base.central import Central
from mvs_desktop.sync import protocol
from mvs_desktop.sync.identity import DeviceKey
from tests.central.desk import Desk
from tests.central.test_http import ORIGIN, Site, site
from tests.central.test_wiping import Laptop, laptop

__all__ = ["laptop", "site"]

ASKED = {"/v1/token": b"{}", "/v1/device-status": protocol.encode(protocol.DeviceStatusRequest())}


def shape(answer: Any) -> tuple[object, ...]:
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    headers.pop("dpop-nonce", None)
    body = {**answer.json(), "server_time": ""}
    return answer.status_code, json.dumps(body), str(sorted(headers.items()))


@pytest.mark.parametrize("path", ASKED)
def test_a_stranger_does_not_learn_which_laptops_there_are(
    central: Central, site: Site, laptop: Laptop, youssef: Desk, path: str
) -> None:
    """By no proof that he can make: in status, in every byte and in every header."""
    directory.revoke_device(central, youssef.caller.device_id)
    site.post("/v1/token")  # for a nonce
    stranger = DeviceKey.generate()
    proof = stranger.proof("POST", ORIGIN + path, made_at=0, proof_id=uuid4().hex, nonce=site.nonce)
    stale = stranger.proof("POST", ORIGIN + path, made_at=0, proof_id=uuid4().hex)
    owner = laptop.key.proof("POST", ORIGIN + path, made_at=0, proof_id=uuid4().hex)
    forged = ".".join([*owner.split(".")[:2], proof.split(".")[2]])
    devices = [
        str(uuid4()),
        "geen nummer",
        str(laptop.caller.device_id),
        str(site.desk.caller.device_id),
        str(youssef.caller.device_id),
    ]
    told = {
        shape(site.post(path, ASKED[path], X_MVS_Device=device, **sent))
        for device in devices
        for sent in ({}, *({"DPoP": text} for text in (proof, stale, forged, "x", "a.b.c")))
    }
    assert {status for status, *_ in told} == {401}
    assert len(told) == 1


def test_an_address_that_does_not_exist_is_not_logged(site: Site) -> None:
    """A mistake, or somebody's search: who knows what is in it."""
    site.client.get("/v1/familie/Elsenaar?bsn=123456782")
    site.client.post("/v1/pull?naam=Elsenaar", content=b"{}")
    text = json.dumps(site.lines, default=str)
    assert "Elsenaar" not in text
    assert "123456782" not in text
    assert [line["path"] for line in site.lines] == ["other", "/v1/pull"]


def test_what_goes_wrong_in_the_background_is_logged_without_its_text(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    worked = 0

    def work() -> None:
        nonlocal worked
        worked += 1
        raise ValueError("Familie Elsenaar")

    with caplog.at_level(logging.DEBUG), rounds.going("tidying", work, 3_600, at_end=True):
        pass
    assert worked == 2  # the second all the same
    said = capfd.readouterr().err
    assert said.count('"event": "tidying-failed"') == 2
    assert "Elsenaar" not in said + caplog.text
