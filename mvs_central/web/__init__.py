"""The service over HTTP: addresses, bodies, answers and figures of its running."""
