"""Puts the parts together from settings: addresses, the engine, the app, and the command line's ways in.

The clock and the maker of ids are chosen here, and nowhere below. Decisions of the product live elsewhere.
"""

import gc
import os
import random
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
from litestar.types import ASGIApp
from msgspec import Struct, structs
from uuid_utils.compat import uuid7

from onward import embedded, equipping
from onward import settings as settings_room
from onward.actions.acting import Acting, Visiting
from onward.api import site
from onward.api.app import create_app
from onward.api.equipment import OnStop
from onward.domain import errors
from onward.domain.records import Tenant
from onward.domain.roles import Actor
from onward.embedded.folders import Folders
from onward.settings import Settings
from onward.store import inspection
from onward.store.settings import get_settings
from onward.store.tenants import Registry
from onward.store.transactions import GONE, Database, Tx
from onward.worker.loop import CONNECTIONS, Worker
from onward.worker.steps import STEPS

# Connections that are not the pool's: start-up checks, commands, a backup, a look with psql.
SPARE_CONNECTIONS = 10
_EMBEDDED_CONNECTIONS = 100

new_id: Callable[[], UUID] = uuid7


def clock() -> datetime:
    return datetime.now(UTC)


class Addresses(Struct, frozen=True):
    """Where the database is, for the app and for the tables' owner; `engine` is the embedded one, if it is."""

    database: str
    owner: str
    engine: embedded.Engine | None = None


def read_settings(environment: Mapping[str, str], **flags: object) -> Settings:
    """The settings of the environment, those given as flags on the command line before it. Raises Invalid."""
    chosen = dict(environment)
    for name, value in flags.items():
        if value is not None:
            variable = f"ONWARD_{name.upper()}"
            chosen.pop(f"{variable}_FILE", None)
            chosen[variable] = str(value)
    return settings_room.read(chosen)


@contextmanager
def open_engine(settings: Settings) -> Iterator[Addresses]:
    """The database for the length of a `with`: the one that is named, else the embedded engine under a lease."""
    if settings.database_url is not None:
        yield Addresses(settings.database_url, settings.migration_url or settings.database_url)
        return
    if settings.migration_url is not None:
        raise errors.Refused("ONWARD_MIGRATION_URL is set, but not ONWARD_DATABASE_URL: set both, or neither.")
    with embedded.lease(engine_folder(settings), settings=_engine_settings(settings)) as engine:
        yield Addresses(engine.dsn, engine.dsn, engine)


def acquire_engine(settings: Settings) -> embedded.Lease | None:
    """A lease until the process ends, for a worker process; None where the database is not ours."""
    if settings.database_url is not None:
        return None
    return embedded.acquire(engine_folder(settings), settings=_engine_settings(settings))


def engine_folder(settings: Settings) -> Path:
    return settings.folder(is_root=os.geteuid() == 0)


def has_engine(settings: Settings) -> bool:
    """Whether the embedded engine has ever been started here."""
    return Folders(engine_folder(settings).resolve()).cluster.exists()


def connections(settings: Settings) -> int:
    """How many connections the pools of one server hold at the most, its worker's among them."""
    return settings.pool_size * settings.workers + (CONNECTIONS if settings.worker else 0)


def _engine_settings(settings: Settings) -> dict[str, str]:
    wanted = connections(settings) + 2 * SPARE_CONNECTIONS
    return {"max_connections": str(max(_EMBEDDED_CONNECTIONS, wanted))}


def create_application(settings: Settings, database_url: str, *, is_loopback: bool, on_stop: OnStop) -> ASGIApp:
    """`on_stop` is given what is to be called as soon as the server is told to stop."""
    database = Database(
        database_url, size=settings.pool_size, statement_timeout_seconds=settings.statement_timeout_seconds
    )
    equipment = equipping.equipment(settings, engine_folder(settings), clock)
    return create_app(
        database,
        local_mode=settings.local_mode,
        is_loopback=is_loopback,
        metrics_token=settings.metrics_token,
        clock=clock,
        new_id=new_id,
        expected_revision=inspection.expected_revision(),
        log_requests=settings.log_requests,
        equipment=structs.replace(equipment, on_stop=on_stop),
        drain_seconds=settings.shutdown_timeout_seconds,
        site=site.load(base_path=equipment.base_path),
    )


