"""Bulk acts over HTTP: one verb on many interactions."""

from typing import Any

from msgspec import UNSET

from onward.actions import bulk, bulk_planning, bulk_undoing
from onward.actions.acting import Acting
from onward.actions.bulk import BulkAct, Ran
from onward.actions.finishing import Completion
from onward.api.interactions import interaction_filter
from onward.api.routing import MEBIBYTE, Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.bulk import (
    BulkAssignIn,
    BulkCancelIn,
    BulkCompleteIn,
    BulkCreateIn,
    BulkFields,
    BulkOut,
    BulkRescheduleIn,
    BulkSkipIn,
    UndoJobIn,
    bulk_out,
    reschedule,
)
from onward.api.shapes.interactions import View
from onward.api.shapes.new_interactions import new_interaction
from onward.api.shapes.next_requests import next_request
from onward.domain import schedule
from onward.domain.bulk import Assign, Cancel, Create, Skip
from onward.domain.errors import Invalid
from onward.domain.jobs import JobItem
from onward.domain.roles import Permission

ROUTES = Routes()
TAG = "Bulk"
_DECLARED: dict[str, Any] = {
    "permission": Permission.BULK,
    "answers": BulkOut,
    "also": (202,),
    "max_body_bytes": 32 * MEBIBYTE,
    "tag": TAG,
}


@ROUTES.post("/v1/interactions/bulk/create", body=BulkCreateIn, summary="Create many interactions", **_DECLARED)
async def bulk_create(call: Call, body: BulkCreateIn) -> Answer:
    settings = call.acting.settings
    wishes = [
        new_interaction(wanted, settings, f"interactions[{number}].") for number, wanted in enumerate(body.interactions)
    ]
    return await _run(call.acting, Create(), bulk_planning.wanted(wishes), body)


@ROUTES.post("/v1/interactions/bulk/complete", body=BulkCompleteIn, summary="Complete many interactions", **_DECLARED)
async def bulk_complete(call: Call, body: BulkCompleteIn) -> Answer:
    """Each gets its next step as if it were completed alone."""
    settings = call.acting.settings
    act = Completion(
        outcome=body.outcome,
        outcome_details=body.outcome_details,
        completed_at=fields.instant(body.completed_at, settings, "completed_at"),
        is_backdated=body.backdated,
        next=next_request(body.next, settings),
    )
    return await _run(call.acting, act, await _chosen(call.acting, body), body)


@ROUTES.post("/v1/interactions/bulk/reschedule", body=BulkRescheduleIn, summary="Move the dates of many", **_DECLARED)
async def bulk_reschedule(call: Call, body: BulkRescheduleIn) -> Answer:
    """To a date, by (business) days, or spread over working days under a daily cap for each assignee."""
    acting = call.acting
    act = reschedule(body, acting.settings, schedule.local_day(acting.now, acting.settings.zone))
    return await _run(acting, act, await _chosen(acting, body), body)


@ROUTES.post("/v1/interactions/bulk/assign", body=BulkAssignIn, summary="Assign many interactions", **_DECLARED)
async def bulk_assign(call: Call, body: BulkAssignIn) -> Answer:
    if (body.assignee_id is UNSET) == (body.assignee_ids is None):
        names = ("assignee_id", "assignee_ids")
        raise Invalid.together(names, "say either assignee_id (a member's, or null) or assignee_ids")
    single = None if body.assignee_id is UNSET else body.assignee_id
    act = Assign((single,) if body.assignee_ids is None else tuple(body.assignee_ids))
    return await _run(call.acting, act, await _chosen(call.acting, body), body)


@ROUTES.post("/v1/interactions/bulk/skip", body=BulkSkipIn, summary="Skip many interactions", **_DECLARED)
async def bulk_skip(call: Call, body: BulkSkipIn) -> Answer:
    return await _run(call.acting, Skip(body.reason), await _chosen(call.acting, body), body)


@ROUTES.post("/v1/interactions/bulk/cancel", body=BulkCancelIn, summary="Cancel many interactions", **_DECLARED)
async def bulk_cancel(call: Call, body: BulkCancelIn) -> Answer:
    return await _run(call.acting, Cancel(body.reason, body.then), await _chosen(call.acting, body), body)


@ROUTES.post(
    "/v1/jobs/{job_id:uuid}/undo",
    permission=Permission.BULK,
    body=UndoJobIn,
    answers=BulkOut,
    also=(202,),
    summary="Take back a bulk act, within 24 hours",
    tag="Jobs",
)
async def undo_job(call: Call, body: UndoJobIn) -> Answer:
    """What nobody touched since is as it was before; the other items stay, and the answer tells why."""
    ran = await bulk_undoing.undo_job(call.acting, call.id("job_id"))
    return bulk_answer(call.acting, ran, dry_run=False)


async def _chosen(acting: Acting, body: BulkFields) -> list[JobItem]:
    if (body.ids is None) == (body.filter is None):
        raise Invalid.together(("ids", "filter"), "say either ids or filter")
    if body.ids is not None:
        return await bulk_planning.named(acting, body.ids)
    assert body.filter is not None
    return await bulk_planning.matching(acting, interaction_filter(acting, body.filter, "filter."))


async def _run(acting: Acting, act: BulkAct, items: list[JobItem], body: BulkFields | BulkCreateIn) -> Answer:
    ran = await bulk.run(acting, act, items, dry_run=body.dry_run, atomic=body.atomic)
    return bulk_answer(acting, ran, dry_run=body.dry_run)


def bulk_answer(acting: Acting, ran: Ran, *, dry_run: bool) -> Answer:
    """What a bulk act answers; kept answers are dropped by the job's id once it is undone."""
    job = ran.job
    waits = job is not None and job.ended_at is None
    return Answer(
        bulk_out(ran, View.of(acting), dry_run=dry_run),
        status=202 if waits else 200,
        location=f"/v1/jobs/{job.id}" if waits and job is not None else None,
        interaction_id=None if job is None else job.id,
        details={"job_id": None if job is None else str(job.id), "items": len(ran.items) if job is None else job.total},
    )
