"""The screens Gezinnen (families) and Losse notities (loose notes)."""
