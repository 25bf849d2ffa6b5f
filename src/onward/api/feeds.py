"""What happens in each tenant, told to whoever follows: one reader for each tenant that is followed in this process.

A reader goes along the log and gives each event to all its followers. A follower that does not keep up is let go;
it comes back and goes on where it was. Nothing here knows of HTTP.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import structlog
from msgspec import Struct

from onward.api.shapes.events import EventOut, wire
from onward.domain import errors
from onward.domain.event_log import BEGINNING, Position
from onward.store import event_log
from onward.store.transactions import Database

PAGE = 500
RETRY_AFTER_SECONDS = 5
# What is written stays hidden while an older transaction runs, be it another tenant's: who knows that something was
# written and sees nothing looks again after so long, and then ever less often.
AGAIN_SECONDS = 0.02

_log = structlog.get_logger("onward.feeds")


class FeedLimits(Struct, frozen=True):
    """How often the log is looked at when nobody says that something happened, and how much may wait for a follower.

    What is written through this process is told at once; what others write, at the next look. Whether a follower
    may still follow is checked every so often; after the longest time it is asked to come back.
    """

    poll_seconds: float = 0.5
    heartbeat_seconds: float = 15.0
    check_seconds: float = 3.0
    longest_seconds: float = 3600.0
    most_waiting: int = 2000
    most_waiting_bytes: int = 8 * 1024 * 1024
    most_followers: int = 2000
    most_followers_of_one: int = 50


class Told(Struct, frozen=True):
    """One event as it goes over the wire."""

    position: Position
    text: bytes


class Follower:
    """Keeps what is to be told to one of those who follow, until it is taken."""

    def __init__(self, limits: FeedLimits) -> None:
        self._limits = limits
        self._waiting: deque[Told] = deque()
        self._waiting_bytes = 0
        self._arrived = asyncio.Event()
        self.is_over = False

    def tell(self, told: Told) -> None:
        """What cannot be kept ends it: nothing is ever left out of the middle."""
        if self.is_over:
            return
        self._waiting.append(told)
        self._waiting_bytes += len(told.text)
        limits = self._limits
        if len(self._waiting) > limits.most_waiting or self._waiting_bytes > limits.most_waiting_bytes:
            self.end()
        self._arrived.set()

    def end(self) -> None:
        self.is_over = True
        self._arrived.set()

    def take(self) -> list[Told]:
        """All that waits, in order."""
        taken = list(self._waiting)
        self._waiting.clear()
        self._waiting_bytes = 0
        if not self.is_over:
            self._arrived.clear()
        return taken

    async def wait(self, seconds: float) -> None:
        """Until something waits, it is over, or so much time has passed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._arrived.wait(), seconds)


class _Feed:
    """The reader of one tenant's log, and those who follow it. It reads while somebody does."""

    def __init__(self, database: Database, tenant_id: UUID, limits: FeedLimits) -> None:
        self._database = database
        self._tenant_id = tenant_id
        self._limits = limits
        self._woken = asyncio.Event()
        self._pause_seconds = limits.poll_seconds
        self.followers: set[Follower] = set()
        self.begun: asyncio.Future[Position] = asyncio.get_running_loop().create_future()
        # The last event that all followers were told; None before the log was looked at.
        self.position: Position | None = None

    def wake(self) -> None:
        self._woken.set()

    async def read(self) -> None:
        try:
            position = await self._end_of_log()
        except errors.OnwardError as gone:
            self.begun.set_exception(gone)
            return
        self.position = position
        self.begun.set_result(position)
        while self.followers:
            position = await self._read_on(position)

    async def _end_of_log(self) -> Position:
        async with self._database.transaction(self._tenant_id) as tx:
            return await event_log.get_end(tx, self._tenant_id)

    async def _read_on(self, position: Position) -> Position:
        """The place after the next page; waits when there was no whole one."""
        if self._woken.is_set():
            self._pause_seconds = AGAIN_SECONDS
        self._woken.clear()
        try:
            page = await read_page(self._database, self._tenant_id, position)
        except errors.Unavailable:
            page = []
        for told in page:
            for follower in self.followers:
                follower.tell(told)
        if page:
            self.position = page[-1].position
            self._pause_seconds = self._limits.poll_seconds
        if len(page) < PAGE:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._pause_seconds)
            self._pause_seconds = min(2 * self._pause_seconds, self._limits.poll_seconds)
        return page[-1].position if page else position


