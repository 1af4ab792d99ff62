"""How this laptop stands with the service, asked while its store is locked; and what an order
to wipe it has to say before it counts.
"""

from dataclasses import dataclass
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

_MOST_TEXT = 4_096


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
    pool: urllib3.PoolManager | None = None,
) -> protocol.DeviceStatusReply:
    """`challenge` is what an order in the answer has to name, and `wiped` the id of one that was
    carried out. Raises what a request raises."""
    transport = Transport(
        contact.service_url, pool, connect_seconds=CONNECT_SECONDS, read_seconds=READ_SECONDS
    )
    try:
        body = packed(protocol.encode(protocol.DeviceStatusRequest(wiped, challenge)))
        headers = {"X-MVS-Device": str(contact.device_id)}
        answer = Prover(transport, key).post("/v1/device-status", body, headers)
    except TokenRefused as error:
        raise ServerRefused from error
    finally:
        transport.close()
    return decoded(answer, protocol.DeviceStatusReply)


def order_in(statement: str, contact: Contact, challenge: str) -> WipeOrder | None:
    """The order, when the service that this laptop was enrolled at signed it for this device
    and this store, and for this question; None for anything else."""
    if not statement or len(statement) > _MOST_TEXT or not contact.service_key:
        return None
    try:
        key = ECKey.import_key(
            msgspec.json.decode(contact.service_key, type=dict[str, str | list[str]])
        )
        token = jwt.decode(statement, key, algorithms=[ALGORITHM])
        claims = token.claims
    except (JoseError, ValueError, msgspec.DecodeError):
        return None
    ours = (
        token.header.get("typ") == protocol.WIPE_TYPE
        and claims.get("device") == str(contact.device_id)
        and claims.get("store") == str(contact.store_id)
        and claims.get("challenge") == challenge
        and isinstance(claims.get("jti"), str)
        and isinstance(claims.get("at_once"), bool)
    )
    if not ours:
        return None
    return WipeOrder(statement, claims["jti"], contact.store_id, claims["at_once"])
