"""The screen Vandaag (today)."""
