"""Who runs what, when, and how often: turns over a real database, with a clock that stands still."""

import asyncio
from datetime import timedelta
from typing import Any

from onward.store.transactions import Database, Tx
from onward.store.turns import bring_forward
from onward.worker.steps import HouseStep, TenantStep
from onward.worker.turns import HouseTurn, TenantTurn
from tests.stage import ACME, GLOBEX, NOW, Stage
from tests.worker.shifts import Diary, until, worker, worker_of


async def test_a_step_runs_once_for_each_tenant_and_again_when_its_time_has_come(stage: Stage) -> None:
    diary = Diary()
    ada = worker(stage, TenantStep("write", 3600, diary))
    await ada.run_due()
    assert sorted(diary.ran) == ["acme", "demo", "globex"]
    stage.clock.advance(minutes=59)
    assert await ada.run_due() == 0
    stage.clock.advance(minutes=1)
    assert await ada.run_due() == 3


async def test_a_step_of_the_house_runs_once_for_all(stage: Stage) -> None:
    ran: list[HouseTurn] = []

    async def run(turn: HouseTurn) -> None:
        ran.append(turn)

    assert await worker(stage, HouseStep("sweep", 60, run)).run_due() == 1
    assert await worker(stage, HouseStep("sweep", 60, run)).run_due() == 0
    assert len(ran) == 1


async def test_a_step_may_say_when_it_comes_again(stage: Stage) -> None:
    diary = Diary(then=NOW + timedelta(minutes=5))
    ada = worker(stage, TenantStep("write", 3600, diary))
    await ada.run_due()
    stage.clock.advance(minutes=5)
    diary.then = None
    assert await ada.run_due() == 3


async def test_what_fails_stops_nobody_else_and_comes_again_soon(stage: Stage) -> None:
    diary = Diary()

    async def fail(turn: TenantTurn) -> None:
        raise RuntimeError(turn.tenant.slug)

    ada = worker(stage, TenantStep("fail", 3600, fail), TenantStep("write", 3600, diary))
    assert await ada.run_due() == 6
    assert diary.for_acme == 1
    stage.clock.advance(seconds=29)
    assert await ada.run_due() == 0
    stage.clock.advance(seconds=1)
    assert await ada.run_due() == 3, "half a minute after the first failure"
    stage.clock.advance(seconds=59)
    assert await ada.run_due() == 0, "the second time it waits twice as long"
    metrics = (await stage.http.get("/metrics")).text
    assert 'onward_worker_turns_total{step="fail"} 6.0' in metrics
    assert 'onward_worker_failures_total{step="fail"} 6.0' in metrics
    assert 'onward_worker_failures_total{step="write"} 0.0' in metrics


async def test_a_turn_that_waits_for_a_worker_shows_in_the_figures(stage: Stage) -> None:
    await worker(stage, TenantStep("write", 60, Diary())).run_due()
    assert 'onward_worker_late_turns{step="write"} 0.0' in (await stage.http.get("/metrics")).text
    stage.clock.advance(hours=1)
    assert 'onward_worker_late_turns{step="write"} 3.0' in (await stage.http.get("/metrics")).text


async def wish(stage: Stage, **by: float) -> None:
    async with stage.database.transaction(ACME.id) as tx:
        await bring_forward(tx, ACME.id, "write", NOW + timedelta(**by))
        await tx.commit()


async def test_a_turn_can_be_brought_forward_and_never_put_off(stage: Stage) -> None:
    diary = Diary()
    ada = worker(stage, TenantStep("write", 3600, diary))
    await ada.run_due()
    await wish(stage, minutes=10)
    await wish(stage, minutes=20)
    stage.clock.advance(minutes=10)
    assert await ada.run_due() == 1
    assert diary.for_acme == 2


async def test_a_wish_for_a_tenant_that_has_no_turn_yet_makes_one(stage: Stage) -> None:
    await wish(stage, minutes=10)
    diary = Diary()
    ada = worker(stage, TenantStep("write", 3600, diary))
    assert await ada.run_due() == 2
    stage.clock.advance(minutes=10)
    assert await ada.run_due() == 1
    assert diary.for_acme == 1


async def test_a_wish_that_comes_while_the_turn_is_under_way_is_not_lost(stage: Stage) -> None:
    diary = Diary()

    async def run(turn: TenantTurn) -> None:
        await diary(turn)
        if turn.tenant == ACME and diary.for_acme == 1:
            await wish(stage, minutes=1)

    ada = worker(stage, TenantStep("write", 3600, run))
    await ada.run_due()
    stage.clock.advance(minutes=1)
    assert await ada.run_due() == 1
    assert diary.for_acme == 2


async def test_a_wish_for_another_tenant_is_not_heard(stage: Stage) -> None:
    async with stage.database.transaction(ACME.id) as tx:
        await bring_forward(tx, GLOBEX.id, "write", NOW)
        await tx.commit()
    assert await stage.rows("SELECT FROM turns") == []


