"""The local audit, and what shows that nothing of it was changed."""
