"""Starting a template for a customer: once at a time, at the version of now, from a day that may be past."""

from typing import Any

import pytest

from tests.api.looking import ben, everything, faults
from tests.stage import ADA, CLEO, GLOBEX, Stage, new_id

START = "/interactions/workflow/start"


@pytest.fixture
async def body(stage: Stage) -> dict[str, Any]:
    template = await stage.template({"title": "Call {customer.name}"}, {})
    return {"customer_id": (await stage.customer())["id"], "template_id": template["id"]}


async def test_the_first_interaction_is_the_answer(stage: Stage, body: dict[str, Any]) -> None:
    answer = await stage.http.post(f"/v1{START}", json=body)
    first = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"/v1/interactions/{first['id']}")
    assert (first["title"], first["origin"], first["step_number"]) == ("Call Initech", "workflow_start", 1)
    assert (first["template_id"], first["template_version"]) == (body["template_id"], 1)
    assert (first["scheduled_at"], first["previous_interaction_id"]) == ("2026-01-21T10:00:00Z", None)
    assert first["explanation"]
    (run,) = await stage.rows("SELECT id, status, step_number, template_version, version FROM workflows")
    assert (str(run[0]), *run[1:]) == (first["workflow_id"], "active", 1, 1, 1)
    kinds = await stage.rows("SELECT kind FROM events WHERE workflow_id = $1 ORDER BY kind", first["workflow_id"])
    assert [row[0] for row in kinds] == ["interaction.created", "workflow.started"]
    assert (await stage.get(f"/interactions/customers/{body['customer_id']}/next")) == first


@pytest.mark.parametrize(
    ("start", "scheduled", "all_day"),
    [
        ("2026-01-22", "2026-01-22T00:00:00Z", True),
        ("2026-01-22 14:30:00", "2026-01-22T14:30:00Z", False),
        ("2025-06-01", "2025-06-01T00:00:00Z", True),
        ("2025-06-01T09:00:00-04:00", "2025-06-01T13:00:00Z", False),
    ],
    ids=["a bare day begins at midnight", "a time", "a past day is kept", "with an offset"],
)
async def test_it_may_begin_another_day(
    stage: Stage, body: dict[str, Any], start: str, scheduled: str, all_day: bool
) -> None:
    first = await stage.post(START, {**body, "start_date": start}, 201)
    assert (first["scheduled_at"], first["scheduled_all_day"]) == (scheduled, all_day)


async def test_the_first_call_of_the_standard_sequence_waits_for_monday(stage: Stage) -> None:
    standard = (await stage.get("/interactions/templates"))["data"][0]
    body = {"customer_id": (await stage.customer())["id"], "template_id": standard["id"], "start_date": "2026-01-22"}
    assert (await stage.post(START, body, 201))["scheduled_on"] == "2026-01-26"


async def test_the_same_one_runs_only_once_at_a_time(stage: Stage, body: dict[str, Any]) -> None:
    first = await stage.post(START, body, 201)
    before = await everything(stage)
    problem = await stage.post(START, body, 409)
    assert first["workflow_id"] in problem["detail"]
    assert await everything(stage) == before
    await stage.post(f"/interactions/{first['id']}/cancel", {"then": "exit"})
    await stage.post(START, body, 201)


async def test_different_ones_run_side_by_side_and_so_do_customers(stage: Stage, body: dict[str, Any]) -> None:
    other = await stage.template({}, name="Other")
    await stage.post(START, body, 201)
    await stage.post(START, {**body, "template_id": other["id"]}, 201)
    await stage.post(START, {**body, "customer_id": (await stage.customer())["id"]}, 201)
    assert len(await stage.rows("SELECT FROM workflows WHERE status = 'active'")) == 3


