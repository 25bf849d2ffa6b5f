"""Completing: the next step exists afterwards, linked both ways, with its dates and its reason."""

import pytest

from onward.domain.records import TenantSettings
from tests.api.looking import ben, events_of, everything, faults
from tests.stage import ADA, Stage


async def test_without_a_workflow_the_default_template_starts(stage: Stage) -> None:
    customer = await stage.customer()
    call = await stage.interaction(customer["id"])

    done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})

    following = done["next_interaction"]
    assert done["next_step"]["created"] is True
    assert done["next_step"]["reason"] == following["origin"] == "default_template"
    assert done["next_step"]["explanation"] == following["explanation"]
    assert "Standard Follow-up Sequence" in following["explanation"]
    assert (following["status"], following["step_number"], following["version"]) == ("pending", 1, 1)
    assert following["scheduled_at"] == "2026-01-26T10:00:00Z", "the first call waits for Monday"
    workflows = await stage.rows("SELECT id, status, step_number FROM workflows")
    assert [(str(row[0]), row[1], row[2]) for row in workflows] == [(following["workflow_id"], "active", 1)]


async def test_the_two_are_linked_both_ways(stage: Stage) -> None:
    customer = await stage.customer()
    call = await stage.interaction(customer["id"])
    done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
    before = await stage.get(f"/interactions/{call['id']}")
    after = await stage.get(f"/interactions/{done['next_interaction']['id']}")
    assert before == done["interaction"]
    assert after == done["next_interaction"]
    assert (before["next_interaction_id"], after["previous_interaction_id"]) == (after["id"], before["id"])
    assert (await stage.get(f"/interactions/customers/{customer['id']}/next"))["id"] == after["id"]


async def test_what_was_done_is_recorded(stage: Stage) -> None:
    customer = await stage.customer()
    call = await stage.interaction(customer["id"])
    stage.clock.advance(hours=1)
    answer = await stage.http.post(
        f"/v1/interactions/{call['id']}/complete", json={"outcome": "interested", "outcome_details": "Wants a proposal"}
    )
    done = answer.json()["interaction"]
    assert answer.headers["etag"] == '"2"'
    assert (done["status"], done["outcome"], done["outcome_details"]) == ("completed", "interested", "Wants a proposal")
    assert done["completed_at"] == done["closed_at"] == done["updated_at"] == "2026-01-21T11:00:00Z"
    assert done["completed_by"] == str(ADA)
    assert done["started_at"] is None, "a pending one may be completed without start"


