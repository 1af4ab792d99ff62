"""The central service: keeps every case file and lets enrolled laptops meet in it."""
