"""What is raised where something does not hold."""


class Broken(AssertionError):
    """An invariant does not hold; says which."""


def require(holds: bool, what: str) -> None:
    if not holds:
        raise Broken(what)
