"""Who has no next step, since when and why; and giving them one."""

import asyncio
from typing import Any

import pytest

from onward.domain.records import TenantSettings
from tests.api.running import act, complete, started
from tests.stage import ACME, ADA, GLOBEX, Stage, new_id

STOPPING = {"end_action": "stop"}


async def coverage(stage: Stage, **params: Any) -> Any:
    return await stage.get("/coverage", **params)


async def repair(stage: Stage, expect: int = 200, /, **body: Any) -> Any:
    return await stage.post("/coverage/repair", body, expect)


async def the_uncovered_one(stage: Stage) -> Any:
    (one,) = (await coverage(stage))["data"]
    return one


async def test_without_customers_everybody_is_covered(stage: Stage) -> None:
    assert await coverage(stage) == {
        "active_customers": 0,
        "covered": 0,
        "uncovered": 0,
        "percent": 100.0,
        "data": [],
        "next_cursor": None,
    }


async def test_a_new_customer_has_no_step_and_that_is_told(stage: Stage) -> None:
    made = await stage.customer(company="Initech GmbH")
    found = await coverage(stage)
    assert (found["active_customers"], found["covered"], found["uncovered"], found["percent"]) == (1, 0, 1, 0.0)
    assert found["data"] == [
        {
            "customer_id": made["id"],
            "name": "Initech",
            "company": "Initech GmbH",
            "owner_id": None,
            "since": "2026-01-21T10:00:00Z",
            "why": "never_started",
        }
    ]


async def test_an_open_interaction_covers_whatever_its_kind(stage: Stage) -> None:
    made = [await stage.customer() for _ in range(3)]
    await stage.interaction(made[0]["id"])
    started = await stage.interaction(made[1]["id"])
    await stage.post(f"/interactions/{started['id']}/start")
    found = await coverage(stage)
    assert (found["covered"], found["uncovered"], found["percent"]) == (2, 1, 66.6)
    assert [one["customer_id"] for one in found["data"]] == [made[2]["id"]]


async def test_who_is_paused_or_closed_does_not_count(stage: Stage) -> None:
    for verb in ("pause", "close"):
        await stage.post(f"/customers/{(await stage.customer())['id']}/{verb}")
    assert (await coverage(stage))["active_customers"] == 0


async def test_a_paused_workflow_covers_only_while_it_has_a_day(stage: Stage) -> None:
    first = await started(stage)
    await act(stage, first, "pause", resume_at="2026-02-02")
    await complete(stage, first)
    assert (await coverage(stage))["uncovered"] == 0
    assert [one["result"] for one in (await repair(stage, customer_ids=[first["customer_id"]]))["data"]] == [
        "unchanged"
    ]
    await act(stage, first, "pause")
    found = await coverage(stage)
    assert [one["why"] for one in found["data"]] == ["paused"]
    await act(stage, first, "resume")
    assert (await coverage(stage))["uncovered"] == 0


async def test_another_tenants_customers_do_not_count(stage: Stage) -> None:
    await stage.customer()
    async with stage.client(**{"X-Tenant-ID": GLOBEX.slug}) as cleo:
        found = (await cleo.get("/v1/coverage")).json()
        assert found["active_customers"] == 0
        repaired = (await cleo.post("/v1/coverage/repair", json={})).json()
        assert repaired["created"] == 0
    assert (await coverage(stage))["uncovered"] == 1


async def test_a_plan_that_came_to_its_end_on_purpose(stage: Stage) -> None:
    template = await stage.template({}, **STOPPING)
    customer = await stage.customer()
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    first = await stage.post("/interactions/workflow/start", body, 201)
    stage.clock.advance(days=2)
    await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    found = await the_uncovered_one(stage)
    assert (found["why"], found["since"]) == ("stopped", "2026-01-23T10:00:00Z")


async def test_a_step_that_was_cancelled_with_nothing_to_follow(stage: Stage) -> None:
    made = await stage.interaction((await stage.customer())["id"])
    stage.clock.advance(hours=1)
    await stage.post(f"/interactions/{made['id']}/cancel", {"then": "exit"})
    found = await the_uncovered_one(stage)
    assert (found["why"], found["since"]) == ("cancelled", "2026-01-21T11:00:00Z")


async def test_the_last_thing_counts_and_not_the_first(stage: Stage) -> None:
    customer = await stage.customer()
    for then in ("exit", "keep_moving"):
        made = await stage.interaction(customer["id"])
        await stage.post(f"/interactions/{made['id']}/cancel", {"then": then})
        stage.clock.advance(hours=1)
    step = await stage.get(f"/interactions/customers/{customer['id']}/next")
    await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success", "next": {"none": True}})
    found = await the_uncovered_one(stage)
    assert (found["why"], found["since"]) == ("stopped", "2026-01-21T12:00:00Z")


