"""Choosing passphrases and renewing keys: parts of the start screens, and panels of their own."""
