"""What tells that two records are about the same person, in one spelling.

Each rule reads a wire form, which may come from anywhere, and gives None when it says too
little: half a birth date, a guess, or a citizen service number that cannot be one.
"""

import re
from collections.abc import Mapping

from mvs_desktop.domain.bsn import normalise_bsn, passes_eleven_test
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.words import words

NAME_AND_BIRTH, BSN = "name-and-birth", "bsn"

# Words before a Dutch surname (tussenvoegsels), which people write or leave out as it comes.
_INFIXES = (
    "aan af al am auf aus be bei ben bij boven da dal dalla das de dei del della den der des "
    "di die do don dos du e el en het i im in la las le les lo los met o of onder op over "
    "s t te ten ter tho thoe thor to toe tot uit uijt un une unter van vanden vander vd ver vom "
    "von voor vor y zu zum zur"
)
INFIXES = frozenset(_INFIXES.split())
_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def name_and_birth(doc: Mapping[str, Json]) -> str | None:
    """Surname without words before it, accents and spaces, with the whole birth date."""
    name, birth = doc.get("family_name"), doc.get("birth")
    if not isinstance(name, str) or not isinstance(birth, str) or doc.get("unborn") is True:
        return None
    plain = surname(name)
    return f"{plain} {birth}" if plain and _WHOLE_DAY.fullmatch(birth) else None


def bsn_identity(doc: Mapping[str, Json]) -> str | None:
    """The citizen service number, when it can be one."""
    text = doc.get("bsn")
    bsn = normalise_bsn(text) if isinstance(text, str) else ""
    return bsn if passes_eleven_test(bsn) else None


def surname(text: str) -> str:
    """A surname in one spelling; one that is nothing but such words stays as it is."""
    parts = words(text)
    start = next((at for at, part in enumerate(parts) if part not in INFIXES), 0)
    return "".join(parts[start:])
