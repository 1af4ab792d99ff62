"""Who gets what: every address, asked by every role in every relation to a case.

The matrix is generated from the table of addresses (contract.py): an address that is not in
`REQUESTS` fails here by name. Forbidden and absent answer alike, in status, headers and bytes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from litestar.testing import TestClient

from mvs_central.access import directory, members
from mvs_central.base.central import Central
from mvs_central.teamwork import team, waiting
from mvs_central.web.contract import ENDPOINTS, Needs
from mvs_central.web.http import Settings, create_app
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.teamwork import MAY_HAND_OVER, MAY_SETTLE_APART, appointable
from mvs_desktop.sync import protocol
from tests.central.desk import Clock, Desk, created, group, new_desk, share
from tests.central.test_http import ORIGIN, Site

pytestmark = pytest.mark.usefixtures("one_connection")


class Relation(StrEnum):
    """What the asker has on the case that he asks for."""

    LIVE = "live grant"
    OTHER_PART = "another compartment"
    ENDED = "ended yesterday"
    NOT_YET = "begins tomorrow"
    REVOKED = "revoked"
    OTHER_CASE = "a case of others"
    NO_CASE = "no such case"


WITHOUT = (Relation.OTHER_CASE, Relation.NO_CASE)
TOLD_APART = {"/v1/push", "/v1/emergency"}  # for who had access: his edits are kept, and he may


@dataclass(frozen=True)
class Setting:
    """One case of Sanne, and the worker who asks."""

    central: Central
    case_id: UUID
    colleague: UUID
    offer_id: str

    @property
    def today(self) -> str:
        return self.central.today().isoformat()


Make = Callable[[Setting], protocol.Struct | bytes]
NEW_ID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
THING = "01890a5d-ac96-774b-bcce-b302099a8057"


def pushed(at: Setting) -> protocol.Struct:
    person = Person(id=UUID(int=7), case_id=at.case_id, given_name="Noor")
    op = msgspec.structs.replace(created(person), op_id=THING)
    return protocol.PushRequest(at.central.epoch(), [group(at.case_id, op)])


def chunk(at: Setting) -> bytes:
    head = protocol.ChunkHead(str(at.case_id), THING, 0, sha256(b"x").hexdigest())
    return protocol.frame(head, b"x")


def cursor(at: Setting) -> protocol.Cursor:
    return protocol.Cursor(str(at.case_id), "basis", 0)


# One request for each address that asks for a proven caller; about the case where it has one.
REQUESTS: dict[str, Make] = {
    "/v1/push": pushed,
    "/v1/pull": lambda at: protocol.PullRequest(at.central.epoch(), ""),
    "/v1/feeds": lambda at: protocol.FeedsRequest(at.central.epoch(), [[cursor(at)]]),
    "/v1/recovery-key": lambda _: protocol.RecoveryKeyRequest(),
    "/v1/acts": lambda _: protocol.ActsRequest(0, "", [], ""),
    "/v1/attachment/offer": lambda at: protocol.ContentOffer(
        str(at.case_id), "basis", THING, 1, sha256(b"x").hexdigest()
    ),
    "/v1/attachment/put": chunk,
    "/v1/attachment/get": lambda at: protocol.ContentRequest(str(at.case_id), "basis", THING, 0),
    "/v1/devices": lambda _: protocol.OwnDevicesRequest(),
    "/v1/devices/end": lambda _: protocol.OwnDeviceEnd(THING, protocol.Ending.LOST),
    "/v1/devices/keep": lambda _: protocol.OwnDeviceKeep(THING),
    "/v1/colleagues": lambda _: protocol.ColleagueRequest("nergens"),
    "/v1/members/grant": lambda at: protocol.MemberGrant(
        str(uuid4()), str(at.case_id), str(at.colleague), "betrokken", ["basis"], at.today
    ),
    "/v1/members/end": lambda at: protocol.MemberEnd(
        str(uuid4()), str(at.case_id), str(at.colleague)
    ),
    "/v1/handover/offer": lambda at: protocol.HandoverOffer(
        str(uuid4()), str(at.case_id), str(at.colleague), "", stays=True
    ),
    "/v1/handover/answer": lambda at: protocol.HandoverAnswer(
        str(uuid4()), at.offer_id, accept=False, word=""
    ),
    "/v1/handover/take-back": lambda at: protocol.HandoverTakeBack(str(uuid4()), at.offer_id),
    "/v1/known-child": lambda _: protocol.KnownChildRequest("aanmelding", "Nergens", "2015-01-01"),
    "/v1/waiting": lambda _: protocol.WaitingRequest(),
    "/v1/apart": lambda at: protocol.ApartRequest(str(at.case_id)),
    "/v1/apart/settle": lambda at: protocol.ApartSettle(
        str(uuid4()), str(at.case_id), [THING], taken=False
    ),
    "/v1/emergency": lambda at: protocol.EmergencyAccess(
        str(uuid4()), "Er is gevaar.", case_id=str(at.case_id)
    ),
}
# About no case: the same for everybody who is known.
OF_NO_CASE = {
    "/v1/pull": "200",
    "/v1/recovery-key": "200",
    "/v1/acts": "400 unreadable",  # no lines
    "/v1/colleagues": "200",
    "/v1/devices": "200",
    "/v1/devices/end": "404 not-found",  # whosever it is
    "/v1/devices/keep": "404 not-found",
    "/v1/known-child": "200",
    "/v1/waiting": "200",
    # What is offered is the offerer's alone until a record names it: that tells nothing.
    "/v1/attachment/offer": "200",
    "/v1/attachment/put": "200",
    # Of this case nothing has content, and no offer is to or from the asker.
    "/v1/attachment/get": "404 not-found",
    "/v1/handover/answer": "404 not-found",
    "/v1/handover/take-back": "404 not-found",
}


def expected(path: str, role: CaseRole | None, relation: Relation) -> str:
    """The matrix, as the rules say it; compared with what the service does."""
    if path in OF_NO_CASE:
        return OF_NO_CASE[path]
    roles = {role} if role else set()
    live = relation is Relation.LIVE and role is not None
    part = relation is Relation.OTHER_PART and role is not None
    known = role is not None and relation not in WITHOUT
    may = {
        "/v1/members/grant": live and CaseRole.INVOLVED in appointable(roles, led=True),
        "/v1/members/end": CaseRole.INVOLVED in appointable(roles, led=True),
        "/v1/handover/offer": bool(roles & MAY_HAND_OVER),
        "/v1/apart": bool(roles & MAY_SETTLE_APART),
        "/v1/apart/settle": bool(roles & MAY_SETTLE_APART),
    }
    match path:
        case "/v1/feeds":
            return "200" if live else "200 absent"
        case "/v1/push" if live and role is not CaseRole.READER:
            return "200 applied"
        case "/v1/push":
            return "200 quarantined" if known else "200 rejected"
        case "/v1/emergency":
            return "409 has-access" if live else "200" if known else "404 not-found"
        case _ if live or part:
            return "200" if may[path] else "403 not-allowed"
        case _:
            return "404 not-found"


@dataclass
class Asker(Site):
    """A worker's laptop with one token."""

    kept: str = ""

    def token(self) -> str:
        self.kept = self.kept or super().token()
        return self.kept

    def answers(self, at: Setting) -> dict[str, Any]:
        found = {}
        for path, make in REQUESTS.items():
            request = make(at)
            body = request if isinstance(request, bytes) else protocol.encode(request)
            found[path] = self.ask(path, body)
        return found


