"""What the service counts of itself, for Prometheus."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OTHER: Final = "other"
_SECONDS: Final = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


class Metrics:
    """The counts of one service, in a registry of their own."""

    media_type: Final = CONTENT_TYPE_LATEST

    def __init__(self, pending: Callable[[], float]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "vn_dx_ie_requests", "Requests that were answered.", ("path", "status"), registry=self._registry
        )
        self._failures = Counter(
            "vn_dx_ie_failures", "Requests, and documents of batches, without a result.", ("path", "status"),
            registry=self._registry,
        )  # fmt: skip
        self._characters = Counter("vn_dx_ie_characters", "Characters of the texts read.", registry=self._registry)
        self._seconds = Histogram(
            "vn_dx_ie_request_seconds", "From a request to its answer.", ("path",), buckets=_SECONDS,
            registry=self._registry,
        )  # fmt: skip
        gauge = Gauge("vn_dx_ie_pending", "Requests that are worked on or wait.", registry=self._registry)
        gauge.set_function(pending)

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(path, status).inc()
        self._seconds.labels(path).observe(seconds)
        if status >= 400:
            self.failed(path, status)

    def failed(self, path: str, status: int) -> None:
        """Count a request or a document without a result."""
        self._failures.labels(path, status).inc()

    def read(self, characters: int) -> None:
        """Count the characters of a text."""
        self._characters.inc(characters)

    def text(self) -> bytes:
        """Return all counts in Prometheus' format."""
        return generate_latest(self._registry)


class CountRequests:
    """Counts what goes through an application; paths that it does not have are counted as one."""

    def __init__(self, app: ASGIApp, metrics: Metrics, paths: Collection[str]) -> None:
        self._app, self._metrics, self._paths = app, metrics, paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count HTTP requests by the status that they are answered with."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, begin = 500, time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            path = scope["path"] if scope["path"] in self._paths else OTHER
            self._metrics.answered(path, status, time.perf_counter() - begin)
