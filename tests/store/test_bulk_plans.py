"""What bulk acts write, on tables with a long past: each row is led to by its primary key.

The statistics believe that nothing is open or waits, as they do in production when a large job has just begun. An index
of what is open or waits looks cheap then, and would be gone through anew for each row.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from msgspec import structs

from onward.domain.jobs import Job, JobItem
from onward.domain.roles import WORKER
from onward.store import batches, interactions, search_words
from onward.store import jobs as store_jobs
from onward.store.events import Writing
from onward.store.interactions import Finish
from onward.store.transactions import Tx
from tests.stage import ACME, NOW, Stage, new_id

PAST, WAITING, AT_ONCE = 20_000, 2_000, 200
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)

_PAST_ITEMS = """
INSERT INTO job_items (tenant_id, job_id, number, turn, status)
SELECT $1, $2, n, n, 'done' FROM generate_series(1, $3::integer) n
"""
_INTERACTIONS = """
INSERT INTO interactions (
  tenant_id, id, customer_id, type, title, status, priority, scheduled_all_day, due_all_day, closed_at, origin,
  reschedule_count, metadata, version, created_at, updated_at, customer_is_closed)
SELECT $1, gen_random_uuid(), $2, 'email', 'Write', $4::text, 'normal', false, false,
  CASE WHEN $4::text = 'completed' THEN $5::timestamptz END, 'manual', 0, '{}', 1, $5, $5, false
FROM generate_series(1, $3::integer) RETURNING id
"""


_PEOPLE = """
INSERT INTO customers (
  tenant_id, id, name, status, do_not_contact, tags, metadata, version, created_at, updated_at, words)
SELECT $1, gen_random_uuid(), 'Person ' || n, 'active', '{}', '{}', '{}', 1, $3, $3, ARRAY['0person', '0' || n, '1n']
FROM generate_series(1, $2::integer) n RETURNING id
"""
_WORDS = """
INSERT INTO search_words (tenant_id, word, id)
SELECT c.tenant_id, w.word, c.id FROM customers c, unnest(c.words) AS w(word) WHERE c.tenant_id = $1
"""


class Watched(Tx):
    """Runs statements as a transaction does, and keeps the plans of those that update a table or delete from it."""

    __slots__ = ("plans", "table")

    def __init__(self, tx: Tx, table: str) -> None:
        super().__init__(tx._connection, tx.tenant_id)
        self._is_open = True
        self.table = table
        self.plans: list[Any] = []

    async def execute(self, sql: str, *args: object) -> int:
        if f"UPDATE {self.table} " in sql or f"DELETE FROM {self.table} " in sql:
            async with self.savepoint(keep=False):
                text = await self.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", *args)
            self.plans.append(json.loads(text)[0]["Plan"])
        return await super().execute(sql, *args)

    def assert_led_by(self, index: str, most_rows: int) -> None:
        """Each row that is looked at is looked at once."""
        assert self.plans
        scans = [node for plan in self.plans for node in nodes(plan) if _reads(node, self.table)]
        assert scans
        for node in scans:
            removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
            looked_at = (node["Actual Rows"] + removed) * node["Actual Loops"]
            assert node.get("Index Name") == index, json.dumps(node, indent=1)
            assert looked_at <= most_rows, json.dumps(node, indent=1)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


def _reads(node: dict[str, Any], table: str) -> bool:
    return node.get("Relation Name") == table and node["Node Type"] != "ModifyTable"


def a_job() -> Job:
    return Job(
        id=new_id(),
        kind="bulk_skip",
        status="running",
        parameters={},
        progress={},
        total=WAITING,
        done=0,
        unchanged=0,
        failed=0,
        problem=None,
        undo_of=None,
        undone_by=None,
        actor=WORKER,
        request_id="a-test",
        attempts=0,
        created_at=NOW,
        started_at=NOW,
        ended_at=None,
    )


async def test_settling_the_items_of_a_job(stage: Stage) -> None:
    job, past = a_job(), a_job()
    async with stage.database.transaction(ACME.id) as tx:
        for one in (past, job):
            await store_jobs.insert_job(tx, ACME.id, one)
        await tx.commit()
    await stage.owner.execute(_PAST_ITEMS, ACME.id, past.id, PAST)
    await stage.owner.execute("VACUUM ANALYZE job_items")
    waiting = [JobItem(number, number, None, None) for number in range(WAITING)]
    async with stage.database.transaction(ACME.id) as tx:
        await store_jobs.insert_items(tx, ACME.id, job.id, waiting)
        watched = Watched(tx, "job_items")
        settled = [structs.replace(item, status="done", version=item.number) for item in waiting[:AT_ONCE]]
        await store_jobs.settle_items(watched, ACME.id, job.id, settled)
    watched.assert_led_by("pk_job_items", AT_ONCE)


async def _open_ones(owner: Any, customer_id: UUID) -> list[UUID]:
    """Many that have just been planned, after a long past of others."""
    await owner.execute(_INTERACTIONS, ACME.id, customer_id, PAST, "completed", LONG_AGO)
    await owner.execute("VACUUM ANALYZE interactions")
    rows = await owner.fetch(_INTERACTIONS, ACME.id, customer_id, WAITING, "pending", NOW)
    return [row[0] for row in rows]


async def test_finishing_interactions(stage: Stage) -> None:
    customer = await stage.customer()
    ids = (await _open_ones(stage.owner, UUID(customer["id"])))[:AT_ONCE]
    async with stage.database.transaction(ACME.id) as tx:
        found = await interactions.list_interactions_by_id(tx, ACME.id, ids)
        done = [structs.replace(each, status="completed", completed_at=NOW, closed_at=NOW) for each in found]
        watched = Watched(tx, "interactions")
        finishes = [Finish(each, None, None, None, [], None) for each in done]
        await batches.finish_interactions(watched, ACME.id, finishes, Writing(WORKER, NOW, "a-test"), [])
    watched.assert_led_by("pk_interactions", AT_ONCE)


async def test_removing_words_from_a_table_that_nobody_has_counted(stage: Stage) -> None:
    ids = [row[0] for row in await stage.owner.fetch(_PEOPLE, ACME.id, PAST, NOW)][:AT_ONCE]
    await stage.owner.execute(_WORDS, ACME.id)
    async with stage.database.transaction(ACME.id) as tx:
        await tx.begin()
        watched = Watched(tx, "search_words")
        await search_words.delete_of_customers(watched, ACME.id, ids)
    watched.assert_led_by("pk_search_words", 3 * AT_ONCE)
