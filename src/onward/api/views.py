"""Saved views over HTTP."""

from msgspec import UNSET, structs

from onward.actions import views
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.views import CreateViewIn, EditViewIn, ListViewsQuery, ViewOut, ViewsOut, checked_query
from onward.domain.records import SavedView
from onward.domain.roles import Permission
from onward.store import views as store_views

ROUTES = Routes()
TAG = "Views"
_ONE = "/v1/views/{view_id:uuid}"


@ROUTES.get(
    "/v1/views",
    permission=Permission.READ,
    query=ListViewsQuery,
    answers=ViewsOut,
    summary="List the saved views",
    tag=TAG,
)
async def list_views(call: Call, query: ListViewsQuery) -> Answer:
    """The team's and your own, by name."""
    acting = call.acting
    found = await store_views.list_views(acting.tx, acting.tenant_id, acting.actor.id, list(query.screen))
    return Answer(ViewsOut([ViewOut.of(one) for one in found]))


@ROUTES.post(
    "/v1/views",
    permission=Permission.WRITE_VIEWS,
    body=CreateViewIn,
    answers=ViewOut,
    status=201,
    summary="Save a view",
    tag=TAG,
)
async def create_view(call: Call, body: CreateViewIn) -> Answer:
    """A list's filters and order under a name: personal, or with the role for it the team's."""
    query = checked_query(body.screen, body.query)
    made = await views.create_view(call.acting, body.name, body.screen, body.scope, query)
    return _answer(made, location=f"/v1/views/{made.id}")


@ROUTES.get(_ONE, permission=Permission.READ, answers=ViewOut, summary="Get a view", tag=TAG)
async def get_view(call: Call) -> Answer:
    acting = call.acting
    return _answer(await store_views.get_view(acting.tx, acting.tenant_id, acting.actor.id, call.id("view_id")))


@ROUTES.put(
    _ONE,
    permission=Permission.WRITE_VIEWS,
    body=EditViewIn,
    answers=ViewOut,
    if_match=True,
    summary="Change a view",
    tag=TAG,
)
async def edit_view(call: Call, body: EditViewIn) -> Answer:
    """Only the fields sent change. Others keep what they see: a team's view needs the role for it."""
    acting, view_id = call.acting, call.id("view_id")
    sent = {name: value for name, value in structs.asdict(body).items() if value is not UNSET}
    if "query" in sent:
        view = await store_views.get_view(acting.tx, acting.tenant_id, acting.actor.id, view_id)
        sent["query"] = checked_query(view.screen, sent["query"])
    return _answer(await views.edit_view(acting, view_id, sent, call.if_match))


@ROUTES.delete(_ONE, permission=Permission.WRITE_VIEWS, status=204, if_match=True, summary="Delete a view", tag=TAG)
async def delete_view(call: Call) -> Answer:
    await views.delete_view(call.acting, call.id("view_id"), call.if_match)
    return Answer(status=204)


def _answer(view: SavedView, location: str | None = None) -> Answer:
    return Answer(ViewOut.of(view), etag=view.version, location=location)
