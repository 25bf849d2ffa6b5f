"""Where a workflow goes on: branches, the template's own next step, and what ends it."""

from typing import Any

import pytest

from tests.stage import ADA, Stage


async def started(stage: Stage, *steps: dict[str, Any], **fields: Any) -> Any:
    """The first interaction of a new customer's run of a template of these steps."""
    customer = await stage.customer()
    template = await stage.template(*steps, **fields)
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    return await stage.post("/interactions/workflow/start", body, 201)


async def completed(stage: Stage, step: Any, outcome: str = "success", **body: Any) -> Any:
    return await stage.post(f"/interactions/{step['id']}/complete", {"outcome": outcome, **body})


async def run_of(stage: Stage, step: Any) -> tuple[Any, ...]:
    """Status, exit reason and position of the workflow that a step belongs to."""
    sql = "SELECT status, exit_reason, step_number FROM workflows WHERE id = $1"
    (row,) = await stage.rows(sql, step["workflow_id"])
    return tuple(row)


class TestBranches:
    STEPS = (
        {"branches": [{"outcomes": ["no_answer", "kind:negative"], "next_step": 3, "scheduled_offset_days": 5}]},
        {},
        {"next_step": None},
    )

    @pytest.mark.parametrize(
        ("outcome", "number", "reason"),
        [
            ("no_answer", 3, "branch"),
            ("failed", 3, "branch"),
            ("success", 2, "template"),
            ("left_message", 2, "template"),
        ],
    )
    async def test_the_outcome_or_its_kind_says_where_to(
        self, stage: Stage, outcome: str, number: int, reason: str
    ) -> None:
        first = await started(stage, *self.STEPS)
        done = await completed(stage, first, outcome)
        following = done["next_interaction"]
        assert (following["step_number"], done["next_step"]["reason"], following["origin"]) == (number, reason, reason)
        assert following["workflow_id"] == first["workflow_id"]
        assert await run_of(stage, first) == ("active", None, number)

    async def test_a_branch_may_have_an_offset_of_its_own(self, stage: Stage) -> None:
        done = await completed(stage, await started(stage, *self.STEPS), "no_answer")
        assert done["next_interaction"]["scheduled_at"] == "2026-01-26T10:00:00Z"

    async def test_an_outcome_that_was_unknown_counts_as_neutral(self, stage: Stage) -> None:
        first = await started(stage, {"branches": [{"outcomes": ["kind:neutral"], "exit": "later"}]}, {})
        done = await completed(stage, first, "sent_flowers")
        assert done["next_step"]["reason"] == "branch"

    async def test_after_max_times_it_is_passed_over(self, stage: Stage) -> None:
        again = {"outcomes": ["no_answer"], "next_step": 1, "max_times": 2}
        step = await started(stage, {"branches": [again]}, {"type": "email"})
        seen = []
        for _ in range(3):
            done = await completed(stage, step, "no_answer")
            step = done["next_interaction"]
            seen.append((step["step_number"], done["next_step"]["reason"]))
        assert seen == [(1, "branch"), (1, "branch"), (2, "template")]
        assert "taken 2 times" in done["next_step"]["explanation"]
        (row,) = await stage.rows("SELECT branch_counts->>'1:0' FROM workflows")
        assert row[0] == "2"

    async def test_an_exit_leaves_the_workflow_and_creates_nothing(self, stage: Stage) -> None:
        first = await started(stage, {"branches": [{"outcomes": ["not_interested"], "exit": "does not want us"}]}, {})
        done = await completed(stage, first, "not_interested")
        assert done["next_interaction"] is None
        assert (done["next_step"]["created"], done["next_step"]["reason"]) == (False, "branch")
        assert "does not want us" in done["next_step"]["explanation"]
        assert await run_of(stage, first) == ("exited", "does not want us", 1)
        next_step = await stage.http.get(f"/v1/interactions/customers/{first['customer_id']}/next")
        assert (next_step.status_code, next_step.content) == (204, b"")

    async def test_it_may_start_another_template(self, stage: Stage) -> None:
        other = await stage.template({"type": "meeting", "title": "Meet"}, name="Meetings")
        first = await started(stage, {"branches": [{"outcomes": ["interested"], "template_id": other["id"]}]}, {})
        done = await completed(stage, first, "interested")
        following = done["next_interaction"]
        assert (following["template_id"], following["title"]) == (other["id"], "Meet")
        assert done["next_step"]["reason"] == "branch"
        assert await run_of(stage, first) == ("exited", "branched", 1)
        assert await run_of(stage, following) == ("active", None, 1)

    @pytest.mark.parametrize("obstacle", ["archived", "inactive", "running"])
    async def test_a_template_that_cannot_start_is_passed_over(self, stage: Stage, obstacle: str) -> None:
        other = await stage.template({"type": "meeting"}, name="Meetings")
        first = await started(stage, {"branches": [{"outcomes": ["interested"], "template_id": other["id"]}]}, {})
        if obstacle == "running":
            body = {"customer_id": first["customer_id"], "template_id": other["id"]}
            await stage.post("/interactions/workflow/start", body, 201)
        elif obstacle == "archived":
            await stage.post(f"/interactions/templates/{other['id']}/archive")
        else:
            await stage.put(f"/interactions/templates/{other['id']}", {"is_active": False})
        done = await completed(stage, first, "interested")
        assert (done["next_step"]["reason"], done["next_interaction"]["step_number"]) == ("template", 2)
        assert "Meetings" in done["next_step"]["explanation"]


