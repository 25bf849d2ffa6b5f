"""One customer's interactions: the next step, all open ones, the overdue ones."""

from onward.api import cursors, peeks
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.interactions import InteractionOut, InteractionPageOut, PageQuery, View
from onward.domain.overdue import cutoffs
from onward.domain.records import PRIORITY_RANK, Interaction
from onward.domain.roles import Permission
from onward.store import interaction_lists, interactions, merged
from onward.store.interaction_lists import WorkingPosition

ROUTES = Routes()
TAG = "Interactions of a customer"
_LOWEST_RANK = 3


@ROUTES.get(
    "/v1/interactions/customers/{customer_id:uuid}/next",
    permission=Permission.READ,
    answers=InteractionOut,
    also=(204,),
    summary="Get a customer's next step; 204 when there is none",
    tag=TAG,
)
async def get_next_interaction(call: Call) -> Answer:
    acting = call.acting
    found = await interactions.find_next_of_customer(acting.tx, acting.tenant_id, call.id("customer_id"))
    if found is None:
        return Answer(status=204)
    return Answer(View.of(acting).interaction(found), etag=found.version)


@ROUTES.get(
    "/v1/interactions/customers/{customer_id:uuid}/pending",
    permission=Permission.READ,
    query=PageQuery,
    answers=InteractionPageOut,
    summary="List a customer's open interactions in working order",
    tag=TAG,
)
async def list_pending_interactions(call: Call, query: PageQuery) -> Answer:
    return await _page(call, query, "pending")


@ROUTES.get(
    "/v1/interactions/customers/{customer_id:uuid}/overdue",
    permission=Permission.READ,
    query=PageQuery,
    answers=InteractionPageOut,
    summary="List a customer's overdue interactions in working order",
    tag=TAG,
)
async def list_overdue_interactions(call: Call, query: PageQuery) -> Answer:
    return await _page(call, query, "overdue")


async def _page(call: Call, query: PageQuery, which: str) -> Answer:
    acting, customer_id = call.acting, call.id("customer_id")
    page = cursors.page_of(query, acting.now, {}, scope=f"{which}:{customer_id}")
    as_of = cutoffs(page.now, acting.settings.zone) if which == "overdue" else None
    found = await interaction_lists.list_in_working_order(
        acting.tx, acting.tenant_id, customer_id, as_of, _after(page), query.limit + 1
    )
    if found is None:
        await merged.refuse_missing(acting.tx, acting.tenant_id, customer_id)
    shown, view = found[: query.limit], View(acting.settings.zone, page.now)
    cursor = _cursor(page, shown[-1]) if len(found) > query.limit else None
    return Answer(InteractionPageOut(await peeks.shown(acting, view, shown, query.include), cursor))


def _after(page: cursors.Page) -> WorkingPosition | None:
    if page.keyset.after_id is None:
        return None
    return WorkingPosition(page.at, page.number or 0, page.keyset.after_id)


def _cursor(page: cursors.Page, last: Interaction) -> str:
    rank = _LOWEST_RANK - PRIORITY_RANK[last.priority]
    return page.cursor(last.id, last.scheduled_at or last.due_at, rank)
