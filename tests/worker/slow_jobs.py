"""A worker in a process of its own, to be killed: `python -m tests.worker.slow_jobs <address> <lease seconds>`.

It runs jobs, and says so whenever a batch is written; before the third is committed it hangs.
"""

import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from onward.domain import bulk
from onward.store import jobs
from onward.store.transactions import Database
from onward.worker.steps import STEPS
from tests.worker.shifts import worker_of

_settle_items = jobs.settle_items
_batches = 0


async def settle_and_say_so(*given: Any) -> None:
    global _batches
    await _settle_items(*given)
    _batches += 1
    sys.stdout.write("a batch is written\n")
    sys.stdout.flush()
    if _batches == 3:
        await asyncio.sleep(60)


async def main(url: str, lease_seconds: float) -> None:
    bulk.BATCH = 2
    jobs.settle_items = settle_and_say_so
    database = Database(url, size=4)
    await database.open()
    (step,) = [step for step in STEPS if step.name == "jobs"]
    await worker_of(database, lambda: datetime.now(UTC), step, lease_seconds=lease_seconds).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
