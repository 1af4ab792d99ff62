"""Fixtures of the sync tests."""

from collections.abc import Callable

import pytest

from tests.sync.fake_central import FakeCentral, WorkersView
from tests.sync.laptop import Laptop, MakeStore, blank_store, make_store

__all__ = ["blank_store", "make_store"]

AddLaptop = Callable[[str], Laptop]


@pytest.fixture
def central() -> FakeCentral:
    return FakeCentral()


@pytest.fixture
def add_laptop(central: FakeCentral, make_store: MakeStore) -> AddLaptop:
    return lambda name: Laptop(make_store(), name, WorkersView(central, name), central.epoch)


@pytest.fixture
def anna(add_laptop: AddLaptop) -> Laptop:
    return add_laptop("anna")


@pytest.fixture
def bram(add_laptop: AddLaptop) -> Laptop:
    return add_laptop("bram")
