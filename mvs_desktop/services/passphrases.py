"""Whether a passphrase is long and varied enough to protect a store."""

from dataclasses import dataclass

# Argon2id makes guessing slow, the device secret makes it useless without the laptop; a
# sentence of four words is what is left to ask of a person.
SHORTEST = 14
_LONG = 20
_VARIED = 8  # different characters


@dataclass(frozen=True, slots=True)
class PassphraseQuality:
    """`score` runs from 0 to 4; `enough` is what counts."""

    score: int
    enough: bool


def judge_passphrase(text: str) -> PassphraseQuality:
    letters = text.strip()
    varied = len(set(letters.casefold()))
    enough = len(letters) >= SHORTEST and varied >= _VARIED
    if not enough:
        return PassphraseQuality(min(2, len(letters) * 2 // SHORTEST), enough=False)
    return PassphraseQuality(4 if len(letters) >= _LONG and " " in letters else 3, enough=True)
