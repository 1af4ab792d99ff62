"""Faults planted in the real code, each at one seam, for the simulator to find."""
