"""What goes back over the wire: a status, headers and bytes, ready to send."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

from litestar.types import Receive, Scope, Send

from onward.domain.errors import OnwardError

JSON = b"application/json"
_WITHOUT_BODY = frozenset({204, 304})


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
        if self.status not in _WITHOUT_BODY:
            length = str(len(self.body)).encode("ascii")
            headers = [(b"content-type", self.media_type), (b"content-length", length), *headers]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        body = b"" if scope.get("method") == "HEAD" else self.body
        await send({"type": "http.response.body", "body": body, "more_body": False})


Parts = AbstractAsyncContextManager[AsyncIterator[bytes]]


class StreamedReply(Reply):
    """An ASGI response that is sent while it is read.

    What fails before the first part is answered by `refuse`; after that the connection breaks, so that nobody takes
    a part for the whole.
    """

    __slots__ = ("_parts", "_refuse")

    def __init__(
        self,
        parts: Parts,
        media_type: bytes,
        headers: list[tuple[bytes, bytes]],
        refuse: Callable[[OnwardError], Reply],
    ) -> None:
        super().__init__(200, b"", media_type, headers)
        self._parts = parts
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_begun = False
        try:
            async with self._parts as parts:
                async for part in parts:
                    if not is_begun:
                        is_begun = True
                        await self._begin(send)
                    if scope.get("method") == "HEAD":
                        break
                    await send({"type": "http.response.body", "body": part, "more_body": True})
        except OnwardError as error:
            if is_begun:
                raise
            await self._refuse(error)(scope, receive, send)
            return
        if not is_begun:
            await self._begin(send)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _begin(self, send: Send) -> None:
        headers = [(b"content-type", self.media_type), *self.headers]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
