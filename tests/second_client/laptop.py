"""A laptop: enrolled, with what it read and what its worker wrote, and its visits."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.second_client import contents
from tests.second_client.acts import Acts
from tests.second_client.contents import Content
from tests.second_client.keys import Key
from tests.second_client.line import Line, Refused
from tests.second_client.mirror import WITHDRAWN, Mirror, Record, ScopeKey
from tests.second_client.orders import Orders
from tests.second_client.outbox import Group, Op, Outbox

MOST_OPS = 2000
MOST_CASES = 100


@dataclass
class Visit:
    """What one contact with the service came to."""

    unchanged: bool = False  # one question, and nothing to read
    new_epoch: bool = False
    wipe: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)
    received: int = 0
    light: int = 0  # of those, that came without their content
    requests: list[str] = field(default_factory=list)
    dropped: list[ScopeKey] = field(default_factory=list)
    did_not_add_up: list[str] = field(default_factory=list)


class Laptop:
    """`enrol` first; then `synchronise` at every contact."""

    def __init__(self, address: str, version: str = "1", store_id: str = "") -> None:
        self.store_id = store_id or str(uuid4())
        self.key = Key()
        self.status_key = Key()
        self.line = Line(address, str(uuid4()), self.key, version)
        self.epoch = ""
        self.mirror = Mirror()
        self.outbox = Outbox(self.mirror)
        self.contents: list[Content] = []

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

    # A visit

    def send(self) -> Visit:
        """Half a visit."""
        visit = Visit()
        self._send(visit)
        return visit

    def synchronise(self) -> Visit:
        """Send, ask what there is, read it. An order to wipe is carried out when nothing waits
        any more; one that does not wait for that refuses all else."""
        visit = Visit()
        try:
            self._in_the_epoch(visit)
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

    def _in_the_epoch(self, visit: Visit) -> None:
        """Under a new epoch: send all of it again, then read all of it."""
        try:
            self._visit(visit)
        except Refused as refused:
            if refused.code != "epoch-changed":
                raise
            self._new_epoch(visit)
            self._visit(visit)

    def _visit(self, visit: Visit) -> None:
        self._send(visit)
        manifest = self._manifest(visit)
        if manifest["epoch"] != self.epoch:
            self._new_epoch(visit)
            manifest = self._manifest(visit)
        if manifest["wipe"]:
            visit.wipe = True
            return
        if manifest["unchanged"]:
            visit.unchanged = True
            return
        if gone := self._held() - _scopes(manifest).keys():
            for case_id in {case_id for case_id, _ in gone}:
                self.outbox.send_again(case_id)
            self._send(visit)
            manifest = self._manifest(visit)
            for key in self._held() - _scopes(manifest).keys():
                self.mirror.drop(key)
                self.outbox.drop(key)
                visit.dropped.append(key)
        wanted = self.mirror.behind(_scopes(manifest))
        wanted |= self.outbox.unread() & _scopes(manifest).keys()
        self._read(visit, wanted, light=not visit.new_epoch)

    def _held(self) -> set[ScopeKey]:
        """Scopes of which something is here, read or only written."""
        return self.mirror.scopes.keys() | self.outbox.unread()

    def _new_epoch(self, visit: Visit) -> None:
        visit.new_epoch = True
        self.epoch = self._manifest(visit)["epoch"]
        self.mirror.restart()
        self.outbox.send_again()
        self._send(visit)

    def _manifest(self, visit: Visit) -> dict[str, Any]:
        digest = "" if self.outbox.unread() else self.mirror.digest()
        asked = {"epoch": self.epoch, "cursors_digest": digest}
        found: dict[str, Any] = self._ask(visit, "/v1/pull", asked)
        return found

    def _send(self, visit: Visit) -> None:
        """All that waits, in its order."""
        groups = self.outbox.waiting()
        self._send_contents(groups)
        while groups:
            batch, groups = _batch(groups)
            message = {
                "epoch": self.epoch,
                "groups": [self.outbox.message(group) for group in batch],
            }
            answer = self._ask(visit, "/v1/push", message)
            self.outbox.answered(answer["results"])
            for result in answer["results"]:
                visit.outcomes[result["outcome"]] += 1

    def _send_contents(self, groups: list[Group]) -> None:
        named = {op.record_id for group in groups for op in group}
        for content in self.contents:
            if content.attachment_id in named:
                contents.send(self.line, content)

    def _read(self, visit: Visit, wanted: set[ScopeKey], light: bool) -> None:
        """Until every scope stands at its head. A case that does not add up is read once more
        from its beginning, after all that was ever taken of it was sent again."""
        cases = sorted({case_id for case_id, _ in wanted})
        whole = set() if light else set(cases)
        while cases:
            asked = cases[:MOST_CASES]
            answer = self._ask(visit, "/v1/feeds", self._question(asked, wanted, whole))
            done = set(answer["absent"])
            for page in answer["pages"]:
                case_id = page["cursors"][0]["case_id"]
                visit.received += len(page["records"]) + len(page["own"])
                visit.light += len(page["own"])
                if not self._take_light(page):
                    whole.add(case_id)
                elif self.mirror.read(page):
                    self.outbox.finish()
                    done |= set() if page["more"] else {case_id}
                else:
                    visit.did_not_add_up.append(case_id)
                    if visit.did_not_add_up.count(case_id) > 1:
                        done.add(case_id)  # it stays so: the next visit tries again
                        continue
                    whole.add(case_id)
                    wanted |= self.mirror.restart(case_id)
                    self.outbox.send_again(case_id)
                    self._send(visit)
            cases = [case_id for case_id in cases if case_id not in done]

    def _question(self, cases: list[str], wanted: set[ScopeKey], whole: set[str]) -> dict[str, Any]:
        return {
            "epoch": self.epoch,
            "cases": [
                [
                    {
                        "case_id": case_id,
                        "compartment": compartment,
                        "seq": self.mirror.scopes[case_id, compartment].cursor,
                        "taken": self.outbox.last_taken(case_id, compartment),
                    }
                    for case, compartment in sorted(wanted)
                    if case == case_id
                ]
                for case_id in cases
            ],
            "light": [
                case_id
                for case_id in cases
                if case_id not in whole and self.outbox.last_taken(case_id)
            ],
        }

    def _take_light(self, page: dict[str, Any]) -> bool:
        """Records that come without their content, because we wrote them: all of them, or none."""
        held = [(own, self.outbox.record(own["id"])) for own in page["own"]]
        taken = [record and record.as_told(own) for own, record in held]
        if None in taken:
            return False
        self.mirror.take(record for record in taken if record)
        return True

    def _ask(self, visit: Visit, path: str, message: Any) -> Any:
        visit.requests.append(path)
        return self.line.ask(path, message)


def _scopes(manifest: dict[str, Any]) -> dict[ScopeKey, dict[str, Any]]:
    return {(head["case_id"], head["compartment"]): head for head in manifest["scopes"]}


def _batch(groups: list[Group]) -> tuple[list[Group], list[Group]]:
    """As many groups as one push holds, and the rest; a group is never cut."""
    count = ops = 0
    for group in groups:
        ops += len(group)
        if count and ops > MOST_OPS:
            break
        count += 1
    return groups[:count], groups[count:]
