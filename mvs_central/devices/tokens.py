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
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from mvs_central.access import audit
from mvs_central.access.audit import Action
from mvs_central.access.service_keys import ALGORITHM, ServiceKeys
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.devices import nonces, recovery
from mvs_central.devices.strangers import Strangers
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
class Holder:
    """A device, and the key of it that a proof has to be made with."""

    id: UUID
    worker_id: UUID
    key: ECKey
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


def issue(
    central: Central,
    keys: ServiceKeys,
    device_text: str,
    request: Request,
    strangers: Strangers,
) -> TokenReply:
    """A token for a device that proves it holds its key. Raises Refused."""
    try:
        device_id = UUID(device_text)
    except ValueError:
        raise Refused(401, DEVICE_REFUSED) from None
    with central.database.write() as connection:
        found = device_of(connection, device_id)
        if found is not None:
            check_proof(connection, central, keys, request, found, token=None)
    if found is None:
        strangers.note(central, DEVICE_REFUSED)
        raise Refused(401, DEVICE_REFUSED)
    caller = Caller(found.worker_id, found.id, request.network)
    if found.wipe_at_once:
        raise Refused(403, WIPE_ORDERED)
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
    # A device that was revoked a second ago is out, whatever its token says.
    with central.database.write() as connection:
        found = device_of(connection, UUID(claims["device"]))
        if found is None:
            raise Refused(401, DEVICE_REFUSED)
        if claims["cnf"] != {"jkt": found.thumbprint} or claims["sub"] != str(found.worker_id):
            raise Refused(401, TOKEN_REFUSED)
        check_proof(connection, central, keys, request, found, token=token)
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


def check_proof(
    connection: Connection,
    central: Central,
    keys: ServiceKeys,
    request: Request,
    known: Holder,
    token: str | None,
) -> None:
    """Raises Refused unless the proof is the device's, for this request, recent and new."""
    claims = _proof_claims(request.proof, known)
    now = central.now()
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
    if not nonces.accepts(keys.nonce, claims.get("nonce"), now):
        raise Refused(401, USE_NONCE)
    _use_once(connection, f"{known.thumbprint}.{proof_id}", now)


def _proof_claims(proof: str, known: Holder) -> dict[str, Any]:
    if len(proof) > MOST_TEXT:
        raise Refused(401, PROOF_REFUSED)
    try:
        # Verified with the key we know: the one that the proof carries must be the same.
        signed = jws.deserialize_compact(proof, known.key, algorithms=[ALGORITHM])
        header = signed.headers()
        carried = _thumbprint(**header["jwk"])
        claims = json.loads(signed.payload)
    except (JoseError, ValueError, KeyError, TypeError, RecursionError):
        raise Refused(401, PROOF_REFUSED) from None
    right = header.get("typ") == "dpop+jwt" and carried == known.thumbprint
    if not right or not isinstance(claims, dict):
        raise Refused(401, PROOF_REFUSED)
    return claims


@lru_cache(maxsize=1_024)  # the key of a device comes with each of its requests
def _thumbprint(**jwk: str) -> str:
    """Of a key that a proof carries. Raises ValueError."""
    return str(public_key(jwk).thumbprint())


@lru_cache(maxsize=1_024)
def _enrolled_key(jwk: str) -> ECKey:
    return public_key(json.loads(jwk))


def _use_once(connection: Connection, proof_id: str, now: datetime) -> None:
    """In the database, so that it holds over all processes. Raises Refused for a replay."""
    digest = sha256(proof_id.encode("utf-8", "surrogatepass")).digest()
    expires_at = now + nonces.LIFE  # by then its nonce is too old; housekeeping forgets it
    try:
        connection.execute(insert(used_proof).values(digest=digest, expires_at=expires_at))
    except IntegrityError:
        raise Refused(401, PROOF_REFUSED) from None


def device_of(connection: Connection, device_id: UUID) -> Holder | None:
    """The device, unless it is unknown or revoked: the two look the same."""
    query = (
        select(device, wipe_order.c.statement, wipe_order.c.at_once)
        .join_from(device, wipe_order, isouter=True)
        .where(device.c.id == device_id, device.c.revoked_at.is_(None))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    key = _enrolled_key(row.public_key)
    return Holder(
        row.id, row.worker_id, key, row.thumbprint, row.statement or "", bool(row.at_once)
    )
