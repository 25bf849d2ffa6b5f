"""A campaign that is paused, resumed or ended takes its workflows along."""

import asyncio
from typing import Any

import pytest

from onward.actions import campaign_moves
from onward.domain import errors
from onward.worker.steps import STEPS
from tests.api.bulk.conftest import Runner
from tests.api.campaigns.conftest import campaign_of, customers, enroll, kinds, workflows
from tests.api.looking import together, until_somebody_waits
from tests.stage import Stage
from tests.worker.shifts import worker


async def running(stage: Stage, count: int, **template: Any) -> tuple[Any, list[str]]:
    """A campaign that was started for as many customers."""
    campaign, chosen = await campaign_of(stage, **template), await customers(stage, count)
    await enroll(stage, campaign, chosen)
    return campaign, chosen


async def verb(stage: Stage, campaign: Any, name: str, expect: int = 200, **body: Any) -> Any:
    return await stage.post(f"/campaigns/{campaign['id']}/{name}", body, expect)


def states(runs: list[Any]) -> list[tuple[str, str | None]]:
    return [(run["status"], run["pause_reason"]) for run in runs]


async def test_paused_and_resumed(stage: Stage) -> None:
    campaign, chosen = await running(stage, 2)
    paused = await verb(stage, campaign, "pause")
    assert (paused["campaign"]["status"], paused["job"]["kind"], paused["job"]["done"]) == (
        "paused",
        "campaign_pause",
        2,
    )
    assert states(await workflows(stage, campaign)) == [("paused", "campaign_paused")] * 2
    first = await stage.get(f"/interactions/customers/{chosen[0]}/next")
    done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    assert (done["next_interaction"], done["next_step"]["reason"]) == (None, "workflow_paused")
    resumed = await verb(stage, campaign, "resume")
    assert (resumed["campaign"]["status"], resumed["job"]["done"]) == ("active", 2)
    assert {run["status"] for run in await workflows(stage, campaign)} == {"active"}
    assert (await stage.get(f"/interactions/customers/{chosen[0]}/next"))["step_number"] == 2, "what was owed comes"
    assert (await stage.get(f"/interactions/customers/{chosen[1]}/next"))["step_number"] == 1
    assert [kind for kind in await kinds(stage) if kind in {"campaign.paused", "campaign.resumed"}] == [
        "campaign.paused",
        "campaign.resumed",
    ]


async def test_what_somebody_paused_before_stays_paused(stage: Stage) -> None:
    campaign, _ = await running(stage, 2)
    by_hand, _ = await workflows(stage, campaign)
    await stage.post(f"/workflows/{by_hand['id']}/pause", {"resume_at": "2026-03-02", "reason": "On holiday"})
    assert (await verb(stage, campaign, "pause"))["job"]["done"] == 1
    await verb(stage, campaign, "resume")
    assert states(await workflows(stage, campaign)) == [("paused", "On holiday"), ("active", None)]


async def test_one_whose_day_comes_meanwhile_waits_for_the_campaign(stage: Stage) -> None:
    campaign, (customer,) = await running(stage, 1)
    step = await stage.get(f"/interactions/customers/{customer}/next")
    await stage.post(f"/workflows/{step['workflow_id']}/pause", {"resume_at": "2026-01-22"})
    await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
    await verb(stage, campaign, "pause")
    stage.clock.advance(days=2)
    await worker(stage, *STEPS).run_due()
    (run,) = await workflows(stage, campaign)
    assert (run["status"], run["pause_reason"], run["resume_at"]) == ("paused", "campaign_paused", None)
    await stage.get(f"/interactions/customers/{customer}/next", 204)
    assert (await verb(stage, campaign, "resume"))["job"]["done"] == 1
    assert (await stage.get(f"/interactions/customers/{customer}/next"))["step_number"] == 2


