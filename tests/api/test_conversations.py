"""Conversations: what is said in them, and what follows for the customer's steps."""

import asyncio

from tests.api.looking import together
from tests.api.talking import pending, rule, run_of, say, talk
from tests.stage import Stage


async def test_a_conversation_changes_and_is_found(stage: Stage) -> None:
    made = await talk(stage, subject="Renewal", external_id="mail-1")
    assert made["status"] == "open"
    assert made["interactions"] == []
    changed = await stage.put(f"/conversations/{made['id']}", {"status": "resolved", "subject": None})
    assert (changed["status"], changed["subject"], changed["version"]) == ("resolved", None, 2)
    assert (await stage.put(f"/conversations/{made['id']}", {"status": "resolved"}))["version"] == 2
    for found in ({"status": "resolved"}, {"channel": "email"}, {"external_id": "mail-1"}):
        assert [one["id"] for one in (await stage.get("/conversations", **found))["data"]] == [made["id"]]
    for missed in ({"status": "open"}, {"channel": "sms"}, {"external_id": "mail-2"}):
        assert (await stage.get("/conversations", **missed))["data"] == []


async def test_a_stale_change_and_a_taken_external_id_are_refused(stage: Stage) -> None:
    made, other = await talk(stage, external_id="mail-1"), await talk(stage)
    await stage.put(f"/conversations/{made['id']}", {"status": "pending"})
    await stage.put(f"/conversations/{made['id']}", {"status": "closed"}, 412, **{"If-Match": '"1"'})
    await stage.put(f"/conversations/{other['id']}", {"external_id": "mail-1"}, 409)
    assert (await stage.get(f"/conversations/{made['id']}"))["status"] == "pending"


