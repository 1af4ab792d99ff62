"""What a planted fault is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

Planted = AbstractContextManager[Any]
Bug = Callable[[], Planted]


@contextmanager
def both(*planted: Planted) -> Iterator[None]:
    with ExitStack() as stack:
        for one in planted:
            stack.enter_context(one)
        yield
