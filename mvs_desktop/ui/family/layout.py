"""Measures that the tabs of a family share."""

PAGE_WIDTH = 1680  # so wide that cards stay in line with the head of the family
