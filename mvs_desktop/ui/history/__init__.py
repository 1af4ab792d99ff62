"""Who changed what in a file, and what can be brought back."""
