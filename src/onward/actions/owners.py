"""Owners who come from outside: by the set-up link of a new server, or by the administrator's word."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec

from onward.actions import auditing
from onward.actions.acting import Acting, Visiting
from onward.actions.invitations import acting_as
from onward.actions.members import join_owner
from onward.actions.tenants import seed_tenant
from onward.domain import errors, people, tokens
from onward.domain.people import Person
from onward.domain.records import Member, Tenant
from onward.domain.roles import Actor
from onward.store.people import Links, People


class Opening(msgspec.Struct, frozen=True):
    """The open set-up link; its token is None where another server has made it, and only that one can tell."""

    begun_at: datetime
    ends_at: datetime
    token: str | None


async def open_setup(visiting: Visiting, token_of: Callable[[UUID], str]) -> Opening | None:
    """The one link that makes the first tenant and its owner: made now, or by another start that is still good.

    `token_of` makes the token of a link; where it always makes the same for one, every start can tell it. None where
    the link was used at this moment.
    """
    links, now = Links(visiting.tx), visiting.now
    link_id, ends_at = visiting.new_id(), now + people.LINK_LASTS["setup"]
    token = token_of(link_id)
    if await links.insert_setup(link_id, tokens.token_hash(token), now, ends_at):
        return Opening(now, ends_at, token)
    link = await links.find_open_setup(now)
    if link is None:
        return None
    token = token_of(link.id)
    is_known = await links.find("setup", tokens.token_hash(token), now) is not None
    return Opening(link.created_at, link.ends_at, token if is_known else None)


async def set_up(visiting: Visiting, token_hash: bytes, tenant: Tenant, person: Person) -> Member:
    """The first tenant, and its owner. Raises Invalid for a link that has ended, as it does once anybody has a
    credential, and Conflict for a taken slug."""
    link = await Links(visiting.tx).use("setup", token_hash, visiting.now)
    if await People(visiting.tx).has_credentials():
        link = None
    if link is None or not await Links(visiting.tx).insert_first_tenant(token_hash, tenant, visiting.now):
        raise errors.Invalid.field(
            "token", "is wrong, used already or too old; start the server anew for a link that is good"
        )
    await People(visiting.tx).insert(person.id, person.email, person.name, person.password_hash, visiting.now)
    await visiting.tx.step_into(tenant.id)
    await seed_tenant(await _as_local(visiting, tenant), tenant)
    return await add_owner(visiting, tenant, person)


async def add_owner(visiting: Visiting, tenant: Tenant, person: Person) -> Member:
    """Make a person an owner of a tenant. The transaction stands in it afterwards. Raises Conflict for a member."""
    await visiting.tx.step_into(tenant.id)
    acting = await _as_local(visiting, tenant)
    member = await join_owner(acting, person, tenant.local_member_id)
    await auditing.note(acting, "owner_created", member.id)
    return member


async def _as_local(visiting: Visiting, tenant: Tenant) -> Acting:
    local_id: UUID = tenant.local_member_id
    acting = await acting_as(visiting, tenant.id, local_id, "owner")
    local = Actor(kind="local", id=local_id, role="owner", member_id=local_id, credential="local")
    return msgspec.structs.replace(acting, actor=local)