@asynccontextmanager
async def open_worker(settings: Settings, database_url: str) -> AsyncIterator[Worker]:
    """A worker that does not work yet, with a pool of its own."""
    database = Database(database_url, size=CONNECTIONS, statement_timeout_seconds=settings.statement_timeout_seconds)
    await database.open()
    try:
        yield Worker(
            database,
            STEPS,
            worker_id=new_id(),
            clock=clock,
            new_id=new_id,
            jitter=random.random,
            drain_seconds=settings.shutdown_timeout_seconds,
        )
    finally:
        await database.close()


def public_url(settings: Settings) -> str:
    """Where browsers reach the application: as it is set, else where the server listens on this machine."""
    return address(settings, f"http://{settings.host}:{settings.port}")


def address(settings: Settings, taken: str) -> str:
    """The same, for a server that has taken an address."""
    return (settings.public_url or taken).rstrip("/") + settings.base_path.rstrip("/")


def settle_memory() -> None:
    """Leave what start-up made out of garbage collection, and collect less often: long pauses become rare."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class Administration:
    """The command line's two ways into the database: as the tables' owner, and acting inside a tenant."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]", database: Database) -> None:
        self.connection = connection
        self.registry = Registry(connection)
        self.database = database

    @asynccontextmanager
    async def acting_for(self, tenant: Tenant) -> AsyncIterator[Acting]:
        """Act in a tenant as its local owner; committed at the end of the `with` unless something is raised."""
        async with self.database.transaction(tenant.id) as tx:
            yield await _acting(tx, tenant)
            await tx.commit()

    @asynccontextmanager
    async def visiting(self) -> AsyncIterator[Visiting]:
        """Act outside the tenants; committed at the end of the `with` unless something is raised."""
        async with self.database.outside() as tx:
            yield Visiting(tx, clock(), new_id, str(new_id()))
            await tx.commit()

    async def get_tenant(self, key: str) -> Tenant:
        """By id or slug. Raises NotFound."""
        tenant = await self.database.resolve_tenant(key)
        if tenant is None:
            raise errors.NotFound(f"There is no tenant {key!r}. `onward tenants list` shows those that there are.")
        return tenant


async def _acting(tx: Tx, tenant: Tenant) -> Acting:
    member_id = tenant.local_member_id
    return Acting(
        tx=tx,
        tenant_id=tenant.id,
        actor=Actor(kind="local", id=member_id, role="owner", member_id=member_id, credential="command line"),
        settings=await get_settings(tx, tenant.id),
        now=clock(),
        new_id=new_id,
        request_id=str(new_id()),
    )


@asynccontextmanager
async def administer(addresses: Addresses) -> AsyncIterator[Administration]:
    """Connect as the owner of the tables, and open a small pool for acting. Raises Unavailable."""
    async with connected(addresses.owner) as connection:
        database = Database(addresses.database, size=2, statement_timeout_seconds=60)
        await database.open()
        try:
            yield Administration(connection, database)
        finally:
            await database.close()


@asynccontextmanager
async def connected(dsn: str, role: str | None = None) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """One connection, as another role if one is named.

    Raises Unavailable when nobody answers, Refused when the user, role or database is not accepted.
    """
    server_settings = {"application_name": "onward", **({"role": role} if role else {})}
    try:
        connection = await asyncpg.connect(dsn, timeout=10, server_settings=server_settings)
    except (*GONE, ValueError) as gone:
        raise errors.Unavailable(f"The database cannot be reached: {_first_line(gone)}.") from gone
    except asyncpg.PostgresError as refused:
        raise errors.Refused(f"The database refuses the connection: {_first_line(refused)}.") from refused
    try:
        yield connection
    except (asyncpg.InterfaceError, asyncpg.PostgresConnectionError) as gone:
        raise errors.Unavailable(f"The database is gone: {_first_line(gone)}.") from gone
    finally:
        await connection.close()


def _first_line(problem: BaseException) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(problem).__name__