async def read_page(database: Database, tenant_id: UUID, after: Position, told: Position = BEGINNING) -> list[Told]:
    """The next events of a tenant after a place, ready to be told; what others were `told` is never held back again.

    Raises Unavailable.
    """
    async with database.transaction(tenant_id) as tx:
        events = await event_log.list_logged_events(tx, tenant_id, after, event_log.EVERYTHING, PAGE, told)
    return [Told(event.position, wire(EventOut.of(event))) for event in events]


class Feeds:
    """All that is followed in this process."""

    def __init__(self, database: Database, limits: FeedLimits | None = None) -> None:
        self._database = database
        self._limits = limits or FeedLimits()
        self._feeds: dict[UUID, _Feed] = {}
        self._readers: set[asyncio.Task[None]] = set()
        self._followers: Counter[str] = Counter()
        self._is_closed = False

    @property
    def follower_count(self) -> int:
        return self._followers.total()

    def wake(self, tenant_id: UUID) -> None:
        """Something may have happened there: look at once."""
        feed = self._feeds.get(tenant_id)
        if feed is not None:
            feed.wake()

    def close(self) -> None:
        """The server stops: all are let go, and nobody is taken on any more."""
        self._is_closed = True
        for feed in self._feeds.values():
            for follower in feed.followers:
                follower.end()
            feed.wake()

    async def wait_until_closed(self) -> None:
        """Until the readers have ended; `close` comes before."""
        if self._readers:
            await asyncio.wait(set(self._readers), timeout=5)

    @asynccontextmanager
    async def followed(self, tenant_id: UUID, credential: str) -> AsyncIterator[tuple[Follower, Position]]:
        """Follow a tenant's log from the place that is given along: the last event that the others here were told.

        Raises TooMany, Unavailable.
        """
        who = f"{tenant_id} {credential}"
        self._check_room(who)
        self._followers[who] += 1
        follower = Follower(self._limits)
        feed = self._feed_of(tenant_id)
        feed.followers.add(follower)
        joined_at = feed.position
        try:
            begun = await asyncio.shield(feed.begun)
            yield follower, begun if joined_at is None else joined_at
        finally:
            self._let_go(feed, follower, who)

    def _check_room(self, who: str) -> None:
        if self._is_closed:
            raise errors.Unavailable("The server is about to stop. Try again in a moment.")
        if self._followers[who] >= self._limits.most_followers_of_one:
            raise errors.TooMany(
                f"This credential follows {self._followers[who]} times already. Close some of its streams.",
                RETRY_AFTER_SECONDS,
            )
        if self.follower_count >= self._limits.most_followers:
            raise errors.TooMany("This server has as many followers as it takes. Try again.", RETRY_AFTER_SECONDS)

    def _feed_of(self, tenant_id: UUID) -> _Feed:
        feed = self._feeds.get(tenant_id)
        if feed is None:
            feed = self._feeds[tenant_id] = _Feed(self._database, tenant_id, self._limits)
            reader = asyncio.get_running_loop().create_task(feed.read())
            self._readers.add(reader)
            reader.add_done_callback(lambda ended: self._ended(tenant_id, feed, ended))
        return feed

    def _let_go(self, feed: _Feed, follower: Follower, who: str) -> None:
        feed.followers.discard(follower)
        feed.wake()
        self._followers[who] -= 1
        if not self._followers[who]:
            del self._followers[who]

    def _ended(self, tenant_id: UUID, feed: _Feed, reader: "asyncio.Task[None]") -> None:
        """A reader that ended is not followed any more; whoever still does comes back to a new one."""
        self._readers.discard(reader)
        if self._feeds.get(tenant_id) is feed:
            del self._feeds[tenant_id]
        for follower in feed.followers:
            follower.end()
        failed = None if reader.cancelled() else reader.exception()
        if failed is not None:
            _log.error("reading the log of events failed", exc_info=failed)
        if not feed.begun.done():
            feed.begun.set_exception(errors.Unavailable("The log cannot be read at the moment. Try again."))
