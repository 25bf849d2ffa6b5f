"""`onward demo`: a tenant to try things on."""

from onward import demo as demonstration
from onward.cli import tenancy, terminal
from onward.cli.administering import administer
from onward.wiring import Administration


def demo(*, tenant: str = "demo") -> None:
    """Create a tenant with believable customers, members, templates and a year of work.

    Parameters
    ----------
    tenant
        The new tenant's slug.
    """
    tenancy.check_slug(tenant)

    async def work(administration: Administration) -> demonstration.Populated | None:
        return await tenancy.create_demo(administration, tenant)

    populated = administer(work)
    if populated is None:
        terminal.say(f"The tenant {tenant} is there already; nothing was changed.")
        return
    terminal.say(
        f"Created the tenant {tenant} with {populated.customers} customers and {populated.members} members. "
        f"Name it in the header: X-Tenant-ID: {tenant}"
    )
