"""Jobs: begin, cancel, start, and do one unit of work. What the units of each kind do is in rooms of their own.

A unit runs in one transaction, under the lock of its job's row: it is done whole, with the items that it settled, or
not at all. So a runner may die at any moment, and two can never do the same unit.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import structs

from onward.actions.acting import Acting
from onward.domain import errors, jobs
from onward.domain.jobs import Job
from onward.store import jobs as store_jobs
from onward.store import turns
from onward.store.settings import get_settings
from onward.store.transactions import Tx

Unit = Callable[[Acting, Job], Awaitable[Job]]
"""Does the next unit of a job and gives the job as it stands then; `domain.jobs.ended` when that was the last."""


STEP = "jobs"
"""The worker's step that runs jobs."""


async def queue_job(acting: Acting, job: Job) -> None:
    """Save a job; a worker takes it up as soon as this is committed, if it is unfinished."""
    await store_jobs.insert_job(acting.tx, acting.tenant_id, job)
    if job.status in jobs.UNFINISHED:
        await turns.bring_forward(acting.tx, acting.tenant_id, STEP, acting.now)


def new_job(
    acting: Acting, kind: str, parameters: dict[str, Any], *, total: int = 0, undo_of: UUID | None = None
) -> Job:
    """A job that waits for a runner, not saved yet."""
    return Job(
        id=acting.new_id(),
        kind=kind,
        status="queued",
        parameters=parameters,
        progress={},
        total=total,
        done=0,
        unchanged=0,
        failed=0,
        problem=None,
        undo_of=undo_of,
        undone_by=None,
        actor=acting.actor,
        request_id=acting.request_id,
        attempts=0,
        created_at=acting.now,
        started_at=None,
        ended_at=None,
    )


async def cancel_job(acting: Acting, job_id: UUID) -> Job:
    """End a job after the unit that runs now: what is done stays done, what waits is left undone.

    One that is cancelled already is answered as it is. Raises NotFound, Conflict for one that came to its end.
    """
    job = await end_unfinished(acting, job_id)
    if job.status != "cancelled":
        raise errors.Conflict(f"This job is {job.status} already, so there is nothing left to cancel.")
    return job


async def end_unfinished(acting: Acting, job_id: UUID) -> Job:
    """As `cancel_job`; one that came to its end before is answered as it is. Raises NotFound."""
    await store_jobs.lock_job(acting.tx, acting.tenant_id, job_id)
    job = await store_jobs.get_job(acting.tx, acting.tenant_id, job_id)
    if job.status not in jobs.UNFINISHED:
        return job
    cancelled = jobs.ended(job, "cancelled", acting.now)
    await store_jobs.update_job(acting.tx, acting.tenant_id, cancelled)
    await store_jobs.cancel_waiting_items(acting.tx, acting.tenant_id, job_id)
    return cancelled


async def start_job(tx: Tx, tenant_id: UUID, job_id: UUID, now: datetime) -> bool:
    """Take up an unfinished job, to be committed before its first unit; False when it has ended.

    One over which too many runners have died ends here.
    """
    await store_jobs.lock_job(tx, tenant_id, job_id)
    job = await store_jobs.get_job(tx, tenant_id, job_id)
    if job.status not in jobs.UNFINISHED:
        return False
    started = structs.replace(job, status="running", attempts=job.attempts + 1, started_at=job.started_at or now)
    if started.attempts > jobs.MOST_ATTEMPTS:
        started = jobs.ended(started, "failed", now, "Its runners ended without a word again and again.")
    await store_jobs.update_job(tx, tenant_id, started)
    return started.status == "running"


async def advance_job(
    tx: Tx,
    tenant_id: UUID,
    job_id: UUID,
    units: Mapping[str, Unit],
    clock: Callable[[], datetime],
    new_id: Callable[[], UUID],
) -> bool:
    """Do one unit of a started job; whether there is more to do. What the unit refuses ends the job.

    Whatever a unit writes happens at its beginning, but a job is not over before its last unit is.
    """
    await store_jobs.lock_job(tx, tenant_id, job_id)
    job = await store_jobs.get_job(tx, tenant_id, job_id)
    if job.status != "running":
        return False
    settings = await get_settings(tx, tenant_id)
    acting = Acting(tx, tenant_id, job.actor, settings, clock(), new_id, job.request_id)
    after = structs.replace(await _one_unit(acting, job, units), attempts=0)
    if after.ended_at is not None:
        after = structs.replace(after, ended_at=clock())
    await store_jobs.update_job(tx, tenant_id, after)
    return after.status == "running"


async def _one_unit(acting: Acting, job: Job, units: Mapping[str, Unit]) -> Job:
    if job.kind not in units:
        return jobs.ended(job, "failed", acting.now, "This version of Onward does not know this kind of job.")
    try:
        async with acting.tx.savepoint():
            return await units[job.kind](acting, job)
    except errors.Refused as refused:
        return jobs.ended(job, "failed", acting.now, str(refused))


async def prune_jobs(tx: Tx, tenant_id: UUID, now: datetime, limit: int = 20) -> int:
    """Remove some of the jobs that ended long ago; how many."""
    return await store_jobs.delete_old_jobs(tx, tenant_id, now - jobs.KEPT, limit)
