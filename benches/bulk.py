"""Bulk completions: what a batch costs, and whether many batches cost more than their share.

In process, through the actions that a worker runs, on one tenant whose customers each stand at the first step of a
workflow. The database is made anew for every run.
"""

import asyncio
import time
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import uuid_utils.compat
from msgspec import Struct

from benches import fill, servers, tables
from benches.fill import SEQUENCE, acting_for
from benches.tables import Verdict
from benches.world import id_of
from onward import wiring
from onward.actions import bulk, bulk_planning, job_runs, jobs, templates, tenants
from onward.actions.finishing import Completion
from onward.domain.bulk import MOST_ITEMS
from onward.domain.records import Template, Tenant
from onward.embedded import Engine
from onward.store import schema
from onward.store.tenants import Registry
from onward.store.transactions import Database

DATABASE = "bench_bulk"
_BATCH = 500
_MOST_TIMES_A_BATCH = 20.0
_LEAST_A_SECOND = 2000.0
_TENANT = 0
_CUSTOMER, _WORKFLOW, _INTERACTION = (f"0190b00{kind}-0000-7000-8000-" for kind in "cde")
COMPLETION = Completion(outcome="success", outcome_details="Customer interested, wants proposal")


class Work(Struct, frozen=True):
    """What some completions took: seconds on the clock, and of processor time here and in PostgreSQL."""

    items: int
    seconds: float
    python_seconds: float
    engine_seconds: float

    @property
    def per_second(self) -> float:
        return self.items / self.seconds


class Size(Struct, frozen=True):
    """How many are completed as one job, and how often a single batch is."""

    items: int = MOST_ITEMS
    rounds: int = 3


