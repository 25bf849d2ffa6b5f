"""A customer who is closed, paused or back: what becomes of the steps and the workflows."""

from typing import Any

import pytest

from tests.api.looking import events_of, everything, state, together
from tests.stage import Stage


@pytest.fixture
async def busy(stage: Stage) -> Any:
    """A customer with a step of a workflow, a fallback, a step of its own making and one made by hand."""
    customer = await stage.customer()
    template = await stage.template({"title": "Planned"}, {}, name="One")
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    await stage.post("/interactions/workflow/start", body, 201)
    await stage.interaction(customer["id"], title="By hand")
    asked = await stage.interaction(customer["id"], title="Done")
    wanted = {"type": "email", "title": "As asked"}
    await stage.post(f"/interactions/{asked['id']}/complete", {"outcome": "success", "next": wanted})
    return customer


async def open_titles(stage: Stage, customer: Any) -> set[str]:
    pending = await stage.get(f"/interactions/customers/{customer['id']}/pending")
    return {row["title"] for row in pending["data"]}


class TestClose:
    async def test_what_was_planned_is_cancelled_and_what_was_made_by_hand_stays(self, stage: Stage, busy: Any) -> None:
        closed = await stage.post(f"/customers/{busy['id']}/close")
        assert (closed["status"], closed["closed_at"], closed["version"]) == ("closed", "2026-01-21T10:00:00Z", 2)
        assert await open_titles(stage, busy) == {"By hand", "As asked"}
        (planned,) = (await stage.get("/interactions", status="cancelled"))["data"]
        assert (planned["title"], planned["close_reason"]) == ("Planned", "customer_closed")
        assert planned["next_interaction_id"] is None
        assert (await events_of(stage, planned["id"]))[-1]["kind"] == "interaction.cancelled"

    async def test_the_workflows_are_exited(self, stage: Stage, busy: Any) -> None:
        await stage.post(f"/customers/{busy['id']}/close")
        (run,) = await stage.rows("SELECT status, exit_reason, ended_at FROM workflows")
        assert (run[0], run[1], run[2]) == ("exited", "customer_closed", stage.clock.now)
        (event,) = await stage.rows(
            "SELECT old->>'status', new->>'exit_reason' FROM events WHERE kind = 'workflow.exited'"
        )
        assert tuple(event) == ("active", "customer_closed")

    async def test_a_second_time_is_answered_as_it_is(self, stage: Stage, busy: Any) -> None:
        closed = await stage.post(f"/customers/{busy['id']}/close")
        before = await everything(stage)
        assert await stage.post(f"/customers/{busy['id']}/close", {}, 200, **{"If-Match": '"1"'}) == closed
        assert await everything(stage) == before

    async def test_a_repeated_completion_still_answers(self, stage: Stage) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        first = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
        await stage.post(f"/customers/{call['customer_id']}/close")
        again = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
        assert again["next_step"] == first["next_step"]
        assert again["next_interaction"]["status"] == "cancelled"

    async def test_no_workflow_starts_for_a_closed_one(self, stage: Stage, busy: Any) -> None:
        await stage.post(f"/customers/{busy['id']}/close")
        template = await stage.template({}, name="Two")
        body = {"customer_id": busy["id"], "template_id": template["id"]}
        before = await everything(stage)
        assert "closed" in (await stage.post("/interactions/workflow/start", body, 409))["detail"]
        assert await everything(stage) == before

    async def test_in_the_middle_of_a_start_nothing_stays_planned(self, stage: Stage) -> None:
        template = await stage.template({}, name="Two")
        for _ in range(12):
            customer = await stage.customer()
            body = {"customer_id": customer["id"], "template_id": template["id"]}
            started, closed = await together(
                stage.http.post("/v1/interactions/workflow/start", json=body),
                stage.http.post(f"/v1/customers/{customer['id']}/close"),
            )
            assert (started.status_code in {201, 409}, closed.status_code) == (True, 200)
        assert await stage.rows("SELECT FROM workflows WHERE status = 'active'") == []
        assert await stage.rows("SELECT FROM interactions WHERE status = 'pending'") == []


class TestReopen:
    async def test_with_nothing_open_a_step_comes(self, stage: Stage) -> None:
        customer = await stage.customer()
        await stage.post(f"/customers/{customer['id']}/close")
        back = await stage.post(f"/customers/{customer['id']}/reopen")
        assert (back["status"], back["closed_at"], back["version"]) == ("active", None, 3)
        step = await stage.get(f"/interactions/customers/{customer['id']}/next")
        assert (step["origin"], step["previous_interaction_id"]) == ("default_template", None)
        assert step["explanation"]

    async def test_without_a_template_the_follow_up_comes(self, stage: Stage) -> None:
        await stage.no_default_template()
        customer = await stage.customer()
        await stage.post(f"/customers/{customer['id']}/pause")
        await stage.post(f"/customers/{customer['id']}/reopen")
        step = await stage.get(f"/interactions/customers/{customer['id']}/next")
        assert (step["origin"], step["scheduled_at"]) == ("default_follow_up", "2026-01-24T10:00:00Z")

    async def test_with_something_open_nothing_is_added(self, stage: Stage, busy: Any) -> None:
        await stage.post(f"/customers/{busy['id']}/close")
        await stage.post(f"/customers/{busy['id']}/reopen")
        assert await open_titles(stage, busy) == {"By hand", "As asked"}

    async def test_of_an_active_one_changes_nothing(self, stage: Stage) -> None:
        customer = await stage.customer()
        before = await everything(stage)
        assert await stage.post(f"/customers/{customer['id']}/reopen") == customer
        assert await everything(stage) == before

    async def test_by_an_edit_is_the_same(self, stage: Stage) -> None:
        customer = await stage.customer()
        await stage.put(f"/customers/{customer['id']}", {"status": "closed"})
        back = await stage.put(f"/customers/{customer['id']}", {"status": "active", "notes": "Came back"})
        assert (back["closed_at"], back["notes"]) == (None, "Came back")
        assert (await stage.get(f"/interactions/customers/{customer['id']}/next"))["origin"] == "default_template"

    async def test_a_new_one_may_be_made_closed(self, stage: Stage) -> None:
        answer = await stage.http.put(
            "/v1/customers/0190a000-0000-7000-8000-00000000beef", json={"name": "Gone", "status": "closed"}
        )
        assert (answer.status_code, answer.json()["closed_at"]) == (201, "2026-01-21T10:00:00Z")


class TestPause:
    async def test_what_is_open_stays(self, stage: Stage, busy: Any) -> None:
        before = (await state(stage))["interactions"]
        paused = await stage.post(f"/customers/{busy['id']}/pause")
        assert (paused["status"], paused["closed_at"]) == ("paused", None)
        assert (await state(stage))["interactions"] == before

    async def test_closed_from_a_pause_and_back(self, stage: Stage) -> None:
        customer = await stage.customer()
        for verb, status in [("pause", "paused"), ("close", "closed"), ("pause", "paused"), ("reopen", "active")]:
            assert (await stage.post(f"/customers/{customer['id']}/{verb}"))["status"] == status


async def test_verbs_need_the_version_that_the_caller_saw_and_a_customer_of_the_tenant(stage: Stage) -> None:
    customer = await stage.customer()
    before = await everything(stage)
    for verb in ("close", "pause"):
        await stage.post(f"/customers/{customer['id']}/{verb}", {}, 412, **{"If-Match": '"7"'})
        async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
            assert (await cleo.post(f"/v1/customers/{customer['id']}/{verb}")).status_code == 404
    assert await everything(stage) == before
