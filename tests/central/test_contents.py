"""The content of attachments: before its record, and never half."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from mvs_central.sync import contents
from mvs_central.tables import attachment_chunk
from mvs_desktop.domain.attachments import CHUNK
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.records import Compartment
from tests.central.desk import Desk, created, group, re_enrolled, share
from tests.central.photos import (
    count,
    get,
    offer,
    photo,
    put,
    refused,
    send,
    state,
    whole,
)


def test_content_travels_before_its_record_and_a_colleague_gets_the_same_bytes(
    sanne: Desk, youssef: Desk
) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    what = photo(case_id)
    assert offer(sanne, what) == [0, 1, 2]
    assert put(sanne, what, 0) == [1, 2]
    assert put(sanne, what, 2) == [1]
    assert offer(sanne, what) == [1]  # a line that broke goes on here
    assert put(sanne, what, 1) == []
    assert refused(get, youssef, what) == (404, "not-found")  # no record names it yet
    assert sanne.do(case_id, created(what.item)).outcome == "applied"
    assert whole(youssef, what) == whole(sanne, what) == what.content


def test_a_case_may_begin_after_its_content(sanne: Desk) -> None:
    case_id = uuid4()
    what = photo(case_id, 10)
    send(sanne, what)
    case = CaseFile(id=case_id, case_id=case_id, name="Familie Elsenaar")
    results = sanne.push(group(case_id, created(case)), group(case_id, created(what.item)))
    assert [result.outcome for result in results] == ["applied", "applied"]
    assert get(sanne, what) == what.content


def test_the_same_chunk_twice_is_one(sanne: Desk) -> None:
    what = photo(sanne.new_case())
    offer(sanne, what)
    assert put(sanne, what, 1) == put(sanne, what, 1) == [0, 2]
    assert count(sanne.central, attachment_chunk) == 1
    assert offer(sanne, what) == [0, 2]


def test_content_that_is_whole_is_not_read_again_for_a_chunk_that_comes_again(
    sanne: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its case is locked for as long as that takes, and a laptop can send one all day."""
    what = photo(sanne.new_case())
    send_all, looked = send, contents._is_whole
    read: list[object] = []

    def counted(*asked: Any) -> bool:
        read.append(asked[1])
        return looked(*asked)

    monkeypatch.setattr(contents, "_is_whole", counted)
    send_all(sanne, what)
    for _ in range(3):
        assert put(sanne, what, 1) == []
    assert len(read) == 1


def test_the_same_chunk_at_the_same_moment_is_one(sanne: Desk) -> None:
    what = photo(sanne.new_case())
    offer(sanne, what)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda number: put(sanne, what, number), [0, 0, 1, 2]))
    assert [] in done
    assert count(sanne.central, attachment_chunk) == 3
    sanne.do(what.item.case_id, created(what.item))
    assert whole(sanne, what) == what.content


def test_chunks_that_do_not_fit_are_not_kept(sanne: Desk) -> None:
    what = photo(sanne.new_case())
    assert refused(put, sanne, what, 0) == (404, "not-found")  # never offered
    offer(sanne, what)
    assert refused(put, sanne, what, 0, b"kort") == (400, "unreadable")
    assert refused(put, sanne, what, 2, bytes(CHUNK)) == (400, "unreadable")
    assert refused(put, sanne, what, 3, bytes(7)) == (400, "unreadable")
    assert refused(put, sanne, what, -1, bytes(7)) == (400, "unreadable")
    changed = what.frame(0)[:-1] + b"?"
    assert refused(contents.put, sanne.central, sanne.caller, changed) == (400, "hash-differs")
    for junk in (b"", b"\xff\xff\xff\xff{}", b"\x00\x00\x00\x02[]", bytes(4)):
        assert refused(contents.put, sanne.central, sanne.caller, junk) == (400, "unreadable")
    assert count(sanne.central, attachment_chunk) == 0


def test_other_content_than_was_offered_is_let_go_of_and_can_be_sent_again(sanne: Desk) -> None:
    case_id = sanne.new_case()
    what = photo(case_id)
    offer(sanne, what)
    put(sanne, what, 0, secrets.token_bytes(CHUNK))
    assert refused(put, sanne, what, 0) == (409, "content-differs")
    put(sanne, what, 1)
    assert refused(put, sanne, what, 2) == (409, "content-differs")
    assert count(sanne.central, attachment_chunk) == 0
    send(sanne, what)
    sanne.do(case_id, created(what.item))
    assert whole(sanne, what) == what.content


def test_content_of_a_record_changes_no_more(sanne: Desk, youssef: Desk) -> None:
    case_id = sanne.new_case()
    share(youssef, case_id)
    what = photo(case_id, 100)
    send(sanne, what)
    sanne.do(case_id, created(what.item))
    other = replace(what, content=b"iets anders", item=replace(what.item, sha256="0" * 64))
    assert refused(offer, sanne, other) == (409, "content-differs")
    lie = replace(what, content=b"x" * 100, item=replace(what.item, sha256="1" * 64))
    offer(youssef, lie)
    assert refused(put, youssef, lie, 0) == (409, "content-differs")
    send(youssef, replace(what))  # the same bytes from another: they stay his own
    assert state(sanne.central, what).count("named") == 1
    assert get(youssef, what) == what.content


def test_a_record_takes_only_the_content_that_it_describes(sanne: Desk) -> None:
    case_id = sanne.new_case()
    what = photo(case_id, 100)
    send(sanne, what)
    sanne.do(case_id, created(replace(what.item, sha256="f" * 64)))
    assert state(sanne.central, what) == ["waiting"]
    school = photo(case_id, 100, "school")
    send(sanne, school)
    sanne.do(case_id, created(replace(school.item, compartment=Compartment.CARE)))
    assert state(sanne.central, school) == ["waiting"]


def test_a_laptop_that_was_enrolled_again_goes_on(sanne: Desk) -> None:
    case_id = sanne.new_case()
    what = photo(case_id)
    offer(sanne, what)
    put(sanne, what, 0)
    again = re_enrolled(sanne)
    assert offer(again, what) == [1, 2]
    send(again, what)
    again.do(case_id, created(what.item))
    assert whole(again, what) == what.content
