"""Making tenants and seeding them: shared by the commands that do so."""

from onward import demo, wiring
from onward.actions import tenants
from onward.domain import errors, slugs
from onward.domain.records import Tenant
from onward.wiring import Administration

_NAME_LENGTH = 200


def check_slug(slug: str) -> None:
    """Raises Invalid for what is no slug, or could be taken for an id."""
    fault = slugs.slug_fault(slug)
    if fault is not None:
        raise errors.Invalid.field("--slug", fault)


def check_name(name: str) -> None:
    if not 1 <= len(name.strip()) <= _NAME_LENGTH or not name.isprintable():
        raise errors.Invalid.field("--name", f"must be a name of 1 to {_NAME_LENGTH} characters")


async def create_tenant(administration: Administration, slug: str, name: str) -> Tenant | None:
    """A new tenant with all that tenants begin with, or nothing at all; None when the slug is taken."""
    made = _new_tenant(slug, name)
    async with administration.connection.transaction():
        if not await administration.registry.insert_tenant(made, wiring.clock()):
            return None
        async with administration.acting_for(made) as acting:
            await tenants.seed_tenant(acting, made)
    return made


async def create_demo(administration: Administration, slug: str) -> demo.Populated | None:
    """A new tenant full of believable people, or nothing at all; None when the slug is taken."""
    made = _new_tenant(slug, demo.TENANT_NAME)
    async with administration.connection.transaction():
        if not await administration.registry.insert_tenant(made, wiring.clock()):
            return None
        async with administration.acting_for(made) as acting:
            return await demo.populate(acting, made)


async def seed_all(administration: Administration) -> dict[str, int]:
    """Give every tenant what it lacks; how many templates were added, by slug."""
    added = {}
    for tenant in await administration.registry.list_tenants():
        async with administration.acting_for(tenant) as acting:
            added[tenant.slug] = await tenants.seed_tenant(acting, tenant)
    return added


def _new_tenant(slug: str, name: str) -> Tenant:
    return Tenant(id=wiring.new_id(), slug=slug, name=name.strip(), local_member_id=wiring.new_id())
