"""Workflows: what is told of one, and pausing, resuming, leaving and jumping."""

from datetime import datetime
from typing import Any

import pytest

from tests.api.looking import everything, faults, state
from tests.api.running import act, complete, kinds, started, workflow
from tests.stage import ADA, Stage, new_id


class TestLooking:
    async def test_a_run_with_what_was_done_and_what_is_open(self, stage: Stage) -> None:
        first = await started(stage)
        done = await complete(stage, first)
        found = await workflow(stage, first)
        run = found["workflow"]
        assert (run["status"], run["step_number"], run["step_count"], run["template_name"]) == (
            "active",
            2,
            3,
            "A sequence",
        )
        assert (run["customer_name"], run["template_version"], run["newest_version"]) == ("Initech", 1, 1)
        assert [step["id"] for step in found["steps_done"]] == [first["id"]]
        assert found["open_step"] == done["next_interaction"]

    async def test_the_path_ahead_has_the_dates_that_the_engine_then_gives(self, stage: Stage) -> None:
        steps = [
            {"due_offset_days": 1},
            {"scheduled_offset_days": 2, "day_unit": "business", "at_time": "09:30"},
            {"scheduled_weekday": "tuesday", "due_offset_days": 3, "anchor": "planned"},
            {"scheduled_offset_days": 10, "due_time": "17:00"},
        ]
        step = await started(stage, *steps, end_action="stop")
        ahead = (await workflow(stage, step))["projection"]
        assert ahead["ends_because"] == "The last step is done; what follows is the end action, stop."
        shown = [(one["step_number"], one["scheduled_at"], one["due_at"], one["title"]) for one in ahead["data"]]
        came = []
        while step is not None:
            stage.clock.now = max(stage.clock.now, datetime.fromisoformat(step["due_at"]))
            step = (await complete(stage, step))["next_interaction"]
            if step is not None:
                came.append((step["step_number"], step["scheduled_at"], step["due_at"], step["title"]))
        assert shown == came
        assert len(shown) == 3

    async def test_the_path_that_another_date_of_the_open_step_would_bring(self, stage: Stage) -> None:
        step = await started(stage, {}, {"scheduled_offset_days": 2}, {"anchor": "planned", "scheduled_offset_days": 1})
        path = f"/workflows/{step['workflow_id']}"
        before = await stage.get(path)
        supposed = (await stage.get(path, due_at="2026-03-02"))["projection"]["data"]
        assert [one["scheduled_on"] for one in supposed] == ["2026-03-04", "2026-03-05"]
        assert supposed != before["projection"]["data"]
        assert await stage.get(path) == before
        await stage.post(f"/interactions/{step['id']}/reschedule", {"due_at": "2026-03-02"})
        assert (await stage.get(path))["projection"]["data"] == supposed

    async def test_a_date_that_cannot_be_read_is_refused(self, stage: Stage) -> None:
        step = await started(stage)
        assert "due_at" in faults(await stage.get(f"/workflows/{step['workflow_id']}", 422, due_at="soon"))

    async def test_an_overdue_step_is_taken_to_be_done_now(self, stage: Stage) -> None:
        first = await started(stage, {}, {"scheduled_offset_days": 1})
        stage.clock.advance(days=30)
        (ahead,) = (await workflow(stage, first))["projection"]["data"]
        assert ahead["scheduled_on"] == "2026-02-21"
        assert (await complete(stage, first))["next_interaction"]["scheduled_on"] == "2026-02-21"

    async def test_a_path_beyond_all_days_is_cut(self, stage: Stage) -> None:
        far = {"scheduled_offset_days": 3650}
        first = await started(stage, {}, far, far, far)
        await stage.put(f"/interactions/{first['id']}", {"due_at": "9975-01-01"})
        ahead = (await workflow(stage, first))["projection"]
        assert len(ahead["data"]) == 1
        assert "further ahead" in ahead["ends_because"]

    async def test_what_has_ended_lies_behind(self, stage: Stage) -> None:
        first = await started(stage, {}, end_action="stop")
        await complete(stage, first)
        found = await workflow(stage, first)
        assert (found["workflow"]["status"], found["open_step"], found["projection"]["data"]) == ("completed", None, [])

    async def test_another_tenants_is_none(self, stage: Stage) -> None:
        first = await started(stage)
        async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
            assert (await cleo.get(f"/v1/workflows/{first['workflow_id']}")).status_code == 404
            assert (await cleo.get("/v1/workflows")).json()["data"] == []


