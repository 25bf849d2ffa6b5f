"""How a command gets at the database as the owner of its tables: a running server's, or one started for it."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

from onward import wiring
from onward.cli import upgrading
from onward.domain import errors
from onward.store import inspection
from onward.wiring import Addresses, Administration

Result = TypeVar("Result")
Work = Callable[[Administration], Awaitable[Result]]


def administer(work: Work[Result]) -> Result:
    """Do some work as the owner of the tables. Raises Unavailable, Refused."""
    settings = wiring.read_settings(os.environ)
    with wiring.open_engine(settings) as addresses:
        return asyncio.run(_do(addresses, work))


async def _do(addresses: Addresses, work: Work[Result]) -> Result:
    await upgrading.check_migrated(addresses)
    async with wiring.administer(addresses) as administration:
        if not await inspection.may_administer(administration.connection):
            raise errors.Refused(
                "The user of ONWARD_DATABASE_URL does not own the tables. Set ONWARD_MIGRATION_URL to an address "
                "with the user who does."
            )
        return await work(administration)
