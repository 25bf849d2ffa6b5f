"""Invitations over HTTP: made and withdrawn by owners, accepted by whoever holds the link."""

from functools import partial

from onward.actions import invitations, sessions
from onward.api import cookies, proofs
from onward.api.password_resets import ENDED_LINK
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.members import (
    AcceptedOut,
    AcceptInvitationIn,
    InvitationMadeOut,
    InvitationOut,
    InvitationPreviewOut,
    InvitationsOut,
    InviteIn,
    TokenIn,
)
from onward.api.visits import Visit
from onward.domain import attempts, errors, letters, passwords, tokens
from onward.domain.people import Link, Person
from onward.domain.records import Tenant
from onward.domain.roles import Permission
from onward.store import members
from onward.store.people import Links, People

ROUTES = Routes()
TAG = "Members"


@ROUTES.post(
    "/v1/invitations",
    permission=Permission.WRITE_MEMBERS,
    body=InviteIn,
    answers=InvitationMadeOut,
    status=201,
    summary="Invite somebody",
    tag=TAG,
    answers_secret=True,
)
async def create_invitation(call: Call, body: InviteIn) -> Answer:
    """By mail where that is set up; otherwise you get the link, this once, to hand over yourself."""
    means = call.equipment
    token = tokens.token_text(means.new_secret(tokens.TOKEN_BYTES))
    link = await invitations.invite(call.acting, body.email, body.role, tokens.token_hash(token))
    address = letters.link_address(means.address, "invite", token)
    letter = letters.invitation(body.email, call.tenant.name, await _inviter(call), address, link.ends_at)
    made = InvitationMadeOut(link.id, InvitationOut.of(link), None if means.post else address)
    return Answer(
        made,
        location=f"/v1/invitations/{link.id}",
        details={"role": body.role},
        after=partial(means.post, letter) if means.post else None,
    )


async def _inviter(call: Call) -> str:
    acting = call.acting
    member_id = acting.actor.member_id
    member = None if member_id is None else await members.find_member(acting.tx, acting.tenant_id, member_id)
    return call.tenant.name if member is None else member.name


@ROUTES.get(
    "/v1/invitations",
    permission=Permission.WRITE_MEMBERS,
    answers=InvitationsOut,
    summary="List the open invitations",
    tag=TAG,
)
async def list_invitations(call: Call) -> Answer:
    acting = call.acting
    found = await Links(acting.tx).list_invitations(acting.tenant_id, acting.now)
    return Answer(InvitationsOut([InvitationOut.of(link) for link in found]))


@ROUTES.delete(
    "/v1/invitations/{invitation_id:uuid}",
    permission=Permission.WRITE_MEMBERS,
    status=204,
    summary="Withdraw an invitation",
    tag=TAG,
)
async def withdraw_invitation(call: Call) -> Answer:
    await invitations.withdraw_invitation(call.acting, call.id("invitation_id"))
    return Answer(status=204)


@ROUTES.post(
    "/v1/invitations/preview",
    open_to="public",
    body=TokenIn,
    answers=InvitationPreviewOut,
    summary="See what an invitation is to",
    tag=TAG,
)
async def preview_invitation(visit: Visit, body: TokenIn) -> Answer:
    await visit.try_once(attempts.link_limits(visit.address))
    link, tenant, person = await _invited(visit, tokens.token_hash(body.token))
    invitation = InvitationOut.of(link)
    return Answer(InvitationPreviewOut(tenant.name, invitation.email, invitation.role, person is not None))


@ROUTES.post(
    "/v1/invitations/accept",
    open_to="public",
    body=AcceptInvitationIn,
    answers=AcceptedOut,
    summary="Accept an invitation",
    tag=TAG,
)
async def accept_invitation(visit: Visit, body: AcceptInvitationIn) -> Answer:
    """Somebody new is signed in at once. Somebody with an account proves that it is theirs, by being signed in or by
    its password."""
    await visit.try_once(attempts.link_limits(visit.address))
    token_hash = tokens.token_hash(body.token)
    link, tenant, known = await _invited(visit, token_hash)
    if known is not None:
        await _prove(visit, known, body.password)
        async with visit.outside() as visiting:
            member = await invitations.accept_invitation(visiting, token_hash, known)
        is_in = visit.signed_in is not None and visit.signed_in.person.id == known.id
        return Answer(AcceptedOut(tenant.id, tenant.slug, member.id, is_in), changes_access=True)
    person = await new_person(visit, InvitationOut.of(link).email, body.name, body.password)
    session_token, session_hash = visit.new_token()
    async with visit.outside() as visiting:
        await People(visiting.tx).insert(person.id, person.email, person.name, person.password_hash, visit.now)
        if visit.equipment.post is None:
            # The link was handed over, so the inviter could have used it as well.
            await People(visiting.tx).doubt_address(person.id)
        member = await invitations.accept_invitation(visiting, token_hash, person)
        await sessions.begin_instead(visiting, visit.token, person, session_hash)
    accepted = AcceptedOut(tenant.id, tenant.slug, member.id, signed_in=True)
    return Answer(accepted, cookies=(cookies.kept(session_token),), changes_access=True)


async def _invited(visit: Visit, token_hash: bytes) -> tuple[Link, Tenant, Person | None]:
    """Raises Invalid for a link that has ended."""
    async with visit.outside() as visiting:
        link = await Links(visiting.tx).find("invite", token_hash, visit.now)
        person = None if link is None or link.email is None else await People(visiting.tx).find_by_email(link.email)
    tenant = None if link is None else await visit.database.resolve_tenant(str(link.tenant_id))
    if link is None or tenant is None:
        raise errors.Invalid.field("token", ENDED_LINK)
    return link, tenant, person


async def _prove(visit: Visit, person: Person, password: str | None) -> None:
    if visit.signed_in is not None and visit.signed_in.person.id == person.id:
        return
    if password is None:
        raise errors.Invalid.field("password", "is needed: sign in to the account, or send its password")
    await proofs.check_password(visit, person, password)


async def new_person(visit: Visit, email: str, name: str | None, password: str | None) -> Person:
    """An account that is not stored yet. Raises Invalid without a name or a fit password."""
    if name is None or not name.strip():
        raise errors.Invalid.field("name", "is required")
    if password is None:
        raise errors.Invalid.field("password", "is required")
    passwords.check_password(password, email, name)
    password_hash = await visit.equipment.passwords.hashed(password)
    return Person(visit.new_id(), email, name.strip(), password_hash, None, None, 0)