class TestPausing:
    async def test_it_keeps_the_open_step_and_creates_no_other(self, stage: Stage) -> None:
        first = await started(stage)
        paused = await act(stage, first, "pause", reason="On holiday", resume_at="2026-02-02")
        assert (paused["status"], paused["pause_reason"], paused["resume_at"]) == (
            "paused",
            "On holiday",
            "2026-02-02T00:00:00Z",
        )
        assert (await workflow(stage, first))["open_step"] == first
        done = await complete(stage, first)
        assert (done["next_interaction"], done["next_step"]["reason"]) == (None, "workflow_paused")
        assert (await workflow(stage, first))["workflow"]["step_number"] == 2
        assert await kinds(stage, first) == ["workflow.started", "workflow.paused"]

    async def test_again_it_gets_the_new_day_or_none(self, stage: Stage) -> None:
        first = await started(stage)
        one = await act(stage, first, "pause", resume_at="2026-02-02", reason="Ill")
        assert await act(stage, first, "pause", resume_at="2026-02-02") == one
        assert (await act(stage, first, "pause", resume_at="2026-02-03 08:00"))["version"] == one["version"] + 1
        last = await act(stage, first, "pause")
        assert (last["resume_at"], last["pause_reason"]) == (None, "Ill")

    async def test_a_day_that_is_past_is_refused(self, stage: Stage) -> None:
        first = await started(stage)
        before = await everything(stage)
        assert faults(await act(stage, first, "pause", 422, resume_at="2026-01-21")) == ["resume_at"]
        assert faults(await act(stage, first, "pause", 422, resume_at="soon")) == ["resume_at"]
        assert await everything(stage) == before

    async def test_the_path_ahead_waits_for_the_day(self, stage: Stage) -> None:
        first = await started(stage, {}, {"scheduled_offset_days": 1}, {})
        await act(stage, first, "pause")
        assert "paused" in (await workflow(stage, first))["projection"]["ends_because"]
        await act(stage, first, "pause", resume_at="2026-02-02 08:00")
        for _ in range(2):  # with its first step open, and done
            ahead = (await workflow(stage, first))["projection"]["data"]
            assert [one["scheduled_at"] for one in ahead] == ["2026-02-03T08:00:00Z"] * 2
            await complete(stage, first)

    async def test_closing_the_customer_ends_it_with_its_day(self, stage: Stage) -> None:
        first = await started(stage)
        await act(stage, first, "pause", resume_at="2026-02-02", reason="Ill")
        await stage.post(f"/customers/{first['customer_id']}/close")
        run = (await workflow(stage, first))["workflow"]
        assert (run["status"], run["exit_reason"], run["resume_at"]) == ("exited", "customer_closed", None)


