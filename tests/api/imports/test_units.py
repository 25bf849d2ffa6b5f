"""Large files: read in units, each whole or not at all, so that a worker may die between any two."""

import asyncio
from typing import Any

import pytest

from onward.actions import import_runs, job_runs, jobs
from onward.domain import errors
from onward.store import imported
from onward.store import jobs as store_jobs
from tests.api.imports.desk import Desk, told
from tests.stage import ACME, NOW, Stage, new_id

PEOPLE = 95


@pytest.fixture(autouse=True)
def small_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_runs, "LINES_IN_A_UNIT", 10)


def people(count: int) -> str:
    lines = [f'C-{number},"Person {number}, of many",p{number}@example.com' for number in range(count)]
    return "\n".join(["external_id,name,email", *lines]) + "\n"


async def unit(stage: Stage, job_id: Any) -> bool:
    async with stage.database.transaction(ACME.id) as tx:
        has_more = await jobs.advance_job(tx, ACME.id, job_id, job_runs.UNITS, stage.clock, new_id)
        await tx.commit()
    return has_more


async def started(stage: Stage) -> Any:
    async with stage.database.transaction(ACME.id) as tx:
        (job_id,) = await store_jobs.list_unfinished(tx, ACME.id)
        assert await jobs.start_job(tx, ACME.id, job_id, NOW)
        await tx.commit()
    return job_id


async def test_progress_is_seen_while_it_runs(desk: Desk, stage: Stage) -> None:
    made = await desk.upload(people(PEOPLE))
    await stage.post(f"/imports/{made['id']}/run", {}, 202)
    job_id = await started(stage)
    assert await unit(stage, job_id)
    stage.clock.advance(seconds=2)
    running = await stage.get(f"/imports/{made['id']}")
    assert running["status"] == "running"
    assert running["progress"] == {
        "lines": PEOPLE,
        "ready": 10,
        "duplicates": 0,
        "errors": 0,
        "lines_per_second": 5.0,
        "seconds_left": 17.0,
    }
    assert (await stage.get(f"/jobs/{made['id'] and running['job_id']}"))["kind"] == "import"


async def test_a_unit_that_dies_is_done_again_and_every_line_counts_once(
    desk: Desk, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await desk.upload(people(PEOPLE))
    await stage.post(f"/imports/{made['id']}/run", {}, 202)
    job_id = await started(stage)
    writes = imported.insert_customers
    dies = iter([False, True, False, True, True] + [False] * 100)

    async def insert(*args: Any) -> int:
        written = await writes(*args)
        if next(dies):
            raise ConnectionResetError("the worker died")
        return written

    monkeypatch.setattr(imported, "insert_customers", insert)
    has_more, deaths = True, 0
    while has_more:
        try:
            has_more = await unit(stage, job_id)
        except errors.Unavailable:
            deaths += 1
    assert deaths == 3
    assert told(await stage.get(f"/imports/{made['id']}")) == ("done", PEOPLE, 0, 0)
    assert (await stage.rows("SELECT count(*), count(DISTINCT external_id) FROM customers"))[0] == (PEOPLE, PEOPLE)
    assert (await stage.rows("SELECT count(*) FROM events WHERE kind = 'customer.imported'"))[0][0] == PEOPLE


async def test_two_runners_of_one_import_share_the_lines(desk: Desk, stage: Stage) -> None:
    made = await desk.upload(people(PEOPLE))
    await stage.post(f"/imports/{made['id']}/run", {}, 202)
    job_id = await started(stage)

    async def runner() -> None:
        while await unit(stage, job_id):
            pass

    await asyncio.gather(runner(), runner())
    assert told(await stage.get(f"/imports/{made['id']}")) == ("done", PEOPLE, 0, 0)
    assert (await stage.rows("SELECT count(*) FROM customers"))[0][0] == PEOPLE


async def test_an_import_cancelled_half_way_keeps_whole_units_and_undoes_them(desk: Desk, stage: Stage) -> None:
    made = await desk.upload(people(PEOPLE))
    await stage.post(f"/imports/{made['id']}/run", {}, 202)
    job_id = await started(stage)
    for _ in range(3):
        assert await unit(stage, job_id)
    cancelled = await stage.post(f"/imports/{made['id']}/cancel")
    assert told(cancelled) == ("cancelled", 30, 0, 0)
    assert not await unit(stage, job_id)
    assert len(await desk.customers()) == 30
    assert told(await desk.act(made, "undo")) == ("undone", 30, 0, 0)
    assert await desk.customers() == {}


async def test_what_somebody_adds_meanwhile_is_added_once(
    desk: Desk, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await desk.upload(people(15))
    await stage.post(f"/imports/{made['id']}/run", {}, 202)
    job_id = await started(stage)
    find = imported.find_ids_by_external_id

    async def find_then_somebody_adds(*args: Any) -> Any:
        found = await find(*args)
        if not found:
            await stage.customer(name="By hand", external_id="C-3")
        return found

    monkeypatch.setattr(imported, "find_ids_by_external_id", find_then_somebody_adds)
    with pytest.raises(errors.Unavailable, match="at the same moment"):
        await unit(stage, job_id)
    monkeypatch.setattr(imported, "find_ids_by_external_id", find)
    while await unit(stage, job_id):
        pass
    assert told(await stage.get(f"/imports/{made['id']}")) == ("done", 14, 1, 0)
    assert len(await desk.customers()) == 15


async def test_lines_over_the_end_of_a_part_are_read_whole(
    desk: Desk, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("onward.domain.imports", "onward.actions.imports", "onward.store.imports"):
        monkeypatch.setattr(f"{module}.PART_BYTES", 700)
    content = people(PEOPLE).replace("Person", "Persön").encode("utf-16")
    made = await desk.upload(content)
    assert len(await stage.rows("SELECT FROM import_parts")) > 10
    assert told(await desk.act(made, "check")) == ("checked", PEOPLE, 0, 0)
    assert told(await desk.act(made, "run")) == ("done", PEOPLE, 0, 0)
    assert "Persön 94, of many" in await desk.customers()


async def test_old_imports_are_forgotten(desk: Desk, stage: Stage) -> None:
    made = await desk.imported(people(5))
    stage.clock.advance(days=40)
    await desk.prune()
    await stage.get(f"/imports/{made['id']}", 404)
    assert len(await desk.customers()) == 5
    assert await stage.rows("SELECT FROM import_lines") == []
