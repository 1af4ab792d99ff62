"""Heads of the audit in a file, kept where nobody who writes in the database comes."""

from dataclasses import replace
from pathlib import Path

import pytest

from mvs_central.integrity import tree_heads
from mvs_central.integrity.faults import Fault, Kind
from mvs_central.integrity.seal import seal
from mvs_central.integrity.tree_heads import HeadsUnreadable
from tests.central.audited import Log, add, cut, faults, log

__all__ = ["log"]


def test_heads_prove_themselves_without_the_database(log: Log) -> None:
    assert [head.size for head in log.heads.heads] == [4, 8, 12]
    assert list(log.heads.faulty()) == []
    first, second, third = log.heads.heads
    other = replace(log.heads, heads=(first, replace(second, root=third.root), third))
    assert second.number in {head.number for head in other.faulty()}
    skipped = replace(log.heads, proofs=(log.heads.proofs[0], (), log.heads.proofs[2]))
    assert [head.number for head in skipped.faulty()] == [2]


def test_the_same_head_is_taken_out_once(log: Log) -> None:
    assert len(tree_heads.heads(log.central, log.heads).heads) == 3


def test_another_log_does_not_go_on_from_heads_that_were_kept(log: Log) -> None:
    cut(log)
    with pytest.raises(tree_heads.HeadsDiffer):
        tree_heads.heads(log.central, log.heads)  # shorter
    add(log.central, 6, "made up")
    seal(log.central)
    with pytest.raises(tree_heads.HeadsDiffer):
        tree_heads.heads(log.central, log.heads)


def test_a_forged_head_is_found(log: Log) -> None:
    forged = replace(log.heads.heads[1], signature=bytes(64))
    kept = replace(log.heads, heads=(log.heads.heads[0], forged, log.heads.heads[2]))
    assert faults(log.central, kept) == [Fault(Kind.HEAD, 8)]


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"{}", b'{"keys":{},"heads":[{}]}', b'{"keys":{"a":"!"},"heads":[]}']
)
def test_another_file_is_no_heads(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "heads.json"
    path.write_bytes(data)
    with pytest.raises(HeadsUnreadable):
        tree_heads.read(path)
