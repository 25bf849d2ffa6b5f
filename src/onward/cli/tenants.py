"""`onward tenants`: create and list."""

from onward.cli import tenancy, terminal
from onward.cli.administering import administer
from onward.domain import errors
from onward.domain.records import Tenant
from onward.wiring import Administration


def create(*, slug: str, name: str) -> None:
    """Create a tenant with the default templates, and print its id alone.

    Parameters
    ----------
    slug
        A short name for addresses and headers, of a-z, 0-9 and -; it cannot be changed.
    name
        The organisation's name.
    """
    tenancy.check_slug(slug)
    tenancy.check_name(name)

    async def work(administration: Administration) -> Tenant | None:
        return await tenancy.create_tenant(administration, slug, name)

    made = administer(work)
    if made is None:
        raise errors.Conflict(f"There is a tenant {slug!r} already. Choose another slug.")
    terminal.say(str(made.id))


def list_all() -> None:
    """List the tenants: id, slug and name."""

    async def work(administration: Administration) -> list[Tenant]:
        return await administration.registry.list_tenants()

    rows = [(str(tenant.id), tenant.slug, tenant.name) for tenant in administer(work)]
    terminal.tabulate(("id", "slug", "name"), rows)
