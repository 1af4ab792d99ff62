"""Looking for a planted fault, in small worlds or in whole ones."""

from sqlalchemy.exc import IntegrityError

from mvs_desktop.domain.errors import ExpectedError
from tests.simulation.apart import Apart
from tests.simulation.blank import Blank
from tests.simulation.bugs.where import Where
from tests.simulation.run import simulate

REST_EVERY = 40
TRIES = 10


def look(where: Where, seed: int, blank: Blank, users: int, steps: int = 0) -> None:
    """Raises what does not hold. What lies apart is settled where that is asked for alone: it
    shows nothing of other faults."""
    settling = Apart.ACTS.keys() & set(where.more_of)
    simulate(
        blank,
        seed,
        steps or where.steps,
        users=users,
        more_of=where.more_of,
        without=where.without if settling else (*where.without, *Apart.ACTS),
        rest_every=REST_EVERY,
    )


def found_in(where: Where, blank: Blank, users: int, steps: int = 0) -> Exception | None:
    """As what the fault shows, if it may be as what it is; None when it does not."""
    found: Exception | None = None
    # Whatever changes in the program, the dice fall otherwise after it.
    for seed in range(where.seed, where.seed + TRIES):
        with where.bug():
            try:
                look(where, seed, blank, users, steps)
            except (AssertionError, ExpectedError, IntegrityError) as error:
                found = error
                if where.shows in str(error):
                    break
    return found
