"""What a campaign does to its workflows: at once when they are few, as a job when they are many.

A campaign may change its state again while a job still works on the last change; what is left of it is not done then.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import structs

from onward.actions import bulk, jobs, workflow_verbs
from onward.actions.acting import Acting
from onward.actions.jobs import Unit
from onward.actions.workflow_verbs import Moved
from onward.domain import bulk as domain_bulk
from onward.domain import campaigns, errors, workflows
from onward.domain import jobs as domain_jobs
from onward.domain.campaigns import Move
from onward.domain.jobs import Brief, ItemAnswer, Job, JobItem
from onward.domain.records import Interaction
from onward.store import batches
from onward.store import campaigns as store_campaigns
from onward.store import jobs as store_jobs


async def run(acting: Acting, move: Move) -> Job | None:
    """Move the workflows that are meant now; None when there are none. The campaign must be locked."""
    items = await _items(acting, move)
    if not items:
        return None
    job = jobs.new_job(acting, f"campaign_{move.verb}", {"move": msgspec.to_builtins(move)}, total=len(items))
    if len(items) <= campaigns.MOST_MOVED_AT_ONCE:
        items = await _work(acting, move, items)
        job = bulk.done_at_once(acting, job, items)
    await bulk.save(acting, job, items)
    return job


async def _items(acting: Acting, move: Move) -> list[JobItem]:
    found = await store_campaigns.list_runs_to_move(acting.tx, acting.tenant_id, move.campaign_id, move.verb)
    return [
        JobItem(number, number, None, one.customer_id, wanted={"workflow_id": str(one.workflow_id)})
        for number, one in enumerate(found)
    ]


async def _unit(acting: Acting, job: Job) -> Job:
    move = msgspec.convert(job.parameters["move"], Move)
    waiting = await store_jobs.list_waiting_items(acting.tx, acting.tenant_id, job.id, domain_bulk.SLOW_BATCH)
    settled = await _work(acting, move, waiting)
    await store_jobs.settle_items(acting.tx, acting.tenant_id, job.id, settled)
    return domain_jobs.ended_if_settled(domain_jobs.settled(job, settled), acting.now)


UNITS: dict[str, Unit] = dict.fromkeys(("campaign_pause", "campaign_resume", "campaign_exit"), _unit)
"""What a unit of each kind of move does."""


async def _work(acting: Acting, move: Move, items: Sequence[JobItem]) -> list[JobItem]:
    if not await _still_holds(acting, move):
        return [structs.replace(item, status="unchanged", wanted=None) for item in items]
    customer_ids = {item.customer_id for item in items if item.customer_id is not None}
    await batches.lock_customers(acting.tx, acting.tenant_id, customer_ids)
    return [await _moved(acting, move, item) for item in items]


async def _still_holds(acting: Acting, move: Move) -> bool:
    await store_campaigns.hold_campaign(acting.tx, acting.tenant_id, move.campaign_id)
    campaign = await store_campaigns.get_campaign(acting.tx, acting.tenant_id, move.campaign_id)
    return campaign.status in campaigns.HOLDS_WHILE[move.verb]


async def _moved(acting: Acting, move: Move, item: JobItem) -> JobItem:
    workflow_id = UUID(str((item.wanted or {})["workflow_id"]))
    try:
        async with acting.tx.savepoint():
            moved = await _move(acting, move, workflow_id)
    except errors.Refused as refused:
        return structs.replace(domain_jobs.refused(item, refused), wanted=None)
    if moved is None:
        return structs.replace(item, status="unchanged", wanted=None)
    return structs.replace(item, status="done", wanted=None, answer=_answer(moved))


async def _move(acting: Acting, move: Move, workflow_id: UUID) -> Moved | ItemAnswer | None:
    """None for a run with which somebody else did something meanwhile."""
    run = await workflow_verbs.read_run(acting, workflow_id)
    match move.verb, run.workflow.status:
        case "pause", "active":
            await workflow_verbs.pause_run(acting, run, None, campaigns.PAUSED)
            return ItemAnswer()
        case "resume", "paused" if run.workflow.pause_reason == campaigns.PAUSED:
            return await workflow_verbs.resume_run(acting, run)
        case "exit", status if status in workflows.RUNNING:
            return await workflow_verbs.exit_run(acting, run, campaigns.ENDED, "keep_moving")
    return None


def _answer(moved: Moved | ItemAnswer) -> ItemAnswer:
    if isinstance(moved, ItemAnswer):
        return moved
    return ItemAnswer(
        interaction=_brief(moved.interaction),
        next_interaction=_brief(moved.next_interaction),
        next_step=moved.next_step,
    )


def _brief(interaction: Interaction | None) -> Brief | None:
    return None if interaction is None else domain_bulk.brief(interaction)
