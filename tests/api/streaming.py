"""A client that follows a stream of events in process: it gets each byte when it is sent, and may leave at any time."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from onward.api.app import create_app
from onward.api.equipment import Equipment
from onward.api.feeds import FeedLimits
from onward.store import schema
from tests.stage import Stage, new_id

PATIENCE_SECONDS = 20.0
QUICK = FeedLimits(poll_seconds=0.05, check_seconds=0.05)


class Message(msgspec.Struct, frozen=True):
    """`kind` is the name that the message came under; `message` for an event of the log."""

    id: str
    kind: str
    told: Any


class Stream:
    """One connection that is open."""

    def __init__(self) -> None:
        self._sent: asyncio.Queue[Any] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._rest = b""
        self._is_asked = False
        self.status = 0
        self.headers: dict[str, str] = {}
        self.is_over = False

    async def receive(self) -> Any:
        if not self._is_asked:
            self._is_asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        await self._sent.put(message)

    def leave(self) -> None:
        self._gone.set()

    async def begin(self) -> None:
        message = await self._next()
        self.status = message["status"]
        self.headers = {name.decode(): text.decode() for name, text in message["headers"]}

    async def message(self) -> Message | None:
        """The next one; None when the stream is over. Signs of life between are passed over."""
        while (block := await self._block()) is not None:
            if block.startswith(b":"):
                continue
            fields = dict(line.split(": ", 1) for line in block.decode().splitlines())
            return Message(fields["id"], fields.get("event", "message"), json.loads(fields["data"]))
        return None

    async def is_sign_of_life(self) -> bool:
        """Whether what comes next is one."""
        block = await self._block()
        return block is not None and block.startswith(b":")

    async def messages(self, count: int) -> list[Message]:
        async with asyncio.timeout(PATIENCE_SECONDS):  # signs of life may come for ever
            found = [await self.message() for _ in range(count)]
        assert None not in found, "the stream ended"
        return [each for each in found if each is not None]

    async def kinds(self, count: int) -> list[str]:
        return [str(each.told["kind"]) for each in await self.messages(count)]

    async def body(self) -> Any:
        """What a refusal says."""
        while not self.is_over:
            message = await self._next()
            self._rest += message.get("body", b"")
            self.is_over = not message.get("more_body", False)
        return json.loads(self._rest)

    async def is_silent(self, seconds: float = 0.3) -> bool:
        try:
            await asyncio.wait_for(self.message(), seconds)
        except TimeoutError:
            return True
        return False

    async def _block(self) -> bytes | None:
        while b"\n\n" not in self._rest:
            if self.is_over:
                return None
            message = await self._next()
            self._rest += message.get("body", b"")
            self.is_over = not message.get("more_body", False)
        block, self._rest = self._rest.split(b"\n\n", 1)
        return block

    async def _next(self) -> Any:
        return await asyncio.wait_for(self._sent.get(), PATIENCE_SECONDS)


@asynccontextmanager
async def following(app: Any, after: str | None = None, query: str = "", **headers: str) -> AsyncIterator[Stream]:
    """Follow acme's log; `after` is sent as the header Last-Event-ID."""
    sent = {"host": "localhost:8000", "x-tenant-id": "acme", **headers}
    if after is not None:
        sent["last-event-id"] = after
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/v1/events/stream",
        "raw_path": b"/v1/events/stream",
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), text.encode()) for name, text in sent.items() if text],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    stream = Stream()
    served = asyncio.ensure_future(app(scope, stream.receive, stream.send))
    try:
        await stream.begin()
        yield stream
    finally:
        stream.leave()
        await asyncio.wait_for(served, PATIENCE_SECONDS)


def app_over(stage: Stage, limits: FeedLimits = QUICK) -> Any:
    """Another server on the same database."""
    return create_app(
        stage.database,
        local_mode="auto",
        is_loopback=True,
        metrics_token=None,
        clock=stage.clock,
        new_id=new_id,
        expected_revision=schema.expected_revision(),
        log_requests=False,
        equipment=Equipment(feed_limits=limits),
    )