@dataclass
class Scene:
    """Sanne's case with a colleague on it, and whoever is asked to be in it."""

    central: Central
    clock: Clock
    client: Any
    sanne: Desk
    colleague: Desk

    def begin(self, relation: Relation, role: CaseRole | None) -> tuple[Asker, Setting]:
        """A new worker with this relation to a new case."""
        asker = new_desk(self.central, "Mila Bakker")
        if relation is Relation.NO_CASE:
            offer_id = str(uuid4())
            return Asker(self.client, asker), self.setting(uuid4(), offer_id)
        case_id = self.sanne.new_case()
        share(self.colleague, case_id)
        offer = protocol.HandoverOffer(
            str(uuid4()), str(case_id), str(self.colleague.caller.worker_id), "", stays=True
        )
        self.sanne.ask(team.offer, offer)
        waits = self.colleague.ask(waiting.tell, protocol.WaitingRequest()).offers
        if role is not None and relation is not Relation.OTHER_CASE:
            self._relate(asker, case_id, relation, role)
        return Asker(self.client, asker), self.setting(case_id, waits[-1].offer_id)

    def setting(self, case_id: UUID, offer_id: str) -> Setting:
        return Setting(self.central, case_id, self.colleague.caller.worker_id, offer_id)

    def _relate(self, asker: Desk, case_id: UUID, relation: Relation, role: CaseRole) -> None:
        today = self.central.today()
        match relation:
            case Relation.OTHER_PART:
                share(asker, case_id, "school", role=role)
            case Relation.ENDED:
                yesterday = today - timedelta(days=1)
                share(asker, case_id, role=role, starts_on=yesterday, ends_on=yesterday)
            case Relation.NOT_YET:
                share(asker, case_id, role=role, starts_on=today + timedelta(days=1))
            case _:
                share(asker, case_id, role=role)
        if relation is Relation.REVOKED:
            members.revoke(self.central, case_id, asker.caller.worker_id)


