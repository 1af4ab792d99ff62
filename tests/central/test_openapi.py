"""Requests made from the service's own description (schemathesis): whatever fits it gets a typed
answer, and never a failure inside. Nor does what does not fit: headers that are another's or
nobody's, queries that nobody asked for, and addresses that are not there. `MVS_EXAMPLES` asks for
more of them for each address."""

import os
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from mvs_central.tables import access_grant, change, device, quarantine, record, wipe_order
from mvs_central.web import contract
from mvs_central.web.contract import ENDPOINTS, Endpoint, Needs
from mvs_desktop.sync import protocol
from tests.central.test_authorisation import Asker
from tests.central.test_http import Site, site

__all__ = ["site"]

EXAMPLES = int(os.environ.get("MVS_EXAMPLES", "10"))
DESCRIBED = [endpoint for endpoint in ENDPOINTS if endpoint.asked not in (None, bytes)]
DESCRIPTION = msgspec.json.decode(msgspec.json.encode(contract.openapi()))
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
POSTED = [endpoint for endpoint in ENDPOINTS if endpoint.method == "POST"]


ASKED_OFTEN = settings(
    max_examples=EXAMPLES,
    database=None,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)


@pytest.fixture(params=["sqlite"])
def prepared_url(prepared_file: Any, tmp_path: Any) -> str:
    """One database will do: what a body can break is before any."""
    path = tmp_path / "central.db"
    path.write_bytes(prepared_file.read_bytes())
    return f"sqlite:///{path.as_posix()}"


@pytest.mark.parametrize("endpoint", DESCRIBED, ids=lambda endpoint: endpoint.path)
def test_whatever_fits_the_description_is_answered_by_it(site: Site, endpoint: Endpoint) -> None:
    asker = Asker(site.client, site.desk)
    cases = SCHEMA[endpoint.path]["POST"].as_strategy()

    @ASKED_OFTEN
    @given(st.data())
    def answered(data: st.DataObject) -> None:
        body = msgspec.json.encode(data.draw(cases).body)
        proven = endpoint.needs is Needs.TOKEN
        answer = asker.ask(endpoint.path, body) if proven else asker.post(endpoint.path, body)
        assert answer.status_code < 500, body
        if answer.status_code == 200:
            assert isinstance(endpoint.told, type)
            if endpoint.told is not bytes:
                msgspec.json.decode(answer.content, type=endpoint.told)
        else:
            is_problem(answer)

    answered()


def is_problem(answer: Any) -> None:
    """Refused by a code, in the form that every refusal has."""
    assert 400 <= answer.status_code < 500, answer.content
    msgspec.json.decode(answer.content, type=protocol.Problem)
    assert answer.headers["content-type"] == protocol.CONTENT_TYPE
    assert answer.headers["cache-control"] == "no-store"


# What else a request carries


def _without_bodies() -> Any:
    bare = msgspec.json.decode(msgspec.json.encode(DESCRIPTION))
    for operations in bare["paths"].values():
        operations["post"].pop("requestBody", None)
    return schemathesis.openapi.from_dict(bare)


HEADERS = _without_bodies()
# As a line of HTTP may have them: no other character comes through the server.
LINE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
QUERIES = st.dictionaries(TEXT, TEXT, max_size=3)
MORE_HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Content-Type": st.sampled_from(["text/html", "application/json", "x", ""]) | LINE,
        "Content-Encoding": st.sampled_from(["gzip", "zstd", "bzip2", "br", "identity", ""]) | LINE,
        "Accept-Encoding": st.sampled_from(["zstd", "gzip;q=0", "*"]) | LINE,
        "X-Forwarded-For": st.sampled_from(["127.0.0.1", "::1", "1.2.3.4, 5"]) | LINE,
        "Forwarded": LINE,
        "Cookie": LINE,
        "Range": LINE,
        "If-None-Match": LINE,
        "Transfer-Encoding": LINE,
        "Origin": LINE,
        "Host": LINE,
    },
)
BODIES = st.sampled_from([b"{}", b"", b"[]", b"null", b"\x28\xb5\x2f\xfd", b"x" * 5_000])
Headers = dict[str, str]


