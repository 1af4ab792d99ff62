"""docs/protocol-example.md is true: its figures are what the rules give, and a real service
answers its requests with its answers."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mvs_desktop.sync import checksum as checksums
from tests.second_client.canonical import canonical, checksum, cursors_digest, record_hash
from tests.second_client.conftest import MakeLaptop, Office
from tests.second_client.keys import base64url, thumbprint, verified

PAGE = Path(__file__).parents[2] / "docs" / "protocol-example.md"
BLOCK = re.compile(r"^```(json|text) (\S+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
SEQS = {"seq", "head", "seen", "version"}
MADE_BY_THE_SERVICE = {"server_time", "checksum", "starts_on"}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The blocks of the page by their names."""
    found = {
        name: json.loads(text) if kind == "json" else text
        for kind, name, text in BLOCK.findall(PAGE.read_text("utf-8"))
    }
    assert len(found) == len(BLOCK.findall(PAGE.read_text("utf-8")))
    return found


def test_the_proof_is_one(told: dict[str, Any]) -> None:
    key, claims = told["jwk"], told["claims"]
    assert told["thumbprint"] == thumbprint(key)
    assert told["header"] == {"typ": "dpop+jwt", "alg": "ES256", "jwk": key}
    assert claims["ath"] == base64url(hashlib.sha256(told["token"].encode()).digest())
    assert verified(told["proof"], key, "dpop+jwt") == claims


def test_the_records_add_up(told: dict[str, Any]) -> None:
    (page,) = told["fed"]["pages"]
    (member,) = page["records"]
    file, person = page["own"]
    op_file, op_person = told["push"]["groups"][0]["ops"]
    (edit,) = told["push"]["groups"][1]["ops"]
    docs = {
        file["id"]: op_file["units"]["@whole"]["value"],
        person["id"]: op_person["units"]["@whole"]["value"] | edit["units"]["given_name"]["value"],
        member["id"]: member["doc"],
    }
    rows = [
        [one["record_type"], one["id"], False, docs[one["id"]]] for one in (file, member, person)
    ]
    hashes = [record_hash(*row) for row in rows]
    assert told["canonical"].split("\n") == [canonical(row).decode() for row in rows]
    assert told["hashes"].split("\n") == hashes
    assert [file["hash"], person["hash"]] == [hashes[0], hashes[2]]
    assert told["checksum"] == checksum(hashes)
    assert [head["checksum"] for head in page["heads"]] == [checksum(hashes), *["0" * 16] * 3]
    assert page["heads"] == told["manifest"]["scopes"]
    lines = [
        (one["case_id"], one["compartment"], one["head"], one["checksum"]) for one in page["heads"]
    ]
    assert told["digest"] == cursors_digest(lines)
    assert told["digest"] == hashlib.sha256(f"{told['lines']}\n".encode()).hexdigest()


def test_the_line_of_the_audit_is_chained(told: dict[str, Any]) -> None:
    (line,) = told["acts"]["lines"]
    assert told["chained"].encode() == canonical({k: v for k, v in line.items() if k != "number"})
    assert told["acts"]["hash"] == hashlib.sha256(f"\n{told['chained']}".encode()).hexdigest()


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text()
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)  # fmt: skip
@example({"\U00010000": '\x1f\x7f\u2028\b\f\n\r\t"\\/', "\uffff": 1e-7, "é": [1.0, 1e16]})
def test_json_has_one_form(value: Any) -> None:
    """The same as both sides of the project have; the keys of the example in this order."""
    assert canonical(value) == checksums.canonical(value)


class Replay:
    """The page's story, told to a real service: what that makes itself has other names there."""

    def __init__(self, office: Office, laptop_of: MakeLaptop, told: dict[str, Any]) -> None:
        self._told = told
        self._names: dict[str, str] = {}  # of the page → of this run
        self._first = 0  # the number before the first of the case
        self.noor = laptop_of(office.worker("Noor Testers"))
        self.bram = laptop_of(office.worker("Bram Testers"))
        self._names[told["push"]["epoch"]] = self.noor.epoch

    def same(self, page: str, real: str) -> None:
        self._names[page] = real

    def asked(self, name: str) -> Any:
        text = json.dumps(self._told[name])
        for page, real in self._names.items():
            text = text.replace(page, real)
        return _numbered(json.loads(text), self._first)

    def answer(self, name: str) -> Any:
        return _plain(self.asked(name))

    def begins_after(self, first: int) -> None:
        self._first = first


def _numbered(value: Any, first: int, *, all_are: bool = False) -> Any:
    """With the numbers of this run: those of a case begin where its epoch does."""
    if isinstance(value, list):
        return [_numbered(one, first) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: one + first
        if (all_are or name in SEQS) and isinstance(one, int) and one > 0
        else _numbered(one, first, all_are=name == "versions")
        for name, one in value.items()
    }


def _plain(value: Any) -> Any:
    """Without what the service says anew each time."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    leave = MADE_BY_THE_SERVICE
    if value.get("record_type") == "case_member":
        leave = leave | {"changed_at"}
    return {key: _plain(one) for key, one in value.items() if key not in leave}


def test_a_real_service_answers_so(
    office: Office, laptop_of: MakeLaptop, told: dict[str, Any]
) -> None:
    story = Replay(office, laptop_of, told)
    noor, bram = story.noor, story.bram
    pushed = noor.line.ask("/v1/push", story.asked("push"))
    story.begins_after(pushed["results"][0]["seq"] - 1)
    assert _plain(pushed) == story.answer("pushed")
    assert _plain(noor.line.ask("/v1/pull", story.asked("pull"))) == story.answer("manifest")
    fed = noor.line.ask("/v1/feeds", story.asked("feeds"))
    (theirs,), (ours,) = told["fed"]["pages"][0]["records"], fed["pages"][0]["records"]
    story.same(theirs["id"], ours["id"])
    story.same(theirs["doc"]["worker_id"], ours["doc"]["worker_id"])
    assert _plain(fed) == story.answer("fed")
    case_id = told["conflict"]["case_id"]
    office.grant(bram.acts.worker_id, case_id)
    assert _plain(bram.line.ask("/v1/push", story.asked("bram"))) == story.answer("brammed")
    assert _plain(noor.line.ask("/v1/push", story.asked("meet"))) == story.answer("met")
    noor.synchronise()
    conflict = noor.mirror.find(told["conflict"]["id"])
    assert conflict is not None
    expected = story.answer("conflict")
    assert {name: getattr(conflict, name) for name in expected if name != "changed_at"} == {
        name: value for name, value in expected.items() if name != "changed_at"
    }
    assert _plain(noor.line.ask("/v1/push", story.asked("settle"))) == story.answer("settled")
