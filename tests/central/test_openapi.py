"""Requests made from the service's own description (schemathesis): whatever fits it gets a typed
answer, and never a failure inside. `MVS_EXAMPLES` asks for more of them for each address."""

import os
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mvs_central import contract
from mvs_central.contract import ENDPOINTS, Endpoint, Needs
from mvs_desktop.sync import protocol
from tests.central.test_authorisation import Asker
from tests.central.test_http import Site, site

__all__ = ["site"]

EXAMPLES = int(os.environ.get("MVS_EXAMPLES", "10"))
DESCRIBED = [endpoint for endpoint in ENDPOINTS if endpoint.asked not in (None, bytes)]
SCHEMA = schemathesis.openapi.from_dict(
    msgspec.json.decode(msgspec.json.encode(contract.openapi()))
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

    @settings(
        max_examples=EXAMPLES,
        database=None,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
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
            msgspec.json.decode(answer.content, type=protocol.Problem)
            assert answer.headers["content-type"] == protocol.CONTENT_TYPE

    answered()
