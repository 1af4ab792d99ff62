"""The content of attachments, in chunks."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from tests.second_client.line import BYTES, Line, encoded

CHUNK = 1 << 20


class Damaged(Exception):
    """What came is not what the record says."""


@dataclass(frozen=True)
class Content:
    """What is sent before the operation that names it."""

    case_id: str
    compartment: str
    attachment_id: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def another_id(self) -> str:
        """Of the attachment that this becomes where its record has other content: two copies of
        a store make one of it."""
        return str(uuid5(UUID(self.attachment_id), self.sha256))

    def offer(self) -> dict[str, Any]:
        return {
            "case_id": self.case_id,
            "compartment": self.compartment,
            "attachment_id": self.attachment_id,
            "size": len(self.data),
            "sha256": self.sha256,
        }

    def frame(self, number: int) -> bytes:
        chunk = self.data[number * CHUNK : (number + 1) * CHUNK]
        head = encoded(
            {
                "case_id": self.case_id,
                "attachment_id": self.attachment_id,
                "number": number,
                "sha256": hashlib.sha256(chunk).hexdigest(),
            }
        )
        return len(head).to_bytes(4, "big") + head + chunk


def send(line: Line, content: Content, at_most: int = 1 << 10) -> list[int]:
    """Which chunks are still missing: none, unless `at_most` were sent."""
    missing: list[int] = line.ask("/v1/attachment/offer", content.offer())["missing"]
    for number in missing[:at_most]:
        answer = line.ask_bytes("/v1/attachment/put", content.frame(number), BYTES)
        missing = line.read(answer)["missing"]
    return missing


def fetch(
    line: Line, case_id: str, compartment: str, attachment_id: str, size: int, sha256: str
) -> bytes:
    """The whole content, as its record tells of it; raises Damaged when it is another."""
    data = b""
    for number in range(max(1, -(-size // CHUNK))):
        asked = {
            "case_id": case_id,
            "compartment": compartment,
            "attachment_id": attachment_id,
            "number": number,
        }
        chunk = line.ask_bytes("/v1/attachment/get", encoded(asked)).content
        if len(chunk) != min(CHUNK, size - number * CHUNK):
            raise Damaged
        data += chunk
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged
    return data
