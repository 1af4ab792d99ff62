"""Fixtures and checks that hold for every test.

Python warnings are errors and a Qt warning fails its test (both in pyproject.toml); what a test
leaves running is found by `tests.support.leaks`.
"""

import os

import pytest
from hypothesis import settings

pytest_plugins = [
    "tests.support.homes",
    "tests.support.leaks",
    "tests.support.databases",
    "tests.support.central",
    "tests.support.secrets",
    "tests.support.workspaces",
]

# Without a deadline: two shared cores make single examples slow for no reason of their own.
settings.register_profile("mvs", deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("mvs"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "mvs")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that share the one Secret Service of the run: they go one at a time."""
    for item in items:
        if "secret_service" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.keyring)