def in_bytes(headers: Headers) -> dict[str, bytes]:
    return {name: value.encode("latin-1", "replace") for name, value in headers.items()}


@pytest.mark.parametrize("endpoint", POSTED, ids=lambda endpoint: endpoint.path)
def test_whatever_headers_and_query_come_with_it(site: Site, endpoint: Endpoint) -> None:
    """Each header of the description as it should be, as it comes to mind, or not at all."""
    described = HEADERS[endpoint.path]["POST"].as_strategy()
    token = site.token() if endpoint.needs is Needs.TOKEN else ""
    before = kept(site)

    def true_headers() -> Headers:
        if not token:
            return {"X-MVS-Device": str(site.desk.caller.device_id)}
        proof = site.proof(endpoint.path, token)
        return {"Authorization": f"DPoP {token}", "DPoP": proof, "X-MVS-Protocol": "1"}

    @ASKED_OFTEN
    @given(st.data())
    def answered(data: st.DataObject) -> None:
        invented: Headers = {
            name: str(value) for name, value in (data.draw(described).headers or {}).items()
        }
        true = true_headers()
        sent: Headers = data.draw(MORE_HEADERS)
        spoilt = False
        for name in invented.keys() | true.keys():
            which = data.draw(st.sampled_from(["true", "true", "invented", "odd", "absent"]))
            spoilt |= which != "true" or name not in true
            value = {"true": true, "invented": invented}.get(which, {}).get(name)
            if which == "odd":
                value = data.draw(LINE)
            if value is not None:
                sent[name] = value
        answer = site.client.post(
            endpoint.path,
            content=data.draw(BODIES),
            params=data.draw(QUERIES),
            headers=in_bytes(sent),
        )
        site.nonce = answer.headers.get("dpop-nonce", site.nonce)
        if answer.status_code != 200:
            is_problem(answer)
        elif endpoint.needs in (Needs.KEY, Needs.TOKEN):
            assert not spoilt, sent

    answered()
    assert kept(site) == before


def kept(site: Site) -> list[int]:
    """How much there is of cases, devices and grants."""
    tables = (record, change, quarantine, device, access_grant, wipe_order)
    with site.desk.central.database.read() as connection:
        return [
            connection.scalars(select(func.count()).select_from(table)).one() for table in tables
        ]


SEGMENT = (
    st.sampled_from(
        ["", ".", "..", "%2e%2e", "%00", "%2f", "v1", "V1", "*", ";x=1", "~", "push", "health"]
    )
    | TEXT
)
METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"])
OPEN = {("GET", endpoint.path) for endpoint in ENDPOINTS if endpoint.method == "GET"}


def test_whatever_address_and_method_is_asked(site: Site) -> None:
    """An address that is nearly one of ours, or nothing like it."""
    near = st.sampled_from(sorted(contract.PATHS)).flatmap(
        lambda path: st.sampled_from(
            [path, path + "/", path.upper(), path[:-1], "/" + path, path + "%00", path + "?" + path]
        )
    )
    far = st.lists(SEGMENT, max_size=5).map(lambda parts: "/" + "/".join(parts))

    @settings(ASKED_OFTEN, max_examples=20 * EXAMPLES)
    @given(METHODS, near | far, BODIES)
    def answered(method: str, path: str, body: bytes) -> None:
        try:
            url = httpx.URL("http://testserver").copy_with(raw_path=_raw(path))
        except httpx.InvalidURL:
            return
        answer = site.client.request(method, url, content=body)
        plain = "/" + "/".join(part for part in url.path.split("/") if part)  # as it is routed
        if (method, plain) in OPEN or (method, plain) == ("POST", "/v1/sign-in"):
            return
        if method in ("HEAD", "OPTIONS"):
            assert answer.status_code < 500
            return
        is_problem(answer)

    answered()


def _raw(path: str) -> bytes:
    return quote(path, safe="/%?;=*~").encode("ascii")
