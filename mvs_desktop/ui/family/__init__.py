"""The screens of one opened family."""
