"""The worker's open store, and everything a screen may ask of it.

Every method may block on the disk: call it off the GUI thread. Methods raise the types
of `domain.errors` and nothing else that is expected.
"""
