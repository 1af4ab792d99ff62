"""Requests to the service: JSON, proofs with their nonces, tokens, refusals."""

import json
import ssl
import time
from functools import cache
from typing import Any

import httpx
import zstandard

from tests.second_client.keys import Key

VERSION = "1"
JSON = "application/vnd.mvs+json"
BYTES = "application/octet-stream"

_WORTH_PACKING = 1024
_TOKEN_MARGIN = 30


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates of this computer; reading them takes its time."""
    return ssl.create_default_context()


class Refused(Exception):
    """The service judged the request: its code tells how."""

    def __init__(self, status: int, code: str, retry_after: str = "") -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.retry_after = retry_after


class NoAnswer(Exception):
    """Something in between answered, and judged nothing."""


class Line:
    """What one device says to the service; `address` is the one that the service is known by."""

    def __init__(self, address: str, device_id: str, key: Key, version: str = VERSION) -> None:
        self.address = address
        self.device_id = device_id
        self.version = version
        self._key = key
        self._http = httpx.Client(
            base_url=address,
            headers={"Accept-Encoding": "zstd"},
            timeout=60,
            trust_env=False,
            verify=_trusted(),
        )
        self.nonce = ""
        self._token = ""
        self._good_until = 0.0

    def close(self) -> None:
        self._http.close()

    def open(self, path: str, message: Any) -> Any:
        """A request that needs neither token nor proof."""
        return self.read(self._send(path, encoded(message), {}))

    def proven(self, path: str, message: Any, key: Key) -> Any:
        """A request that needs a proof and names the device, but no token."""
        headers = {"X-MVS-Device": self.device_id}
        return self.read(self._with_proof(path, encoded(message), headers, key))

    def ask(self, path: str, message: Any) -> Any:
        return self.read(self.ask_bytes(path, encoded(message)))

    def ask_bytes(self, path: str, body: bytes, body_type: str = JSON) -> httpx.Response:
        """A request with token and proof; a token that came to its end is renewed once."""
        for last in (False, True):
            token = self.current_token()
            headers = {
                "Authorization": f"DPoP {token}",
                "X-MVS-Protocol": self.version,
                "Content-Type": body_type,
            }
            try:
                return self._with_proof(path, body, headers, self._key, token)
            except Refused as refused:
                if last or refused.code != "token-refused":
                    raise
                self._token = ""
        raise AssertionError

    def use_token(self, token: str) -> None:
        self._token, self._good_until = token, time.monotonic() + _TOKEN_MARGIN

    @staticmethod
    def read(answer: httpx.Response) -> Any:
        try:
            return json.loads(answer.content)
        except ValueError as error:
            raise NoAnswer from error

    def current_token(self) -> str:
        if not self._token or time.monotonic() > self._good_until:
            told = self.proven("/v1/token", {}, self._key)
            self._token = told["access_token"]
            self._good_until = time.monotonic() + told["expires_in"] - _TOKEN_MARGIN
        return self._token

    def _with_proof(
        self, path: str, body: bytes, headers: dict[str, str], key: Key, token: str = ""
    ) -> httpx.Response:
        for last in (False, True):
            proof = key.proof("POST", self.address + path, self.nonce, token)
            try:
                return self._send(path, body, {**headers, "DPoP": proof})
            except Refused as refused:
                if last or refused.code != "use-nonce":
                    raise
        raise AssertionError

    def _send(self, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        headers = {"Content-Type": JSON, **headers}
        if len(body) >= _WORTH_PACKING:
            body = zstandard.compress(body)
            headers["Content-Encoding"] = "zstd"
        try:
            answer = self._http.post(path, content=body, headers=headers)
        except httpx.TransportError as error:
            raise NoAnswer from error
        self.nonce = answer.headers.get("DPoP-Nonce", self.nonce)
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        if answer.is_success and kind in (JSON, BYTES):
            return answer
        if kind != JSON:
            raise NoAnswer
        problem = self.read(answer)
        raise Refused(answer.status_code, problem["code"], answer.headers.get("Retry-After", ""))


def encoded(message: Any) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
