"""Editing: the form, its fields, and what makes a field part of the page."""
