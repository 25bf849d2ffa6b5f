"""Undo: a completion, skip or cancel is taken back with everything that it made, or not at all."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from onward.api.app import create_app
from onward.store import schema
from tests.api.looking import events_of, everything, state
from tests.stage import Stage, new_id

AGAIN = {"outcomes": ["no_answer"], "next_step": 1, "max_times": 3}
ACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "complete": ("complete", {"outcome": "success", "outcome_details": "They were keen"}),
    "complete by a branch": ("complete", {"outcome": "no_answer"}),
    "complete by an exit": ("complete", {"outcome": "not_interested"}),
    "complete with a detour": ("complete", {"outcome": "success", "next": {"type": "email", "title": "Ask"}}),
    "complete with nothing": ("complete", {"outcome": "success", "next": {"none": True, "why": "Enough"}}),
    "skip": ("skip", {"reason": "ill"}),
    "cancel": ("cancel", {"reason": "moved"}),
    "cancel and advance": ("cancel", {"then": "advance"}),
    "cancel and exit": ("cancel", {"then": "exit"}),
}


async def started(stage: Stage, *steps: dict[str, Any], **fields: Any) -> Any:
    customer = await stage.customer()
    template = await stage.template(*(steps or ({}, {})), **fields)
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    return await stage.post("/interactions/workflow/start", body, 201)


async def complete(stage: Stage, step: Any, expect: int = 200, **body: Any) -> Any:
    return await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success", **body}, expect)


async def undo(stage: Stage, step: Any, expect: int = 200) -> Any:
    return await stage.post(f"/interactions/{step['id']}/undo", {}, expect)


@pytest.mark.parametrize("act", ACTS)
async def test_everything_is_as_it_was_in_a_workflow(stage: Stage, act: str) -> None:
    branches = [AGAIN, {"outcomes": ["not_interested"], "exit": "no interest"}]
    first = await started(stage, {"branches": branches}, {})
    await stage.put(f"/interactions/{first['id']}", {"outcome_details": "null", "description": "7"})
    await stage.post(f"/interactions/{first['id']}/start")
    before = await state(stage)
    verb, body = ACTS[act]
    stage.clock.advance(hours=1)
    done = await stage.post(f"/interactions/{first['id']}/{verb}", body)
    assert await state(stage) != before

    stage.clock.advance(hours=1)
    undone = await undo(stage, first)

    assert await state(stage) == before
    following = done["next_interaction"]
    assert undone["withdrawn_interaction_id"] == (following and following["id"])
    assert undone["withdrawn_interaction"] == following
    assert undone["interaction"]["status"] == "in_progress"
    assert undone["next_interaction"] == undone["interaction"]
    assert undone["interaction"] == await stage.get(f"/interactions/{first['id']}")
    assert (await stage.get(f"/interactions/customers/{first['customer_id']}/next"))["id"] == first["id"]


@pytest.mark.parametrize("act", [act for act in ACTS if "branch" not in act and "exit" not in act])
async def test_everything_is_as_it_was_without_one(stage: Stage, act: str) -> None:
    call = await stage.interaction((await stage.customer())["id"], scheduled_at="2026-01-22", metadata={"a": [1, None]})
    before = await state(stage)
    verb, body = ACTS[act]
    done = await stage.post(f"/interactions/{call['id']}/{verb}", body)
    undone = await undo(stage, call)
    assert await state(stage) == before
    following = done["next_interaction"]
    assert undone["withdrawn_workflow_id"] == (following and following["workflow_id"])


async def test_a_template_that_began_again_stands_where_it_stood(stage: Stage) -> None:
    first = await started(stage, {}, is_default=True)
    before = await state(stage)
    done = await complete(stage, first)
    assert done["next_interaction"]["workflow_id"] != first["workflow_id"]
    undone = await undo(stage, first)
    assert undone["withdrawn_workflow_id"] == done["next_interaction"]["workflow_id"]
    assert await state(stage) == before


async def test_a_replaced_workflow_comes_back(stage: Stage) -> None:
    first = await started(stage)
    other = await stage.template({}, name="Other")
    before = await state(stage)
    await complete(stage, first, next={"template_id": other["id"]})
    await undo(stage, first)
    assert await state(stage) == before


async def test_what_was_planned_already_stays(stage: Stage) -> None:
    customer = await stage.customer()
    call, other = [await stage.interaction(customer["id"]) for _ in range(2)]
    before = await state(stage)
    await complete(stage, call)
    undone = await undo(stage, call)
    assert (undone["withdrawn_interaction_id"], undone["withdrawn_workflow_id"]) == (None, None)
    assert (undone["withdrawn_interaction"], undone["next_interaction"]["id"]) == (None, call["id"])
    assert await state(stage) == before
    assert (await stage.get(f"/interactions/{other['id']}")) == other


async def test_undone_it_can_be_completed_otherwise(stage: Stage) -> None:
    first = await started(stage, {"branches": [{"outcomes": ["failed"], "exit": "over"}]}, {})
    await complete(stage, first)
    await undo(stage, first)
    done = await complete(stage, first, outcome="failed")
    assert (done["next_interaction"], done["next_step"]["reason"]) == (None, "branch")
    await undo(stage, first)
    done = await complete(stage, first)
    assert done["next_interaction"]["step_number"] == 2
    assert done["interaction"]["version"] == 6


async def test_an_edit_after_the_completion_stays_and_the_last_act_is_taken_back(stage: Stage) -> None:
    first = await started(stage)
    await complete(stage, first)
    await undo(stage, first)
    await stage.post(f"/interactions/{first['id']}/skip")
    await stage.put(f"/interactions/{first['id']}", {"description": "Was at the dentist"})
    undone = await undo(stage, first)
    assert (undone["interaction"]["status"], undone["interaction"]["description"]) == ("pending", "Was at the dentist")


async def test_events_say_what_was_taken_back(stage: Stage) -> None:
    call = await stage.interaction((await stage.customer())["id"])
    done = await complete(stage, call)
    await undo(stage, call)
    noted = await events_of(stage, call["id"])
    assert [event["kind"] for event in noted] == [
        "interaction.created",
        "interaction.completed",
        "interaction.undone",
    ]
    assert (noted[-1]["old"]["status"], noted[-1]["new"]["status"]) == ("completed", "pending")
    made, withdrawn = await events_of(stage, done["next_interaction"]["id"])
    assert (made["kind"], withdrawn["kind"], withdrawn["new"]) == ("interaction.created", "interaction.withdrawn", None)
    assert withdrawn["old"]["title"] == "Initial Phone Call"
    assert withdrawn["xid"] == noted[-1]["xid"]


async def test_the_words_of_what_was_withdrawn_find_nothing(stage: Stage) -> None:
    call = await stage.interaction((await stage.customer())["id"])
    await complete(stage, call, next={"type": "email", "title": "Zanzibar"})
    assert len((await stage.get("/interactions", q="zanz"))["data"]) == 1
    await undo(stage, call)
    assert (await stage.get("/interactions", q="zanz"))["data"] == []
    assert await stage.rows("SELECT FROM search_words WHERE word = '2zanzibar'") == []


async def test_a_step_that_the_closing_cancelled_may_come_back_with_the_customer(stage: Stage) -> None:
    first = await started(stage)
    await stage.post(f"/customers/{first['customer_id']}/close")
    await stage.post(f"/customers/{first['customer_id']}/reopen")
    fallback = await stage.get(f"/interactions/customers/{first['customer_id']}/next")
    undone = await undo(stage, first)
    assert (undone["interaction"]["status"], undone["interaction"]["close_reason"]) == ("pending", None)
    done = await complete(stage, first)
    assert done["next_interaction"]["id"] == fallback["id"], "its workflow is over"


async def test_the_last_act_is_taken_back_also_when_a_clock_was_behind(stage: Stage) -> None:
    """Ids of two machines tell no order: the second act's are the older ones here."""
    first = await started(stage)
    await complete(stage, first)
    await undo(stage, first)
    behind = create_app(
        stage.database,
        local_mode="auto",
        is_loopback=True,
        metrics_token=None,
        clock=stage.clock,
        new_id=lambda: UUID(int=(new_id().int & ~(0xFFFFFFFFFFFF << 80)) | (1 << 120)),
        expected_revision=schema.expected_revision(),
        log_requests=False,
    )
    transport = httpx.ASGITransport(app=behind)
    headers = {"X-Tenant-ID": "acme"}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000", headers=headers) as other:
        assert (await other.post(f"/v1/interactions/{first['id']}/skip")).status_code == 200
    assert (await undo(stage, first))["interaction"]["status"] == "pending"


