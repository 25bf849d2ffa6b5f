"""Owners who come from outside: by the set-up link of a new server, or by the administrator's word."""

from uuid import UUID

import msgspec

from onward.actions import auditing
from onward.actions.acting import Acting, Visiting
from onward.actions.invitations import acting_as
from onward.actions.members import join_owner
from onward.actions.tenants import seed_tenant
from onward.domain import errors, people
from onward.domain.people import Link, Person
from onward.domain.records import Member, Tenant
from onward.domain.roles import Actor
from onward.store.people import Links, People


async def make_setup_link(visiting: Visiting, token_hash: bytes) -> Link:
    """The one link that makes the first tenant and its owner; older ones end."""
    await Links(visiting.tx).drop_setups()
    link = Link(
        id=visiting.new_id(),
        kind="setup",
        tenant_id=None,
        email=None,
        name=None,
        role=None,
        person_id=None,
        created_by=None,
        created_at=visiting.now,
        ends_at=visiting.now + people.LINK_LASTS["setup"],
        used_at=None,
    )
    await Links(visiting.tx).insert(link, token_hash)
    return link


async def set_up(visiting: Visiting, token_hash: bytes, tenant: Tenant, person: Person) -> Member:
    """The first tenant, and its owner. Raises Invalid for a link that has ended, as it does once anybody has a
    credential, and Conflict for a taken slug."""
    link = await Links(visiting.tx).use("setup", token_hash, visiting.now)
    if await People(visiting.tx).has_credentials():
        link = None
    if link is None or not await Links(visiting.tx).insert_first_tenant(token_hash, tenant, visiting.now):
        raise errors.Invalid.field("token", "is wrong, used already or too old; start the server anew for a new link")
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
