"""Asks an app as a server would, byte for byte, without a network."""

from typing import Any

import msgspec


class Said(msgspec.Struct):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    @property
    def fields(self) -> list[str]:
        return [fault["field"] for fault in self.json["errors"]]


class Asker:
    """A client on this machine; `parts` sends a body in pieces without a declared length."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def get(self, path: str, query: bytes = b"", **more: Any) -> Said:
        return await self.ask("GET", path, query=query, **more)

    async def post(self, path: str, body: bytes = b"", **more: Any) -> Said:
        return await self.ask("POST", path, parts=[body], **more)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: bytes = b"",
        parts: list[bytes] | None = None,
        headers: dict[str, str] | None = None,
        peer: str = "127.0.0.1",
    ) -> Said:
        sent = {"host": "localhost:8000", **(headers or {})}
        pieces = list(parts or [b""])
        messages: list[Any] = []

        async def receive() -> Any:
            body = pieces.pop(0)
            return {"type": "http.request", "body": body, "more_body": bool(pieces)}

        async def send(message: Any) -> None:
            messages.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode("utf-8"),
            "query_string": query,
            "root_path": "",
            "headers": [(name.lower().encode("ascii"), text.encode("latin-1")) for name, text in sent.items()],
            "client": (peer, 50_000),
            "server": ("127.0.0.1", 8000),
            "state": {},
        }
        await self._app(scope, receive, send)
        return _said(messages)


def _said(messages: list[Any]) -> Said:
    start, *rest = messages
    headers = {name.decode("ascii"): text.decode("ascii") for name, text in start["headers"]}
    return Said(start["status"], headers, b"".join(message.get("body", b"") for message in rest))
