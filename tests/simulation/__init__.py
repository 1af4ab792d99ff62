"""Many laptops and one service, in any order, over a network that drops, doubles and delays.

The real store, the real sync and the real service code, in one process and from one seed:
what goes wrong once goes wrong again with the same seed.
"""
