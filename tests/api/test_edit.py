"""Creating and editing by hand: only the fields sent change, and what is final stays nearly so."""

from typing import Any

import pytest

from tests.api.looking import ben, events_of, everything, faults, together
from tests.stage import ADA, CLEO, GLOBEX, Stage


@pytest.fixture
async def call(stage: Stage) -> Any:
    customer = await stage.customer()
    return await stage.interaction(
        customer["id"], scheduled_at="2026-01-22 10:00", due_at="2026-01-23", description="Ask", metadata={"a": 1}
    )


async def foreign_ids(stage: Stage) -> dict[str, str]:
    """Things of globex that acme must not see."""
    async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
        customer = (await cleo.post("/v1/customers", json={"name": "Hooli"})).json()["id"]
        talk = (await cleo.post("/v1/conversations", json={"customer_id": customer, "channel": "email"})).json()["id"]
        campaign = (await cleo.post("/v1/campaigns", json={"name": "Theirs"})).json()["id"]
    return {"customer_id": customer, "conversation_id": talk, "campaign_id": campaign, "assignee_id": str(CLEO)}


class TestCreate:
    async def test_all_that_can_be_said(self, stage: Stage) -> None:
        rep, customer = await ben(stage), await stage.customer()
        campaign = await stage.post("/campaigns", {"name": "Spring"}, 201)
        talk = await stage.post("/conversations", {"customer_id": customer["id"], "channel": "email"}, 201)
        body = {
            "customer_id": customer["id"],
            "type": "site_visit",
            "title": "See the plant",
            "description": "Bring boots",
            "priority": "urgent",
            "scheduled_at": "2026-01-22T10:00:00+01:00",
            "due_at": "2026-01-23",
            "campaign_id": campaign["id"],
            "conversation_id": talk["id"],
            "assignee_id": rep,
            "metadata": {"boots": {"size": 42}},
        }
        answer = await stage.http.post("/v1/interactions", json=body)
        made = answer.json()
        expected = {**body, "scheduled_at": "2026-01-22T09:00:00Z", "due_at": "2026-01-23T00:00:00Z"}
        assert {name: made[name] for name in body} == expected
        assert (made["status"], made["origin"], made["explanation"], made["version"]) == ("pending", "manual", None, 1)
        assert (made["created_by"], made["workflow_id"], made["reschedule_count"]) == (str(ADA), None, 0)
        assert answer.headers["location"] == f"/v1/interactions/{made['id']}"
        assert answer.headers["etag"] == '"1"'
        assert await stage.get(f"/interactions/{made['id']}") == made

    async def test_it_is_the_customers_next_step(self, stage: Stage, call: Any) -> None:
        assert await stage.get(f"/interactions/customers/{call['customer_id']}/next") == call

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"title": ""}, "title"),
            ({"title": "x" * 301}, "title"),
            ({"type": "Phone Call"}, "type"),
            ({"type": "x" * 51}, "type"),
            ({"priority": "asap"}, "priority"),
            ({"status": "completed"}, "status"),
            ({"version": 3}, "version"),
            ({"tenant_id": str(GLOBEX.id)}, "tenant_id"),
            ({"scheduled_at": "2026-01-23 10:00", "due_at": "2026-01-23 09:59"}, "due_at"),
            ({"scheduled_at": "2026-01-23 10:00", "due_at": "2026-01-22"}, "due_at"),
            ({"metadata": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {}}}}}}}}}}, "metadata"),
            ({"metadata": {"a": "x" * 16384}}, "metadata"),
        ],
    )
    async def test_what_is_refused(self, stage: Stage, fields: dict[str, Any], field: str) -> None:
        customer = await stage.customer()
        before = await everything(stage)
        body = {"customer_id": customer["id"], "type": "email", "title": "Write", **fields}
        assert faults(await stage.post("/interactions", body, 422)) == [field]
        assert await everything(stage) == before

    @pytest.mark.parametrize("field", ["customer_id", "conversation_id", "campaign_id", "assignee_id"])
    async def test_another_tenants_ids_are_like_unknown_ones(self, stage: Stage, field: str) -> None:
        theirs = (await foreign_ids(stage))[field]
        customer = await stage.customer()
        problems = []
        for identity in (theirs, str(GLOBEX.id)):
            body = {"customer_id": customer["id"], "type": "email", "title": "Write", field: identity}
            problem = await stage.post("/interactions", body, 422)
            problems.append({name: problem[name] for name in ("type", "detail", "errors")})
        assert problems[0] == problems[1]
        assert problems[0]["errors"][0]["field"] == field
        assert await stage.rows("SELECT FROM interactions") == []


