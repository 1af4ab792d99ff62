"""Python's collector of circular garbage, kept short: it stops every thread while it looks.

A program with a window is some hundred thousand objects that stay as long as it runs. Looking
through them all took 80 to 270 ms, several times in a synchronisation, in which nobody could type.
"""

import gc

# New ones that make it look at those: what comes in makes many, and hardly any in a circle.
_NEW_OBJECTS = 10_000


def spare_what_stays() -> None:
    """Call once what the program is made of is there: it is not looked through again."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
