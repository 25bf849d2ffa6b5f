"""Types and outcomes: the words that a tenant's people choose from, in their order."""

from typing import Any

import pytest

from tests.api.looking import everything, faults, together
from tests.stage import Stage

NOUNS = ["types", "outcomes"]
EVENT_OF = {"types": "type", "outcomes": "outcome"}


async def keys(stage: Stage, noun: str, **query: Any) -> list[str]:
    return [one["key"] for one in (await stage.get(f"/{noun}", **query))["data"]]


async def completed(stage: Stage, outcome: str, **fields: Any) -> Any:
    call = await stage.interaction((await stage.customer())["id"], **fields)
    return await stage.post(f"/interactions/{call['id']}/complete", {"outcome": outcome})


async def test_the_words_of_a_new_tenant(stage: Stage) -> None:
    assert await keys(stage, "types") == [
        "phone_call",
        "send_proposal",
        "follow_up",
        "email",
        "sms",
        "meeting",
        "demo",
    ]
    assert (await stage.get("/outcomes"))["data"][-1] == {
        "key": "no_answer",
        "kind": "no_contact",
        "label": "No answer",
        "position": 8,
        "archived_at": None,
        "version": 1,
        "usage": None,
    }


async def test_a_type_is_added_and_changed(stage: Stage) -> None:
    made = await stage.put("/types/site_visit", {"channel": "in_person", "duration_minutes": 90}, 201)
    assert (made["label"], made["position"], made["version"]) == ("Site visit", None, 1)
    assert (await keys(stage, "types"))[-1] == "site_visit"
    changed = await stage.put(
        "/types/site_visit", {"label": "Visit", "outcomes": ["reached"]}, 200, **{"If-Match": '"1"'}
    )
    assert (changed["label"], changed["channel"], changed["outcomes"], changed["version"]) == (
        "Visit",
        "in_person",
        ["reached"],
        2,
    )
    assert (await stage.put("/types/site_visit", {"label": "Visit"}))["version"] == 2
    assert (await stage.get("/types/site_visit"))["usage"] == {"interactions": 0, "templates": 0}


async def test_a_type_has_the_drawing_chosen_for_it_and_back_the_one_of_its_key(stage: Stage) -> None:
    assert (await stage.get("/types/demo"))["glyph"] is None
    made = await stage.put("/types/site_visit", {"glyph": "meeting"}, 201)
    assert made["glyph"] == "meeting"
    assert (await stage.put("/types/site_visit", {"label": "Visit"}))["glyph"] == "meeting"
    assert faults(await stage.put("/types/site_visit", {"glyph": "unicorn"}, 422)) == ["glyph"]
    assert (await stage.get("/types"))["data"][-1]["glyph"] == "meeting"
    assert (await stage.put("/types/site_visit", {"glyph": None}))["glyph"] is None


async def test_a_narrowed_type_refuses_other_outcomes_until_it_is_widened(stage: Stage) -> None:
    await stage.put("/types/phone_call", {"outcomes": ["reached"]})
    call = await stage.interaction((await stage.customer())["id"])
    problem = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"}, 422)
    assert faults(problem) == ["outcome"]
    await stage.put("/types/phone_call", {"outcomes": None})
    await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})


async def test_an_outcomes_kind_decides_the_next_branch(stage: Stage) -> None:
    branch = {"outcomes": ["kind:negative"], "exit": "lost"}
    template = await stage.template({"branches": [branch]}, {"type": "email"}, end_action="stop")
    reasons = []
    for kind in ("positive", "negative"):
        await stage.put("/outcomes/sent_flowers", {"kind": kind}, 201 if kind == "positive" else 200)
        customer = await stage.customer()
        body = {"customer_id": customer["id"], "template_id": template["id"]}
        first = await stage.post("/interactions/workflow/start", body, 201)
        done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "sent_flowers"})
        reasons.append(done["next_step"]["reason"])
    assert reasons == ["template", "branch"]


async def test_an_outcome_that_a_client_brings_is_listed_as_neutral(stage: Stage) -> None:
    await completed(stage, "sent_flowers")
    found = (await stage.get("/outcomes"))["data"][-1]
    assert (found["key"], found["kind"], found["label"], found["position"]) == ("sent_flowers", "neutral", None, None)
    assert (await stage.put("/outcomes/sent_flowers", {"kind": "positive", "label": "Flowers"}))["version"] == 2


async def test_what_is_archived_is_offered_no_more_and_still_understood(stage: Stage) -> None:
    await completed(stage, "failed", type="sms")
    for noun, key in (("types", "sms"), ("outcomes", "failed")):
        archived = await stage.post(f"/{noun}/{key}/archive", **{"If-Match": '"1"'})
        assert (archived["archived_at"], archived["version"]) == ("2026-01-21T10:00:00Z", 2)
        assert await stage.post(f"/{noun}/{key}/archive") == archived
        assert key not in await keys(stage, noun)
        assert key in await keys(stage, noun, archived=True)
    done = await completed(stage, "failed", type="sms")
    assert done["interaction"]["outcome"] == "failed"
    restored = await stage.post("/types/sms/restore")
    assert (restored["archived_at"], restored["version"]) == (None, 3)
    assert await stage.post("/types/sms/restore") == restored
    assert "sms" in await keys(stage, "types")