class TestEndActions:
    async def test_out_of_the_box_the_default_template_comes(self, stage: Stage) -> None:
        first = await started(stage, {})
        done = await completed(stage, first)
        assert done["next_step"]["reason"] == "default_template"
        assert await run_of(stage, first) == ("completed", None, 1)

    async def test_follow_up_goes_on_to_the_default_follow_up(self, stage: Stage) -> None:
        done = await completed(stage, await started(stage, {}, end_action="follow_up"))
        assert done["next_step"]["reason"] == "default_follow_up"

    async def test_stop_creates_nothing_and_says_why(self, stage: Stage) -> None:
        first = await started(stage, {}, end_action="stop")
        done = await completed(stage, first)
        assert (done["next_interaction"], done["next_step"]["reason"]) == (None, "end_action")
        assert "stop" in done["next_step"]["explanation"]
        assert await run_of(stage, first) == ("completed", None, 1)

    async def test_another_template_may_follow(self, stage: Stage) -> None:
        other = await stage.template({"title": "Look after"}, name="Care")
        done = await completed(stage, await started(stage, {}, end_action=f"template:{other['id']}"))
        assert (done["next_step"]["reason"], done["next_interaction"]["title"]) == ("end_action", "Look after")

    async def test_one_that_cannot_start_is_passed_over(self, stage: Stage) -> None:
        other = await stage.template({}, name="Care")
        first = await started(stage, {}, end_action=f"template:{other['id']}")
        await stage.post(f"/interactions/templates/{other['id']}/archive")
        done = await completed(stage, first)
        assert done["next_step"]["reason"] == "default_template"
        assert "Care" in done["next_step"]["explanation"]

    @pytest.mark.parametrize("action", ["stop", "default"])
    async def test_another_open_item_does_not_matter_to_a_stop_but_to_a_default(
        self, stage: Stage, action: str
    ) -> None:
        first = await started(stage, {}, end_action=action)
        other = await stage.interaction(first["customer_id"])
        done = await completed(stage, first)
        expected = (None, "end_action") if action == "stop" else (other["id"], "already_planned")
        following = done["next_interaction"]
        assert (following and following["id"], done["next_step"]["reason"]) == expected


async def test_a_running_workflow_keeps_the_version_that_it_began_with(stage: Stage) -> None:
    first = await started(stage, {}, {"title": "As it was"})
    steps = [{"step_number": 1, "type": "email", "title": "New"}]
    edited = await stage.put(f"/interactions/templates/{first['template_id']}", {"steps": steps})
    assert edited["version"] == 2
    done = await completed(stage, first)
    assert (done["next_interaction"]["title"], done["next_interaction"]["template_version"]) == ("As it was", 1)


