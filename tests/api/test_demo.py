"""The demo's rows: told from people's own, and gone with one request."""

from typing import Any

import pytest

from onward import demo
from onward.store.removal import OF_CUSTOMERS, OF_THOSE
from tests.stage import DEMO, Stage, acting_for

TABLES = ("customers", "interactions", "workflows", "conversations", "campaigns", "members", "search_words")
EVERYBODY = {"status": ["active", "paused", "closed"]}


@pytest.fixture
async def told(stage: Stage) -> Stage:
    async with stage.database.transaction(DEMO.id) as tx:
        await demo.populate(acting_for(tx, DEMO, stage.clock.now), DEMO)
        await tx.commit()
    stage.http.headers["X-Tenant-ID"] = "demo"
    return stage


async def counts(stage: Stage) -> dict[str, int]:
    return {
        table: (await stage.rows(f"SELECT count(*) FROM {table} WHERE tenant_id = $1", DEMO.id))[0][0]
        for table in TABLES
    }


async def own_customer(stage: Stage, **fields: Any) -> Any:
    return await stage.customer(name="My own", **fields)


async def test_a_demo_is_counted_and_removed_with_one_request(told: Stage) -> None:
    counted = await told.get("/demo")
    assert counted.pop("loading_job_id") is None
    assert counted == {"customers": 300, "campaigns": 2, "templates": 4, "members": 5}
    assert await told.post("/demo/remove") == counted
    assert await counts(told) == dict.fromkeys(TABLES, 0) | {"members": 1}
    assert len((await told.get("/interactions/templates"))["data"]) == 2
    assert await told.get("/demo") == dict.fromkeys(counted, 0) | {"loading_job_id": None}
    assert await told.post("/demo/remove") == dict.fromkeys(counted, 0)
    kinds = await told.rows("SELECT kind FROM events WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1", DEMO.id)
    assert kinds[0][0] == "demo.removed"


async def test_what_people_made_stays_and_what_it_needs(told: Stage) -> None:
    """Work with the demo's customers goes with them; one's own customers stay, with all that they use."""
    members = {one["name"]: one["id"] for one in (await told.get("/members"))["data"]}
    templates = {one["name"]: one["id"] for one in (await told.get("/interactions/templates"))["data"]}
    campaign = (await told.get("/campaigns"))["data"][0]["id"]
    mine = await own_customer(told, owner_id=members["Priya Raman"])
    body = {"customer_id": mine["id"], "template_id": templates["Demo to Contract"], "campaign_id": campaign}
    await told.post("/interactions/workflow/start", body, 201)
    theirs = next(one for one in (await told.get("/customers", limit=200))["data"] if one["id"] != mine["id"])
    await told.interaction(theirs["id"], title="By hand")
    removed = await told.post("/demo/remove")
    assert removed == {"customers": 300, "campaigns": 1, "templates": 2, "members": 4}
    left = await counts(told)
    assert (left["customers"], left["interactions"], left["workflows"], left["members"]) == (1, 1, 1, 2)
    step = (await told.get("/interactions"))["data"][0]
    done = await told.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
    assert done["next_interaction"]["title"].startswith("Send the proposal")


async def test_its_campaigns_tell_true_figures(told: Stage) -> None:
    """Who is counted as enrolled is who runs in the campaign, each from its template's first step on."""
    for campaign in (await told.get("/campaigns"))["data"]:
        seen = await told.get(f"/campaigns/{campaign['id']}/performance")
        enrolled = seen["enrolled"]["customers"]
        assert enrolled >= 5
        assert campaign["created_at"] <= seen["enrolled"]["first_at"]
        first = next(one for one in seen["steps"] if one["template_id"] == campaign["template_id"])
        assert (first["step_number"], first["customers"]) == (1, enrolled)
        assert seen["workflows"]["total"] >= enrolled
        assert sum(one["count"] for one in seen["outcomes"]) > 0
    again = await told.post(f"/campaigns/{campaign['id']}/enroll", {"filter": EVERYBODY, "dry_run": True})
    assert again["unchanged"] == enrolled, "nobody is enrolled twice"


async def test_other_tenants_and_made_ones_have_none(stage: Stage) -> None:
    await stage.customer()
    none = {"customers": 0, "campaigns": 0, "templates": 0, "members": 0}
    assert await stage.get("/demo") == none | {"loading_job_id": None}
    assert await stage.post("/demo/remove") == none
    assert len((await stage.get("/customers"))["data"]) == 1


async def test_only_an_owner_removes_the_demo(stage: Stage) -> None:
    manager = stage.client(Authorization=f"Bearer {await stage.key('manager')}")
    assert (await manager.get("/v1/demo")).status_code == 200
    assert (await manager.post("/v1/demo/remove")).status_code == 403


async def test_every_table_that_hangs_on_customers_is_cleared(stage: Stage) -> None:
    """However far: what hangs on what hangs on a customer goes too."""
    parents, found = {"customers"}, set[str]()
    while parents:
        children = await stage.rows(
            "SELECT c.conrelid::regclass::text FROM pg_constraint c WHERE c.contype = 'f' "
            "AND c.confrelid::regclass::text = ANY($1::text[])",
            list(parents),
        )
        parents = {row[0] for row in children} - found
        found |= parents
    assert found == {*OF_CUSTOMERS, *OF_THOSE}, "say in store/removal.py in which order they go"
