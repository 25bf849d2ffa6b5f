"""Campaigns over HTTP."""

from onward.actions import campaigns
from onward.api import cursors
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.campaigns import CampaignOut, CampaignPageOut, CreateCampaignIn, ListCampaignsQuery
from onward.domain.roles import Permission
from onward.store import campaigns as store_campaigns

ROUTES = Routes()
TAG = "Campaigns"


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
    found = await store_campaigns.list_campaigns(acting.tx, acting.tenant_id, page.keyset, query.limit + 1)
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
    made = await campaigns.create_campaign(call.acting, body.name)
    return Answer(CampaignOut.of(made), etag=made.version, location=f"/v1/campaigns/{made.id}")


@ROUTES.get(
    "/v1/campaigns/{campaign_id:uuid}",
    permission=Permission.READ,
    answers=CampaignOut,
    summary="Get a campaign",
    tag=TAG,
)
async def get_campaign(call: Call) -> Answer:
    acting = call.acting
    found = await store_campaigns.get_campaign(acting.tx, acting.tenant_id, call.id("campaign_id"))
    return Answer(CampaignOut.of(found), etag=found.version)