async def test_an_archived_template_still_runs_to_its_end(stage: Stage) -> None:
    first = await started(stage, {}, {"title": "The end"})
    await stage.post(f"/interactions/templates/{first['template_id']}/archive")
    assert (await completed(stage, first))["next_interaction"]["title"] == "The end"


async def test_a_paused_workflow_advances_and_creates_nothing(stage: Stage) -> None:
    first = await started(stage, {}, {}, {})
    await stage.owner.execute("UPDATE workflows SET status = 'paused'")
    done = await completed(stage, first)
    assert (done["next_interaction"], done["next_step"]["reason"]) == (None, "workflow_paused")
    assert await run_of(stage, first) == ("paused", None, 2)


async def test_titles_are_filled_with_names_whatever_they_hold(stage: Stage) -> None:
    name = "{customer.name} 'Robert\"); -- \u202e<b>"
    customer = await stage.customer(name=name, company=None)
    template = await stage.template({"title": "Call {customer.name} of {customer.company}"})
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    first = await stage.post("/interactions/workflow/start", body, 201)
    assert first["title"] == f"Call {name} of {name}"


async def test_a_long_name_never_makes_too_long_a_title(stage: Stage) -> None:
    customer = await stage.customer(name="N" * 200)
    template = await stage.template({"title": "{customer.name} {customer.name}"})
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    assert len((await stage.post("/interactions/workflow/start", body, 201))["title"]) == 300


class TestDoNotContact:
    async def test_the_step_takes_its_fallback_type(self, stage: Stage) -> None:
        first = await started(stage, {"type": "meeting"}, {"type": "phone_call", "fallback_type": "email"})
        await stage.put(f"/customers/{first['customer_id']}", {"do_not_contact": ["phone"]})
        done = await completed(stage, first)
        following = done["next_interaction"]
        assert (following["type"], following["step_number"], following["origin"]) == ("email", 2, "template")
        assert "must not be contacted by phone" in done["next_step"]["explanation"]

    async def test_without_one_the_default_follow_up_stands_in_and_the_workflow_goes_on(self, stage: Stage) -> None:
        first = await started(stage, {"type": "meeting"}, {}, {"type": "email", "title": "After all"})
        await stage.put(f"/customers/{first['customer_id']}", {"do_not_contact": ["phone"]})
        done = await completed(stage, first)
        stand_in = done["next_interaction"]
        assert (stand_in["type"], stand_in["origin"], stand_in["step_number"]) == ("follow_up", "default_follow_up", 2)
        assert stand_in["workflow_id"] == first["workflow_id"]
        assert (await completed(stage, stand_in))["next_interaction"]["title"] == "After all"

    async def test_a_default_template_that_begins_so_is_passed_over(self, stage: Stage) -> None:
        customer = await stage.customer(do_not_contact=["phone"])
        done = await completed(stage, await stage.interaction(customer["id"], type="email"))
        assert done["next_step"]["reason"] == "default_follow_up"
        assert "must not be contacted by phone" in done["next_step"]["explanation"]

    async def test_only_the_channels_named_are_blocked(self, stage: Stage) -> None:
        customer = await stage.customer(do_not_contact=["sms", "email"])
        done = await completed(stage, await stage.interaction(customer["id"]))
        assert done["next_step"]["reason"] == "default_template"


class TestConversationStatus:
    async def test_the_step_says_what_becomes_of_the_conversation_and_undo_takes_it_back(self, stage: Stage) -> None:
        customer = await stage.customer(owner_id=str(ADA))
        talk = await stage.post("/conversations", {"customer_id": customer["id"], "channel": "email"}, 201)
        template = await stage.template({"conversation_status": {"success": "resolved"}}, {})
        body = {"customer_id": customer["id"], "template_id": template["id"], "conversation_id": talk["id"]}
        first = await stage.post("/interactions/workflow/start", body, 201)
        await completed(stage, first)
        assert (await stage.get(f"/conversations/{talk['id']}"))["status"] == "resolved"
        await stage.post(f"/interactions/{first['id']}/undo")
        assert (await stage.get(f"/conversations/{talk['id']}"))["status"] == "open"
        await completed(stage, first, "reached")
        assert (await stage.get(f"/conversations/{talk['id']}"))["status"] == "open"
