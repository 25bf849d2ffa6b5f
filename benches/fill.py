"""Fills a database with the made-up world, once: it is cloned for work that changes it.

Fast by the owner's means: foreign keys are not checked row by row and plain indexes are made afterwards.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import psycopg
import uuid_utils.compat

import onward.store
from benches import rows
from benches.world import CAMPAIGNS, INTERACTIONS_EACH, MEMBERS, TENANTS, WORKFLOWS_EACH, World, id_of, sql_id
from onward.actions import templates, tenants
from onward.actions.acting import Acting
from onward.domain import credentials, search
from onward.domain.records import Customer, Definition, Step, Template, Tenant, TenantSettings
from onward.domain.roles import Actor
from onward.embedded import Engine
from onward.store import schema
from onward.store.columns import CUSTOMER_TYPES, named
from onward.store.tenants import ApiKey, Registry
from onward.store.transactions import Database, Tx

SEQUENCE = Definition(
    name="Benchmark Sequence",
    steps=(
        Step(1, "phone_call", "Initial Phone Call", "Make initial contact call", 0, 0, 2),
        Step(2, "send_proposal", "Send Proposal", "Send proposal within two days", 0, 2, 3),
        Step(3, "follow_up", "Follow-up", "Follow up on proposal", 3, 2),
    ),
)
_FILLED_TABLES = ("customers", "workflows", "interactions", "search_words")
Connection = psycopg.Connection[tuple[Any, ...]]


def ensure(engine: Engine, world: World) -> str:
    """The name of a database that holds the world; made when it is missing or made by other code."""
    world.check()
    mark = _mark()
    with connect(engine, "postgres") as server:
        if _comment(server, world.database) == mark:
            return world.database
        print(f"Filling {world.database}: {world.interactions:,} interactions", flush=True)
        execute(server, f"DROP DATABASE IF EXISTS {world.database} WITH (FORCE)")
        execute(server, f"CREATE DATABASE {world.database}")
    began = time.perf_counter()
    _fill(engine, world)
    with connect(engine, "postgres") as server:
        execute(server, f"COMMENT ON DATABASE {world.database} IS '{mark}'")
    print(f"Filled {world.database} in {time.perf_counter() - began:.0f} s", flush=True)
    return world.database


def clone(engine: Engine, source: str, target: str) -> None:
    """Make `target` a fresh copy of `source`, with all of it on disk."""
    with connect(engine, "postgres") as server:
        execute(server, f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        execute(server, f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY file_copy")
        execute(server, "CHECKPOINT")


def connect(engine: Engine, database: str) -> Connection:
    """A connection as the tables' owner, each statement its own transaction."""
    return psycopg.connect(engine.dsn_of(database), autocommit=True)


def execute(connection: Connection, sql: str) -> None:
    connection.execute(sql)


