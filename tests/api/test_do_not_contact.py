"""Do-not-contact: no step of that channel is made, and one that is planned already gets another."""

from typing import Any

import pytest

from tests.api.looking import events_of, everything, together
from tests.stage import Stage


async def started(stage: Stage, *steps: dict[str, Any], **fields: Any) -> Any:
    template = await stage.template(*steps)
    body = {"customer_id": (await stage.customer(**fields))["id"], "template_id": template["id"]}
    return await stage.post("/interactions/workflow/start", body, 201)


async def block(stage: Stage, step: Any, *channels: str) -> Any:
    await stage.put(f"/customers/{step['customer_id']}", {"do_not_contact": list(channels)})
    return await stage.get(f"/interactions/{step['id']}")


CALL = {"type": "phone_call", "title": "Call about the trial"}
PLAN = ("id", "scheduled_at", "due_at", "assignee_id", "workflow_id", "step_number", "status")


class TestNewSteps:
    async def test_the_steps_fallback_type_is_taken(self, stage: Stage) -> None:
        first = await started(stage, {"type": "demo"}, {**CALL, "fallback_type": "email"}, do_not_contact=["phone"])
        done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
        assert (done["next_interaction"]["type"], done["next_step"]["reason"]) == ("email", "template")
        assert "must not be contacted by phone" in done["next_step"]["explanation"]

    async def test_without_one_the_default_follow_up_stands_in(self, stage: Stage) -> None:
        first = await started(stage, {"type": "demo"}, CALL, {"title": "Third"}, do_not_contact=["phone"])
        done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
        following = done["next_interaction"]
        assert (following["type"], following["title"]) == ("follow_up", "Follow up with Initech")
        assert "must not be contacted by phone" in following["explanation"]
        after = await stage.post(f"/interactions/{following['id']}/complete", {"outcome": "success"})
        assert after["next_interaction"]["step_number"] == 3

    async def test_a_default_template_that_begins_so_is_passed_over(self, stage: Stage) -> None:
        email = await stage.interaction((await stage.customer(do_not_contact=["phone"]))["id"], type="demo")
        done = await stage.post(f"/interactions/{email['id']}/complete", {"outcome": "success"})
        assert done["next_step"]["reason"] == "default_follow_up"
        assert "must not be contacted by phone" in done["next_step"]["explanation"]


class TestPlannedSteps:
    async def test_it_becomes_the_fallback_type_at_the_same_time(self, stage: Stage) -> None:
        first = await started(stage, {**CALL, "fallback_type": "email"}, {})
        after = await block(stage, first, "phone")
        assert (after["type"], after["title"], after["version"]) == ("email", first["title"], 2)
        assert {name: after[name] for name in PLAN} == {name: first[name] for name in PLAN}
        assert "any more" in after["explanation"]
        assert [event["kind"] for event in await events_of(stage, first["id"])] == [
            "interaction.created",
            "interaction.updated",
        ]

    @pytest.mark.parametrize("step", [CALL, {**CALL, "fallback_type": "sms"}], ids=["no way round", "blocked too"])
    async def test_else_the_default_follow_up_stands_in_and_the_workflow_goes_on(self, stage: Stage, step: Any) -> None:
        first = await started(stage, step, {"type": "demo", "title": "Second"})
        after = await block(stage, first, "phone", "sms")
        assert (after["type"], after["title"]) == ("follow_up", "Follow up with Initech")
        assert {name: after[name] for name in PLAN} == {name: first[name] for name in PLAN}
        assert [row["id"] for row in (await stage.get("/interactions", q="follow"))["data"]] == [first["id"]]
        assert (await stage.get("/interactions", q="trial"))["data"] == []
        done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
        assert done["next_interaction"]["title"] == "Second"

    async def test_what_a_person_planned_or_has_begun_stays(self, stage: Stage) -> None:
        first = await started(stage, CALL)
        await stage.post(f"/interactions/{first['id']}/start")
        by_hand = await stage.interaction(first["customer_id"])
        assert (await block(stage, first, "phone"))["type"] == "phone_call"
        assert await stage.get(f"/interactions/{by_hand['id']}") == by_hand

    async def test_blocked_while_a_step_of_that_channel_comes(self, stage: Stage) -> None:
        """Whoever is first: the step stands in from the beginning, or becomes the other one."""
        for _ in range(6):
            first = await started(stage, {"type": "demo"}, {**CALL, "fallback_type": "email"})
            answers = await together(
                stage.http.post(f"/v1/interactions/{first['id']}/complete", json={"outcome": "success"}),
                stage.http.put(f"/v1/customers/{first['customer_id']}", json={"do_not_contact": ["phone"]}),
            )
            assert [answer.status_code for answer in answers] == [200, 200], [answer.text for answer in answers]
            following = await stage.get(f"/interactions/customers/{first['customer_id']}/next")
            assert (following["step_number"], following["type"]) == (2, "email")

    async def test_other_channels_and_a_channel_that_is_free_again_change_nothing(self, stage: Stage) -> None:
        first = await started(stage, CALL)
        assert await block(stage, first, "email") == first
        stood_in = await block(stage, first, "phone")
        before = (await everything(stage))["interactions"]
        assert await block(stage, first) == stood_in
        assert (await everything(stage))["interactions"] == before

    async def test_a_merge_brings_what_the_duplicate_did_not_want(self, stage: Stage) -> None:
        first = await started(stage, CALL)
        other = await stage.customer(do_not_contact=["phone"])
        await stage.post(f"/customers/{first['customer_id']}/merge", {"from": other["id"]})
        assert (await stage.get(f"/interactions/{first['id']}"))["type"] == "follow_up"
