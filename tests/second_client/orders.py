"""Orders to wipe this laptop, as they come to its status key."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.second_client.keys import Jwk, Key, NotSigned, verified
from tests.second_client.line import Line

ORDER = "mvs-wipe+jwt"
CANCELLED = "mvs-wipe-cancelled+jwt"


@dataclass
class Orders:
    """What device status tells; `service_key` came when the device was enrolled."""

    line: Line
    status_key: Key
    store_id: str
    service_key: Jwk
    cancelled: str = ""
    taken_back: list[str] = field(default_factory=list)

    def state(self) -> tuple[str, dict[str, Any] | None]:
        """How this laptop stands, and the order that it is to carry out."""
        challenge = secrets.token_urlsafe(32)
        told = self._ask(challenge=challenge, cancelled=self.cancelled)
        if taken_back := self.claims(told["cancelled"], CANCELLED, challenge):
            self.cancelled = told["cancelled"]
            self.taken_back = taken_back["orders"]
        order = self.claims(told["wipe"], ORDER, challenge)
        if order and order["jti"] in self.taken_back:
            order = None
        return told["state"], order

    def wiped(self, order_id: str) -> None:
        """Said until it has arrived."""
        self._ask(wiped=order_id)

    def _ask(self, **message: str) -> Any:
        return self.line.proven("/v1/device-status", message, self.status_key)

    def claims(self, token: str, typ: str, challenge: str) -> dict[str, Any] | None:
        """None for what is not for this device, this store and this question, or not now."""
        try:
            claims = verified(token, self.service_key, typ)
        except NotSigned:
            return None
        ours = (self.line.device_id, self.store_id, challenge)
        if (claims["device"], claims["store"], claims["challenge"]) != ours:
            return None
        return claims if claims["nbf"] <= claims["iat"] < claims["exp"] else None
