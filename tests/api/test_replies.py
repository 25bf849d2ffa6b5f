"""When the customer writes, and when something comes of a talk: workflows that wait or end, and the talk's status."""

from typing import Any

from tests.api.looking import state, together
from tests.api.running import act
from tests.api.talking import pending, run_of, say, talk
from tests.stage import Stage


async def run_for(stage: Stage, made: Any, on_reply: str) -> Any:
    """The first step of a run of the conversation's customer."""
    await run_of(stage, made["customer_id"], on_reply)
    return await stage.get(f"/interactions/customers/{made['customer_id']}/next")


async def planned(stage: Stage, made: Any) -> Any:
    """A step that belongs to a conversation."""
    return await stage.post(f"/conversations/{made['id']}/interactions", {"type": "email", "title": "Answer"}, 201)


async def status(stage: Stage, made: Any) -> str:
    return str((await stage.get(f"/conversations/{made['id']}"))["status"])


class TestReplies:
    async def test_the_version_that_runs_says_what_a_reply_means(self, stage: Stage) -> None:
        made = await talk(stage)
        step = await run_for(stage, made, "ignore")
        await stage.put(f"/interactions/templates/{step['template_id']}", {"on_reply": "exit"})
        assert (await say(stage, made))["workflows"] == []
        await act(stage, step, "migrate")
        assert [one["exit_reason"] for one in (await say(stage, made))["workflows"]] == ["replied"]

    async def test_one_that_is_paused_is_left_too(self, stage: Stage) -> None:
        made = await talk(stage)
        step = await run_for(stage, made, "exit")
        await act(stage, step, "pause", resume_at="2026-02-02")
        (left,) = (await say(stage, made))["workflows"]
        assert (left["status"], left["exit_reason"], left["resume_at"]) == ("exited", "replied", None)

    async def test_one_that_waits_for_a_day_keeps_it(self, stage: Stage) -> None:
        made = await talk(stage)
        step = await run_for(stage, made, "pause")
        paused = await act(stage, step, "pause", resume_at="2026-02-02", reason="Ill")
        assert (await say(stage, made))["workflows"] == []
        assert (await stage.get(f"/workflows/{step['workflow_id']}"))["workflow"] == paused

    async def test_one_that_a_reply_paused_goes_on_when_it_is_resumed(self, stage: Stage) -> None:
        made = await talk(stage)
        step = await run_for(stage, made, "pause")
        (paused,) = (await say(stage, made))["workflows"]
        assert (paused["status"], paused["pause_reason"], paused["resume_at"]) == ("paused", "replied", None)
        done = await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
        assert done["next_step"]["reason"] == "workflow_paused"
        assert (await act(stage, step, "resume"))["next_interaction"]["step_number"] == 2

    async def test_who_is_paused_is_not_given_an_answer_to_write(self, stage: Stage) -> None:
        made = await talk(stage)
        await run_for(stage, made, "exit")
        await stage.post(f"/customers/{made['customer_id']}/pause")
        taken = await say(stage, made)
        assert ([one["status"] for one in taken["workflows"]], taken["interactions"]) == (["exited"], [])

    async def test_nobody_elses_workflows_are_moved(self, stage: Stage) -> None:
        made, other = await talk(stage), await talk(stage)
        step = await run_for(stage, other, "exit")
        assert (await say(stage, made))["workflows"] == []
        assert (await stage.get(f"/workflows/{step['workflow_id']}"))["workflow"]["status"] == "active"

    async def test_the_step_that_a_reply_cancelled_may_come_back(self, stage: Stage) -> None:
        made = await talk(stage)
        step = await run_for(stage, made, "exit")
        before = await state(stage)
        taken = await say(stage, made)
        undone = await stage.post(f"/interactions/{step['id']}/undo")
        assert undone["interaction"]["status"] == "pending"
        assert (await state(stage))["workflows"] == before["workflows"]
        assert {one["id"] for one in await pending(stage, made["customer_id"])} == {
            step["id"],
            taken["interactions"][0]["id"],
        }

    async def test_written_while_a_step_is_completed(self, stage: Stage) -> None:
        """Whoever is first: the workflow is over, and one answer is planned."""
        for number in range(6):
            made = await talk(stage)
            template = await stage.template({}, {}, on_reply="exit", name=f"Sequence {number}")
            start = {"customer_id": made["customer_id"], "template_id": template["id"]}
            step = await stage.post("/interactions/workflow/start", start, 201)
            said, done = await together(
                stage.http.post(
                    f"/v1/conversations/{made['id']}/messages", json={"direction": "inbound", "body": "Hello?"}
                ),
                stage.http.post(f"/v1/interactions/{step['id']}/complete", json={"outcome": "success"}),
            )
            assert (said.status_code, done.status_code in {200, 409}) == (201, True), (said.text, done.text)
            assert (await stage.get(f"/workflows/{step['workflow_id']}"))["workflow"]["exit_reason"] == "replied"
            assert [one["origin"] for one in await pending(stage, made["customer_id"])] == ["conversation_rule"]


