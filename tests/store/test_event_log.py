"""Reading the log takes an index, under row security, wherever in it one stands."""

from uuid import UUID

import pytest

from onward.domain.event_log import BEGINNING, Position
from onward.store import event_log
from onward.store.transactions import Database, Tx
from tests.stage import ACME, Stage
from tests.store.test_plans import MODES, Watched, examined, explained, nodes

COUNT = 30_000
PAGE = 50
FILL = """
INSERT INTO events (tenant_id, id, at, kind, actor_kind, actor_id, log_xid, log_lsn)
SELECT $1, gen_random_uuid(), timestamptz '2024-01-01 00:00Z' + n * interval '1 minute', 'customer.updated', 'local',
       $1, 3 + n / 1000, n
FROM generate_series(1, $2::integer) n
"""


@pytest.fixture
async def filled(stage: Stage) -> Stage:
    await stage.owner.execute(FILL, ACME.id, COUNT)
    await stage.owner.execute("ANALYZE events")
    return stage


async def most_examined(tx: Tx, after: Position, wanted: event_log.EventFilter = event_log.EVERYTHING) -> float:
    """How many events the database looked at, at the most, for one page."""
    watched = Watched(tx)
    found = await event_log.list_logged_events(watched, ACME.id, after, wanted, PAGE)
    assert len(found) == PAGE
    scans = []
    for sql, args in watched.ran:
        for mode in MODES:
            plan = await explained(tx, sql, args, mode)
            scans += [node for node in nodes(plan) if node.get("Relation Name") == "events"]
    assert scans
    assert [node["Node Type"] for node in scans if node["Node Type"] == "Seq Scan"] == []
    return max(map(examined, scans))


async def test_a_page_costs_the_same_everywhere(filled: Stage, database: Database) -> None:
    middle = Position(3 + COUNT // 2000, COUNT // 2, UUID(int=0))
    async with database.transaction(ACME.id) as tx:
        assert await tx.fetchval("SELECT current_user") == "onward_app"
        assert await most_examined(tx, BEGINNING) <= PAGE + 5
        assert await most_examined(tx, middle) <= PAGE + 5


async def test_a_recent_beginning_is_found_from_the_end(filled: Stage, database: Database) -> None:
    (row,) = await filled.rows("SELECT at FROM events WHERE log_lsn = $1 AND tenant_id = $2", COUNT - 200, ACME.id)
    wanted = event_log.EventFilter(since=row[0])
    async with database.transaction(ACME.id) as tx:
        await tx.begin()
        assert await most_examined(tx, BEGINNING, wanted) <= 1_500


async def test_the_end_is_found_at_once(filled: Stage, database: Database) -> None:
    async with database.transaction(ACME.id) as tx:
        await tx.begin()
        watched = Watched(tx)
        assert (await event_log.get_end(watched, ACME.id)).lsn >= COUNT
        for sql, args in watched.ran:
            plan = await explained(tx, sql, args, "force_generic_plan")
            assert max(examined(node) for node in nodes(plan) if node.get("Relation Name") == "events") <= 5
