"""The command `mvs-central`."""
