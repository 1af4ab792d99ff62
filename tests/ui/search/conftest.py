"""The window of the shell's tests."""

from tests.ui.shell.conftest import families, settings, window, workspace

__all__ = ["families", "settings", "window", "workspace"]
