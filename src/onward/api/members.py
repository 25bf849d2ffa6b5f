"""Members over HTTP."""

from onward.actions import members
from onward.api import cursors
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.members import CreateMemberIn, ListMembersQuery, MemberOut, MemberPageOut
from onward.domain.roles import Permission
from onward.store import members as store_members

ROUTES = Routes()
TAG = "Members"


@ROUTES.get(
    "/v1/members",
    permission=Permission.READ,
    query=ListMembersQuery,
    answers=MemberPageOut,
    summary="List members",
    tag=TAG,
)
async def list_members(call: Call, query: ListMembersQuery) -> Answer:
    acting = call.acting
    page = cursors.page_of(query, acting.now, store_members.ORDERS)
    found = await store_members.list_members(acting.tx, acting.tenant_id, query.is_active, page.keyset, query.limit + 1)
    shown = found[: query.limit]
    more = len(found) > query.limit
    cursor = page.cursor(shown[-1].id, getattr(shown[-1], page.keyset.sort)) if more else None
    return Answer(MemberPageOut([MemberOut.of(one) for one in shown], cursor))


@ROUTES.post(
    "/v1/members",
    permission=Permission.WRITE_MEMBERS,
    body=CreateMemberIn,
    answers=MemberOut,
    status=201,
    summary="Create a member",
    tag=TAG,
)
async def create_member(call: Call, body: CreateMemberIn) -> Answer:
    made = await members.create_member(call.acting, body.name, body.role, body.email, body.zone)
    return Answer(MemberOut.of(made), etag=made.version, location=f"/v1/members/{made.id}")


@ROUTES.get(
    "/v1/members/{member_id:uuid}",
    permission=Permission.READ,
    answers=MemberOut,
    summary="Get a member",
    tag=TAG,
)
async def get_member(call: Call) -> Answer:
    acting = call.acting
    found = await store_members.get_member(acting.tx, acting.tenant_id, call.id("member_id"))
    return Answer(MemberOut.of(found), etag=found.version)
