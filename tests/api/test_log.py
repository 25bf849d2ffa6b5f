"""Unplanned contact: it was a planned step, it moves the next one on, or it leaves the plan alone."""

from typing import Any

import pytest

from tests.api.looking import ben, events_of, everything, state, together
from tests.stage import ADA, Stage


@pytest.fixture
async def customer(stage: Stage) -> str:
    return str((await stage.customer())["id"])


async def log(stage: Stage, customer: str, expect: int = 201, /, **more: Any) -> Any:
    body = {"customer_id": customer, "type": "phone_call", "outcome": "reached", **more}
    return await stage.post("/interactions/log", body, expect)


async def step(stage: Stage, customer: str, **more: Any) -> Any:
    return await stage.interaction(customer, **{"scheduled_at": "2026-01-22", "due_at": "2026-01-23", **more})


class TestSatisfy:
    @pytest.mark.parametrize("due_at", ["2026-01-05", "2026-01-23", "2026-01-28 10:00:00"])
    async def test_the_only_step_of_the_type_that_is_due_soon(self, stage: Stage, customer: str, due_at: str) -> None:
        planned = await step(stage, customer, scheduled_at=None, due_at=due_at)
        await step(stage, customer, type="email")
        done = await log(stage, customer, 200, outcome_details="Asked for a quote", completed_at="2026-01-21 09:00:00")
        assert (done["effect"], done["interaction"]["id"]) == ("satisfy", planned["id"])
        expected = {
            "status": "completed",
            "outcome": "reached",
            "outcome_details": "Asked for a quote",
            "completed_at": "2026-01-21T09:00:00Z",
            "title": planned["title"],
        }
        assert {name: done["interaction"][name] for name in expected} == expected
        assert len((await stage.get("/interactions", customer_id=customer))["data"]) == 2

    async def test_the_workflow_goes_on(self, stage: Stage, customer: str) -> None:
        template = await stage.template({"branches": [{"outcomes": ["reached"], "next_step": 2}]}, {"title": "Offer"})
        body = {"customer_id": customer, "template_id": template["id"]}
        first = await stage.post("/interactions/workflow/start", body, 201)
        done = await log(stage, customer, 200)
        assert done["interaction"]["id"] == first["id"]
        assert (done["next_interaction"]["title"], done["next_step"]["reason"]) == ("Offer", "branch")
        undone = await stage.post(f"/interactions/{first['id']}/undo")
        assert undone["interaction"]["status"] == "pending"
        assert undone["withdrawn_interaction_id"] == done["next_interaction"]["id"]

    async def test_a_title_is_kept_where_there_are_no_details(self, stage: Stage, customer: str) -> None:
        await step(stage, customer)
        assert (await log(stage, customer, 200, title="Quote"))["interaction"]["outcome_details"] == "Quote"

    async def test_one_that_is_named(self, stage: Stage, customer: str) -> None:
        planned = [await step(stage, customer, type=kind) for kind in ("phone_call", "phone_call", "email")]
        for one in planned[1:]:
            done = await log(stage, customer, 200, interaction_id=one["id"])
            assert done["interaction"]["id"] == one["id"]

    async def test_later_ones_are_satisfied_when_asked_for(self, stage: Stage, customer: str) -> None:
        planned = await step(stage, customer, due_at="2026-03-01")
        assert (await log(stage, customer))["effect"] == "leave"
        assert (await log(stage, customer, 200, effect="satisfy"))["interaction"]["id"] == planned["id"]

    async def test_none_or_several_are_refused(self, stage: Stage, customer: str) -> None:
        before = await everything(stage)
        assert "leave" in (await log(stage, customer, 409, effect="satisfy"))["detail"]
        assert await everything(stage) == before
        for _ in range(2):
            await step(stage, customer)
        before = await everything(stage)
        assert "2 open steps" in (await log(stage, customer, 409, effect="satisfy"))["detail"]
        assert await everything(stage) == before


