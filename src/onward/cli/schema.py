"""`onward migrate` and `onward seed`: the database's shape, and what every tenant begins with."""

import asyncio
import os

from onward import wiring
from onward.cli import tenancy, terminal, upgrading
from onward.store import schema
from onward.wiring import Addresses


def migrate() -> None:
    """Bring the database to the newest migration. Safe to repeat, and from several machines at once."""
    settings = wiring.read_settings(os.environ)
    with wiring.open_engine(settings) as addresses:
        bring_up_to_date(addresses)
    terminal.say(f"The database is at revision {schema.expected_revision()}.")


def bring_up_to_date(addresses: Addresses) -> None:
    """Migrate, and let the serving user assume its role. Raises Unavailable, Refused."""
    asyncio.run(upgrading.check_upgradable(addresses))
    schema.migrate(addresses.owner)
    schema.grant_app_role(addresses.owner, addresses.database)


def seed() -> None:
    """Give every tenant the default templates, types and outcomes that it lacks. Safe to repeat."""
    settings = wiring.read_settings(os.environ)
    with wiring.open_engine(settings) as addresses:
        added = asyncio.run(_seed(addresses))
    for slug, count in added.items():
        terminal.say(f"{slug}\t{count} templates added")


async def _seed(addresses: Addresses) -> dict[str, int]:
    async with wiring.administer(addresses) as administration:
        return await tenancy.seed_all(administration)
