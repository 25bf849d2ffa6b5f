"""What the tests of bulk acts share: many customers with a step each, and a runner for their jobs."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from onward.actions import job_runs, jobs
from onward.domain import bulk
from onward.store import jobs as store_jobs
from tests.stage import ACME, Stage, new_id


class Runner:
    """Runs acme's jobs as a worker does, one unit a transaction."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def run(self) -> None:
        """All of them, to their ends."""
        while await self.unit():
            pass

    async def unit(self) -> bool:
        """One unit of the oldest unfinished job; whether there was one."""
        async with self._stage.database.transaction(ACME.id) as tx:
            unfinished = await store_jobs.list_unfinished(tx, ACME.id)
        if not unfinished:
            return False
        await self._in_transaction(lambda tx: jobs.start_job(tx, ACME.id, unfinished[0], self._stage.clock.now))
        await self._in_transaction(lambda tx: self._advance(tx, unfinished[0]))
        return True

    async def _advance(self, tx: Any, job_id: UUID) -> bool:
        return await jobs.advance_job(tx, ACME.id, job_id, job_runs.UNITS, self._stage.clock, new_id)

    async def _in_transaction(self, act: Callable[[Any], Awaitable[bool]]) -> None:
        async with self._stage.database.transaction(ACME.id) as tx:
            await act(tx)
            await tx.commit()


@pytest.fixture
def runner(stage: Stage) -> Runner:
    return Runner(stage)


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than four items are a job, and a batch holds two."""
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(bulk, "BATCH", 2)
    monkeypatch.setattr(bulk, "SLOW_BATCH", 2)


class Steps:
    """Makes customers with an open step each."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def of_workflow(self, count: int, **second: Any) -> list[Any]:
        """First steps of one template of two steps, for as many customers."""
        template = await self._stage.template({}, second)
        return [await self._started(template["id"], number) for number in range(count)]

    async def _started(self, template_id: str, number: int) -> Any:
        customer = await self._stage.customer(name=f"Initech {number}")
        body = {"customer_id": customer["id"], "template_id": template_id}
        return await self._stage.post("/interactions/workflow/start", body, 201)

    async def by_hand(self, count: int, **fields: Any) -> list[Any]:
        """Interactions made by hand, for as many customers."""
        found: list[Any] = []
        for number in range(count):
            customer = await self._stage.customer(name=f"Umbrella {number}")
            found.append(await self._stage.interaction(customer["id"], **fields))
        return found


@pytest.fixture
def steps(stage: Stage) -> Steps:
    return Steps(stage)


def ids(interactions: list[Any]) -> list[str]:
    return [each["id"] for each in interactions]


def statuses(items: list[Any]) -> list[str]:
    return [item["status"] for item in items]