async def test_the_steps_of_a_template_follow_one_another_and_the_default_one_begins_again(stage: Stage) -> None:
    customer = await stage.customer()
    call = await stage.interaction(customer["id"])
    step = (await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"}))["next_interaction"]
    seen = []
    for _ in range(3):
        done = await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
        seen.append((done["next_step"]["reason"], done["next_interaction"]["title"]))
        first_run, step = step["workflow_id"], done["next_interaction"]
    assert seen == [
        ("template", "Send Proposal"),
        ("template", "Follow-up"),
        ("default_template", "Initial Phone Call"),
    ]
    runs = {str(row[0]): (row[1], row[2]) for row in await stage.rows("SELECT id, status, step_number FROM workflows")}
    assert runs == {first_run: ("completed", 3), step["workflow_id"]: ("active", 1)}


async def test_dates_count_from_the_completion(stage: Stage) -> None:
    customer = await stage.customer()
    template = await stage.template({}, {"scheduled_offset_days": 3, "due_offset_days": 2})
    first = await stage.post(
        "/interactions/workflow/start", {"customer_id": customer["id"], "template_id": template["id"]}, 201
    )
    stage.clock.advance(days=2, hours=3)
    done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    second = done["next_interaction"]
    assert (second["scheduled_at"], second["due_at"]) == ("2026-01-26T13:00:00Z", "2026-01-28T13:00:00Z")
    assert (second["scheduled_on"], second["due_on"], second["due_all_day"]) == ("2026-01-26", "2026-01-28", True)
    assert (second["first_scheduled_at"], second["first_due_at"]) == (second["scheduled_at"], second["due_at"])


async def test_without_a_default_template_comes_the_default_follow_up(stage: Stage) -> None:
    await stage.no_default_template()
    customer = await stage.customer(name="Initech")
    call = await stage.interaction(customer["id"])
    done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
    following = done["next_interaction"]
    assert done["next_step"]["reason"] == following["origin"] == "default_follow_up"
    assert (following["type"], following["title"]) == ("follow_up", "Follow up with Initech")
    assert (following["scheduled_at"], following["due_at"]) == ("2026-01-24T10:00:00Z", "2026-01-26T10:00:00Z")
    assert following["workflow_id"] is None
    assert "there is none" in done["next_step"]["explanation"], "what was passed over is told"


async def test_an_unusable_default_template_is_passed_over(stage: Stage) -> None:
    await stage.owner.execute("UPDATE interaction_templates SET is_active = false WHERE is_default")
    customer = await stage.customer()
    call = await stage.interaction(customer["id"])
    done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
    assert done["next_step"]["reason"] == "default_follow_up"
    assert "not active" in done["next_step"]["explanation"]


async def test_the_default_template_is_passed_over_while_it_runs_already(stage: Stage) -> None:
    customer = await stage.customer()
    standard = next(one for one in (await stage.get("/interactions/templates"))["data"] if one["is_default"])
    await stage.post(
        "/interactions/workflow/start", {"customer_id": customer["id"], "template_id": standard["id"]}, 201
    )
    await stage.owner.execute("UPDATE interactions SET status = 'cancelled', closed_at = created_at")
    call = await stage.interaction(customer["id"])
    done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
    assert done["next_step"]["reason"] == "default_follow_up"
    assert "already running" in done["next_step"]["explanation"]


async def test_events_say_what_happened_in_the_same_transaction(stage: Stage) -> None:
    customer = await stage.customer()
    call = await stage.interaction(customer["id"])
    done = await stage.post(
        f"/interactions/{call['id']}/complete", {"outcome": "success"}, 200, **{"X-Request-ID": "ada-1"}
    )
    created, completed = await events_of(stage, call["id"])
    assert (created["kind"], completed["kind"]) == ("interaction.created", "interaction.completed")
    assert (completed["old"]["status"], completed["new"]["status"]) == ("pending", "completed")
    assert (completed["old"]["version"], completed["new"]["version"]) == (1, 2)
    assert (completed["new"]["outcome"], completed["actor_kind"], completed["request_id"]) == (
        "success",
        "local",
        "ada-1",
    )
    (made,) = await events_of(stage, done["next_interaction"]["id"])
    assert made["new"]["title"] == "Initial Phone Call"
    started = await stage.rows("SELECT writer_xid::text FROM events WHERE kind = 'workflow.started'")
    assert [row[0] for row in started] == [completed["xid"]]
    assert made["xid"] == completed["xid"] != created["xid"]


async def test_the_next_one_is_found_by_its_words(stage: Stage) -> None:
    customer = await stage.customer()
    call = await stage.interaction(customer["id"])
    done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
    found = (await stage.get("/interactions", q="initial pho"))["data"]
    assert [one["id"] for one in found] == [done["next_interaction"]["id"]]


async def test_an_unknown_interaction_is_not_found(stage: Stage) -> None:
    problem = await stage.post(f"/interactions/{ADA}/complete", {"outcome": "success"}, 404)
    assert problem["type"] == "/problems/not-found"


class TestAssignee:
    async def test_goes_on_with_whoever_had_the_one_before(self, stage: Stage) -> None:
        customer, rep = await stage.customer(owner_id=str(ADA)), await ben(stage)
        call = await stage.interaction(customer["id"], assignee_id=rep)
        done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
        assert done["next_interaction"]["assignee_id"] == rep

    async def test_else_the_owner_of_the_customer(self, stage: Stage) -> None:
        customer = await stage.customer(owner_id=await ben(stage))
        call = await stage.interaction(customer["id"])
        done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
        assert done["next_interaction"]["assignee_id"] == customer["owner_id"]

    async def test_passes_over_who_is_not_active(self, stage: Stage) -> None:
        rep = await ben(stage)
        customer = await stage.customer(owner_id=str(ADA))
        call = await stage.interaction(customer["id"], assignee_id=rep)
        await stage.owner.execute("UPDATE members SET is_active = false WHERE id = $1", rep)
        done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
        assert done["next_interaction"]["assignee_id"] == str(ADA)

    async def test_a_step_may_name_a_member_also_in_the_default_template(self, stage: Stage) -> None:
        rep = await ben(stage)
        steps = {"assignee": rep, "title": "Call by {assignee.name}"}, {"assignee": "owner"}
        await stage.template(*steps, is_default=True)
        customer = await stage.customer(owner_id=str(ADA))
        call = await stage.interaction(customer["id"])
        done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
        first = done["next_interaction"]
        assert (first["assignee_id"], first["title"]) == (rep, "Call by Ben")
        done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
        assert done["next_interaction"]["assignee_id"] == str(ADA)

    async def test_a_branch_leads_to_a_template_whose_step_names_a_member(self, stage: Stage) -> None:
        rep = await ben(stage)
        other = await stage.template({"assignee": rep}, name="Other")
        first = await stage.template({"branches": [{"outcomes": ["failed"], "template_id": other["id"]}]})
        customer = await stage.customer(owner_id=str(ADA))
        body = {"customer_id": customer["id"], "template_id": first["id"]}
        step = await stage.post("/interactions/workflow/start", body, 201)
        done = await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "failed"})
        assert done["next_interaction"]["assignee_id"] == rep


