"""Files with names or keys in them, as commands write them."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mvs_central.base.private_files import replace, write_new

WRITERS = pytest.mark.parametrize("write", [write_new, replace])
Write = Callable[[Path, bytes], None]


def full(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@WRITERS
def test_it_is_its_owners_alone(tmp_path: Path, write: Write) -> None:
    write(tmp_path / "a", b"Noor")
    assert (tmp_path / "a").read_bytes() == b"Noor"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@WRITERS
def test_on_a_full_disk_there_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write
) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        write(tmp_path / "a", b"Noor")
    assert list(tmp_path.iterdir()) == []


def test_one_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a", b"Noor")
    assert (tmp_path / "a").read_bytes() == b"before"


def test_one_that_is_there_is_replaced_whole_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"before")
    (tmp_path / "a").chmod(0o644)
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            replace(tmp_path / "a", b"Noor")
    assert (tmp_path / "a").read_bytes() == b"before"
    (tmp_path / "a.new").write_bytes(b"of a killed command")
    (tmp_path / "a.new").chmod(0o644)
    replace(tmp_path / "a", b"Noor")
    assert (tmp_path / "a").read_bytes() == b"Noor"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_cannot_take_its_place_is_not_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match=r"a"):
        replace(tmp_path / "a", b"Noor")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
