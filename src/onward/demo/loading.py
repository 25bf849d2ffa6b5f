"""The demo as a job of the worker: one stage a unit, so that it goes on where it was when a worker dies."""

import msgspec
from msgspec import structs

from onward.actions.acting import Acting
from onward.actions.demo import LOAD
from onward.actions.jobs import Unit
from onward.demo import stages
from onward.demo.stages import Setting
from onward.domain import jobs
from onward.domain.jobs import Job


async def _unit(acting: Acting, job: Job) -> Job:
    """All stages tell of the days before the job was asked for."""
    telling = structs.replace(acting, now=job.created_at)
    if not job.progress:
        made = await stages.set_up(telling, with_owner=False)
        return structs.replace(job, total=stages.CUSTOMERS, progress={"setting": msgspec.to_builtins(made)})
    setting = msgspec.convert(job.progress["setting"], Setting)
    if not job.done:
        return structs.replace(job, done=await stages.tell_year(telling, setting))
    told = structs.replace(job, done=job.done + await stages.tell_story(telling, setting))
    return jobs.ended(told, "done", acting.now)


UNITS: dict[str, Unit] = {LOAD: _unit}
"""What a unit of loading does."""
