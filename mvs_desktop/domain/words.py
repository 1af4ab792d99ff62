"""The words of a text as they are found: without case, accents and punctuation.

One rule for what is indexed, what is typed and what is highlighted, in every script.
"""

import unicodedata

# Letters that Unicode does not take apart, written as people without them on their keyboard do.
_PLAIN = {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",  # Turkish, without a dot
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ə": "e",
    "ʼ": " ",  # apostrophes that Unicode counts as letters
    "ʻ": " ",
    "ـ": "",  # stretches an Arabic word, and is no part of it
}

# A word longer than this is no word; its beginning is found.
LONGEST = 64


class _Folding(dict[int, str]):
    """Code point → what stands for it; learned one by one, as most are never seen."""

    def __missing__(self, code_point: int) -> str:
        # Twice: ℠ has no small letter, and falls apart into capitals.
        apart = unicodedata.normalize("NFKD", chr(code_point).casefold())
        apart = unicodedata.normalize("NFKD", apart.casefold())
        folded = "".join(_PLAIN.get(char, _kept(char)) for char in apart)
        self[code_point] = folded
        return folded


def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] in "LN" or (category[0] == "M" and not unicodedata.combining(char)):
        return char
    # An accent, or a sign without width; anything else ends a word.
    return "" if category[0] == "M" or category == "Cf" else " "


_folding = _Folding()


def folded(text: str) -> str:
    """`text` with every word folded and a space for every other sign. As a rule, each sign
    becomes one; `ß` and signs made of two code points do not."""
    return text.translate(_folding)


def words(text: str) -> list[str]:
    """The folded words of a text, in its order."""
    return [word[:LONGEST] for word in folded(text).split()]


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two neighbours that changed places, make the
    two the same (optimal string alignment distance of at most 1)."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = long[:start] + long[start + 1 : start + 2] + long[start] + long[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or short == swapped
