"""A customer's timeline over HTTP."""

from onward.api import cursors
from onward.api.interactions import people
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.interactions import View
from onward.api.shapes.timeline import TimelineEntryOut, TimelineOut, TimelineQuery
from onward.domain.errors import Invalid
from onward.domain.roles import Permission
from onward.store import merged, timeline
from onward.store.timeline import TimelineFilter

ROUTES = Routes()
TAG = "Customers"


@ROUTES.get(
    "/v1/customers/{customer_id:uuid}/timeline",
    permission=Permission.READ,
    query=TimelineQuery,
    answers=TimelineOut,
    summary="Everything about a customer, in order",
    tag=TAG,
)
async def get_timeline(call: Call, query: TimelineQuery) -> Answer:
    """What is planned, what was done, notes, what was said, workflows, conversations and changes of the customer;
    newest first unless `sort` says otherwise."""
    acting, customer_id = call.acting, call.id("customer_id")
    page = cursors.page_of(query, acting.now, timeline.ORDERS, scope=str(customer_id))
    member_ids, without = people(acting, query.member_id, "member_id")
    if without:
        raise Invalid.field("member_id", 'must be a member\'s id or "me"')
    wanted = TimelineFilter(list(query.kind), query.type, member_ids)
    found = await timeline.list_entries(acting.tx, acting.tenant_id, customer_id, wanted, page.keyset, query.limit + 1)
    if found is None:
        await merged.refuse_missing(acting.tx, acting.tenant_id, customer_id)
    shown, view = found[: query.limit], View(acting.settings.zone, page.now)
    cursor = page.cursor(shown[-1].id, shown[-1].at) if len(found) > query.limit else None
    return Answer(TimelineOut([TimelineEntryOut.of(entry, view) for entry in shown], cursor))