async def test_it_leaves_the_database_able_to_check_its_keys_at_once(stage: Stage) -> None:
    """The one deferrable key is a net that undo does not fall into."""
    call = await stage.interaction((await stage.customer())["id"])
    await complete(stage, call)
    await stage.owner.execute("ALTER TABLE interactions ALTER CONSTRAINT fk_interactions_next NOT DEFERRABLE")
    await undo(stage, call)


class TestRefused:
    """A conflict, and not a row is different afterwards."""

    async def refuse(self, stage: Stage, step: Any) -> Any:
        before = await everything(stage)
        problem = await undo(stage, step, 409)
        assert await everything(stage) == before
        return problem

    async def test_what_is_open(self, stage: Stage) -> None:
        await self.refuse(stage, await started(stage))

    async def test_the_second_time(self, stage: Stage) -> None:
        first = await started(stage)
        await complete(stage, first)
        await undo(stage, first)
        await self.refuse(stage, first)

    @pytest.mark.parametrize("how", ["start", "edit", "complete", "assign", "reschedule"])
    async def test_when_the_next_one_has_changed(self, stage: Stage, how: str) -> None:
        first = await started(stage)
        following = (await complete(stage, first))["next_interaction"]
        path = f"/interactions/{following['id']}"
        if how == "edit":
            await stage.put(path, {"title": "Another title"})
        else:
            bodies: dict[str, Any] = {
                "complete": {"outcome": "success"},
                "assign": {"assignee_id": following["created_by"]},
                "reschedule": {"by_days": 1},
            }
            await stage.post(f"{path}/{how}", bodies.get(how, {}))
        assert "changed since" in (await self.refuse(stage, first))["detail"]

    async def test_when_the_workflow_has_moved(self, stage: Stage) -> None:
        first = await started(stage, {"branches": [{"outcomes": ["failed"], "exit": "over"}]}, {})
        await complete(stage, first, outcome="failed")
        await stage.owner.execute("UPDATE workflows SET version = version + 1")
        assert "workflow" in (await self.refuse(stage, first))["detail"]

    async def test_when_the_same_template_was_started_meanwhile(self, stage: Stage) -> None:
        first = await started(stage, {"branches": [{"outcomes": ["failed"], "exit": "over"}]}, {})
        await complete(stage, first, outcome="failed")
        body = {"customer_id": first["customer_id"], "template_id": first["template_id"]}
        await stage.post("/interactions/workflow/start", body, 201)
        assert "already running" in (await self.refuse(stage, first))["detail"]

    async def test_when_the_customer_was_closed(self, stage: Stage) -> None:
        first = await started(stage, {"branches": [{"outcomes": ["failed"], "exit": "over"}]}, {})
        await complete(stage, first, outcome="failed")
        await stage.post(f"/customers/{first['customer_id']}/close")
        assert "closed" in (await self.refuse(stage, first))["detail"]

    async def test_when_a_closed_customers_workflow_would_run_again(self, stage: Stage) -> None:
        """Also for a step made by hand: those may stay open, a workflow may not."""
        first = await started(stage, {}, end_action="stop")
        detour = (await complete(stage, first, next={"type": "email", "title": "Ask"}))["next_interaction"]
        await complete(stage, detour)
        await stage.post(f"/customers/{first['customer_id']}/close")
        await self.refuse(stage, detour)
        assert [row[0] for row in await stage.rows("SELECT status FROM workflows")] == ["completed"]

    async def test_somebody_elses(self, stage: Stage) -> None:
        first = await started(stage)
        await complete(stage, first)
        before = await everything(stage)
        async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
            assert (await cleo.post(f"/v1/interactions/{first['id']}/undo")).status_code == 404
        assert await everything(stage) == before


class TestClosedCustomers:
    """A step made by hand may come back; it stays out of the overdue lists as long as the customer is closed."""

    @pytest.fixture
    async def late(self, stage: Stage) -> Any:
        customer = await stage.customer()
        return await stage.interaction(customer["id"], due_at="2026-01-20")

    async def overdue(self, stage: Stage) -> int:
        return len((await stage.get("/interactions", overdue=True))["data"])

    async def test_undone_after_the_closing_it_is_not_overdue(self, stage: Stage, late: Any) -> None:
        await complete(stage, late, next={"none": True})
        await stage.post(f"/customers/{late['customer_id']}/close")
        await undo(stage, late)
        assert await self.overdue(stage) == 0
        await stage.post(f"/customers/{late['customer_id']}/reopen")
        assert await self.overdue(stage) == 1

    async def test_undone_after_the_reopening_it_is(self, stage: Stage, late: Any) -> None:
        await stage.post(f"/customers/{late['customer_id']}/close")
        await complete(stage, late)
        await stage.post(f"/customers/{late['customer_id']}/reopen")
        await undo(stage, late)
        assert await self.overdue(stage) == 1
