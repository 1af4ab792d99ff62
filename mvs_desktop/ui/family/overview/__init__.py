"""Overzicht: what it is about, and what goes on now."""
