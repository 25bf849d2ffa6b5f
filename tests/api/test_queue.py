"""One person's working list: its sections, their totals and pages, and the loose ends."""

from typing import Any

import pytest

from tests.stage import ACME, ADA, GLOBEX, Stage, new_id

SECTIONS = ["overdue", "today", "upcoming", "done_today"]


class Desk:
    """Ada's, with a customer to plan things for. Now is Wednesday 2026-01-21, 10:00 in UTC."""

    def __init__(self, stage: Stage, customer: Any) -> None:
        self.stage = stage
        self.customer = customer

    async def plan(self, title: str, **fields: Any) -> Any:
        who = {"assignee_id": str(ADA), **fields}
        return await self.stage.interaction(self.customer["id"], title=title, **who)

    async def queue(self, **query: Any) -> Any:
        return await self.stage.get("/queue", **query)

    async def titles(self, **query: Any) -> dict[str, list[str]]:
        return titles(await self.queue(**query))


def titles(queue: Any) -> dict[str, list[str]]:
    return {
        each["section"]: [item["interaction"]["title"] for item in each["data"]]
        for each in queue["sections"]
        if each["data"]
    }


def totals(queue: Any) -> dict[str, int]:
    return {each["section"]: each["total"] for each in queue["sections"]}


@pytest.fixture
async def desk(stage: Stage) -> Desk:
    return Desk(stage, await stage.customer(company="Initech GmbH", timezone="Europe/Berlin"))


async def zone(stage: Stage, member_zone: str | None, tenant_zone: str = "UTC") -> None:
    await stage.owner.execute("UPDATE members SET zone = $2 WHERE id = $1", ADA, member_zone)
    await stage.put("/settings", {"zone": tenant_zone})
    stage.clock.advance(seconds=6)


async def test_an_empty_desk(stage: Stage) -> None:
    queue = await stage.get("/queue")
    assert [each["section"] for each in queue["sections"]] == SECTIONS
    assert totals(queue) == dict.fromkeys(SECTIONS, 0)
    assert queue["loose_ends"] == {"total": 0, "data": [], "next_cursor": None}
    assert (queue["assignee_id"], queue["zone"], queue["as_of"]) == (str(ADA), "UTC", "2026-01-21T10:00:00Z")


async def test_what_goes_where(desk: Desk) -> None:
    await desk.plan("due an hour ago", scheduled_at="2026-01-20", due_at="2026-01-21T09:00:00Z")
    await desk.plan("due yesterday", due_at="2026-01-20")
    await desk.plan("due today, at no time", due_at="2026-01-21")
    await desk.plan("planned yesterday, due tomorrow", scheduled_at="2026-01-20 09:00", due_at="2026-01-22 09:00")
    await desk.plan("tonight", scheduled_at="2026-01-21 23:59:59")
    await desk.plan("tomorrow", scheduled_at="2026-01-22 00:00:00")
    await desk.plan("some day")
    assert await desk.titles() == {
        "overdue": ["due an hour ago", "due yesterday"],
        "today": ["planned yesterday, due tomorrow", "due today, at no time", "tonight"],
        "upcoming": ["tomorrow", "some day"],
    }
    assert totals(await desk.queue()) == {"overdue": 2, "today": 3, "upcoming": 2, "done_today": 0}


async def test_working_order_is_that_of_the_next_step(desk: Desk) -> None:
    for priority in ("low", "urgent", "normal", "high"):
        await desk.plan(priority, scheduled_at="2026-01-21 15:00", priority=priority)
    await desk.plan("earlier", scheduled_at="2026-01-21 14:00", priority="low")
    expected = ["earlier", "urgent", "high", "normal", "low"]
    assert (await desk.titles())["today"] == expected
    following = await desk.stage.get(f"/interactions/customers/{desk.customer['id']}/next")
    assert following["title"] == "earlier"


