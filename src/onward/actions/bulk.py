"""One act on many interactions: at once when they are few, as a job when they are many.

Items are worked on by ascending customer, each customer's in working order. Which ones are meant is settled before
the first is done.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct, structs

from onward.actions import bulk_edits, bulk_finishing, bulk_planning, enrolling, jobs
from onward.actions.acting import Acting
from onward.actions.finishing import Completion
from onward.actions.jobs import Unit
from onward.domain import bulk, errors
from onward.domain import jobs as domain_jobs
from onward.domain.bulk import Assign, Cancel, Create, Enroll, Reschedule, Skip
from onward.domain.errors import Fault
from onward.domain.jobs import Brief, Job, JobItem
from onward.domain.spreading import DayLoad
from onward.store import batches
from onward.store import jobs as store_jobs

BulkAct = Completion | Skip | Cancel | Reschedule | Assign | Create | Enroll
ACTS: Mapping[str, type[Any]] = {
    "bulk_create": Create,
    "bulk_complete": Completion,
    "bulk_reschedule": Reschedule,
    "bulk_assign": Assign,
    "bulk_skip": Skip,
    "bulk_cancel": Cancel,
    "campaign_enroll": Enroll,
}
_KINDS = {act: kind for kind, act in ACTS.items()}


class Ran(Struct, frozen=True):
    """What came of a bulk act: every item by number, or none yet when it is a job that waits for a runner.

    `job` is None after a dry run that was done at once; `load` is given where work was spread.
    """

    job: Job | None
    items: list[JobItem]
    load: list[DayLoad]


async def run(acting: Acting, act: BulkAct, items: list[JobItem], *, dry_run: bool, atomic: bool) -> Ran:
    """Do an act on items that `bulk_planning` gave.

    `atomic`: all or nothing. Raises Invalid for what is wrong with the act itself, NotAll for an atomic one of which
    some items cannot be done.
    """
    await bulk_planning.check(acting, act)
    items, load = await bulk_planning.planned(acting, act, items)
    job = jobs.new_job(acting, _KINDS[type(act)], parameters(act, dry_run=dry_run), total=len(items))
    if len(items) > bulk.MOST_AT_ONCE:
        if atomic:
            raise errors.Invalid.field("atomic", f"at most {bulk.MOST_AT_ONCE} items can be done all or nothing")
        await save(acting, job, items)
        return Ran(job, [], load)
    settled = await _at_once(acting, act, items, keep=not dry_run)
    if atomic and not dry_run:
        _check_all_done(settled)
    if dry_run:
        return Ran(None, [_tried(act, item) for item in settled], load)
    job = done_at_once(acting, job, settled)
    await save(acting, job, settled)
    return Ran(job, settled, load)


def parameters(act: BulkAct, *, dry_run: bool) -> dict[str, Any]:
    """What a job keeps of the act."""
    return {"act": msgspec.to_builtins(act), "dry_run": dry_run}


def done_at_once(acting: Acting, job: Job, settled: Sequence[JobItem]) -> Job:
    """The record of a job that needed no runner."""
    counted = domain_jobs.settled(job, list(settled))
    return domain_jobs.ended(structs.replace(counted, started_at=acting.now), "done", acting.now)


async def save(acting: Acting, job: Job, items: Sequence[JobItem]) -> None:
    """Keep a job with its items."""
    await jobs.queue_job(acting, job)
    for first in range(0, len(items), bulk.BATCH):
        await store_jobs.insert_items(acting.tx, acting.tenant_id, job.id, items[first : first + bulk.BATCH])


async def _at_once(acting: Acting, act: BulkAct, items: Sequence[JobItem], *, keep: bool) -> list[JobItem]:
    settled: list[JobItem] = []
    in_turn = sorted(items, key=lambda item: item.turn)
    async with acting.tx.savepoint(keep=keep):
        for first in range(0, len(in_turn), bulk.BATCH):
            settled += await _work(acting, act, in_turn[first : first + bulk.BATCH])
    return sorted(settled, key=lambda item: item.number)


async def _work(acting: Acting, act: BulkAct, items: Sequence[JobItem]) -> list[JobItem]:
    if isinstance(act, Enroll):
        await enrolling.hold_campaign(acting, act)
    customer_ids = {item.customer_id for item in items if item.customer_id is not None}
    await batches.lock_customers(acting.tx, acting.tenant_id, customer_ids)
    match act:
        case Create():
            return await bulk_edits.create(acting, items)
        case Reschedule():
            return await bulk_edits.reschedule(acting, act, items)
        case Assign():
            return await bulk_edits.assign(acting, act, items)
        case Enroll():
            return await enrolling.enroll(acting, act, items)
        case _:
            return await bulk_finishing.finish(acting, act, items)


def _check_all_done(settled: Sequence[JobItem]) -> None:
    faults = [Fault(f"items[{item.number}]", item.why or "") for item in settled if item.status == "failed"]
    if faults:
        raise errors.NotAll(
            f"{len(faults)} of {len(settled)} items cannot be done, so none was. Leave them out, or send it without "
            '"atomic".',
            faults,
        )


def _tried(act: BulkAct, item: JobItem) -> JobItem:
    """As a dry run answers it: what it would make has no id, and there is nothing to undo."""
    answer = item.answer
    if answer is None:
        return item
    step, following, made = answer.next_step, answer.next_interaction, answer.interaction
    if step is not None and step.created and item.status == "done":
        answer = structs.replace(
            answer,
            next_interaction=following and _nameless(following),
            next_step=structs.replace(step, interaction_id=None),
        )
    if isinstance(act, Create | Enroll) and made is not None:
        item = structs.replace(item, interaction_id=None)
        answer = structs.replace(answer, interaction=_nameless(made))
    return structs.replace(item, answer=answer, before=None, version=None)


def _nameless(brief: Brief) -> Brief:
    return structs.replace(brief, id=None)


async def _unit(acting: Acting, job: Job) -> Job:
    """The next batch of a job."""
    act = msgspec.convert(job.parameters["act"], ACTS[job.kind])
    is_trial = domain_jobs.is_dry_run(job)
    waiting = await _next_batch(acting, job.id, whole_customers=is_trial)
    async with acting.tx.savepoint(keep=not is_trial):
        settled = await _work(acting, act, waiting)
    if is_trial:
        settled = [_tried(act, item) for item in settled]
    await store_jobs.settle_items(acting.tx, acting.tenant_id, job.id, settled)
    return domain_jobs.ended_if_settled(domain_jobs.settled(job, settled), acting.now)


async def _next_batch(acting: Acting, job_id: UUID, *, whole_customers: bool) -> list[JobItem]:
    """A dry run leaves nothing behind for the next batch to see, so there a customer is never divided."""
    waiting = await store_jobs.list_waiting_items(acting.tx, acting.tenant_id, job_id, bulk.BATCH)
    last = waiting[-1] if waiting else None
    if whole_customers and last is not None and last.customer_id is not None:
        waiting += await store_jobs.list_waiting_items_of_customer(
            acting.tx, acting.tenant_id, job_id, last.customer_id, last.turn
        )
    return waiting


UNITS: dict[str, Unit] = dict.fromkeys(ACTS, _unit)
"""What a unit of each kind of bulk job does."""
