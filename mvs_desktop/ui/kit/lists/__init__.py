"""Long lists and tables of any objects."""