async def test_where_they_are_in_use(stage: Stage) -> None:
    template = await stage.template(
        {"type": "demo", "branches": [{"outcomes": ["no_answer"], "exit": "gone"}]},
        {"type": "email", "fallback_type": "demo"},
        {"type": "demo"},
    )
    archived = await stage.template({"type": "demo"})
    await stage.post(f"/interactions/templates/{archived['id']}/archive")
    await completed(stage, "no_answer", type="demo")
    types = {one["key"]: one["usage"] for one in (await stage.get("/types", include="usage"))["data"]}
    assert (types["demo"], types["sms"]) == ({"interactions": 1, "templates": 1}, {"interactions": 0, "templates": 0})
    outcomes = {one["key"]: one["usage"] for one in (await stage.get("/outcomes", include="usage"))["data"]}
    assert outcomes["no_answer"] == {"interactions": 1, "templates": 1}
    assert (await stage.get("/outcomes/no_answer"))["usage"] == outcomes["no_answer"]
    await stage.put(
        f"/interactions/templates/{template['id']}",
        {"steps": [template["steps"][1] | {"step_number": 1, "next_step": None}]},
    )
    assert (await stage.get("/outcomes/no_answer"))["usage"]["templates"] == 0


@pytest.mark.parametrize("noun", NOUNS)
async def test_they_are_put_in_order(stage: Stage, noun: str) -> None:
    first, second, *rest = await keys(stage, noun)
    answer = await stage.put(f"/{noun}", {"order": [rest[-1], second]})
    assert [one["key"] for one in answer["data"]] == [rest[-1], second, first, *rest[:-1]]
    assert await keys(stage, noun) == [rest[-1], second, first, *rest[:-1]]
    before = await everything(stage)
    assert faults(await stage.put(f"/{noun}", {"order": [first, "nothing_of_ours"]}, 422)) == ["order[1]"]
    await stage.put(f"/{noun}", {"order": []}, 422)
    assert await everything(stage) == before


@pytest.mark.parametrize("noun", NOUNS)
async def test_of_two_orders_at_once_one_stands(stage: Stage, noun: str) -> None:
    given = await keys(stage, noun)
    orders = [given[::-1], [*given[1:], given[0]]]
    answers = await together(*(stage.http.put(f"/v1/{noun}", json={"order": order}) for order in orders))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert await keys(stage, noun) in orders


@pytest.mark.parametrize("noun", NOUNS)
async def test_two_may_add_the_same_at_once(stage: Stage, noun: str) -> None:
    answers = await together(*(stage.http.put(f"/v1/{noun}/new_word", json={}) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    kinds = await stage.rows("SELECT kind FROM events WHERE kind LIKE $1", f"{EVENT_OF[noun]}.%")
    assert [row[0] for row in kinds] == [f"{EVENT_OF[noun]}.created"]


@pytest.mark.parametrize("noun", NOUNS)
async def test_what_is_refused(stage: Stage, noun: str) -> None:
    before = await everything(stage)
    await stage.get(f"/{noun}/nothing_of_ours", 404)
    await stage.put(f"/{noun}/Not-A-Key", {}, 404)
    await stage.put(f"/{noun}/{'a' * 51}", {}, 404)
    await stage.post(f"/{noun}/nothing_of_ours/archive", {}, 404)
    await stage.put(f"/{noun}/nothing_of_ours", {}, 404, **{"If-Match": '"1"'})
    assert faults(await stage.put(f"/{noun}/new_word", {"key": "other"}, 422)) == ["key"]
    assert faults(await stage.put(f"/{noun}/new_word", {"label": ""}, 422)) == ["label"]
    known = (await keys(stage, noun))[0]
    await stage.put(f"/{noun}/{known}", {"label": "Other"}, 412, **{"If-Match": '"7"'})
    await stage.post(f"/{noun}/{known}/archive", {}, 412, **{"If-Match": '"7"'})
    assert await everything(stage) == before


async def test_a_type_opens_only_outcomes_that_there_are(stage: Stage) -> None:
    problem = await stage.put("/types/demo", {"outcomes": ["success", "no_such"]}, 422)
    assert faults(problem) == ["outcomes[1]"]
    assert faults(await stage.put("/types/demo", {"channel": "pigeon"}, 422)) == ["channel"]


async def test_skipped_is_reserved(stage: Stage) -> None:
    assert faults(await stage.put("/outcomes/skipped", {}, 422)) == ["outcome_key"]


async def test_a_changed_channel_is_the_one_that_do_not_contact_looks_at(stage: Stage) -> None:
    await stage.put("/types/demo", {"channel": "phone"})
    customer = await stage.customer(do_not_contact=["phone"])
    template = await stage.template({"type": "email"}, {"type": "demo", "fallback_type": "email"})
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    first = await stage.post("/interactions/workflow/start", body, 201)
    done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    assert done["next_interaction"]["type"] == "email"


async def test_changes_are_told_in_the_log_and_to_auditors(stage: Stage) -> None:
    await stage.put("/outcomes/failed", {"kind": "neutral"})
    (event,) = await stage.rows("SELECT old::text, new::text FROM events WHERE kind = 'outcome.updated'")
    assert (event[0], event[1]) == (
        '{"key": "failed", "kind": "negative"}',
        '{"key": "failed", "kind": "neutral"}',
    )
    entry = (await stage.get("/audit"))["data"][0]
    assert (entry["act"], entry["details"]) == ("put_outcome", {"key": "failed"})


@pytest.mark.parametrize("noun", NOUNS)
async def test_only_an_owner_changes_them(stage: Stage, noun: str) -> None:
    async with stage.client(Authorization=f"Bearer {await stage.key('manager')}") as manager:
        assert (await manager.get(f"/v1/{noun}")).status_code == 200
        refused = [
            await manager.put(f"/v1/{noun}/new_word", json={}),
            await manager.put(f"/v1/{noun}", json={"order": ["demo"]}),
            await manager.post(f"/v1/{noun}/new_word/archive"),
        ]
    assert [answer.status_code for answer in refused] == [403, 403, 403]
