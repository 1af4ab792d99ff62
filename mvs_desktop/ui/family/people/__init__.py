"""Gezin & netwerk: who belongs to the family, where they live, and one of them beside the list."""
