"""The demo tenant: a story with everything in it on whatever day it is told, the same for the same day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from onward import demo
from onward.demo.people import CONTACTS
from onward.domain.records import Tenant
from onward.store.transactions import Database
from tests.cli.conftest import Place
from tests.stage import acting_for, new_id

WEDNESDAY = datetime(2026, 1, 21, 10, tzinfo=UTC)
FACTS = """
SELECT count(*) FILTER (WHERE status = 'completed') AS completed,
       count(*) FILTER (WHERE is_open AND due_at < $2) AS overdue,
       count(*) FILTER (WHERE is_open AND scheduled_at > $2) AS ahead,
       count(*) FILTER (WHERE is_open AND scheduled_at::date = $2::date) AS today,
       count(DISTINCT status) AS states,
       count(DISTINCT date_trunc('month', closed_at)) AS months,
       count(*) FILTER (WHERE created_at > $2 OR closed_at > $2) AS from_the_future,
       count(*) FILTER (WHERE closed_at::time NOT BETWEEN '09:00' AND '17:00') AS at_night,
       count(DISTINCT extract(hour FROM closed_at)) AS hours,
       count(*) FILTER (WHERE campaign_id IS NOT NULL) AS of_campaign,
       count(*) FILTER (WHERE conversation_id IS NOT NULL) AS of_conversation,
       count(*) FILTER (WHERE origin = 'branch') AS by_branch,
       count(*) FILTER (WHERE origin = 'manual') AS by_hand
FROM (SELECT *, status IN ('pending', 'in_progress') AS is_open FROM interactions WHERE tenant_id = $1) AS interactions
"""
STORY = """
SELECT c.name, i.title, i.status, i.outcome, i.scheduled_at, i.due_at, i.closed_at, i.explanation
FROM interactions i JOIN customers c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
WHERE i.tenant_id = $1 ORDER BY i.created_at, c.name, i.title
"""


def a_tenant() -> Tenant:
    return Tenant(new_id(), "trial", demo.TENANT_NAME, new_id())


async def told(database: Database, now: datetime, question: str, *more: object) -> list[Any]:
    """What there is after the story, in a tenant that is gone again."""
    tenant = a_tenant()
    async with database.transaction(tenant.id) as tx:
        await demo.populate(acting_for(tx, tenant, now), tenant)
        return [tuple(row) if not more else dict(row) for row in await tx.fetch(question, tenant.id, *more)]


@pytest.mark.parametrize("days", range(7))
async def test_every_day_has_work_done_overdue_and_ahead(database: Database, days: int) -> None:
    now = WEDNESDAY + timedelta(days=days)
    (facts,) = await told(database, now, FACTS, now)
    assert facts["from_the_future"] == 0
    assert facts["completed"] >= 1500
    assert 3 <= facts["overdue"] <= 60
    assert facts["today"] >= 3
    assert 100 <= facts["ahead"] <= 300
    assert facts["by_hand"] == 4
    assert facts["states"] == 5
    assert facts["months"] >= 12
    assert facts["at_night"] == 0
    assert facts["hours"] >= 7
    assert min(facts["of_campaign"], facts["of_conversation"], facts["by_branch"]) > 0


async def test_whoever_belongs_to_a_campaign_is_enrolled_in_it(database: Database) -> None:
    without = """
        SELECT count(*) FROM workflows w WHERE w.tenant_id = $1 AND w.campaign_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM campaign_enrolments e
          WHERE e.tenant_id = w.tenant_id AND e.campaign_id = w.campaign_id AND e.customer_id = w.customer_id)
    """
    assert await told(database, WEDNESDAY, without) == [(0,)]


async def test_the_same_day_tells_the_same_story(database: Database) -> None:
    assert await told(database, WEDNESDAY, STORY) == await told(database, WEDNESDAY, STORY)


async def test_everybody_active_has_a_next_step_unless_new_or_stopped_on_purpose(database: Database) -> None:
    without = """
        SELECT c.name, (
          SELECT i.next_step ->> 'reason' FROM interactions i
          WHERE i.tenant_id = c.tenant_id AND i.customer_id = c.id ORDER BY i.created_at DESC LIMIT 1)
        FROM customers c WHERE c.tenant_id = $1 AND c.status = 'active' AND NOT EXISTS (
          SELECT FROM interactions i WHERE i.tenant_id = c.tenant_id AND i.customer_id = c.id
          AND i.status IN ('pending', 'in_progress'))
    """
    found = dict(await told(database, WEDNESDAY, without))
    assert found.pop("Walter Quinn") is None
    assert set(found.values()) <= {"branch", "end_action", "exit"}
    assert 0 < len(found) < 30


def test_addresses_reach_nobody() -> None:
    assert len({contact.name for contact in CONTACTS}) == 24
    assert all(contact.email.endswith(".example.com") for contact in CONTACTS)


def test_a_second_demo_changes_nothing(place: Place) -> None:
    assert "300 customers" in place.result("demo", "--tenant", "show")
    assert "there already" in place.result("demo", "--tenant", "show")
    assert len(place.result("tenants", "list").splitlines()) == 1
