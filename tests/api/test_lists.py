"""The list of interactions: every filter against a plain reckoning of the same, and every order."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.looking import ben, faults
from tests.stage import ADA, CLEO, GLOBEX, Stage

RANK = {"low": 0, "normal": 1, "high": 2, "urgent": 3}
Row = dict[str, Any]


@pytest.fixture
async def all_rows(stage: Stage) -> list[Row]:
    """Eighteen interactions of three customers, of all kinds; what is listed is compared with these."""
    rep = await ben(stage)
    customers = [await stage.customer(name=name) for name in ("Initech", "Hooli", "Umbrella")]
    campaign = await stage.post("/campaigns", {"name": "Spring"}, 201)
    talk = await stage.post("/conversations", {"customer_id": customers[0]["id"], "channel": "email"}, 201)
    kinds = itertools.cycle(["phone_call", "email", "site_visit"])
    dates = itertools.cycle([None, "2026-01-19 09:00", "2026-01-21", "2026-01-21 12:00", "2026-02-02 09:00"])
    priorities = itertools.cycle(RANK)
    assignees = itertools.cycle([None, str(ADA), rep, None])
    made = []
    for number, customer in enumerate(customers * 6):
        if number % 4 == 0:
            stage.clock.advance(seconds=1)
        scheduled = next(dates)
        made.append(
            await stage.interaction(
                customer["id"],
                type=next(kinds),
                title=f"Item {number}",
                priority=next(priorities),
                assignee_id=next(assignees),
                scheduled_at=scheduled,
                due_at="2026-02-20 10:00" if number % 2 else scheduled,
                campaign_id=campaign["id"] if number % 5 == 0 else None,
                conversation_id=talk["id"] if number % 6 == 0 else None,
            )
        )
    for number, (verb, body) in enumerate(
        [
            ("complete", {"outcome": "success"}),
            ("complete", {"outcome": "failed"}),
            ("skip", {}),
            ("cancel", {}),
            ("start", {}),
        ]
    ):
        stage.clock.advance(seconds=1)
        await stage.post(f"/interactions/{made[number * 3]['id']}/{verb}", body)
    template = await stage.template({}, {})
    for customer in customers[:2]:
        body = {"customer_id": customer["id"], "template_id": template["id"]}
        await stage.post("/interactions/workflow/start", body, 201)
    rows: list[Row] = (await stage.get("/interactions", limit=200))["data"]
    assert len(rows) == 20
    return rows


async def listed(stage: Stage, **params: Any) -> list[str]:
    return [row["id"] for row in (await stage.get("/interactions", limit=200, **params))["data"]]


Filter = tuple[dict[str, Any], Callable[[Row], bool]]


def filters(rows: list[Row]) -> dict[str, Filter]:
    """Each filter as it is asked, and as it is meant."""
    sample = {
        name: next(row[name] for row in rows if row[name])
        for name in ("customer_id", "campaign_id", "conversation_id", "template_id", "workflow_id", "assignee_id")
    }
    equal: dict[str, Filter] = {
        name: ({name: value}, lambda row, name=name, value=value: row[name] == value) for name, value in sample.items()
    }
    return {
        **equal,
        "two customers": (
            {"customer_id": [rows[0]["customer_id"], rows[1]["customer_id"]]},
            lambda row: row["customer_id"] in {rows[0]["customer_id"], rows[1]["customer_id"]},
        ),
        "one status": ({"status": "pending"}, lambda row: row["status"] == "pending"),
        "two statuses": ({"status": ["skipped", "completed"]}, lambda row: row["status"] in {"skipped", "completed"}),
        "two types": ({"type": ["email", "site_visit"]}, lambda row: row["type"] in {"email", "site_visit"}),
        "priority": ({"priority": ["high", "urgent"]}, lambda row: row["priority"] in {"high", "urgent"}),
        "outcome": ({"outcome": ["success", "nonsense"]}, lambda row: row["outcome"] == "success"),
        "me": ({"assignee_id": "me"}, lambda row: row["assignee_id"] == str(ADA)),
        "none": ({"assignee_id": "none"}, lambda row: row["assignee_id"] is None),
        "me or none": ({"assignee_id": ["me", "none"]}, lambda row: row["assignee_id"] in {None, str(ADA)}),
        "overdue": ({"overdue": True}, lambda row: row["is_overdue"]),
        "not overdue": ({"overdue": False}, lambda row: not row["is_overdue"]),
        "scheduled from": (
            {"scheduled_from": "2026-01-21"},
            lambda row: row["scheduled_at"] and row["scheduled_at"] >= "2026-01-21",
        ),
        "scheduled to a day": (
            {"scheduled_to": "2026-01-21"},
            lambda row: row["scheduled_at"] and row["scheduled_at"] < "2026-01-22",
        ),
        "scheduled to a time": (
            {"scheduled_to": "2026-01-21T12:00:00Z"},
            lambda row: row["scheduled_at"] and row["scheduled_at"] <= "2026-01-21T12:00:00Z",
        ),
        "due between": (
            {"due_from": "2026-01-21T12:00:00Z", "due_to": "2026-02-19"},
            lambda row: row["due_at"] and "2026-01-21T12:00:00Z" <= row["due_at"] < "2026-02-20",
        ),
    }


async def test_each_filter_alone(stage: Stage, all_rows: list[Row]) -> None:
    for name, (asked, meant) in filters(all_rows).items():
        expected = [row["id"] for row in all_rows if meant(row)]
        assert await listed(stage, **asked) == expected, name
        assert 0 < len(expected) < len(all_rows), f"{name} would not show a fault"


async def test_any_two_filters_together(stage: Stage, all_rows: list[Row]) -> None:
    for (one, (asked, meant)), (other, (more, also)) in itertools.combinations(filters(all_rows).items(), 2):
        if not asked.keys() & more.keys():
            expected = [row["id"] for row in all_rows if meant(row) and also(row)]
            assert await listed(stage, **asked, **more) == expected, f"{one} and {other}"


async def test_all_filters_together(stage: Stage, all_rows: list[Row]) -> None:
    row = next(row for row in all_rows if row["conversation_id"] and row["campaign_id"])
    asked = {
        name: row[name] for name in ("status", "type", "priority", "customer_id", "campaign_id", "conversation_id")
    }
    asked["assignee_id"] = row["assignee_id"] or "none"
    assert await listed(stage, **asked, overdue=row["is_overdue"], q="item init") == [row["id"]]


async def test_somebody_elses_ids_match_nothing(stage: Stage, all_rows: list[Row]) -> None:
    for name in ("customer_id", "assignee_id", "campaign_id", "conversation_id", "template_id", "workflow_id"):
        for identity in (CLEO, GLOBEX.id):
            assert await listed(stage, **{name: str(identity)}) == []


SORTS = ["scheduled_at", "due_at", "priority", "created_at", "completed_at"]


def in_order(rows: list[Row], sort: str) -> list[str]:
    """Nulls last both ways, ties by id in the direction of the order."""
    name, backwards = sort.removeprefix("-"), sort.startswith("-")

    def key(row: Row) -> Any:
        return RANK[row[name]] if name == "priority" else row[name]

    known = sorted(
        (row for row in rows if row[name] is not None), key=lambda row: (key(row), row["id"]), reverse=backwards
    )
    unknown = sorted((row for row in rows if row[name] is None), key=lambda row: row["id"], reverse=backwards)
    return [row["id"] for row in known + unknown]


async def test_every_order_whole_and_in_pages(stage: Stage, all_rows: list[Row]) -> None:
    for sort, limit in itertools.product([sign + name for name in SORTS for sign in ("", "-")], [200, 20, 3, 1]):
        assert await in_pages(stage, sort=sort, limit=limit) == in_order(all_rows, sort), f"{sort} by {limit}"


async def in_pages(stage: Stage, **params: Any) -> list[str]:
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await stage.get("/interactions", **params, **cursor)
        seen += [row["id"] for row in page["data"]]
        if page["next_cursor"] is None:
            return seen
        assert len(page["data"]) == params["limit"]
        cursor = {"cursor": page["next_cursor"]}


async def test_out_of_the_box_the_newest_comes_first_in_any_status(stage: Stage, all_rows: list[Row]) -> None:
    page = await stage.get("/interactions")
    assert [row["id"] for row in page["data"]] == in_order(all_rows, "-created_at")
    assert page["next_cursor"] is None
    assert {row["status"] for row in page["data"]} == {"pending", "in_progress", "completed", "skipped", "cancelled"}


async def test_fifty_to_a_page(stage: Stage) -> None:
    customer = await stage.customer()
    for _ in range(51):
        await stage.interaction(customer["id"])
    page = await stage.get("/interactions")
    assert len(page["data"]) == 50
    rest = await stage.get("/interactions", cursor=page["next_cursor"])
    assert (len(rest["data"]), rest["next_cursor"]) == (1, None)


async def test_pages_stay_whole_while_rows_come_and_change(stage: Stage, all_rows: list[Row]) -> None:
    expected = [row["id"] for row in all_rows]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await stage.get("/interactions", limit=4, **cursor)
        seen += [row["id"] for row in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
        stage.clock.advance(seconds=1)
        await stage.interaction(all_rows[0]["customer_id"])
        await stage.put(f"/interactions/{page['data'][-1]['id']}", {"description": "changed"})
    assert seen == expected


REFUSED = [
    *((f"limit={value}", "limit") for value in ("0", "201", "-1", "1.5", "x", "", "9" * 25)),
    ("colour=red", "colour"),
    ("overdue=true&overdue=false", "overdue"),
    ("limit=1&limit=2", "limit"),
    ("sort=title", "sort"),
    ("sort=priority&sort=due_at", "sort"),
    ("status=done", "status"),
    ("status=pending&status=done", "status"),
    ("priority=asap", "priority"),
    ("type=Phone%20Call", "type"),
    ("customer_id=nobody", "customer_id"),
    ("assignee_id=nobody", "assignee_id"),
    ("assignee_id=", "assignee_id"),
    ("overdue=perhaps", "overdue"),
    ("scheduled_from=soon", "scheduled_from"),
    ("scheduled_to=2026-02-30", "scheduled_to"),
    ("due_from=2026-01-01&due_from=2026-01-02", "due_from"),
    ("due_to=10000-01-01", "due_to"),
    ("q=%00", "q"),
    ("q=" + "x" * 201, "q"),
    ("cursor=", "cursor"),
]


async def test_what_is_refused(stage: Stage) -> None:
    for query, field in REFUSED:
        answer = await stage.http.get(f"/v1/interactions?{query}")
        assert (answer.status_code, faults(answer.json())) == (422, [field]), query


async def test_me_means_nobody_for_a_key_of_no_member(stage: Stage) -> None:
    async with stage.client(Authorization=f"Bearer {await stage.key('rep')}") as script:
        answer = await script.get("/v1/interactions?assignee_id=me")
    assert (answer.status_code, faults(answer.json())) == (422, ["assignee_id"])
