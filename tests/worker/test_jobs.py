"""Jobs in the worker: run when they are queued, taken over when a worker's process is killed, left off on a stop."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from onward.domain import bulk
from onward.worker.steps import STEPS
from tests.stage import ACME, Stage
from tests.worker.shifts import until, worker, worker_of

LEASE_SECONDS = 1.5
JOBS = next(step for step in STEPS if step.name == "jobs")
ITEMS = 24


async def queued(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A completion of first steps that waits for a worker; two make a batch."""
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(bulk, "BATCH", 2)
    template = await stage.template({}, {})
    for number in range(ITEMS):
        customer = await stage.customer(name=f"Initech {number}")
        body = {"customer_id": customer["id"], "template_id": template["id"]}
        await stage.post("/interactions/workflow/start", body, 201)
    ran = await stage.post("/interactions/bulk/complete", {"filter": {}, "outcome": "success"}, 202)
    return ran["job"]


async def test_a_queued_job_is_run_with_the_next_turn(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    shift = worker(stage, JOBS)
    assert await shift.run_due() > 0, "a first turn finds nothing to do"
    job = await queued(stage, monkeypatch)
    assert await shift.run_due() == 1
    ended = await stage.get(f"/jobs/{job['id']}")
    assert (ended["status"], ended["done"]) == ("done", ITEMS)
    created_by = await stage.rows("SELECT DISTINCT actor_id FROM events WHERE kind = 'interaction.completed'")
    assert [row[0] for row in created_by] == [ACME.local_member_id], "it acts as whoever asked for it"


async def test_a_killed_workers_job_goes_on_where_it_was(
    stage: Stage, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await queued(stage, monkeypatch)
    dying = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.worker.slow_jobs", stage.url, str(LEASE_SECONDS)),
        stdout=subprocess.PIPE,
        cwd=repository,
    )
    assert dying.stdout is not None
    said = [await dying.stdout.readline() for _ in range(3)]
    dying.kill()
    await dying.wait()
    assert said == [b"a batch is written\n"] * 3
    half = await stage.get(f"/jobs/{job['id']}")
    assert (half["status"], half["done"]) == ("running", 4), "the third batch was not committed"

    shift = worker_of(stage.database, lambda: datetime.now(UTC), JOBS, lease_seconds=LEASE_SECONDS)
    running = asyncio.create_task(shift.run())
    try:
        await until(lambda: shift._ran["jobs"] > 0)
    finally:
        shift.stop()
        await running
    ended = await stage.get(f"/jobs/{job['id']}")
    assert (ended["status"], ended["done"], ended["failed"]) == ("done", ITEMS, 0)
    successors = await stage.rows(
        "SELECT previous_interaction_id FROM interactions WHERE previous_interaction_id IS NOT NULL"
    )
    assert len(successors) == len(set(successors)) == ITEMS


async def test_a_worker_that_is_told_to_stop_leaves_the_rest_for_the_next(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await queued(stage, monkeypatch)
    shift = worker(stage, JOBS)
    running = asyncio.create_task(shift.run())
    await asyncio.sleep(0.1)
    shift.stop()
    await running
    stopped = await stage.get(f"/jobs/{job['id']}")
    assert stopped["done"] + stopped["left"] == ITEMS
    await worker(stage, JOBS).run_due()
    assert (await stage.get(f"/jobs/{job['id']}"))["done"] == ITEMS
