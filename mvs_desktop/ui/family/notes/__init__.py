"""Verslagen: the contacts of a family in time, and the note of each."""
