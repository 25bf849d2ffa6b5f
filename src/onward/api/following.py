"""An answer that goes on: server-sent events, for as long as the caller stays and is let in.

What is told comes from the feeds; here is how it goes over the wire, and when it ends.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec
from litestar.types import Receive, Scope, Send
from msgspec import Struct

from onward.api import exchange, problems
from onward.api.feeds import FeedLimits, Feeds, Told, read_page
from onward.api.replies import Reply
from onward.domain import errors
from onward.domain.event_log import BEGINNING, Position
from onward.store import event_log
from onward.store.transactions import Database

MEDIA_TYPE = "text/event-stream"
# A proxy must neither keep back what is told nor change it.
_HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]
_NO_TRANSFORM = (b"cache-control", b"no-transform")
_STILL_HERE = b": still here\n\n"
_TICK_SECONDS = 1.0
_SEND_SECONDS = 30.0

IsLetIn = Callable[[], Awaitable[bool]]


class Following(Struct, frozen=True):
    """Who follows whose log, from the event `after` on; without one, from now."""

    database: Database
    feeds: Feeds
    limits: FeedLimits
    tenant_id: UUID
    credential: str
    after: UUID | None = None

    async def told(self, is_let_in: IsLetIn) -> AsyncGenerator[bytes, None]:
        """What goes over the wire, each event once; empty when nothing happened for a moment.

        Raises TooMany, Unavailable.
        """
        async with self.feeds.followed(self.tenant_id, self.credential) as (follower, told):
            begin = told if self.after is None else await self._position_of(self.after)
            position = begin or told
            yield _greeting("reset" if begin is None else "ready", position)
            while missed := await read_page(self.database, self.tenant_id, position, told):
                position = missed[-1].position
                yield _joined(missed)
            stay = _Stay(self.limits, is_let_in)
            while await stay.goes_on():
                fresh = [told for told in follower.take() if told.position > position]
                position = fresh[-1].position if fresh else position
                yield _joined(fresh) or stay.sign_of_life()
                if follower.is_over:
                    return
                await follower.wait(min(_TICK_SECONDS, self.limits.check_seconds))

    async def _position_of(self, event_id: UUID) -> Position | None:
        """None for an event that is not in this log (any more)."""
        if event_id == BEGINNING.id:
            return BEGINNING
        async with self.database.transaction(self.tenant_id) as tx:
            return await event_log.find_position(tx, self.tenant_id, event_id)


class _Stay:
    """How long one follower may stay, and when it last heard of us."""

    def __init__(self, limits: FeedLimits, is_let_in: IsLetIn) -> None:
        self._limits = limits
        self._is_let_in = is_let_in
        self._begun_at = self._checked_at = self._heard_at = time.monotonic()

    async def goes_on(self) -> bool:
        now = time.monotonic()
        if now - self._begun_at >= self._limits.longest_seconds:
            return False
        if now - self._checked_at < self._limits.check_seconds:
            return True
        self._checked_at = now
        return await self._is_let_in()

    def sign_of_life(self) -> bytes:
        """A comment every so often, so that neither side takes the silence for a broken line."""
        if time.monotonic() - self._heard_at < self._limits.heartbeat_seconds:
            return b""
        self._heard_at = time.monotonic()
        return _STILL_HERE


def _joined(told: list[Told]) -> bytes:
    return b"".join(each.text for each in told)


def _greeting(kind: str, position: Position) -> bytes:
    """`reset`: the place that was asked for is not known, so what the caller has may be old."""
    return f"retry: 2000\nid: {position.id}\nevent: {kind}\ndata: {{}}\n\n".encode("ascii")


class FollowedReply(Reply):
    """What follows, sent as it happens; `is_let_in` says whether the caller still may."""

    __slots__ = ("_following", "is_let_in")

    def __init__(self, following: Following) -> None:
        super().__init__(200, headers=[*_HEADERS, _NO_TRANSFORM])
        self._following = following
        self.is_let_in: IsLetIn = _is_let_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("method") == "HEAD":
            await self._begin(send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            await self._send_all(scope, receive, send, gone)
        finally:
            gone.cancel()

    async def _send_all(self, scope: Scope, receive: Receive, send: Send, gone: "asyncio.Future[None]") -> None:
        following = _continued(self._following, scope)
        parts = following.told(self.is_let_in)
        is_begun = False
        try:
            async for part in parts:
                if not is_begun:
                    is_begun = True
                    await self._begin(send)
                if gone.done():
                    return
                if part:
                    await asyncio.wait_for(send(_body(part)), _SEND_SECONDS)
        except errors.OnwardError as error:
            # After the beginning the caller comes back, and goes on from what it has.
            if not is_begun:
                await problems.reply(error, exchange.current(scope).request_id)(scope, receive, send)
                return
        except TimeoutError:
            return
        finally:
            await parts.aclose()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _begin(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})


async def _is_let_in() -> bool:
    return True


def _continued(following: Following, scope: Any) -> Following:
    """A browser says by a header which event it had last; a text that names none of ours resets it."""
    last = exchange.current(scope).headers.get(b"last-event-id")
    if last is None:
        return following
    try:
        return msgspec.structs.replace(following, after=msgspec.convert(last.decode("latin-1").strip(), UUID))
    except msgspec.ValidationError:
        return msgspec.structs.replace(following, after=_NOBODY)


_NOBODY = UUID(int=2**128 - 1)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _body(part: bytes) -> Any:
    return {"type": "http.response.body", "body": part, "more_body": True}
