"""Cursors: they carry on the list that gave them out, and nothing else; tampered ones never break anything."""

import base64
import itertools
import json
from typing import Any

import pytest

from tests.api.looking import faults
from tests.stage import ADA, Stage


@pytest.fixture
async def customer(stage: Stage) -> Any:
    made = await stage.customer()
    for number in range(5):
        await stage.interaction(made["id"], title=f"Item {number}", due_at=f"2026-01-1{number} 10:00")
    return made


def opened(cursor: str) -> list[Any]:
    return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))


def closed(position: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).rstrip(b"=").decode()


LISTS = ["/interactions", "/interactions/customers/{id}/pending", "/interactions/customers/{id}/overdue"]


async def first_page(stage: Stage, customer: Any, path: str, **params: Any) -> tuple[str, str]:
    place = path.format(id=customer["id"])
    cursor = (await stage.get(place, limit=2, **params))["next_cursor"]
    assert cursor is not None
    return place, cursor


OTHER_FILTERS: list[dict[str, Any]] = [
    {"status": "pending"},
    {"sort": "created_at"},
    {"overdue": True},
    {"q": "item"},
    {"type": ["email", "sms"]},
]


async def test_one_of_another_filter_is_refused(stage: Stage, customer: Any) -> None:
    _, cursor = await first_page(stage, customer, "/interactions")
    for other in OTHER_FILTERS:
        problem = await stage.get("/interactions", 422, cursor=cursor, **other)
        assert faults(problem) == ["cursor"]
        assert "another filter" in problem["errors"][0]["message"]


async def test_the_size_of_a_page_is_no_filter(stage: Stage, customer: Any) -> None:
    _, cursor = await first_page(stage, customer, "/interactions")
    assert len((await stage.get("/interactions", limit=200, cursor=cursor))["data"]) == 3


async def test_lists_do_not_take_one_anothers(stage: Stage, customer: Any) -> None:
    other = await stage.customer()
    places = [path.format(id=one["id"]) for path in LISTS for one in (customer, other)]
    for path in LISTS:
        place, cursor = await first_page(stage, customer, path)
        for elsewhere in {*places, "/customers", "/interactions/templates", "/members"} - {place, LISTS[0]}:
            assert faults(await stage.get(elsewhere, 422, cursor=cursor)) == ["cursor"], f"{place} for {elsewhere}"


async def test_what_is_no_cursor_is_refused(stage: Stage, customer: Any) -> None:
    for path in LISTS:
        for junk in ("x", "%%%", "AAAA", "é", "bm9uZQ", "e30", "W10", "WzFd", "/" * 900, "."):
            problem = await stage.get(path.format(id=customer["id"]), 422, cursor=junk)
            assert faults(problem) == ["cursor"], junk


HUGE = 2**40
TAMPERED: list[tuple[int, Any]] = [
    *[(1, value) for value in (None, 7, "x", "2026-01-21T10:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")],
    *[(2, value) for value in (None, 7, "x", str(ADA)[:-1])],
    *[(3, value) for value in (7, "x", "2026-01-21T10:00:00", "0001-01-01T00:00:00+14:00")],
    *[(4, value) for value in (HUGE, -HUGE, 2**70, "1", 1.5)],
    *[(5, value) for value in (7, "\0", "\ud800", "x" * 500)],
]


@pytest.mark.parametrize("path", LISTS)
async def test_a_tampered_one_is_refused_or_harmless(stage: Stage, customer: Any, path: str) -> None:
    """Never a 500, and what is refused is told to be the cursor."""
    place, cursor = await first_page(stage, customer, path)
    for index, value in TAMPERED:
        position = opened(cursor)
        position[index] = value
        answer = await stage.http.get(f"/v1{place}", params={"cursor": closed(position)})
        assert (answer.status_code, faults(answer.json())) == (422, ["cursor"]), f"{index}: {value!r}"


async def test_a_value_of_another_kind_than_the_order_is_refused(stage: Stage, customer: Any) -> None:
    values: dict[int, Any] = {3: "2026-01-21T10:00:00Z", 4: 1, 5: "text"}
    sorts = ["priority", "-priority", "due_at", "-completed_at", "created_at"]
    for sort, (index, value) in itertools.product(sorts, values.items()):
        _, cursor = await first_page(stage, customer, "/interactions", sort=sort)
        right = 4 if "priority" in sort else 3
        position = [*opened(cursor)[:3], None, None, None]
        position[index] = value
        answer = await stage.http.get("/v1/interactions", params={"sort": sort, "cursor": closed(position)})
        assert answer.status_code == (200 if index == right else 422), f"{sort} with {value!r}"


async def test_more_or_less_than_a_position_is_refused(stage: Stage, customer: Any) -> None:
    _, cursor = await first_page(stage, customer, "/interactions")
    position = opened(cursor)
    for other in ([*position, 1], position[:2], {"filter_hash": position[0]}, [position]):
        assert faults(await stage.get("/interactions", 422, cursor=closed(other))) == ["cursor"]


@pytest.mark.parametrize("path", LISTS[1:])
async def test_the_lists_of_a_customer_go_on_where_they_ended(stage: Stage, customer: Any, path: str) -> None:
    place = path.format(id=customer["id"])
    whole = [row["id"] for row in (await stage.get(place))["data"]]
    assert len(whole) == 5
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await stage.get(place, limit=2, **cursor)
        seen += [row["id"] for row in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert seen == whole


async def test_all_pages_are_of_one_moment(stage: Stage, customer: Any) -> None:
    """What falls due while somebody turns pages does not come in between."""
    await stage.interaction(customer["id"], due_at="2026-01-21 10:30")
    params = {"overdue": True, "sort": "due_at", "limit": 3}
    page = await stage.get("/interactions", **params)
    stage.clock.advance(hours=1)
    rest = await stage.get("/interactions", cursor=page["next_cursor"], **params)
    assert (len(rest["data"]), rest["next_cursor"]) == (2, None)
    assert all(row["is_overdue"] for row in page["data"] + rest["data"])
    assert len((await stage.get("/interactions", overdue=True))["data"]) == 6
