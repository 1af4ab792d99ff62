"""First start and unlocking, before any case file is open."""
