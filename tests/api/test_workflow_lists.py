"""Lists of workflows: filters, orders, pages."""

from typing import Any

import pytest

from tests.api.looking import ben, faults
from tests.api.running import act, started, workflow
from tests.stage import Stage, new_id


async def test_filters(stage: Stage) -> None:
    rep, campaign = await ben(stage), await stage.post("/campaigns", {"name": "Spring"}, 201)
    one, other = await started(stage), await started(stage)
    template = await stage.template({}, name="Third")
    talk = await stage.post("/conversations", {"customer_id": one["customer_id"], "channel": "email"}, 201)
    links = {"assignee_id": rep, "campaign_id": campaign["id"], "conversation_id": talk["id"]}
    body = {"customer_id": one["customer_id"], "template_id": template["id"], **links}
    third = await stage.post("/interactions/workflow/start", body, 201)
    await act(stage, other, "pause")

    async def found(**filters: Any) -> set[str]:
        return {each["id"] for each in (await stage.get("/workflows", **filters))["data"]}

    runs = [each["workflow_id"] for each in (one, other, third)]
    assert await found() == set(runs)
    assert await found(customer_id=one["customer_id"]) == {runs[0], runs[2]}
    assert await found(template_id=[one["template_id"], template["id"]]) == {runs[0], runs[2]}
    assert await found(status="paused") == {runs[1]}
    assert await found(status=["active", "exited"], customer_id=other["customer_id"]) == set()
    assert await found(assignee_id=rep) == {runs[2]}
    assert await found(assignee_id="none") == {runs[0], runs[1]}
    assert await found(assignee_id=["none", rep]) == set(runs)
    assert await found(assignee_id=["me", rep]) == {runs[2]}
    assert await found(campaign_id=campaign["id"]) == await found(conversation_id=talk["id"]) == {runs[2]}
    assert await found(template_id=str(new_id())) == set()
    assert faults(await stage.get("/workflows", 422, step=1)) == ["step"]
    assert faults(await stage.get("/workflows", 422, assignee_id="Ben")) == ["assignee_id"]


@pytest.mark.parametrize("sort", ["started_at", "-started_at"])
async def test_pages(stage: Stage, sort: str) -> None:
    template = await stage.template({})
    for _ in range(5):
        body = {"customer_id": (await stage.customer())["id"], "template_id": template["id"]}
        await stage.post("/interactions/workflow/start", body, 201)
    whole = (await stage.get("/workflows", sort=sort))["data"]
    found, cursor = [], None
    while True:
        page = await stage.get("/workflows", sort=sort, limit=2, **({"cursor": cursor} if cursor else {}))
        found += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == whole
    assert len(found) == 5


async def test_what_lies_ahead_is_given_with_each_when_asked_for(stage: Stage) -> None:
    """The same as a run's own page shows."""
    steps = [{}, {"scheduled_offset_days": 2, "day_unit": "business", "at_time": "09:30"}, {"scheduled_offset_days": 1}]
    running, resting, halted, ended = [await started(stage, *steps) for _ in range(4)]
    await act(stage, resting, "pause", resume_at="2090-02-02")
    await act(stage, halted, "pause")
    await act(stage, ended, "exit", reason="Not now")
    assert all("projection" not in each for each in (await stage.get("/workflows"))["data"])
    asked = {"include": "projection", "until": "2099-01-01"}
    found = {each["id"]: each["projection"] for each in (await stage.get("/workflows", **asked))["data"]}
    for step in (running, resting, halted):
        assert found[step["workflow_id"]] == (await workflow(stage, step))["projection"]
    assert len(found[running["workflow_id"]]["data"]) == 2
    assert found[ended["workflow_id"]] is None
    page = await stage.get("/workflows", **asked, limit=3)
    rest = (await stage.get("/workflows", **asked, limit=3, cursor=page["next_cursor"]))["data"]
    assert {each["id"]: each["projection"] for each in page["data"] + rest} == found
    near = await stage.get(
        "/workflows", include="projection", until=found[running["workflow_id"]]["data"][0]["scheduled_at"]
    )
    (cut,) = [each["projection"] for each in near["data"] if each["id"] == running["workflow_id"]]
    assert cut == {"data": found[running["workflow_id"]]["data"][:1], "ends_because": None}
    assert faults(await stage.get("/workflows", 422, include="projection", until="soon")) == ["until"]
    assert faults(await stage.get("/workflows", 422, include="peek")) == ["include"]


async def test_a_template_that_goes_round_is_not_followed_for_ever(stage: Stage) -> None:
    """Its run's own page shows more than a list does."""
    step = await started(stage, {"next_step": 1, "scheduled_offset_days": 1})
    (found,) = (await stage.get("/workflows", include="projection", until="2099-01-01"))["data"]
    alone = (await workflow(stage, step))["projection"]
    assert found["projection"] == {"data": alone["data"][:20], "ends_because": None}
    assert len(alone["data"]) > 20
