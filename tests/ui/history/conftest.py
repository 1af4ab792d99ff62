"""The family screens' own fixtures."""

from tests.ui.family.conftest import open_family, windows

__all__ = ["open_family", "windows"]
