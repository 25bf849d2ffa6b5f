"""Members over HTTP."""

from onward.actions import leaving, members
from onward.actions.members import MemberEdit
from onward.api import cursors
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.members import (
    CreateMemberIn,
    DeactivatedOut,
    DeactivateMemberIn,
    EditMemberIn,
    ListMembersQuery,
    MemberOut,
    MemberPageOut,
    hand_over,
)
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
    location = f"/v1/members/{made.id}"
    return Answer(MemberOut.of(made), etag=made.version, location=location, details={"role": made.role})


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


@ROUTES.put(
    "/v1/members/{member_id:uuid}",
    permission=Permission.WRITE_MEMBERS,
    body=EditMemberIn,
    answers=MemberOut,
    summary="Change a member",
    tag=TAG,
    if_match=True,
)
async def edit_member(call: Call, body: EditMemberIn) -> Answer:
    """Only the fields sent change. The last owner stays one."""
    edit = MemberEdit(body.name, body.role, body.zone)
    before, after = await members.edit_member(call.acting, call.id("member_id"), edit, call.if_match)
    details = {"role": after.role, "role_before": before.role} if before.role != after.role else None
    return Answer(MemberOut.of(after), etag=after.version, details=details, changes_access=True)


@ROUTES.post(
    "/v1/members/{member_id:uuid}/deactivate",
    permission=Permission.WRITE_MEMBERS,
    body=DeactivateMemberIn,
    answers=DeactivatedOut,
    summary="Deactivate a member",
    tag=TAG,
    if_match=True,
)
async def deactivate_member(call: Call, body: DeactivateMemberIn) -> Answer:
    """The member signs in no more and their keys end; open interactions and running workflows go where you say."""
    to = hand_over(body.hand_over_to)
    left = await leaving.deactivate_member(call.acting, call.id("member_id"), to, call.if_match)
    return Answer(
        DeactivatedOut(MemberOut.of(left.member), left.interactions, left.workflows),
        etag=left.member.version,
        details={"moved_interactions": left.interactions, "moved_workflows": left.workflows},
        changes_access=True,
    )


@ROUTES.post(
    "/v1/members/{member_id:uuid}/reactivate",
    permission=Permission.WRITE_MEMBERS,
    answers=MemberOut,
    summary="Reactivate a member",
    tag=TAG,
    if_match=True,
)
async def reactivate_member(call: Call) -> Answer:
    """The member may sign in again. Their keys stay revoked, and what was handed over stays there."""
    back = await leaving.reactivate_member(call.acting, call.id("member_id"), call.if_match)
    return Answer(MemberOut.of(back), etag=back.version, changes_access=True)
