"""Two databases for the whole room, since the notes are never kept: one where nobody has a credential, so
that local mode holds, and one with keys."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import asyncpg
import pytest

from onward.embedded import Engine
from tests.conftest import TEMPLATE, url_of

from .asking import Asker
from .serving import AskedDatabase, Keys, keys_of, serve


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


@contextmanager
def _clone(engine: Engine, name: str) -> Iterator[str]:
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    asyncio.run(_execute(engine.dsn, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy"))
    yield url_of(engine, name)
    asyncio.run(_execute(engine.dsn, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def keyless_url(engine: Engine, template_url: str) -> Iterator[str]:
    with _clone(engine, "keyless") as url:
        yield url


@pytest.fixture(scope="session")
def keyed_url(engine: Engine, template_url: str) -> Iterator[str]:
    with _clone(engine, "keyed") as url:
        yield url


@pytest.fixture
async def keyless(keyless_url: str) -> AsyncIterator[AskedDatabase]:
    database = AskedDatabase(keyless_url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def keyed(keyed_url: str) -> AsyncIterator[AskedDatabase]:
    database = AskedDatabase(keyed_url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def keys(keyed: AskedDatabase) -> AsyncIterator[Keys]:
    async with keys_of(keyed) as keys:
        yield keys


@pytest.fixture
def local(keyless: AskedDatabase) -> Asker:
    """A server in local mode."""
    return serve(keyless)


@pytest.fixture
def guarded(keyed: AskedDatabase) -> Asker:
    """A server that asks for keys."""
    return serve(keyed, local_mode="off")
