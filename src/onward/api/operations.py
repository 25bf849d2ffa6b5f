"""What those who run the server ask it: is it alive, is it ready, how busy is it, what does it offer.

No tenant and no caller here; /metrics is for this machine or for who holds its token.
"""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp
from msgspec import Struct

from onward.api import docs_page, exchange, origins, problems
from onward.api.metrics import MEDIA_TYPE, Meter
from onward.api.replies import Reply
from onward.domain import errors

_HEALTHY = Reply(200, b'{"status":"ok"}')

Answering = Callable[[Any], Awaitable[Reply]]


class Operations(Struct, frozen=True):
    """`check_database` gives None when all is well, else what is wrong; `describe` the OpenAPI document; `introduce`
    what the browser application must know; `refresh` reads the figures that are not counted in this
    process."""

    check_database: Callable[[], Awaitable[str | None]]
    describe: Callable[[], bytes]
    introduce: Callable[[], Awaitable[bytes]]
    meter: Meter
    metrics_token: str | None
    refresh: Callable[[], Awaitable[None]]
    base_path: str = ""

    def handlers(self) -> list[HTTPRouteHandler]:
        return [
            _handler("/healthz", "healthz", self._health),
            _handler("/readyz", "readyz", self._readiness),
            _handler("/metrics", "metrics", self._metrics),
            _handler("/openapi.json", "openapi", self._description),
            _handler("/app-config.json", "app_config", self._introduction),
            _handler("/docs", "docs", self._docs),
            _handler("/docs/{name:str}", "docs_file", self._docs_file),
        ]

    async def _health(self, _: Any) -> Reply:
        return _HEALTHY

    async def _readiness(self, _: Any) -> Reply:
        try:
            wrong = await self.check_database()
        except errors.Unavailable as unavailable:
            wrong = str(unavailable)
        if wrong is not None:
            raise errors.Unavailable(wrong)
        return Reply(200, msgspec.json.encode({"status": "ready"}))

    async def _metrics(self, scope: Any) -> Reply:
        if not (_is_this_machine(scope) or self._has_token(scope)):
            raise errors.Forbidden(
                "The metrics are for callers on this machine, or for who sends ONWARD_METRICS_TOKEN in the "
                "header Authorization as `Bearer …`."
            )
        await self.refresh()
        return Reply(200, self.meter.text(), MEDIA_TYPE)

    async def _description(self, _: Any) -> Reply:
        return Reply(200, self.describe())

    async def _introduction(self, _: Any) -> Reply:
        return Reply(200, await self.introduce(), headers=[(b"cache-control", b"no-store")])

    async def _docs(self, _: Any) -> Reply:
        return docs_page.page(self.base_path)

    async def _docs_file(self, scope: Any) -> Reply:
        asset = docs_page.asset(scope["path_params"]["name"])
        if asset is None:
            raise errors.NotFound("The documentation page has no such file.")
        return asset

    def _has_token(self, scope: Any) -> bool:
        if not self.metrics_token:
            return False
        given = exchange.current(scope).headers.get(b"authorization", b"")
        return hmac.compare_digest(given, f"Bearer {self.metrics_token}".encode())


def _handler(path: str, name: str, answering: Answering) -> HTTPRouteHandler:
    async def serve(request: Request[Any, Any, Any]) -> ASGIApp:
        try:
            return await answering(request.scope)
        except errors.OnwardError as error:
            return problems.reply(error, exchange.current(request.scope).request_id)

    return HTTPRouteHandler(path, http_method=["GET", "HEAD"], name=name)(serve)


def _is_this_machine(scope: Any) -> bool:
    """Called from here and by this machine's name: a proxy that forwards for others does not count."""
    headers = exchange.current(scope).headers
    client = scope.get("client")
    return (
        client is not None
        and origins.is_loopback(client[0])
        and origins.is_loopback_authority(headers.get(b"host", b""))
        and not origins.is_forwarded(headers)
    )
