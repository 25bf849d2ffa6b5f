"""One request and its answer, as the outermost layer and the innermost both see it."""

from typing import Any

_KEY = "onward_exchange"


class Exchange:
    """`headers` by lower-case name (a repeated one: the last); tenant and actor once they are known."""

    __slots__ = ("actor_kind", "headers", "request_id", "started", "status", "tenant_slug")

    def __init__(self, request_id: str, headers: dict[bytes, bytes], started: float) -> None:
        self.request_id = request_id
        self.headers = headers
        self.started = started
        self.status = 0
        self.tenant_slug: str | None = None
        self.actor_kind: str | None = None


def begin(scope: Any, exchange: Exchange) -> None:
    scope.setdefault("state", {})[_KEY] = exchange


def current(scope: Any) -> Exchange:
    exchange: Exchange = scope["state"][_KEY]
    return exchange
