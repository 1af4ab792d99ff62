"""Running the service: the process, what is kept no longer, and copies of its database."""
