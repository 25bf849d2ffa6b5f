"""What the tests of campaigns share: a campaign with a template, customers, and a runner for its jobs."""

from typing import Any

import pytest

from onward.domain import bulk, campaigns
from tests.api.bulk.conftest import Runner
from tests.stage import Stage


@pytest.fixture
def runner(stage: Stage) -> Runner:
    return Runner(stage)


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than four customers or workflows are a job, and a batch holds two."""
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(bulk, "BATCH", 2)
    monkeypatch.setattr(bulk, "SLOW_BATCH", 2)
    monkeypatch.setattr(campaigns, "MOST_MOVED_AT_ONCE", 4)


async def campaign_of(stage: Stage, *steps: dict[str, Any], **template: Any) -> Any:
    """A campaign whose template has these steps, else two of them."""
    made = await stage.template(*(steps or ({}, {"type": "email"})), **template)
    return await stage.post("/campaigns", {"name": "Spring", "template_id": made["id"]}, 201)


async def customers(stage: Stage, count: int, **fields: Any) -> list[str]:
    return [(await stage.customer(name=f"Initech {number}", **fields))["id"] for number in range(count)]


async def enroll(stage: Stage, campaign: Any, customer_ids: list[str], expect: int = 200, **body: Any) -> Any:
    return await stage.post(f"/campaigns/{campaign['id']}/enroll", {"customer_ids": customer_ids, **body}, expect)


async def workflows(stage: Stage, campaign: Any, **filters: Any) -> list[Any]:
    """The campaign's workflows, oldest first."""
    page = await stage.get("/workflows", campaign_id=campaign["id"], sort="started_at", limit=200, **filters)
    found: list[Any] = page["data"]
    return found


async def kinds(stage: Stage) -> list[str]:
    return [row[0] for row in await stage.rows("SELECT kind FROM events ORDER BY at, id")]
