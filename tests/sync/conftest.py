"""Fixtures of the sync tests."""

from tests.sync.laptop import blank_store, make_store

__all__ = ["blank_store", "make_store"]