async def test_what_is_overdue_is_overdue_everywhere(desk: Desk) -> None:
    await zone(desk.stage, "Asia/Tokyo", "America/New_York")
    desk.stage.clock.advance(hours=17)  # 03:00 in UTC: still Wednesday in New York, noon of Thursday in Tokyo
    for day in ("2026-01-20", "2026-01-21", "2026-01-22"):
        await desk.plan(day, due_at=day)
    await desk.plan("an hour ago", due_at="2026-01-21 21:00")
    queue = await desk.queue()
    assert titles(queue)["overdue"] == ["2026-01-20", "an hour ago"]
    listed = await desk.stage.get("/interactions", overdue="true", sort="due_at")
    assert [one["title"] for one in listed["data"]] == titles(queue)["overdue"]
    for section in queue["sections"]:
        for item in section["data"]:
            assert item["interaction"]["is_overdue"] is (section["section"] == "overdue")


async def test_today_ends_when_the_members_day_ends(desk: Desk) -> None:
    await zone(desk.stage, "Asia/Tokyo")
    await desk.plan("before midnight there", scheduled_at="2026-01-21T14:59:00Z")
    await desk.plan("at midnight there", scheduled_at="2026-01-21T15:00:00Z")
    await desk.plan("the whole of today", scheduled_at="2026-01-21", due_at="2026-01-23")
    await desk.plan("the whole of tomorrow", scheduled_at="2026-01-22")
    queue = await desk.queue()
    assert queue["zone"] == "Asia/Tokyo"
    assert titles(queue) == {
        "today": ["the whole of today", "before midnight there"],
        "upcoming": ["at midnight there", "the whole of tomorrow"],
    }


async def test_what_is_done_moves_to_done_today_and_leaves_tomorrow(desk: Desk) -> None:
    first, second = await desk.plan("first", due_at="2026-01-20"), await desk.plan("second")
    for each in (first, second):
        await desk.stage.post(f"/interactions/{each['id']}/complete", {"outcome": "success", "next": {"none": True}})
        desk.stage.clock.advance(minutes=1)
    assert await desk.titles() == {"done_today": ["first", "second"]}
    await desk.stage.post(f"/interactions/{second['id']}/undo")
    assert await desk.titles() == {"upcoming": ["second"], "done_today": ["first"]}
    desk.stage.clock.advance(days=1)
    assert await desk.titles() == {"upcoming": ["second"]}


async def test_what_is_skipped_or_cancelled_is_gone(desk: Desk) -> None:
    for verb in ("skip", "cancel"):
        made = await desk.plan(verb)
        await desk.stage.post(f"/interactions/{made['id']}/{verb}", {"then": "exit"} if verb == "cancel" else {})
    assert totals(await desk.queue())["done_today"] == 0


async def test_a_closed_customers_items_leave_and_come_back(desk: Desk) -> None:
    await desk.plan("by hand", due_at="2026-01-20")
    await desk.stage.post(f"/customers/{desk.customer['id']}/close")
    assert await desk.titles() == {}
    await desk.stage.post(f"/customers/{desk.customer['id']}/reopen")
    assert await desk.titles() == {"overdue": ["by hand"]}


async def test_each_item_says_whose_it_is_and_how_far_along(desk: Desk) -> None:
    template = await desk.stage.template({"next_step": 20}, {"step_number": 20, "next_step": None})
    body = {"customer_id": desk.customer["id"], "template_id": template["id"], "assignee_id": str(ADA)}
    first = await desk.stage.post("/interactions/workflow/start", {**body}, 201)
    done = await desk.stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    by_hand = await desk.plan("by hand", scheduled_at="2026-01-21 20:00")
    items = {
        item["interaction"]["id"]: item for section in (await desk.queue())["sections"] for item in section["data"]
    }
    item = items[done["next_interaction"]["id"]]
    assert item["interaction"] == done["next_interaction"]
    assert item["customer"] == {
        "id": desk.customer["id"],
        "name": "Initech",
        "company": "Initech GmbH",
        "timezone": "Europe/Berlin",
    }
    assert item["template"] == {
        "id": template["id"],
        "name": "A sequence",
        "version": 1,
        "step_number": 20,
        "position": 2,
        "step_count": 2,
    }
    assert items[by_hand["id"]]["template"] is None


