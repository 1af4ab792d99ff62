"""What goes over the line is as short as it can be, and the same at the other end."""

import bz2
from random import Random

import pytest
import zstandard

from mvs_desktop.sync import protocol
from mvs_desktop.sync.packing import BZIP2, LITTLE, ZSTD, Packed, packed, with_end
from mvs_desktop.sync.refusals import TooLarge


def text(size: int) -> bytes:
    dice = Random(7)
    words = [dice.randbytes(4).hex() for _ in range(200)]
    made = " ".join(dice.choices(words, k=size // 9 + 1))
    return made.encode()[:size]


def unpacked(body: Packed) -> bytes:
    if body.encoding == BZIP2:
        return bz2.decompress(body.data)
    assert body.encoding == ZSTD
    reader = zstandard.ZstdDecompressor().stream_reader(body.data, read_across_frames=True)
    return reader.read()


@pytest.mark.parametrize("size", [0, 2, 1_000, LITTLE, LITTLE + 1])
def test_a_body_and_what_is_put_at_its_end_come_out_as_one(size: int) -> None:
    ready = packed(text(size))
    assert unpacked(ready) == text(size)
    assert with_end(ready, b"") == ready
    assert unpacked(with_end(ready, b"]}")) == text(size) + b"]}"


def test_a_batch_for_a_bad_line_is_shorter_than_zstd_makes_it() -> None:
    body = text(LITTLE)
    best = zstandard.compress(body, 19)
    assert packed(body).encoding == BZIP2
    assert len(packed(body).data) < len(best) * 0.95


def test_the_little_that_an_idle_sync_says_does_not_grow() -> None:
    said = protocol.encode(protocol.PullRequest("e" * 32, "d" * 64))
    assert len(packed(said).data) <= len(zstandard.compress(said))


def test_what_the_service_would_not_take_is_not_sent() -> None:
    dice = Random(7)
    with pytest.raises(TooLarge):
        packed(bytes(protocol.MAX_DECODED + 1))
    with pytest.raises(TooLarge):
        packed(dice.randbytes(protocol.MAX_BODY))
    with pytest.raises(TooLarge):
        with_end(packed(dice.randbytes(protocol.MAX_BODY - 2_000)), dice.randbytes(4_000))
