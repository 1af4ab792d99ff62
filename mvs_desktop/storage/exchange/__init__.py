"""What comes from the service and what it takes, and what leaves the store again."""
