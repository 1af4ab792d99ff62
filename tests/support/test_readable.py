"""The search for words that must not be readable."""

import random
from base64 import b64encode

import pytest

from tests.support.readable import disguises, found_in

WORD = "999990019"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("before", range(6))
def test_a_word_is_found_in_base64_wherever_it_begins(encoding: str, before: int) -> None:
    dice = random.Random(before)
    text = dice.randbytes(before) + WORD.encode(encoding) + dice.randbytes(7)
    assert found_in([b64encode(text)], [WORD]) == {WORD}


def test_no_disguise_is_so_short_that_chance_makes_it() -> None:
    assert min(map(len, disguises(WORD))) >= 9
