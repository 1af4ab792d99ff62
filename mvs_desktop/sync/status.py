"""How this laptop stands with the service, asked while its store is locked; and what an order
to wipe it has to say before it counts.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import urllib3
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from mvs_desktop.domain.errors import ServerRefused
from mvs_desktop.sync import protocol
from mvs_desktop.sync.answers import decoded
from mvs_desktop.sync.identity import ALGORITHM, DeviceKey
from mvs_desktop.sync.packing import packed
from mvs_desktop.sync.prover import Prover
from mvs_desktop.sync.refusals import TokenRefused
from mvs_desktop.sync.transport import Transport

# Nobody waits for it, but a program that closes does.
CONNECT_SECONDS = 4.0
READ_SECONDS = 8.0

_MOST_TEXT = 8_192


class Contact(msgspec.Struct, frozen=True):
    """What a laptop knows of its service while its store is locked: nothing about a person.

    `service_key` is the public key, a JWK, of which an order has to be signed.
    """

    service_url: str
    device_id: UUID
    store_id: UUID
    service_key: str


@dataclass(frozen=True, slots=True)
class WipeOrder:
    """`at_once`: for a lost laptop, which sends nothing any more."""

    statement: str
    id: str
    store_id: UUID
    at_once: bool


def ask_status(
    contact: Contact,
    key: DeviceKey,
    challenge: str,
    wiped: str = "",
    cancelled: str = "",
    pool: urllib3.PoolManager | None = None,
) -> protocol.DeviceStatusReply:
    """`challenge` is what an order in the answer has to name, `wiped` the id of one that was
    carried out, and `cancelled` what was told last of orders that were taken back. Raises what a
    request raises."""
    transport = Transport(
        contact.service_url, pool, connect_seconds=CONNECT_SECONDS, read_seconds=READ_SECONDS
    )
    try:
        asked = protocol.DeviceStatusRequest(wiped, challenge, cancelled)
        body = packed(protocol.encode(asked))
        headers = {"X-MVS-Device": str(contact.device_id)}
        answer = Prover(transport, key).post("/v1/device-status", body, headers)
    except TokenRefused as error:
        raise ServerRefused from error
    finally:
        transport.close()
    return decoded(answer, protocol.DeviceStatusReply)


def order_in(statement: str, contact: Contact, challenge: str) -> WipeOrder | None:
    """The order, when the service that this laptop was enrolled at signed it for this device
    and this store, and for this question, and it holds; None for anything else."""
    claims = _signed(statement, contact, protocol.WIPE_TYPE)
    if (
        claims.get("challenge") != challenge
        or not isinstance(claims.get("jti"), str)
        or not isinstance(claims.get("at_once"), bool)
    ):
        return None
    return WipeOrder(statement, claims["jti"], contact.store_id, claims["at_once"])


def cancelled_in(statement: str, contact: Contact, challenge: str | None = None) -> frozenset[str]:
    """The ids of orders that the service took back, under the same conditions; without
    `challenge` as they were kept."""
    claims = _signed(statement, contact, protocol.CANCELLED_TYPE)
    told = claims.get("orders")
    if not isinstance(told, list) or challenge not in (None, claims.get("challenge")):
        return frozenset()
    return frozenset(map(str, told))


def _signed(statement: str, contact: Contact, kind: str) -> dict[str, Any]:
    """What a statement of the service to this laptop says; nothing when it is none.

    By the service's clock alone: it says in it when it said so. That it was said just now is what
    the challenge tells.
    """
    if not statement or len(statement) > _MOST_TEXT or not contact.service_key:
        return {}
    try:
        key = ECKey.import_key(
            msgspec.json.decode(contact.service_key, type=dict[str, str | list[str]])
        )
        token = jwt.decode(statement, key, algorithms=[ALGORITHM])
    except (JoseError, ValueError, msgspec.DecodeError):
        return {}
    claims: dict[str, Any] = token.claims
    said, starts, ends = (claims.get(name) for name in ("iat", "nbf", "exp"))
    ours = (
        token.header.get("typ") == kind
        and claims.get("device") == str(contact.device_id)
        and claims.get("store") == str(contact.store_id)
        and isinstance(said, int)
        and isinstance(starts, int)
        and isinstance(ends, int)
        and starts <= said < ends
    )
    return claims if ours else {}
