"""Jobs: work on many things that is done in units, each unit whole or not at all. Records only, and what they allow.

What a unit of some kind does is that kind's own; that units run, one after another, is `actions/job_runs.py`.
"""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct, structs

from onward.domain.errors import Conflict, Refused
from onward.domain.records import NextStep
from onward.domain.roles import Actor

JobStatus = Literal["queued", "running", "done", "cancelled", "failed"]
ItemStatus = Literal["waiting", "done", "unchanged", "failed", "cancelled"]

UNFINISHED: frozenset[str] = frozenset({"queued", "running"})
UNDO_WITHIN = timedelta(hours=24)
UNDONE_BY_OPPOSITE = frozenset({"campaign_pause", "campaign_resume", "campaign_exit", "demo_load"})
"""Kinds of jobs that are taken back by doing the opposite, not by undoing them."""
KEPT = timedelta(days=30)
"""How long an ended job and its items are kept: longer than anybody can undo it."""
MOST_ATTEMPTS = 5
"""So many runners in a row may die over one job, none of them finishing a unit, before it is given up."""


class Job(Struct, frozen=True):
    """`parameters` say what to do and never change; `progress` is what the kind remembers between two units.

    `total` counts the items, `done`, `unchanged` and `failed` those that are settled. `attempts` counts the runners
    since the last unit that was finished. `undo_of` names the job that this one takes back.
    """

    id: UUID
    kind: str
    status: JobStatus
    parameters: dict[str, Any]
    progress: dict[str, Any]
    total: int
    done: int
    unchanged: int
    failed: int
    problem: str | None
    undo_of: UUID | None
    undone_by: UUID | None
    actor: Actor
    request_id: str
    attempts: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class Brief(Struct, frozen=True):
    """An interaction in short, as an item of a job keeps it; `id` is None where none was made, on a dry run."""

    id: UUID | None
    customer_id: UUID
    type: str
    title: str
    status: str
    scheduled_at: datetime | None
    scheduled_all_day: bool
    due_at: datetime | None
    due_all_day: bool
    assignee_id: UUID | None


class ItemAnswer(Struct, frozen=True):
    """What came of an item: the interaction afterwards, and the customer's next one with the reason."""

    interaction: Brief | None = None
    next_interaction: Brief | None = None
    next_step: NextStep | None = None


class JobItem(Struct, frozen=True):
    """One item of a job; `number` is its place in the request, from 0, `turn` its place in the work.

    `wanted` says what to do with this one, where the job's parameters do not say it for all. `before` holds the
    values that undoing restores, `version` the interaction's version that the job left behind. `code` and `why` tell
    what kept it from being done.
    """

    number: int
    turn: int
    interaction_id: UUID | None
    customer_id: UUID | None
    status: ItemStatus = "waiting"
    code: str | None = None
    why: str | None = None
    wanted: dict[str, Any] | None = None
    before: dict[str, Any] | None = None
    version: int | None = None
    answer: ItemAnswer | None = None


def refused(item: JobItem, error: Refused) -> JobItem:
    """The item that could not be done, and why."""
    return structs.replace(item, status="failed", code=error.code, why=str(error))


def settled(job: Job, items: list[JobItem]) -> Job:
    """The job after these items were settled."""
    statuses = [item.status for item in items]
    return structs.replace(
        job,
        done=job.done + statuses.count("done"),
        unchanged=job.unchanged + statuses.count("unchanged"),
        failed=job.failed + statuses.count("failed"),
    )


def ended_if_settled(job: Job, now: datetime) -> Job:
    """The job, done when every item is settled."""
    return ended(job, "done", now) if job.done + job.unchanged + job.failed >= job.total else job


def is_dry_run(job: Job) -> bool:
    return job.parameters.get("dry_run") is True


def ended(job: Job, status: JobStatus, now: datetime, problem: str | None = None) -> Job:
    """The job at its end."""
    return structs.replace(job, status=status, problem=problem, ended_at=now)


def undo_until(job: Job) -> datetime | None:
    """Until when an ended job can be taken back; None when it cannot."""
    if job.ended_at is None or job.done == 0 or is_dry_run(job) or job.kind in UNDONE_BY_OPPOSITE:
        return None
    return None if job.undo_of or job.undone_by else job.ended_at + UNDO_WITHIN


def check_undo(job: Job, now: datetime) -> None:
    """Raises Conflict for a job that cannot be taken back, now or ever."""
    if job.undo_of is not None:
        raise Conflict("This job took another one back; that cannot be undone itself. Do the first act again.")
    if is_dry_run(job):
        raise Conflict("This job was a dry run: it changed nothing, so there is nothing to undo.")
    if job.undone_by is not None:
        raise Conflict(f"This job was undone already, by the job {job.undone_by}.")
    if job.ended_at is None:
        raise Conflict("This job is still at work. Cancel it, or wait for its end, before you undo it.")
    if now > job.ended_at + UNDO_WITHIN:
        raise Conflict("This job ended more than 24 hours ago, so it cannot be undone any more.")
