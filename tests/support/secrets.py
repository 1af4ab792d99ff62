"""A real Secret Service for tests, never that of the person who runs them."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture
def secret_service() -> Iterator[None]:
    """An unlocked Secret Service; what the test stores in it is gone afterwards.

    Only inside the private session that `python3 dev.py test` starts; elsewhere the test skips.
    """
    if not os.environ.get("MVS_PRIVATE_SESSION"):
        pytest.skip("a private Secret Service exists only under: python3 dev.py test")
    secretstorage = pytest.importorskip("secretstorage", reason="no Secret Service on this system")
    try:
        connection = secretstorage.dbus_init()
    except secretstorage.SecretServiceNotAvailableException:
        pytest.skip("no session bus: dbus is missing")
    with connection:
        if not secretstorage.check_service_availability(connection):
            pytest.skip("no Secret Service: gnome-keyring is missing")
        yield
        for collection in secretstorage.get_all_collections(connection):
            for item in list(collection.get_all_items()):
                item.delete()
