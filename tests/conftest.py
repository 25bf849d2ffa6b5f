"""The stage: one embedded engine for the run, a migrated template database, a clone of it for each test.

The cast: Ada owns the tenant `acme`, Ben is her rep; Cleo owns the tenant `globex`.
"""

import asyncio
import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from onward import embedded
from onward.embedded import Engine
from onward.store import schema
from onward.store.transactions import Database
from tests.stage import Stage, set_stage

RUN_FOLDER = "PYTEST_RUN_FOLDER"
TEMPLATE = "onward_template"
_numbers = itertools.count()


def pytest_configure() -> None:
    """One folder for all workers of a run. Not pytest's own: as root that one is closed to the engine."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="onward-tests-")
        Path(os.environ[RUN_FOLDER]).chmod(0o711)


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        embedded.wait_until_stopped(Path(os.environ[RUN_FOLDER]))
        shutil.rmtree(os.environ.pop(RUN_FOLDER))


@pytest.fixture(scope="session")
def run_folder() -> Path:
    return Path(os.environ[RUN_FOLDER])


@pytest.fixture(scope="session")
def engine(run_folder: Path) -> Iterator[Engine]:
    """One engine for all workers of a run; what it writes need not survive a crash of the machine."""
    settings = {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "300",
        "shared_buffers": "128MB",
    }
    with embedded.lease(run_folder, settings=settings) as leased:
        yield leased


def url_of(engine: Engine, database: str) -> str:
    parts = urlsplit(engine.dsn)
    return urlunsplit(parts._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def template_url(engine: Engine, run_folder: Path) -> str:
    """The database that all others are cloned from: migrated, with the cast in it."""
    url = url_of(engine, TEMPLATE)
    with (run_folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = run_folder / "template.made"
        if not made.exists():
            asyncio.run(_execute(engine.dsn, f"CREATE DATABASE {TEMPLATE}"))
            schema.migrate(url)
            asyncio.run(set_stage(url))
            made.touch()
    return url


@pytest.fixture
async def database_url(engine: Engine, template_url: str) -> AsyncIterator[str]:
    """A database of this test's own."""
    name = f"t_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}_{next(_numbers)}"
    await _execute(engine.dsn, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    yield url_of(engine, name)
    await _execute(engine.dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, size=8)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def stage(database: Database, database_url: str) -> AsyncIterator[Stage]:
    async with Stage.over(database, database_url) as stage:
        yield stage


@pytest.fixture
def repository() -> Path:
    return Path(__file__).parents[1]


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
