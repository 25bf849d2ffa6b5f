"""The caller's own next step: it comes before every other layer, and what cannot be is refused untouched."""

from typing import Any

import pytest

from tests.api.looking import ben, everything, faults
from tests.stage import ADA, CLEO, GLOBEX, Stage


@pytest.fixture
async def call(stage: Stage) -> Any:
    """An open call outside any workflow."""
    return await stage.interaction((await stage.customer())["id"])


async def begun(stage: Stage, customer_id: str, *steps: dict[str, Any], **fields: Any) -> Any:
    template = await stage.template(*steps, **fields)
    body = {"customer_id": customer_id, "template_id": template["id"]}
    return await stage.post("/interactions/workflow/start", body, 201)


async def completed(stage: Stage, step: Any, wanted: dict[str, Any], expect: int = 200) -> Any:
    return await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success", "next": wanted}, expect)


async def test_a_step_of_ones_own(stage: Stage, call: Any) -> None:
    rep = await ben(stage)
    wanted = {
        "type": "site_visit",
        "title": "See the plant",
        "description": "Bring boots",
        "priority": "high",
        "scheduled_at": "2026-02-02 09:00:00",
        "due_at": "2026-02-03",
        "assignee_id": rep,
        "metadata": {"boots": 42},
    }
    done = await completed(stage, call, wanted)
    made = done["next_interaction"]
    kept = {name: made[name] for name in wanted}
    assert kept == {**wanted, "scheduled_at": "2026-02-02T09:00:00Z", "due_at": "2026-02-03T00:00:00Z"}
    assert (made["due_all_day"], made["scheduled_all_day"], made["workflow_id"]) == (True, False, None)
    assert done["next_step"]["reason"] == made["origin"] == "explicit"
    assert made["previous_interaction_id"] == call["id"]


async def test_without_dates_it_is_planned_like_the_follow_up(stage: Stage, call: Any) -> None:
    made = (await completed(stage, call, {"type": "email", "title": "Write"}))["next_interaction"]
    assert (made["scheduled_at"], made["due_at"]) == ("2026-01-24T10:00:00Z", "2026-01-26T10:00:00Z")


async def test_a_whole_day_may_be_due_on_the_day_it_is_planned_for(stage: Stage, call: Any) -> None:
    wanted = {"type": "email", "title": "Write", "scheduled_at": "2026-01-22 10:00", "due_at": "2026-01-22"}
    made = (await completed(stage, call, wanted))["next_interaction"]
    assert (made["scheduled_on"], made["due_on"]) == ("2026-01-22", "2026-01-22")


async def test_it_comes_although_another_item_is_open(stage: Stage, call: Any) -> None:
    await stage.interaction(call["customer_id"])
    done = await completed(stage, call, {"type": "email", "title": "Write"})
    assert done["next_step"]["created"] is True


async def test_nothing_at_all_and_why(stage: Stage, call: Any) -> None:
    done = await completed(stage, call, {"none": True, "why": "They moved to the moon"})
    assert done["next_interaction"] is None
    assert (done["next_step"]["created"], done["next_step"]["reason"]) == (False, "explicit")
    assert "They moved to the moon" in done["next_step"]["explanation"]
    await stage.get(f"/interactions/customers/{call['customer_id']}/next", 204)


async def test_a_detour_belongs_to_the_workflow_which_goes_on_after_it(stage: Stage) -> None:
    customer = await stage.customer()
    branches = [{"outcomes": ["no_answer"], "next_step": 3}]
    first = await begun(stage, customer["id"], {"branches": branches}, {}, {"next_step": None})
    detour = (await completed(stage, first, {"type": "email", "title": "Ask first"}))["next_interaction"]
    assert (detour["workflow_id"], detour["step_number"], detour["origin"]) == (first["workflow_id"], 1, "explicit")
    done = await stage.post(f"/interactions/{detour['id']}/complete", {"outcome": "no_answer"})
    assert (done["next_step"]["reason"], done["next_interaction"]["step_number"]) == ("branch", 3)


async def test_another_template_replaces_the_workflow(stage: Stage) -> None:
    customer = await stage.customer()
    first = await begun(stage, customer["id"], {}, {})
    other = await stage.template({"title": "Meet"}, name="Other")
    done = await completed(stage, first, {"template_id": other["id"]})
    assert (done["next_step"]["reason"], done["next_interaction"]["title"]) == ("explicit", "Meet")
    runs = {str(row[0]): tuple(row)[1:] for row in await stage.rows("SELECT id, status, exit_reason FROM workflows")}
    assert runs == {
        first["workflow_id"]: ("exited", "replaced"),
        done["next_interaction"]["workflow_id"]: ("active", None),
    }