async def test_whose_queue(desk: Desk) -> None:
    (ben,) = await desk.stage.rows("SELECT id FROM members WHERE tenant_id = $1 AND name = 'Ben'", ACME.id)
    await desk.plan("mine")
    await desk.plan("Ben's", assignee_id=str(ben["id"]))
    await desk.plan("nobody's", assignee_id=None)
    assert await desk.titles() == {"upcoming": ["mine"]}
    assert await desk.titles(assignee=str(ben["id"])) == {"upcoming": ["Ben's"]}
    assert await desk.titles(assignee="none") == {"upcoming": ["nobody's"]}
    assert (await desk.queue(assignee="none"))["assignee_id"] is None
    assert await desk.titles(assignee=str(new_id())) == {}
    await desk.stage.get("/queue", 422, assignee="somebody")


async def test_a_key_that_acts_for_nobody_sees_what_is_nobodys(stage: Stage) -> None:
    await stage.interaction((await stage.customer())["id"], title="nobody's")
    key = await stage.key("viewer")
    async with stage.client(Authorization=f"Bearer {key}") as caller:
        assert titles((await caller.get("/v1/queue")).json()) == {"upcoming": ["nobody's"]}
        answer = await caller.get("/v1/queue", params={"assignee": "me"})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "assignee"


async def test_another_tenants_items_are_not_there(desk: Desk) -> None:
    await desk.plan("ours")
    async with desk.stage.client(**{"X-Tenant-ID": GLOBEX.slug}) as cleo:
        answer = (await cleo.get("/v1/queue", params={"assignee": str(ADA)})).json()
    assert totals(answer) == dict.fromkeys(SECTIONS, 0)


async def walk(desk: Desk, section: str, cursor: str | None = None) -> list[str]:
    """The titles of a section, page after page."""
    seen: list[str] = []
    while True:
        queue = await desk.queue(section=section, limit=2, **({"cursor": cursor} if cursor else {}))
        (one,) = queue["sections"]
        seen += [item["interaction"]["title"] for item in one["data"]]
        cursor = one["next_cursor"]
        if cursor is None:
            return seen


async def test_pages_of_each_section(desk: Desk) -> None:
    for number in range(5):
        await desk.plan(f"late {number}", due_at=f"2026-01-1{number}")
        await desk.plan(f"today {number}", scheduled_at=f"2026-01-21 1{number}:00")
        await desk.plan(f"some day {number}")
    assert await walk(desk, "overdue") == [f"late {number}" for number in range(5)]
    assert await walk(desk, "today") == [f"today {number}" for number in range(5)]
    assert await walk(desk, "upcoming") == [f"some day {number}" for number in range(5)]


async def test_a_first_look_at_all_goes_on_section_by_section(desk: Desk) -> None:
    for number in range(4):
        await desk.plan(f"late {number}", due_at=f"2026-01-1{number}")
        await desk.plan(f"some day {number}")
    queue = await desk.queue(limit=2)
    assert titles(queue) == {"overdue": ["late 0", "late 1"], "upcoming": ["some day 0", "some day 1"]}
    assert totals(queue) == {"overdue": 4, "today": 0, "upcoming": 4, "done_today": 0}
    cursors = {each["section"]: each["next_cursor"] for each in queue["sections"]}
    assert await walk(desk, "overdue", cursors["overdue"]) == ["late 2", "late 3"]
    assert await walk(desk, "upcoming", cursors["upcoming"]) == ["some day 2", "some day 3"]
    assert cursors["today"] is None


async def test_completing_on_the_way_neither_hides_nor_repeats(desk: Desk) -> None:
    made = [await desk.plan(f"late {number}", due_at=f"2026-01-1{number}") for number in range(6)]
    first = await desk.queue(section="overdue", limit=2)
    for each in made[:3]:
        await desk.stage.post(f"/interactions/{each['id']}/complete", {"outcome": "success", "next": {"none": True}})
    second = await desk.queue(section="overdue", limit=2, cursor=first["sections"][0]["next_cursor"])
    assert titles(first) == {"overdue": ["late 0", "late 1"]}
    assert titles(second) == {"overdue": ["late 3", "late 4"]}
    assert totals(second) == {"overdue": 3}