class TestLeave:
    @pytest.mark.parametrize(
        "planned",
        [
            [{"type": "email"}],
            [{}, {}],
            [{"due_at": "2026-01-28 10:00:01"}],
            [{"scheduled_at": None, "due_at": None}],
        ],
        ids=["another type", "two of them", "due later", "without a date"],
    )
    async def test_what_is_not_evident_is_left(self, stage: Stage, customer: str, planned: list[Any]) -> None:
        steps = [await step(stage, customer, **one) for one in planned]
        done = await log(stage, customer, title="Called in", assignee_id=await ben(stage))
        assert (done["effect"], done["next_step"]["reason"]) == ("leave", "already_planned")
        made = done["interaction"]
        expected = ("logged", "completed", "Called in", await ben(stage), None)
        found = (made["origin"], made["status"], made["title"], made["assignee_id"], made["next_interaction_id"])
        assert found == expected
        assert {done["next_interaction"]["id"]} <= {one["id"] for one in steps}
        for one in steps:
            assert await stage.get(f"/interactions/{one['id']}") == one

    async def test_who_has_nothing_planned_gets_a_next_step(self, stage: Stage, customer: str) -> None:
        done = await log(stage, customer)
        assert (done["next_step"]["created"], done["next_step"]["reason"]) == (True, "default_template")
        made, following = done["interaction"], done["next_interaction"]
        assert made["next_interaction_id"] == following["id"]
        assert following["previous_interaction_id"] == made["id"]
        assert (made["title"], made["assignee_id"], made["completed_by"]) == ("Phone call", str(ADA), str(ADA))
        kinds = [event["kind"] for event in await events_of(stage, made["id"])]
        assert kinds == ["interaction.logged", "interaction.completed"]

    async def test_the_next_step_that_is_asked_for(self, stage: Stage, customer: str) -> None:
        done = await log(stage, customer, next={"type": "email", "title": "Send the quote"})
        assert done["next_interaction"]["title"] == "Send the quote"
        assert (await log(stage, customer, next={"none": True, "why": "over"}))["next_interaction"] is None

    @pytest.mark.parametrize("status", ["pause", "close"])
    async def test_of_an_inactive_customer_nothing_follows(self, stage: Stage, customer: str, status: str) -> None:
        await stage.post(f"/customers/{customer}/{status}")
        done = await log(stage, customer)
        assert (done["next_interaction"], done["next_step"]["reason"]) == (None, "customer_inactive")

    async def test_an_outcome_that_is_new_is_learnt(self, stage: Stage, customer: str) -> None:
        await log(stage, customer, outcome="met_by_chance")
        assert await stage.rows("SELECT kind FROM outcomes WHERE key = 'met_by_chance'") != []


class TestMove:
    async def test_the_next_step_is_planned_as_many_days_after_as_a_follow_up(
        self, stage: Stage, customer: str
    ) -> None:
        planned = await step(stage, customer, scheduled_at="2026-01-22 15:00", due_at="2026-01-23 15:00")
        done = await log(stage, customer, effect="move")
        assert done["effect"] == "move"
        moved = done["next_interaction"]
        assert (moved["id"], moved["scheduled_at"], moved["due_at"], moved["reschedule_count"]) == (
            planned["id"],
            "2026-01-24T15:00:00Z",
            "2026-01-25T15:00:00Z",
            1,
        )
        assert done["interaction"]["origin"] == "logged"

    async def test_as_many_days_as_are_asked_for_from_when_it_happened(self, stage: Stage, customer: str) -> None:
        await step(stage, customer)
        done = await log(stage, customer, effect="move", move_days=10, completed_at="2026-01-20")
        assert done["next_interaction"]["scheduled_on"] == "2026-01-30"

    async def test_one_that_stands_further_on_stays(self, stage: Stage, customer: str) -> None:
        planned = await step(stage, customer, scheduled_at="2026-02-20", due_at=None)
        assert (await log(stage, customer, effect="move"))["next_interaction"] == planned

    async def test_one_without_a_date_gets_one(self, stage: Stage, customer: str) -> None:
        await step(stage, customer, scheduled_at=None, due_at=None)
        moved = (await log(stage, customer, effect="move", move_days=1))["next_interaction"]
        assert moved["scheduled_at"] == "2026-01-22T10:00:00Z"

    async def test_one_that_is_named(self, stage: Stage, customer: str) -> None:
        first, second = [await step(stage, customer) for _ in range(2)]
        await log(stage, customer, effect="move", interaction_id=second["id"])
        assert await stage.get(f"/interactions/{first['id']}") == first
        assert (await stage.get(f"/interactions/{second['id']}"))["reschedule_count"] == 1

    async def test_with_nothing_planned_a_next_step_comes(self, stage: Stage, customer: str) -> None:
        assert (await log(stage, customer, effect="move"))["next_step"]["created"] is True


