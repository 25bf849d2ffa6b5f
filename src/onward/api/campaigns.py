"""Campaigns over HTTP."""

from typing import Any

from msgspec import UNSET, structs

from onward.actions import bulk as bulk_acts
from onward.actions import campaign_figures, campaigns, enrolling
from onward.actions.acting import Acting
from onward.actions.campaigns import MovedCampaign
from onward.api import cursors
from onward.api.bulk import bulk_answer
from onward.api.customers import customer_filter
from onward.api.routing import MEBIBYTE, Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.bulk import BulkOut
from onward.api.shapes.campaign_figures import CampaignPerformanceOut
from onward.api.shapes.campaigns import (
    CampaignMovedOut,
    CampaignOut,
    CampaignPageOut,
    CampaignVerbIn,
    CreateCampaignIn,
    EditCampaignIn,
    EndCampaignIn,
    EnrollIn,
    ListCampaignsQuery,
)
from onward.api.shapes.jobs import JobOut
from onward.domain.campaigns import Campaign
from onward.domain.errors import Invalid
from onward.domain.jobs import JobItem
from onward.domain.roles import Permission
from onward.store import campaigns as store_campaigns

ROUTES = Routes()
TAG = "Campaigns"
_ONE = "/v1/campaigns/{campaign_id:uuid}"
_VERB: dict[str, Any] = {
    "permission": Permission.WRITE_CAMPAIGNS,
    "answers": CampaignMovedOut,
    "also": (202,),
    "if_match": True,
    "tag": TAG,
}


@ROUTES.get(
    "/v1/campaigns",
    permission=Permission.READ,
    query=ListCampaignsQuery,
    answers=CampaignPageOut,
    summary="List campaigns",
    tag=TAG,
)
async def list_campaigns(call: Call, query: ListCampaignsQuery) -> Answer:
    acting = call.acting
    page = cursors.page_of(query, acting.now, store_campaigns.ORDERS)
    found = await store_campaigns.list_campaigns(
        acting.tx, acting.tenant_id, list(query.status), page.keyset, query.limit + 1
    )
    shown = found[: query.limit]
    more = len(found) > query.limit
    cursor = page.cursor(shown[-1].id, getattr(shown[-1], page.keyset.sort)) if more else None
    return Answer(CampaignPageOut([CampaignOut.of(one) for one in shown], cursor))


@ROUTES.post(
    "/v1/campaigns",
    permission=Permission.WRITE_CAMPAIGNS,
    body=CreateCampaignIn,
    answers=CampaignOut,
    status=201,
    summary="Create a campaign",
    tag=TAG,
)
async def create_campaign(call: Call, body: CreateCampaignIn) -> Answer:
    made = await campaigns.create_campaign(call.acting, body.name, body.description, body.template_id)
    return _answer(made, location=f"/v1/campaigns/{made.id}")


@ROUTES.get(_ONE, permission=Permission.READ, answers=CampaignOut, summary="Get a campaign", tag=TAG)
async def get_campaign(call: Call) -> Answer:
    acting = call.acting
    return _answer(await store_campaigns.get_campaign(acting.tx, acting.tenant_id, call.id("campaign_id")))


@ROUTES.put(
    _ONE,
    permission=Permission.WRITE_CAMPAIGNS,
    body=EditCampaignIn,
    answers=CampaignOut,
    if_match=True,
    summary="Change a campaign",
    tag=TAG,
)
async def edit_campaign(call: Call, body: EditCampaignIn) -> Answer:
    sent = {name: value for name, value in structs.asdict(body).items() if value is not UNSET}
    return _answer(await campaigns.edit_campaign(call.acting, call.id("campaign_id"), sent, call.if_match))


@ROUTES.delete(
    _ONE,
    permission=Permission.WRITE_CAMPAIGNS,
    status=204,
    if_match=True,
    summary="Delete a campaign in which nothing was started",
    tag=TAG,
)
async def delete_campaign(call: Call) -> Answer:
    await campaigns.delete_campaign(call.acting, call.id("campaign_id"), call.if_match)
    return Answer(status=204)


@ROUTES.post(
    f"{_ONE}/enroll",
    permission=Permission.WRITE_CAMPAIGNS,
    body=EnrollIn,
    answers=BulkOut,
    also=(202,),
    max_body_bytes=32 * MEBIBYTE,
    summary="Start a campaign's template for customers, once for each",
    tag=TAG,
)
async def enroll_customers(call: Call, body: EnrollIn) -> Answer:
    """Who is enrolled already stays `unchanged`, however often they are sent. Each item tells what kept a customer
    from being enrolled: they are not active, must not be contacted so, or the template runs for them already."""
    acting = call.acting
    wish = await enrolling.wish(acting, call.id("campaign_id"))
    act = structs.replace(wish, start=fields.moment(body.start_date, acting.settings, "start_date"))
    ran = await bulk_acts.run(acting, act, await _chosen(acting, body), dry_run=body.dry_run, atomic=body.atomic)
    return bulk_answer(acting, ran, dry_run=body.dry_run)


async def _chosen(acting: Acting, body: EnrollIn) -> list[JobItem]:
    if (body.customer_ids is None) == (body.filter is None):
        raise Invalid.together(("customer_ids", "filter"), "say either customer_ids or filter")
    if body.customer_ids is not None:
        return enrolling.named(body.customer_ids)
    assert body.filter is not None
    return await enrolling.matching(acting, customer_filter(acting, body.filter, "filter."))


@ROUTES.post(f"{_ONE}/pause", body=CampaignVerbIn, summary="Pause a campaign and its workflows", **_VERB)
async def pause_campaign(call: Call, body: CampaignVerbIn) -> Answer:
    """Nothing is started in it, and nothing is created for its workflows, until it is resumed."""
    return _moved(await campaigns.pause_campaign(call.acting, call.id("campaign_id"), call.if_match))


@ROUTES.post(f"{_ONE}/resume", body=CampaignVerbIn, summary="Resume a campaign that is paused or has ended", **_VERB)
async def resume_campaign(call: Call, body: CampaignVerbIn) -> Answer:
    """The workflows that it paused itself go on; those that somebody paused before stay paused."""
    return _moved(await campaigns.resume_campaign(call.acting, call.id("campaign_id"), call.if_match))


@ROUTES.post(f"{_ONE}/end", body=EndCampaignIn, summary="End a campaign", **_VERB)
async def end_campaign(call: Call, body: EndCampaignIn) -> Answer:
    """Nothing is started in it any more."""
    return _moved(await campaigns.end_campaign(call.acting, call.id("campaign_id"), body.workflows, call.if_match))


@ROUTES.get(
    f"{_ONE}/performance",
    permission=Permission.READ,
    answers=CampaignPerformanceOut,
    summary="What came of a campaign",
    tag=TAG,
)
async def get_campaign_performance(call: Call) -> Answer:
    """Enrolments, workflows by state, interactions by step and by outcome, and how long they took."""
    seen = await campaign_figures.look_at_campaign(call.acting, call.id("campaign_id"))
    return Answer(CampaignPerformanceOut.of(seen))


def _answer(campaign: Campaign, location: str | None = None) -> Answer:
    status = 200 if location is None else 201
    return Answer(CampaignOut.of(campaign), status=status, etag=campaign.version, location=location)


def _moved(moved: MovedCampaign) -> Answer:
    job = moved.job
    waits = job is not None and job.ended_at is None
    content = CampaignMovedOut(CampaignOut.of(moved.campaign), None if job is None else JobOut.of(job))
    return Answer(content, status=202 if waits else 200, etag=moved.campaign.version)