async def test_it_pins_the_version_of_now(stage: Stage, body: dict[str, Any]) -> None:
    path = f"/interactions/templates/{body['template_id']}"
    steps = [{"step_number": 1, "type": "email", "title": "Published"}]
    await stage.put(path, {"steps": steps})
    await stage.put(f"{path}/draft", {"name": "x", "steps": [{**steps[0], "title": "Drafted"}]})
    first = await stage.post(START, body, 201)
    assert (first["title"], first["template_version"]) == ("Published", 2)


async def test_links_and_assignee(stage: Stage, body: dict[str, Any]) -> None:
    rep, campaign = await ben(stage), await stage.post("/campaigns", {"name": "Spring"}, 201)
    talk = await stage.post("/conversations", {"customer_id": body["customer_id"], "channel": "email"}, 201)
    links = {"campaign_id": campaign["id"], "conversation_id": talk["id"], "assignee_id": rep}
    first = await stage.post(START, {**body, **links}, 201)
    assert {name: first[name] for name in links} == links
    done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    assert {name: done["next_interaction"][name] for name in links} == links


async def test_a_steps_own_assignee_comes_first(stage: Stage) -> None:
    rep = await ben(stage)
    template = await stage.template({"assignee": rep})
    body = {"customer_id": (await stage.customer(owner_id=str(ADA)))["id"], "template_id": template["id"]}
    assert (await stage.post(START, {**body, "assignee_id": str(ADA)}, 201))["assignee_id"] == rep


async def test_a_blocked_channel_takes_the_follow_up_in_its_place(stage: Stage, body: dict[str, Any]) -> None:
    await stage.put(f"/customers/{body['customer_id']}", {"do_not_contact": ["phone"]})
    first = await stage.post(START, body, 201)
    assert (first["type"], first["origin"], first["step_number"]) == ("follow_up", "default_follow_up", 1)
    assert "must not be contacted by phone" in first["explanation"]
    assert first["workflow_id"] is not None


@pytest.mark.parametrize("obstacle", ["archived", "inactive"])
async def test_what_is_not_in_use_does_not_start(stage: Stage, body: dict[str, Any], obstacle: str) -> None:
    path = f"/interactions/templates/{body['template_id']}"
    if obstacle == "archived":
        await stage.post(f"{path}/archive")
    else:
        await stage.put(path, {"is_active": False})
    before = await everything(stage)
    await stage.post(START, body, 409)
    assert await everything(stage) == before


async def test_what_is_refused_and_another_tenants_ids_like_unknown_ones(stage: Stage, body: dict[str, Any]) -> None:
    rep = await ben(stage)
    await stage.owner.execute("UPDATE members SET is_active = false WHERE id = $1", rep)
    async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
        theirs = (await cleo.post("/v1/customers", json={"name": "Hooli"})).json()["id"]
        talk = (await cleo.post("/v1/conversations", json={"customer_id": theirs, "channel": "email"})).json()["id"]
        campaign = (await cleo.post("/v1/campaigns", json={"name": "Theirs"})).json()["id"]
    (template,) = await stage.rows("SELECT id FROM interaction_templates WHERE tenant_id = $1 LIMIT 1", GLOBEX.id)
    before = await everything(stage)
    for field, foreign in [
        ("customer_id", theirs),
        ("template_id", str(template[0])),
        ("assignee_id", str(CLEO)),
        ("campaign_id", campaign),
        ("conversation_id", talk),
    ]:
        problems = [await stage.post(START, {**body, field: one}, 422) for one in (foreign, str(new_id()))]
        assert faults(problems[0]) == [field]
        assert problems[0]["errors"] == problems[1]["errors"]
    for fields, field in [
        ({"assignee_id": rep}, "assignee_id"),
        ({"start_date": "soon"}, "start_date"),
        ({"start_date": "10000-01-01"}, "start_date"),
        ({"step": 2}, "step"),
    ]:
        assert faults(await stage.post(START, {**body, **fields}, 422)) == [field]
    assert faults(await stage.post(START, {}, 422)) == ["customer_id"]
    assert await everything(stage) == before
