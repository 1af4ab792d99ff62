"""Where the user can be, what a screen is, and what it asks: known to frame and screens."""
