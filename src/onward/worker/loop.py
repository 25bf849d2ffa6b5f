"""The loop: finds turns that are due, holds each under a lease, runs it, settles it.

Several workers on several machines may run it over one database; a turn is one worker's at a time.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from onward.domain import errors, turns
from onward.store.transactions import Database
from onward.store.turns import DueTurn, Turns
from onward.worker.leases import Holding, Lease
from onward.worker.steps import HouseStep, Step, TenantStep
from onward.worker.turns import HouseTurn, TenantTurn

_log = structlog.get_logger("onward.worker")

# How many turns run at once, so that a long one holds nobody else up.
PARALLEL = 4
# What that takes from the pool: each turn's own work and the keeping of its lease; the loop's look around.
CONNECTIONS = 2 * PARALLEL + 1
LEASE_SECONDS = 60.0
_SOW_SECONDS = 60.0
_COUNT_SECONDS = 10.0
_SLOWER_WITHOUT_DATABASE = 5


class Worker:
    """`worker_id` tells it from other workers; `jitter` gives numbers from 0 to 1; `drain_seconds` is how long work
    may take to make an end once the worker is told to stop."""

    def __init__(
        self,
        database: Database,
        steps: Iterable[Step],
        *,
        worker_id: UUID,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID],
        jitter: Callable[[], float],
        lease_seconds: float = LEASE_SECONDS,
        poll_seconds: float = 1.0,
        drain_seconds: float = 30.0,
    ) -> None:
        self._database = database
        self._steps = {step.name: step for step in steps}
        self._holding = Holding(database, worker_id, clock, lease_seconds)
        self._clock = clock
        self._new_id = new_id
        self._jitter = jitter
        self._poll_seconds = poll_seconds
        self._drain_seconds = drain_seconds
        self._stopping = asyncio.Event()
        self._running: dict[tuple[UUID, str], asyncio.Task[bool]] = {}
        self._ran: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()

    def stop(self) -> None:
        """Begin nothing more; what runs makes an end."""
        self._stopping.set()

    async def run(self) -> None:
        """Until `stop` is called and what runs then has ended. Without its database it waits for it."""
        sowing = _NowAndThen(self.sow, _SOW_SECONDS)
        counting = _NowAndThen(self._count, _COUNT_SECONDS)
        while not self._stopping.is_set():
            try:
                await sowing()
                await self._begin_due()
                await counting()
                await self._pause(self._poll_seconds)
            except errors.OnwardError as gone:
                _log.warning("the worker waits for the database", reason=str(gone))
                await self._pause(self._poll_seconds * _SLOWER_WITHOUT_DATABASE)
        await self._finish()

    async def run_due(self) -> int:
        """Run what is due now, one turn after the other, until nothing is; how many."""
        await self.sow()
        ran = 0
        while due := await self._list_due(1):
            ran += await self._take(due[0])
        await self._count()
        return ran

    async def sow(self) -> None:
        """Give every tenant, and the house, a turn of each step that it lacks."""
        of_tenants = [step.name for step in self._steps.values() if isinstance(step, TenantStep)]
        of_house = [name for name in self._steps if name not in of_tenants]
        async with self._database.outside() as tx:
            await Turns(tx).sow(of_tenants, of_house, self._clock())
            await tx.commit()

    async def _list_due(self, limit: int) -> list[DueTurn]:
        async with self._database.outside() as tx:
            return await Turns(tx).list_due(list(self._steps), self._clock(), limit)

    async def _begin_due(self) -> None:
        if len(self._running) >= PARALLEL:
            return
        for due in await self._list_due(PARALLEL):
            key = (due.tenant_id, due.step)
            if key not in self._running and len(self._running) < PARALLEL:
                self._running[key] = asyncio.create_task(self._take(due))
                self._running[key].add_done_callback(partial(self._ended, key))

    def _ended(self, key: tuple[UUID, str], task: "asyncio.Task[bool]") -> None:
        del self._running[key]
        if not task.cancelled() and (failed := task.exception()) is not None:
            _log.error("a turn was not settled and comes again when its lease ends", step=key[1], exc_info=failed)

    async def _pause(self, seconds: float) -> None:
        """Until a turn ends, or the worker is told to stop, or so many seconds have passed."""
        stopping = asyncio.create_task(self._stopping.wait())
        ends = {stopping, *self._running.values()}
        await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()

    async def _finish(self) -> None:
        if self._running:
            await asyncio.wait(set(self._running.values()), timeout=self._drain_seconds)
        if self._running:
            _log.warning("some turns were still running at the end", waited_seconds=self._drain_seconds)
        try:
            await self._count()
        except errors.OnwardError as gone:
            _log.warning("the last turns are not in the figures", reason=str(gone))

    async def _take(self, due: DueTurn) -> bool:
        """Run one turn, whatever comes of it; False when another worker has it."""
        lease = Lease(self._holding, due)
        if not await lease.take():
            return False
        working = asyncio.create_task(self._work(due, lease))
        async with lease.kept():
            await asyncio.wait({working})
        await lease.settle(*self._outcome(due, working))
        return True

    async def _work(self, due: DueTurn, lease: Lease) -> datetime | None:
        step = self._steps[due.step]
        given: Any = (self._database, self._clock, self._new_id, lambda: lease.is_lost or self._stopping.is_set())
        if isinstance(step, HouseStep):
            return await step.run(HouseTurn(*given))
        assert due.tenant is not None
        return await step.run(TenantTurn(*given, tenant=due.tenant))

    def _outcome(self, due: DueTurn, working: "asyncio.Task[datetime | None]") -> tuple[datetime, int]:
        """When the turn comes again, and how often in a row it has failed."""
        failed, now = working.exception(), self._clock()
        self._ran[due.step] += 1
        if failed is None:
            regular = turns.next_regular(now, self._steps[due.step].every_seconds, self._jitter())
            return working.result() or regular, 0
        self._failed[due.step] += 1
        _log.error("a step failed", step=due.step, tenant=str(due.tenant_id), exc_info=failed)
        failed_times = due.failed_times + 1
        return turns.next_try(now, failed_times, self._jitter()), failed_times

    async def _count(self) -> None:
        ran, failed = self._ran, self._failed
        if not ran:
            return
        self._ran, self._failed = Counter(), Counter()
        try:
            async with self._database.outside() as tx:
                await Turns(tx).count(ran, failed, self._clock())
                await tx.commit()
        except errors.OnwardError:
            self._ran, self._failed = self._ran + ran, self._failed + failed
            raise


class _NowAndThen:
    """Does something when it was last done long enough ago, the first time at once."""

    def __init__(self, work: Callable[[], Any], every_seconds: float) -> None:
        self._work = work
        self._every_seconds = every_seconds
        self._done_at = -every_seconds

    async def __call__(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._done_at >= self._every_seconds:
            await self._work()
            self._done_at = now
