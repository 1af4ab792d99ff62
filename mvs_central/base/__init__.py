"""What every part stands on: the database, its second wall, and whom a transaction acts for."""