async def test_undo_brings_the_cover_back(stage: Stage) -> None:
    made = await stage.interaction((await stage.customer())["id"])
    await stage.post(f"/interactions/{made['id']}/cancel", {"then": "exit"})
    assert (await coverage(stage))["uncovered"] == 1
    await stage.post(f"/interactions/{made['id']}/undo")
    assert (await coverage(stage))["uncovered"] == 0


async def test_pages_go_by_id_and_neither_repeat_nor_leave_out(stage: Stage) -> None:
    made = sorted([(await stage.customer(name=f"Customer {number}"))["id"] for number in range(5)])
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(5):
        page = await coverage(stage, limit=2, **({"cursor": cursor} if cursor else {}))
        assert page["active_customers"] == 5
        seen += [one["customer_id"] for one in page["data"]]
        if seen[-1] != made[-1]:
            await stage.interaction(seen[0])  # covered meanwhile: no other is lost by it
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == made


async def test_whose_customers(stage: Stage) -> None:
    mine, nobodys = await stage.customer(owner_id=str(ADA)), await stage.customer()

    async def of(*owner_ids: str) -> tuple[list[str], int]:
        page = await coverage(stage, owner_id=list(owner_ids))
        return [one["customer_id"] for one in page["data"]], page["active_customers"]

    assert await of("me") == ([mine["id"]], 1)
    assert await of("none") == ([nobodys["id"]], 1)
    assert await of("me", "none") == (sorted([mine["id"], nobodys["id"]]), 2)
    assert await of(str(new_id())) == ([], 0)
    first = await coverage(stage, owner_id="me", limit=1)
    assert first["next_cursor"] is None


async def test_a_cursor_of_another_filter_is_refused(stage: Stage) -> None:
    for _ in range(2):
        await stage.customer()
    cursor = (await coverage(stage, limit=1))["next_cursor"]
    problem = await stage.get("/coverage", 422, cursor=cursor, owner_id="none")
    assert problem["errors"][0]["field"] == "cursor"


async def test_a_paused_workflow_covers_while_it_has_a_day_to_go_on(stage: Stage) -> None:
    template = await stage.template({}, {})
    customer = await stage.customer()
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    first = await stage.post("/interactions/workflow/start", body, 201)
    pause = f"/workflows/{first['workflow_id']}/pause"
    await stage.post(pause, {"resume_at": "2026-02-01"})
    stage.clock.advance(hours=1)
    await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    assert (await coverage(stage))["uncovered"] == 0
    await stage.post(pause, {"resume_at": None})
    found = await the_uncovered_one(stage)
    assert (found["why"], found["since"]) == ("paused", "2026-01-21T11:00:00Z")
    repaired = await repair(stage)
    assert repaired["created"] == 1
    assert (await coverage(stage))["uncovered"] == 0


async def test_repair_starts_the_default_template(stage: Stage) -> None:
    customer = await stage.customer(owner_id=str(ADA))
    repaired = await repair(stage)
    assert (repaired["created"], repaired["unchanged"], repaired["failed"], repaired["remaining"]) == (1, 0, 0, 0)
    (one,) = repaired["data"]
    assert (one["customer_id"], one["customer_name"], one["result"]) == (customer["id"], "Initech", "created")
    assert one["next_step"]["reason"] == "default_template"
    step = await stage.get(f"/interactions/customers/{customer['id']}/next")
    assert one["next_interaction"] == step
    assert step["origin"] == "default_template"
    assert step["assignee_id"] == str(ADA)
    assert step["explanation"] == one["next_step"]["explanation"]
    assert (await coverage(stage))["percent"] == 100.0


async def test_repair_falls_back_to_the_default_follow_up(stage: Stage) -> None:
    await stage.no_default_template()
    customer = await stage.customer()
    await repair(stage)
    step = await stage.get(f"/interactions/customers/{customer['id']}/next")
    assert (step["origin"], step["title"]) == ("default_follow_up", "Follow up with Initech")
    assert step["scheduled_on"] == "2026-01-26", "three days on is a Saturday"
    assert "moved from Saturday 2026-01-24 to Monday 2026-01-26 to spread the work" in step["explanation"]


async def test_a_dry_run_tells_the_same_and_makes_nothing(stage: Stage) -> None:
    for _ in range(3):
        await stage.customer()
    told = await repair(stage, dry_run=True)
    assert (told["dry_run"], told["created"], told["remaining"]) == (True, 3, 3)
    assert (await coverage(stage))["uncovered"] == 3
    assert await stage.rows("SELECT FROM interactions") == []
    done = await repair(stage)
    for foreseen, made in zip(told["data"], done["data"], strict=True):
        assert foreseen["next_step"] == made["next_step"]
        assert foreseen["next_interaction"]["id"] is None
        for field in ("title", "type", "scheduled_at", "due_at", "assignee_id", "explanation", "template_id"):
            assert foreseen["next_interaction"][field] == made["next_interaction"][field]


