"""How easy a passphrase is to guess, and what would help.

zxcvbn estimates how many guesses somebody needs who tries words, names, dates and patterns
first. It knows English; here it also gets Dutch words by frequency, Dutch names, the words of
this work and the places around, and what is known of the worker. Whatever is put between
the words counts for nothing: a guesser tries that too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from threading import Lock
from typing import Any

from mvs_desktop.domain.errors import RegisterDamaged
from mvs_desktop.paths import resource
from mvs_desktop.services.registers import Registers

SHORTEST = 12

# Guesses (powers of ten) from which the score is 1, 2, 3 and 4; from 3 on it is enough. One
# guess costs 256 MiB for half a second: a thousand machines with 20 guesses a second each need
# two months for 10^11, and then still miss the secret in this laptop's keyring.
_STEPS = (4.0, 7.5, 11.0, 13.5)
_ENOUGH = 3

# Judging takes longer with the square of the length; this much is examined. What comes
# after it can only make a passphrase stronger.
_EXAMINED = 32

_BETWEEN = re.compile(r"[\s\-_.,/+]+")

# Signs for letters as people use them. The library's own table has up to four signs a letter
# and tries all combinations: a passphrase full of signs then took six seconds.
_SIGNS_FOR_LETTERS = {
    "a": ["4", "@"],
    "b": ["8"],
    "e": ["3"],
    "g": ["9"],
    "i": ["1", "!"],
    "o": ["0"],
    "s": ["$", "5"],
    "t": ["7"],
    "z": ["2"],
}

_OWN, _WORK, _USUAL = "user_inputs", "this_work", "dutch_usual"
_NAMES, _WORDS = "dutch_names", "dutch_words"
_YEARS = range(1940, 2050)
_SHORTEST_WORD = 3

_judging = Lock()  # the library keeps its word lists in one place for all threads


class Advice(StrEnum):
    """What makes a passphrase easy to guess."""

    NONE = "none"
    SHORT = "short"
    COMMON = "common"  # one that many people have
    OWN_NAME = "own-name"
    WORK = "work"  # words of this work, places around here
    NAME = "name"
    DATE = "date"
    KEYBOARD = "keyboard"  # keys in a row, abc, 123
    REPEAT = "repeat"
    FEW_WORDS = "few-words"


@dataclass(frozen=True, slots=True)
class PassphraseQuality:
    """`score` runs from 0 to 4; `enough` is what counts; `advice` says what is the matter."""

    score: int
    enough: bool
    advice: Advice = Advice.NONE


def judge_passphrase(text: str, about: Iterable[str] = ()) -> PassphraseQuality:
    """Takes some milliseconds after the first time, which reads the word lists.

    `about` is what others know of the worker: names, the organisation. Raises
    RegisterDamaged when a word list is missing.
    """
    examined = text.strip()[:_EXAMINED]
    if not examined:
        return PassphraseQuality(0, enough=False, advice=Advice.SHORT)
    known = tuple(word for part in about for word in _words(part))
    forms = dict.fromkeys((examined, _BETWEEN.sub("", examined) or examined))
    with _judging:
        estimate = _library()
        found = [estimate(form, user_inputs=known) for form in forms]
    weakest = min(found, key=lambda result: result["guesses_log10"])
    score = sum(weakest["guesses_log10"] >= step for step in _STEPS)
    if score >= _ENOUGH and len(examined) >= SHORTEST:
        return PassphraseQuality(score, enough=True)
    return PassphraseQuality(min(score, _ENOUGH - 1), enough=False, advice=_advice(weakest))


@cache
def _library() -> Any:
    # Here and not above: with its lists it takes a twentieth of a second and some megabytes,
    # and most starts choose no passphrase.
    from zxcvbn import matching, zxcvbn  # noqa: PLC0415

    matching.add_frequency_lists(
        {
            _WORDS: _read("dutch_words.txt"),
            _NAMES: _read("dutch_names.txt"),
            _WORK: [*_read("this_work.txt"), *_places()],
            _USUAL: [*_read("usual.txt"), *map(str, _YEARS)],
        }
    )
    matching.L33T_TABLE.clear()
    matching.L33T_TABLE.update(_SIGNS_FOR_LETTERS)
    return zxcvbn


def _read(name: str) -> list[str]:
    try:
        return resource("passwords", name).read_text("utf-8").split()
    except (OSError, ValueError) as error:
        raise RegisterDamaged from error


def _places() -> list[str]:
    registers = Registers()
    names: list[str] = []
    with suppress(RegisterDamaged):  # whoever needs that register will be told
        for town in registers.municipalities():
            names.append(town.name)
            names.extend(area.name for area in registers.areas(town.code))
    return list(dict.fromkeys(word for name in names for word in _words(name)))


def _words(text: str) -> Sequence[str]:
    """Its words, and all of them as one; in small letters."""
    words = re.findall(r"\w+", text.casefold())
    return [word for word in (*words, "".join(words)) if len(word) >= _SHORTEST_WORD]


# What a match says, by its pattern or by the list that the word is in.
_TELLING: Mapping[str, Advice] = {
    "repeat": Advice.REPEAT,
    "spatial": Advice.KEYBOARD,
    "sequence": Advice.KEYBOARD,
    "date": Advice.DATE,
    "regex": Advice.DATE,
    _OWN: Advice.OWN_NAME,
    _WORK: Advice.WORK,
    _USUAL: Advice.COMMON,
    "passwords": Advice.COMMON,
    _NAMES: Advice.NAME,
    "female_names": Advice.NAME,
    "male_names": Advice.NAME,
    "surnames": Advice.NAME,
}


def _advice(result: Mapping[str, Any]) -> Advice:
    """What takes up half of the passphrase or more; else that it is short, or has few words."""
    length = len(result["password"])
    share: Counter[Advice] = Counter()
    for match in result["sequence"]:
        kind = _TELLING.get(match.get("dictionary_name") or match["pattern"])
        if kind is not None:
            share[kind] += len(match["token"])
    told, covered = share.most_common(1)[0] if share else (Advice.NONE, 0)
    if told is not Advice.NONE and 2 * covered >= length:
        return told
    return Advice.SHORT if length < SHORTEST else Advice.FEW_WORDS
