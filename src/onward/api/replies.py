"""What goes back over the wire: a status, headers and bytes, ready to send."""

from collections.abc import Callable

from litestar.types import Receive, Scope, Send

JSON = b"application/json"


class Reply:
    """An ASGI response; `headers` come besides content type and length. `committed`: what is left to do then."""

    __slots__ = ("body", "committed", "headers", "media_type", "status")

    def __init__(
        self,
        status: int,
        body: bytes = b"",
        media_type: bytes = JSON,
        headers: list[tuple[bytes, bytes]] | None = None,
    ) -> None:
        self.status = status
        self.body = body
        self.media_type = media_type
        self.headers = headers or []
        self.committed: Callable[[], None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = self.headers
        if self.status != 204:
            length = str(len(self.body)).encode("ascii")
            headers = [(b"content-type", self.media_type), (b"content-length", length), *headers]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        body = b"" if scope.get("method") == "HEAD" else self.body
        await send({"type": "http.response.body", "body": body, "more_body": False})
