"""The widget kit: every control of the program, in one look.

Knows no record, no service and no screen; screens are built from it.
"""
