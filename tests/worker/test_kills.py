"""A worker's process is killed in the middle of its work: the next one takes over when the lease has ended."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from onward.worker.steps import TenantStep
from onward.worker.turns import TenantTurn
from tests.stage import ACME, Stage
from tests.worker.dying import RENAME
from tests.worker.shifts import until, worker_of

LEASE_SECONDS = 1.5


async def test_another_worker_takes_over_when_the_lease_has_ended(stage: Stage, repository: Path) -> None:
    dying = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.worker.dying", stage.url, str(LEASE_SECONDS)),
        stdout=subprocess.PIPE,
        cwd=repository,
    )
    assert dying.stdout is not None
    said = await dying.stdout.readline()
    dying.kill()
    killed_at = datetime.now(UTC)
    await dying.wait()
    assert said == b"half way\n"

    took_over: list[datetime] = []

    async def finish(turn: TenantTurn) -> None:
        if turn.tenant == ACME:
            took_over.append(datetime.now(UTC))
            async with turn.acting() as acting:
                await acting.tx.execute(RENAME, acting.tenant_id, "whole")

    heir = worker_of(stage.database, lambda: datetime.now(UTC), TenantStep("halves", 3600, finish))
    await heir.run_due()
    assert took_over == [], "the lease still holds"
    assert {row["name"] for row in await members(stage)} == {"half"}, "what was not committed is gone, whole"
    running = asyncio.create_task(heir.run())
    await until(lambda: took_over)
    heir.stop()
    await running
    assert (took_over[0] - killed_at).total_seconds() > LEASE_SECONDS / 3
    assert len(took_over) == 1
    assert {(row["name"], row["version"]) for row in await members(stage)} == {("whole", 3)}


async def members(stage: Stage) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = await stage.rows("SELECT name, version FROM members WHERE tenant_id = $1", ACME.id)
    return rows
