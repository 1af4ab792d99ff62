"""The small things a screen is made of: words, buttons, chips, and counts in a sentence."""
