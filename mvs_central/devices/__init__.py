"""Laptops: how they become a worker's, show who asks, are opened again, and are wiped."""
