"""The audit of this device, told to the service and countersigned by it."""

import hashlib
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.second_client.canonical import canonical
from tests.second_client.line import Line

_CHAINED = ("at", "action", "worker_id", "case_id", "record_type", "record_id", "detail")
_CONTEXT = b"mvs-central device audit 1\n"
MOST_LINES = 1000


@dataclass
class Acts:
    worker_id: str
    lines: list[dict[str, Any]] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    told: int = 0

    def add(self, action: str, case_id: str | None = None, **detail: Any) -> None:
        line = {
            "number": len(self.lines) + 1,
            "at": datetime.now(UTC).isoformat(),
            "action": action,
            "worker_id": self.worker_id,
            "case_id": case_id,
            "record_type": None,
            "record_id": None,
            "detail": detail,
        }
        self.lines.append(line)
        self.hashes.append(self._hash_on(len(self.hashes), line))

    def chain_anew(self) -> None:
        """After lines were changed, which a laptop never does."""
        self.hashes.clear()
        for number, line in enumerate(self.lines):
            self.hashes.append(self._hash_on(number, line))

    def tell(self, line: Line) -> dict[str, Any]:
        """The service's receipt; raises InvalidSignature when it did not sign what it says."""
        lines = self.lines[self.told : self.told + MOST_LINES]
        last = self.told + len(lines)
        receipt: dict[str, Any] = line.ask(
            "/v1/acts",
            {
                "before_number": self.told,
                "before_hash": self._hash(self.told),
                "lines": lines,
                "hash": self._hash(last),
            },
        )
        signed = {name: receipt[name] for name in ("at", "fault", "hash", "number")}
        signed["device"] = line.device_id
        key = Ed25519PublicKey.from_public_bytes(b64decode(receipt["key"]))
        key.verify(b64decode(receipt["signature"]), _CONTEXT + canonical(signed))
        self.told = last
        return receipt

    def _hash_on(self, number: int, line: dict[str, Any]) -> str:
        chained = canonical({name: line[name] for name in _CHAINED})
        return hashlib.sha256(f"{self._hash(number)}\n".encode() + chained).hexdigest()

    def _hash(self, number: int) -> str:
        return self.hashes[number - 1] if number else ""
