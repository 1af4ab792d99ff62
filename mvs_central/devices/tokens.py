"""Who is asking: short tokens that are worth nothing without the device's own key.

A device proves itself with a DPoP proof (RFC 9449): a JWT signed by the key it enrolled
with, for one method and address, with a nonce of the service, used once. The token it gets
names that key, and is signed by the service's own.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from mvs_central.access import audit
from mvs_central.access.audit import Action
from mvs_central.access.directory import order_of_device
from mvs_central.access.service_keys import ALGORITHM, ServiceKeys
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.devices import nonces, recovery
from mvs_central.tables import device, used_proof, wipe_order
from mvs_desktop.sync.protocol import TokenReply

LIFE = timedelta(minutes=10)
MOST_TEXT = 4_096  # characters of a token or a proof

DEVICE_REFUSED = "device-refused"
TOKEN_REFUSED = "token-refused"  # noqa: S105 (a code, no secret)
PROOF_REFUSED = "proof-refused"
USE_NONCE = "use-nonce"
WIPE_ORDERED = "wipe-ordered"

# What a device may still ask that is to be wiped; a pull gives it the order alone.
BRINGING = frozenset(
    {"/v1/push", "/v1/pull", "/v1/acts", "/v1/attachment/offer", "/v1/attachment/put"}
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a proof is about: the method, the addresses we answer to, and the path."""

    method: str
    origins: frozenset[str]
    path: str
    proof: str
    network: str = ""  # from what sort of network it came

    def targets(self) -> frozenset[str]:
        return frozenset(origin + self.path for origin in self.origins)


@dataclass(frozen=True, slots=True)
class Proof:
    """A sound proof for one request, by the key with this thumbprint: whose key that is, how old
    it is by its nonce, and whether it was used before, is still to be looked at."""

    thumbprint: str
    id: str
    nonce: object = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A device, and the thumbprint of the key that its proofs have to be made with."""

    id: UUID
    worker_id: UUID
    thumbprint: str
    wipe: str = ""  # an order to destroy its store
    wipe_at_once: bool = False


def public_key(jwk: dict[str, str]) -> ECKey:
    """The key that a device enrols with. Raises ValueError for any but a public P-256 key."""
    if set(jwk) != {"kty", "crv", "x", "y"} or jwk["kty"] != "EC" or jwk["crv"] != "P-256":
        raise ValueError("not a public P-256 key")
    try:
        key = ECKey.import_key(dict(jwk))
        key.thumbprint()
        key.get_op_key("verify")
    except JoseError as error:
        raise ValueError("not a public P-256 key") from error
    return key


def issue(central: Central, keys: ServiceKeys, device_text: str, request: Request) -> TokenReply:
    """A token for a device that proves it holds its key. Raises Refused."""
    try:
        device_id = UUID(device_text)
    except ValueError:
        raise Refused(401, DEVICE_REFUSED) from None
    # Anybody may ask this: nobody else waits for it before the proof was found to be a device's.
    with central.database.read() as connection:
        found = device_of(connection, device_id, central.now())
    if found is None:
        raise Refused(401, DEVICE_REFUSED)  # as when the proof is another's
    proof = proven(request, None, found)
    check_age(central, keys, proof)
    if found.wipe_at_once:
        with central.database.write() as connection:
            use_once(central, connection, proof)
        raise Refused(403, WIPE_ORDERED)
    caller = Caller(found.worker_id, found.id, request.network)
    now = central.now()
    claims = {
        "sub": str(found.worker_id),
        "device": str(found.id),
        "cnf": {"jkt": found.thumbprint},
        "iat": int(now.timestamp()),
        "exp": int((now + LIFE).timestamp()),
        "jti": central.random_bytes(16).hex(),
    }
    token = jwt.encode({"alg": ALGORITHM, "typ": "at+jwt"}, claims, keys.signing)
    with central.database.write() as connection:
        use_once(central, connection, proof)
        contact = update(device).where(device.c.id == found.id).values(last_contact_at=now)
        connection.execute(contact)
        audit.write(connection, audit.rows(now, Action.SIGN_IN, "issued", caller=caller))
        key = recovery.current(connection)
    return TokenReply(
        token, int(LIFE.total_seconds()), now.isoformat(), key.id if key is not None else ""
    )


def caller_of(central: Central, keys: ServiceKeys, authorization: str, request: Request) -> Caller:
    """The worker and device behind a request. Raises Refused."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "dpop" or len(token) > MOST_TEXT:
        raise Refused(401, TOKEN_REFUSED)
    claims = _token_claims(central, keys, token)
    proof = proven(request, token)
    # A device that was revoked a second ago is out, whatever its token says.
    with central.database.write() as connection:
        found = device_of(connection, UUID(claims["device"]), central.now())
        if found is None:
            raise Refused(401, DEVICE_REFUSED)
        if claims["cnf"] != {"jkt": found.thumbprint} or claims["sub"] != str(found.worker_id):
            raise Refused(401, TOKEN_REFUSED)
        check_key(proof, found)
        check_age(central, keys, proof)
        use_once(central, connection, proof)
    # Until it is wiped it may still bring what it has, and gets nothing.
    if found.wipe_at_once or (found.wipe and request.path not in BRINGING):
        raise Refused(403, WIPE_ORDERED)
    return Caller(found.worker_id, found.id, request.network, found.wipe)


