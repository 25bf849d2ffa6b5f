"""Counts and durations of requests, for Prometheus. One registry per app, so that two may live in one
process; the labels are routes and never addresses, so that their number stays small."""

import asyncio
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.registry import Collector

MEDIA_TYPE = b"text/plain; version=0.0.4; charset=utf-8"
UNMATCHED = "unmatched"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Meter:
    """Counts each request once; the labelled children are kept, for looking them up costs more."""

    def __init__(self) -> None:
        self._in_flight = 0
        self._idle: asyncio.Event | None = None
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "onward_http_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._durations = Histogram(
            "onward_http_request_duration_seconds",
            "Time from the first byte to the last.",
            ["method", "route"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.watch("onward_http_requests_in_flight", "Requests being answered.", lambda: self._in_flight)

    def watch(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """A figure that is read when asked for."""
        Gauge(name, meaning, registry=self._registry).set_function(read)

    def include(self, figures: Collector) -> None:
        """Figures that somebody else keeps."""
        self._registry.register(figures)

    def begin(self) -> None:
        self._in_flight += 1

    def end(self, method: str, route: str, status: int, duration_seconds: float) -> None:
        self._in_flight -= 1
        if self._idle is not None and not self._in_flight:
            self._idle.set()
        children = self._children.get((method, route, status))
        if children is None:
            children = self._children[method, route, status] = self._labelled(method, route, status)
        children[0].inc()
        children[1].observe(duration_seconds)

    async def wait_until_idle(self, timeout_seconds: float) -> bool:
        """Whether every request had its answer in time."""
        self._idle = asyncio.Event()
        if not self._in_flight:
            return True
        try:
            await asyncio.wait_for(self._idle.wait(), timeout_seconds)
        except TimeoutError:
            return False
        return True

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def _labelled(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(method, route, str(status)), self._durations.labels(method, route)


def method_label(method: str) -> str:
    """A client may send any word as a method."""
    return method if method in _METHODS else "OTHER"
