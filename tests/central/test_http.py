"""The service over HTTP: limits, versions, headers, and what it never tells."""

import bz2
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import zstandard
from litestar.testing import TestClient
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from mvs_central.base.central import Central
from mvs_central.base.logs import Log
from mvs_central.tables import audit
from mvs_central.web import http
from mvs_central.web.contract import ENDPOINTS, Endpoint, Needs
from mvs_central.web.http import Settings, create_app
from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.sync import protocol
from mvs_desktop.sync.protocol import PullRequest, PushRequest, Struct
from tests.central.desk import Desk, created, group

UNPROVEN = [one for one in ENDPOINTS if one.method == "POST" and one.needs is not Needs.TOKEN]
ORIGIN = "http://testserver.local"
STRANGERS_BYTES = 64 * 1024  # docs/protocol.md


@dataclass
class Site:
    """The service, asked by one device that is enrolled."""

    client: Any
    desk: Desk
    nonce: str = ""  # as the last answer gave it
    lines: list[dict[str, object]] = field(default_factory=list)

    def post(self, path: str, body: bytes = b"{}", **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.post(path, content=body, headers=sent)
        self.nonce = answer.headers.get("dpop-nonce", self.nonce)
        return answer

    def proof(self, path: str, token: str | None = None) -> str:
        return self.desk.key.proof(
            "POST",
            ORIGIN + path,
            made_at=int(self.desk.central.now().timestamp()),
            proof_id=uuid4().hex,
            nonce=self.nonce,
            access_token=token,
        )

    def token(self) -> str:
        if not self.nonce:
            self.post("/v1/token")
        answer = self.post(
            "/v1/token",
            X_MVS_Device=str(self.desk.caller.device_id),
            DPoP=self.proof("/v1/token"),
        )
        assert answer.status_code == 200
        return str(answer.json()["access_token"])

    def ask(self, path: str, body: bytes, **headers: str) -> Any:
        token = self.token()
        own = {
            "Authorization": f"DPoP {token}",
            "DPoP": self.proof(path, token),
            "X_MVS_Protocol": "1",
        }
        return self.post(path, body, **(own | headers))


@pytest.fixture
def site(central: Central, sanne: Desk) -> Iterator[Site]:
    lines: list[dict[str, object]] = []

    def note(event: str, **fields: object) -> None:
        lines.append({"event": event} | fields)

    app = create_app(central, Settings(frozenset({ORIGIN}), note))
    with TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        yield Site(client, sanne, lines=lines)


def problem(answer: Any) -> tuple[int, str]:
    found = msgspec.json.decode(answer.content, type=protocol.Problem)
    assert answer.headers["content-type"] == protocol.CONTENT_TYPE
    return answer.status_code, found.code


def pull(site: Site) -> bytes:
    return protocol.encode(PullRequest(site.desk.central.epoch(), ""))


def compress(message: Struct | bytes) -> bytes:
    body = message if isinstance(message, bytes) else protocol.encode(message)
    return zstandard.ZstdCompressor().compress(body)


def test_health_needs_no_key(site: Site) -> None:
    answer = site.client.get("/v1/health")
    assert answer.json() == {"status": "ok", "protocol": 1}


def test_a_push_and_an_answer_in_zstd(site: Site) -> None:
    case_id = uuid4()
    ops = [created(CaseFile(id=case_id, case_id=case_id))]
    for _ in range(40):
        other = uuid4()
        ops.append(created(CaseFile(id=other, case_id=other)))
    groups = [group(case_id, ops[0]), *(group(uuid4(), op) for op in ops[1:])]
    request = PushRequest(site.desk.central.epoch(), groups)
    answer = site.ask(
        "/v1/push", compress(request), Content_Encoding="zstd", Accept_Encoding="zstd"
    )
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "zstd"
    reply = msgspec.json.decode(answer.content, type=protocol.PushReply)
    assert [result.op_id for result in reply.results] == [op.op_id for op in ops]
    assert reply.results[0].outcome == "applied"


def test_a_stranger_gets_nothing_and_is_told_the_time(site: Site) -> None:
    body = pull(site)
    token = site.token()
    for headers in (
        {},
        {"Authorization": "DPoP x"},
        {"Authorization": f"Bearer {token}"},
        {"Authorization": f"DPoP {token}"},
        {"Authorization": f"DPoP {token}", "DPoP": "x.y.z"},
        {"Authorization": f"DPoP {token}", "DPoP": site.proof("/v1/pull")},
    ):
        answer = site.post("/v1/pull", body, X_MVS_Protocol="1", **headers)
        status, code = problem(answer)
        assert status == 401
        assert code in {"token-refused", "proof-refused"}
        assert answer.headers["www-authenticate"] == 'DPoP algs="ES256"'
        assert answer.json()["server_time"] == site.desk.central.now().isoformat()
    assert site.ask("/v1/pull", body).status_code == 200


def test_the_first_answer_teaches_the_nonce(site: Site) -> None:
    device = str(site.desk.caller.device_id)
    answer = site.post("/v1/token", X_MVS_Device=device, DPoP=site.proof("/v1/token"))
    assert problem(answer) == (401, "use-nonce")
    assert answer.headers["www-authenticate"] == 'DPoP algs="ES256", error="use_dpop_nonce"'
    assert answer.headers["dpop-nonce"] == site.nonce
    answer = site.post("/v1/token", X_MVS_Device=device, DPoP=site.proof("/v1/token"))
    assert answer.status_code == 200
    assert answer.headers["dpop-nonce"] == site.nonce
    assert "dpop-nonce" not in site.client.get("/v1/health").headers


def test_that_strangers_came_is_written_down(site: Site, central: Central) -> None:
    for device in (str(uuid4()), "geen nummer"):
        answer = site.post("/v1/token", X_MVS_Device=device, DPoP=site.proof("/v1/token"))
        assert problem(answer) == (401, "device-refused")
    told = select(func.count()).select_from(audit).where(audit.c.outcome == "device-refused")
    with central.database.read() as connection:
        assert connection.scalar(told) == 2


def test_the_body_of_a_stranger_is_not_read(site: Site) -> None:
    answer = site.post("/v1/push", b"\xff" * 10_000, Content_Encoding="zstd", X_MVS_Protocol="1")
    assert problem(answer) == (401, "token-refused")


def test_versions_that_we_do_not_speak(site: Site) -> None:
    for spoken in ("", "0", "-1", "een"):
        answer = site.ask("/v1/pull", pull(site), X_MVS_Protocol=spoken)
        assert problem(answer) == (426, "version-too-old"), spoken
    answer = site.ask("/v1/pull", pull(site), X_MVS_Protocol="2")
    assert problem(answer) == (400, "version-unknown")


def test_what_is_no_message_is_unreadable(site: Site) -> None:
    bodies = [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b'{"epoch": 5, "groups": []}',
        b'{"epoch": "e", "groups": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"epoch": "e", "groups": [' + b"9" * 6_000 + b"]}",
        b'{"epoch": "\\ud800", "groups": []}',
    ]
    for body in bodies:
        assert problem(site.ask("/v1/push", body)) == (400, "unreadable"), body[:40]
    assert problem(site.ask("/v1/push", b"geen zstd", Content_Encoding="zstd")) == (
        400,
        "unreadable",
    )
    assert problem(site.ask("/v1/push", b"{}", Content_Encoding="br")) == (415, "encoding-unknown")
    for path in ("/v1/enrol", "/v1/feeds"):
        assert problem(site.ask(path, b'{"code": []}')) == (400, "unreadable")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (bz2.compress(b'{"epoch": "", ') + bz2.compress(b'"groups": []}'), (409, "epoch-changed")),
        (bz2.compress(b" " * (protocol.MAX_DECODED + 1)), (413, "too-large")),
        (b"geen bzip2", (400, "unreadable")),
        (bz2.compress(b'{"epoch": "", "groups": []}')[:-1], (400, "unreadable")),
        (bz2.compress(b'{"epoch": "", "groups": []}') + b"rest", (400, "unreadable")),
        (bz2.compress(b'{"epoch": "", "groups": []}') + bz2.compress(b"") * 9, (400, "unreadable")),
        (b"", (400, "unreadable")),
    ],
    ids=["two-streams", "bomb", "other", "cut-off", "and-more", "many-streams", "nothing"],
)
def test_a_body_in_bzip2(site: Site, body: bytes, expected: tuple[int, str]) -> None:
    assert problem(site.ask("/v1/push", body, Content_Encoding="bzip2")) == expected


