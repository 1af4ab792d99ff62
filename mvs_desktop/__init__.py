"""MVS Desktop: the case file of a neighbourhood team (wijkteam) worker."""

__version__ = "0.1.0"
