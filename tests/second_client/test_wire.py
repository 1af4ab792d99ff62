"""How bodies travel, and how a long case comes page by page."""

import bz2
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
import zstandard

from tests.second_client.canonical import checksum
from tests.second_client.conftest import MakeLaptop, Office
from tests.second_client.laptop import Laptop
from tests.second_client.line import Refused, encoded
from tests.second_client.mirror import Record

# How a body travels has nothing to do with the database.
pytestmark = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


def begun(laptop: Laptop, people: int) -> str:
    """A case with so many people in it."""
    case_id = str(uuid4())
    file = laptop.outbox.create(case_id, "basis", "case_file", {"name": "Familie Smit"}, case_id)
    names = ({"given_name": str(number)} for number in range(people))
    ops = [laptop.outbox.create(case_id, "basis", "person", name) for name in names]
    laptop.outbox.together(file, *ops)
    laptop.send()
    return case_id


@pytest.fixture
def noor(office: Office, laptop_of: MakeLaptop) -> Laptop:
    return laptop_of(office.worker("Noor Testers"))


def test_a_case_comes_page_by_page(noor: Laptop) -> None:
    case_id = begun(noor, people=5)
    cursor: dict[str, Any] = {"case_id": case_id, "compartment": "basis", "seq": 0}
    found: list[Record] = []
    while True:
        question = {"epoch": noor.epoch, "cases": [[cursor]], "limit": 3}
        (page,) = noor.line.ask("/v1/feeds", question)["pages"]
        found += map(Record.told, page["records"])
        (moved,) = page["cursors"]
        assert moved["seq"] == found[-1].seq > cursor["seq"]
        cursor = moved
        if not page["more"]:
            break
        assert (len(page["records"]), page["heads"]) == (3, [])
    assert [len(found), sorted(one.seq for one in found)] == [7, [one.seq for one in found]]
    (head,) = page["heads"]
    assert (head["head"], head["checksum"]) == (
        found[-1].seq,
        checksum(one.hash() for one in found),
    )


def test_a_limit_is_of_all_cases_together_and_at_least_one(noor: Laptop) -> None:
    ids = [begun(noor, people=2), str(uuid4()), begun(noor, people=2)]
    cases = [[{"case_id": one, "compartment": "basis", "seq": 0}] for one in ids]
    question: dict[str, Any] = {"epoch": noor.epoch, "cases": cases, "limit": 6}
    answer = noor.line.ask("/v1/feeds", question)
    assert [len(page["records"]) for page in answer["pages"]] == [4, 2]
    assert [page["more"] for page in answer["pages"]] == [False, True]
    assert answer["absent"] == [ids[1]]
    answer = noor.line.ask("/v1/feeds", question | {"limit": 0})
    assert [len(page["records"]) for page in answer["pages"]] == [1]
    assert answer["absent"] == []  # it was not come to
    of_two_cases = [cases[0] + cases[2]]
    with pytest.raises(Refused, match="400 unreadable"):
        noor.line.ask("/v1/feeds", question | {"cases": of_two_cases})
    with pytest.raises(Refused, match="413 too-large"):
        noor.line.ask("/v1/feeds", question | {"cases": [cases[2]] * 101})


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("identity", bytes),
        ("zstd", zstandard.compress),
        ("zstd", lambda body: zstandard.compress(body[:9]) + zstandard.compress(body[9:])),
        ("bzip2", bz2.compress),
        ("bzip2", lambda body: bz2.compress(body[:9]) + bz2.compress(body[9:])),
    ],
    ids=["plain", "zstd", "two zstd frames", "bzip2", "two bzip2 streams"],
)
def test_a_body_may_be_compressed(noor: Laptop, encoding: str, pack: Any) -> None:
    body = encoded({"epoch": noor.epoch, "cursors_digest": ""})
    answer = packed(noor, pack(body), encoding)
    assert answer.status_code == 200
    assert answer.json()["epoch"] == noor.epoch


def packed(laptop: Laptop, body: bytes, encoding: str) -> httpx.Response:
    """A pull with the body as it is."""
    laptop.synchronise()
    token = laptop.line.current_token()
    address = f"{laptop.line.address}/v1/pull"
    headers = {
        "Authorization": f"DPoP {token}",
        "X-MVS-Protocol": "1",
        "Content-Encoding": encoding,
        "DPoP": laptop.key.proof("POST", address, laptop.line.nonce, token),
    }
    return httpx.post(address, content=body, headers=headers, trust_env=False, timeout=60)


def test_a_body_that_is_none_is_refused_with_a_code(noor: Laptop) -> None:
    bomb = zstandard.compress(bytes(17 << 20))
    told = {
        ("brotli", b"{}"): (415, "encoding-unknown"),
        ("zstd", b"{}"): (400, "unreadable"),
        ("identity", b"[]"): (400, "unreadable"),
        ("identity", b"[" * 600_000): (413, "too-large"),
        ("zstd", bomb): (413, "too-large"),
        ("bzip2", b"".join([bz2.compress(b" ")] * 5)): (400, "unreadable"),
    }
    for (encoding, body), refusal in told.items():
        answer = packed(noor, body, encoding)
        assert (answer.status_code, answer.json()["code"]) == refusal
        assert answer.headers["Content-Type"] == "application/vnd.mvs+json"


def test_an_answer_of_a_kilobyte_is_compressed_for_who_takes_it(noor: Laptop) -> None:
    begun(noor, people=9)
    noor.synchronise()
    (case_id, _), *_ = noor.mirror.scopes
    cursor = {"case_id": case_id, "compartment": "basis", "seq": 0}
    answer = noor.line.ask_bytes("/v1/feeds", encoded({"epoch": noor.epoch, "cases": [[cursor]]}))
    assert answer.headers["Content-Encoding"] == "zstd"
    assert len(json.loads(answer.content)["pages"][0]["records"]) == 11


def test_an_address_that_is_none_says_so(noor: Laptop) -> None:
    with pytest.raises(Refused, match="404 no-such-address"):
        noor.line.open("/v1/nothing", {})
    answer = httpx.get(f"{noor.line.address}/v1/pull", trust_env=False)
    assert (answer.status_code, answer.json()["code"]) == (405, "no-such-method")
    health = httpx.get(f"{noor.line.address}/v1/health", trust_env=False).json()
    assert health == {"status": "ok", "protocol": 1}


def test_a_push_has_at_most_two_thousand_operations(noor: Laptop) -> None:
    op = noor.outbox.create(str(uuid4()), "basis", "person", {"given_name": "Lotte"})
    group = noor.outbox.message([op]) | {"ops": [op.message] * 2001}
    with pytest.raises(Refused, match="413 too-large"):
        noor.line.ask("/v1/push", {"epoch": noor.epoch, "groups": [group]})
    group["ops"] = [op.message] * 2
    with pytest.raises(Refused, match="400 unreadable"):
        noor.line.ask("/v1/push", {"epoch": noor.epoch, "groups": [group]})
