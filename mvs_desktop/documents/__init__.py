"""What leaves on paper: documents made and shown in memory, never on disk."""
