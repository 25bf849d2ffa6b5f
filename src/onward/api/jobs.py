"""Jobs over HTTP: how far they are, what came of each item, cancelling."""

from onward.actions import jobs
from onward.api import cursors
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.interactions import View
from onward.api.shapes.jobs import (
    CancelJobIn,
    JobItemPageOut,
    JobOut,
    JobPageOut,
    ListJobItemsQuery,
    ListJobsQuery,
    item_out,
)
from onward.domain.roles import Permission
from onward.store import jobs as store_jobs

ROUTES = Routes()
TAG = "Jobs"


@ROUTES.get(
    "/v1/jobs", permission=Permission.READ, query=ListJobsQuery, answers=JobPageOut, summary="List jobs", tag=TAG
)
async def list_jobs(call: Call, query: ListJobsQuery) -> Answer:
    acting = call.acting
    page = cursors.page_of(query, acting.now, store_jobs.ORDERS)
    found = await store_jobs.list_jobs(
        acting.tx, acting.tenant_id, query.kind, list(query.status), page.keyset, query.limit + 1
    )
    shown = found[: query.limit]
    cursor = page.cursor(shown[-1].id, shown[-1].created_at) if len(found) > query.limit else None
    return Answer(JobPageOut([JobOut.of(job) for job in shown], cursor))


@ROUTES.get("/v1/jobs/{job_id:uuid}", permission=Permission.READ, answers=JobOut, summary="How far a job is", tag=TAG)
async def get_job(call: Call) -> Answer:
    job = await store_jobs.get_job(call.acting.tx, call.acting.tenant_id, call.id("job_id"))
    return Answer(JobOut.of(job))


@ROUTES.get(
    "/v1/jobs/{job_id:uuid}/items",
    permission=Permission.READ,
    query=ListJobItemsQuery,
    answers=JobItemPageOut,
    summary="What came of each item of a job",
    tag=TAG,
)
async def list_job_items(call: Call, query: ListJobItemsQuery) -> Answer:
    acting = call.acting
    job = await store_jobs.get_job(acting.tx, acting.tenant_id, call.id("job_id"))
    page = cursors.page_of(query, acting.now, store_jobs.ITEM_ORDERS, scope=str(job.id))
    found = await store_jobs.list_items(
        acting.tx, acting.tenant_id, job.id, list(query.status), page.keyset, query.limit + 1
    )
    shown, view = found[: query.limit], View.of(acting)
    cursor = page.cursor(job.id, shown[-1].number) if len(found) > query.limit else None
    return Answer(JobItemPageOut([item_out(item, view) for item in shown], cursor))


@ROUTES.post(
    "/v1/jobs/{job_id:uuid}/cancel",
    permission=Permission.BULK,
    body=CancelJobIn,
    answers=JobOut,
    summary="Cancel a job: what is done stays done",
    tag=TAG,
)
async def cancel_job(call: Call, body: CancelJobIn) -> Answer:
    return Answer(JobOut.of(await jobs.cancel_job(call.acting, call.id("job_id"))))
