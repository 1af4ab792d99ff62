"""Is the audit whole, the service's own and what laptops tell of theirs?"""