class TestResuming:
    async def test_it_moves_nothing(self, stage: Stage) -> None:
        first = await started(stage)
        await act(stage, first, "pause", resume_at="2026-02-02")
        stage.clock.advance(hours=3)
        resumed = await act(stage, first, "resume")
        assert (resumed["workflow"]["status"], resumed["workflow"]["resume_at"]) == ("active", None)
        assert (resumed["next_interaction"], resumed["interaction"]) == (first, None)
        assert (resumed["next_step"]["created"], resumed["next_step"]["reason"]) == (False, "already_planned")
        assert await stage.get(f"/interactions/{first['id']}") == first
        assert (await kinds(stage, first))[1:] == ["workflow.paused", "workflow.resumed"]

    async def test_what_was_not_created_is_and_counts_from_now(self, stage: Stage) -> None:
        first = await started(stage, {}, {"scheduled_offset_days": 2, "anchor": "planned"}, {})
        await act(stage, first, "pause")
        done = await complete(stage, first)
        stage.clock.advance(days=10)
        resumed = await act(stage, first, "resume")
        following = resumed["next_interaction"]
        assert (following["step_number"], following["scheduled_at"]) == (2, "2026-02-02T10:00:00Z")
        assert (following["origin"], following["workflow_id"]) == ("template", first["workflow_id"])
        assert "2 days after resuming" in following["explanation"]
        assert resumed["next_step"] == {"created": True, "reason": "template", "explanation": following["explanation"]}
        assert await stage.get(f"/interactions/{first['id']}") == done["interaction"], "what is final stays"
        assert (await complete(stage, following))["next_interaction"]["step_number"] == 3

    async def test_the_branch_is_taken_with_its_own_days(self, stage: Stage) -> None:
        branch = {"outcomes": ["kind:no_contact"], "next_step": 1, "scheduled_offset_days": 4, "max_times": 1}
        first = await started(stage, {"branches": [branch]}, {})
        await act(stage, first, "pause")
        await complete(stage, first, outcome="no_answer")
        following = (await act(stage, first, "resume"))["next_interaction"]
        assert (following["step_number"], following["scheduled_on"], following["origin"]) == (1, "2026-01-25", "branch")
        assert (await complete(stage, following, outcome="no_answer"))["next_interaction"]["step_number"] == 2

    async def test_a_skipped_step_too(self, stage: Stage) -> None:
        first = await started(stage, {"branches": [{"outcomes": ["skipped"], "next_step": 3}]}, {}, {})
        await act(stage, first, "pause")
        await stage.post(f"/interactions/{first['id']}/skip")
        assert (await act(stage, first, "resume"))["next_interaction"]["step_number"] == 3

    async def test_after_the_last_step_the_end_action_follows(self, stage: Stage) -> None:
        first = await started(stage, {})
        await act(stage, first, "pause")
        assert (await complete(stage, first))["next_step"]["reason"] == "workflow_paused"
        assert (await workflow(stage, first))["workflow"]["status"] == "paused"
        resumed = await act(stage, first, "resume")
        assert (resumed["workflow"]["status"], resumed["next_step"]["reason"]) == ("completed", "default_template")
        assert (await kinds(stage, first))[2:] == ["workflow.resumed", "workflow.completed"]

    async def test_a_default_template_starts_again(self, stage: Stage) -> None:
        first = await started(stage, {}, is_default=True)
        await act(stage, first, "pause")
        await complete(stage, first)
        following = (await act(stage, first, "resume"))["next_interaction"]
        assert (following["template_id"], following["workflow_id"] == first["workflow_id"]) == (
            first["template_id"],
            False,
        )

    async def test_a_branch_to_another_template_starts_it(self, stage: Stage) -> None:
        other = await stage.template({}, name="Other")
        branch = {"outcomes": ["success"], "template_id": other["id"]}
        first = await started(stage, {"branches": [branch]}, {})
        await act(stage, first, "pause")
        await complete(stage, first)
        resumed = await act(stage, first, "resume")
        assert (resumed["workflow"]["exit_reason"], resumed["next_interaction"]["template_id"]) == (
            "branched",
            other["id"],
        )

    async def test_what_runs_is_answered_as_it_is(self, stage: Stage) -> None:
        first = await started(stage)
        before = await everything(stage)
        answer = await act(stage, first, "resume")
        assert (answer["workflow"]["status"], answer["next_interaction"]) == ("active", first)
        assert await everything(stage) == before

    async def test_a_run_that_lost_its_step_gets_it_again(self, stage: Stage) -> None:
        first = await started(stage)
        await act(stage, first, "pause")
        await stage.owner.execute("UPDATE interactions SET workflow_id = NULL")
        assert (await act(stage, first, "resume"))["next_interaction"]["step_number"] == 1

    async def test_undoing_what_was_done_meanwhile(self, stage: Stage) -> None:
        first = await started(stage)
        await act(stage, first, "pause", resume_at="2026-02-02")
        before = await state(stage)
        await complete(stage, first)
        await stage.post(f"/interactions/{first['id']}/undo")
        assert await state(stage) == before
        await complete(stage, first)
        await act(stage, first, "resume")
        assert "workflow" in (await stage.post(f"/interactions/{first['id']}/undo", {}, 409))["detail"]