def _token_claims(central: Central, keys: ServiceKeys, token: str) -> dict[str, Any]:
    try:
        decoded = jwt.decode(token, keys.signing, algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        raise Refused(401, TOKEN_REFUSED) from None
    # We signed it, so its claims are ours and whole; only its time has to be looked at.
    claims: dict[str, Any] = decoded.claims
    if decoded.header.get("typ") != "at+jwt" or claims["exp"] <= central.now().timestamp():
        raise Refused(401, TOKEN_REFUSED)
    return claims


def proven(request: Request, token: str | None, known: Holder | None = None) -> Proof:
    """The proof of a request, when it is for that request. Outside of any transaction: on SQLite
    others would wait for it.

    With `known`, where anybody may name any device, only by that device: what was not made with
    its key is refused as when there were no such device. Raises Refused.
    """
    claims, thumbprint = _proof_claims(request.proof, known)
    expected = {"htm": request.method}
    if token is not None:
        digest = sha256(token.encode()).digest()
        expected["ath"] = urlsafe_b64encode(digest).rstrip(b"=").decode()
    made_at, proof_id = claims.get("iat"), claims.get("jti")
    if (
        any(claims.get(name) != value for name, value in expected.items())
        or claims.get("htu") not in request.targets()
        or isinstance(made_at, bool)
        or not isinstance(made_at, int | float)  # by the device's own clock, which may be wrong
        or not isinstance(proof_id, str)
        or not 8 <= len(proof_id) <= 256
    ):
        raise Refused(401, PROOF_REFUSED)
    return Proof(thumbprint, proof_id, claims.get("nonce"))


def check_key(proof: Proof, known: Holder) -> None:
    """Raises Refused unless the proof is by the key of this device."""
    if proof.thumbprint != known.thumbprint:
        raise Refused(401, PROOF_REFUSED)


def check_age(central: Central, keys: ServiceKeys, proof: Proof) -> None:
    """Raises Refused for a proof without a nonce of ours, or with an old one."""
    if not nonces.accepts(keys.nonce, proof.nonce, central.now()):
        raise Refused(401, USE_NONCE)


def _proof_claims(proof: str, known: Holder | None) -> tuple[dict[str, Any], str]:
    """What a proof says, and the thumbprint of the key that it carries and was made with."""
    refused = Refused(401, PROOF_REFUSED if known is None else DEVICE_REFUSED)
    if len(proof) > MOST_TEXT:
        raise refused
    try:
        carried = jws.extract_compact(proof.encode()).headers()["jwk"]
        key, thumbprint = _carried(**carried)
        if known is not None and thumbprint != known.thumbprint:
            raise refused  # before anything is worked out for somebody else's key
        signed = jws.deserialize_compact(proof, key, algorithms=[ALGORITHM])
    except (JoseError, ValueError, KeyError, TypeError, RecursionError):
        raise refused from None
    try:
        claims = json.loads(signed.payload)
    except (ValueError, RecursionError):
        raise Refused(401, PROOF_REFUSED) from None
    if signed.headers().get("typ") != "dpop+jwt" or not isinstance(claims, dict):
        raise Refused(401, PROOF_REFUSED)
    return claims, thumbprint


@lru_cache(maxsize=1_024)  # the key of a device comes with each of its requests
def _carried(**jwk: str) -> tuple[ECKey, str]:
    """A key that a proof carries, and its thumbprint. Raises ValueError."""
    key = public_key(jwk)
    return key, str(key.thumbprint())


_USED = insert(used_proof)
# Put together once: they come with each request, and that takes as long as the answer.
_DEVICE = (
    select(device, wipe_order.c.statement, wipe_order.c.at_once, wipe_order.c.ends_at)
    .join_from(device, wipe_order, order_of_device(), isouter=True)
    .where(device.c.id == bindparam("device_id"), device.c.revoked_at.is_(None))
)


def use_once(central: Central, connection: Connection, proof: Proof) -> None:
    """In the database, so that it holds over all processes. Raises Refused for a replay."""
    digest = sha256(f"{proof.thumbprint}.{proof.id}".encode("utf-8", "surrogatepass")).digest()
    # By then its nonce is too old; housekeeping forgets it.
    expires_at = central.now() + nonces.LIFE
    try:
        connection.execute(_USED, {"digest": digest, "expires_at": expires_at})
    except IntegrityError:
        raise Refused(401, PROOF_REFUSED) from None


def device_of(connection: Connection, device_id: UUID, now: datetime) -> Holder | None:
    """The device, unless it is unknown or revoked, or its order to wipe came to its end: these
    look the same."""
    row = connection.execute(_DEVICE, {"device_id": device_id}).one_or_none()
    if row is None or (row.ends_at is not None and row.ends_at <= now):
        return None
    return Holder(row.id, row.worker_id, row.thumbprint, row.statement or "", bool(row.at_once))
