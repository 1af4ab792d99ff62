"""Working together over HTTP: every address asks who is calling, and answers typed."""

from uuid import uuid4

import msgspec
import pytest

from mvs_central.web.team_routes import ROUTES
from mvs_desktop.sync import protocol
from mvs_desktop.sync.protocol import ColleagueReply, ColleagueRequest, MemberGrant
from tests.central.desk import Desk
from tests.central.test_http import Site, problem, site

__all__ = ["site"]


@pytest.mark.parametrize("path", [path for path, *_ in ROUTES])
def test_nobody_without_a_token_is_answered(site: Site, path: str) -> None:
    answer = site.post(path, b"{}", X_MVS_Protocol="1")
    assert answer.status_code == 401


@pytest.mark.parametrize("path", [path for path, *_ in ROUTES])
def test_what_is_no_such_message_is_refused(site: Site, path: str) -> None:
    assert problem(site.ask(path, b"[]")) == (400, "unreadable")


def test_a_colleague_is_looked_up_and_brought_in(site: Site, youssef: Desk) -> None:
    answer = site.ask("/v1/colleagues", protocol.encode(ColleagueRequest("youssef")))
    (found,) = msgspec.json.decode(answer.content, type=ColleagueReply).colleagues
    case_id = site.desk.new_case()
    today = site.desk.central.today().isoformat()
    request = MemberGrant(
        str(uuid4()), str(case_id), found.worker_id, "betrokken", ["basis"], today
    )
    assert site.ask("/v1/members/grant", protocol.encode(request)).status_code == 200
    assert [head.compartment for head in youssef.manifest()] == ["basis"]


def test_a_refusal_says_its_code_alone(site: Site, youssef: Desk) -> None:
    other = youssef.new_case()
    today = site.desk.central.today().isoformat()
    for case_id in (other, uuid4()):
        request = MemberGrant(
            str(uuid4()), str(case_id), str(youssef.caller.worker_id), "betrokken", ["basis"], today
        )
        answer = site.ask("/v1/members/grant", protocol.encode(request))
        assert problem(answer) == (404, "not-found")
