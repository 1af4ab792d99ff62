"""The encrypted local store; the only part of the program that speaks SQL."""