async def test_campaign_and_conversation_travel_along_the_workflow(stage: Stage) -> None:
    customer = await stage.customer()
    campaign = await stage.post("/campaigns", {"name": "Spring"}, 201)
    conversation = await stage.post("/conversations", {"customer_id": customer["id"], "channel": "email"}, 201)
    template = await stage.template({}, {})
    links = {"campaign_id": campaign["id"], "conversation_id": conversation["id"]}
    body = {"customer_id": customer["id"], "template_id": template["id"], **links}
    step = await stage.post("/interactions/workflow/start", body, 201)
    done = await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
    for one in (step, done["next_interaction"]):
        assert {name: one[name] for name in links} == links


class TestTimes:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ("2026-01-21T11:59:00Z", "2026-01-21T11:59:00Z"),
            ("2026-01-21 10:30:00", "2026-01-21T10:30:00Z"),
            ("2026-01-21T12:05:00Z", "2026-01-21T12:00:00Z"),
        ],
        ids=["before", "without an offset", "five minutes ahead counts as now"],
    )
    async def test_a_completion_may_say_when_it_was(self, stage: Stage, said: str, kept: str) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        stage.clock.advance(hours=2)
        done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success", "completed_at": said})
        assert done["interaction"]["completed_at"] == kept

    async def test_the_future_and_what_lies_before_the_creation_are_refused(self, stage: Stage) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        before = await everything(stage)
        for said in ("2026-01-21T10:05:01Z", "2027-01-01", "2026-01-21T09:59:59Z", "yesterday", "10000-01-01"):
            body = {"outcome": "success", "completed_at": said}
            problem = await stage.post(f"/interactions/{call['id']}/complete", body, 422)
            assert faults(problem) == ["completed_at"], said
        assert await everything(stage) == before

    async def test_a_backdated_one_may_lie_before_the_creation(self, stage: Stage) -> None:
        await stage.no_default_template()
        call = await stage.interaction((await stage.customer())["id"])
        body = {"outcome": "success", "completed_at": "2026-01-19T09:00:00Z", "backdated": True}
        done = await stage.post(f"/interactions/{call['id']}/complete", body)
        assert done["interaction"]["completed_at"] == "2026-01-19T09:00:00Z"
        assert done["next_interaction"]["scheduled_at"] == "2026-01-22T09:00:00Z", "counted from the completion"

    async def test_what_would_be_past_already_becomes_now(self, stage: Stage) -> None:
        await stage.no_default_template()
        call = await stage.interaction((await stage.customer())["id"])
        body = {"outcome": "success", "completed_at": "2025-12-01T09:00:00Z", "backdated": True}
        done = await stage.post(f"/interactions/{call['id']}/complete", body)
        assert done["next_interaction"]["scheduled_at"] == "2026-01-21T10:00:00Z"


class TestOutcomes:
    async def test_one_is_needed_and_must_be_a_key(self, stage: Stage) -> None:
        call = await stage.interaction((await stage.customer())["id"])
        before = await everything(stage)
        for outcome in (None, "skipped", "Success", "two words", "x" * 51, "", "kind:positive"):
            problem = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": outcome}, 422)
            assert faults(problem) == ["outcome"], outcome
        assert await everything(stage) == before

    async def test_an_unknown_one_is_accepted_and_added_as_neutral(self, stage: Stage) -> None:
        customer = await stage.customer()
        for _ in range(2):
            call = await stage.interaction(customer["id"])
            await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "sent_flowers"})
        found = await stage.rows("SELECT kind FROM outcomes WHERE key = 'sent_flowers'")
        assert [row[0] for row in found] == ["neutral"]

    async def test_a_type_may_narrow_the_list(self, stage: Stage) -> None:
        await stage.put("/types/phone_call", {"outcomes": ["reached", "no_answer"]})
        customer = await stage.customer()
        call, mail = [await stage.interaction(customer["id"], type=kind) for kind in ("phone_call", "email")]
        problem = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"}, 422)
        assert faults(problem) == ["outcome"]
        assert "reached, no_answer" in problem["errors"][0]["message"]
        await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "no_answer"})
        await stage.post(f"/interactions/{mail['id']}/complete", {"outcome": "success"})


async def test_the_tenant_says_what_the_follow_up_is(stage: Stage) -> None:
    await stage.no_default_template()
    follow_up = TenantSettings().follow_up
    await stage.configure(
        TenantSettings(
            zone="Europe/Berlin",
            follow_up=type(follow_up)(type="meeting", title="Coffee with {customer.name}", scheduled_offset_days=1),
        )
    )
    call = await stage.interaction((await stage.customer(name="Initech"))["id"])
    done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
    made = done["next_interaction"]
    assert (made["type"], made["title"]) == ("meeting", "Coffee with Initech")
    assert (made["scheduled_at"], made["due_at"]) == ("2026-01-22T10:00:00Z", "2026-01-24T10:00:00Z")
