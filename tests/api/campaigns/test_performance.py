"""What came of a campaign."""

from typing import Any

from tests.api.campaigns.conftest import campaign_of, customers, enroll
from tests.stage import Stage


async def figures(stage: Stage, campaign: Any) -> Any:
    return await stage.get(f"/campaigns/{campaign['id']}/performance")


async def test_one_in_which_nothing_happened(stage: Stage) -> None:
    seen = await figures(stage, await campaign_of(stage))
    assert seen["enrolled"] == {"customers": 0, "first_at": None, "last_at": None}
    assert (seen["workflows"]["total"], seen["workflows"]["completion_ratio"]) == (0, None)
    assert (seen["steps"], seen["outcomes"]) == ([], [])


async def test_by_step_by_outcome_and_how_long_it_took(stage: Stage) -> None:
    """Of four customers one goes all the way, one is late, one is skipped over the first step, one is left."""
    await stage.no_default_template()
    campaign = await campaign_of(stage, {"due_offset_days": 1}, {"type": "email"}, end_action="stop")
    chosen = await customers(stage, 4)
    steps = [item["interaction_id"] for item in (await enroll(stage, campaign, chosen))["data"]]
    stage.clock.advance(hours=2)
    second = await stage.post(f"/interactions/{steps[0]}/complete", {"outcome": "success"})
    await stage.post(f"/interactions/{second['next_interaction']['id']}/complete", {"outcome": "interested"})
    await stage.post(f"/interactions/{steps[2]}/skip")
    run = (await stage.get(f"/interactions/{steps[3]}"))["workflow_id"]
    await stage.post(f"/workflows/{run}/exit", {"then": "none"})
    stage.clock.advance(days=3)
    late = await stage.post(f"/interactions/{steps[1]}/complete", {"outcome": "success"})
    assert late["next_interaction"]["step_number"] == 2
    await stage.interaction(chosen[0], campaign_id=campaign["id"], due_at="2026-01-22")
    seen = await figures(stage, campaign)
    assert seen["enrolled"] == {"customers": 4, "first_at": "2026-01-21T10:00:00Z", "last_at": "2026-01-21T10:00:00Z"}
    assert seen["workflows"] == {
        "total": 4,
        "active": 2,
        "paused": 0,
        "completed": 1,
        "exited": 1,
        "completion_ratio": 0.25,
        "median_seconds": 7200.0,
    }
    first, then, beside = seen["steps"]
    assert (first["step_number"], first["title"], first["type"], first["template_name"]) == (
        1,
        "Step 1",
        "phone_call",
        "A sequence",
    )
    assert {name: first[name] for name in ("customers", "interactions", "completed", "skipped", "cancelled")} == {
        "customers": 4,
        "interactions": 4,
        "completed": 2,
        "skipped": 1,
        "cancelled": 1,
    }
    assert (first["completion_ratio"], first["on_time_ratio"]) == (0.5, 0.5)
    assert first["median_seconds"] == (2 + 74) / 2 * 3600
    assert (then["customers"], then["open"], then["completed"], then["on_time_ratio"]) == (3, 2, 1, 1.0)
    assert (then["overdue"], beside["overdue"]) == (1, 1), "the skipped one's second step and the one by hand"
    assert (beside["template_id"], beside["title"], beside["interactions"]) == (None, None, 1)
    assert seen["outcomes"] == [
        {"outcome": "success", "kind": "positive", "count": 2},
        {"outcome": "interested", "kind": "positive", "count": 1},
    ]


async def test_overdue_agrees_with_the_list(stage: Stage) -> None:
    campaign, chosen = await campaign_of(stage), await customers(stage, 3)
    await enroll(stage, campaign, chosen)
    await stage.post(f"/customers/{chosen[0]}/close")
    for hours in (1, 14, 10, 60):
        stage.clock.advance(hours=hours)
        listed = await stage.get("/interactions", campaign_id=campaign["id"], overdue="true")
        assert sum(step["overdue"] for step in (await figures(stage, campaign))["steps"]) == len(listed["data"])
    assert len(listed["data"]) == 2


async def test_a_step_that_the_template_no_longer_has_keeps_its_figures(stage: Stage) -> None:
    campaign, chosen = await campaign_of(stage, {}, {"type": "email"}), await customers(stage, 1)
    ran = await enroll(stage, campaign, chosen)
    await stage.post(f"/interactions/{ran['data'][0]['interaction_id']}/complete", {"outcome": "success"})
    only = [{"step_number": 1, "type": "phone_call", "title": "Only"}]
    await stage.put(f"/interactions/templates/{campaign['template_id']}", {"steps": only})
    first, second = (await figures(stage, campaign))["steps"]
    assert (first["title"], second["title"], second["step_number"], second["open"]) == ("Only", None, 2, 1)