async def test_only_the_customers_that_are_named(stage: Stage) -> None:
    made = [await stage.customer() for _ in range(3)]
    await stage.interaction(made[1]["id"])
    repaired = await repair(stage, customer_ids=[made[1]["id"], made[0]["id"]])
    assert {one["customer_id"]: one["result"] for one in repaired["data"]} == {
        made[0]["id"]: "created",
        made[1]["id"]: "unchanged",
    }
    assert repaired["remaining"] == 1


async def test_an_unknown_customer_is_refused_and_nothing_is_made(stage: Stage) -> None:
    made = await stage.customer()
    problem = await repair(stage, 422, customer_ids=[made["id"], str(new_id())])
    assert problem["errors"][0]["field"] == "customer_ids[1]"
    assert (await coverage(stage))["uncovered"] == 1


async def test_who_is_paused_or_closed_is_left_alone(stage: Stage) -> None:
    made = await stage.customer()
    await stage.post(f"/customers/{made['id']}/pause")
    repaired = await repair(stage, customer_ids=[made["id"]])
    assert [one["result"] for one in repaired["data"]] == ["unchanged"]
    assert await stage.rows("SELECT FROM interactions") == []


async def test_a_covered_customer_gets_no_second_step_even_where_fallbacks_are_always_made(stage: Stage) -> None:
    await stage.configure(TenantSettings(always_create_fallback=True))
    made = await stage.customer()
    await stage.interaction(made["id"])
    repaired = await repair(stage, customer_ids=[made["id"]])
    assert [one["result"] for one in repaired["data"]] == ["unchanged"]


async def test_a_daily_cap_counts_what_is_planned_already(stage: Stage) -> None:
    await stage.no_default_template()
    busy = await stage.customer(name="Busy")
    await stage.interaction(busy["id"], scheduled_at="2026-01-26 09:00", assignee_id=str(ADA))
    for number in range(5):
        await stage.customer(name=f"Customer {number}", owner_id=str(ADA))
    repaired = await repair(stage, daily_cap=2)
    days = sorted(one["next_interaction"]["scheduled_on"] for one in repaired["data"])
    assert days == ["2026-01-26", "2026-01-27", "2026-01-27", "2026-01-28", "2026-01-28"]


async def test_twins_make_one_step_each(stage: Stage) -> None:
    for number in range(6):
        await stage.customer(name=f"Customer {number}")
    answers = await asyncio.gather(*(repair(stage) for _ in range(5)))
    assert sum(answer["created"] for answer in answers) == 6
    assert len(await stage.rows("SELECT FROM interactions")) == 6
    per_customer = await stage.rows("SELECT count(*) AS n FROM interactions GROUP BY customer_id")
    assert {row["n"] for row in per_customer} == {1}


async def test_repair_and_a_hand_at_the_same_moment_both_go_well(stage: Stage) -> None:
    made = [await stage.customer() for _ in range(4)]
    works = [repair(stage), *(stage.interaction(each["id"]) for each in made)]
    await asyncio.gather(*works)
    assert (await coverage(stage))["uncovered"] == 0


async def test_more_than_a_batch(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onward.actions.coverage.BATCH", 2)
    for number in range(5):
        await stage.customer(name=f"Customer {number}")
    repaired = await repair(stage)
    assert repaired["created"] == 5
    ids = [one["customer_id"] for one in repaired["data"]]
    assert ids == sorted(ids)


async def test_what_repair_makes_is_told_as_events(stage: Stage) -> None:
    made = await stage.customer()
    await repair(stage)
    kinds = await stage.rows("SELECT kind FROM events WHERE tenant_id = $1 AND customer_id = $2", ACME.id, made["id"])
    assert {"interaction.created", "workflow.started"} <= {row["kind"] for row in kinds}


@pytest.mark.parametrize("role", ["viewer", "rep"])
async def test_repair_is_a_managers_act(stage: Stage, role: Any) -> None:
    key = await stage.key(role)
    async with stage.client(Authorization=f"Bearer {key}") as caller:
        assert (await caller.get("/v1/coverage")).status_code == 200
        assert (await caller.post("/v1/coverage/repair", json={})).status_code == 403


@pytest.mark.parametrize("body", [{"daily_cap": 0}, {"customer_ids": []}, {"dry": True}, {"daily_cap": "many"}])
async def test_what_makes_no_sense_is_refused(stage: Stage, body: dict[str, Any]) -> None:
    await repair(stage, 422, **body)
