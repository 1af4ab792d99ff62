import json
import sqlite3
from base64 import urlsafe_b64encode
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, NoReturn
from uuid import uuid4

import anyio
import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey
from sqlalchemy import func, select

from mvs_central.access import directory
from mvs_central.access.service_keys import ServiceKeys, service_keys
from mvs_central.base import acting
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.base.database import Database
from mvs_central.devices import nonces, tokens
from mvs_central.devices.strangers import ROWS, Strangers
from mvs_central.running import housekeeping
from mvs_central.tables import audit, used_proof
from mvs_desktop.sync.identity import DeviceKey
from tests.central.desk import Clock, Desk

ORIGIN = "https://mvs.example.nl"
DEVICE_REFUSED, TOKEN_REFUSED, PROOF_REFUSED = "device-refused", "token-refused", "proof-refused"
USE_NONCE = "use-nonce"


@dataclass
class Asks:
    """What a device sends, to be bent by tests."""

    desk: Desk
    clock: Clock

    def proof(
        self,
        path: str,
        token: str | None = None,
        *,
        method: str = "POST",
        origin: str = ORIGIN,
        late: float = 0,
        nonce: str | None = None,
        key: DeviceKey | None = None,
    ) -> str:
        return (key or self.desk.key).proof(
            method,
            origin + path,
            made_at=int(self.clock().timestamp() + late),
            proof_id=uuid4().hex,
            nonce=self.nonce() if nonce is None else nonce,
            access_token=token,
        )

    @property
    def keys(self) -> ServiceKeys:
        return service_keys(self.desk.central)

    def nonce(self) -> str:
        return nonces.current(self.keys.nonce, self.clock())

    def token(self, proof: str | None = None, device: str | None = None) -> str:
        asked = about("/v1/token", self.proof("/v1/token") if proof is None else proof)
        device = str(self.desk.caller.device_id) if device is None else device
        return tokens.issue(self.desk.central, self.keys, device, asked).access_token

    def call(self, token: str, proof: str | None = None, scheme: str = "DPoP") -> Caller:
        asked = about("/v1/pull", self.proof("/v1/pull", token) if proof is None else proof)
        return tokens.caller_of(self.desk.central, self.keys, f"{scheme} {token}", asked)


def about(path: str, proof: str) -> tokens.Request:
    return tokens.Request("POST", frozenset({ORIGIN}), path, proof)


@pytest.fixture
def asks(sanne: Desk, clock: Clock) -> Asks:
    return Asks(sanne, clock)


def test_a_device_with_its_key_is_known(asks: Asks) -> None:
    assert asks.call(asks.token()) == asks.desk.caller


def test_a_token_lives_ten_minutes_by_the_servers_clock(asks: Asks, clock: Clock) -> None:
    token = asks.token()
    clock.forward(minutes=9, seconds=59)
    assert asks.call(token) == asks.desk.caller
    clock.forward(seconds=1)
    with pytest.raises(Refused, match=TOKEN_REFUSED):
        asks.call(token)


def test_a_stolen_token_is_worth_nothing_without_the_key(asks: Asks, youssef: Desk) -> None:
    token = asks.token()
    stranger = asks.proof("/v1/pull", token, key=DeviceKey.generate())
    colleague = asks.proof("/v1/pull", token, key=youssef.key)
    for proof in (stranger, colleague, ""):
        with pytest.raises(Refused, match=PROOF_REFUSED):
            asks.call(token, proof)
    with pytest.raises(Refused, match=TOKEN_REFUSED):
        asks.call(token, scheme="Bearer")


def test_a_proof_works_once(asks: Asks) -> None:
    token = asks.token()
    proof = asks.proof("/v1/pull", token)
    assert asks.call(token, proof) == asks.desk.caller
    with pytest.raises(Refused, match=PROOF_REFUSED):
        asks.call(token, proof)
    asked = asks.proof("/v1/token")
    assert asks.token(asked)
    with pytest.raises(Refused, match=PROOF_REFUSED):
        asks.token(asked)


def test_a_proof_works_once_over_all_processes(asks: Asks, clock: Clock, prepared_url: str) -> None:
    token = asks.token()
    proof = asks.proof("/v1/pull", token)
    assert asks.call(token, proof) == asks.desk.caller
    other = Central(Database(prepared_url), clock)
    with pytest.raises(Refused, match=PROOF_REFUSED):
        tokens.caller_of(other, service_keys(other), f"DPoP {token}", about("/v1/pull", proof))
    other.database.close()


def test_used_proofs_are_forgotten_when_their_nonce_is_too_old(
    asks: Asks, clock: Clock, central: Central
) -> None:
    proof = asks.proof("/v1/token")
    assert asks.token(proof)
    clock.forward(minutes=9, seconds=59)
    with pytest.raises(Refused, match=PROOF_REFUSED):
        asks.token(proof)
    clock.forward(minutes=30)
    with pytest.raises(Refused, match=USE_NONCE):
        asks.token(proof)
    asks.token()
    with acting.service():
        housekeeping.tidy(central)
    with central.database.read() as connection:
        assert connection.scalars(select(func.count()).select_from(used_proof)).one() == 1


