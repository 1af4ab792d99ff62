"""Requests with a proof of who asks: one key, one service, and the last nonce that it gave."""

import secrets
import time
from collections.abc import Callable, Mapping

from mvs_desktop.domain.errors import ServerAnswerUnreadable, ServerUnreachable
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.packing import Packed
from mvs_desktop.sync.refusals import NonceWanted
from mvs_desktop.sync.transport import Transport, check

# Somebody waits for a sync: what is longer, or comes again, is for the next one.
MOST_WAIT = 5  # seconds


class Prover:
    """`clock` is the computer's own, in seconds since 1970, and may be wrong."""

    def __init__(
        self,
        transport: Transport,
        key: DeviceKey,
        clock: Callable[[], float] = time.time,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport = transport
        self._key = key
        self._clock = clock
        self._wait = wait
        self._nonce = ""  # for the next proof

    def post(
        self, path: str, body: Packed, headers: Mapping[str, str], token: str | None = None
    ) -> bytes:
        """The body of the answer; asked once more when the nonce was old, or when the service
        was asked too much and it is a matter of seconds. Raises what `Transport.post` and `check`
        raise."""
        try:
            return self._post_with_nonce(path, body, headers, token)
        except ServerUnreachable as error:
            if not 0 < error.after <= MOST_WAIT:
                raise
            self._wait(error.after)
        return self._post_with_nonce(path, body, headers, token)

    def _post_with_nonce(
        self, path: str, body: Packed, headers: Mapping[str, str], token: str | None
    ) -> bytes:
        try:
            return self._post_once(path, body, headers, token)
        except NonceWanted:
            pass
        try:
            return self._post_once(path, body, headers, token)
        except NonceWanted as error:
            raise ServerAnswerUnreadable from error  # it refuses what it gave, or that gets lost

    def _post_once(
        self, path: str, body: Packed, headers: Mapping[str, str], token: str | None
    ) -> bytes:
        proof = self._key.proof(
            "POST",
            self._transport.url(path),
            made_at=int(self._clock()),
            proof_id=secrets.token_urlsafe(16),
            nonce=self._nonce,
            access_token=token,
        )
        answer = self._transport.post(path, body, {**headers, "DPoP": proof})
        self._nonce = answer.nonce or self._nonce
        check(answer)
        return answer.body
