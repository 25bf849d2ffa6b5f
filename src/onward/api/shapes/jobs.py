"""Jobs and their items as they travel."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from onward.api.shapes.fields import Cursor, Instant, Key, Limit
from onward.api.shapes.interactions import NextStepOut, View
from onward.domain import jobs
from onward.domain.jobs import Brief, ItemStatus, Job, JobItem, JobStatus


class JobOut(Struct, frozen=True):
    """`total` items, of which so many are `done`, `unchanged`, `failed`, and `left` to do. `undo_until`: how long it
    can be undone, null when it cannot."""

    id: UUID
    kind: str
    status: JobStatus
    parameters: dict[str, Any]
    progress: dict[str, Any]
    total: int
    done: int
    unchanged: int
    failed: int
    left: int
    problem: str | None
    undo_of: UUID | None
    undone_by: UUID | None
    undo_until: Instant | None
    created_by: UUID
    created_at: Instant
    started_at: Instant | None
    ended_at: Instant | None

    @classmethod
    def of(cls, job: Job) -> "JobOut":
        return cls(
            id=job.id,
            kind=job.kind,
            status=job.status,
            parameters=job.parameters,
            progress=job.progress,
            total=job.total,
            done=job.done,
            unchanged=job.unchanged,
            failed=job.failed,
            left=max(job.total - job.done - job.unchanged - job.failed, 0),
            problem=job.problem,
            undo_of=job.undo_of,
            undone_by=job.undone_by,
            undo_until=jobs.undo_until(job),
            created_by=job.actor.id,
            created_at=job.created_at,
            started_at=job.started_at,
            ended_at=job.ended_at,
        )


class BriefOut(Struct, frozen=True):
    """An interaction in short; `id` is null where a dry run would make one."""

    id: UUID | None
    customer_id: UUID
    type: str
    title: str
    status: str
    scheduled_at: Instant | None
    scheduled_on: date | None
    scheduled_all_day: bool
    due_at: Instant | None
    due_on: date | None
    due_all_day: bool
    assignee_id: UUID | None


class JobItemOut(Struct, frozen=True):
    """`number` is its place in the request, from 0. `code` and `why` tell what kept it from being done;
    `interaction` and `next_interaction` are as they stood right after, `next_step` says why that one comes next."""

    number: int
    interaction_id: UUID | None
    customer_id: UUID | None
    status: ItemStatus
    code: str | None
    why: str | None
    interaction: BriefOut | None
    next_interaction: BriefOut | None
    next_step: NextStepOut | None


def item_out(item: JobItem, view: View) -> JobItemOut:
    answer = item.answer or jobs.ItemAnswer()
    step = answer.next_step
    return JobItemOut(
        number=item.number,
        interaction_id=item.interaction_id,
        customer_id=item.customer_id,
        status=item.status,
        code=None if item.code is None else item.code.replace("_", "-"),
        why=item.why,
        interaction=_brief(answer.interaction, view),
        next_interaction=_brief(answer.next_interaction, view),
        next_step=None if step is None else NextStepOut(step.created, step.reason, step.explanation),
    )


def _brief(brief: Brief | None, view: View) -> BriefOut | None:
    if brief is None:
        return None
    return BriefOut(
        id=brief.id,
        customer_id=brief.customer_id,
        type=brief.type,
        title=brief.title,
        status=brief.status,
        scheduled_at=brief.scheduled_at,
        scheduled_on=view.day(brief.scheduled_at),
        scheduled_all_day=brief.scheduled_all_day,
        due_at=brief.due_at,
        due_on=view.day(brief.due_at),
        due_all_day=brief.due_all_day,
        assignee_id=brief.assignee_id,
    )


class JobPageOut(Struct, frozen=True):
    data: list[JobOut]
    next_cursor: str | None


class JobItemPageOut(Struct, frozen=True):
    data: list[JobItemOut]
    next_cursor: str | None


class ListJobsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    kind: list[Key] = []
    status: list[JobStatus] = []
    sort: Literal["created_at", "-created_at"] = "-created_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class ListJobItemsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    status: list[ItemStatus] = []
    sort: Literal["number", "-number"] = "number"
    limit: Limit = 50
    cursor: Cursor | None = None


class CancelJobIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""