class TestLeaving:
    async def test_the_open_step_is_cancelled_and_the_net_takes_over(self, stage: Stage) -> None:
        first = await started(stage)
        left = await act(stage, first, "exit", reason="Signed elsewhere")
        assert (left["workflow"]["status"], left["workflow"]["exit_reason"]) == ("exited", "Signed elsewhere")
        assert left["workflow"]["ended_at"] == "2026-01-21T10:00:00Z"
        assert (left["interaction"]["status"], left["interaction"]["close_reason"]) == ("cancelled", "Signed elsewhere")
        following = left["next_interaction"]
        assert (following["origin"], following["previous_interaction_id"]) == ("default_template", first["id"])
        assert left["next_step"]["reason"] == "default_template"
        assert await kinds(stage, first) == ["workflow.started", "workflow.exited"]

    async def test_or_nothing_comes(self, stage: Stage) -> None:
        first = await started(stage)
        left = await act(stage, first, "exit", then="none")
        assert (left["next_interaction"], left["next_step"]["reason"]) == (None, "exit")
        assert (left["workflow"]["exit_reason"], left["interaction"]["close_reason"]) == (
            "by_hand",
            "workflow_exited",
        )
        await stage.get(f"/interactions/customers/{first['customer_id']}/next", 204)

    async def test_another_plan_is_enough(self, stage: Stage) -> None:
        first = await started(stage)
        call = await stage.interaction(first["customer_id"])
        left = await act(stage, first, "exit")
        assert (left["next_interaction"], left["next_step"]["reason"]) == (call, "already_planned")

    async def test_a_paused_customer_gets_nothing(self, stage: Stage) -> None:
        first = await started(stage)
        await stage.post(f"/customers/{first['customer_id']}/pause")
        assert (await act(stage, first, "exit"))["next_step"]["reason"] == "customer_inactive"

    async def test_a_paused_run_that_owes_its_step(self, stage: Stage) -> None:
        first = await started(stage)
        await act(stage, first, "pause", resume_at="2026-02-02", reason="Ill")
        await complete(stage, first)
        left = await act(stage, first, "exit")
        assert (left["interaction"], left["next_step"]["reason"]) == (None, "default_template")
        assert (left["workflow"]["resume_at"], left["workflow"]["pause_reason"]) == (None, None)
        assert left["next_interaction"]["previous_interaction_id"] is None

    @pytest.mark.parametrize("pause", [False, True])
    async def test_undo_takes_it_all_back(self, stage: Stage, pause: bool) -> None:
        first = await started(stage)
        if pause:
            await act(stage, first, "pause", resume_at="2026-02-02", reason="Ill")
        before = await state(stage)
        left = await act(stage, first, "exit")
        undone = await stage.post(f"/interactions/{first['id']}/undo")
        assert undone["withdrawn_interaction_id"] == left["next_interaction"]["id"]
        assert await state(stage) == before


