"""Two customers who are the same become one: both histories, one plan."""

import asyncio
from typing import Any

import pytest

from tests.api.looking import everything, together
from tests.stage import Stage


async def merge(stage: Stage, survivor: Any, other: Any, expect: int = 200, **more: Any) -> Any:
    return await stage.post(f"/customers/{survivor['id']}/merge", {"from": other["id"], **more}, expect)


async def run(stage: Stage, customer: Any, template: Any, *, steps_done: int = 0) -> Any:
    """A run of the template, some steps on; gives its open step."""
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    step = await stage.post("/interactions/workflow/start", body, 201)
    for _ in range(steps_done):
        step = (await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"}))["next_interaction"]
    return step


async def open_ids(stage: Stage, customer: Any) -> list[str]:
    return [row["id"] for row in (await stage.get(f"/interactions/customers/{customer['id']}/pending"))["data"]]


@pytest.fixture
async def two(stage: Stage) -> tuple[Any, Any]:
    return await stage.customer(name="Initech"), await stage.customer(name="Initech GmbH")


Two = tuple[Any, Any]


class TestFields:
    async def test_the_survivors_win_and_empty_ones_are_filled(self, stage: Stage) -> None:
        survivor = await stage.customer(name="Initech", email="a@x.example", tags=["vip"], do_not_contact=["sms"])
        more = {"phone": "0301234567", "external_id": "77", "tags": ["vip", "new"], "metadata": {"size": 3}}
        other = await stage.customer(name="Initek", email="b@x.example", do_not_contact=["phone"], **more)
        merged = (await merge(stage, survivor, other))["customer"]
        assert merged == await stage.get(f"/customers/{survivor['id']}")
        expected = {
            "name": "Initech",
            "email": "a@x.example",
            "phone": "0301234567",
            "external_id": "77",
            "tags": ["vip", "new"],
            "do_not_contact": ["sms", "phone"],
            "metadata": {"size": 3},
            "version": 2,
        }
        assert {name: merged[name] for name in expected} == expected

    async def test_it_is_found_by_what_it_has_now(self, stage: Stage) -> None:
        survivor = await stage.customer(name="Initech")
        other = await stage.customer(name="Initek", phone="0301234567")
        await merge(stage, survivor, other)
        for q, found in {"init": [survivor["id"]], "4567": [survivor["id"]], "initek": []}.items():
            assert [row["id"] for row in (await stage.get("/customers", q=q))["data"]] == found

    async def test_the_event_keeps_all_that_the_other_was(self, stage: Stage, two: Two) -> None:
        await merge(stage, *two)
        (event,) = await stage.rows(
            "SELECT customer_id::text, old -> 'merged' ->> 'name', new ->> 'merged_id' FROM events "
            "WHERE kind = 'customer.merged'"
        )
        assert tuple(event) == (two[0]["id"], "Initech GmbH", two[1]["id"])


class TestHistory:
    async def test_everything_is_the_survivors(self, stage: Stage, two: Two) -> None:
        survivor, other = two
        mine, theirs = [await stage.interaction(one["id"], title=one["name"]) for one in two]
        await stage.post(f"/customers/{other['id']}/notes", {"body": "Likes tea"}, 201)
        talk = await stage.post("/conversations", {"customer_id": other["id"], "channel": "email"}, 201)
        step = await run(stage, other, await stage.template({"scheduled_offset_days": 9}))
        answer = await merge(stage, survivor, other)
        assert answer["moved"] == {"interactions": 2, "workflows": 1, "conversations": 1, "notes": 1}
        assert set(await open_ids(stage, survivor)) == {mine["id"], theirs["id"], step["id"]}
        assert (await stage.get(f"/conversations/{talk['id']}"))["customer_id"] == survivor["id"]
        told = (await stage.get(f"/customers/{survivor['id']}/timeline"))["data"]
        kinds = [entry["event"]["kind"] for entry in told if entry["event"]]
        assert sorted(kinds) == [
            "conversation.created",
            "customer.created",
            "customer.created",
            "customer.merged",
            "workflow.started",
        ]
        assert [entry["note"]["body"] for entry in told if entry["note"]] == ["Likes tea"]

    async def test_a_moved_step_goes_on_in_its_workflow(self, stage: Stage, two: Two) -> None:
        step = await run(stage, two[1], await stage.template({}, {"title": "Next"}))
        await merge(stage, *two)
        done = await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
        following = done["next_interaction"]
        assert (following["title"], following["customer_id"]) == ("Next", two[0]["id"])

    async def test_the_other_id_leads_to_the_survivor(self, stage: Stage, two: Two) -> None:
        survivor, other = two
        await merge(stage, survivor, other)
        path = f"/v1/customers/{other['id']}"
        for method, address in [
            ("GET", path),
            ("GET", f"{path}/timeline"),
            ("GET", f"{path}/notes"),
            ("POST", f"{path}/close"),
            ("POST", f"{path}/notes"),
            ("PUT", path),
            ("DELETE", path),
            ("GET", f"/v1/interactions/customers/{other['id']}/next"),
            ("GET", f"/v1/interactions/customers/{other['id']}/pending"),
        ]:
            body = {"name": "Again"} if method == "PUT" else {"body": "x"} if "notes" in address else {}
            answer = await stage.http.request(method, address, json=body if method in {"POST", "PUT"} else None)
            assert (answer.status_code, answer.json()["type"]) == (410, "/problems/merged"), address
            assert answer.headers["location"] == f"/v1/customers/{survivor['id']}"
        await stage.post("/customers", {"name": "Again", "id": other["id"]}, 410)

    async def test_merged_twice_the_first_id_leads_to_the_last(self, stage: Stage, two: Two) -> None:
        last = await stage.customer(name="Last")
        await merge(stage, *two)
        await merge(stage, last, two[0])
        for one in two:
            answer = await stage.http.get(f"/v1/customers/{one['id']}")
            assert answer.headers["location"] == f"/v1/customers/{last['id']}"
        kinds = [e["kind"] for e in (await stage.get(f"/customers/{last['id']}/timeline"))["data"]]
        assert kinds == ["customer"] * 5

    async def test_a_survivor_has_a_history(self, stage: Stage, two: Two) -> None:
        await merge(stage, *two)
        await stage.call("DELETE", f"/customers/{two[0]['id']}", 409)


class TestOnePlan:
    @pytest.mark.parametrize("further", [0, 1])
    async def test_of_two_runs_of_one_template_the_further_stays(self, stage: Stage, two: Two, further: int) -> None:
        template = await stage.template({}, {}, {})
        steps = [await run(stage, one, template, steps_done=int(n == further)) for n, one in enumerate(two)]
        answer = await merge(stage, *two)
        gone = steps[1 - further]
        assert answer["exited_workflow_ids"] == [gone["workflow_id"]]
        assert answer["cancelled_interaction_ids"] == [gone["id"]]
        assert answer["next_interaction"]["id"] == steps[further]["id"]
        assert await open_ids(stage, two[0]) == [steps[further]["id"]]
        row = await stage.get(f"/interactions/{gone['id']}")
        assert (row["status"], row["close_reason"]) == ("cancelled", "customer_merged")
        (exit_reason,) = await stage.rows("SELECT exit_reason FROM workflows WHERE status = 'exited'")
        assert exit_reason[0] == "customer_merged"

    async def test_at_the_same_step_the_earlier_one_stays(self, stage: Stage, two: Two) -> None:
        template = await stage.template({}, {})
        later = await stage.customer(name="Later")
        first = await run(stage, two[1], template)
        stage.clock.advance(days=1)
        await run(stage, later, template)
        await merge(stage, later, two[1])
        assert await open_ids(stage, later) == [first["id"]]

    async def test_runs_of_different_templates_and_steps_made_by_hand_all_stay(self, stage: Stage, two: Two) -> None:
        steps = [await run(stage, one, await stage.template({}, name=one["name"])) for one in two]
        steps += [await stage.interaction(one["id"]) for one in two]
        await merge(stage, *two)
        assert set(await open_ids(stage, two[0])) == {step["id"] for step in steps}

    async def test_a_step_asked_for_by_hand_outlives_its_run(self, stage: Stage, two: Two) -> None:
        template = await stage.template({}, {})
        first = await run(stage, two[1], template)
        asked = {"outcome": "success", "next": {"type": "email", "title": "As asked"}}
        detour = (await stage.post(f"/interactions/{first['id']}/complete", asked))["next_interaction"]
        further = await run(stage, two[0], template, steps_done=1)
        answer = await merge(stage, *two)
        assert answer["cancelled_interaction_ids"] == []
        assert set(await open_ids(stage, two[0])) == {detour["id"], further["id"]}

    async def test_of_default_follow_ups_one_is_left(self, stage: Stage, two: Two) -> None:
        await stage.no_default_template()
        steps = []
        for one in two:
            done = await stage.interaction(one["id"])
            answer = await stage.post(f"/interactions/{done['id']}/complete", {"outcome": "success"})
            steps.append(answer["next_interaction"])
            stage.clock.advance(hours=1)
        assert [step["origin"] for step in steps] == ["default_follow_up"] * 2
        answer = await merge(stage, *two)
        assert await open_ids(stage, two[0]) == [steps[0]["id"]]
        assert answer["next_interaction"]["id"] == steps[0]["id"]
        assert answer["cancelled_interaction_ids"] == [steps[1]["id"]]

    async def test_a_default_follow_up_gives_way_to_a_plan(self, stage: Stage, two: Two) -> None:
        await stage.no_default_template()
        done = await stage.interaction(two[0]["id"])
        await stage.post(f"/interactions/{done['id']}/complete", {"outcome": "success"})
        planned = await stage.interaction(two[1]["id"])
        await merge(stage, *two)
        assert await open_ids(stage, two[0]) == [planned["id"]]

    async def test_where_nothing_was_planned_nothing_is(self, stage: Stage, two: Two) -> None:
        assert (await merge(stage, *two))["next_interaction"] is None

    async def test_a_paused_further_run_leaves_a_fallback(self, stage: Stage, two: Two) -> None:
        """The run that stays has nothing open; the customer still does."""
        template = await stage.template({}, {}, {})
        step = await run(stage, two[0], template, steps_done=1)
        await run(stage, two[1], template)
        await stage.owner.execute("UPDATE workflows SET status = 'paused' WHERE id = $1", step["workflow_id"])
        await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
        answer = await merge(stage, *two)
        assert answer["next_interaction"]["origin"] == "default_template"
        assert await open_ids(stage, two[0]) == [answer["next_interaction"]["id"]]


class TestStatus:
    async def test_a_closed_ones_steps_count_again(self, stage: Stage, two: Two) -> None:
        await stage.interaction(two[1]["id"], due_at="2026-01-05")
        await stage.post(f"/customers/{two[1]['id']}/close")
        assert (await stage.get("/interactions", overdue=True))["data"] == []
        await merge(stage, *two)
        assert len((await stage.get("/interactions", overdue=True))["data"]) == 1

    async def test_into_a_closed_one_is_refused_while_the_other_is_not(self, stage: Stage, two: Two) -> None:
        await stage.post(f"/customers/{two[0]['id']}/close")
        before = await everything(stage)
        assert "Reopen" in (await merge(stage, *two, 409))["detail"]
        assert await everything(stage) == before
        await stage.post(f"/customers/{two[1]['id']}/close")
        await merge(stage, *two)


class TestDryRun:
    async def test_it_answers_the_same_and_leaves_all_as_it_is(self, stage: Stage, two: Two) -> None:
        template = await stage.template({}, {})
        for one in two:
            await run(stage, one, template)
        before = await everything(stage)
        told = await merge(stage, *two, dry_run=True)
        assert await everything(stage) == before
        assert told["dry_run"] is True
        done = await merge(stage, *two)
        assert {**told, "dry_run": False} == done


class TestRefused:
    async def test_nobody_itself_or_somebody_elses(self, stage: Stage, two: Two) -> None:
        nobody = {"id": "0190a000-0000-7000-8000-00000000dead"}
        async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
            theirs = (await cleo.post("/v1/customers", json={"name": "Theirs"})).json()
        before = await everything(stage)
        for survivor, other, status in [
            (two[0], two[0], 422),
            (two[0], nobody, 422),
            (two[0], theirs, 422),
            (nobody, two[0], 404),
            (theirs, two[0], 404),
        ]:
            await merge(stage, survivor, other, status)
        await stage.post(f"/customers/{two[0]['id']}/merge", {"from": two[1]["id"]}, 412, **{"If-Match": '"7"'})
        assert await everything(stage) == before

    async def test_a_second_time(self, stage: Stage, two: Two) -> None:
        await merge(stage, *two)
        before = await everything(stage)
        assert two[0]["id"] in (await merge(stage, *two, 409))["detail"]
        assert await everything(stage) == before

    async def test_a_repeat_with_its_key_answers_again(self, stage: Stage, two: Two) -> None:
        path, body = f"/customers/{two[0]['id']}/merge", {"from": two[1]["id"]}
        first = await stage.post(path, body, 200, **{"Idempotency-Key": "once"})
        assert await stage.post(path, body, 200, **{"Idempotency-Key": "once"}) == first


class TestAtOnce:
    async def test_both_ways_round_one_wins(self, stage: Stage) -> None:
        for _ in range(6):
            one, two = await stage.customer(), await stage.customer()
            answers = await together(
                stage.http.post(f"/v1/customers/{one['id']}/merge", json={"from": two["id"]}),
                stage.http.post(f"/v1/customers/{two['id']}/merge", json={"from": one["id"]}),
            )
            assert sorted(answer.status_code for answer in answers) == [200, 410]

    async def test_a_completion_meanwhile_is_neither_lost_nor_doubled(self, stage: Stage) -> None:
        """Whichever comes first: the step is completed once, and the survivor has one next step."""
        template = await stage.template({}, {}, {}, {})
        for _ in range(8):
            one, two = await stage.customer(), await stage.customer()
            step = await run(stage, two, template)
            calls = [
                stage.http.post(f"/v1/customers/{one['id']}/merge", json={"from": two["id"]}),
                *(
                    stage.http.post(f"/v1/interactions/{step['id']}/complete", json={"outcome": "success"})
                    for _ in range(3)
                ),
            ]
            merged, *completed = await together(*calls)
            assert merged.status_code == 200, merged.text
            assert {answer.status_code for answer in completed} == {200}, [answer.text for answer in completed]
            assert len(await open_ids(stage, one)) == 1
            done = await stage.get(f"/interactions/{step['id']}")
            following = await stage.get(f"/interactions/{done['next_interaction_id']}")
            assert {done["customer_id"], following["customer_id"]} == {one["id"]}

    async def test_a_lock_that_was_waited_for_is_looked_for_at_the_survivor(self, stage: Stage, two: Two) -> None:
        step = await stage.interaction(two[1]["id"])
        async with stage.owner.transaction():
            await stage.owner.execute("SELECT FROM customers WHERE id = $1 FOR NO KEY UPDATE", two[1]["id"])
            calls = asyncio.gather(
                stage.http.post(f"/v1/customers/{two[0]['id']}/merge", json={"from": two[1]["id"]}),
                stage.http.post(f"/v1/interactions/{step['id']}/complete", json={"outcome": "success"}),
            )
            await asyncio.sleep(0.3)
        assert [answer.status_code for answer in await calls] == [200, 200]
        assert len(await open_ids(stage, two[0])) == 1

    async def test_a_conversations_lock_too(self, stage: Stage, two: Two) -> None:
        talk = await stage.post("/conversations", {"customer_id": two[1]["id"], "channel": "email"}, 201)
        async with stage.owner.transaction():
            await stage.owner.execute("SELECT FROM customers WHERE id = $1 FOR NO KEY UPDATE", two[1]["id"])
            calls = asyncio.gather(
                stage.http.post(f"/v1/customers/{two[0]['id']}/merge", json={"from": two[1]["id"]}),
                stage.http.put(f"/v1/conversations/{talk['id']}", json={"status": "resolved"}),
            )
            await asyncio.sleep(0.3)
        assert [answer.status_code for answer in await calls] == [200, 200]

    async def test_a_bulk_act_meanwhile_locks_the_survivor(self, stage: Stage) -> None:
        await stage.no_default_template()
        for _ in range(4):
            one, two = await stage.customer(), await stage.customer()
            steps = [await stage.interaction(each["id"]) for each in (one, two)]
            body = {"ids": [step["id"] for step in steps], "outcome": "success"}
            merged, bulk = await together(
                stage.http.post(f"/v1/customers/{one['id']}/merge", json={"from": two["id"]}),
                stage.http.post("/v1/interactions/bulk/complete", json=body),
            )
            assert (merged.status_code, bulk.status_code) == (200, 200), bulk.text
            assert len(await open_ids(stage, one)) == 1

    async def test_a_workflows_verb_meanwhile_finds_it_at_the_survivor(self, stage: Stage) -> None:
        template = await stage.template({}, {})
        for _ in range(4):
            one, two = await stage.customer(), await stage.customer()
            step = await run(stage, two, template)
            merged, paused = await together(
                stage.http.post(f"/v1/customers/{one['id']}/merge", json={"from": two["id"]}),
                stage.http.post(f"/v1/workflows/{step['workflow_id']}/pause", json={}),
            )
            assert (merged.status_code, paused.status_code) == (200, 200), paused.text