@pytest.fixture
def scene(central: Central, clock: Clock, sanne: Desk, youssef: Desk) -> Iterator[Scene]:
    settings = Settings(frozenset({ORIGIN}), lambda *_, **__: None)
    with TestClient(create_app(central, settings), base_url=ORIGIN) as client:
        yield Scene(central, clock, client, sanne, youssef)


def summary(path: str, answer: Any) -> str:
    """Status, with the code of a Problem or what became of the operation."""
    told = str(answer.status_code)
    if answer.status_code != 200:
        return f"{told} {msgspec.json.decode(answer.content, type=protocol.Problem).code}"
    if path == "/v1/push":
        reply = msgspec.json.decode(answer.content, type=protocol.PushReply)
        return f"{told} {reply.results[0].outcome.value}"
    if path == "/v1/feeds":
        reply_ = msgspec.json.decode(answer.content, type=protocol.FeedsReply)
        return f"{told} absent" if reply_.absent else told
    return told


def shape(answer: Any, at: Setting) -> tuple[object, ...]:
    """All that a stranger sees of an answer, but for the number that he asked for himself."""
    body = answer.content.replace(str(at.case_id).encode(), b"CASE")
    if answer.status_code == 200:
        body = NEW_ID.sub(b"ID", body)
    return answer.status_code, body, sorted(answer.headers.items())


def test_every_address_is_in_the_matrix() -> None:
    """A new address that asks for a caller: say in REQUESTS how it is asked, in `expected` who
    gets what."""
    table = {endpoint.path for endpoint in ENDPOINTS if endpoint.needs is Needs.TOKEN}
    assert set(REQUESTS) == table


@pytest.mark.parametrize("role", [*CaseRole, None], ids=lambda role: role or "none")
def test_the_matrix(scene: Scene, role: CaseRole | None) -> None:
    relations = [item for item in Relation if role or item in WITHOUT]
    wrong = []
    for relation in relations:
        asker, at = scene.begin(relation, role)
        for path, answer in asker.answers(at).items():
            wanted, got = expected(path, role, relation), summary(path, answer)
            if wanted != got:
                wrong.append(f"{path} {role} {relation}: {got}, not {wanted}")
    assert wrong == []


def test_what_is_forbidden_looks_as_if_it_were_not_there(scene: Scene) -> None:
    """In status, in every byte and in every header; for who has no grant and for who had one."""
    nothing, at_nothing = scene.begin(Relation.NO_CASE, None)
    absent = {
        path: shape(answer, at_nothing) for path, answer in nothing.answers(at_nothing).items()
    }
    others = (Relation.OTHER_CASE, Relation.ENDED, Relation.NOT_YET, Relation.REVOKED)
    for relation in others:
        asker, at = scene.begin(relation, CaseRole.LEAD)
        for path, answer in asker.answers(at).items():
            if path not in TOLD_APART or relation is Relation.OTHER_CASE:
                assert shape(answer, at) == absent[path], (path, relation)


def test_a_revoked_device_and_a_stolen_token_get_nothing(scene: Scene) -> None:
    asker, at = scene.begin(Relation.LIVE, CaseRole.LEAD)
    thief, _ = scene.begin(Relation.NO_CASE, None)
    thief.kept = asker.token()
    stolen = thief.answers(at)
    assert {summary(path, answer) for path, answer in stolen.items()} == {"401 proof-refused"}
    directory.revoke_device(scene.central, asker.desk.caller.device_id)
    gone = asker.answers(at)
    assert {summary(path, answer) for path, answer in gone.items()} == {"401 device-refused"}
    for answers in (stolen, gone):
        assert len({str(shape(answer, at)) for answer in answers.values()}) == 1
