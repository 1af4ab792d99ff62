"""Bijlagen: photos, letters and scans of a family."""
