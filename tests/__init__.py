"""Tests of the desktop program, the central service and their tooling."""
