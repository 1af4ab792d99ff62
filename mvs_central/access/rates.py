"""How much may be asked: of which a bucket is as large, and fills as fast."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` requests at once, and `per_second` more from then on."""

    burst: int
    per_second: float


@dataclass(frozen=True, slots=True)
class Rates:
    """An office stands behind one address; a laptop that catches up asks for page after page."""

    address: Rate = Rate(2_000, 200)
    device: Rate = Rate(500, 50)
    lookup: Rate = Rate(100, 1 / 30)  # of colleagues, by one worker: a pause in typing is one


RATES = Rates()
