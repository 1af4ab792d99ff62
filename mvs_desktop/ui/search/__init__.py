"""Searching: asking while somebody types, and the page with all that was found."""