def measure(engine: Engine, size: Size) -> str:
    """Run it all and return the report. Raises RuntimeError when the work was not done."""
    with fill.connect(engine, "postgres") as server:
        fill.execute(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        fill.execute(server, f"CREATE DATABASE {DATABASE}")
    dsn = engine.dsn_of(DATABASE)
    schema.migrate(dsn)
    batches, job = asyncio.run(_measure(engine, dsn, size))
    with fill.connect(engine, "postgres") as server:
        fill.execute(server, f"DROP DATABASE {DATABASE} WITH (FORCE)")
    return _report(size, batches, job)


async def _measure(engine: Engine, dsn: str, size: Size) -> tuple[list[Work], Work]:
    """Each batch, and the job."""
    await found(dsn)
    database = Database(dsn, size=2, statement_timeout_seconds=60)
    await database.open()
    total = _BATCH * (size.rounds + 1) + size.items
    fill_firsts(engine, total)
    numbers = [range(first, first + _BATCH) for first in range(0, total - size.items, _BATCH)]
    half = size.rounds // 2 + 1
    # Half of them after the job: whatever else the machine does meets both alike.
    before = [await _complete(engine, database, each) for each in numbers[:half]]
    job = await _complete(engine, database, range(total - size.items, total))
    after = [await _complete(engine, database, each) for each in numbers[half:]]
    await database.close()
    return [*before[1:], *after], job


async def found(dsn: str) -> None:
    """The tenant, with the sequence as its template."""
    owner = await asyncpg.connect(dsn)
    database = Database(dsn, size=1)
    await database.open()
    now = datetime.now(UTC)
    tenant = Tenant(id_of("tenant", _TENANT), "bulk", "Bulk", id_of("member", _TENANT))
    await Registry(owner).insert_tenant(tenant, now)
    async with database.transaction(tenant.id) as tx:
        acting = acting_for(tx, _TENANT, now)
        await tenants.seed_tenant(acting, tenant)
        template = Template(
            id_of("template", _TENANT), 1, SEQUENCE, None, True, False, None, 1, created_at=now, updated_at=now
        )
        await templates.add_template(acting, template)
        await tx.commit()
    await database.close()
    await owner.close()


def fill_firsts(engine: Engine, count: int, database: str = DATABASE) -> None:
    """So many customers, each at the first step of the sequence, all of one member."""
    with fill.connect(engine, database) as owner:
        for sql in _INSERTS:
            fill.execute(owner, sql.format(last=count - 1))
        fill.execute(owner, "ANALYZE")
        fill.execute(owner, "CHECKPOINT")


def _id(prefix: str) -> str:
    return f"('{prefix}' || lpad(n::text, 12, '0'))::uuid"


_TENANT_ID, _MEMBER_ID, _TEMPLATE_ID = (id_of(kind, _TENANT) for kind in ("tenant", "member", "template"))
_SOME = "FROM generate_series(0, {last}) AS n"
_INSERTS = (
    f"""
    INSERT INTO customers (tenant_id, id, name, email, owner_id, status, do_not_contact, tags, metadata, version,
      created_at, updated_at)
    SELECT '{_TENANT_ID}', {_id(_CUSTOMER)}, 'Customer ' || n, 'customer' || n || '@example.com', '{_MEMBER_ID}',
      'active', '{{{{}}}}', '{{{{}}}}', '{{{{}}}}', 1, now(), now() {_SOME}
    """,
    f"""
    INSERT INTO workflows (tenant_id, id, customer_id, template_id, template_version, status, step_number,
      branch_counts, assignee_id, started_at, version)
    SELECT '{_TENANT_ID}', {_id(_WORKFLOW)}, {_id(_CUSTOMER)}, '{_TEMPLATE_ID}', 1, 'active', 1, '{{{{}}}}',
      '{_MEMBER_ID}', now(), 1 {_SOME}
    """,
    f"""
    INSERT INTO interactions (tenant_id, id, customer_id, type, title, status, priority, scheduled_at,
      scheduled_all_day, due_at, due_all_day, origin, explanation, template_id, template_version, workflow_id,
      step_number, assignee_id, reschedule_count, metadata, version, created_at, updated_at, customer_is_closed)
    SELECT '{_TENANT_ID}', {_id(_INTERACTION)}, {_id(_CUSTOMER)}, 'phone_call', 'Initial Phone Call', 'pending',
      'normal', now(), false, now(), true, 'workflow_start', 'Step 1.', '{_TEMPLATE_ID}', 1, {_id(_WORKFLOW)}, 1,
      '{_MEMBER_ID}', 0, '{{{{}}}}', 1, now(), now(), false {_SOME}
    """,
)


async def _complete(engine: Engine, database: Database, numbers: range) -> Work:
    """Complete the first steps of these customers, as a job, and give what its units took."""
    tenant_id, count = id_of("tenant", _TENANT), len(numbers)
    job_id = await _queue(database, tenant_id, numbers)
    wiring.settle_memory()
    began = time.perf_counter(), time.process_time(), servers.engine_processor_seconds(engine)
    await _run(database, tenant_id, job_id)
    ended = time.perf_counter(), time.process_time(), servers.engine_processor_seconds(engine)
    async with database.transaction(tenant_id) as tx:
        done = await tx.fetchval("SELECT done FROM jobs WHERE tenant_id = $1 AND id = $2", tenant_id, job_id)
    if done != count:
        raise RuntimeError(f"{done} of {count} were done")
    return Work(count, *(end - beginning for beginning, end in zip(began, ended, strict=True)))


async def _queue(database: Database, tenant_id: UUID, numbers: range) -> UUID:
    async with database.transaction(tenant_id) as tx:
        acting = acting_for(tx, _TENANT, datetime.now(UTC))
        items = await bulk_planning.named(acting, [UUID(f"{_INTERACTION}{number:012}") for number in numbers])
        parameters = bulk.parameters(COMPLETION, dry_run=False)
        job = jobs.new_job(acting, "bulk_complete", parameters, total=len(items))
        await bulk.save(acting, job, items)
        await tx.commit()
    return job.id


async def _run(database: Database, tenant_id: UUID, job_id: UUID) -> None:
    async with database.transaction(tenant_id) as tx:
        await jobs.start_job(tx, tenant_id, job_id, datetime.now(UTC))
        await tx.commit()
    has_more = True
    while has_more:
        async with database.transaction(tenant_id) as tx:
            has_more = await jobs.advance_job(
                tx, tenant_id, job_id, job_runs.UNITS, lambda: datetime.now(UTC), uuid_utils.compat.uuid7
            )
            await tx.commit()


def _report(size: Size, batches: list[Work], job: Work) -> str:
    said = (
        f"Batches of {_BATCH} and a job of {size.items:,}, each interaction the first step of a workflow of a customer "
        "of its own; every item checked. Processor time tells what a machine without other work would need."
    )
    batch = sorted(batches, key=lambda each: each.seconds)[len(batches) // 2]
    rows = [_row(f"one batch of {_BATCH}, the median of {size.rounds}", batch), _row(f"a job of {size.items:,}", job)]
    most = _MOST_TIMES_A_BATCH * size.items / MOST_ITEMS
    limits = [
        Verdict("a job, times one batch", job.seconds / batch.seconds, most, at_least=False),
        Verdict("items a second", job.per_second, _LEAST_A_SECOND),
    ]
    head = ["complete", "seconds", "items a second", "Python µs each", "PostgreSQL µs each"]
    return "\n".join([said, "", tables.table(head, rows), tables.verdicts(limits)])


def _row(name: str, work: Work) -> list[str]:
    python, engine = (seconds / work.items * 1e6 for seconds in (work.python_seconds, work.engine_seconds))
    return [name, f"{work.seconds:.3f}", f"{work.per_second:.0f}", f"{python:.0f}", f"{engine:.0f}"]
