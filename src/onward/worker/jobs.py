"""Running a tenant's jobs: a unit of each in turn, so that a long one holds no short one up."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from onward.actions import job_runs, jobs
from onward.actions.jobs import Unit
from onward.demo import loading
from onward.store import jobs as store_jobs
from onward.worker.turns import TenantTurn

UNITS: Mapping[str, Unit] = {**job_runs.UNITS, **loading.UNITS}
UNITS_IN_A_ROW = 4
_PRUNED_AT_ONCE = 20


async def run_jobs(turn: TenantTurn) -> datetime | None:
    """All that is unfinished, to its end; the rest comes at once when it must stop before."""
    while unfinished := await _unfinished(turn):
        for job_id in unfinished:
            if turn.should_stop():
                return turn.clock()
            await _run_some(turn, job_id)
    return None


async def prune_jobs(turn: TenantTurn) -> None:
    """Jobs that ended so long ago that nobody can undo them."""
    pruned = _PRUNED_AT_ONCE
    while pruned == _PRUNED_AT_ONCE and not turn.should_stop():
        async with turn.acting() as acting:
            pruned = await jobs.prune_jobs(acting.tx, acting.tenant_id, acting.now, _PRUNED_AT_ONCE)


async def _unfinished(turn: TenantTurn) -> list[UUID]:
    async with turn.acting() as acting:
        return await store_jobs.list_unfinished(acting.tx, acting.tenant_id)


async def _run_some(turn: TenantTurn, job_id: UUID) -> None:
    async with turn.acting() as acting:
        has_more = await jobs.start_job(acting.tx, acting.tenant_id, job_id, acting.now)
    for done in range(UNITS_IN_A_ROW):
        # Whoever takes a job up does one unit at least: else a few stops in a row would look like a deadly job.
        if not has_more or (done and turn.should_stop()):
            return
        async with turn.acting() as acting:
            has_more = await jobs.advance_job(acting.tx, acting.tenant_id, job_id, UNITS, turn.clock, turn.new_id)
