"""When a fallback adds nothing: somebody has planned already, or the customer is not there for it."""

from typing import Any

import pytest

from onward.domain.records import TenantSettings
from tests.stage import Stage


async def completed(stage: Stage, step: Any, **body: Any) -> Any:
    return await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success", **body})


class TestAlreadyPlanned:
    async def test_the_other_open_item_is_the_next_one_and_nothing_is_linked(self, stage: Stage) -> None:
        customer = await stage.customer()
        first = await stage.interaction(customer["id"])
        other = await stage.interaction(customer["id"], title="Meet")
        done = await completed(stage, first)
        assert (done["next_step"]["created"], done["next_step"]["reason"]) == (False, "already_planned")
        assert done["next_interaction"] == other
        assert done["interaction"]["next_interaction_id"] is None
        assert (await stage.get(f"/interactions/{other['id']}"))["previous_interaction_id"] is None
        assert len((await stage.get("/interactions"))["data"]) == 2

    async def test_of_several_it_is_the_one_that_comes_first(self, stage: Stage) -> None:
        customer = await stage.customer()
        first = await stage.interaction(customer["id"])
        await stage.interaction(customer["id"], scheduled_at="2026-03-01")
        soon = await stage.interaction(customer["id"], scheduled_at="2026-02-01")
        await stage.interaction(customer["id"])
        done = await completed(stage, first)
        assert done["next_interaction"]["id"] == soon["id"]
        assert (await stage.get(f"/interactions/customers/{customer['id']}/next"))["id"] == soon["id"]

    async def test_another_customers_items_do_not_count(self, stage: Stage) -> None:
        first = await stage.interaction((await stage.customer())["id"])
        await stage.interaction((await stage.customer())["id"])
        assert (await completed(stage, first))["next_step"]["created"] is True

    async def test_a_final_item_does_not_count(self, stage: Stage) -> None:
        customer = await stage.customer()
        first, second = [await stage.interaction(customer["id"]) for _ in range(2)]
        await completed(stage, second)
        assert (await completed(stage, first))["next_step"]["created"] is True

    async def test_a_step_of_a_template_comes_all_the_same(self, stage: Stage) -> None:
        customer = await stage.customer()
        template = await stage.template({}, {})
        body = {"customer_id": customer["id"], "template_id": template["id"]}
        first = await stage.post("/interactions/workflow/start", body, 201)
        await stage.interaction(customer["id"])
        assert (await completed(stage, first))["next_step"]["reason"] == "template"

    async def test_the_tenant_may_turn_the_guard_off(self, stage: Stage) -> None:
        await stage.configure(TenantSettings(always_create_fallback=True))
        customer = await stage.customer()
        first, _ = [await stage.interaction(customer["id"]) for _ in range(2)]
        done = await completed(stage, first)
        assert (done["next_step"]["created"], done["next_step"]["reason"]) == (True, "default_template")
        assert len((await stage.get("/interactions", status="pending"))["data"]) == 2


class TestInactiveCustomer:
    @pytest.mark.parametrize(("verb", "status"), [("pause", "paused"), ("close", "closed")])
    async def test_a_fallback_adds_nothing(self, stage: Stage, verb: str, status: str) -> None:
        customer = await stage.customer()
        call = await stage.interaction(customer["id"])
        await stage.post(f"/customers/{customer['id']}/{verb}")
        done = await completed(stage, call)
        assert (done["next_interaction"], done["next_step"]["created"]) == (None, False)
        assert done["next_step"]["reason"] == "customer_inactive"
        assert status in done["next_step"]["explanation"]

    async def test_inactive_comes_before_already_planned(self, stage: Stage) -> None:
        customer = await stage.customer()
        call, _ = [await stage.interaction(customer["id"]) for _ in range(2)]
        await stage.post(f"/customers/{customer['id']}/pause")
        assert (await completed(stage, call))["next_step"]["reason"] == "customer_inactive"

    async def test_a_paused_customers_workflow_goes_on(self, stage: Stage) -> None:
        customer = await stage.customer()
        template = await stage.template({}, {})
        body = {"customer_id": customer["id"], "template_id": template["id"]}
        first = await stage.post("/interactions/workflow/start", body, 201)
        await stage.post(f"/customers/{customer['id']}/pause")
        assert (await completed(stage, first))["next_step"]["reason"] == "template"

    async def test_ones_own_next_step_is_made_even_so(self, stage: Stage) -> None:
        customer = await stage.customer()
        call = await stage.interaction(customer["id"])
        await stage.post(f"/customers/{customer['id']}/pause")
        done = await completed(stage, call, next={"type": "email", "title": "In spring"})
        assert done["next_step"]["created"] is True


