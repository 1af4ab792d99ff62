"""The database itself, its tables and rows, and the files beside it."""
