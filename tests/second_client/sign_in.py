"""Signing in with an OpenID provider, instead of bringing a one-time code.

Opening the browser and listening on 127.0.0.1 are for whoever has a screen; here is what is put
into its address, and what is made of the one that it comes back to.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.second_client.keys import Jwk, base64url, thumbprint


class NoSignIn(Exception):
    """What came back is no answer to this, or a refusal."""


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class SignIn:
    """One attempt, for the key that is being enrolled."""

    provider: dict[str, Any]  # of SignInReply
    key: Jwk
    redirect_uri: str
    salt: str = field(default_factory=_random)
    state: str = field(default_factory=_random)
    verifier: str = field(default_factory=_random)

    def address(self) -> str:
        """What the browser opens."""
        asked = {
            "response_type": "code",
            "client_id": self.provider["client_id"],
            "scope": self.provider["scope"],
            "redirect_uri": self.redirect_uri,
            "state": self.state,
            "nonce": _sha256(f"{thumbprint(self.key)}.{self.salt}"),
            "code_challenge": _sha256(self.verifier),
            "code_challenge_method": "S256",
        }
        return f"{self.provider['authorization_endpoint']}?{urlencode(asked)}"

    def signed_in(self, came_to: str) -> dict[str, str]:
        """What the enrolment brings, from the address that the browser came back to."""
        told = dict(parse_qsl(urlsplit(came_to).query))
        if told.get("state") != self.state or "code" not in told:
            raise NoSignIn
        issuer = told.get("iss")
        if issuer != self.provider["issuer"] and (issuer or self.provider["tells_issuer"]):
            raise NoSignIn
        return {
            "code": told["code"],
            "code_verifier": self.verifier,
            "redirect_uri": self.redirect_uri,
            "salt": self.salt,
        }


def _sha256(text: str) -> str:
    return base64url(hashlib.sha256(text.encode()).digest())