@pytest.mark.parametrize("late", [-(10**9), -3_600, 121, 10**9])
def test_the_clock_of_a_laptop_does_not_matter(asks: Asks, late: float) -> None:
    token = asks.token(asks.proof("/v1/token", late=late))
    assert asks.call(token, asks.proof("/v1/pull", token, late=late)) == asks.desk.caller


def test_a_proof_without_a_recent_nonce_is_refused(asks: Asks, clock: Clock) -> None:
    token, old = asks.token(), asks.nonce()
    clock.now += 2 * nonces.STRETCH
    for nonce in ("", "x", old, asks.nonce()[:-1], "é" * 300):
        with pytest.raises(Refused, match=USE_NONCE) as caught:
            asks.token(asks.proof("/v1/token", nonce=nonce))
        assert caught.value.status == 401
    clock.now -= 2 * nonces.STRETCH
    with pytest.raises(Refused, match=USE_NONCE):
        asks.call(token, asks.proof("/v1/pull", token, nonce=""))


def test_a_nonce_holds_until_the_next_visit_and_over_all_processes(
    asks: Asks, clock: Clock, prepared_url: str
) -> None:
    nonce = asks.nonce()
    clock.now += nonces.STRETCH
    assert asks.token(asks.proof("/v1/token", nonce=nonce))
    token, proof = asks.token(), asks.proof("/v1/token", nonce=nonce)
    # A process whose clock is some minutes ahead gave the next one already.
    early = nonces.current(asks.keys.nonce, clock() + nonces.STRETCH)
    other = Central(Database(prepared_url), clock)
    sent = asks.proof("/v1/pull", token, nonce=early)
    keys = service_keys(other)
    called = tokens.caller_of(other, keys, f"DPoP {token}", about("/v1/pull", sent))
    assert called == asks.desk.caller
    tokens.issue(other, keys, str(asks.desk.caller.device_id), about("/v1/token", proof))
    other.database.close()


def test_a_stranger_cannot_make_a_nonce(asks: Asks) -> None:
    forged = nonces.current(bytes(32), asks.clock())
    assert forged != asks.nonce()
    with pytest.raises(Refused, match=USE_NONCE):
        asks.token(asks.proof("/v1/token", nonce=forged))


@pytest.mark.parametrize(
    "bent",
    [
        {"method": "GET"},
        {"origin": "https://elders.example.nl"},
    ],
)
def test_a_proof_is_for_one_request(asks: Asks, bent: dict[str, object]) -> None:
    token = asks.token()
    with pytest.raises(Refused, match=PROOF_REFUSED):
        asks.call(token, asks.proof("/v1/pull", token, **bent))  # type: ignore[arg-type]


def test_a_proof_is_for_one_path_and_one_token(asks: Asks) -> None:
    first, second = asks.token(), asks.token()
    for proof in (
        asks.proof("/v1/push", first),
        asks.proof("/v1/pull", second),
        asks.proof("/v1/pull"),
    ):
        with pytest.raises(Refused, match=PROOF_REFUSED):
            asks.call(first, proof)


def test_unknown_and_revoked_devices_look_the_same(asks: Asks, central: Central) -> None:
    token = asks.token()
    directory.revoke_device(central, asks.desk.caller.device_id)
    for device in (str(asks.desk.caller.device_id), str(uuid4()), "", "x"):
        with pytest.raises(Refused, match=DEVICE_REFUSED) as caught:
            asks.token(device=device)
        assert caught.value.status == 401
    with pytest.raises(Refused, match=DEVICE_REFUSED):
        asks.call(token)


def test_devices_that_nobody_knows_do_not_fill_the_audit(central: Central, clock: Clock) -> None:
    """Anybody can ask for a token, each time for another device: no proof is needed to be told
    that it is unknown. It is counted over all processes."""
    processes = [Strangers(central, lambda: clock().timestamp()) for _ in range(2)]

    def ask(times: int) -> None:
        async def strangers() -> None:
            for number in range(times):
                await processes[number % 2].note(DEVICE_REFUSED)

        anyio.run(strangers)

    def written() -> list[str | None]:
        query = select(audit.c.reference).where(audit.c.outcome == DEVICE_REFUSED)
        with central.database.read() as connection:
            return list(connection.scalars(query.order_by(audit.c.id)))

    ask(ROWS.burst + 7)
    assert written() == [None] * ROWS.burst
    clock.forward(hours=1)
    ask(3)
    assert written()[ROWS.burst :] == ["4 before it", "3 before it", None]


def test_a_device_cannot_prove_that_it_is_another(asks: Asks, youssef: Desk) -> None:
    with pytest.raises(Refused, match=DEVICE_REFUSED):
        asks.token(device=str(youssef.caller.device_id))


