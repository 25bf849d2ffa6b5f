"""What came of a campaign."""

from typing import Any

from onward.domain.records import TenantSettings
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


async def test_how_long_it_took_is_the_middle_one_of_those_that_went_all_the_way(stage: Stage) -> None:
    """Counted from the start and not from the plan; who left counts for the states alone."""
    campaign = await campaign_of(stage, {}, end_action="stop")
    ran = await enroll(stage, campaign, await customers(stage, 4), start_date="2026-02-02")
    steps = [item["interaction_id"] for item in ran["data"]]
    for hours, step in zip((1, 1, 7), steps[:3], strict=True):
        stage.clock.advance(hours=hours)
        await stage.post(f"/interactions/{step}/complete", {"outcome": "success"})
    stage.clock.advance(hours=20)
    await stage.post(f"/interactions/{steps[3]}/cancel", {"then": "exit"})
    seen = await figures(stage, campaign)
    assert (seen["workflows"]["median_seconds"], seen["steps"][0]["median_seconds"]) == (7200.0, 7200.0)


async def test_a_step_that_comes_again_counts_its_customer_once(stage: Stage) -> None:
    again = {"outcomes": ["no_answer"], "next_step": 1, "scheduled_offset_days": 1}
    campaign = await campaign_of(stage, {"branches": [again]}, {})
    ran = await enroll(stage, campaign, await customers(stage, 1))
    await stage.post(f"/interactions/{ran['data'][0]['interaction_id']}/complete", {"outcome": "no_answer"})
    (step,) = (await figures(stage, campaign))["steps"]
    assert (step["customers"], step["interactions"], step["completed"], step["open"]) == (1, 2, 1, 1)


async def test_a_day_to_be_done_by_ends_with_the_tenants_day(stage: Stage) -> None:
    """New York's Wednesday ends at 05:00 in UTC."""
    await stage.configure(TenantSettings(zone="America/New_York"))
    campaign = await campaign_of(stage, {"due_offset_days": 0}, end_action="stop")
    ran = await enroll(stage, campaign, await customers(stage, 2))
    for hours, item in zip((18, 2), ran["data"], strict=True):
        stage.clock.advance(hours=hours)
        await stage.post(f"/interactions/{item['interaction_id']}/complete", {"outcome": "success"})
    assert (await figures(stage, campaign))["steps"][0]["on_time_ratio"] == 0.5


async def test_what_had_no_due_time_was_on_time(stage: Stage) -> None:
    campaign, (customer,) = await campaign_of(stage), await customers(stage, 1)
    made = await stage.interaction(customer, campaign_id=campaign["id"])
    await stage.post(f"/interactions/{made['id']}/complete", {"outcome": "success"})
    assert (await figures(stage, campaign))["steps"][0]["on_time_ratio"] == 1.0


async def test_other_campaigns_do_not_count_and_undo_takes_figures_back(stage: Stage) -> None:
    campaign, other = await campaign_of(stage), await campaign_of(stage)
    chosen = await customers(stage, 2)
    await enroll(stage, campaign, chosen[:1])
    before = await figures(stage, campaign)
    ran = await enroll(stage, other, chosen)
    await stage.post(f"/interactions/{ran['data'][0]['interaction_id']}/complete", {"outcome": "success"})
    assert await figures(stage, campaign) == before
    stage.clock.advance(hours=1)
    step = (await enroll(stage, campaign, chosen[1:]))["data"][0]["interaction_id"]
    enrolled = await figures(stage, campaign)
    assert (enrolled["enrolled"]["customers"], enrolled["enrolled"]["last_at"]) == (2, "2026-01-21T11:00:00Z")
    await stage.post(f"/interactions/{step}/complete", {"outcome": "interested"})
    assert await figures(stage, campaign) != enrolled
    await stage.post(f"/interactions/{step}/undo")
    assert await figures(stage, campaign) == enrolled


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
