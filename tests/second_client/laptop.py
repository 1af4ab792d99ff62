"""A laptop: how it is enrolled, what its worker does on it, and how it is wiped."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.second_client import contents
from tests.second_client.acts import Acts
from tests.second_client.contents import Content
from tests.second_client.keys import Key
from tests.second_client.line import Line, Refused
from tests.second_client.mirror import WITHDRAWN, Record
from tests.second_client.orders import Orders
from tests.second_client.outbox import Op
from tests.second_client.replica import Replica, Visit


class Laptop(Replica):
    """`enrol` first; then `synchronise` at every contact."""

    def __init__(self, address: str, version: str = "1", store_id: str = "") -> None:
        self.store_id = store_id or str(uuid4())
        self.key = Key()
        self.status_key = Key()
        super().__init__(Line(address, str(uuid4()), self.key, version))

    def close(self) -> None:
        self.line.close()

    def enrol(self, code: str, **more: Any) -> dict[str, Any]:
        told: dict[str, Any] = self.line.open(
            "/v1/enrol",
            {
                "code": code,
                "device_id": self.line.device_id,
                "public_key": self.key.public,
                "status_key": self.status_key.public,
                "store_id": self.store_id,
                **more,
            },
        )
        self.epoch = told["epoch"]
        self.worker_name = told["worker_name"]
        self.orders = Orders(self.line, self.status_key, self.store_id, told["service_key"])
        self.acts = Acts(told["worker_id"])
        return told

    def settle(self, conflict: Record, choice: str) -> list[Op]:
        """A worker's choice between what stands and what was set apart, in one group with what
        it does to the record: one that was withdrawn comes back, before it is written in."""
        ended = {
            "state": "beslist",
            "choice": choice,
            "settled_by": self.worker_name,
            "settled_at": datetime.now(UTC).isoformat(),
        }
        ops = [self.outbox.edit(conflict, {"choice": ended})]
        record = self.outbox.record(conflict.doc["record_id"])
        if choice == "other" and record is not None:
            chosen = json.loads(conflict.doc["other"])
            if conflict.doc["unit"] == WITHDRAWN:
                ops.append(self.outbox.withdraw(record, chosen["withdrawn"]))
            else:
                if record.withdrawn:
                    ops.append(self.outbox.withdraw(record, withdrawn=False))
                ops.append(self.outbox.edit(record, {conflict.doc["unit"]: chosen}))
        self.outbox.together(*ops)
        return ops

    def attach(self, case_id: str, compartment: str, data: bytes, doc: dict[str, Any]) -> Op:
        """A file and its record; the content goes before the record does."""
        content = Content(case_id, compartment, str(uuid4()), data)
        self.contents.append(content)
        told = {"compartment": compartment, "size": len(data), "sha256": content.sha256}
        return self.outbox.create(
            case_id, compartment, "attachment", doc | told, content.attachment_id
        )

    def content_of(self, record: Record) -> bytes:
        return contents.fetch(
            self.line,
            record.case_id,
            record.compartment,
            record.id,
            record.doc["size"],
            record.doc["sha256"],
        )

    def synchronise(self) -> Visit:
        """A visit. An order to wipe is carried out when nothing waits any more; one that does
        not wait for that refuses all else."""
        visit = Visit()
        try:
            self.visit(visit)
        except Refused as refused:
            if refused.code != "wipe-ordered":
                raise
            visit.wipe = True
        if visit.wipe:
            self.wipe_if_ordered()
        return visit

    def wipe_if_ordered(self) -> bool:
        """Also without a token, and before anybody unlocked the store."""
        _, order = self.orders.state()
        if order is None or not (order["at_once"] or not self.outbox.waiting()):
            return False
        self.mirror.scopes.clear()
        self.outbox.groups.clear()
        self.contents.clear()
        self.orders.wiped(order["jti"])
        return True
