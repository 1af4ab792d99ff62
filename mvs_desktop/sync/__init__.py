"""Reconciling the local store with the central service."""
