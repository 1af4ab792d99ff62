"""Every test of the kit runs in the light theme at 100 %, and leaves it."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from mvs_desktop.ui.kit.look.theme import apply_theme, load_theme


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    apply_theme(qapp, load_theme("light"))


@pytest.fixture(autouse=True, scope="module")
def light_theme_afterwards(qapp: QApplication) -> Iterator[None]:
    """The tests of screens that come after it take it as it is."""
    yield
    apply_theme(qapp, load_theme("light"))
