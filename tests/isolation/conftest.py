"""The databases of the two worlds: made once for all workers of a run, cloned for each test."""

import asyncio
import fcntl
import itertools
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from onward.embedded import Engine
from onward.store.transactions import Database
from tests.conftest import TEMPLATE, url_of
from tests.isolation.cast import Caller
from tests.isolation.globex import forget_globex, populate
from tests.isolation.pair import Pair, pair_over

SHARED, ALONE = "isolation_shared", "isolation_alone"
_numbers = itertools.count()

OpenPair = Callable[..., AbstractAsyncContextManager[Pair]]


@pytest.fixture(scope="session")
def globex(engine: Engine, template_url: str, run_folder: Path) -> dict[str, str]:
    """The texts that name globex's things; with this the databases of both worlds are there."""
    assert template_url
    made = run_folder / "isolation.json"
    with (run_folder / "isolation.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            made.write_text(json.dumps(asyncio.run(_make(engine))))
    found: dict[str, str] = json.loads(made.read_text())
    return found


async def _make(engine: Engine) -> dict[str, str]:
    await _clone(engine, SHARED, TEMPLATE)
    things = await populate(url_of(engine, SHARED))
    await _clone(engine, ALONE, SHARED)
    await forget_globex(url_of(engine, ALONE))
    return things


@pytest.fixture
def open_pair(engine: Engine, globex: dict[str, str]) -> OpenPair:
    """Opens the two worlds for a caller, in databases that are gone afterwards."""

    @asynccontextmanager
    async def opened(caller: Caller, kind: Callable[..., Database] = Database, **more: Any) -> AsyncIterator[Pair]:
        async with AsyncExitStack() as stack:
            shared, alone = [await stack.enter_async_context(_cloned(engine, of)) for of in (SHARED, ALONE)]
            yield await stack.enter_async_context(pair_over(shared, alone, caller, globex, kind, **more))

    return opened


@asynccontextmanager
async def _cloned(engine: Engine, of: str) -> AsyncIterator[str]:
    name = f"i_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}_{next(_numbers)}"
    await _clone(engine, name, of)
    try:
        yield url_of(engine, name)
    finally:
        await _execute(engine, f"DROP DATABASE {name} WITH (FORCE)")


async def _clone(engine: Engine, name: str, of: str) -> None:
    await _execute(engine, f"CREATE DATABASE {name} TEMPLATE {of} STRATEGY file_copy")


async def _execute(engine: Engine, statement: str) -> None:
    connection = await asyncpg.connect(engine.dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
