"""A worker in a process of its own, to be killed: `python -m tests.worker.dying <address> <lease seconds>`.

Its one step makes a change, commits it, makes a second one, says so, and hangs.
"""

import asyncio
import sys
from datetime import UTC, datetime

from onward.store.transactions import Database
from onward.worker.steps import TenantStep
from onward.worker.turns import TenantTurn
from tests.stage import ACME
from tests.worker.shifts import worker_of

RENAME = "UPDATE members SET name = $2, version = version + 1 WHERE tenant_id = $1"


async def half(turn: TenantTurn) -> None:
    if turn.tenant != ACME:
        return
    async with turn.acting() as acting:
        await acting.tx.execute(RENAME, acting.tenant_id, "half")
    async with turn.acting() as acting:
        await acting.tx.execute(RENAME, acting.tenant_id, "whole")
        sys.stdout.write("half way\n")
        sys.stdout.flush()
        await asyncio.sleep(60)


async def main(url: str, lease_seconds: float) -> None:
    database = Database(url, size=4)
    await database.open()
    step = TenantStep("halves", 3600, half)
    await worker_of(database, lambda: datetime.now(UTC), step, lease_seconds=lease_seconds).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