async def test_one_whose_day_comes_as_the_campaign_is_paused(stage: Stage) -> None:
    """Who pauses the campaign has not committed yet: the worker waits, and sees it paused."""
    campaign, _ = await running(stage, 1)
    (run,) = await workflows(stage, campaign)
    await stage.post(f"/workflows/{run['id']}/pause", {"resume_at": "2026-01-22"})
    stage.clock.advance(days=2)
    async with stage.owner.transaction():
        await stage.owner.execute("UPDATE campaigns SET status = 'paused' WHERE id = $1", campaign["id"])
        waiting = asyncio.ensure_future(worker(stage, *STEPS).run_due())
        await until_somebody_waits(stage, waiting)
    await waiting
    assert states(await workflows(stage, campaign)) == [("paused", "campaign_paused")]


async def test_other_campaigns_go_on(stage: Stage) -> None:
    campaign, _ = await running(stage, 1)
    other, _ = await running(stage, 1)
    assert (await verb(stage, campaign, "pause"))["job"]["done"] == 1
    assert states(await workflows(stage, other)) == [("active", None)]


async def test_what_is_refused_of_one_leaves_the_others(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign, _ = await running(stage, 3)
    await verb(stage, campaign, "pause")
    _, refused, _ = await workflows(stage, campaign)
    resume = campaign_moves.workflow_verbs.resume_run

    async def refusing(acting: Any, run: Any) -> Any:
        moved = await resume(acting, run)
        if str(run.workflow.id) == refused["id"]:
            raise errors.Invalid.field("scheduled_at", "lies too far ahead")
        return moved

    monkeypatch.setattr(campaign_moves.workflow_verbs, "resume_run", refusing)
    job = (await verb(stage, campaign, "resume"))["job"]
    assert (job["done"], job["failed"]) == (2, 1)
    assert [run["status"] for run in await workflows(stage, campaign)] == ["active", "paused", "active"]


async def test_repeats_answer_the_same_and_finish_what_was_left(stage: Stage) -> None:
    campaign, _ = await running(stage, 2)
    first = await verb(stage, campaign, "pause")
    again = await verb(stage, campaign, "pause")
    assert (again["campaign"], again["job"]) == (first["campaign"], None)
    one, _ = await workflows(stage, campaign)
    await stage.post(f"/workflows/{one['id']}/resume")
    assert (await verb(stage, campaign, "pause"))["job"]["done"] == 1
    assert (await kinds(stage)).count("campaign.paused") == 1


async def test_an_old_version_is_refused(stage: Stage) -> None:
    campaign, _ = await running(stage, 1)
    path = f"/campaigns/{campaign['id']}"
    await stage.post(f"{path}/pause", {}, 412, **{"If-Match": '"9"'})
    assert (await stage.get(path))["status"] == "active"
    await stage.post(f"{path}/pause", {}, 200, **{"If-Match": '"1"'})
    await stage.post(f"{path}/pause", {}, 200, **{"If-Match": '"1"'})


async def test_ended_the_workflows_go_on(stage: Stage) -> None:
    campaign, chosen = await running(stage, 2)
    await verb(stage, campaign, "pause")
    ended = await verb(stage, campaign, "end")
    assert (ended["campaign"]["status"], ended["campaign"]["ended_at"]) == ("ended", "2026-01-21T10:00:00Z")
    assert {run["status"] for run in await workflows(stage, campaign)} == {"active"}, "those it paused go on too"
    first = await stage.get(f"/interactions/customers/{chosen[0]}/next")
    done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    assert done["next_step"]["reason"] == "template"
    await verb(stage, campaign, "pause", 409)
    await enroll(stage, campaign, await customers(stage, 1), 409)


async def test_ended_and_left(stage: Stage) -> None:
    await stage.no_default_template()
    campaign, chosen = await running(stage, 2)
    before = [await stage.get(f"/interactions/customers/{customer}/next") for customer in chosen]
    ended = await verb(stage, campaign, "end", workflows="exit")
    assert ended["job"]["done"] == 2
    assert [(run["status"], run["exit_reason"]) for run in await workflows(stage, campaign)] == [
        ("exited", "campaign_ended")
    ] * 2
    for customer, step in zip(chosen, before, strict=True):
        assert (await stage.get(f"/interactions/{step['id']}"))["status"] == "cancelled"
        following = await stage.get(f"/interactions/customers/{customer}/next")
        assert following["origin"] == "default_follow_up", "who has no other plan gets a next step"
    undone = await stage.post(f"/interactions/{before[0]['id']}/undo")
    assert undone["interaction"]["status"] == "pending", "each of them can be taken back by itself"
    assert (await workflows(stage, campaign))[0]["status"] == "active"


async def test_ended_and_left_the_paused_ones_too(stage: Stage) -> None:
    campaign, chosen = await running(stage, 2)
    by_hand, _ = await workflows(stage, campaign)
    await stage.post(f"/workflows/{by_hand['id']}/pause", {"resume_at": "2026-03-02"})
    await verb(stage, campaign, "pause")
    assert (await verb(stage, campaign, "end", workflows="exit"))["job"]["done"] == 2
    assert {run["status"] for run in await workflows(stage, campaign)} == {"exited"}
    for customer in chosen:
        assert (await stage.get(f"/interactions/customers/{customer}/next"))["origin"] == "default_template"


async def test_resumed_after_its_end(stage: Stage) -> None:
    campaign, _ = await running(stage, 1)
    await verb(stage, campaign, "end")
    resumed = await verb(stage, campaign, "resume")
    assert (resumed["campaign"]["status"], resumed["campaign"]["ended_at"], resumed["job"]) == ("active", None, None)
    assert (await enroll(stage, campaign, await customers(stage, 1)))["done"] == 1


async def test_such_a_job_is_taken_back_by_its_opposite(stage: Stage) -> None:
    campaign, _ = await running(stage, 1)
    paused = await verb(stage, campaign, "pause")
    assert paused["job"]["undo_until"] is None
    await stage.post(f"/jobs/{paused['job']['id']}/undo", {}, 409)


@pytest.mark.usefixtures("small_limits")
async def test_many_are_a_job(stage: Stage, runner: Runner) -> None:
    campaign, chosen = await campaign_of(stage), await customers(stage, 5)
    await enroll(stage, campaign, chosen, 202)
    await runner.run()
    paused = await verb(stage, campaign, "pause", 202)
    assert (paused["campaign"]["status"], paused["job"]["left"]) == ("paused", 5)
    await runner.unit()
    assert [run["status"] for run in await workflows(stage, campaign)].count("paused") == 2
    await verb(stage, campaign, "resume")
    await runner.run()
    job = await stage.get(f"/jobs/{paused['job']['id']}")
    assert (job["status"], job["done"], job["unchanged"]) == ("done", 2, 3), "the rest is no longer meant"
    assert {run["status"] for run in await workflows(stage, campaign)} == {"active"}
    ended = await verb(stage, campaign, "end", 202, workflows="exit")
    await runner.run()
    assert (await stage.get(f"/jobs/{ended['job']['id']}"))["done"] == 5
    assert {run["status"] for run in await workflows(stage, campaign)} == {"exited"}


async def test_paused_resumed_and_ended_at_once(stage: Stage) -> None:
    """Whoever is last: the workflows are as the campaign is."""
    for _ in range(4):
        campaign, _ = await running(stage, 4)
        path = f"/v1/campaigns/{campaign['id']}"
        answers = await together(
            *(stage.http.post(f"{path}/{name}", json={}) for name in ("pause", "resume", "pause", "end", "resume"))
        )
        assert {answer.status_code for answer in answers} <= {200, 409}, [answer.text for answer in answers]
        status = (await stage.get(f"/campaigns/{campaign['id']}"))["status"]
        expected = "paused" if status == "paused" else "active"
        assert {run["status"] for run in await workflows(stage, campaign)} == {expected}, status


async def test_paused_while_the_steps_are_completed(stage: Stage) -> None:
    """Whoever is first: each run is paused, and each of its steps was completed once."""
    for _ in range(3):
        campaign, chosen = await running(stage, 3)
        steps = [await stage.get(f"/interactions/customers/{customer}/next") for customer in chosen]
        path = f"/v1/campaigns/{campaign['id']}/pause"
        answers = await together(
            stage.http.post(path, json={}),
            *(
                stage.http.post(f"/v1/interactions/{step['id']}/complete", json={"outcome": "success"})
                for step in steps
            ),
            stage.http.post(path, json={}),
        )
        assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
        assert {run["status"] for run in await workflows(stage, campaign)} == {"paused"}
