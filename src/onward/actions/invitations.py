"""Invitations: a link that makes somebody a member."""

from uuid import UUID

from onward.actions import auditing
from onward.actions.acting import Acting, Visiting
from onward.actions.members import join_person
from onward.domain import errors, people
from onward.domain.people import Link, Person
from onward.domain.records import Member, Role
from onward.domain.roles import Actor
from onward.store import members
from onward.store.people import Links
from onward.store.settings import get_settings


async def invite(acting: Acting, email: str, role: Role, token_hash: bytes) -> Link:
    """Raises Conflict for somebody who is a member with an account, or an inactive one."""
    known = await members.find_member_by_email(acting.tx, acting.tenant_id, email)
    if known is not None and (known.person_id is not None or not known.is_active):
        raise errors.Conflict("There is a member with this e-mail address already.")
    link = Link(
        id=acting.new_id(),
        kind="invite",
        tenant_id=acting.tenant_id,
        email=email,
        name=None,
        role=role,
        person_id=None,
        created_by=acting.actor.id,
        created_at=acting.now,
        ends_at=acting.now + people.LINK_LASTS["invite"],
        used_at=None,
    )
    await Links(acting.tx).insert(link, token_hash)
    return link


async def withdraw_invitation(acting: Acting, link_id: UUID) -> None:
    """Raises NotFound for one that is not there or was accepted."""
    if not await Links(acting.tx).drop_invitation(acting.tenant_id, link_id):
        raise errors.NotFound("There is no open invitation with this id.")


async def accept_invitation(visiting: Visiting, token_hash: bytes, person: Person) -> Member:
    """Use the link up and make the person a member; the transaction stands in that tenant from here on.

    Raises Invalid for a link that has ended, Conflict for a member.
    """
    link = await Links(visiting.tx).use("invite", token_hash, visiting.now)
    if link is None:
        raise errors.Invalid.field("token", "is wrong, used already or too old; ask for a new invitation")
    return await join_by_link(visiting, link, person)


async def join_by_link(visiting: Visiting, link: Link, person: Person) -> Member:
    """Make the person a member as an invitation says that is used up; the transaction stands in that tenant from here
    on. Raises Conflict for a member."""
    assert link.tenant_id is not None, "an invitation has a tenant and a role"
    assert link.role is not None, "an invitation has a tenant and a role"
    await visiting.tx.step_into(link.tenant_id)
    acting = await acting_as(visiting, link.tenant_id, link.created_by or link.id, link.role)
    member = await join_person(acting, person, link.role)
    of_member = await acting_as(visiting, link.tenant_id, member.id, link.role)
    await auditing.note(of_member, "invitation_accepted", member.id, role=link.role)
    return member


async def acting_as(visiting: Visiting, tenant_id: UUID, member_id: UUID, role: Role) -> Acting:
    """Acting as a member of the tenant that the transaction has stepped into."""
    return Acting(
        tx=visiting.tx,
        tenant_id=tenant_id,
        actor=Actor(kind="member", id=member_id, role=role, member_id=member_id, credential=f"member {member_id}"),
        settings=await get_settings(visiting.tx, tenant_id),
        now=visiting.now,
        new_id=visiting.new_id,
        request_id=visiting.request_id,
        address=visiting.address,
    )