def fetch(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def key_of(tenant: int) -> str:
    """The text of the tenant's API key."""
    return _key(tenant)[0]


def _key(tenant: int) -> tuple[str, bytes]:
    secret = hashlib.sha256(f"benchmark tenant {tenant}".encode()).digest()
    return credentials.make_key(id_of("tenant", tenant), secret)


def _mark() -> str:
    """What a filled database was made by: the schema's sources and the fill's own."""
    migrations = sorted((Path(onward.store.__file__).parent / "migrations").rglob("*.py"))
    sources = [*migrations, *(Path(__file__).with_name(name) for name in ("world.py", "rows.py", "fill.py"))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


def _comment(server: Connection, database: str) -> str | None:
    sql = f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{database}'"
    found = fetch(server, sql)
    return found[0][0] if found else None


def _fill(engine: Engine, world: World) -> None:
    dsn = engine.dsn_of(world.database)
    schema.migrate(dsn)
    now = datetime.now(UTC)
    asyncio.run(_found_tenants(dsn, now))
    base = f"'{now.isoformat()}'::timestamptz"
    with connect(engine, world.database) as owner:
        for setting in ("synchronous_commit = off", "session_replication_role = replica", "work_mem = '256MB'"):
            execute(owner, f"SET {setting}")
        execute(owner, "SET maintenance_work_mem = '1GB'")
        with _without_indexes(owner):
            for label, sql in _inserts(world, base):
                _timed(label, partial(execute, owner, sql))
        check_words(owner, world)
        _timed("vacuum and analyze", partial(execute, owner, "VACUUM (FREEZE, ANALYZE)"))
        _timed("checkpoint", partial(execute, owner, "CHECKPOINT"))


def _inserts(world: World, base: str) -> Iterator[tuple[str, str]]:
    yield "members", _MEMBERS.format(base=base)
    yield "campaigns", _CAMPAIGNS.format(base=base)
    yield "customers", rows.customers(world, base)
    for k in range(WORKFLOWS_EACH):
        yield f"workflows {k + 1}/{WORKFLOWS_EACH}", rows.workflows(world, base, k)
    for k in range(INTERACTIONS_EACH):
        yield f"interactions {k + 1}/{INTERACTIONS_EACH}", rows.interactions(world, base, k)
    yield "words of customers", rows.customer_words(world)
    yield "words of interactions", rows.title_words(world)


_MEMBERS = f"""
INSERT INTO members (tenant_id, id, name, email, role, is_active, version, created_at, updated_at)
SELECT {sql_id("tenant", f"n / {MEMBERS}")}, {sql_id("member", "n")}, 'Member ' || n, 'member' || n || '@example.com',
  'rep', true, 1, {{base}}, {{base}}
FROM generate_series(0, {TENANTS * MEMBERS - 1}) AS n
"""
_CAMPAIGNS = f"""
INSERT INTO campaigns (tenant_id, id, name, status, version, created_at, updated_at)
SELECT {sql_id("tenant", f"n / {CAMPAIGNS}")}, {sql_id("campaign", "n")}, 'Campaign ' || n, 'active', 1,
  {{base}}, {{base}}
FROM generate_series(0, {TENANTS * CAMPAIGNS - 1}) AS n
"""


@contextmanager
def _without_indexes(owner: Connection) -> Iterator[None]:
    """Drop the indexes of the big tables that no constraint needs, and make them anew at the end."""
    names = ", ".join(f"'{table}'" for table in _FILLED_TABLES)
    found = fetch(
        owner,
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        f"WHERE i.indrelid::regclass::text IN ({names}) "
        "AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1",
    )
    for name, _ in found:
        execute(owner, f"DROP INDEX {name}")
    yield
    for name, definition in found:
        _timed(name, partial(execute, owner, definition))


def _timed(label: str, act: Callable[[], None]) -> None:
    began = time.perf_counter()
    act()
    seconds = time.perf_counter() - began
    if seconds > 1:
        print(f"  {label}: {seconds:.1f} s", flush=True)


async def _found_tenants(dsn: str, now: datetime) -> None:
    """Tenants as the product makes them, each with a key and the template that all its workflows run."""
    owner = await asyncpg.connect(dsn)
    database = Database(dsn, size=1)
    await database.open()
    for number in range(TENANTS):
        tenant = Tenant(
            id_of("tenant", number), f"bench-{number}", f"Tenant {number}", id_of("member", TENANTS * MEMBERS + number)
        )
        await _found_tenant(Registry(owner), database, tenant, number, now)
    await database.close()
    await owner.close()


async def _found_tenant(registry: Registry, database: Database, tenant: Tenant, number: int, now: datetime) -> None:
    await registry.insert_tenant(tenant, now)
    key = ApiKey(uuid_utils.compat.uuid7(), tenant.id, "benchmark", "rep", None, now, None, None)
    await registry.insert_key(key, _key(number)[1])
    async with database.transaction(tenant.id) as tx:
        acting = acting_for(tx, number, now)
        await tenants.seed_tenant(acting, tenant)
        template = Template(
            id_of("template", number), 1, SEQUENCE, None, True, False, None, 1, created_at=now, updated_at=now
        )
        await templates.add_template(acting, template)
        await tx.commit()


def acting_for(tx: Tx, tenant: int, now: datetime) -> Acting:
    """A member of the tenant at work."""
    member_id = id_of("member", tenant * MEMBERS)
    actor = Actor("key", member_id, "rep", member_id, "benchmark")
    new_id = uuid_utils.compat.uuid7
    return Acting(tx, id_of("tenant", tenant), actor, TenantSettings(), now, new_id, "benchmark")


_WORDS = (
    "SELECT sw.word FROM customers c JOIN search_words sw "
    "ON sw.tenant_id = c.tenant_id AND sw.word = ANY(c.words) AND sw.id = c.id"
)


def check_words(owner: Connection, world: World) -> None:
    """Raises when a customer is not found by exactly the words that the product would have written."""
    number = world.customers - 1
    customer_id = id_of("customer", number)
    stored = fetch(owner, f"SELECT {named(CUSTOMER_TYPES)} FROM customers WHERE id = '{customer_id}'")
    words = fetch(owner, f"{_WORDS} WHERE c.id = '{customer_id}'")
    expected = search.customer_words(Customer(*stored[0]))
    if {word for (word,) in words} != set(expected):
        raise RuntimeError(f"the words of a filled customer differ from the product's: {words} and {expected}")