async def test_nothing_stops_the_workflow(stage: Stage) -> None:
    first = await begun(stage, (await stage.customer())["id"], {}, {})
    await completed(stage, first, {"none": True})
    (row,) = await stage.rows("SELECT status, exit_reason FROM workflows")
    assert tuple(row) == ("exited", "stopped")


WRONG_FORMS: list[tuple[dict[str, Any], str]] = [
    ({"template_id": str(ADA), "title": "Both"}, "next.title"),
    ({"none": True, "scheduled_at": "2026-02-02"}, "next.scheduled_at"),
    ({"type": "email", "title": "Write", "why": "Because"}, "next.why"),
    ({}, "next"),
    ({"title": "No type"}, "next"),
    ({"type": "email", "title": "Both", "none": True}, "next"),
    ({"type": "email"}, "next.title"),
    ({"type": "Not A Key", "title": "x"}, "next.type"),
    ({"type": "email", "title": ""}, "next.title"),
    ({"type": "email", "title": "x" * 301}, "next.title"),
    ({"type": "email", "title": "x", "scheduled_at": "soon"}, "next.scheduled_at"),
    ({"type": "email", "title": "x", "scheduled_at": "2026-02-02", "due_at": "2026-02-01"}, "next.due_at"),
    ({"type": "email", "title": "x", "status": "completed"}, "next.status"),
]


async def test_a_wrong_form_is_refused_before_anything_is_written(stage: Stage, call: Any) -> None:
    before = await everything(stage)
    for wanted, field in WRONG_FORMS:
        assert faults(await completed(stage, call, wanted, 422)) == [field], wanted
    assert await everything(stage) == before


class TestWhatCannotBe:
    """Refused, and not a row is different afterwards."""

    @pytest.fixture(params=["archived", "inactive", "running", "unknown", "globex"])
    async def unusable(self, request: pytest.FixtureRequest, stage: Stage, call: Any) -> str:
        if request.param in {"unknown", "globex"}:
            rows = await stage.rows("SELECT id FROM interaction_templates WHERE tenant_id = $1 LIMIT 1", GLOBEX.id)
            return str(ADA if request.param == "unknown" else rows[0][0])
        template = await stage.template({}, name="Unusable")
        if request.param == "archived":
            await stage.post(f"/interactions/templates/{template['id']}/archive")
        elif request.param == "inactive":
            await stage.put(f"/interactions/templates/{template['id']}", {"is_active": False})
        else:
            body = {"customer_id": call["customer_id"], "template_id": template["id"]}
            await stage.post("/interactions/workflow/start", body, 201)
        return str(template["id"])

    async def test_a_template(self, stage: Stage, call: Any, unusable: str) -> None:
        before = await everything(stage)
        problem = await completed(stage, call, {"template_id": unusable}, 409)
        assert problem["type"] == "/problems/conflict"
        assert await everything(stage) == before

    async def test_a_blocked_channel(self, stage: Stage) -> None:
        call = await stage.interaction((await stage.customer(do_not_contact=["email"]))["id"])
        before = await everything(stage)
        problem = await completed(stage, call, {"type": "send_proposal", "title": "Proposal"}, 409)
        assert "must not be contacted by email" in problem["detail"]
        assert await everything(stage) == before

    async def test_a_step_while_the_workflow_is_paused(self, stage: Stage) -> None:
        first = await begun(stage, (await stage.customer())["id"], {}, {})
        await stage.owner.execute("UPDATE workflows SET status = 'paused'")
        before = await everything(stage)
        await completed(stage, first, {"type": "email", "title": "Now"}, 409)
        assert await everything(stage) == before

    @pytest.mark.parametrize("who", ["globex's Cleo", "nobody", "inactive Ben"])
    async def test_an_assignee(self, stage: Stage, call: Any, who: str) -> None:
        rep = await ben(stage)
        await stage.owner.execute("UPDATE members SET is_active = false WHERE id = $1", rep)
        assignee = {"globex's Cleo": str(CLEO), "nobody": str(GLOBEX.id), "inactive Ben": rep}[who]
        before = await everything(stage)
        wanted = {"type": "email", "title": "Write", "assignee_id": assignee}
        assert faults(await completed(stage, call, wanted, 422)) == ["next.assignee_id"]
        assert await everything(stage) == before

    async def test_metadata_without_measure(self, stage: Stage, call: Any) -> None:
        before = await everything(stage)
        wanted = {"type": "email", "title": "Write", "metadata": {str(number): 1 for number in range(51)}}
        assert faults(await completed(stage, call, wanted, 422)) == ["next.metadata"]
        assert await everything(stage) == before
