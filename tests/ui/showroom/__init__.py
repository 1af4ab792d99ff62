"""Every screen of sending, working together and laptops, in its states: to look at and to measure.

`python -m tests.ui.showroom` makes pictures; `tests/ui/test_showroom.py` measures. The people and
families are invented, and some of them have names that are as long as names are.
"""
