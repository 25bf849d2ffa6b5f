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

from benches import fill, tables
from benches.fill import SEQUENCE, acting_for
from benches.tables import Verdict
from benches.world import id_of
from onward.actions import bulk, bulk_planning, job_runs, jobs, templates, tenants
from onward.actions.finishing import Completion
from onward.domain.bulk import BATCH, MOST_ITEMS
from onward.domain.records import Template, Tenant
from onward.embedded import Engine
from onward.store import schema
from onward.store.interaction_lists import InteractionFilter
from onward.store.tenants import Registry
from onward.store.transactions import Database

DATABASE = "bench_bulk"
_MOST_TIMES_A_BATCH = 20.0
_LEAST_A_SECOND = 2000.0
_TENANT = 0
COMPLETION = Completion(outcome="success", outcome_details="Customer interested, wants proposal")


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
    return _report(size, tables.median(batches), job)


async def _measure(engine: Engine, dsn: str, size: Size) -> tuple[list[float], float]:
    """Seconds of each batch, and of the job."""
    await _found(dsn)
    database = Database(dsn, size=2, statement_timeout_seconds=60)
    await database.open()
    batches: list[float] = []
    for number in range(size.rounds + 1):
        _fill(engine, number, BATCH)
        batches.append(await _complete(database, BATCH))
    _fill(engine, size.rounds + 1, size.items)
    job = await _complete(database, size.items)
    await database.close()
    return batches[1:], job


async def _found(dsn: str) -> None:
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


def _fill(engine: Engine, number: int, count: int) -> None:
    """So many more customers, each at the first step of the sequence."""
    base = number * MOST_ITEMS
    with fill.connect(engine, DATABASE) as owner:
        for sql in _INSERTS:
            fill.execute(owner, sql.format(first=base, last=base + count - 1))
        fill.execute(owner, "ANALYZE")
        fill.execute(owner, "CHECKPOINT")


def _id(prefix: str) -> str:
    return f"('{prefix}-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid"


_TENANT_ID, _MEMBER_ID, _TEMPLATE_ID = (id_of(kind, _TENANT) for kind in ("tenant", "member", "template"))
_SOME = "FROM generate_series({first}, {last}) AS n"
_INSERTS = (
    f"""
    INSERT INTO customers (tenant_id, id, name, email, owner_id, status, do_not_contact, tags, metadata, version,
      created_at, updated_at)
    SELECT '{_TENANT_ID}', {_id("0190b00c")}, 'Customer ' || n, 'customer' || n || '@example.com', '{_MEMBER_ID}',
      'active', '{{{{}}}}', '{{{{}}}}', '{{{{}}}}', 1, now(), now() {_SOME}
    """,
    f"""
    INSERT INTO workflows (tenant_id, id, customer_id, template_id, template_version, status, step_number,
      branch_counts, assignee_id, started_at, version)
    SELECT '{_TENANT_ID}', {_id("0190b00d")}, {_id("0190b00c")}, '{_TEMPLATE_ID}', 1, 'active', 1, '{{{{}}}}',
      '{_MEMBER_ID}', now(), 1 {_SOME}
    """,
    f"""
    INSERT INTO interactions (tenant_id, id, customer_id, type, title, status, priority, scheduled_at,
      scheduled_all_day, due_at, due_all_day, origin, explanation, template_id, template_version, workflow_id,
      step_number, assignee_id, reschedule_count, metadata, version, created_at, updated_at, customer_is_closed)
    SELECT '{_TENANT_ID}', {_id("0190b00e")}, {_id("0190b00c")}, 'phone_call', 'Initial Phone Call', 'pending',
      'normal', now(), false, now(), true, 'workflow_start', 'Step 1.', '{_TEMPLATE_ID}', 1, {_id("0190b00d")}, 1,
      '{_MEMBER_ID}', 0, '{{{{}}}}', 1, now(), now(), false {_SOME}
    """,
)


async def _complete(database: Database, count: int) -> float:
    """Complete all first steps that are open, as a job, and give the seconds that its units took."""
    tenant_id = id_of("tenant", _TENANT)
    async with database.transaction(tenant_id) as tx:
        acting = acting_for(tx, _TENANT, datetime.now(UTC))
        items = await bulk_planning.matching(acting, InteractionFilter(type=["phone_call"], status=["pending"]))
        if len(items) != count:
            raise RuntimeError(f"{len(items)} interactions are open, not {count}")
        job = jobs.new_job(acting, "bulk_complete", bulk.parameters(COMPLETION, dry_run=False), total=count)
        await bulk.save(acting, job, items)
        await tx.commit()
    began = time.perf_counter()
    await _run(database, tenant_id, job.id)
    seconds = time.perf_counter() - began
    async with database.transaction(tenant_id) as tx:
        done = await tx.fetchval("SELECT done FROM jobs WHERE tenant_id = $1 AND id = $2", tenant_id, job.id)
    if done != count:
        raise RuntimeError(f"{done} of {count} were done")
    return seconds


async def _run(database: Database, tenant_id: UUID, job_id: UUID) -> None:
    async with database.transaction(tenant_id) as tx:
        await jobs.start_job(tx, tenant_id, job_id, datetime.now(UTC))
        await tx.commit()
    has_more = True
    while has_more:
        async with database.transaction(tenant_id) as tx:
            has_more = await jobs.advance_job(
                tx, tenant_id, job_id, job_runs.UNITS, datetime.now(UTC), uuid_utils.compat.uuid7
            )
            await tx.commit()


def _report(size: Size, batch: float, job: float) -> str:
    said = (
        f"A batch of {BATCH} (the median of {size.rounds}) and a job of {size.items:,}, each interaction the first "
        "step of a workflow of a customer of its own; every item checked."
    )
    rows = [
        [f"one batch of {BATCH}", f"{batch:.3f}", f"{BATCH / batch:.0f}"],
        [f"a job of {size.items:,}", f"{job:.3f}", f"{size.items / job:.0f}"],
    ]
    limits = [
        Verdict("a job, times one batch", job / batch, _MOST_TIMES_A_BATCH * size.items / MOST_ITEMS, at_least=False),
        Verdict("items a second", size.items / job, _LEAST_A_SECOND),
    ]
    return "\n".join([said, "", tables.table(["complete", "seconds", "items a second"], rows), tables.verdicts(limits)])
