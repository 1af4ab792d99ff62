"""Every test of the kit runs in the light theme at 100 %."""

import pytest
from PySide6.QtWidgets import QApplication

from mvs_desktop.ui.kit.look.theme import apply_theme, load_theme


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    apply_theme(qapp, load_theme("light"))
