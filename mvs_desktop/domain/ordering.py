"""Order keys: texts that sort in the order of a list, with room between any two.

Two devices can each put something in the same place without renumbering the rest; equal
keys are told apart by the record's id.
"""

from collections.abc import Sequence

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)


def key_between(before: str, after: str) -> str:
    """A key that sorts after `before` and before `after`; empty means the end of the list.

    Raises ValueError when `before` does not sort before `after`.
    """
    if after and before >= after:
        raise ValueError("the keys are not in order")
    key = ""
    index = 0
    at_end = not after
    while True:
        low = _DIGITS.index(before[index]) if index < len(before) else 0
        high = _DIGITS.index(after[index]) if after and index < len(after) else _BASE
        if high - low > 1:
            # Lists grow at the end: take a small step there, the middle elsewhere.
            step = low + 1 if at_end and low + 1 < _BASE - 1 else (low + high) // 2
            return key + _DIGITS[step]
        key += _DIGITS[low]
        if high > low:
            after = ""  # from here on anything larger than `before` will do
        index += 1


def key_at(keys: Sequence[str], place: int) -> str:
    """A key for something that comes before the `place`-th of these ordered keys.

    Past the end it goes last. Where two devices gave out the same key there is no room
    between; it then comes after both.
    """
    before = keys[place - 1] if place > 0 else ""
    after = next((key for key in keys[place:] if key > before), "")
    return key_between(before, after)