class TestUndo:
    async def test_what_was_logged_goes_with_all_that_it_made(self, stage: Stage, customer: str) -> None:
        before = await state(stage)
        done = await log(stage, customer)
        undone = await stage.post(f"/interactions/{done['interaction']['id']}/undo")
        assert undone["interaction"] == done["interaction"]
        assert undone["withdrawn_interaction_id"] == done["next_interaction"]["id"]
        assert undone["next_interaction"] is None
        assert await state(stage) == before
        await stage.get(f"/interactions/{done['interaction']['id']}", 404)
        await stage.post(f"/interactions/{done['interaction']['id']}/undo", {}, 404)

    async def test_what_was_moved_goes_back(self, stage: Stage, customer: str) -> None:
        await step(stage, customer)
        before = await state(stage)
        done = await log(stage, customer, effect="move")
        await stage.post(f"/interactions/{done['interaction']['id']}/undo")
        assert await state(stage) == before

    async def test_refused_when_what_was_moved_has_changed(self, stage: Stage, customer: str) -> None:
        planned = await step(stage, customer)
        done = await log(stage, customer, effect="move")
        await stage.put(f"/interactions/{planned['id']}", {"priority": "high"})
        before = await everything(stage)
        problem = await stage.post(f"/interactions/{done['interaction']['id']}/undo", {}, 409)
        assert "changed since" in problem["detail"]
        assert await everything(stage) == before

    async def test_after_the_customer_was_closed(self, stage: Stage, customer: str) -> None:
        done = await log(stage, customer, next={"none": True})
        await stage.post(f"/customers/{customer}/close")
        await stage.post(f"/interactions/{done['interaction']['id']}/undo")

    async def test_the_kept_answer_goes_too(self, stage: Stage, customer: str) -> None:
        body = {"customer_id": customer, "type": "email", "outcome": "success"}
        first = await stage.post("/interactions/log", body, 201, **{"Idempotency-Key": "once"})
        assert await stage.post("/interactions/log", body, 201, **{"Idempotency-Key": "once"}) == first
        await stage.post(f"/interactions/{first['interaction']['id']}/undo")
        again = await stage.post("/interactions/log", body, 201, **{"Idempotency-Key": "once"})
        assert again["interaction"]["id"] != first["interaction"]["id"]


class TestRefused:
    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"outcome": "skipped"}, "outcome"),
            ({"completed_at": "2026-01-22"}, "completed_at"),
            ({"interaction_id": "0190a000-0000-7000-8000-00000000dead"}, "interaction_id"),
            ({"effect": "leave", "interaction_id": "0190a000-0000-7000-8000-00000000dead"}, "interaction_id"),
            ({"move_days": 3}, "move_days"),
            ({"effect": "maybe"}, "effect"),
            ({"assignee_id": "0190a000-0000-7000-8000-00000000dead"}, "assignee_id"),
            ({"campaign_id": "0190a000-0000-7000-8000-00000000dead"}, "campaign_id"),
            ({"customer_id": "0190a000-0000-7000-8000-00000000dead"}, "customer_id"),
            ({"next": {"template_id": "0190a000-0000-7000-8000-00000000dead"}}, None),
        ],
    )
    async def test_nothing_is_written(self, stage: Stage, customer: str, more: Any, field: str | None) -> None:
        before = await everything(stage)
        problem = await log(stage, customer, 422 if field else 409, **more)
        assert field is None or [fault["field"] for fault in problem["errors"]] == [field]
        assert await everything(stage) == before

    async def test_another_customers_or_a_final_step(self, stage: Stage, customer: str) -> None:
        other = await step(stage, (await stage.customer())["id"])
        final = await step(stage, customer)
        await stage.post(f"/interactions/{final['id']}/cancel", {"then": "exit"})
        for one in (other, final):
            await log(stage, customer, 422, interaction_id=one["id"])


class TestAtOnce:
    async def test_two_that_were_the_same_step(self, stage: Stage, customer: str) -> None:
        """One satisfies it, the other finds it done and is recorded beside it; nothing is lost."""
        await stage.no_default_template()
        planned = await step(stage, customer)
        body = {"customer_id": customer, "type": "phone_call", "outcome": "reached"}
        answers = await together(*(stage.http.post("/v1/interactions/log", json=body) for _ in range(2)))
        assert sorted(answer.status_code for answer in answers) == [200, 201]
        assert (await stage.get(f"/interactions/{planned['id']}"))["status"] == "completed"
        assert len((await stage.get(f"/interactions/customers/{customer}/pending"))["data"]) == 1

    async def test_twins_with_one_key(self, stage: Stage, customer: str) -> None:
        body = {"customer_id": customer, "type": "email", "outcome": "success"}
        answers = await together(
            *(stage.http.post("/v1/interactions/log", json=body, headers={"Idempotency-Key": "once"}) for _ in range(5))
        )
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == 1
        assert len(await stage.rows("SELECT FROM interactions WHERE origin = 'logged'")) == 1

    async def test_beside_a_completion_of_the_last_step(self, stage: Stage) -> None:
        for _ in range(8):
            customer = (await stage.customer())["id"]
            planned = await step(stage, customer, type="email")
            body = {"customer_id": customer, "type": "sms", "outcome": "reached"}
            answers = await together(
                stage.http.post("/v1/interactions/log", json=body),
                stage.http.post(f"/v1/interactions/{planned['id']}/complete", json={"outcome": "success"}),
            )
            assert sorted(answer.status_code for answer in answers) == [200, 201]
            assert len((await stage.get(f"/interactions/customers/{customer}/pending"))["data"]) == 1
