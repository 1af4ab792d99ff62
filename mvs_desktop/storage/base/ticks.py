"""Time that passes whatever the computer's clock is set to, also while it sleeps."""

import sys
import time

if sys.platform == "linux":

    def ticks() -> float:
        """Seconds since the computer started, time asleep included."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

elif sys.platform == "win32":

    def ticks() -> float:
        """Seconds since the computer started; Windows counts time asleep in it."""
        return time.monotonic()

else:
    _began, _awake = time.time(), time.monotonic()

    def ticks() -> float:
        """Seconds; elsewhere the monotonic clock stands still while the computer sleeps, so
        the time of day counts when it went further."""
        return max(time.time() - _began, time.monotonic() - _awake)