class TestJumping:
    async def test_the_step_named_comes_in_place_of_the_open_one(self, stage: Stage) -> None:
        first = await started(stage, {}, {}, {"scheduled_offset_days": 2, "anchor": "planned"})
        stage.clock.advance(days=1)
        jumped = await act(stage, first, "jump", step_number=3)
        following = jumped["next_interaction"]
        assert (following["step_number"], following["scheduled_at"]) == (3, "2026-01-24T10:00:00Z")
        assert "jumped to" in following["explanation"]
        assert (jumped["interaction"]["status"], jumped["interaction"]["close_reason"]) == (
            "cancelled",
            "workflow_jumped",
        )
        assert (jumped["workflow"]["status"], jumped["workflow"]["step_number"]) == ("active", 3)
        assert following["previous_interaction_id"] == first["id"]
        assert await kinds(stage, first) == ["workflow.started", "workflow.jumped"]

    async def test_also_to_where_it_stands(self, stage: Stage) -> None:
        first = await started(stage)
        assert (await act(stage, first, "jump", step_number=1))["next_interaction"]["step_number"] == 1

    async def test_undo_takes_it_back(self, stage: Stage) -> None:
        first = await started(stage)
        before = await state(stage)
        await act(stage, first, "jump", step_number=3)
        await stage.post(f"/interactions/{first['id']}/undo")
        assert await state(stage) == before

    async def test_a_step_that_is_not_there(self, stage: Stage) -> None:
        first = await started(stage)
        before = await everything(stage)
        for number in (4, 0, -1, 2**40):
            assert faults(await act(stage, first, "jump", 422, step_number=number)) == ["step_number"]
        assert faults(await act(stage, first, "jump", 422)) == ["step_number"]
        assert await everything(stage) == before

    async def test_a_paused_run_stays_where_it_is(self, stage: Stage) -> None:
        first = await started(stage)
        await act(stage, first, "pause")
        assert "Resume" in (await act(stage, first, "jump", 409, step_number=2))["detail"]


class TestRefused:
    @pytest.mark.parametrize(
        ("verb", "body"), [("pause", {}), ("resume", {}), ("exit", {}), ("jump", {"step_number": 1}), ("migrate", {})]
    )
    async def test_what_has_ended_does_not_go_on(self, stage: Stage, verb: str, body: dict[str, Any]) -> None:
        first = await started(stage)
        await act(stage, first, "exit", then="none")
        before = await everything(stage)
        assert "exited" in (await act(stage, first, verb, 409, **body))["detail"]
        assert await everything(stage) == before

    @pytest.mark.parametrize(
        ("verb", "body"), [("pause", {}), ("resume", {}), ("exit", {}), ("jump", {"step_number": 1})]
    )
    async def test_an_older_version_and_an_unknown_id(self, stage: Stage, verb: str, body: dict[str, Any]) -> None:
        first = await started(stage)
        if verb == "resume":
            await act(stage, first, "pause")
        path = f"/workflows/{first['workflow_id']}/{verb}"
        version = (await workflow(stage, first))["workflow"]["version"]
        before = await everything(stage)
        await stage.post(path, body, 412, **{"If-Match": f'"{version - 1}"'})
        await stage.post(f"/workflows/{new_id()}/{verb}", body, 404)
        assert await everything(stage) == before
        answer = await stage.http.post(f"/v1{path}", json=body, headers={"If-Match": f'"{version}"'})
        assert answer.status_code == 200
        assert answer.headers["etag"] == f'"{version + 1}"'

    async def test_a_repeat_with_the_key_does_nothing_twice(self, stage: Stage) -> None:
        first = await started(stage)
        path, key = f"/workflows/{first['workflow_id']}/jump", {"Idempotency-Key": "once"}
        one = await stage.post(path, {"step_number": 2}, 200, **key)
        assert await stage.post(path, {"step_number": 2}, 200, **key) == one
        assert len(await stage.rows("SELECT FROM interactions")) == 2


async def test_a_step_goes_to_the_one_who_had_the_one_before(stage: Stage) -> None:
    first = await started(stage)
    await stage.post(f"/interactions/{first['id']}/assign", {"assignee_id": str(ADA)})
    assert (await act(stage, first, "jump", step_number=2))["next_interaction"]["assignee_id"] == str(ADA)
