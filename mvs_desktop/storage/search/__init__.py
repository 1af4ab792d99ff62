"""The search index, and finding records by their words."""