class TestRepeats:
    async def test_the_same_outcome_or_none_answers_the_same(self, stage: Stage) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        first = await completed(stage, call)
        again = await stage.http.post(f"/v1/interactions/{call['id']}/complete", json={"outcome": "success"})
        # The document's own call has no JSON content type.
        bare = await stage.http.post(f"/v1/interactions/{call['id']}/complete", content=b"{}")
        assert again.json() == bare.json() == first
        assert again.headers["etag"] == bare.headers["etag"] == '"2"'
        assert len((await stage.get("/interactions"))["data"]) == 2

    @pytest.mark.parametrize("completed_at", ["2020-01-01T08:00:00Z", "2099-01-01T08:00:00Z"])
    async def test_a_repeat_may_name_any_time_and_changes_none(self, stage: Stage, completed_at: str) -> None:
        """A browser that had no answer sends again, with the time of its own clock."""
        call = await stage.interaction((await stage.customer())["id"])
        first = await completed(stage, call)
        assert await completed(stage, call, completed_at=completed_at) == first
        assert len((await stage.get("/interactions"))["data"]) == 2

    async def test_the_items_are_shown_as_they_are_now(self, stage: Stage) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        first = await completed(stage, call)
        stage.clock.advance(days=1)
        moved = await stage.post(f"/interactions/{first['next_interaction']['id']}/start")
        edited = await stage.put(f"/interactions/{call['id']}", {"outcome_details": "Said so twice"})
        again = await completed(stage, call, outcome_details="ignored")
        assert again == {"interaction": edited, "next_interaction": moved, "next_step": first["next_step"]}

    async def test_what_was_planned_already_is_answered_again(self, stage: Stage) -> None:
        customer = await stage.customer()
        call, other = [await stage.interaction(customer["id"]) for _ in range(2)]
        first = await completed(stage, call)
        assert first["next_interaction"]["id"] == other["id"]
        done = await completed(stage, other)
        again = await completed(stage, call)
        assert again["next_step"] == first["next_step"]
        assert again["next_interaction"] == done["interaction"]

    @pytest.mark.parametrize(
        ("verb", "body"), [("skip", {"reason": "ill"}), ("cancel", {"reason": "ill", "then": "exit"})]
    )
    async def test_skip_and_cancel_repeat_in_the_same_way(self, stage: Stage, verb: str, body: dict[str, str]) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        first = await stage.post(f"/interactions/{call['id']}/{verb}", body)
        assert await stage.post(f"/interactions/{call['id']}/{verb}", {"reason": "another"}) == first

    async def test_another_outcome_is_a_conflict(self, stage: Stage) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        await completed(stage, call)
        problem = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "failed"}, 409)
        assert '"success"' in problem["detail"]

    @pytest.mark.parametrize("verb", ["skip", "cancel", "complete"])
    async def test_what_ended_otherwise_cannot_end_again(self, stage: Stage, verb: str) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        await stage.post(f"/interactions/{call['id']}/{verb}", {"outcome": "success"} if verb == "complete" else {})
        for other in {"skip", "cancel", "complete"} - {verb}:
            await stage.post(f"/interactions/{call['id']}/{other}", {}, 409)

    async def test_a_repeat_answers_before_if_match_is_looked_at(self, stage: Stage) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        stale = {"If-Match": '"1"'}
        path = f"/interactions/{call['id']}/complete"
        first = await stage.post(path, {"outcome": "success"}, 200, **stale)
        assert await stage.post(path, {"outcome": "success"}, 200, **stale) == first

    @pytest.mark.parametrize("verb", ["complete", "skip", "cancel", "start", "undo"])
    async def test_if_match_is_looked_at_before_the_state(self, stage: Stage, verb: str) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        other = "cancel" if verb != "cancel" else "skip"
        if verb != "undo":
            await stage.post(f"/interactions/{call['id']}/{other}")
        body = {"outcome": "success"} if verb == "complete" else {}
        path = f"/interactions/{call['id']}/{verb}"
        problem = await stage.post(path, body, 412, **{"If-Match": '"7"'})
        assert problem["type"] == "/problems/stale"
        await stage.post(path, body, 409)

    async def test_a_stale_if_match_is_refused_and_a_true_one_taken(self, stage: Stage) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        await stage.put(f"/interactions/{call['id']}", {"title": "Call on Tuesday"})
        path = f"/interactions/{call['id']}/complete"
        for stale in ('"1"', 'W/"2"', "2", '"x"'):
            problem = await stage.post(path, {"outcome": "success"}, 412, **{"If-Match": stale})
            assert ("names no version" in problem["detail"]) == (stale != '"1"'), "who left out the marks is told so"
        await stage.post(path, {"outcome": "success"}, 200, **{"If-Match": '"2"'})
