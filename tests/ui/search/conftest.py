"""The window of the shell's tests."""

from tests.ui.shell.conftest import families, new_store, settings, window, workspace

__all__ = ["families", "new_store", "settings", "window", "workspace"]
