"""What is linked to a conversation is with the conversation's customer, on every way in."""

import importlib
import json
from typing import Any

import pytest

from onward.domain import bulk
from tests.api.bulk.conftest import Runner
from tests.api.looking import everything, together
from tests.api.talking import talk
from tests.api.test_exports import a_tenant, file_of, taken
from tests.stage import ACME, Stage

parted: Any = importlib.import_module("onward.store.migrations.versions.0021_own_conversations")
REFUSED = {"field": "conversation_id", "message": "names a conversation with another customer"}
ANOTHERS = """
  SELECT i.id FROM interactions i JOIN conversations v ON v.tenant_id = i.tenant_id AND v.id = i.conversation_id
  WHERE v.customer_id <> i.customer_id
"""


@pytest.fixture
async def customer(stage: Stage) -> str:
    return str((await stage.customer(name="Olga"))["id"])


@pytest.fixture
async def theirs(stage: Stage) -> Any:
    """A conversation with somebody else."""
    return await talk(stage)


async def own(stage: Stage, customer: str) -> Any:
    return await stage.post("/conversations", {"customer_id": customer, "channel": "email"}, 201)


async def ways(stage: Stage, customer: str) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Each way to link something to a conversation: which request, and what it says beside the conversation."""
    item = await stage.interaction(customer, type="email")
    template = await stage.template({}, {})
    plan = {"customer_id": customer, "type": "email", "title": "Write"}
    logged = {"customer_id": customer, "type": "sms", "outcome": "success"}
    return {
        "created": ("POST", "/interactions", plan),
        "edited": ("PUT", f"/interactions/{item['id']}", {}),
        "started": (
            "POST",
            "/interactions/workflow/start",
            {"customer_id": customer, "template_id": template["id"]},
        ),
        "logged": ("POST", "/interactions/log", logged),
        "logged as a planned step": ("POST", "/interactions/log", {**logged, "type": "email", "effect": "satisfy"}),
    }


async def test_another_customers_is_refused_at_its_field_and_nothing_is_written(
    stage: Stage, customer: str, theirs: Any
) -> None:
    asked = await ways(stage, customer)
    before = await everything(stage)
    for way, (method, path, body) in asked.items():
        refused = await stage.call(method, path, 422, json={**body, "conversation_id": theirs["id"]})
        assert refused["errors"] == [REFUSED], way
    assert await everything(stage) == before


async def test_ones_own_is_taken_and_its_status_follows_the_outcome(stage: Stage, customer: str) -> None:
    await stage.put("/settings", {"conversation_status": {"kind:positive": "resolved"}})
    for way, (method, path, body) in (await ways(stage, customer)).items():
        if way == "logged as a planned step":
            continue  # which has its own links
        mine = await own(stage, customer)
        answer = await stage.http.request(method, f"/v1{path}", json={**body, "conversation_id": mine["id"]})
        assert answer.is_success, (way, answer.text)
        made = answer.json().get("interaction", answer.json())
        assert made["conversation_id"] == mine["id"], way
        await stage.post(f"/interactions/{made['id']}/complete", {"outcome": "success"})
        assert (await stage.get(f"/conversations/{mine['id']}"))["status"] == "resolved", way


async def test_in_bulk_each_is_judged_by_itself(stage: Stage, customer: str, theirs: Any) -> None:
    mine = await own(stage, customer)
    plan = {"customer_id": customer, "type": "email", "title": "Write"}
    plans = [{**plan, "conversation_id": one["id"]} for one in (theirs, mine)]
    for request in ({"dry_run": True}, {}):
        ran = await stage.post("/interactions/bulk/create", {"interactions": plans, **request})
        assert [item["status"] for item in ran["data"]] == ["failed", "done"]
        assert "a conversation with another customer" in ran["data"][0]["why"]
    (made,) = (await stage.get("/interactions", conversation_id=[theirs["id"], mine["id"]]))["data"]
    assert made["conversation_id"] == mine["id"]
    refused = await stage.post("/interactions/bulk/create", {"interactions": plans, "atomic": True}, 409)
    assert [fault["field"] for fault in refused["errors"]] == ["items[0]"]


async def test_merged_between_asking_for_a_job_and_its_work(
    stage: Stage, customer: str, theirs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is whose it is when the item's turn comes."""
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 0)
    plan = {"customer_id": customer, "type": "email", "title": "Write", "conversation_id": theirs["id"]}
    ran = await stage.post("/interactions/bulk/create", {"interactions": [plan]}, 202)
    await stage.post(f"/customers/{customer}/merge", {"from": theirs["customer_id"]})
    await Runner(stage).run()
    assert (await stage.get(f"/jobs/{ran['job']['id']}"))["done"] == 1
    assert await stage.rows(ANOTHERS) == []


async def test_an_old_link_stays_as_it_is_and_leaves_the_other_customer_alone(
    stage: Stage, customer: str, theirs: Any
) -> None:
    """From a time when nobody minded."""
    await stage.put("/settings", {"conversation_status": {"success": "resolved"}})
    items = [await stage.interaction(customer) for _ in range(2)]
    await stage.owner.execute("UPDATE interactions SET conversation_id = $1", theirs["id"])
    kept = await stage.put(f"/interactions/{items[0]['id']}", {"title": "Ask", "conversation_id": theirs["id"]})
    assert (kept["title"], kept["conversation_id"]) == ("Ask", theirs["id"])
    await stage.post(f"/interactions/{items[0]['id']}/complete", {"outcome": "success"})
    await stage.post("/interactions/bulk/complete", {"ids": [items[1]["id"]], "outcome": "success"})
    assert (await stage.get(f"/conversations/{theirs['id']}"))["status"] == "open"
    await stage.put(f"/interactions/{items[0]['id']}", {"description": "Done"})


