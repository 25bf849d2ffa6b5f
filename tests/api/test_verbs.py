"""Start, skip, cancel, reschedule, assign and edit: each refused on a final one, each noted with old and new."""

from typing import Any

import pytest

from onward.domain.records import TenantSettings
from tests.api.looking import ben, events_of, everything, faults
from tests.stage import ADA, CLEO, GLOBEX, Stage


@pytest.fixture
async def call(stage: Stage) -> Any:
    customer = await stage.customer()
    return await stage.interaction(customer["id"], scheduled_at="2026-01-22 10:00", due_at="2026-01-23 17:00")


async def begun(stage: Stage, *steps: dict[str, Any], **fields: Any) -> Any:
    template = await stage.template(*(steps or ({}, {})), **fields)
    body = {"customer_id": (await stage.customer())["id"], "template_id": template["id"]}
    return await stage.post("/interactions/workflow/start", body, 201)


CHANGES: dict[str, tuple[dict[str, Any], str, dict[str, tuple[Any, Any]]]] = {
    "start": ({}, "interaction.started", {"status": ("pending", "in_progress")}),
    "reschedule": ({"by_days": 1}, "interaction.rescheduled", {"reschedule_count": (0, 1)}),
    "assign": ({"assignee_id": str(ADA)}, "interaction.assigned", {"assignee_id": (None, str(ADA))}),
    "PUT": ({"priority": "urgent"}, "interaction.updated", {"priority": ("normal", "urgent")}),
}


async def change(stage: Stage, step: Any, verb: str, expect: int = 200, **headers: str) -> Any:
    path, body = f"/interactions/{step['id']}", CHANGES[verb][0]
    if verb == "PUT":
        return await stage.put(path, body, expect, **headers)
    return await stage.post(f"{path}/{verb}", body, expect, **headers)


class TestEveryChange:
    @pytest.mark.parametrize("verb", CHANGES)
    async def test_moves_the_version_and_is_noted_with_old_and_new(self, stage: Stage, call: Any, verb: str) -> None:
        stage.clock.advance(hours=1)
        changed = await change(stage, call, verb)
        assert (changed["version"], changed["updated_at"]) == (2, "2026-01-21T11:00:00Z")
        event = (await events_of(stage, call["id"]))[-1]
        _, kind, values = CHANGES[verb]
        assert event["kind"] == kind
        for name, (old, new) in values.items():
            assert (event["old"][name], event["new"][name]) == (old, new)
        assert event["old"].keys() == event["new"].keys()
        assert "title" not in event["old"], "only what changed"

    @pytest.mark.parametrize("verb", CHANGES)
    async def test_needs_the_version_that_the_caller_saw(self, stage: Stage, call: Any, verb: str) -> None:
        before = await everything(stage)
        await change(stage, call, verb, 412, **{"If-Match": '"2"'})
        assert await everything(stage) == before
        await change(stage, call, verb, 200, **{"If-Match": '"1"'})

    @pytest.mark.parametrize("ended", ["complete", "skip", "cancel"])
    @pytest.mark.parametrize("verb", CHANGES)
    async def test_is_refused_on_a_final_one(self, stage: Stage, call: Any, verb: str, ended: str) -> None:
        await stage.post(f"/interactions/{call['id']}/{ended}", {"outcome": "success"} if ended == "complete" else {})
        before = await everything(stage)
        problem = await change(stage, call, verb, 409)
        assert problem["type"] == "/problems/conflict"
        assert await everything(stage) == before

    @pytest.mark.parametrize("verb", CHANGES)
    async def test_of_another_tenants_is_like_an_unknown_one(self, stage: Stage, call: Any, verb: str) -> None:
        path, method = f"/v1/interactions/{call['id']}", "PUT" if verb == "PUT" else "POST"
        path += "" if verb == "PUT" else f"/{verb}"
        before = await everything(stage)
        async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
            theirs = await cleo.request(method, path, json=CHANGES[verb][0])
            nobodys = await cleo.request(method, path.replace(call["id"], str(CLEO)), json=CHANGES[verb][0])
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.json()["detail"] == nobodys.json()["detail"]
        assert await everything(stage) == before

    async def test_that_changes_nothing_is_none(self, stage: Stage, call: Any) -> None:
        before = await everything(stage)
        for body in ({}, {"title": call["title"]}, {"status": "pending"}, {"due_at": call["due_at"]}):
            assert await stage.put(f"/interactions/{call['id']}", body) == call
        await stage.post(f"/interactions/{call['id']}/assign", {"assignee_id": None})
        assert await everything(stage) == before


class TestStart:
    async def test_a_second_time_is_answered_as_it_is(self, stage: Stage, call: Any) -> None:
        started = await stage.post(f"/interactions/{call['id']}/start")
        assert (started["status"], started["started_at"]) == ("in_progress", "2026-01-21T10:00:00Z")
        stage.clock.advance(hours=1)
        again = await stage.post(f"/interactions/{call['id']}/start", {}, 200, **{"If-Match": '"1"'})
        assert again == started

    async def test_it_stays_the_customers_next_step(self, stage: Stage, call: Any) -> None:
        started = await stage.post(f"/interactions/{call['id']}/start")
        assert await stage.get(f"/interactions/customers/{call['customer_id']}/next") == started


