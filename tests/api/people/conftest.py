"""The house with its people in it."""

from collections.abc import AsyncIterator

import pytest

from onward.store.transactions import Database
from tests.stage import ACME, ADA, CLEO, GLOBEX

from .house import ADAS_PASSWORD, BENS_PASSWORD, CLEOS_PASSWORD, House, open_house


@pytest.fixture
async def house(database: Database, database_url: str) -> AsyncIterator[House]:
    async with open_house(database, database_url) as house:
        ben = (await house.rows("SELECT id FROM members WHERE email = 'ben@acme.example'"))[0]["id"]
        await house.join(await house.person("ada@acme.example", "Ada", ADAS_PASSWORD), ACME, ADA)
        await house.join(await house.person("ben@acme.example", "Ben", BENS_PASSWORD), ACME, ben)
        await house.join(await house.person("cleo@globex.example", "Cleo", CLEOS_PASSWORD), GLOBEX, CLEO)
        yield house
