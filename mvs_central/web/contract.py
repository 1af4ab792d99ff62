"""The service's addresses: what each reads, answers and wants to know of who asks.

One table for the OpenAPI description, the metrics and the tests that go through every address.
The handlers are in http.py and operations.py; a test compares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_type_hints

import msgspec

from mvs_central.web import team_routes
from mvs_desktop.sync import protocol

Wire = type[protocol.Struct] | type[bytes] | None


class Needs(StrEnum):
    """What a request has to carry."""

    NOTHING = "nothing"
    CODE = "code"  # one-time, of enrolment
    KEY = "key"  # a device's id and a proof by a key of it
    TOKEN = "token"  # noqa: S105 - and a proof: the caller is known


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`asked` and `told`: a wire struct; bytes for a chunk; None for what is told otherwise."""

    path: str
    asked: Wire
    told: Wire
    needs: Needs = Needs.TOKEN
    method: str = "POST"


def _of_team() -> tuple[Endpoint, ...]:
    return tuple(
        Endpoint(path, kind, get_type_hints(work)["return"])
        for path, kind, work in team_routes.ROUTES
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("/v1/health", None, None, Needs.NOTHING, "GET"),
    Endpoint("/v1/ready", None, None, Needs.NOTHING, "GET"),
    Endpoint("/v1/metrics", None, None, Needs.NOTHING, "GET"),
    Endpoint("/v1/openapi.json", None, None, Needs.NOTHING, "GET"),
    Endpoint("/v1/sign-in", protocol.SignInRequest, protocol.SignInReply, Needs.NOTHING),
    Endpoint("/v1/enrol", protocol.EnrolRequest, protocol.EnrolReply, Needs.CODE),
    Endpoint("/v1/token", None, protocol.TokenReply, Needs.KEY),
    Endpoint(
        "/v1/device-status", protocol.DeviceStatusRequest, protocol.DeviceStatusReply, Needs.KEY
    ),
    Endpoint("/v1/push", protocol.PushRequest, protocol.PushReply),
    Endpoint("/v1/pull", protocol.PullRequest, protocol.Manifest),
    Endpoint("/v1/feeds", protocol.FeedsRequest, protocol.FeedsReply),
    Endpoint("/v1/recovery-key", protocol.RecoveryKeyRequest, protocol.RecoveryKeyReply),
    Endpoint("/v1/acts", protocol.ActsRequest, protocol.ActsReply),
    Endpoint("/v1/attachment/offer", protocol.ContentOffer, protocol.ContentState),
    Endpoint("/v1/attachment/put", bytes, protocol.ContentState),
    Endpoint("/v1/attachment/get", protocol.ContentRequest, bytes),
    Endpoint("/v1/devices", protocol.OwnDevicesRequest, protocol.OwnDevicesReply),
    Endpoint("/v1/devices/end", protocol.OwnDeviceEnd, protocol.OwnDevicesReply),
    Endpoint("/v1/devices/keep", protocol.OwnDeviceKeep, protocol.OwnDevicesReply),
    *_of_team(),
)
PATHS = frozenset(endpoint.path for endpoint in ENDPOINTS)

_HEADERS: Mapping[Needs, tuple[str, ...]] = {
    Needs.NOTHING: (),
    Needs.CODE: (),
    Needs.KEY: ("X-MVS-Device", "DPoP"),
    Needs.TOKEN: ("Authorization", "DPoP", "X-MVS-Protocol"),
}


def openapi() -> dict[str, Any]:
    """The description of all addresses for devices, as OpenAPI 3.1."""
    described = [endpoint for endpoint in ENDPOINTS if endpoint.method == "POST"]
    structs = [
        kind
        for endpoint in described
        for kind in (endpoint.asked, endpoint.told)
        if kind not in (None, bytes)
    ]
    _, schemas = msgspec.json.schema_components(
        [*structs, protocol.Problem], ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "MVS central service", "version": str(protocol.VERSION)},
        "paths": {endpoint.path: {"post": _operation(endpoint)} for endpoint in described},
        "components": {"schemas": schemas},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.path.removeprefix("/v1/").replace("/", "-"),
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
            for name in _HEADERS[endpoint.needs]
        ],
        "responses": {
            "200": {"description": "done", "content": _content(endpoint.told)},
            "default": {"description": "refused", "content": _content(protocol.Problem)},
        },
    }
    if endpoint.asked is not None:
        operation["requestBody"] = {"required": True, "content": _content(endpoint.asked)}
    return operation


def _content(kind: Wire) -> dict[str, Any]:
    if kind is bytes:
        return {protocol.CHUNK_TYPE: {"schema": {"type": "string", "format": "binary"}}}
    name = kind.__name__ if kind else ""
    return {protocol.CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
