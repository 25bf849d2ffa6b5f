"""Two people with one workflow at the same moment: both acts are made one after the other, or one is refused."""

from collections.abc import Awaitable
from typing import Any

import httpx
import pytest

from tests.api.looking import together
from tests.api.running import SUCCESS, act, started, workflow
from tests.api.test_exactly_once import assert_sound
from tests.stage import Stage

ROUNDS = 4

Call = tuple[str, str, dict[str, Any]]
COMPLETE: Call = ("interactions", "complete", SUCCESS)
SKIP: Call = ("interactions", "skip", {})
PAUSE: Call = ("workflows", "pause", {"resume_at": "2026-02-02"})
RESUME: Call = ("workflows", "resume", {})
EXIT: Call = ("workflows", "exit", {})
JUMP: Call = ("workflows", "jump", {"step_number": 3})
MIGRATE: Call = ("workflows", "migrate", {})


def call(stage: Stage, step: Any, wanted: Call) -> Awaitable[httpx.Response]:
    noun, verb, body = wanted
    identity = step["id"] if noun == "interactions" else step["workflow_id"]
    return stage.http.post(f"/v1/{noun}/{identity}/{verb}", json=body)


PAIRS: dict[str, tuple[Call, Call, set[int]]] = {
    "complete and pause": (COMPLETE, PAUSE, {200}),
    "complete and exit": (COMPLETE, EXIT, {200, 409}),
    "skip and jump": (SKIP, JUMP, {200, 409}),
    "complete and migrate": (COMPLETE, MIGRATE, {200}),
    "jump and exit": (JUMP, EXIT, {200, 409}),
    "pause and jump": (PAUSE, JUMP, {200, 409}),
    "exit twice": (EXIT, EXIT, {200, 409}),
    "jump twice": (JUMP, JUMP, {200}),
    "migrate twice": (MIGRATE, MIGRATE, {200}),
}


@pytest.mark.parametrize("pair", PAIRS)
async def test_two_at_once(stage: Stage, pair: str) -> None:
    one, other, statuses = PAIRS[pair]
    for turn in range(ROUNDS):
        first = await started(stage)
        await stage.put(f"/interactions/templates/{first['template_id']}", {"description": "Newer"})
        calls = [one, other] if turn % 2 else [other, one]
        answers = await together(*(call(stage, first, wanted) for wanted in calls))
        assert {answer.status_code for answer in answers} <= statuses, [answer.text for answer in answers]
        assert any(answer.status_code == 200 for answer in answers)
        await settle(stage, first)
    await assert_sound(stage)


async def test_a_resume_and_a_completion(stage: Stage) -> None:
    """Whoever comes first: the step is completed once, and its next one exists once."""
    for turn in range(ROUNDS):
        first = await started(stage)
        await act(stage, first, "pause")
        calls = [COMPLETE, RESUME] if turn % 2 else [RESUME, COMPLETE]
        answers = await together(*(call(stage, first, wanted) for wanted in calls))
        assert {answer.status_code for answer in answers} == {200}
        found = await workflow(stage, first)
        assert (found["workflow"]["status"], found["open_step"]["step_number"]) == ("active", 2)
        assert [step["id"] for step in found["steps_done"]] == [first["id"]]
    await assert_sound(stage)


async def test_twenty_who_resume_create_one_step(stage: Stage) -> None:
    first = await started(stage)
    await act(stage, first, "pause")
    await call(stage, first, COMPLETE)
    answers = await together(*(call(stage, first, RESUME) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["next_interaction"]["id"] for answer in answers}) == 1
    assert [answer.json()["next_step"]["created"] for answer in answers].count(True) == 1
    assert len(await stage.rows("SELECT FROM interactions")) == 2


async def settle(stage: Stage, first: Any) -> None:
    """A paused run that was overtaken waits by right; let it go on, so that what must hold can be looked at."""
    found = await workflow(stage, first)
    if found["workflow"]["status"] == "paused":
        await act(stage, first, "resume")
