"""Peek: what is shown is what then comes, for every outcome and verb, and looking changes nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from onward.domain.records import TenantSettings
from tests.api.looking import everything
from tests.api.running import act, complete, started
from tests.stage import Stage, new_id

OUTCOMES = [
    "success",
    "interested",
    "reached",
    "rescheduled",
    "left_message",
    "not_interested",
    "failed",
    "no_answer",
]


async def peek(stage: Stage, step: Any) -> list[Any]:
    found: list[Any] = (await stage.get(f"/interactions/{step['id']}/peek"))["data"]
    return found


async def test_every_outcome_then_skip_and_cancel(stage: Stage) -> None:
    call = await stage.interaction((await stage.customer())["id"])
    before = await everything(stage)
    found = await peek(stage, call)
    assert await everything(stage) == before
    assert [(one["verb"], one["outcome"]) for one in found] == [
        *(("complete", outcome) for outcome in OUTCOMES),
        ("skip", None),
        ("cancel", None),
    ]
    for one in found:
        unsaved = one["next_interaction"]
        assert (unsaved["id"], unsaved["previous_interaction_id"], unsaved["workflow_id"]) == (None, None, None)
        assert one["next_step"] == {
            "created": True,
            "reason": "default_template",
            "explanation": unsaved["explanation"],
        }


async def test_each_branch_has_its_own(stage: Stage) -> None:
    branches = [
        {"outcomes": ["no_answer"], "next_step": 1, "scheduled_offset_days": 2},
        {"outcomes": ["kind:negative"], "exit": "Not now"},
    ]
    first = await started(stage, {"branches": branches}, {"title": "Go on"})
    found = {one["outcome"] or one["verb"]: one for one in await peek(stage, first)}
    assert (found["success"]["next_interaction"]["title"], found["success"]["next_step"]["reason"]) == (
        "Go on",
        "template",
    )
    assert found["no_answer"]["next_interaction"]["scheduled_on"] == "2026-01-23"
    assert "for the outcome no_answer" in found["no_answer"]["next_step"]["explanation"]
    assert (found["failed"]["next_interaction"], found["failed"]["next_step"]["reason"]) == (None, "branch")
    assert found["success"]["next_interaction"]["workflow_id"] == first["workflow_id"]
    assert found["cancel"]["next_step"]["reason"] == "default_template"


async def test_what_stands_already_is_named(stage: Stage) -> None:
    customer = await stage.customer()
    call, other = [await stage.interaction(customer["id"]) for _ in range(2)]
    for one in await peek(stage, call):
        assert (one["next_interaction"], one["next_step"]["reason"]) == (other, "already_planned")


async def test_a_type_may_narrow_the_list(stage: Stage) -> None:
    await stage.owner.execute(
        "UPDATE interaction_types SET outcomes = '{no_answer,bought,failed}' WHERE key = 'phone_call'"
    )
    await stage.owner.execute("UPDATE outcomes SET archived_at = now() WHERE key = 'failed'")
    call = await stage.interaction((await stage.customer())["id"])
    assert [one["outcome"] for one in await peek(stage, call)] == ["no_answer", "bought", None, None]


async def test_those_in_use_in_the_tenants_order(stage: Stage) -> None:
    await complete(stage, await stage.interaction((await stage.customer())["id"]), outcome="a_trial")
    await stage.owner.execute("UPDATE outcomes SET archived_at = now() WHERE key = 'reached'")
    await stage.owner.execute("UPDATE outcomes SET position = 0 WHERE key = 'no_answer'")
    call = await stage.interaction((await stage.customer())["id"])
    others = [key for key in OUTCOMES if key not in {"no_answer", "reached"}]
    assert [one["outcome"] for one in await peek(stage, call)] == ["no_answer", *others, "a_trial", None, None]


async def test_what_is_final_has_nothing_ahead(stage: Stage) -> None:
    call = await stage.interaction((await stage.customer())["id"])
    await complete(stage, call)
    assert await peek(stage, call) == []
    assert (await stage.get(f"/interactions/{call['id']}", include="peek"))["peek"] == []


async def test_what_would_be_refused_is_left_out(stage: Stage) -> None:
    first = await started(stage, {}, {"anchor": "planned", "scheduled_offset_days": 3650})
    await stage.put(f"/interactions/{first['id']}", {"scheduled_at": "9998-01-01", "due_at": "9998-01-01"})
    await complete(stage, first, 422)
    assert [one["verb"] for one in await peek(stage, first)] == ["cancel"]


async def test_nobody_elses(stage: Stage) -> None:
    call = await stage.interaction((await stage.customer())["id"])
    await stage.get(f"/interactions/{new_id()}/peek", 404)
    async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
        assert (await cleo.get(f"/v1/interactions/{call['id']}/peek")).status_code == 404


class TestLists:
    async def test_each_item_has_the_same_as_alone(self, stage: Stage) -> None:
        first = await started(stage, {"branches": [{"outcomes": ["failed"], "exit": "over"}]}, {})
        other = await stage.interaction(first["customer_id"])
        alone = await stage.interaction((await stage.customer(do_not_contact=["phone"]))["id"])
        done = await stage.interaction((await stage.customer())["id"])
        following = (await complete(stage, done))["next_interaction"]
        page = (await stage.get("/interactions", include="peek"))["data"]
        peeks = {each["id"]: each.pop("peek") for each in page}
        assert page == (await stage.get("/interactions"))["data"]
        assert peeks[done["id"]] == []
        for step in (first, other, alone, following):
            assert peeks[step["id"]] == await peek(stage, step)
            assert (await stage.get(f"/interactions/{step['id']}", include="peek"))["peek"] == peeks[step["id"]]

    @pytest.mark.parametrize("which", ["pending", "overdue"])
    async def test_a_customers_lists_too(self, stage: Stage, which: str) -> None:
        call = await stage.interaction((await stage.customer())["id"], due_at="2026-01-20")
        path = f"/interactions/customers/{call['customer_id']}/{which}"
        (one,) = (await stage.get(path, include="peek"))["data"]
        assert one["peek"] == await peek(stage, call)
        assert "peek" not in (await stage.get(path))["data"][0]

    async def test_a_page_may_be_asked_for_with_and_without(self, stage: Stage) -> None:
        customer = await stage.customer()
        for _ in range(3):
            await stage.interaction(customer["id"])
        page = await stage.get("/interactions", limit=2)
        rest = await stage.get("/interactions", limit=2, include="peek", cursor=page["next_cursor"])
        assert len(rest["data"][0]["peek"]) == len(OUTCOMES) + 2

    async def test_nothing_else_can_be_included(self, stage: Stage) -> None:
        assert (await stage.get("/interactions", 422, include="weather"))["errors"][0]["field"] == "include"


class TestPausedWorkflows:
    async def test_nothing_comes_until_it_is_resumed(self, stage: Stage) -> None:
        first = await started(stage)
        await act(stage, first, "pause")
        found = {one["outcome"] or one["verb"]: one for one in await peek(stage, first)}
        assert {found[verb]["next_step"]["reason"] for verb in ("success", "skip")} == {"workflow_paused"}
        assert found["cancel"]["next_interaction"] is not None


# What was peeked is what comes

TYPES = ["phone_call", "email", "sms", "meeting", "follow_up"]
offsets = st.integers(0, 5)


@st.composite
def branches(draw: st.DrawFn, last: int) -> dict[str, Any]:
    outcomes = draw(st.lists(st.sampled_from([*OUTCOMES, "skipped", "kind:negative", "kind:positive"]), min_size=1))
    target: dict[str, Any] = draw(
        st.one_of(
            st.just({"exit": "Enough"}),
            st.just({"template_id": "other"}),
            st.tuples(st.integers(1, last), st.integers(1, 5), st.none() | st.integers(1, 2)).map(
                lambda way: {"next_step": way[0], "scheduled_offset_days": way[1], "max_times": way[2]}
            ),
        )
    )
    return {"outcomes": outcomes, **target}


@st.composite
def templates(draw: st.DrawFn) -> dict[str, Any]:
    last = draw(st.integers(1, 3))
    steps = [
        {
            "type": draw(st.sampled_from(TYPES)),
            "title": draw(st.sampled_from(["Call {customer.name}", "Write to {customer.company}"])),
            "scheduled_offset_days": draw(offsets),
            "due_offset_days": draw(offsets),
            "day_unit": draw(st.sampled_from(["calendar", "business"])),
            "anchor": draw(st.sampled_from(["completed", "planned"])),
            "at_time": draw(st.sampled_from([None, "09:30"])),
            "due_time": draw(st.sampled_from([None, "17:00"])),
            "scheduled_weekday": draw(st.sampled_from([None, "monday"])),
            "assignee": draw(st.sampled_from([None, "same", "owner"])),
            "priority": draw(st.sampled_from([None, "high"])),
            "fallback_type": draw(st.sampled_from([None, *TYPES])),
            "branches": draw(st.lists(branches(last), max_size=3)),
        }
        for _ in range(last)
    ]
    return {
        "steps": steps,
        "end_action": draw(st.sampled_from(["default", "follow_up", "stop", "template:other"])),
        "is_default": draw(st.booleans()),
    }


customers = st.fixed_dictionaries(
    {
        "timezone": st.sampled_from([None, "Asia/Kathmandu", "America/New_York"]),
        "do_not_contact": st.lists(st.sampled_from(["phone", "email", "sms", "in_person"]), unique=True),
        "company": st.sampled_from([None, "Initech & Sons"]),
    }
)
states = st.fixed_dictionaries(
    {
        "walked": st.lists(st.sampled_from(OUTCOMES), max_size=2),
        "days": st.integers(0, 6),
        "another": st.booleans(),
        "workflow": st.sampled_from(["active", "active", "paused", "none"]),
        "customer": st.sampled_from(["active", "active", "active", "paused", "closed"]),
    }
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(templates(), customers, states)
async def test_what_was_peeked_is_what_then_comes(
    stage: Stage, template: dict[str, Any], fields: dict[str, Any], wanted: dict[str, Any]
) -> None:
    """Each act is done, compared and taken back, one after the other, at the moment of the peek."""
    step = await arranged(stage, template, fields, wanted)
    if step is None:
        return
    found = await peek(stage, step)
    assert found == (await stage.get(f"/interactions/{step['id']}", include="peek"))["peek"]
    assert found[-1]["verb"] == "cancel"
    for one in found:
        body = {"outcome": one["outcome"]} if one["outcome"] else {}
        event(one["next_step"]["reason"])
        done = await stage.post(f"/interactions/{step['id']}/{one['verb']}", body)
        assert done["next_step"] == one["next_step"]
        assert seen_alike(done["next_interaction"]) == seen_alike(one["next_interaction"])
        assert (one["next_interaction"] or {"id": None})["id"] in (None, (done["next_interaction"] or {}).get("id"))
        await taken_back(stage, step, wanted)


def seen_alike(following: Any) -> Any:
    """All fields but ids and links; a run that begins has no id before it begins."""
    links = {"id", "previous_interaction_id", "next_interaction_id", "workflow_id"}
    return following and {name: value for name, value in following.items() if name not in links}


async def taken_back(stage: Stage, step: Any, wanted: dict[str, Any]) -> None:
    undone = await stage.http.post(f"/v1/interactions/{step['id']}/undo", json={})
    assert undone.status_code == 200, undone.text


async def arranged(stage: Stage, template: dict[str, Any], fields: dict[str, Any], wanted: dict[str, Any]) -> Any:
    """An open step somewhere in a run of the template, with what is around it; None where none is open any more."""
    other = await stage.template({}, name="Other")
    steps = [named(step, other["id"]) for step in template["steps"]]
    for step in steps:
        step["branches"] = [named(branch, other["id"]) for branch in step["branches"]]
    end_action = template["end_action"].replace("other", other["id"])
    made = await try_template(stage, *steps, end_action=end_action, is_default=template["is_default"])
    customer = await stage.customer(**fields)
    step = await begun(stage, customer, made, wanted)
    if step is not None and wanted["customer"] != "active":
        await stage.post(f"/customers/{customer['id']}/{'pause' if wanted['customer'] == 'paused' else 'close'}")
    found = None if step is None else await stage.get(f"/interactions/{step['id']}")
    return found if found and found["status"] in {"pending", "in_progress"} else None


async def begun(stage: Stage, customer: Any, template: Any, wanted: dict[str, Any]) -> Any:
    if template is None or wanted["workflow"] == "none":
        step = await stage.interaction(customer["id"], scheduled_at="2026-01-25 08:00")
    else:
        body = {"customer_id": customer["id"], "template_id": template["id"]}
        step = await stage.post("/interactions/workflow/start", body, 201)
        step = await walked(stage, step, wanted)
        if step is not None and step["workflow_id"] and wanted["workflow"] == "paused":
            await act(stage, step, "pause")
    if wanted["another"]:
        await stage.interaction(customer["id"], title="Another")
    return step


async def walked(stage: Stage, step: Any, wanted: dict[str, Any]) -> Any:
    for outcome in wanted["walked"]:
        step = step and (await complete(stage, step, outcome=outcome))["next_interaction"]
    stage.clock.advance(days=wanted["days"])
    return step


async def try_template(stage: Stage, *steps: dict[str, Any], **fields: Any) -> Any:
    """None for one that the rules of templates refuse."""
    numbered = [
        {"step_number": number, "next_step": number + 1 if number < len(steps) else None, **step}
        for number, step in enumerate(steps, 1)
    ]
    body = {"name": "A sequence", "steps": numbered, **fields}
    answer = await stage.http.post("/v1/interactions/templates", json=body)
    assert answer.status_code in {201, 422}, answer.text
    return answer.json() if answer.status_code == 201 else None


def named(found: dict[str, Any], other_id: str) -> dict[str, Any]:
    return {**found, "template_id": other_id} if found.get("template_id") else dict(found)


async def test_with_other_settings_too(stage: Stage) -> None:
    """The guard off: a further open item no longer stands in the way."""
    await stage.configure(TenantSettings(always_create_fallback=True, roll_rule="forward", zone="Europe/Berlin"))
    customer = await stage.customer()
    call, _ = [await stage.interaction(customer["id"]) for _ in range(2)]
    peeked = next(one for one in await peek(stage, call) if one["outcome"] == "success")
    done = await complete(stage, call)
    assert seen_alike(done["next_interaction"]) == seen_alike(peeked["next_interaction"])
    assert done["next_step"]["created"]