class TestEdit:
    async def test_only_the_fields_sent_change(self, stage: Stage, call: Any) -> None:
        edited = await stage.put(f"/interactions/{call['id']}", {"title": "Call on Tuesday"})
        changed = {name for name in call if call[name] != edited[name]}
        assert changed == {"title", "version"}

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ({"description": None}, {"description": None}),
            ({"type": "visit", "priority": "low"}, {"type": "visit", "priority": "low"}),
            ({"metadata": {}}, {"metadata": {}}),
            ({"assignee_id": str(ADA)}, {"assignee_id": str(ADA)}),
            ({"due_at": None}, {"due_at": None, "due_all_day": False, "reschedule_count": 1}),
            ({"due_at": "2026-01-30 09:00"}, {"due_at": "2026-01-30T09:00:00Z", "due_all_day": False}),
            ({"scheduled_at": "2026-01-21"}, {"scheduled_all_day": True, "due_at": "2026-01-23T00:00:00Z"}),
            ({"status": "in_progress"}, {"status": "in_progress", "started_at": "2026-01-21T10:00:00Z"}),
            ({"outcome_details": "Rang twice"}, {"outcome_details": "Rang twice", "status": "pending"}),
        ],
    )
    async def test_plain_fields(self, stage: Stage, call: Any, sent: dict[str, Any], kept: dict[str, Any]) -> None:
        edited = await stage.put(f"/interactions/{call['id']}", sent)
        assert {name: edited[name] for name in kept} == kept
        assert await stage.get(f"/interactions/{call['id']}") == edited
        event = (await events_of(stage, call["id"]))[-1]
        assert event["kind"] == "interaction.updated"

    async def test_a_started_one_may_go_back(self, stage: Stage, call: Any) -> None:
        await stage.post(f"/interactions/{call['id']}/start")
        back = await stage.put(f"/interactions/{call['id']}", {"status": "pending"})
        assert (back["status"], back["started_at"]) == ("pending", None)

    @pytest.mark.parametrize(
        ("status", "verb"), [("completed", "complete"), ("cancelled", "cancel"), ("skipped", "skip")]
    )
    async def test_other_statuses_have_verbs_of_their_own(
        self, stage: Stage, call: Any, status: str, verb: str
    ) -> None:
        problem = await stage.put(f"/interactions/{call['id']}", {"status": status, "title": "x"}, 422)
        assert faults(problem) == ["status"]
        assert f"/v1/interactions/{call['id']}/{verb}" in problem["errors"][0]["message"]
        assert await stage.get(f"/interactions/{call['id']}") == call

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"title": None}, "title"),
            ({"status": "done"}, "status"),
            ({"customer_id": str(ADA)}, "customer_id"),
            ({"outcome": "success"}, "outcome"),
            ({"completed_at": "2026-01-21"}, "completed_at"),
            ({"due_at": "2026-01-21"}, "due_at"),
            ({"scheduled_at": "2026-01-24"}, "due_at"),
            ({"campaign_id": str(ADA)}, "campaign_id"),
            ({"conversation_id": str(ADA)}, "conversation_id"),
            ({"assignee_id": str(CLEO)}, "assignee_id"),
        ],
    )
    async def test_what_is_refused(self, stage: Stage, call: Any, sent: dict[str, Any], field: str) -> None:
        before = await everything(stage)
        assert faults(await stage.put(f"/interactions/{call['id']}", sent, 422)) == [field]
        assert await everything(stage) == before

    @pytest.mark.parametrize("verb", ["complete", "skip", "cancel"])
    async def test_a_final_one_takes_only_what_was_said_of_it(self, stage: Stage, call: Any, verb: str) -> None:
        await stage.post(f"/interactions/{call['id']}/{verb}", {"outcome": "success"} if verb == "complete" else {})
        path, said = f"/interactions/{call['id']}", {"outcome_details": "b", "description": "c", "metadata": {"d": 1}}
        edited = await stage.put(path, said)
        assert {name: edited[name] for name in said} == said
        for field in ({"title": "x"}, {"priority": "low"}, {"due_at": None}, {"status": "pending"}):
            await stage.put(path, {**said, **field}, 409)
        assert await stage.get(path) == edited

    async def test_two_who_saw_the_same_version_do_not_overwrite_one_another(self, stage: Stage, call: Any) -> None:
        path = f"/v1/interactions/{call['id']}"
        answers = await together(
            *(stage.http.put(path, json={"title": f"By {who}"}, headers={"If-Match": '"1"'}) for who in range(6))
        )
        assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5
        winner = next(answer for answer in answers if answer.status_code == 200)
        assert await stage.get(f"/interactions/{call['id']}") == winner.json()

    async def test_two_who_did_not_say_what_they_saw_both_count(self, stage: Stage, call: Any) -> None:
        path = f"/v1/interactions/{call['id']}"
        await together(stage.http.put(path, json={"title": "x"}), stage.http.put(path, json={"priority": "low"}))
        edited = await stage.get(f"/interactions/{call['id']}")
        assert (edited["title"], edited["priority"], edited["version"]) == ("x", "low", 3)

    async def test_a_step_keeps_its_place_in_the_workflow(self, stage: Stage) -> None:
        template = await stage.template({}, {})
        body = {"customer_id": (await stage.customer())["id"], "template_id": template["id"]}
        first = await stage.post("/interactions/workflow/start", body, 201)
        await stage.put(f"/interactions/{first['id']}", {"title": "Otherwise", "type": "email"})
        done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
        assert (done["next_step"]["reason"], done["next_interaction"]["step_number"]) == ("template", 2)
