"""Jobs: unit after unit, each whole or not at all, whoever dies meanwhile."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec import structs

from onward.actions import jobs
from onward.actions.acting import Acting
from onward.domain import errors
from onward.domain.jobs import KEPT, MOST_ATTEMPTS, Job, JobItem, ended, settled
from onward.store import jobs as store_jobs
from onward.store.pages import Keyset
from onward.store.transactions import Tx
from tests.stage import ACME, ADA, GLOBEX, Stage, acting_for, new_id

NUMBER = Keyset("number", descending=False)


async def two_at_once(acting: Acting, job: Job) -> Job:
    """A kind of job: settles two items a unit."""
    waiting = await store_jobs.list_waiting_items(acting.tx, acting.tenant_id, job.id, 2)
    done = [structs.replace(item, status="done") for item in waiting]
    await store_jobs.settle_items(acting.tx, acting.tenant_id, job.id, done)
    after = settled(job, done)
    return ended(after, "done", acting.now) if after.done == after.total else after


async def dies(acting: Acting, job: Job) -> Job:
    """A kind whose runner breaks in the middle of a unit."""
    await two_at_once(acting, job)
    raise RuntimeError("the machine is gone")


async def refuses(acting: Acting, job: Job) -> Job:
    """A kind that finds, half-way, that it cannot be done."""
    await two_at_once(acting, job)
    raise errors.Conflict("Not like this.")


UNITS = {"two_at_once": two_at_once}


async def begin(stage: Stage, items: int, kind: str = "two_at_once") -> UUID:
    async with stage.database.transaction(ACME.id) as tx:
        acting = acting_for(tx, ACME, stage.clock.now)
        job = jobs.new_job(acting, kind, {"why": "a test"}, total=items)
        await jobs.queue_job(acting, job)
        await store_jobs.insert_items(
            tx, ACME.id, job.id, [JobItem(number, items - number, None, None) for number in range(items)]
        )
        await tx.commit()
    return job.id


async def start(stage: Stage, job_id: UUID) -> bool:
    async with stage.database.transaction(ACME.id) as tx:
        started = await jobs.start_job(tx, ACME.id, job_id, stage.clock.now)
        await tx.commit()
    return started


async def advance(stage: Stage, job_id: UUID, units: dict[str, jobs.Unit] | None = None) -> bool:
    async with stage.database.transaction(ACME.id) as tx:
        has_more = await jobs.advance_job(tx, ACME.id, job_id, units or UNITS, stage.clock, new_id)
        await tx.commit()
    return has_more


async def look(stage: Stage, job_id: UUID) -> tuple[Job, list[str]]:
    async with stage.database.transaction(ACME.id) as tx:
        job = await store_jobs.get_job(tx, ACME.id, job_id)
        items = await store_jobs.list_items(tx, ACME.id, job_id, [], NUMBER, 100)
    return job, [item.status for item in items]


async def test_from_the_first_unit_to_the_last(stage: Stage) -> None:
    job_id = await begin(stage, 5)
    assert await start(stage, job_id)
    assert await advance(stage, job_id)
    job, statuses = await look(stage, job_id)
    assert (job.status, job.done, statuses) == ("running", 2, ["waiting"] * 3 + ["done"] * 2), "the turns count"
    assert await advance(stage, job_id)
    stage.clock.advance(minutes=1)
    assert not await advance(stage, job_id)
    job, statuses = await look(stage, job_id)
    assert (job.status, job.done, job.ended_at, statuses) == ("done", 5, stage.clock.now, ["done"] * 5)
    assert (job.actor.id, job.request_id) == (ADA, "a-test")
    assert not await advance(stage, job_id), "there is nothing left"
    assert not await start(stage, job_id)


async def test_it_is_over_when_its_last_unit_is(stage: Stage) -> None:
    """Else what is done in one long unit seems to have been done in no time."""

    async def takes_a_minute(acting: Acting, job: Job) -> Job:
        stage.clock.advance(minutes=1)
        return await two_at_once(acting, job)

    job_id, began_at = await begin(stage, 2), stage.clock.now
    await start(stage, job_id)
    assert not await advance(stage, job_id, {"two_at_once": takes_a_minute})
    job, _ = await look(stage, job_id)
    assert (job.started_at, job.ended_at) == (began_at, began_at + timedelta(minutes=1))


async def test_a_runner_that_dies_leaves_nothing_of_its_unit(stage: Stage) -> None:
    job_id = await begin(stage, 3)
    await start(stage, job_id)
    await advance(stage, job_id)
    with pytest.raises(RuntimeError):
        await advance(stage, job_id, {"two_at_once": dies})
    assert (await look(stage, job_id))[1] == ["waiting", "done", "done"]
    assert await start(stage, job_id), "another one takes it up"
    assert not await advance(stage, job_id)
    job, statuses = await look(stage, job_id)
    assert (job.status, job.done, statuses) == ("done", 3, ["done"] * 3)


async def test_two_runners_never_do_the_same_unit(stage: Stage) -> None:
    job_id = await begin(stage, 8)
    await start(stage, job_id)
    await asyncio.gather(*(advance(stage, job_id) for _ in range(6)))
    job, statuses = await look(stage, job_id)
    assert (job.status, job.done, statuses) == ("done", 8, ["done"] * 8)


async def test_an_item_is_settled_once(stage: Stage) -> None:
    job_id = await begin(stage, 1)
    item = JobItem(0, 1, None, None, "done")
    async with stage.database.transaction(ACME.id) as tx:
        await store_jobs.settle_items(tx, ACME.id, job_id, [item])
        with pytest.raises(errors.Conflict):
            await store_jobs.settle_items(tx, ACME.id, job_id, [item])


async def test_what_a_unit_refuses_ends_the_job_and_leaves_nothing_of_the_unit(stage: Stage) -> None:
    job_id = await begin(stage, 3, "refuses")
    await start(stage, job_id)
    assert not await advance(stage, job_id, {"refuses": refuses})
    job, statuses = await look(stage, job_id)
    assert (job.status, job.problem, statuses) == ("failed", "Not like this.", ["waiting"] * 3)


async def test_a_kind_that_nobody_knows_ends_the_job(stage: Stage) -> None:
    job_id = await begin(stage, 1, "of_tomorrow")
    await start(stage, job_id)
    assert not await advance(stage, job_id)
    job, _ = await look(stage, job_id)
    assert job.status == "failed"


async def test_a_job_that_kills_its_runners_is_given_up(stage: Stage) -> None:
    job_id = await begin(stage, 1)
    assert [await start(stage, job_id) for _ in range(MOST_ATTEMPTS + 1)] == [True] * MOST_ATTEMPTS + [False]
    job, _ = await look(stage, job_id)
    assert job.status == "failed"


async def test_runners_that_get_on_are_never_too_many(stage: Stage) -> None:
    job_id = await begin(stage, 40)
    for _ in range(MOST_ATTEMPTS + 3):
        assert await start(stage, job_id)
        assert await advance(stage, job_id)


async def test_cancelling_keeps_what_is_done(stage: Stage) -> None:
    job_id = await begin(stage, 5)
    await start(stage, job_id)
    await advance(stage, job_id)
    async with stage.database.transaction(ACME.id) as tx:
        acting = acting_for(tx, ACME, stage.clock.now)
        cancelled = await jobs.cancel_job(acting, job_id)
        assert await jobs.cancel_job(acting, job_id) == cancelled, "a repeat answers the same"
        await tx.commit()
    assert not await advance(stage, job_id)
    job, statuses = await look(stage, job_id)
    assert (job.status, job.done, statuses) == ("cancelled", 2, ["cancelled"] * 3 + ["done"] * 2)


async def test_cancelling_waits_for_the_unit_that_runs(stage: Stage) -> None:
    job_id = await begin(stage, 4)
    await start(stage, job_id)
    is_inside, may_go_on = asyncio.Event(), asyncio.Event()

    async def slow(acting: Acting, job: Job) -> Job:
        is_inside.set()
        await may_go_on.wait()
        return await two_at_once(acting, job)

    async def cancel() -> Job:
        async with stage.database.transaction(ACME.id) as tx:
            cancelled = await jobs.cancel_job(acting_for(tx, ACME), job_id)
            await tx.commit()
        return cancelled

    unit = asyncio.create_task(advance(stage, job_id, {"two_at_once": slow}))
    await is_inside.wait()
    cancelling = asyncio.create_task(cancel())
    await asyncio.sleep(0.1)
    assert not cancelling.done()
    may_go_on.set()
    await unit
    assert (await cancelling).done == 2
    assert (await look(stage, job_id))[1] == ["cancelled", "cancelled", "done", "done"]


async def test_a_finished_job_cannot_be_cancelled(stage: Stage) -> None:
    job_id = await begin(stage, 1)
    await start(stage, job_id)
    await advance(stage, job_id)
    async with stage.database.transaction(ACME.id) as tx:
        with pytest.raises(errors.Conflict):
            await jobs.cancel_job(acting_for(tx, ACME), job_id)


async def test_a_job_belongs_to_its_tenant(stage: Stage) -> None:
    job_id = await begin(stage, 1)
    async with stage.database.transaction(GLOBEX.id) as tx:
        assert await store_jobs.list_unfinished(tx, GLOBEX.id) == []
        with pytest.raises(errors.NotFound):
            await jobs.cancel_job(acting_for(tx, GLOBEX), job_id)


async def test_old_jobs_are_removed_and_young_ones_are_not(stage: Stage) -> None:
    old, waiting = await begin(stage, 1), await begin(stage, 1)
    await start(stage, old)
    await advance(stage, old)
    stage.clock.advance(days=KEPT.days - 1)
    young = await begin(stage, 1)
    await start(stage, young)
    await advance(stage, young)
    stage.clock.advance(days=2)
    async with stage.database.transaction(ACME.id) as tx:
        assert await jobs.prune_jobs(tx, ACME.id, stage.clock.now) == 1
        await tx.commit()
    assert {row[0] for row in await stage.rows("SELECT id FROM jobs")} == {waiting, young}
    assert len(await stage.rows("SELECT job_id FROM job_items")) == 2


async def try_out(tx: Tx, kind: str, *, keep: bool = True, refuse: bool = False) -> None:
    """A job of a kind, saved inside a savepoint."""
    async with tx.savepoint(keep=keep):
        await store_jobs.insert_job(tx, ACME.id, jobs.new_job(acting_for(tx, ACME), kind, {}))
        if refuse:
            raise errors.Conflict("No.")


async def test_what_is_refused_inside_a_savepoint_leaves_the_rest(stage: Stage) -> None:
    async with stage.database.transaction(ACME.id) as tx:
        await try_out(tx, "kept")
        with pytest.raises(errors.Conflict):
            await try_out(tx, "refused", refuse=True)
        await try_out(tx, "tried", keep=False)
        await tx.commit()
    assert [row[0] for row in await stage.rows("SELECT kind FROM jobs")] == ["kept"]
