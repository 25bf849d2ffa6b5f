"""Take back a bulk act: what nobody touched since is as it was before, the rest stays and is told."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from onward.actions import bulk, changes, enrolling, jobs, undoing
from onward.actions.acting import Acting
from onward.actions.bulk import Ran
from onward.domain import bulk as domain_bulk
from onward.domain import errors
from onward.domain import jobs as domain_jobs
from onward.domain.jobs import ItemAnswer, Job, JobItem
from onward.domain.records import Event, Interaction
from onward.store import batches, campaigns, idempotency
from onward.store import jobs as store_jobs

_EDITS = frozenset({"bulk_reschedule", "bulk_assign"})


async def undo_job(acting: Acting, job_id: UUID) -> Ran:
    """Take back what a bulk job did, item by item: at once when they are few, as a job when they are many.

    Raises NotFound, and Conflict for a job that cannot be taken back (any more).
    """
    await store_jobs.lock_job(acting.tx, acting.tenant_id, job_id)
    job = await store_jobs.get_job(acting.tx, acting.tenant_id, job_id)
    if job.kind not in bulk.ACTS and job.undo_of is None:
        raise errors.Conflict("A job of this kind cannot be undone here.")
    domain_jobs.check_undo(job, acting.now)
    items = _backwards(await store_jobs.list_done_items(acting.tx, acting.tenant_id, job_id))
    if not items:
        raise errors.Conflict("This job changed nothing, so there is nothing to undo.")
    undo = jobs.new_job(acting, domain_bulk.UNDO, {"kind": job.kind}, total=len(items), undo_of=job.id)
    await store_jobs.update_job(acting.tx, acting.tenant_id, structs.replace(job, undone_by=undo.id))
    await idempotency.drop_answers(acting.tx, acting.tenant_id, job.id, None, acting.now)
    if len(items) > domain_bulk.MOST_AT_ONCE:
        await bulk.save(acting, undo, items)
        return Ran(undo, [], [])
    settled = await _work(acting, undo, items)
    undo = bulk.done_at_once(acting, undo, settled)
    in_order = sorted(settled, key=lambda item: item.number)
    await bulk.save(acting, undo, in_order)
    return Ran(undo, in_order, [])


def _backwards(done: Sequence[JobItem]) -> list[JobItem]:
    """What is to be taken back, by ascending customer, what was done last to a customer first."""
    order = sorted(done, key=lambda item: (str(item.customer_id), -item.turn))
    return [
        JobItem(item.number, turn, item.interaction_id, item.customer_id, before=item.before, version=item.version)
        for turn, item in enumerate(order)
    ]


async def _unit(acting: Acting, job: Job) -> Job:
    """The next batch of an undo that runs as a job."""
    waiting = await store_jobs.list_waiting_items(acting.tx, acting.tenant_id, job.id, domain_bulk.SLOW_BATCH)
    settled = await _work(acting, job, waiting)
    await store_jobs.settle_items(acting.tx, acting.tenant_id, job.id, settled)
    return domain_jobs.ended_if_settled(domain_jobs.settled(job, settled), acting.now)


UNITS = {domain_bulk.UNDO: _unit}
"""What a unit of an undo does."""


async def _work(acting: Acting, undo: Job, items: Sequence[JobItem]) -> list[JobItem]:
    await campaigns.hold_campaigns_of(acting.tx, acting.tenant_id, _ids(items))
    customer_ids = {item.customer_id for item in items if item.customer_id is not None}
    await batches.lock_customers(acting.tx, acting.tenant_id, customer_ids)
    kind = undo.parameters["kind"]
    if kind in _EDITS:
        return await _restore(acting, items)
    if kind == "bulk_create":
        return await _withdraw(acting, items)
    if kind == "campaign_enroll":
        return await enrolling.withdraw(acting, items)
    return [await _reopen(acting, item) for item in items]


async def _reopen(acting: Acting, item: JobItem) -> JobItem:
    """Undo a completion, skip or cancel as the single verb does, if it is still the act of the job."""
    try:
        if item.interaction_id is None:
            raise errors.NotFound("There is no interaction with this id.")
        async with acting.tx.savepoint():
            undone = await undoing.undo(acting, item.interaction_id, of_version=item.version)
    except errors.Refused as refused:
        return domain_jobs.refused(item, refused)
    answer = ItemAnswer(interaction=domain_bulk.brief(undone.interaction))
    return structs.replace(item, status="done", version=undone.interaction.version, answer=answer)


async def _restore(acting: Acting, items: Sequence[JobItem]) -> list[JobItem]:
    """Bring back dates and assignees of interactions that are as the job left them."""
    found = await batches.list_interactions(acting.tx, acting.tenant_id, _ids(items))
    members = await _active_assignees(acting, items)
    settled: list[JobItem] = []
    restored: list[Interaction] = []
    events: list[Event] = []
    for item in items:
        try:
            current = _untouched(item, found)
            before = _as_before(current, item.before or {})
            if before.assignee_id not in (None, current.assignee_id) and before.assignee_id not in members:
                raise errors.Conflict("Whom it was assigned to before is no longer active.")
        except errors.Refused as refused:
            settled.append(domain_jobs.refused(item, refused))
            continue
        after, event = _undone(acting, current, before)
        restored.append(after)
        events.append(event)
        answer = ItemAnswer(interaction=domain_bulk.brief(after))
        settled.append(structs.replace(item, status="done", version=after.version, answer=answer))
    await batches.update_plans(acting.tx, acting.tenant_id, restored, changes.writing(acting), events)
    return settled


async def _active_assignees(acting: Acting, items: Sequence[JobItem]) -> set[UUID]:
    named = {(item.before or {}).get("assignee_id") for item in items} - {None}
    return await batches.list_linkable(acting.tx, acting.tenant_id, "members", {UUID(str(each)) for each in named})


def _as_before(current: Interaction, before: dict[str, Any]) -> Interaction:
    return msgspec.convert({**structs.asdict(current), **before}, Interaction)


def _undone(acting: Acting, current: Interaction, before: Interaction) -> tuple[Interaction, Event]:
    after = structs.replace(before, version=current.version + 1, updated_at=acting.now)
    names = [name for name in current.__struct_fields__ if getattr(current, name) != getattr(after, name)]
    old, new = changes.picked(current, names), changes.picked(after, names)
    return after, changes.interaction_event(acting, "interaction.undone", after, old, new)


async def _withdraw(acting: Acting, items: Sequence[JobItem]) -> list[JobItem]:
    """Remove interactions that the job made and nobody touched."""
    found = await batches.list_interactions(acting.tx, acting.tenant_id, _ids(items))
    settled: list[JobItem] = []
    gone: list[Interaction] = []
    for item in items:
        try:
            gone.append(_untouched(item, found))
            settled.append(structs.replace(item, status="done"))
        except errors.Refused as refused:
            settled.append(domain_jobs.refused(item, refused))
    events = [
        changes.interaction_event(acting, "interaction.withdrawn", one, old=changes.everything(one)) for one in gone
    ]
    ids = [one.id for one in gone]
    await batches.delete_interactions(acting.tx, acting.tenant_id, ids, changes.writing(acting), events)
    return settled


def _ids(items: Sequence[JobItem]) -> list[UUID]:
    return [item.interaction_id for item in items if item.interaction_id is not None]


def _untouched(item: JobItem, found: dict[UUID, Interaction]) -> Interaction:
    current = None if item.interaction_id is None else found.get(item.interaction_id)
    if current is None:
        raise errors.NotFound("There is no interaction with this id any more.")
    if current.version != item.version or current.customer_id != item.customer_id:
        raise errors.Conflict("This interaction was changed since, so it stays as it is.")
    return current
