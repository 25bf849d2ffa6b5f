"""Workers of a test: they share its database, its clock and nothing else."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from onward.store.transactions import Database
from onward.worker.loop import Worker
from onward.worker.steps import Step
from onward.worker.turns import TenantTurn
from tests.stage import ACME, Stage, new_id


def worker(stage: Stage, *steps: Step, **options: float) -> Worker:
    return worker_of(stage.database, stage.clock, *steps, **options)


def worker_of(database: Database, clock: Callable[[], datetime], *steps: Step, **options: float) -> Worker:
    return Worker(
        database, steps, worker_id=new_id(), clock=clock, new_id=new_id, jitter=lambda: 0.5, **{**FAST, **options}
    )


async def until(is_reached: Callable[[], object], seconds: float = 15) -> None:
    for _ in range(int(seconds * 100)):
        if is_reached():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"not reached in {seconds} seconds")


FAST = {"poll_seconds": 0.02}


class Diary:
    """A step's work that only writes down for whom it ran."""

    def __init__(self, *, then: datetime | None = None) -> None:
        self.ran: list[str] = []
        self.then = then

    async def __call__(self, turn: TenantTurn) -> datetime | None:
        self.ran.append(turn.tenant.slug)
        return self.then

    @property
    def for_acme(self) -> int:
        return self.ran.count(ACME.slug)
