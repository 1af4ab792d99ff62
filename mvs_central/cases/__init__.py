"""A case in the database and in memory; nothing is decided here."""
