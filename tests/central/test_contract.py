"""The table of addresses: it is all of them, and what it describes is what travels."""

import json
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from litestar import Litestar

from mvs_central.base.central import Central
from mvs_central.cli.main import main
from mvs_central.web import contract, http
from mvs_central.web.contract import ENDPOINTS, Needs
from mvs_central.web.http import Settings, create_app
from mvs_desktop.sync import protocol
from tests.central.test_http import Site, problem, site

__all__ = ["site"]


def routes(central: Central, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Method and path of all that the application really answers."""
    made: list[Litestar] = []

    class Noted(Litestar):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            made.append(self)

    monkeypatch.setattr(http, "Litestar", Noted)
    create_app(central, Settings(frozenset({"http://x"})))
    found = {(method, route.path) for route in made[0].routes for method in route.methods}
    return {(method, path) for method, path in found if method != "OPTIONS"}


def test_the_table_is_every_address(central: Central, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
    assert routes(central, monkeypatch) == table


def wire_structs() -> dict[str, type[protocol.Struct]]:
    return {
        name: kind
        for name, kind in vars(protocol).items()
        if isinstance(kind, type) and issubclass(kind, protocol.Struct)
    }


# What travels inside a frame, what others are made of, and what a laptop writes some of them as.
INNER = {"Struct", "ChunkHead", "Command", "SentGroup", "SentOp"}


def test_the_description_has_every_struct_and_member() -> None:
    schemas = contract.openapi()["components"]["schemas"]
    structs = wire_structs()
    assert set(structs) - INNER <= set(schemas)
    for name, kind in structs.items():
        if name in schemas:
            members = {field.encode_name for field in msgspec.structs.fields(kind)}
            needed = {field.encode_name for field in msgspec.structs.fields(kind) if field.required}
            assert set(schemas[name]["properties"]) == members, name
            assert set(schemas[name].get("required", ())) == needed, name


def test_the_description_is_served_and_told(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(contract, "openapi", None)  # anybody asks for it: it is made once
        served = site.client.get("/v1/openapi.json").json()
    assert served == json.loads(msgspec.json.encode(contract.openapi()))
    assert main(["--database", "/nergens/geen.db", "openapi"]) == 0
    assert json.loads(capsys.readouterr().out) == served


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.path)
def test_nobody_is_answered_who_did_not_prove_himself(
    site: Site, endpoint: contract.Endpoint
) -> None:
    """Before that nothing of the body is read: it makes no difference what is in it."""
    if endpoint.needs in (Needs.NOTHING, Needs.CODE):
        pytest.skip("asks for no proof")
    answers = []
    for body in (b"{}", b"\xff\x00", b"[" * 50_000):
        answer = site.post(endpoint.path, body, X_MVS_Protocol="1", X_MVS_Device=str(uuid4()))
        answers.append((problem(answer), answer.content))
    if endpoint.path != "/v1/device-status":
        assert len(set(answers)) == 1
    assert {status for (status, _), _ in answers} <= {400, 401}
    assert answers[0][0][0] == 401