def claims_of(desk: Desk, clock: Clock) -> dict[str, object]:
    now = int(clock().timestamp())
    return {
        "sub": str(desk.caller.worker_id),
        "device": str(desk.caller.device_id),
        "cnf": {"jkt": desk.key.thumbprint()},
        "iat": now,
        "exp": now + 600,
    }


def test_a_strangers_token_is_refused(asks: Asks, clock: Clock) -> None:
    claims = claims_of(asks.desk, clock)
    header = {"alg": "ES256", "typ": "at+jwt"}
    forged = jwt.encode(header, claims, ECKey.generate_key("P-256"))
    plain = f"{encoded({'alg': 'none', 'typ': 'at+jwt'})}.{encoded(claims)}."
    shared = jwt.encode({"alg": "HS256"}, claims, OctKey.generate_key(256))
    for token in (forged, plain, shared, "", "a.b.c", "é", "x" * 5_000):
        with pytest.raises(Refused, match=TOKEN_REFUSED):
            asks.call(token)


def test_a_proof_is_no_token(asks: Asks) -> None:
    with pytest.raises(Refused, match=TOKEN_REFUSED):
        asks.call(asks.proof("/v1/pull"))


@pytest.mark.parametrize("payload", [b"[]", b"null", b'{"jti": 5}', b"\xff", b"[" * 3_000])
def test_a_proof_that_is_no_claims_is_refused(asks: Asks, payload: bytes) -> None:
    from joserfc import jws

    key = ECKey.import_key(asks.desk.key.to_pem())
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": asks.desk.key.public_jwk()}
    with pytest.raises(Refused, match=f"{PROOF_REFUSED}|{DEVICE_REFUSED}"):
        asks.token(jws.serialize_compact(header, payload, key))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"typ": "JWT"}, PROOF_REFUSED),
        ({"typ": None}, PROOF_REFUSED),
        ({"jwk": None}, DEVICE_REFUSED),
        ({"jwk": {}}, DEVICE_REFUSED),
    ],
)
def test_a_proof_says_what_it_is_and_by_which_key(
    asks: Asks, change: dict[str, object], code: str
) -> None:
    from joserfc import jws

    key = ECKey.import_key(asks.desk.key.to_pem())
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": asks.desk.key.public_jwk()} | change
    header = {name: value for name, value in header.items() if value is not None}
    claims = {
        "jti": uuid4().hex,
        "htm": "POST",
        "htu": f"{ORIGIN}/v1/token",
        "iat": int(asks.clock().timestamp()),
    }
    with pytest.raises(Refused, match=code):
        asks.token(jws.serialize_compact(header, json.dumps(claims), key))


def test_a_token_of_a_device_that_got_another_key_is_refused(asks: Asks, youssef: Desk) -> None:
    """The token names the key: a device row alone is not enough."""
    token = asks.token()
    other = replace(asks.desk, key=youssef.key)
    with pytest.raises(Refused, match=PROOF_REFUSED):
        Asks(other, asks.clock).call(token)


def encoded(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_nobody_waits_for_a_proof_that_is_looked_at(
    asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite one writes at a time: verifying takes longer than all else."""
    database = asks.desk.central.database
    looked = 0

    def writing_meanwhile(*given: Any, **more: Any) -> Any:
        nonlocal looked
        looked += 1
        if database.is_sqlite:
            with closing(sqlite3.connect(str(database.url.database), timeout=0)) as other:
                other.execute("BEGIN IMMEDIATE")
        return verify(*given, **more)

    verify = jws.deserialize_compact
    monkeypatch.setattr(jws, "deserialize_compact", writing_meanwhile)
    assert asks.call(asks.token()) == asks.desk.caller
    assert looked == 2


def test_a_stranger_does_not_get_the_writers_lock(
    asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not asked by a device that proves itself writes nothing, and waits for nobody."""
    central = asks.desk.central
    device = str(asks.desk.caller.device_id)
    another, old = (
        asks.proof("/v1/token", key=DeviceKey.generate()),
        asks.proof("/v1/token", nonce=""),
    )
    full = Strangers(central, lambda: 0.0)
    for _ in range(ROWS.burst + 1):
        anyio.run(full.note, DEVICE_REFUSED)

    def locked(_database: Database) -> NoReturn:
        raise AssertionError("a stranger writes")

    monkeypatch.setattr(Database, "write", locked)
    for asked, proof, code in (
        (str(uuid4()), another, DEVICE_REFUSED),
        (device, another, DEVICE_REFUSED),
        (device, "", DEVICE_REFUSED),
        (device, old, USE_NONCE),
    ):
        with pytest.raises(Refused, match=code):
            tokens.issue(central, asks.keys, asked, about("/v1/token", proof))
        anyio.run(full.note, DEVICE_REFUSED)
