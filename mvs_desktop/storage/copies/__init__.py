"""Copies of a store: which there are, and what one lacks."""