class TestStatus:
    async def test_skipping_counts_as_the_outcome_skipped_and_cancelling_as_none(self, stage: Stage) -> None:
        await stage.put("/settings", {"conversation_status": {"skipped": "pending"}})
        made = await talk(stage)
        await stage.post(f"/interactions/{(await planned(stage, made))['id']}/cancel", {"then": "exit"})
        assert await status(stage, made) == "open"
        await stage.post(f"/interactions/{(await planned(stage, made))['id']}/skip")
        assert await status(stage, made) == "pending"

    async def test_a_key_comes_before_its_kind(self, stage: Stage) -> None:
        await stage.put("/settings", {"conversation_status": {"kind:positive": "resolved", "interested": "pending"}})
        made = await talk(stage)
        for outcome, expected in (("interested", "pending"), ("success", "resolved"), ("no_answer", "resolved")):
            await stage.post(f"/interactions/{(await planned(stage, made))['id']}/complete", {"outcome": outcome})
            assert await status(stage, made) == expected

    async def test_in_bulk_and_back(self, stage: Stage) -> None:
        await stage.put("/settings", {"conversation_status": {"success": "resolved"}})
        talks = [await talk(stage) for _ in range(2)]
        ids = [(await planned(stage, made))["id"] for made in talks]
        before = await state(stage)
        ran = await stage.post("/interactions/bulk/complete", {"ids": ids, "outcome": "success"})
        assert [await status(stage, made) for made in talks] == ["resolved"] * 2
        await stage.post(f"/jobs/{ran['job']['id']}/undo")
        assert await state(stage) == before

    async def test_by_what_was_logged(self, stage: Stage) -> None:
        await stage.put("/settings", {"conversation_status": {"reached": "resolved"}})
        made = await talk(stage)
        step = await planned(stage, made)
        body = {"customer_id": made["customer_id"], "type": "email", "outcome": "reached", "interaction_id": step["id"]}
        await stage.post("/interactions/log", body)
        assert await status(stage, made) == "resolved"

    async def test_undo_leaves_what_somebody_made_of_it_since(self, stage: Stage) -> None:
        """They closed it, or the customer wrote: taking a completion back says nothing of that."""
        await stage.put("/settings", {"conversation_status": {"success": "resolved"}})
        closed, written = await talk(stage), await talk(stage)
        for made in (closed, written):
            await stage.put(f"/conversations/{made['id']}", {"status": "pending"})
        steps = [await planned(stage, made) for made in (closed, written)]
        for step in steps:
            await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success", "next": {"none": True}})
        await stage.put(f"/conversations/{closed['id']}", {"status": "closed"})
        await say(stage, written)
        for step in steps:
            await stage.post(f"/interactions/{step['id']}/undo")
        assert [await status(stage, made) for made in (closed, written)] == ["closed", "open"]

    async def test_a_mapping_to_what_is_no_status_is_refused(self, stage: Stage) -> None:
        for mapping in ({"success": "done"}, {"Success": "open"}, {"kind:cheerful": "open"}):
            await stage.put("/settings", {"conversation_status": mapping}, 422)
        assert (await stage.get("/settings"))["conversation_status"] == {}
