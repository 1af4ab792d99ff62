"""What the service counts for whoever watches over it (Prometheus): no ids, no addresses."""

from collections.abc import Collection

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE

OTHER = "other"  # a path that is not ours: else anybody could make as many series as he likes
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

__all__ = ["CONTENT_TYPE", "Metrics"]


class Metrics:
    """Of one application: requests by path and outcome, and how long they took."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = frozenset(paths)
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "mvs_requests",
            "Requests that were answered",
            ["path", "status", "code"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "mvs_request_seconds",
            "From the first byte of a request to the last of its answer",
            ["path"],
            buckets=SECONDS,
            registry=self._registry,
        )

    def answered(self, path: str, status: int, code: str, seconds: float) -> None:
        """`code` is that of a Problem, empty for a success."""
        known = path if path in self._paths else OTHER
        self._requests.labels(known, str(status), code).inc()
        self._seconds.labels(known).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)
