"""Undo in a campaign: what comes back is as the campaign has it by then."""

import asyncio
from typing import Any

import pytest

from tests.api.bulk.conftest import Runner
from tests.api.campaigns.conftest import campaign_of, customers, enroll, kinds, workflows
from tests.api.looking import together, until_somebody_waits
from tests.stage import Stage


async def verb(stage: Stage, campaign: Any, name: str) -> Any:
    return await stage.post(f"/campaigns/{campaign['id']}/{name}")


async def next_of(stage: Stage, customer: str) -> Any:
    return await stage.get(f"/interactions/customers/{customer}/next")


async def states(stage: Stage, campaign: Any) -> list[tuple[str, str | None]]:
    return [(run["status"], run["pause_reason"]) for run in await workflows(stage, campaign)]


async def left(stage: Stage, count: int = 1) -> tuple[Any, list[str], list[Any]]:
    """A campaign whose customers have left it at their first steps."""
    campaign, chosen = await campaign_of(stage), await customers(stage, count)
    await enroll(stage, campaign, chosen)
    steps = [await next_of(stage, customer) for customer in chosen]
    for step in steps:
        await stage.post(f"/workflows/{step['workflow_id']}/exit", {"then": "none"})
    return campaign, chosen, steps


async def test_paused_since_it_comes_back_paused_and_goes_on_with_the_campaign(stage: Stage) -> None:
    campaign, (customer,), (step,) = await left(stage)
    await verb(stage, campaign, "pause")
    undone = await stage.post(f"/interactions/{step['id']}/undo")
    assert undone["next_interaction"]["id"] == step["id"]
    assert await states(stage, campaign) == [("paused", "campaign_paused")]
    assert (await kinds(stage))[-1] == "workflow.paused"
    done = await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
    assert (done["next_interaction"], done["next_step"]["reason"]) == (None, "workflow_paused")
    assert (await verb(stage, campaign, "resume"))["job"]["done"] == 1
    assert (await next_of(stage, customer))["step_number"] == 2


async def test_after_the_last_step(stage: Stage) -> None:
    """The run that began when it was over goes, and the old one waits for its campaign."""
    campaign, (customer,) = await campaign_of(stage, {"type": "email"}), await customers(stage, 1)
    await enroll(stage, campaign, [customer])
    step = await next_of(stage, customer)
    following = (await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"}))["next_interaction"]
    assert following["workflow_id"] != step["workflow_id"]
    await verb(stage, campaign, "pause")
    undone = await stage.post(f"/interactions/{step['id']}/undo")
    assert undone["withdrawn_workflow_id"] == following["workflow_id"]
    assert await states(stage, campaign) == [("paused", "campaign_paused")]
    assert (await next_of(stage, customer))["id"] == step["id"]
    await verb(stage, campaign, "resume")
    assert await states(stage, campaign) == [("active", None)]
    assert (await next_of(stage, customer))["id"] == step["id"]


async def test_resumed_since_it_comes_back_active(stage: Stage) -> None:
    campaign, (customer,) = await campaign_of(stage), await customers(stage, 1)
    await enroll(stage, campaign, [customer])
    step = await next_of(stage, customer)
    await verb(stage, campaign, "pause")
    await stage.post(f"/workflows/{step['workflow_id']}/exit", {"then": "none"})
    await verb(stage, campaign, "resume")
    await stage.post(f"/interactions/{step['id']}/undo")
    assert await states(stage, campaign) == [("active", None)]
    done = await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
    assert done["next_interaction"]["step_number"] == 2


@pytest.mark.parametrize("name", ["pause", "resume"])
async def test_what_somebody_paused_comes_back_as_it_was(stage: Stage, name: str) -> None:
    campaign, (customer,) = await campaign_of(stage), await customers(stage, 1)
    await enroll(stage, campaign, [customer])
    step = await next_of(stage, customer)
    path = f"/workflows/{step['workflow_id']}"
    await stage.post(f"{path}/pause", {"resume_at": "2026-03-02", "reason": "On holiday"})
    await stage.post(f"{path}/exit", {"then": "none"})
    await verb(stage, campaign, name)
    await stage.post(f"/interactions/{step['id']}/undo")
    (run,) = await workflows(stage, campaign)
    assert (run["status"], run["pause_reason"]) == ("paused", "On holiday")
    assert run["resume_at"] == "2026-03-02T00:00:00Z"


@pytest.mark.parametrize("in_bulk", [False, True])
async def test_undone_as_the_campaign_is_paused(stage: Stage, in_bulk: bool) -> None:
    """Who pauses it has not committed yet: undo waits, with no customer locked, and sees it paused."""
    campaign, (customer,) = await campaign_of(stage, {"type": "email"}, end_action="stop"), await customers(stage, 1)
    await enroll(stage, campaign, [customer])
    step = await next_of(stage, customer)
    ran = await stage.post("/interactions/bulk/skip", {"ids": [step["id"]]})
    path = f"/jobs/{ran['job']['id']}/undo" if in_bulk else f"/interactions/{step['id']}/undo"
    async with stage.owner.transaction():
        await stage.owner.execute("UPDATE campaigns SET status = 'paused' WHERE id = $1", campaign["id"])
        waiting = asyncio.ensure_future(stage.post(path))
        await until_somebody_waits(stage, waiting)
        await stage.owner.execute("SELECT FROM customers FOR NO KEY UPDATE NOWAIT")
    await waiting
    assert await states(stage, campaign) == [("paused", "campaign_paused")]


async def test_undone_and_paused_at_once(stage: Stage) -> None:
    """Whoever is first: each run is back, and paused with its campaign."""
    for _ in range(3):
        campaign, _, steps = await left(stage, 4)
        answers = await together(
            *(stage.http.post(f"/v1/interactions/{step['id']}/undo", json={}) for step in steps),
            stage.http.post(f"/v1/campaigns/{campaign['id']}/pause", json={}),
        )
        assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
        assert await states(stage, campaign) == [("paused", "campaign_paused")] * 4


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("count", [3, 6])
async def test_a_bulk_act_is_undone(stage: Stage, runner: Runner, count: int) -> None:
    """At once or as a job, beside somebody who pauses the campaign."""
    campaign, chosen = await campaign_of(stage, {"type": "email"}, end_action="stop"), await customers(stage, count)
    for customer in chosen:
        await enroll(stage, campaign, [customer])
    steps = [(await next_of(stage, customer))["id"] for customer in chosen]
    ran = await stage.call("POST", "/interactions/bulk/skip", 200 if count < 5 else 202, json={"ids": steps})
    await runner.run()
    assert {run["status"] for run in await workflows(stage, campaign)} == {"completed"}
    answers = await together(
        stage.http.post(f"/v1/jobs/{ran['job']['id']}/undo", json={}),
        stage.http.post(f"/v1/campaigns/{campaign['id']}/pause", json={}),
        runner.run(),
    )
    assert [answer.is_success for answer in answers[:2]] == [True, True], answers
    await runner.run()
    assert await states(stage, campaign) == [("paused", "campaign_paused")] * count
    assert [(await next_of(stage, customer))["id"] for customer in chosen] == steps
