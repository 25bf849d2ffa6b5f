"""A customer's timeline: all sources in one order, page after page, filtered."""

from typing import Any

import pytest

from tests.api.looking import ben
from tests.stage import Stage


@pytest.fixture
async def told(stage: Stage) -> Any:
    """A customer with a bit of everything, an hour apart."""
    customer = await stage.customer()
    path = f"/customers/{customer['id']}"
    stage.clock.advance(hours=1)
    template = await stage.template({"title": "First"}, {"title": "Second", "scheduled_offset_days": 2})
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    first = await stage.post("/interactions/workflow/start", body, 201)
    stage.clock.advance(hours=1)
    await stage.post(f"{path}/notes", {"body": "Likes tea"}, 201)
    stage.clock.advance(hours=1)
    await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    stage.clock.advance(hours=1)
    conversation = await stage.post("/conversations", {"customer_id": customer["id"], "channel": "email"}, 201)
    said = f"/conversations/{conversation['id']}/messages"
    stage.clock.advance(hours=1)
    await stage.post(said, {"direction": "outbound", "body": "All well?"}, 201)
    stage.clock.advance(hours=1)
    late = {"direction": "inbound", "body": "Hello", "sent_at": "2026-01-21T12:30:00Z"}
    await stage.post(said, late, 201)
    stage.clock.advance(hours=1)
    await stage.put(path, {"phone": "+49 30 1234"})
    return customer


def names(page: Any) -> list[str]:
    return [
        (entry["interaction"] or {}).get("title")
        or (entry["note"] or {}).get("body")
        or (entry["message"] or {}).get("body")
        or (entry["event"] or {}).get("kind")
        for entry in page["data"]
    ]


EVERYTHING = [
    "Second",
    "customer.updated",
    "All well?",
    "conversation.created",
    "First",
    "Hello",
    "Likes tea",
    "workflow.started",
    "customer.created",
]


async def test_everything_newest_first_and_the_other_way_round(stage: Stage, told: Any) -> None:
    page = await stage.get(f"/customers/{told['id']}/timeline")
    assert names(page) == EVERYTHING
    assert page["next_cursor"] is None
    assert [entry["at"] for entry in page["data"]] == sorted((entry["at"] for entry in page["data"]), reverse=True)
    assert names(await stage.get(f"/customers/{told['id']}/timeline", sort="at")) == EVERYTHING[::-1]


async def test_each_entry_is_the_thing_itself(stage: Stage, told: Any) -> None:
    page = await stage.get(f"/customers/{told['id']}/timeline")
    for entry in page["data"]:
        held = [name for name in ("interaction", "note", "message", "event") if entry[name] is not None]
        assert held == [entry["kind"] if entry["kind"] in {"interaction", "note", "message"} else "event"]
        assert entry[held[0]]["id"] == entry["id"]
    planned = page["data"][0]["interaction"]
    assert planned == (await stage.get(f"/interactions/{planned['id']}"))
    changed = page["data"][1]["event"]
    assert (changed["old"], changed["new"]) == ({"phone": None}, {"phone": "+49 30 1234"})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "interaction"}, ["Second", "First"]),
        ({"kind": "note"}, ["Likes tea"]),
        ({"kind": "workflow"}, ["workflow.started"]),
        ({"kind": ["customer", "note"]}, ["customer.updated", "Likes tea", "customer.created"]),
        ({"kind": "conversation"}, ["conversation.created"]),
        ({"kind": "message"}, ["All well?", "Hello"]),
        ({"kind": ["message", "note"]}, ["All well?", "Hello", "Likes tea"]),
        ({"kind": "message", "type": "phone_call"}, []),
        ({"kind": "message", "member_id": "me"}, ["All well?"]),
        ({"type": "phone_call"}, ["Second", "First"]),
        ({"type": "email"}, []),
        ({"type": "phone_call", "kind": "note"}, []),
        ({"member_id": "me", "kind": ["note", "interaction"]}, ["First", "Likes tea"]),
    ],
)
async def test_filters(stage: Stage, told: Any, query: dict[str, Any], expected: list[str]) -> None:
    assert names(await stage.get(f"/customers/{told['id']}/timeline", **query)) == expected


async def test_what_another_member_is_to_do(stage: Stage, told: Any) -> None:
    planned = await stage.get(f"/interactions/customers/{told['id']}/next")
    await stage.post(f"/interactions/{planned['id']}/assign", {"assignee_id": await ben(stage)})
    assert names(await stage.get(f"/customers/{told['id']}/timeline", member_id=await ben(stage))) == ["Second"]
    await stage.get(f"/customers/{told['id']}/timeline", 422, member_id="none")


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_page_after_page_nothing_is_missed_or_repeated(stage: Stage, told: Any, limit: int) -> None:
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await stage.get(f"/customers/{told['id']}/timeline", limit=limit, **cursor)
        found += names(page)
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == EVERYTHING


async def test_what_was_said_with_a_duplicate_is_the_survivors_too_and_nobody_elses(stage: Stage, told: Any) -> None:
    survivor, other = await stage.customer(name="Kept"), await stage.customer(name="Other")
    await stage.post(f"/customers/{survivor['id']}/merge", {"from": told["id"]})
    said = await stage.get(f"/customers/{survivor['id']}/timeline", kind="message")
    assert names(said) == ["All well?", "Hello"]
    assert said["data"][1]["message"]["direction"] == "inbound"
    assert (await stage.get(f"/customers/{other['id']}/timeline", kind="message"))["data"] == []


async def test_another_customers_cursor_is_refused(stage: Stage, told: Any) -> None:
    page = await stage.get(f"/customers/{told['id']}/timeline", limit=1)
    other = (await stage.customer())["id"]
    await stage.get(f"/customers/{other}/timeline", 422, cursor=page["next_cursor"])


async def test_nobodys_and_somebody_elses(stage: Stage, told: Any) -> None:
    await stage.get("/customers/0190a000-0000-7000-8000-00000000dead/timeline", 404)
    async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
        assert (await cleo.get(f"/v1/customers/{told['id']}/timeline")).status_code == 404
