"""The outermost layer: sees every request first and every answer last.

Gives each a request id, rewrites the old address prefix, adds the headers that all answers carry,
counts, logs. Knows nothing of routes.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

import structlog
from litestar.types import ASGIApp, Send

from onward.api import exchange, headers
from onward.api.exchange import Exchange
from onward.api.metrics import UNMATCHED, Meter, method_label

_NOSNIFF = (b"x-content-type-options", b"nosniff")
_NO_STORE = (b"cache-control", b"no-store")


class Front:
    """Wraps the routed app. `log_requests` writes a line for each request. `base_path` stands before every address
    as browsers know it, whether a proxy takes it away or not."""

    def __init__(
        self, app: ASGIApp, *, meter: Meter, new_id: Callable[[], UUID], log_requests: bool, base_path: str = ""
    ) -> None:
        self._app = app
        self._base_path = base_path
        self._meter = meter
        self._new_id = new_id
        self._log = structlog.get_logger("onward.requests").bind() if log_requests else None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        current = self._begin(scope)
        _rewrite(scope, self._base_path)
        try:
            await self._app(scope, receive, _dressed(send, current, scope["path"], self._base_path))
        finally:
            self._end(scope, current)

    def _begin(self, scope: Any) -> Exchange:
        given = headers.received(scope["headers"])
        current = Exchange(headers.request_id(given) or str(self._new_id()), given, time.perf_counter())
        exchange.begin(scope, current)
        self._meter.begin()
        return current

    def _end(self, scope: Any, current: Exchange) -> None:
        duration_seconds = time.perf_counter() - current.started
        route = scope.get("path_template") or UNMATCHED
        self._meter.end(method_label(scope["method"]), route, current.status, duration_seconds)
        if self._log is not None:
            self._log.info(
                "request",
                request_id=current.request_id,
                method=scope["method"],
                route=route,
                path=_printable_path(scope),
                status=current.status,
                duration_ms=round(duration_seconds * 1000, 2),
                tenant=current.tenant_slug,
                actor=current.actor_kind,
            )


def _rewrite(scope: Any, base_path: str) -> None:
    path: str = scope["path"]
    if base_path and f"{path}/".startswith(f"{base_path}/"):
        path = path[len(base_path) :] or "/"
    scope["path"] = path[4:] if path.startswith("/api/v1/") else path


def _dressed(send: Send, current: Exchange, path: str, base_path: str) -> Send:
    request_id = (b"x-request-id", current.request_id.encode("ascii"))
    common = (request_id, _NOSNIFF, _NO_STORE) if path.startswith("/v1/") else (request_id, _NOSNIFF)

    async def dressed_send(message: Any) -> None:
        if message["type"] == "http.response.start":
            current.status = message["status"]
            message["headers"] = [*_placed(message["headers"], base_path), *common]
        await send(message)

    return dressed_send


def _placed(sent: list[tuple[bytes, bytes]], base_path: str) -> list[tuple[bytes, bytes]]:
    """The headers with the addresses in them as browsers know them."""
    if not base_path:
        return sent
    prefix = base_path.encode("ascii")
    return [(name, prefix + text if _is_own_address(name, text) else text) for name, text in sent]


def _is_own_address(name: bytes, text: bytes) -> bool:
    return name.lower() == b"location" and text.startswith(b"/")


def _printable_path(scope: Any) -> str:
    """The path as it was sent, percent-encoded: nothing in it can move a terminal's cursor."""
    raw: bytes | None = scope.get("raw_path")
    return quote(scope["path"]) if raw is None else raw.partition(b"?")[0].decode("ascii", "backslashreplace")
