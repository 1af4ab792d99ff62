"""Enrolling a laptop, by a code or by signing in; its tokens; the organisation's recovery key."""

from mvs_desktop.sync.protocol.message import Struct


class RecoveryKey(Struct, frozen=True):
    """The organisation's recovery key (docs/recovery.md), signed by its root; base64."""

    organisation: str
    number: int
    public_key: str
    root: str
    signature: str


class SignInRequest(Struct, frozen=True):
    """Ask whether one can sign in here, instead of bringing a code."""


class SignInProvider(Struct, frozen=True):
    """Where a browser signs in. `tells_issuer`: its answer names it (RFC 9207)."""

    issuer: str
    client_id: str
    authorization_endpoint: str
    scope: str
    tells_issuer: bool


class SignInReply(Struct, frozen=True):
    provider: SignInProvider | None


class SignedIn(Struct, frozen=True):
    """What a browser brought back, for the service to redeem. `salt` is of the nonce, which
    holds for the key of this device alone (docs/protocol.md)."""

    code: str
    code_verifier: str
    redirect_uri: str
    salt: str


class EnrolRequest(Struct, frozen=True):
    """By a one-time code, or, without one, by what signing in gave."""

    code: str
    device_id: str
    public_key: dict[str, str]  # JWK, EC P-256
    device_name: str = ""
    replaces: str = ""  # the device id that this store had before
    store_id: str = ""
    status_key: dict[str, str] | None = None  # JWK, EC P-256; for device status alone
    signed_in: SignedIn | None = None


class EnrolReply(Struct, frozen=True):
    worker_id: str
    worker_name: str
    organisation: str
    expertise: str
    municipality: str
    team: str
    server_time: str
    epoch: str
    demo: bool = False
    recovery_key: RecoveryKey | None = None
    service_key: dict[str, str] | None = None  # JWK; who signs an order to wipe


class RecoveryKeyRequest(Struct, frozen=True):
    """Ask for the recovery key that holds now."""


class RecoveryKeyReply(Struct, frozen=True):
    recovery_key: RecoveryKey | None


class TokenReply(Struct, frozen=True):
    """A token that works only with a proof by the device's key (RFC 9449, DPoP)."""

    access_token: str
    expires_in: int  # seconds
    server_time: str
    recovery_key_id: str = ""  # a device that knows another one asks for it
