"""The family screens' own fixtures."""

from tests.ui.family.conftest import new_store, open_family, windows

__all__ = ["new_store", "open_family", "windows"]