async def test_all_pages_are_of_one_moment(desk: Desk) -> None:
    for number in range(4):
        await desk.plan(f"today {number}", due_at=f"2026-01-21 1{number + 1}:00")
    first = await desk.queue(section="today", limit=2)
    desk.stage.clock.advance(hours=10)
    second = await desk.queue(section="today", limit=2, cursor=first["sections"][0]["next_cursor"])
    assert titles(second) == {"today": ["today 2", "today 3"]}
    assert second["as_of"] == first["as_of"]
    assert {item["interaction"]["is_overdue"] for item in second["sections"][0]["data"]} == {False}
    assert (await desk.titles(section="overdue"))["overdue"] == [f"today {number}" for number in range(4)]


async def test_a_first_look_is_a_short_one(desk: Desk) -> None:
    for number in range(51):
        await desk.plan(f"some day {number}")
    assert len((await desk.titles())["upcoming"]) == 20
    assert len((await desk.titles(section="upcoming"))["upcoming"]) == 50
    assert len((await desk.titles(limit=60))["upcoming"]) == 51


async def test_a_cursor_belongs_to_its_section_and_its_assignee(desk: Desk) -> None:
    for number in range(2):
        await desk.plan(f"some day {number}")
    queue = await desk.queue(section="upcoming", limit=1)
    cursor = queue["sections"][0]["next_cursor"]
    for query in ({}, {"section": "today"}, {"section": "upcoming", "assignee": "none"}):
        await desk.stage.get("/queue", 422, cursor=cursor, **query)
    await desk.stage.get("/queue", 422, section="later")


async def test_loose_ends_are_the_members_and_nobodys_customers(stage: Stage) -> None:
    (ben,) = await stage.rows("SELECT id FROM members WHERE tenant_id = $1 AND name = 'Ben'", ACME.id)
    mine = await stage.customer(name="Mine", owner_id=str(ADA))
    nobodys = await stage.customer(name="Nobody's")
    await stage.customer(name="Ben's", owner_id=str(ben["id"]))
    covered = await stage.customer(name="Covered", owner_id=str(ADA))
    await stage.interaction(covered["id"])
    found = (await stage.get("/queue"))["loose_ends"]
    assert found["total"] == 2
    assert {one["customer_id"] for one in found["data"]} == {mine["id"], nobodys["id"]}
    assert found["data"][0]["why"] == "never_started"
    of_nobody = (await stage.get("/queue", assignee="none"))["loose_ends"]
    assert [one["customer_id"] for one in of_nobody["data"]] == [nobodys["id"]]


async def test_loose_ends_have_pages_too(stage: Stage) -> None:
    made = sorted([(await stage.customer(name=f"Customer {number}"))["id"] for number in range(3)])
    first = await stage.get("/queue", limit=2)
    cursor = first["loose_ends"]["next_cursor"]
    second = await stage.get("/queue", section="loose_ends", limit=2, cursor=cursor)
    assert second["sections"] == []
    seen = [*first["loose_ends"]["data"], *second["loose_ends"]["data"]]
    assert [one["customer_id"] for one in seen] == made
    assert second["loose_ends"]["total"] == 3
    assert (await stage.get("/queue", section="today"))["loose_ends"] is None


async def test_each_item_may_show_what_comes_next(desk: Desk) -> None:
    made = await desk.plan("late", due_at="2026-01-20")
    plain = await desk.queue(section="overdue")
    assert "peek" not in plain["sections"][0]["data"][0]["interaction"]
    (item,) = (await desk.queue(section="overdue", include="peek"))["sections"][0]["data"]
    assert item["interaction"]["peek"] == (await desk.stage.get(f"/interactions/{made['id']}/peek"))["data"]
    assert {one["verb"] for one in item["interaction"]["peek"]} == {"complete", "skip", "cancel"}


async def test_totals_are_those_of_the_lists(desk: Desk) -> None:
    for number in range(7):
        await desk.plan(f"late {number}", due_at="2026-01-20")
        await desk.plan(f"today {number}", scheduled_at="2026-01-21 12:00")
    queue = await desk.queue(limit=200)
    assert {each["section"]: len(each["data"]) for each in queue["sections"]} == totals(queue)
