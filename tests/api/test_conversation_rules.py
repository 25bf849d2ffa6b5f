"""Conversation rules: in what order they act, what they take for done already, and when they do nothing."""

from typing import Any

import pytest

from tests.api.looking import everything, faults, together
from tests.api.talking import pending, rule, say, talk
from tests.stage import ADA, Stage

NOWHERE = "0190a000-0000-7000-8000-00000000dead"


async def test_the_oldest_rule_acts_first_and_each_makes_its_own_step(stage: Stage) -> None:
    await rule(stage, name="First", step={"type": "phone_call", "title": "Ring"})
    stage.clock.advance(seconds=1)
    await rule(stage, name="Second", step={"type": "email", "title": "Write"})
    made = (await say(stage, await talk(stage)))["interactions"]
    assert [one["title"] for one in made] == ["Ring", "Write"]


async def test_a_step_is_all_that_the_rule_says(stage: Stage) -> None:
    step = {
        "type": "email",
        "title": "Write to {customer.name}",
        "description": "About {customer.name}'s question",
        "priority": "urgent",
        "scheduled_offset_days": 1,
        "due_offset_days": 2,
    }
    await rule(stage, step=step)
    customer = await stage.customer(name="Nora", owner_id=str(ADA))
    made = await stage.post("/conversations", {"customer_id": customer["id"], "channel": "email"}, 201)
    (answer,) = (await say(stage, made))["interactions"]
    expected = {
        "type": "email",
        "title": "Write to Nora",
        "description": "About Nora's question",
        "priority": "urgent",
        "scheduled_on": "2026-01-22",
        "due_on": "2026-01-24",
        "assignee_id": str(ADA),
        "conversation_id": made["id"],
    }
    assert {name: answer[name] for name in expected} == expected
    assert await stage.get(f"/interactions/customers/{customer['id']}/next") == answer


async def test_each_conversation_gets_an_answer_of_its_own(stage: Stage) -> None:
    await rule(stage, step={})
    one = await talk(stage)
    other = await stage.post("/conversations", {"customer_id": one["customer_id"], "channel": "sms"}, 201)
    for conversation in (one, other):
        assert len((await say(stage, conversation))["interactions"]) == 1
    assert len(await pending(stage, one["customer_id"])) == 2


async def test_a_step_by_hand_is_not_the_rules(stage: Stage) -> None:
    await rule(stage, step={})
    made = await talk(stage)
    await stage.post(f"/conversations/{made['id']}/interactions", {"type": "follow_up", "title": "By hand"}, 201)
    assert len((await say(stage, made))["interactions"]) == 1


async def test_machines_and_our_own_words_follow_no_rule_and_reopen_nothing(stage: Stage) -> None:
    await rule(stage, step={})
    made = await talk(stage)
    await stage.put(f"/conversations/{made['id']}", {"status": "resolved"})
    for fields in ({"automatic": True}, {"direction": "outbound"}):
        taken = await say(stage, made, **fields)
        assert (taken["interactions"], taken["conversation"]["status"]) == ([], "resolved")
    assert await pending(stage, made["customer_id"]) == []


@pytest.mark.parametrize("obstacle", ["archived", "inactive", "blocked"])
async def test_a_template_that_cannot_start_hinders_no_message(stage: Stage, obstacle: str) -> None:
    template = await stage.template({"type": "phone_call"})
    path = f"/interactions/templates/{template['id']}"
    await rule(stage, template_id=template["id"])
    made = await talk(stage)
    if obstacle == "archived":
        await stage.post(f"{path}/archive")
    elif obstacle == "inactive":
        await stage.put(path, {"is_active": False})
    else:
        await stage.put(f"/customers/{made['customer_id']}", {"do_not_contact": ["phone"]})
    assert (await say(stage, made))["interactions"] == []
    assert await stage.rows("SELECT FROM workflows") == []


async def test_five_conversations_opened_at_once_start_a_template_once(stage: Stage) -> None:
    template = await stage.template({}, {})
    await rule(stage, trigger="conversation_opened", template_id=template["id"])
    body = {"customer_id": (await stage.customer())["id"], "channel": "email"}
    answers = await together(*(stage.http.post("/v1/conversations", json=body) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [201] * 5
    assert sorted(len(answer.json()["interactions"]) for answer in answers) == [0, 0, 0, 0, 1]
    assert len(await pending(stage, body["customer_id"])) == 1


async def test_what_a_rule_started_goes_on_is_undone_and_left_like_any_other(stage: Stage) -> None:
    template = await stage.template({}, {})
    await rule(stage, trigger="conversation_opened", template_id=template["id"])
    (first,) = (await talk(stage))["interactions"]
    second = (await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"}))["next_interaction"]
    assert (second["step_number"], second["conversation_id"]) == (2, first["conversation_id"])
    await stage.post(f"/interactions/{first['id']}/undo")
    left = await stage.post(f"/workflows/{first['workflow_id']}/exit")
    assert left["next_step"]["reason"] == "default_template"


async def test_a_removed_rule_acts_no_more(stage: Stage) -> None:
    made = await rule(stage, step={})
    await stage.call("DELETE", f"/conversation-rules/{made['id']}", 204)
    assert (await say(stage, await talk(stage)))["interactions"] == []


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"step": None}, ["template_id", "step"]),
        ({"step": {}, "template_id": NOWHERE}, ["template_id", "step"]),
        ({"template_id": NOWHERE}, ["template_id"]),
        ({"step": {"title": "Hello {you}"}}, ["step.title"]),
        ({"step": {"type": "Phone Call"}}, ["step.type"]),
        ({"step": {"due_offset_days": 3651}}, ["step.due_offset_days"]),
        ({"trigger": "moon_rises"}, ["trigger"]),
    ],
)
async def test_a_change_that_makes_no_sense_is_refused(stage: Stage, sent: dict[str, Any], fields: list[str]) -> None:
    made = await rule(stage, step={})
    before = await everything(stage)
    assert faults(await stage.put(f"/conversation-rules/{made['id']}", sent, 422)) == fields
    assert await everything(stage) == before


async def test_of_many_changes_at_once_one_wins(stage: Stage) -> None:
    made = await rule(stage, step={})
    path = f"/v1/conversation-rules/{made['id']}"
    answers = await together(
        *(stage.http.put(path, json={"name": str(number)}, headers={"If-Match": '"1"'}) for number in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 5]
