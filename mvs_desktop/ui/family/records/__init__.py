"""What the tabs of a family share to show a record and to change it where it stands."""