class TestSkip:
    async def test_the_workflow_goes_on_from_the_later_of_now_and_the_plan(self, stage: Stage) -> None:
        step = {"branches": [{"outcomes": ["kind:neutral"], "exit": "not this way"}]}
        first = await begun(stage, step, {"scheduled_offset_days": 1})
        await stage.post(f"/interactions/{first['id']}/reschedule", {"scheduled_at": "2026-02-02T09:00"})
        done = await stage.post(f"/interactions/{first['id']}/skip", {"reason": "on holiday"})
        skipped, following = done["interaction"], done["next_interaction"]
        assert (skipped["status"], skipped["close_reason"], skipped["outcome"]) == ("skipped", "on holiday", None)
        assert (skipped["completed_at"], skipped["closed_at"]) == (None, "2026-01-21T10:00:00Z")
        assert (following["step_number"], following["scheduled_at"]) == (2, "2026-02-03T09:00:00Z")
        assert following["previous_interaction_id"] == first["id"]

    async def test_a_branch_may_wait_for_it(self, stage: Stage) -> None:
        step = {"branches": [{"outcomes": ["skipped"], "next_step": 3}]}
        first = await begun(stage, step, {"next_step": 3}, {"next_step": None})
        done = await stage.post(f"/interactions/{first['id']}/skip")
        assert (done["next_interaction"]["step_number"], done["next_step"]["reason"]) == (3, "branch")

    async def test_without_a_workflow_a_fallback_comes(self, stage: Stage, call: Any) -> None:
        done = await stage.post(f"/interactions/{call['id']}/skip")
        assert done["next_step"]["reason"] == "default_template"


class TestCancel:
    async def test_out_of_the_box_it_keeps_moving_outside_the_workflow(self, stage: Stage) -> None:
        first = await begun(stage)
        done = await stage.post(f"/interactions/{first['id']}/cancel", {"reason": "They moved"})
        cancelled, following = done["interaction"], done["next_interaction"]
        assert (cancelled["status"], cancelled["close_reason"]) == ("cancelled", "They moved")
        assert (following["origin"], following["previous_interaction_id"]) == ("default_template", first["id"])
        runs = {
            str(row[0]): (row[1], row[2]) for row in await stage.rows("SELECT id, status, exit_reason FROM workflows")
        }
        assert runs[first["workflow_id"]] == ("exited", "step_cancelled")

    async def test_with_something_else_open_nothing_is_added(self, stage: Stage) -> None:
        first = await begun(stage)
        other = await stage.interaction(first["customer_id"])
        done = await stage.post(f"/interactions/{first['id']}/cancel")
        assert (done["next_step"]["reason"], done["next_interaction"]["id"]) == ("already_planned", other["id"])

    async def test_it_may_advance_like_a_skip(self, stage: Stage) -> None:
        first = await begun(stage)
        done = await stage.post(f"/interactions/{first['id']}/cancel", {"then": "advance"})
        assert (done["interaction"]["status"], done["next_interaction"]["step_number"]) == ("cancelled", 2)
        assert done["next_interaction"]["workflow_id"] == first["workflow_id"]

    async def test_it_may_end_everything(self, stage: Stage) -> None:
        first = await begun(stage)
        done = await stage.post(f"/interactions/{first['id']}/cancel", {"then": "exit"})
        assert (done["next_interaction"], done["next_step"]["reason"]) == (None, "exit")
        assert [tuple(row) for row in await stage.rows("SELECT status, exit_reason FROM workflows")] == [
            ("exited", "step_cancelled")
        ]

    async def test_it_knows_no_other_way(self, stage: Stage, call: Any) -> None:
        problem = await stage.post(f"/interactions/{call['id']}/cancel", {"then": "explode"}, 422)
        assert faults(problem) == ["then"]


class TestAssign:
    async def test_to_a_member_and_back_to_nobody(self, stage: Stage, call: Any) -> None:
        rep = await ben(stage)
        path = f"/interactions/{call['id']}/assign"
        assert (await stage.post(path, {"assignee_id": rep}))["assignee_id"] == rep
        assert (await stage.get("/interactions", assignee_id=rep))["data"][0]["id"] == call["id"]
        assert (await stage.post(path, {"assignee_id": None}))["assignee_id"] is None

    @pytest.mark.parametrize("who", ["inactive", "globex", "unknown", "missing", "no id"])
    async def test_only_to_an_active_member_of_the_tenant(self, stage: Stage, call: Any, who: str) -> None:
        rep = await ben(stage)
        await stage.owner.execute("UPDATE members SET is_active = false WHERE id = $1", rep)
        ids = {"inactive": rep, "globex": str(CLEO), "unknown": str(GLOBEX.id), "no id": "Ben"}
        body = {} if who == "missing" else {"assignee_id": ids[who]}
        problem = await stage.post(f"/interactions/{call['id']}/assign", body, 422)
        assert faults(problem) == ["assignee_id"]
        assert (await stage.get(f"/interactions/{call['id']}"))["version"] == 1

    async def test_another_tenants_member_is_refused_in_the_words_for_an_unknown_one(
        self, stage: Stage, call: Any
    ) -> None:
        path = f"/interactions/{call['id']}/assign"
        theirs, nobodys = [await stage.post(path, {"assignee_id": str(one)}, 422) for one in (CLEO, GLOBEX.id)]
        assert theirs["errors"] == nobodys["errors"]


class TestZones:
    async def test_times_without_an_offset_are_in_the_tenants_zone(self, stage: Stage) -> None:
        await stage.configure(TenantSettings(zone="America/New_York"))
        customer = await stage.customer()
        made = await stage.interaction(customer["id"], scheduled_at="2026-01-22 22:00:00", due_at="2026-01-23")
        assert (made["scheduled_at"], made["scheduled_on"]) == ("2026-01-23T03:00:00Z", "2026-01-22")
        assert (made["due_at"], made["due_on"], made["due_all_day"]) == ("2026-01-23T05:00:00Z", "2026-01-23", True)
