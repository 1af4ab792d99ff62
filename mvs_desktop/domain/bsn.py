"""The citizen service number (burgerservicenummer, BSN)."""

# Weights of the eleven test (elfproef) for a BSN: the last digit counts negatively.
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

# Numbers with a meaning of their own in the youth policy data (informatieprotocol
# beleidsinformatie jeugd): unborn and unknown. They identify nobody.
_PLACEHOLDERS = frozenset({"000000000", "999999999"})


def normalise_bsn(text: str) -> str:
    """Digits only, with the leading zero that people leave out."""
    digits = "".join(character for character in text if not character.isspace())
    digits = digits.replace(".", "").replace("-", "")
    return digits.zfill(9) if len(digits) == 8 else digits


def passes_eleven_test(bsn: str) -> bool:
    """Whether nine digits can be a BSN (elfproef)."""
    if len(bsn) != 9 or not (bsn.isascii() and bsn.isdigit()) or bsn in _PLACEHOLDERS:
        return False
    return sum(w * int(d) for w, d in zip(_WEIGHTS, bsn, strict=True)) % 11 == 0


def masked(bsn: str) -> str:
    """The number with only its last three digits shown."""
    return "••••••" + bsn[-3:]