@pytest.mark.parametrize("table", ["interactions", "workflows"])
async def test_a_file_of_everything_with_such_a_link_is_refused_by_its_line(
    stage: Stage, customer: str, theirs: Any, table: str
) -> None:
    mine, template = await own(stage, customer), await stage.template({})
    body = {"customer_id": customer, "template_id": template["id"], "conversation_id": mine["id"]}
    await stage.post("/interactions/workflow/start", body, 201)
    lines = (await file_of(stage)).splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if json.loads(line).get("table") == table)
    spoilt = [*lines[:at], lines[at].replace(mine["id"].encode(), theirs["id"].encode()), *lines[at + 1 :]]
    answer = await stage.http.post(
        "/v1/imports/everything", content=b"".join(spoilt), headers={"X-Tenant-ID": "globex"}
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"] == [
        {"field": f"line {at + 1}", "message": f"{REFUSED['field']} {REFUSED['message']}"}
    ]
    assert (await taken(stage, await a_tenant(stage, ACME.local_member_id), lines))["conversations"] == 2


async def test_links_from_before_they_were_refused_end_with_the_migration(
    stage: Stage, customer: str, theirs: Any
) -> None:
    """All others stay, also those of other tenants, and row security holds again."""
    mine = await own(stage, customer)
    for _ in range(2):
        template = await stage.template({})
        body = {"customer_id": customer, "template_id": template["id"], "conversation_id": mine["id"]}
        await stage.post("/interactions/workflow/start", body, 201)
    before = await everything(stage)
    for table in ("interactions", "workflows"):
        one = f"(SELECT min(id::text)::uuid FROM {table} WHERE conversation_id = $2)"
        await stage.rows(f"UPDATE {table} SET conversation_id = $1 WHERE id = {one}", theirs["id"], mine["id"])
    assert len(await stage.rows(ANOTHERS)) == 1
    for statement in parted.UPGRADE:
        await stage.rows(statement)
    after = await everything(stage)
    for table, rows in after.items():
        changed = set(before[table]) - set(rows)
        assert len(changed) == (1 if table in {"interactions", "workflows"} else 0), table
    for table in ("interactions", "workflows"):
        links = await stage.rows(f"SELECT conversation_id FROM {table} ORDER BY conversation_id")
        assert [link and str(link) for (link,) in links] == [mine["id"], None]
    unforced = "SELECT relname::text FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity"
    assert await stage.rows(unforced) == []
    lines = (await file_of(stage)).splitlines(keepends=True)
    assert (await taken(stage, await a_tenant(stage, ACME.local_member_id), lines))["conversations"] == 2


@pytest.mark.parametrize("way", ["created", "edited", "started", "logged"])
async def test_their_customers_are_merged_at_the_same_moment(stage: Stage, way: str) -> None:
    """Whoever is first: it is refused, or it is with the customer that both have become."""
    for survives in (True, False, True, False):
        customer, theirs = str((await stage.customer())["id"]), await talk(stage)
        method, path, body = (await ways(stage, customer))[way]
        into, gone = (customer, theirs["customer_id"]) if survives else (theirs["customer_id"], customer)
        linked, merged = await together(
            stage.http.request(method, f"/v1{path}", json={**body, "conversation_id": theirs["id"]}),
            stage.http.post(f"/v1/customers/{into}/merge", json={"from": gone}),
        )
        assert merged.status_code == 200, merged.text
        assert linked.status_code in {200, 201, 422}, linked.text
        if not linked.is_success:
            assert linked.json()["errors"][0]["field"] in {"conversation_id", "customer_id"}
        assert await stage.rows(ANOTHERS) == []
        assert (await stage.get(f"/conversations/{theirs['id']}"))["customer_id"] == into


async def test_what_was_linked_is_merged_with_its_conversation(stage: Stage, customer: str) -> None:
    """And the outcome of the step that moved still sets the status, as does that of the step after it."""
    await stage.put("/settings", {"conversation_status": {"success": "pending", "reached": "resolved"}})
    mine, template = await own(stage, customer), await stage.template({}, {})
    body = {"customer_id": customer, "template_id": template["id"], "conversation_id": mine["id"]}
    first = await stage.post("/interactions/workflow/start", body, 201)
    survivor = await stage.customer(name="Olga B.")
    await stage.post(f"/customers/{survivor['id']}/merge", {"from": customer})
    done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    assert (await stage.get(f"/conversations/{mine['id']}"))["status"] == "pending"
    following = done["next_interaction"]
    assert (following["customer_id"], following["conversation_id"]) == (survivor["id"], mine["id"])
    await stage.post(f"/interactions/{following['id']}/complete", {"outcome": "reached"})
    assert (await stage.get(f"/conversations/{mine['id']}"))["status"] == "resolved"
