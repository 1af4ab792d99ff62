"""An order to wipe a laptop: who gets it, who signed it, and what the laptop may still do."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import select

from mvs_central.access import directory
from mvs_central.access.directory import UnknownDevice
from mvs_central.access.service_keys import service_keys
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.devices import nonces, tokens, wiping
from mvs_central.devices.enrolment import enrol, new_code
from mvs_central.devices.wiping import MOST_CHALLENGE, WipeUnreachable
from mvs_central.sync import feed
from mvs_central.tables import audit
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.sync import protocol
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.protocol import DeviceState, DeviceStatusReply, DeviceStatusRequest
from tests.central.desk import Desk, created, group, new_worker, share

ORIGIN = "https://mvs.example.nl"


@dataclass(kw_only=True)
class Laptop(Desk):
    """A desk whose device can be asked while it is locked."""

    store_id: UUID
    status_key: DeviceKey
    service_key: dict[str, str]

    def proof(self, path: str, key: DeviceKey, token: str | None = None) -> tokens.Request:
        nonce = nonces.current(service_keys(self.central).nonce, self.central.now())
        proof = key.proof(
            "POST",
            ORIGIN + path,
            made_at=0,
            proof_id=uuid4().hex,
            nonce=nonce,
            access_token=token,
        )
        return tokens.Request("POST", frozenset({ORIGIN}), path, proof)

    def status(
        self, wiped: str = "", key: DeviceKey | None = None, challenge: str = ""
    ) -> DeviceStatusReply:
        return wiping.status(
            self.central,
            service_keys(self.central),
            str(self.caller.device_id),
            self.proof("/v1/device-status", key or self.status_key),
            DeviceStatusRequest(wiped, challenge),
        )

    def token(self) -> str:
        keys = service_keys(self.central)
        proven = self.proof("/v1/token", self.key)
        device = str(self.caller.device_id)
        return tokens.issue(self.central, keys, device, proven).access_token

    def call(self, path: str, token: str) -> Caller:
        keys = service_keys(self.central)
        proven = self.proof(path, self.key, token)
        return tokens.caller_of(self.central, keys, f"DPoP {token}", proven)

    def order(self) -> dict[str, Any]:
        """What the laptop reads in the order, with the key that it has from its enrolment."""
        key = ECKey.import_key(dict(self.service_key))
        return dict(jwt.decode(self.status().wipe, key, algorithms=["ES256"]).claims)


@pytest.fixture
def laptop(central: Central) -> Laptop:
    worker = new_worker(central, "Noor Testers")
    code, _ = new_code(central, worker)
    key, status_key, device_id, store_id = (
        DeviceKey.generate(), DeviceKey.generate(), uuid4(), uuid4(),
    )  # fmt: skip
    asked = protocol.EnrolRequest(
        code,
        str(device_id),
        key.public_jwk(),
        "laptop",
        store_id=str(store_id),
        status_key=status_key.public_jwk(),
    )
    reply = enrol(central, asked, "192.0.2.1")
    assert reply.service_key is not None
    caller = Caller(worker, device_id)
    return Laptop(
        central=central, caller=caller, name="Noor Testers", key=key,
        store_id=store_id, status_key=status_key, service_key=reply.service_key,
    )  # fmt: skip


def order(laptop: Laptop, *, at_once: bool = False) -> bool:
    keys = service_keys(laptop.central)
    return wiping.order(laptop.central, keys, laptop.caller.device_id, at_once=at_once)


def audited(central: Central) -> list[str]:
    with central.database.read() as connection:
        query = select(audit.c.outcome).where(audit.c.action == "wipe").order_by(audit.c.id)
        return list(connection.scalars(query))


def test_a_laptop_is_told_how_it_stands(laptop: Laptop) -> None:
    assert laptop.status().state is DeviceState.ACTIVE
    directory.revoke_device(laptop.central, laptop.caller.device_id)
    assert laptop.status().state is DeviceState.REVOKED
    assert not audited(laptop.central)


def test_an_order_names_the_laptop_and_its_store_and_is_signed(laptop: Laptop) -> None:
    assert not order(laptop)
    told = laptop.status()
    assert told.state is DeviceState.WIPE
    claims = laptop.order()
    assert claims["device"] == str(laptop.caller.device_id)
    assert claims["store"] == str(laptop.store_id)
    assert claims["at_once"] is False
    assert laptop.status(claims["jti"]).state is DeviceState.WIPE
    assert audited(laptop.central) == ["ordered", "told", "done"]
    (row,) = directory.devices(laptop.central)
    assert row.done_at is not None
    assert row.revoked_at is not None
    with pytest.raises(UnknownDevice):
        order(laptop)  # it is gone


def test_an_order_is_for_one_question_of_the_laptop(laptop: Laptop) -> None:
    order(laptop)
    key = ECKey.import_key(dict(laptop.service_key))

    def asked(challenge: str) -> dict[str, Any]:
        reply = laptop.status(challenge=challenge)
        return dict(jwt.decode(reply.wipe, key, algorithms=["ES256"]).claims)

    first, second = asked("eerste"), asked("tweede")
    assert (first["challenge"], second["challenge"]) == ("eerste", "tweede")
    assert first["jti"] == second["jti"]
    assert "challenge" not in laptop.order()
    with pytest.raises(Refused, match="unreadable"):
        laptop.status(challenge="x" * (MOST_CHALLENGE + 1))


def test_only_an_order_for_this_laptop_can_be_carried_out(laptop: Laptop) -> None:
    order(laptop)
    laptop.status(str(uuid4()))
    assert "done" not in audited(laptop.central)


def test_an_order_that_another_one_replaced_may_have_been_carried_out(laptop: Laptop) -> None:
    """The store is gone: it stays told, and the laptop stops telling it."""
    order(laptop)
    first = laptop.order()["jti"]
    assert order(laptop, at_once=True)
    second = laptop.order()
    assert second["at_once"] is True
    assert order(laptop, at_once=True)
    assert laptop.status(first).state is DeviceState.WIPE
    assert audited(laptop.central)[-1] == "done"
    (row,) = directory.devices(laptop.central)
    assert row.done_at is not None
    assert row.revoked_at is not None
    for id_ in (second["jti"], first):
        laptop.status(id_)
    assert audited(laptop.central).count("done") == 1


@pytest.mark.parametrize("wrong", ["device", "colleague", "stranger"])
def test_only_the_status_key_of_a_laptop_asks(laptop: Laptop, sanne: Desk, wrong: str) -> None:
    order(laptop)
    keys = {"device": laptop.key, "colleague": sanne.key, "stranger": DeviceKey.generate()}
    with pytest.raises(Refused, match="device-refused"):
        laptop.status(key=keys[wrong])
    nobody = replace(laptop, caller=Caller(laptop.caller.worker_id, uuid4()))
    without = replace(laptop, caller=sanne.caller, status_key=sanne.key)
    for one in (nobody, without):
        with pytest.raises(Refused, match="device-refused"):
            one.status()
    assert audited(laptop.central) == ["ordered"]


def test_a_status_key_opens_nothing_else(laptop: Laptop) -> None:
    with pytest.raises(Refused, match="device-refused"):
        replace(laptop, key=laptop.status_key).token()


def test_a_laptop_to_be_wiped_brings_what_it_has_and_gets_nothing(
    laptop: Laptop, sanne: Desk
) -> None:
    case_id = sanne.new_case()
    share(laptop, case_id)
    token = laptop.token()
    order(laptop)
    caller = laptop.call("/v1/push", token)
    own = uuid4()
    groups = [group(own, created(CaseFile(id=own, case_id=own)))]
    assert replace(laptop, caller=caller).push(*groups)[0].outcome == "applied"
    manifest = feed.pull(
        laptop.central, laptop.call("/v1/pull", token), protocol.PullRequest("", "")
    )
    assert manifest.scopes == []
    assert not manifest.unchanged
    key = ECKey.import_key(dict(laptop.service_key))
    told = jwt.decode(manifest.wipe, key, algorithms=["ES256"]).claims
    assert told["jti"] == laptop.order()["jti"]
    for path in ("/v1/feeds", "/v1/recovery-key"):
        with pytest.raises(Refused, match="wipe-ordered"):
            laptop.call(path, token)


def test_a_lost_laptop_brings_nothing_either(laptop: Laptop) -> None:
    token = laptop.token()
    assert order(laptop, at_once=True)
    for path in ("/v1/push", "/v1/pull", "/v1/feeds"):
        with pytest.raises(Refused, match="wipe-ordered") as caught:
            laptop.call(path, token)
        assert caught.value.status == 403
    with pytest.raises(Refused, match="wipe-ordered"):
        laptop.token()


def test_a_revoked_laptop_is_wiped_at_once(laptop: Laptop) -> None:
    directory.revoke_device(laptop.central, laptop.caller.device_id)
    assert order(laptop)
    assert laptop.order()["at_once"] is True


def test_an_order_can_be_taken_back_until_it_is_carried_out(laptop: Laptop) -> None:
    with pytest.raises(UnknownDevice):
        wiping.cancel(laptop.central, laptop.caller.device_id)
    order(laptop)
    wiping.cancel(laptop.central, laptop.caller.device_id)
    assert laptop.status().state is DeviceState.ACTIVE
    assert laptop.call("/v1/feeds", laptop.token()) == laptop.caller
    order(laptop)
    laptop.status(laptop.order()["jti"])
    with pytest.raises(UnknownDevice):
        wiping.cancel(laptop.central, laptop.caller.device_id)


def test_a_laptop_that_cannot_be_reached_is_told_to_the_administrator(
    central: Central, sanne: Desk
) -> None:
    keys = service_keys(central)
    with pytest.raises(WipeUnreachable):
        wiping.order(central, keys, sanne.caller.device_id, at_once=True)
    with pytest.raises(UnknownDevice):
        wiping.order(central, keys, uuid4(), at_once=True)
