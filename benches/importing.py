"""Importing customers: lines a second, and how much memory it takes.

In a process of its own, so that its memory is the import's alone: through the actions that a worker runs, from the
upload's parts in the database to the last unit. The file has the columns that such files have.
"""

import asyncio
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from random import Random

import asyncpg
import uuid_utils.compat
from msgspec import Struct

from benches import fill, servers, tables
from benches.fill import acting_for
from benches.tables import Verdict
from benches.world import id_of
from onward import wiring
from onward.actions import imports, job_runs, jobs, tenants
from onward.actions.imports import Change, File
from onward.domain.imports import Options
from onward.domain.records import Tenant
from onward.embedded import Engine
from onward.store import schema
from onward.store.tenants import Registry
from onward.store.transactions import Database

DATABASE = "bench_import"
LINES = 100_000
_LEAST_A_SECOND = 10_000.0
_MOST_MEBIBYTES = 300.0
_TENANT = 0
_SEED = 20260122
_FIRST = ("Adele", "Bruno", "Carla", "Deniz", "Emma", "Farid", "Greta", "Hana", "Ivan", "Jana", "Kofi", "Lena")
_LAST = ("Abel", "Becker", "Conti", "Dahl", "Eder", "Falk", "Gruber", "Huber", "Ibarra", "Jansen", "Kaya", "Lang")


class Measured(Struct, frozen=True):
    """Seconds on the clock and of processor time here; resident memory at its highest."""

    seconds: float
    python_seconds: float
    mebibytes: float


def measure(engine: Engine, lines: int) -> str:
    """Run it and return the report. Raises RuntimeError when the work was not done."""
    with fill.connect(engine, "postgres") as server:
        fill.execute(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        fill.execute(server, f"CREATE DATABASE {DATABASE}")
    dsn = engine.dsn_of(DATABASE)
    schema.migrate(dsn)
    command = [sys.executable, "-m", "benches.importing", dsn, str(lines)]
    before = servers.engine_processor_seconds(engine)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    engine_seconds = servers.engine_processor_seconds(engine) - before
    with fill.connect(engine, "postgres") as server:
        fill.execute(server, f"DROP DATABASE {DATABASE} WITH (FORCE)")
    return _report(lines, Measured(*map(float, said.split())), engine_seconds)


def _report(lines: int, measured: Measured, engine_seconds: float) -> str:
    python, engine = (seconds / lines * 1e6 for seconds in (measured.python_seconds, engine_seconds))
    per_second = f"{lines / measured.seconds:,.0f}"
    rows = [[f"{lines:,} customers", f"{measured.seconds:.1f}", per_second, f"{python:.0f}", f"{engine:.0f}"]]
    head = ["import", "seconds", "lines a second", "Python µs each", "PostgreSQL µs each"]
    limits = [
        Verdict("lines a second", lines / measured.seconds, _LEAST_A_SECOND),
        Verdict("resident memory at its highest", measured.mebibytes, _MOST_MEBIBYTES, " MiB", at_least=False),
    ]
    said = "A file of customers with external id, name, company, e-mail address and phone number; every row checked."
    return "\n".join([said, "", tables.table(head, rows), tables.verdicts(limits)])


def _content(lines: int) -> Iterator[bytes]:
    dice = Random(_SEED)
    yield b"external_id,name,company,email,phone\n"
    for number in range(lines):
        first, last = dice.choice(_FIRST), f"{dice.choice(_LAST)}{number % 997}"
        row = (
            f"C-{number:06}",
            f"{first} {last}",
            f"{last} GmbH",
            f"{first}.{last}{number}@example.com".lower(),
            f"+49 30 {dice.randrange(10**6):06}",
        )
        yield f"{','.join(row)}\n".encode()


def _parts(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


async def _import(dsn: str, lines: int) -> Measured:
    database = Database(dsn, size=2, statement_timeout_seconds=60)
    await database.open()
    await _found(dsn, database)
    tenant_id = id_of("tenant", _TENANT)
    content = b"".join(_content(lines))
    async with database.transaction(tenant_id) as tx:
        acting = acting_for(tx, _TENANT, datetime.now(UTC))
        file = File(
            "bench.csv",
            len(content),
            sha256(content).digest(),
            partial(_parts, content),
        )
        made = await imports.upload(acting, "customers", file)
        await imports.change(acting, made.of.id, Change(options=Options(repair=False)))
        standing = await imports.run(acting, made.of.id)
        await tx.commit()
    assert standing.job is not None
    began = time.perf_counter(), time.process_time()
    await _run(database, standing.job.id)
    ended = time.perf_counter(), time.process_time()
    seconds, python_seconds = (end - beginning for beginning, end in zip(began, ended, strict=True))
    await _check(database, lines)
    await database.close()
    return Measured(seconds, python_seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


async def _found(dsn: str, database: Database) -> None:
    owner = await asyncpg.connect(dsn)
    now = datetime.now(UTC)
    tenant = Tenant(id_of("tenant", _TENANT), "import", "Import", id_of("member", _TENANT))
    await Registry(owner).insert_tenant(tenant, now)
    async with database.transaction(tenant.id) as tx:
        await tenants.seed_tenant(acting_for(tx, _TENANT, now), tenant)
        await tx.commit()
    await owner.close()


async def _run(database: Database, job_id: object) -> None:
    """Unit after unit, each in a transaction of its own, as the worker does it in its process."""
    tenant_id, has_more = id_of("tenant", _TENANT), True
    async with database.transaction(tenant_id) as tx:
        await jobs.start_job(tx, tenant_id, job_id, datetime.now(UTC))
        await tx.commit()
    while has_more:
        async with database.transaction(tenant_id) as tx:
            has_more = await jobs.advance_job(
                tx, tenant_id, job_id, job_runs.UNITS, lambda: datetime.now(UTC), uuid_utils.compat.uuid7
            )
            await tx.commit()


async def _check(database: Database, lines: int) -> None:
    tenant_id = id_of("tenant", _TENANT)
    async with database.transaction(tenant_id) as tx:
        found = await tx.fetchval("SELECT count(*) FROM customers WHERE tenant_id = $1", tenant_id)
    if found != lines:
        raise RuntimeError(f"{found} of {lines} customers are there")


if __name__ == "__main__":
    wiring.settle_memory()
    measured = asyncio.run(_import(sys.argv[1], int(sys.argv[2])))
    sys.stdout.write(f"{measured.seconds} {measured.python_seconds} {measured.mebibytes}\n")
