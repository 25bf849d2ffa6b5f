"""A paused workflow goes on when its day has come, once, whoever else is at work."""

import asyncio
from typing import Any

import pytest

from onward.domain import errors
from onward.worker import resuming
from onward.worker.steps import STEPS
from tests.api.running import act, complete, kinds, started, workflow
from tests.stage import Stage
from tests.worker.shifts import worker


async def paused(stage: Stage, resume_at: str = "2026-02-02") -> Any:
    first = await started(stage)
    await act(stage, first, "pause", resume_at=resume_at)
    return first


async def status(stage: Stage, step: Any) -> str:
    return str((await workflow(stage, step))["workflow"]["status"])


async def test_on_its_day_and_not_before(stage: Stage) -> None:
    first = await paused(stage)
    await complete(stage, first)
    stage.clock.advance(days=11)
    await worker(stage, *STEPS).run_due()
    assert await status(stage, first) == "paused"
    stage.clock.advance(hours=14)
    await worker(stage, *STEPS).run_due()
    found = await workflow(stage, first)
    assert (found["workflow"]["status"], found["workflow"]["resume_at"]) == ("active", None)
    assert (found["open_step"]["step_number"], found["open_step"]["scheduled_at"]) == (2, "2026-02-02T00:00:00Z")
    assert await kinds(stage, first) == ["workflow.started", "workflow.paused", "workflow.resumed"]
    assert await stage.rows("SELECT actor_kind FROM events WHERE kind = 'workflow.resumed'") == [("worker",)]
    version = found["workflow"]["version"]
    await worker(stage, *STEPS).run_due()
    assert (await workflow(stage, first))["workflow"]["version"] == version


async def test_a_pause_has_the_worker_look_then(stage: Stage) -> None:
    """Also when the regular turn has just been."""
    await worker(stage, *STEPS).run_due()
    first = await paused(stage, "2026-01-21 10:20")
    stage.clock.advance(minutes=21)
    await worker(stage, *STEPS).run_due()
    assert await status(stage, first) == "active"


async def test_one_that_undo_brings_back_too(stage: Stage) -> None:
    first = await paused(stage, "2026-01-21 10:20")
    await act(stage, first, "exit", then="none")
    stage.clock.advance(minutes=21)
    await worker(stage, *STEPS).run_due()
    await stage.post(f"/interactions/{first['id']}/undo")
    assert await status(stage, first) == "paused"
    await worker(stage, *STEPS).run_due()
    assert await status(stage, first) == "active"


async def test_another_day_or_none_counts(stage: Stage) -> None:
    later, never, left = [await paused(stage, "2026-01-22") for _ in range(3)]
    await act(stage, later, "pause", resume_at="2026-01-24")
    await act(stage, never, "pause")
    await act(stage, left, "exit")
    stage.clock.advance(days=2)
    await worker(stage, *STEPS).run_due()
    assert [await status(stage, each) for each in (later, never, left)] == ["paused", "paused", "exited"]
    stage.clock.advance(days=2)
    await worker(stage, *STEPS).run_due()
    assert [await status(stage, each) for each in (later, never, left)] == ["active", "paused", "exited"]


async def test_many_go_on_batch_after_batch(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming, "BATCH", 2)
    runs = [await paused(stage) for _ in range(5)]
    stage.clock.advance(days=20)
    await worker(stage, *STEPS).run_due()
    assert {await status(stage, each) for each in runs} == {"active"}


async def test_one_that_is_refused_holds_no_other_up(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    refused, other = await paused(stage), await paused(stage)
    carried_out = resuming.workflow_verbs.resume_when_due

    async def refusing(acting: Any, workflow_id: Any, campaign_id: Any) -> Any:
        if str(workflow_id) == refused["workflow_id"]:
            raise errors.Invalid.field("scheduled_at", "lies too far ahead")
        return await carried_out(acting, workflow_id, campaign_id)

    monkeypatch.setattr(resuming.workflow_verbs, "resume_when_due", refusing)
    stage.clock.advance(days=20)
    await worker(stage, *STEPS).run_due()
    assert [await status(stage, each) for each in (refused, other)] == ["paused", "active"]


async def test_two_workers_and_a_person_create_one_step(stage: Stage) -> None:
    first = await paused(stage)
    await complete(stage, first)
    stage.clock.advance(days=20)
    await asyncio.gather(worker(stage, *STEPS).run_due(), worker(stage, *STEPS).run_due(), act(stage, first, "resume"))
    assert await status(stage, first) == "active"
    assert len(await stage.rows("SELECT FROM interactions")) == 2
