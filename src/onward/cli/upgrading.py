"""Making sure that a database is at this version's revision before anything else is done with it."""

import subprocess
import sys

from onward import wiring
from onward.cli import checks
from onward.domain import errors
from onward.store import inspection
from onward.wiring import Addresses


async def ensure_migrated(addresses: Addresses) -> None:
    """Migrate where that is needed. Raises Refused where it cannot be done."""
    if await check_upgradable(addresses) != inspection.expected_revision():
        _migrate()


async def check_upgradable(addresses: Addresses) -> str | None:
    """The revision that the database is at. Raises Refused for a server too old or a database too new."""
    async with wiring.connected(addresses.owner) as connection:
        wrong = checks.version_fault(*await inspection.get_version(connection))
        revision = await inspection.find_revision(connection)
    expected = inspection.expected_revision()
    if revision is not None and revision > expected:
        wrong = checks.revision_fault(revision, expected)
    if wrong is not None:
        raise errors.Refused(wrong)
    return revision


async def check_migrated(addresses: Addresses) -> None:
    """Raises Refused for a database at another revision; the embedded one is ours to migrate."""
    if addresses.engine is not None:
        await ensure_migrated(addresses)
        return
    async with wiring.connected(addresses.owner) as connection:
        found = await inspection.find_revision(connection)
    wrong = checks.revision_fault(found, inspection.expected_revision())
    if wrong is not None:
        raise errors.Refused(wrong)


def _migrate() -> None:
    """In a process of its own: the migration tools are large, and the server never needs them again."""
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "onward.cli", "migrate"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if ended.returncode != 0:
        raise errors.Refused("The database could not be migrated; why is said above.")
