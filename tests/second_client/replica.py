"""What one store holds, and how it is brought in step with the service: a visit."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from tests.second_client import contents
from tests.second_client.contents import Content
from tests.second_client.line import Line, Refused
from tests.second_client.mirror import Mirror, ScopeKey
from tests.second_client.outbox import Group, Outbox

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


class Replica:
    """Everything in it may be cut off anywhere, and be asked again."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.epoch = ""
        self.mirror = Mirror()
        self.outbox = Outbox(self.mirror)
        self.contents: list[Content] = []

    def send(self) -> Visit:
        """Half a visit."""
        visit = Visit()
        self._send(visit)
        return visit

    def visit(self, visit: Visit) -> None:
        """Send, ask what there is, read it. Under a new epoch: all of it. Raises Refused."""
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
        """All that waits, in its order, and the content that it names before it."""
        self._send_contents()
        groups = self.outbox.waiting()
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

    def _send_contents(self) -> None:
        named = {op.record_id for group in self.outbox.waiting() for op in group}
        for content in [one for one in self.contents if one.attachment_id in named]:
            try:
                contents.send(self.line, content)
            except Refused as refused:
                if refused.code != "content-differs":
                    raise
                self._keep_as_another(content)

    def _keep_as_another(self, content: Content) -> None:
        """A record keeps its first content: this becomes an attachment of its own."""
        record = self.outbox.record(content.attachment_id)
        self.contents.remove(content)
        another = replace(content, attachment_id=content.another_id)
        if record is not None and self.outbox.record(another.attachment_id) is None:
            self.contents.append(another)
            contents.send(self.line, another)
            doc = record.doc | {"size": len(content.data), "sha256": content.sha256}
            self.outbox.create(*record.scope, "attachment", doc, another.attachment_id)

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
