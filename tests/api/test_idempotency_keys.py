"""An act sent again under its Idempotency-Key: what is replayed, for how long, and what undo makes of it."""

import asyncio
from typing import Any

import pytest

from onward.store import idempotency
from onward.store.idempotency import KeyScope
from tests.api.looking import everything, together
from tests.stage import ACME, Stage, new_id

SUCCESS = {"outcome": "success"}


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": str(new_id())}


@pytest.fixture
async def call(stage: Stage) -> Any:
    return await stage.interaction((await stage.customer())["id"])


async def complete(stage: Stage, step: Any, key: dict[str, str], **body: Any) -> Any:
    return await stage.http.post(f"/v1/interactions/{step['id']}/complete", json={**SUCCESS, **body}, headers=key)


async def test_a_replay_is_the_answer_of_then_and_a_repeat_the_state_of_now(
    stage: Stage, call: Any, key: dict[str, str]
) -> None:
    first = await complete(stage, call, key)
    await stage.post(f"/interactions/{first.json()['next_interaction']['id']}/start")
    replayed, repeated = await complete(stage, call, key), await complete(stage, call, {})
    assert replayed.content == first.content
    assert (replayed.headers["etag"], replayed.headers["idempotency-replayed"]) == ('"2"', "true")
    assert repeated.json()["next_interaction"]["status"] == "in_progress"
    assert "idempotency-replayed" not in repeated.headers


