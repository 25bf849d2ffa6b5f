"""What must hold before the first request: a migrated database, a role that row security binds, room for the
pools, seeded tenants, and nobody let in who should not be."""

import secrets
from uuid import UUID

from msgspec import Struct

from onward import equipping, wiring
from onward.actions import owners
from onward.actions.owners import Opening
from onward.api import access
from onward.cli import checks, tenancy, upgrading
from onward.cli.listener import Listener
from onward.domain import errors, tokens
from onward.domain.records import Customer, Interaction, Tenant
from onward.settings import Settings
from onward.store import customers, inspection, interactions
from onward.store.pages import Keyset
from onward.store.transactions import APP_ROLE
from onward.wiring import Addresses, Administration

DEMO_SLUG = access.LOCAL_TENANT


class Example(Struct, frozen=True):
    """A customer of the demo tenant with a next step, to try things on."""

    customer: Customer
    interaction: Interaction


class Readiness(Struct, frozen=True):
    """What the first lines tell: whether every request needs a key, something to try, and where nobody can come in
    yet, the link to begin with."""

    needs_key: bool
    example: Example | None
    opening: Opening | None = None


async def prepare(addresses: Addresses, settings: Settings, listener: Listener) -> Readiness:
    """Make the database fit to be served from, or raise an error that says what to do."""
    equipping.prepare(settings, wiring.engine_folder(settings), wiring.clock)
    await upgrading.ensure_migrated(addresses)
    await check_serving_role(addresses, settings)
    async with wiring.administer(addresses) as administration:
        has_credentials = await administration.database.has_credentials()
        access.check_binding(listener.address, settings.local_mode, has_credentials)
        await _seed(administration)
        needs_key = has_credentials or settings.local_mode == "off"
        has_way_in = has_credentials or settings.local_mode == "auto"
        opening = None if has_way_in else await _open_setup(administration, settings)
        return Readiness(needs_key, await _find_example(administration), opening)


async def _open_setup(administration: Administration, settings: Settings) -> Opening | None:
    """A way in for the first owner. All servers with one secret key tell the same link."""
    seal = equipping.seal(settings, wiring.engine_folder(settings))

    def token_of(link_id: UUID) -> str:
        secret = secrets.token_bytes(tokens.TOKEN_BYTES) if seal is None else seal.derived(f"set-up link {link_id}")
        return tokens.token_text(secret)

    async with administration.visiting() as visiting:
        return await owners.open_setup(visiting, token_of)


async def check_serving_role(addresses: Addresses, settings: Settings) -> None:
    """Raises Refused where row security does not bind the role that serves, or the pools do not fit."""
    async with wiring.connected(addresses.database, APP_ROLE) as connection:
        standing = await inspection.get_standing(connection)
        capacity = await inspection.get_capacity(connection)
    wrong = checks.standing_fault(standing) or checks.capacity_fault(settings, capacity)
    if wrong is not None:
        raise errors.Refused(wrong)


async def _seed(administration: Administration) -> None:
    """As the tables' owner only: a server that is no owner leaves this to `onward migrate` and `onward seed`."""
    if not await inspection.may_administer(administration.connection):
        return
    if not await tenancy.seed_all(administration):
        await tenancy.create_demo(administration, DEMO_SLUG)


async def _find_example(administration: Administration) -> Example | None:
    tenant = await administration.database.resolve_tenant(DEMO_SLUG)
    return None if tenant is None else await _find_example_of(administration, tenant)


async def _find_example_of(administration: Administration, tenant: Tenant) -> Example | None:
    async with administration.database.transaction(tenant.id) as tx:
        by_name = Keyset("name", descending=False)
        wanted = customers.CustomerFilter(status=["active"])
        for customer in await customers.list_customers(tx, tenant.id, wanted, by_name, 20):
            interaction = await interactions.find_next_of_customer(tx, tenant.id, customer.id)
            if interaction is not None:
                return Example(customer, interaction)
    return None