async def test_two_workers_do_it_once(stage: Stage) -> None:
    at_work: dict[str, int] = {}
    ran: list[str] = []

    async def run(turn: TenantTurn) -> None:
        slug = turn.tenant.slug
        at_work[slug] = at_work.get(slug, 0) + 1
        assert at_work[slug] == 1, "nobody else is at it"
        await asyncio.sleep(0.05)
        at_work[slug] -= 1
        ran.append(slug)

    workers = [worker(stage, TenantStep("write", 3600, run)) for _ in range(4)]
    running = [asyncio.create_task(each.run()) for each in workers]
    await until(lambda: len(ran) >= 3)
    await asyncio.sleep(0.2)
    for each in workers:
        each.stop()
    await asyncio.gather(*running)
    assert sorted(ran) == ["acme", "demo", "globex"]


async def test_a_worker_that_is_told_to_stop_finishes_what_it_is_at(stage: Stage) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def run(turn: HouseTurn) -> None:
        begun.set()
        await until(turn.should_stop)
        async with turn.visiting() as visiting:
            await visiting.tx.execute("SELECT 1")
        ended.set()

    ada = worker(stage, HouseStep("sweep", 60, run))
    running = asyncio.create_task(ada.run())
    await asyncio.wait_for(begun.wait(), 10)
    ada.stop()
    await asyncio.wait_for(running, 10)
    assert ended.is_set()
    assert await stage.rows("SELECT FROM turns WHERE holder IS NOT NULL") == []


async def test_a_lease_is_kept_while_the_work_lasts(stage: Stage) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def run(_: HouseTurn) -> None:
        begun.set()
        await may_end.wait()

    step = HouseStep("sweep", 3600, run)
    ada, ben = worker(stage, step, lease_seconds=0.3), worker(stage, step, lease_seconds=0.3)
    running = asyncio.create_task(ada.run())
    await asyncio.wait_for(begun.wait(), 10)
    for _ in range(8):
        stage.clock.advance(seconds=0.1)
        await asyncio.sleep(0.15)
        assert await ben.run_due() == 0
    may_end.set()
    ada.stop()
    await asyncio.wait_for(running, 10)


async def test_a_worker_whose_lease_ran_out_is_told_and_settles_nothing(stage: Stage) -> None:
    begun = asyncio.Event()
    stopped: list[str] = []

    async def hang(turn: HouseTurn) -> None:
        begun.set()
        await until(turn.should_stop)
        stopped.append("lost")

    async def again(_: HouseTurn) -> None:
        stopped.append("taken over")

    ada = worker(stage, HouseStep("sweep", 3600, hang), lease_seconds=0.6)
    running = asyncio.create_task(ada.run())
    await asyncio.wait_for(begun.wait(), 10)
    stage.clock.advance(minutes=5)
    assert await worker(stage, HouseStep("sweep", 3600, again)).run_due() == 1
    await until(lambda: "lost" in stopped)
    ada.stop()
    await running
    assert stopped == ["taken over", "lost"]
    (turn,) = await stage.rows("SELECT due_at, holder FROM turns")
    assert turn["holder"] is None
    assert turn["due_at"] == stage.clock.now + timedelta(hours=1), "as the second one settled it"


async def test_the_worker_acts_in_the_tenant_and_nowhere_else(stage: Stage) -> None:
    seen: dict[str, Any] = {}

    async def look(turn: TenantTurn) -> None:
        async with turn.acting() as acting:
            seen[turn.tenant.slug] = await _tenants_of_members(acting.tx)
            assert acting.actor.kind == "worker"

    await worker(stage, TenantStep("look", 60, look)).run_due()
    assert seen["acme"] == {ACME.id}
    assert seen["globex"] == {GLOBEX.id}


async def _tenants_of_members(tx: Tx) -> set[Any]:
    return {row[0] for row in await tx.fetch("SELECT tenant_id FROM members")}


async def test_what_a_step_did_before_it_failed_is_undone(stage: Stage) -> None:
    async def run(turn: TenantTurn) -> None:
        async with turn.acting() as acting:
            await acting.tx.execute("UPDATE members SET name = 'Eve' WHERE tenant_id = $1", acting.tenant_id)
            raise RuntimeError("after the change")

    await worker(stage, TenantStep("spoil", 60, run)).run_due()
    assert await stage.rows("SELECT FROM members WHERE name = 'Eve'") == []


async def test_without_its_database_it_waits_and_goes_on(stage: Stage) -> None:
    diary = Diary()
    database = Database(stage.url, size=4)
    ada = worker_of(database, stage.clock, TenantStep("write", 3600, diary))
    running = asyncio.create_task(ada.run())
    await asyncio.sleep(0.1)
    assert not running.done()
    await database.open()
    await until(lambda: len(diary.ran) >= 3)
    ada.stop()
    await running
    await database.close()
