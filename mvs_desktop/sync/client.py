"""The central service as this device may use it: enrol, tokens, push, pull and feeds.

A proof names the last nonce that the service gave, which says how old it is: a laptop with a
wrong clock still synchronises.
"""

import secrets
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import urllib3

from mvs_desktop.domain.errors import RecoveryKeyRefused, ServerAnswerUnreadable, ServerRefused
from mvs_desktop.domain.ids import uuid7
from mvs_desktop.domain.recovery import RecoveryKey
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.keys.recovery import trusted
from mvs_desktop.sync import protocol
from mvs_desktop.sync.answers import Message, decoded
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.packing import Packed, packed, with_end
from mvs_desktop.sync.prover import Prover
from mvs_desktop.sync.refusals import OutOfPlace, TokenRefused
from mvs_desktop.sync.transport import Transport, check, checked_address

# A token is renewed when this part of its life is over, so that it does not end on the way.
_TOKEN_LIFE = 0.8


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    renew_at: float  # on the monotonic clock


class CentralClient:
    """Speaks for one enrolled device. Used from one thread at a time.

    Every method raises ServerUnreachable, ServerRefused, ServerAnswerUnreadable or
    VersionTooOld; on any of them the service may or may not have done what was asked, and
    asking again is safe.
    """

    def __init__(
        self,
        service_url: str,
        device_id: UUID,
        private_key_pem: str,
        pool: urllib3.PoolManager | None = None,
        *,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """`clock` is the computer's own, in seconds since 1970, and may be wrong.

        Raises ServiceAddressUnusable, and ValueError for a key that is none.
        """
        self._transport = Transport(service_url, pool)
        self._device_id = device_id
        self._prover = Prover(self._transport, DeviceKey.from_pem(private_key_pem), clock, wait)
        self._monotonic = monotonic
        self._token: _Token | None = None
        self.recovery_key_id = ""  # that the service has, as the last token told

    def close(self) -> None:
        self._transport.close()

    def prepare_push(self, body: bytes) -> Callable[[bytes], protocol.PushReply]:
        """Make a PushRequest, as JSON, ready to go; gives what sends it with the end of the body,
        which may be known only then. While another request is under way, too. Raises TooLarge,
        and what it gives raises EpochChanged, or TooLarge, beside what every method raises."""
        ready = packed(body)
        return lambda end: decoded(self._send("/v1/push", with_end(ready, end)), protocol.PushReply)

    def pull(self, request: protocol.PullRequest) -> protocol.Manifest:
        return self.ask("/v1/pull", request, protocol.Manifest)

    def feeds(self, request: protocol.FeedsRequest) -> protocol.FeedsReply:
        """Raises EpochChanged beside what every method raises."""
        return self.ask("/v1/feeds", request, protocol.FeedsReply)

    def tell_acts(self, request: protocol.ActsRequest) -> protocol.ActsReply:
        return self.ask("/v1/acts", request, protocol.ActsReply)

    def offer(self, request: protocol.ContentOffer) -> protocol.ContentState:
        """Raises ContentRefused, or TooLarge, beside what every method raises."""
        return self.ask("/v1/attachment/offer", request, protocol.ContentState)

    def put(self, head: protocol.ChunkHead, chunk: bytes) -> protocol.ContentState:
        """Raises ContentRefused, or CaseAbsent when it was not offered, beside what every method
        raises."""
        body = protocol.frame(head, chunk)
        return decoded(self._send("/v1/attachment/put", packed(body)), protocol.ContentState)

    def get(self, request: protocol.ContentRequest) -> bytes:
        """Raises CaseAbsent beside what every method raises."""
        return self._send("/v1/attachment/get", packed(protocol.encode(request)))

    def recovery_key(self) -> RecoveryKey | None:
        """The organisation's recovery key, as the service has it: it still has to be trusted."""
        request = protocol.RecoveryKeyRequest()
        reply = self.ask("/v1/recovery-key", request, protocol.RecoveryKeyReply)
        return to_recovery_key(reply.recovery_key)

    def ask(self, path: str, request: protocol.Struct, reply: type[Message]) -> Message:
        """Send one message and read the answer."""
        return decoded(self._send(path, packed(protocol.encode(request))), reply)

    def _send(self, path: str, body: Packed) -> bytes:
        """The body of the answer."""
        try:
            return self._send_once(path, body)
        except TokenRefused:
            # It ended earlier than we thought, for example while the laptop was asleep.
            self._token = None
        try:
            return self._send_once(path, body)
        except TokenRefused as error:
            raise ServerRefused from error

    def _send_once(self, path: str, body: Packed) -> bytes:
        token = self._fresh_token()
        return self._prover.post(path, body, {"Authorization": f"DPoP {token}"}, token)

    def _fresh_token(self) -> str:
        if self._token is None or self._monotonic() >= self._token.renew_at:
            self._token = self._new_token()
        return self._token.text

    def _new_token(self) -> _Token:
        asked_at = self._monotonic()
        try:
            body = self._prover.post(
                "/v1/token", packed(b"{}"), {"X-MVS-Device": str(self._device_id)}
            )
        except TokenRefused as error:
            raise ServerRefused from error
        except OutOfPlace as error:
            # It is no answer to what the token was for: nothing of that was sent.
            raise ServerAnswerUnreadable from error
        reply = decoded(body, protocol.TokenReply)
        self.recovery_key_id = reply.recovery_key_id
        return _Token(reply.access_token, asked_at + reply.expires_in * _TOKEN_LIFE)


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """What a device brings to its enrolment; keep it to try again after a lost reply.

    The status key is made from `status_seed`; with it the device asks how it stands while its
    store is locked.
    """

    device_id: UUID
    key: DeviceKey
    store_id: UUID
    status_seed: bytes = field(repr=False)


def new_identity(store_id: UUID | None = None, status_seed: bytes | None = None) -> DeviceIdentity:
    """For a new store, unless another is named."""
    made_at = datetime.now(UTC)
    return DeviceIdentity(
        uuid7(made_at, secrets.token_bytes(10)),
        DeviceKey.generate(),
        store_id or uuid4(),
        status_seed or secrets.token_bytes(32),
    )


def enrol(
    service_url: str,
    code: str,
    device_name: str,
    *,
    identity: DeviceIdentity | None = None,
    replaces: UUID | None = None,
    signed_in: protocol.SignedIn | None = None,
    pool: urllib3.PoolManager | None = None,
) -> tuple[Enrolment, str]:
    """Exchange a one-time code, or what signing in gave, for an enrolment; gives it with the
    service's epoch.

    `replaces` is the device id that the same store had before.

    Raises EnrolmentCodeRefused, TooManyAttempts, SignInRefused, SignInNotLinked, SignInUnavailable,
    ServiceAddressUnusable, ServerUnreachable, ServerAnswerUnreadable or VersionTooOld. Nothing
    is stored here.
    """
    who = identity or new_identity()
    transport = Transport(service_url, pool)
    request = protocol.EnrolRequest(
        code=code.strip(),
        device_id=str(who.device_id),
        public_key=who.key.public_jwk(),
        device_name=device_name,
        replaces="" if replaces is None else str(replaces),
        store_id=str(who.store_id),
        status_key=DeviceKey.from_seed(who.status_seed).public_jwk(),
        signed_in=signed_in,
    )
    try:
        answer = transport.post("/v1/enrol", packed(protocol.encode(request)), {})
    finally:
        transport.close()
    try:
        check(answer)
    except TokenRefused as error:
        raise ServerRefused from error
    reply = decoded(answer.body, protocol.EnrolReply)
    try:
        worker_id = UUID(reply.worker_id)
    except ValueError as error:
        raise ServerAnswerUnreadable from error
    enrolment = Enrolment(
        device_id=who.device_id,
        worker_id=worker_id,
        worker_name=reply.worker_name,
        organisation=reply.organisation,
        expertise=reply.expertise,
        municipality=reply.municipality,
        team=reply.team,
        service_url=checked_address(service_url),
        private_key=who.key.to_pem(),
        demo=reply.demo,
        service_key=msgspec.json.encode(reply.service_key).decode() if reply.service_key else "",
        recovery_key=_own_root(reply.recovery_key),
    )
    return enrolment, reply.epoch


def _own_root(wire: protocol.RecoveryKey | None) -> RecoveryKey | None:
    """The key whose root this store will trust. Raises ServerAnswerUnreadable."""
    key = to_recovery_key(wire)
    try:
        return None if key is None else trusted(key, None)
    except RecoveryKeyRefused as error:
        raise ServerAnswerUnreadable from error


def to_recovery_key(wire: protocol.RecoveryKey | None) -> RecoveryKey | None:
    """Raises ServerAnswerUnreadable."""
    if wire is None:
        return None
    try:
        texts = (wire.public_key, wire.root, wire.signature)
        public, root, signature = (b64decode(text, validate=True) for text in texts)
    except ValueError as error:
        raise ServerAnswerUnreadable from error
    return RecoveryKey(wire.organisation, wire.number, public, root, signature)