@pytest.mark.parametrize("endpoint", UNPROVEN, ids=lambda endpoint: endpoint.path)
def test_who_did_not_prove_himself_sends_little(site: Site, endpoint: Endpoint) -> None:
    body = b'{"code": "' + b"a" * STRANGERS_BYTES + b'"}'
    assert problem(site.post(endpoint.path, body)) == (413, "too-large")
    packed = compress(body)
    answer = site.post(endpoint.path, packed, Content_Encoding="zstd")
    assert problem(answer) == (413, "too-large")


def test_bodies_are_limited_before_and_after_decompression(site: Site) -> None:
    too_long = b" " * (protocol.MAX_BODY + 1)
    assert problem(site.ask("/v1/push", too_long)) == (413, "too-large")
    bomb = compress(b" " * (protocol.MAX_DECODED + 1))
    assert len(bomb) < 100_000
    assert problem(site.ask("/v1/push", bomb, Content_Encoding="zstd")) == (413, "too-large")


def test_a_body_without_a_length_is_limited_too(site: Site) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(9):
            yield b" " * (STRANGERS_BYTES // 8)

    answer = site.client.post("/v1/enrol", content=pieces())
    assert problem(answer) == (413, "too-large")


def test_every_answer_has_the_headers_that_keep_it_safe(site: Site) -> None:
    for answer in (
        site.client.get("/v1/health"),
        site.client.get("/v1/nergens"),
        site.ask("/v1/pull", pull(site)),
    ):
        for name, value in http.SECURITY_HEADERS.items():
            assert answer.headers[name] == value
        assert "server" not in answer.headers


def test_an_unknown_address_is_a_problem_too(site: Site) -> None:
    assert problem(site.client.get("/v1/nergens")) == (404, "no-such-address")
    assert problem(site.client.get("/v1/push")) == (405, "no-such-method")
    assert site.client.get("/schema").status_code == 404


def test_a_failure_inside_tells_nothing_outside(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("Familie Elsenaar")

    monkeypatch.setattr(http, "pull", fails)
    app = create_app(site.desk.central, Settings(frozenset({ORIGIN}), site_log(site)))
    with TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        broken = Site(client, site.desk)
        answer = broken.ask("/v1/pull", pull(site))
    assert problem(answer) == (500, "internal")
    assert b"Elsenaar" not in answer.content
    assert b"Traceback" not in answer.content
    (line,) = (line for line in site.lines if line["event"] == "failure")
    assert line["kind"] == "RuntimeError"
    assert any(place.startswith("test_http.py:") for place in line["places"])  # type: ignore[attr-defined]
    assert "Elsenaar" not in json.dumps(site.lines, default=str)


def test_a_busy_database_is_told_as_such(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    monkeypatch.setattr(http, "pull", locked)
    app = create_app(site.desk.central, Settings(frozenset({ORIGIN}), site_log(site)))
    with TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        answer = Site(client, site.desk).ask("/v1/pull", pull(site))
    assert problem(answer) == (503, "busy")
    assert answer.headers["retry-after"] == "5"


def site_log(site: Site) -> Log:
    def note(event: str, **fields: object) -> None:
        site.lines.append({"event": event} | fields)

    return note


def test_the_log_holds_ids_and_codes_alone(site: Site) -> None:
    case_id = uuid4()
    op = created(CaseFile(id=case_id, case_id=case_id, name="Familie Elsenaar"))
    request = PushRequest(site.desk.central.epoch(), [group(case_id, op)])
    assert site.ask("/v1/push", protocol.encode(request)).status_code == 200
    site.post("/v1/enrol", b'{"code": "K7QM-4TRP-9WXH"}')
    line = next(line for line in site.lines if line["path"] == "/v1/push")
    assert {name: line[name] for name in ("status", "code", "worker", "device")} == {
        "status": 200,
        "code": "",
        "worker": site.desk.caller.worker_id,
        "device": site.desk.caller.device_id,
    }
    text = json.dumps(site.lines, default=str)
    for secret in ("Elsenaar", "Sanne", "K7QM", "DPoP"):
        assert secret not in text


def test_codes_of_enrolment_are_told_over_http(site: Site) -> None:
    request = protocol.EnrolRequest("K7QM-4TRP-9WXH", str(uuid4()), site.desk.key.public_jwk())
    answers = [site.post("/v1/enrol", protocol.encode(request)) for _ in range(11)]
    assert {problem(answer) for answer in answers[:10]} == {(403, "enrolment-code-refused")}
    assert problem(answers[10]) == (429, "too-many-attempts")
    assert answers[10].headers["retry-after"] == "900"


def test_a_device_that_is_unknown_gets_no_token(site: Site) -> None:
    answer = site.post("/v1/token", X_MVS_Device=str(uuid4()), DPoP=site.proof("/v1/token"))
    assert problem(answer) == (401, "device-refused")


def test_a_chunk_goes_in_and_out_as_bytes(site: Site) -> None:
    case_id = site.desk.new_case()
    chunk = b"een plaatje" * 1_000
    digest = hashlib.sha256(chunk).hexdigest()
    item = Attachment(id=uuid4(), case_id=case_id, size=len(chunk), sha256=digest)
    place = (str(case_id), item.compartment.value, str(item.id))
    offered = protocol.encode(protocol.ContentOffer(*place, len(chunk), digest))
    assert site.ask("/v1/attachment/offer", offered).json() == {"missing": [0]}
    framed = protocol.frame(protocol.ChunkHead(place[0], place[2], 0, digest), chunk)
    sent = site.ask("/v1/attachment/put", compress(framed), Content_Encoding="zstd")
    assert sent.json() == {"missing": []}
    site.desk.do(case_id, created(item))
    asked = protocol.encode(protocol.ContentRequest(*place, 0))
    answer = site.ask("/v1/attachment/get", asked)
    assert answer.content == chunk
    assert answer.headers["content-type"] == protocol.CHUNK_TYPE
    assert not any(place[2] in str(line) for line in site.lines)


@pytest.mark.parametrize("path", ["offer", "put", "get"])
def test_chunks_are_for_devices_that_prove_who_they_are(site: Site, path: str) -> None:
    address = f"/v1/attachment/{path}"
    assert problem(site.post(address, b"{}", X_MVS_Protocol="1"))[0] == 401
    assert problem(site.ask(address, b"[")) == (400, "unreadable")
    assert problem(site.ask(address, b"{}", X_MVS_Protocol="0")) == (426, "version-too-old")


def test_a_chunk_that_is_too_large_is_not_read_on(site: Site) -> None:
    too_much = bytes(protocol.MAX_FRAME + 1)
    assert problem(site.ask("/v1/attachment/put", too_much)) == (413, "too-large")
    packed = site.ask("/v1/attachment/put", compress(too_much), Content_Encoding="zstd")
    assert problem(packed) == (413, "too-large")


@pytest.mark.parametrize("host", [":x", "a:99999999", "[", "[::1", "//", "@", "?", ""])
def test_a_host_that_is_none_is_nothing_of_ours(site: Site, host: str) -> None:
    answer = site.ask("/v1/push", b"{}", Host=host)
    assert problem(answer)[0] in {400, 401}