async def test_of_two_changes_at_once_one_is_stale(stage: Stage) -> None:
    made = await talk(stage)
    path = f"/v1/conversations/{made['id']}"
    answers = await together(
        *(
            stage.http.put(path, json={"status": status}, headers={"If-Match": '"1"'})
            for status in ("resolved", "closed")
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_of_many_opened_at_once_with_one_external_id_one_is_made(stage: Stage) -> None:
    customer = await stage.customer()
    body = {"customer_id": customer["id"], "channel": "email", "external_id": "mail-1"}
    answers = await together(*(stage.http.post("/v1/conversations", json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_removed_while_somebody_writes_in_it(stage: Stage) -> None:
    """Whoever is first: it is gone and the message is refused, or it stays with its message."""
    for _ in range(4):
        made = await talk(stage)
        path = f"/v1/conversations/{made['id']}"
        removed, said = await together(
            stage.http.delete(path),
            stage.http.post(f"{path}/messages", json={"direction": "inbound", "body": "Hello?"}),
        )
        assert (removed.status_code, said.status_code) in {(204, 404), (409, 201)}, (removed.text, said.text)


async def test_only_a_conversation_that_nothing_came_of_is_removed(stage: Stage) -> None:
    quiet, spoken, planned = await talk(stage), await talk(stage), await talk(stage)
    await say(stage, spoken)
    await stage.post(f"/conversations/{planned['id']}/interactions", {"type": "email", "title": "Answer"}, 201)
    await stage.call("DELETE", f"/conversations/{spoken['id']}", 409)
    await stage.call("DELETE", f"/conversations/{planned['id']}", 409)
    await stage.call("DELETE", f"/conversations/{quiet['id']}", 204)
    await stage.get(f"/conversations/{quiet['id']}", 404)


async def test_an_interaction_from_a_conversation_is_with_its_customer_and_sets_its_status(stage: Stage) -> None:
    """The tenant's mapping says what an outcome makes of it, and undo brings its status back."""
    await stage.put("/settings", {"conversation_status": {"kind:positive": "resolved", "failed": "closed"}})
    made = await talk(stage)
    item = await stage.post(f"/conversations/{made['id']}/interactions", {"type": "email", "title": "Answer"}, 201)
    assert (item["customer_id"], item["conversation_id"]) == (made["customer_id"], made["id"])
    await stage.post(f"/interactions/{item['id']}/complete", {"outcome": "success"})
    assert (await stage.get(f"/conversations/{made['id']}"))["status"] == "resolved"
    await stage.post(f"/interactions/{item['id']}/undo")
    assert (await stage.get(f"/conversations/{made['id']}"))["status"] == "open"


async def test_a_step_says_before_the_tenant_what_becomes_of_a_conversation(stage: Stage) -> None:
    await stage.put("/settings", {"conversation_status": {"success": "resolved"}})
    made = await talk(stage)
    template = await stage.template({"conversation_status": {"success": "pending"}}, {})
    start = {"customer_id": made["customer_id"], "template_id": template["id"], "conversation_id": made["id"]}
    first = await stage.post("/interactions/workflow/start", start, 201)
    done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    assert (await stage.get(f"/conversations/{made['id']}"))["status"] == "pending"
    await stage.post(f"/interactions/{done['next_interaction']['id']}/complete", {"outcome": "success"})
    assert (await stage.get(f"/conversations/{made['id']}"))["status"] == "resolved"


async def test_messages_stand_in_their_order_and_page(stage: Stage) -> None:
    made = await talk(stage)
    await say(stage, made, "third")
    await say(stage, made, "first", sent_at="2026-01-01", direction="outbound")
    await say(stage, made, "second", sent_at="2026-01-02T10:00", automatic=True)
    path = f"/conversations/{made['id']}/messages"
    page = await stage.get(path, sort="sent_at", limit=2)
    assert [one["body"] for one in page["data"]] == ["first", "second"]
    assert [one["author_id"] is None for one in page["data"]] == [False, True]
    rest = await stage.get(path, sort="sent_at", limit=2, cursor=page["next_cursor"])
    assert [one["body"] for one in rest["data"]] == ["third"]


async def test_a_message_of_tomorrow_or_of_nowhere_is_refused(stage: Stage) -> None:
    made = await talk(stage)
    refused = await say(stage, made, sent_at="2030-01-01", expect=422)
    assert refused["errors"][0]["field"] == "sent_at"
    await say(stage, made, "", 422)
    await say(stage, {"id": made["customer_id"]}, expect=404)
    assert (await stage.get(f"/conversations/{made['id']}/messages"))["data"] == []


async def test_a_message_that_another_system_sends_twice_is_there_once(stage: Stage) -> None:
    await rule(stage, step={})
    made = await talk(stage)
    answers = await asyncio.gather(
        *(
            stage.http.post(
                f"/v1/conversations/{made['id']}/messages",
                json={"direction": "inbound", "body": "Hello?", "external_id": "mail-7"},
            )
            for _ in range(5)
        )
    )
    assert sorted(one.status_code for one in answers) == [200, 200, 200, 200, 201]
    assert len({one.json()["message"]["id"] for one in answers}) == 1
    assert len(await pending(stage, made["customer_id"])) == 1


async def test_a_reply_pauses_or_leaves_workflows_as_their_templates_say(stage: Stage) -> None:
    made = await talk(stage)
    customer_id = made["customer_id"]
    runs = {how: await run_of(stage, customer_id, how) for how in ("ignore", "pause", "exit")}
    taken = await say(stage, made, "I would rather not be called")
    assert {one["id"]: one["status"] for one in taken["workflows"]} == {
        runs["pause"]: "paused",
        runs["exit"]: "exited",
    }
    left = await stage.get(f"/workflows/{runs['exit']}")
    assert left["workflow"]["exit_reason"] == "replied"
    assert {one["workflow_id"] for one in await pending(stage, customer_id)} == {runs["ignore"], runs["pause"]}
    assert (await stage.get(f"/workflows/{runs['ignore']}"))["workflow"]["status"] == "active"
    assert (await say(stage, made, "Thank you"))["workflows"] == []


async def test_machines_and_our_own_words_move_nothing(stage: Stage) -> None:
    await rule(stage, step={})
    made = await talk(stage)
    run = await run_of(stage, made["customer_id"], "exit")
    assert (await say(stage, made, "I am out of office", automatic=True))["workflows"] == []
    assert (await say(stage, made, "Shall we talk?", direction="outbound"))["interactions"] == []
    assert (await stage.get(f"/workflows/{run}"))["workflow"]["status"] == "active"


async def test_a_reply_that_ends_the_last_workflow_leaves_an_answer_for_today(stage: Stage) -> None:
    made = await talk(stage)
    await run_of(stage, made["customer_id"], "exit")
    taken = await say(stage, made)
    (answer,) = taken["interactions"]
    assert (answer["title"], answer["due_on"], answer["origin"]) == (
        "Respond to Nora",
        "2026-01-21",
        "conversation_rule",
    )
    assert answer["conversation_id"] == made["id"]
    assert [one["id"] for one in await pending(stage, made["customer_id"])] == [answer["id"]]


async def test_a_reply_reopens_a_conversation(stage: Stage) -> None:
    made = await talk(stage)
    await stage.put(f"/conversations/{made['id']}", {"status": "resolved"})
    assert (await say(stage, made, automatic=True))["conversation"]["status"] == "resolved"
    assert (await say(stage, made))["conversation"]["status"] == "open"


async def test_a_rule_makes_one_step_however_often_the_customer_writes(stage: Stage) -> None:
    await rule(stage, channel="email", step={"type": "phone_call", "title": "Ring {customer.name} back"})
    made = await talk(stage)
    (answer,) = (await say(stage, made))["interactions"]
    assert (answer["type"], answer["title"]) == ("phone_call", "Ring Nora back")
    assert answer["explanation"].startswith("The rule 'Respond'")
    assert (await say(stage, made, "Are you there?"))["interactions"] == []
    await stage.post(f"/interactions/{answer['id']}/complete", {"outcome": "success"})
    assert len((await say(stage, made, "One more thing"))["interactions"]) == 1


async def test_five_messages_at_once_make_one_step(stage: Stage) -> None:
    await rule(stage, step={})
    made = await talk(stage)
    taken = await asyncio.gather(*(say(stage, made, f"Message {number}") for number in range(5)))
    assert sum(len(one["interactions"]) for one in taken) == 1
    assert len(await pending(stage, made["customer_id"])) == 1


async def test_a_rule_keeps_to_its_channel_and_can_be_switched_off(stage: Stage) -> None:
    made = await rule(stage, channel="sms", step={})
    conversation = await talk(stage)
    assert (await say(stage, conversation))["interactions"] == []
    await stage.put(f"/conversation-rules/{made['id']}", {"channel": None})
    assert len((await say(stage, conversation))["interactions"]) == 1
    await stage.put(f"/conversation-rules/{made['id']}", {"is_active": False})
    assert (await say(stage, await talk(stage)))["interactions"] == []


async def test_a_rule_steps_round_a_channel_that_is_blocked(stage: Stage) -> None:
    await rule(stage, step={"type": "phone_call", "title": "Ring back"})
    made = await talk(stage)
    await stage.put(f"/customers/{made['customer_id']}", {"do_not_contact": ["phone"]})
    (answer,) = (await say(stage, made))["interactions"]
    assert (answer["type"], answer["title"]) == ("follow_up", "Ring back")
    assert "must not be contacted by phone" in answer["explanation"]
    assert (await say(stage, made))["interactions"] == []


async def test_opening_a_conversation_starts_a_template_once(stage: Stage) -> None:
    template = await stage.template({}, {})
    await rule(stage, name="Welcome", trigger="conversation_opened", template_id=template["id"])
    made = await talk(stage)
    (first,) = made["interactions"]
    assert (first["template_id"], first["conversation_id"]) == (template["id"], made["id"])
    again = {"customer_id": made["customer_id"], "channel": "sms"}
    assert (await stage.post("/conversations", again, 201))["interactions"] == []


async def test_no_rule_acts_for_a_closed_customer_and_none_starts_a_template_for_a_paused_one(stage: Stage) -> None:
    template = await stage.template({})
    await rule(stage, name="Welcome", trigger="conversation_opened", template_id=template["id"])
    await rule(stage, name="Call", trigger="conversation_opened", step={"type": "phone_call", "title": "Call"})
    made = []
    for status in ("closed", "paused"):
        customer = await stage.customer()
        await stage.put(f"/customers/{customer['id']}", {"status": status})
        opened = await stage.post("/conversations", {"customer_id": customer["id"], "channel": "email"}, 201)
        made.append([one["title"] for one in opened["interactions"]])
    assert made == [[], ["Call"]]


async def test_closing_a_customer_cancels_what_a_rule_made(stage: Stage) -> None:
    await rule(stage, step={})
    made = await talk(stage)
    await say(stage, made)
    await stage.put(f"/customers/{made['customer_id']}", {"status": "closed"})
    assert await pending(stage, made["customer_id"]) == []


async def test_a_rule_says_one_thing_and_says_it_right(stage: Stage) -> None:
    template = await stage.template({})
    wanted = {"name": "Both", "trigger": "message_received"}
    await stage.post("/conversation-rules", wanted, 422)
    await stage.post("/conversation-rules", {**wanted, "step": {}, "template_id": template["id"]}, 422)
    refused = await stage.post("/conversation-rules", {**wanted, "step": {"title": "Hello {you}"}}, 422)
    assert refused["errors"][0]["field"] == "step.title"
    nowhere = "0190a000-0000-7000-8000-00000000dead"
    refused = await stage.post("/conversation-rules", {**wanted, "template_id": nowhere}, 422)
    assert refused["errors"][0]["field"] == "template_id"
    assert (await stage.get("/conversation-rules"))["data"] == []


async def test_a_rule_is_changed_in_place_and_removed(stage: Stage) -> None:
    template = await stage.template({})
    made = await rule(stage, step={"title": "Respond"})
    changed = await stage.put(f"/conversation-rules/{made['id']}", {"template_id": template["id"]})
    assert (changed["step"], changed["template_id"], changed["version"]) == (None, template["id"], 2)
    await stage.put(f"/conversation-rules/{made['id']}", {"name": "Late"}, 412, **{"If-Match": '"1"'})
    assert [one["id"] for one in (await stage.get("/conversation-rules"))["data"]] == [made["id"]]
    await stage.call("DELETE", f"/conversation-rules/{made['id']}", 204)
    await stage.get(f"/conversation-rules/{made['id']}", 404)


async def test_undoing_the_answer_to_a_reply_brings_the_answer_back(stage: Stage) -> None:
    await rule(stage, step={})
    made = await talk(stage)
    (answer,) = (await say(stage, made))["interactions"]
    done = await stage.post(f"/interactions/{answer['id']}/complete", {"outcome": "success"})
    assert done["next_interaction"] is not None
    await stage.post(f"/interactions/{answer['id']}/undo")
    assert [one["id"] for one in await pending(stage, made["customer_id"])] == [answer["id"]]
