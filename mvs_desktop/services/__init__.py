"""Use cases: the only thing that the user interface calls."""