async def test_a_thing_is_created_once(stage: Stage, call: Any, key: dict[str, str]) -> None:
    body = {"customer_id": call["customer_id"], "type": "email", "title": "Write"}
    answers = await together(*(stage.http.post("/v1/interactions", json=body, headers=key) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 5
    assert len((await stage.get("/interactions", type="email"))["data"]) == 1


async def test_twenty_completions_under_one_key_happen_once(stage: Stage, call: Any, key: dict[str, str]) -> None:
    answers = await together(*(complete(stage, call, key) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


async def test_another_body_under_the_key_is_refused(stage: Stage, call: Any, key: dict[str, str]) -> None:
    await complete(stage, call, key)
    before = await everything(stage)
    problem = await complete(stage, call, key, outcome_details="More")
    assert (problem.status_code, problem.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert await everything(stage) == before


async def test_a_replay_comes_before_if_match(stage: Stage, call: Any, key: dict[str, str]) -> None:
    path = f"/interactions/{call['id']}/reschedule"
    headers = {"If-Match": '"1"', **key}
    first = await stage.post(path, {"by_days": 0, "scheduled_at": "2026-02-01"}, 422, **headers)
    assert first["errors"][0]["field"] == "by_days"
    moved = await stage.post(path, {"scheduled_at": "2026-02-01"}, 200, **headers)
    assert await stage.post(path, {"scheduled_at": "2026-02-01"}, 200, **headers) == moved
    assert moved["version"] == 2


async def test_a_refusal_is_not_kept(stage: Stage, call: Any, key: dict[str, str]) -> None:
    path = f"/interactions/{call['id']}/complete"
    await stage.post(path, {"outcome": "skipped"}, 422, **key)
    await stage.post(path, SUCCESS, 412, **{"If-Match": '"7"', **key})
    assert await stage.rows("SELECT FROM idempotency_keys") == []
    first = await complete(stage, call, key)
    assert (first.status_code, "idempotency-replayed" in first.headers) == (200, False)
    await stage.post(path, {"outcome": "failed"}, 409, **{"Idempotency-Key": "another"})
    assert len(await stage.rows("SELECT FROM idempotency_keys")) == 1


async def test_it_is_kept_in_the_transaction_of_the_act_itself(stage: Stage, call: Any, key: dict[str, str]) -> None:
    await complete(stage, call, key)
    (row,) = await stage.rows("SELECT xmin::text, status, interaction_id, next_interaction_id FROM idempotency_keys")
    (event,) = await stage.rows("SELECT writer_xid::text FROM events WHERE kind = 'interaction.completed'")
    assert (row[0], row[1], str(row[2])) == (event[0], 200, call["id"])
    done = await stage.get(f"/interactions/{call['id']}")
    assert str(row[3]) == done["next_interaction_id"]


async def test_a_key_counts_for_its_own_path(stage: Stage, call: Any, key: dict[str, str]) -> None:
    other = await stage.interaction(call["customer_id"])
    answers = [await complete(stage, step, key) for step in (call, other)]
    assert [answer.json()["interaction"]["id"] for answer in answers] == [call["id"], other["id"]]
    assert not any("idempotency-replayed" in answer.headers for answer in answers)


async def test_a_key_counts_for_its_own_tenant(stage: Stage, key: dict[str, str]) -> None:
    ids = set()
    for slug in ("acme", "globex"):
        async with stage.client(**{"X-Tenant-ID": slug}) as client:
            answer = await client.post("/v1/customers", json={"name": "Initech"}, headers=key)
            ids.add(answer.json()["id"])
    assert len(ids) == 2


async def test_a_key_counts_for_its_own_credential(stage: Stage, key: dict[str, str]) -> None:
    ids = set()
    for role in ("rep", "manager"):
        headers = {"Authorization": f"Bearer {await stage.key(role)}", **key}
        async with stage.client(**headers) as client:
            ids.add((await client.post("/v1/customers", json={"name": "Initech"})).json()["id"])
    assert len(ids) == 2


async def test_the_old_prefix_is_the_same_path(stage: Stage, key: dict[str, str]) -> None:
    first, second = [
        await stage.http.post(f"{prefix}/v1/customers", json={"name": "Initech"}, headers=key)
        for prefix in ("", "/api")
    ]
    assert first.content == second.content


async def test_after_seven_days_it_is_forgotten(stage: Stage, call: Any, key: dict[str, str]) -> None:
    first = await complete(stage, call, key)
    stage.clock.advance(days=7)
    assert "idempotency-replayed" in (await complete(stage, call, key)).headers
    stage.clock.advance(seconds=1)
    again = await complete(stage, call, key)
    assert (again.status_code, "idempotency-replayed" in again.headers) == (200, False)
    assert again.json()["interaction"]["id"] == first.json()["interaction"]["id"]
    assert "idempotency-replayed" in (await complete(stage, call, key)).headers, "kept anew"


async def test_what_is_old_is_thrown_away_by_the_next_who_brings_a_key(
    stage: Stage, call: Any, key: dict[str, str]
) -> None:
    await complete(stage, call, key)
    stage.clock.advance(days=8)
    await stage.post("/customers", {"name": "Initrode"}, 201, **{"Idempotency-Key": "another"})
    assert [row[0] for row in await stage.rows("SELECT key FROM idempotency_keys")] == ["another"]


class TestUndo:
    async def test_it_drops_what_was_kept_so_that_the_act_happens_anew(
        self, stage: Stage, call: Any, key: dict[str, str]
    ) -> None:
        first = await complete(stage, call, key)
        await stage.post(f"/interactions/{call['id']}/undo")
        again = await complete(stage, call, key)
        assert "idempotency-replayed" not in again.headers
        assert again.json()["next_interaction"]["id"] != first.json()["next_interaction"]["id"]
        assert len((await stage.get("/interactions"))["data"]) == 2

    async def test_it_drops_other_answers_that_name_what_is_withdrawn(
        self, stage: Stage, call: Any, key: dict[str, str]
    ) -> None:
        made = (await complete(stage, call, {})).json()["next_interaction"]
        other = await stage.interaction(call["customer_id"])
        named = await complete(stage, other, key)
        assert named.json()["next_interaction"]["id"] == made["id"], "already planned"
        await stage.post(f"/interactions/{call['id']}/undo")
        again = await complete(stage, other, key)
        assert "idempotency-replayed" not in again.headers
        assert again.json()["next_interaction"] is None

    async def test_it_leaves_the_answers_about_others(self, stage: Stage, call: Any, key: dict[str, str]) -> None:
        other = await stage.interaction((await stage.customer())["id"])
        await complete(stage, other, key)
        await complete(stage, call, {})
        await stage.post(f"/interactions/{call['id']}/undo")
        assert "idempotency-replayed" in (await complete(stage, other, key)).headers

    async def test_undo_itself_may_carry_a_key(self, stage: Stage, call: Any, key: dict[str, str]) -> None:
        await complete(stage, call, {})
        path = f"/interactions/{call['id']}/undo"
        first = await stage.post(path, {}, 200, **key)
        assert await stage.post(path, {}, 200, **key) == first
        await stage.post(path, {}, 409)

    async def test_it_never_waits_for_somebody_who_waits_for_it(
        self, stage: Stage, call: Any, key: dict[str, str]
    ) -> None:
        """A request that throws old keys away comes to the customer's lock while undo holds it."""
        await complete(stage, call, key)
        stage.clock.advance(days=8)
        scope = KeyScope("local", "POST", "/v1/elsewhere", "another")
        async with stage.database.transaction(ACME.id) as pruning:
            assert await idempotency.claim(pruning, ACME.id, scope, b"", stage.clock.now) is None
            undoing = asyncio.create_task(stage.post(f"/interactions/{call['id']}/undo"))
            undone = await asyncio.wait_for(undoing, timeout=5)
        assert undone["interaction"]["status"] == "pending"


async def test_a_twin_in_flight_is_waited_for_and_answers_the_same(
    stage: Stage, call: Any, key: dict[str, str]
) -> None:
    """The first is held up by the customer's lock for half a second."""
    lock = f"SELECT FROM customers WHERE id = '{call['customer_id']}' FOR UPDATE"
    async with stage.owner.transaction():
        await stage.owner.execute(lock)
        twins = [asyncio.create_task(complete(stage, call, key)) for _ in range(2)]
        done, _ = await asyncio.wait(twins, timeout=0.5)
        assert not done
    answers = await asyncio.gather(*twins)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content


async def test_a_twin_that_takes_longer_answers_a_conflict_and_when_to_come_back(
    stage: Stage, call: Any, key: dict[str, str]
) -> None:
    async with stage.owner.transaction():
        await stage.owner.execute(f"SELECT FROM customers WHERE id = '{call['customer_id']}' FOR UPDATE")
        twins = [asyncio.create_task(complete(stage, call, key)) for _ in range(2)]
        done, waiting = await asyncio.wait(twins, timeout=4, return_when=asyncio.FIRST_COMPLETED)
        early = done.pop().result()
    late = await waiting.pop()
    assert (early.status_code, early.json()["type"]) == (409, "/problems/idempotency-key-in-flight")
    assert int(early.headers["retry-after"]) >= 1
    assert late.status_code == 200
    assert (await complete(stage, call, key)).content == late.content


@pytest.mark.parametrize("bad", ["", " ", "x" * 256, "ümlaut"])
async def test_a_key_is_short_and_printable(stage: Stage, call: Any, bad: str) -> None:
    answer = await stage.http.post(
        f"/v1/interactions/{call['id']}/start", headers={"Idempotency-Key": bad.encode("utf-8")}
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert (await stage.get(f"/interactions/{call['id']}"))["status"] == "pending"
