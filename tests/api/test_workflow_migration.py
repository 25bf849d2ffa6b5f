"""Taking a running workflow over to a newer version; editing a template alone moves none."""

from typing import Any

from tests.api.looking import events_of, everything, faults
from tests.api.running import act, complete, kinds, started, workflow
from tests.stage import Stage, new_id


def step(number: int, title: str, then: int | None = None, **fields: Any) -> dict[str, Any]:
    return {"step_number": number, "type": "email", "title": title, "next_step": then, **fields}


async def publish(stage: Stage, first: Any, *steps: dict[str, Any]) -> None:
    await stage.put(f"/interactions/templates/{first['template_id']}", {"steps": list(steps)})


async def test_editing_publishing_and_archiving_change_no_running_workflow(stage: Stage) -> None:
    first = await started(stage)
    path = f"/interactions/templates/{first['template_id']}"
    before = await workflow(stage, first)
    await publish(stage, first, step(1, "New"))
    await stage.put(f"{path}/draft", {"name": "Draft", "steps": [step(1, "Drafted")]})
    await stage.post(f"{path}/publish")
    await stage.post(f"{path}/archive")
    after = await workflow(stage, first)
    assert after["workflow"].pop("newest_version") == 3
    assert before["workflow"].pop("newest_version") == 1
    assert after == before
    following = (await complete(stage, first))["next_interaction"]
    assert (following["title"], following["template_version"]) == ("Step 2", 1)


async def test_steps_of_the_same_number_take_over(stage: Stage) -> None:
    first = await started(stage)
    await publish(stage, first, step(1, "One", 2), step(2, "Two"))
    moved = await act(stage, first, "migrate")
    assert (moved["from_version"], moved["to_version"], moved["possible"]) == (1, 2, True)
    assert [(each["from_step"], each["to_step"], each["to_title"]) for each in moved["steps"]] == [
        (1, 1, "One"),
        (2, 2, "Two"),
        (3, None, None),
    ]
    assert [each["is_current"] for each in moved["steps"]] == [True, False, False]
    kept = {name: value for name, value in first.items() if name not in {"version", "template_version", "updated_at"}}
    assert kept.items() <= moved["open_step"].items()
    assert (moved["open_step"]["template_version"], moved["open_step"]["version"]) == (2, 2)
    assert (await complete(stage, first))["next_interaction"]["title"] == "Two"
    assert await kinds(stage, first) == ["workflow.started", "workflow.migrated"]
    assert (await events_of(stage, first["id"]))[1]["new"]["template_version"] == 2


async def test_or_those_that_the_mapping_names(stage: Stage) -> None:
    first = await started(stage)
    await publish(stage, first, step(1, "Zero", 5), step(5, "Five", 7), step(7, "Seven"))
    moved = await act(stage, first, "migrate", steps={"1": 5, "2": 7})
    assert (moved["workflow"]["step_number"], moved["open_step"]["step_number"]) == (5, 5)
    assert (await complete(stage, first))["next_interaction"]["title"] == "Seven"


async def test_a_dry_run_shows_it_and_changes_nothing(stage: Stage) -> None:
    first = await started(stage)
    await publish(stage, first, step(1, "One", 2), step(2, "Two"))
    before = await everything(stage)
    shown = await act(stage, first, "migrate", dry_run=True)
    assert await everything(stage) == before
    moved = await act(stage, first, "migrate")
    assert shown | {"dry_run": False} == moved


async def test_where_it_stands_must_have_a_counterpart(stage: Stage) -> None:
    first = await started(stage)
    second = (await complete(stage, first))["next_interaction"]
    await publish(stage, first, step(1, "Only"))
    before = await everything(stage)
    assert faults(await act(stage, first, "migrate", 422)) == ["steps.2"]
    shown = await act(stage, first, "migrate", dry_run=True)
    assert (shown["possible"], shown["workflow"]["template_version"], shown["open_step"]) == (False, 1, second)
    assert await everything(stage) == before
    assert (await act(stage, first, "migrate", steps={"2": 1}))["workflow"]["step_number"] == 1


async def test_what_cannot_be_meant_is_refused(stage: Stage) -> None:
    first = await started(stage)
    await publish(stage, first, step(1, "One"))
    await publish(stage, first, step(1, "One more"))
    before = await everything(stage)
    for body, field in [
        ({"version": 4}, "version"),
        ({"version": 0}, "version"),
        ({"steps": {"9": 1}}, "steps.9"),
        ({"steps": {"1": 9}}, "steps.1"),
        ({"steps": {"one": 1}}, "steps.one"),
        ({"steps": {"1": 0}}, "steps"),
    ]:
        assert faults(await act(stage, first, "migrate", 422, **body))[0].startswith(field), body
    await stage.post(f"/workflows/{new_id()}/migrate", {}, 404)
    await stage.post(f"/workflows/{first['workflow_id']}/migrate", {}, 412, **{"If-Match": '"7"'})
    assert await everything(stage) == before
    await act(stage, first, "migrate", version=3)
    assert faults(await act(stage, first, "migrate", 422, version=2)) == ["version"]


async def test_at_the_newest_it_stays_as_it_is(stage: Stage) -> None:
    first = await started(stage)
    before = await everything(stage)
    same = await act(stage, first, "migrate", version=1)
    assert (same["from_version"], same["to_version"], same["workflow"]["version"]) == (1, 1, 1)
    assert await everything(stage) == before


async def test_a_branch_keeps_its_count_where_the_new_step_has_it(stage: Stage) -> None:
    again = {"outcomes": ["no_answer"], "next_step": 1, "max_times": 1}
    first = await started(stage, {"branches": [again]}, {})
    following = (await complete(stage, first, outcome="no_answer"))["next_interaction"]
    other = {"outcomes": ["failed"], "exit": "over"}
    await publish(stage, first, step(1, "One", 2, branches=[other, again]), step(2, "Two"))
    await act(stage, first, "migrate")
    assert (await complete(stage, following, outcome="no_answer"))["next_interaction"]["title"] == "Two"


async def test_a_detour_goes_along(stage: Stage) -> None:
    first = await started(stage)
    detour = (await complete(stage, first, next={"type": "sms", "title": "Ask"}))["next_interaction"]
    await publish(stage, first, step(1, "One", 2), step(2, "Two"))
    moved = await act(stage, first, "migrate")
    assert (moved["open_step"]["id"], moved["open_step"]["title"]) == (detour["id"], "Ask")
    assert (await complete(stage, detour))["next_interaction"]["title"] == "Two"


async def test_a_paused_one_may_migrate_unless_it_owes_a_step(stage: Stage) -> None:
    first = await started(stage)
    await publish(stage, first, step(1, "One", 2), step(2, "Two"))
    await act(stage, first, "pause", resume_at="2026-02-02")
    moved = await act(stage, first, "migrate")
    assert (moved["workflow"]["status"], moved["workflow"]["resume_at"]) == ("paused", "2026-02-02T00:00:00Z")
    await complete(stage, first)
    await publish(stage, first, step(1, "Uno", 2), step(2, "Due"))
    assert "Resume" in (await act(stage, first, "migrate", 409))["detail"]
    await act(stage, first, "resume")
    assert (await act(stage, first, "migrate"))["workflow"]["template_version"] == 3


async def test_a_completion_before_it_cannot_be_undone_any_more(stage: Stage) -> None:
    first = await started(stage)
    await complete(stage, first)
    await publish(stage, first, step(1, "One", 2), step(2, "Two"))
    await act(stage, first, "migrate")
    await stage.post(f"/interactions/{first['id']}/undo", {}, 409)
