"""One turn held by one worker: taken, kept while the work lasts, settled. The lease is a row; a worker that dies
lets it run out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from msgspec import Struct

from onward.domain import errors
from onward.store.transactions import Database, Tx
from onward.store.turns import DueTurn, Turns

_log = structlog.get_logger("onward.worker")

_KEPT_PER_LEASE = 3


class Holding(Struct, frozen=True):
    """Who holds, for how long, by which clock."""

    database: Database
    worker_id: UUID
    clock: Callable[[], datetime]
    lease_seconds: float

    def lease_end(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.lease_seconds)


class Lease:
    """`is_lost`: it ran out before it was kept, and another worker may be at the same turn."""

    def __init__(self, holding: Holding, due: DueTurn) -> None:
        self._holding = holding
        self._due = due
        self._ends_at: datetime | None = None
        self.is_lost = False

    async def take(self) -> bool:
        """False when another worker has the turn, or has had it."""
        now = self._holding.clock()
        ends_at = self._holding.lease_end(now)
        async with self._transaction() as tx:
            taken = await Turns(tx).claim(self._due.step, self._holding.worker_id, now, ends_at)
            await tx.commit()
        self._ends_at = ends_at
        return taken

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """The lease is made longer, again and again, while the `with` lasts."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.wait({keeping})

    async def settle(self, next_at: datetime, failed_times: int) -> None:
        """Give the turn back; where the lease was lost it is somebody else's to give."""
        async with self._transaction() as tx:
            if not await Turns(tx).settle(self._due.step, self._holding.worker_id, next_at, failed_times):
                _log.warning("a lease ended before its turn", step=self._due.step, tenant=str(self._due.tenant_id))
            await tx.commit()

    async def _keep(self) -> None:
        while not self.is_lost:
            await asyncio.sleep(self._holding.lease_seconds / _KEPT_PER_LEASE)
            try:
                self.is_lost = not await self._extend()
            except errors.OnwardError as gone:
                _log.warning("a lease could not be kept", step=self._due.step, reason=str(gone))
                self.is_lost = self._ends_at is not None and self._holding.clock() >= self._ends_at

    async def _extend(self) -> bool:
        ends_at = self._holding.lease_end(self._holding.clock())
        async with self._transaction() as tx:
            held = await Turns(tx).keep(self._due.step, self._holding.worker_id, ends_at)
            await tx.commit()
        self._ends_at = ends_at
        return held

    def _transaction(self) -> AbstractAsyncContextManager[Tx]:
        if self._due.tenant is None:
            return self._holding.database.outside()
        return self._holding.database.transaction(self._due.tenant_id)
