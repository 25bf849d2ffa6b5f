"""What is overdue: one answer everywhere, by the tenant's clock, and never for a customer who is gone."""

from datetime import UTC, datetime
from typing import Any

import pytest

from onward.domain.records import TenantSettings
from tests.stage import Stage


async def overdue(stage: Stage) -> set[str]:
    """Titles of what is overdue, after all answers have been compared."""
    late, rest, everything = [
        (await stage.get("/interactions", limit=200, **params))["data"]
        for params in ({"overdue": True}, {"overdue": False}, {})
    ]
    assert {row["id"] for row in late} | {row["id"] for row in rest} == {row["id"] for row in everything}
    assert len(late) + len(rest) == len(everything)
    assert all(row["is_overdue"] for row in late)
    assert not any(row["is_overdue"] for row in rest)
    for row in everything:
        assert (await stage.get(f"/interactions/{row['id']}"))["is_overdue"] is row["is_overdue"]
    of_customers = [
        row["id"]
        for customer_id in {row["customer_id"] for row in everything}
        for row in (await stage.get(f"/interactions/customers/{customer_id}/overdue"))["data"]
    ]
    assert sorted(of_customers) == sorted(row["id"] for row in late)
    return {row["title"] for row in late}


async def test_only_what_is_open_and_was_due(stage: Stage) -> None:
    customer = await stage.customer()
    dues = {
        "long ago": "2025-01-01",
        "yesterday": "2026-01-20",
        "a second ago": "2026-01-21T09:59:59Z",
        "now": "2026-01-21T10:00:00Z",
        "today": "2026-01-21",
        "tomorrow": "2026-01-22",
        "never": None,
    }
    for title, due in dues.items():
        await stage.interaction(customer["id"], title=title, due_at=due)
    for verb in ("complete", "skip", "cancel"):
        done = await stage.interaction(customer["id"], title=verb, due_at="2026-01-01")
        await stage.post(f"/interactions/{done['id']}/{verb}", {"outcome": "success"} if verb == "complete" else {})
    started = await stage.interaction(customer["id"], title="started", due_at="2026-01-01")
    await stage.post(f"/interactions/{started['id']}/start")
    assert await overdue(stage) == {"long ago", "yesterday", "a second ago", "started"}
    stage.clock.advance(microseconds=1)
    assert "now" in await overdue(stage)


async def test_a_due_day_without_a_time_lasts_until_it_is_over(stage: Stage) -> None:
    """A step's day count means the whole day, whatever the hour that it was reckoned from."""
    await stage.no_default_template()
    call = await stage.interaction((await stage.customer())["id"])
    done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
    assert (done["next_interaction"]["due_at"], done["next_interaction"]["due_all_day"]) == (
        "2026-01-26T10:00:00Z",
        True,
    )
    stage.clock.now = datetime(2026, 1, 26, 23, 59, 59, tzinfo=UTC)
    assert await overdue(stage) == set()
    stage.clock.advance(seconds=1)
    assert len(await overdue(stage)) == 1


@pytest.mark.parametrize(
    ("zone", "now", "late"),
    [
        ("Pacific/Kiritimati", "2026-01-21T09:59:59Z", {"20th"}),
        ("Pacific/Kiritimati", "2026-01-21T10:00:00Z", {"20th", "21st"}),
        ("America/New_York", "2026-01-21T04:59:59Z", set()),
        ("America/New_York", "2026-01-21T05:00:00Z", {"20th"}),
        ("Asia/Kathmandu", "2026-01-21T18:14:59Z", {"20th"}),
        ("Asia/Kathmandu", "2026-01-21T18:15:00Z", {"20th", "21st"}),
        # Beirut's clocks go forward at midnight on 29 March 2026: that day begins at 01:00.
        ("Asia/Beirut", "2026-03-28T21:59:59Z", {"20th", "21st", "22nd"}),
        ("Asia/Beirut", "2026-03-28T22:00:00Z", {"20th", "21st", "22nd", "28th"}),
    ],
)
async def test_a_day_begins_in_the_tenants_zone(stage: Stage, zone: str, now: str, late: set[str]) -> None:
    await stage.configure(TenantSettings(zone=zone))
    customer = await stage.customer(timezone="Asia/Tokyo")
    for title, day in {"20th": "2026-01-20", "21st": "2026-01-21", "22nd": "2026-01-22", "28th": "2026-03-28"}.items():
        await stage.interaction(customer["id"], title=title, due_at=day)
    stage.clock.now = datetime.fromisoformat(now)
    assert await overdue(stage) == late


class TestClosedCustomers:
    @pytest.fixture
    async def late(self, stage: Stage) -> Any:
        return await stage.interaction((await stage.customer())["id"], title="late", due_at="2026-01-20")

    async def test_what_was_made_by_hand_stays_open_and_leaves_the_overdue_lists(self, stage: Stage, late: Any) -> None:
        assert await overdue(stage) == {"late"}
        await stage.post(f"/customers/{late['customer_id']}/close")
        assert await overdue(stage) == set()
        pending = await stage.get(f"/interactions/customers/{late['customer_id']}/pending")
        assert [row["id"] for row in pending["data"]] == [late["id"]]
        await stage.post(f"/customers/{late['customer_id']}/reopen")
        assert await overdue(stage) == {"late"}

    async def test_pausing_changes_nothing(self, stage: Stage, late: Any) -> None:
        await stage.post(f"/customers/{late['customer_id']}/pause")
        assert await overdue(stage) == {"late"}

    async def test_closing_by_an_edit_is_the_same(self, stage: Stage, late: Any) -> None:
        await stage.put(f"/customers/{late['customer_id']}", {"status": "closed"})
        assert await overdue(stage) == set()
        await stage.put(f"/customers/{late['customer_id']}", {"status": "paused"})
        assert await overdue(stage) == {"late"}

    async def test_what_is_made_for_a_closed_one_is_not_overdue_either(self, stage: Stage) -> None:
        customer = await stage.customer()
        await stage.post(f"/customers/{customer['id']}/close")
        await stage.interaction(customer["id"], title="late", due_at="2026-01-20")
        assert await overdue(stage) == set()
        await stage.post(f"/customers/{customer['id']}/reopen")
        assert await overdue(stage) == {"late"}


class TestRanges:
    """A bare day at the end of a range belongs to it whole, also where it has 23 or 25 hours."""

    @pytest.mark.parametrize(("day", "following"), [("2026-03-08", "2026-03-09"), ("2026-11-01", "2026-11-02")])
    async def test_a_day_on_which_the_clocks_change(self, stage: Stage, day: str, following: str) -> None:
        await stage.configure(TenantSettings(zone="America/New_York"))
        customer = await stage.customer()
        for when in (f"{day} 00:00", f"{day} 23:59:59.999999", f"{following} 00:00"):
            await stage.interaction(customer["id"], title=when, scheduled_at=when)
        within = await stage.get("/interactions", scheduled_from=day, scheduled_to=day)
        assert {row["title"] for row in within["data"]} == {f"{day} 00:00", f"{day} 23:59:59.999999"}

    async def test_the_last_day_of_the_calendar(self, stage: Stage) -> None:
        await stage.interaction((await stage.customer())["id"], due_at="9999-12-30")
        assert len((await stage.get("/interactions", due_to="9999-12-30"))["data"]) == 1
        assert len((await stage.get("/interactions", due_from="9999-12-30"))["data"]) == 1


class TestWorkingOrder:
    async def test_by_plan_else_by_due_then_priority(self, stage: Stage) -> None:
        customer = await stage.customer()
        plans: list[tuple[str, dict[str, Any]]] = [
            ("7 nothing", {}),
            ("6 nothing but urgent", {"priority": "urgent"}),
            ("5 due late", {"due_at": "2026-03-01 09:00"}),
            ("4 low", {"scheduled_at": "2026-02-01 09:00", "priority": "low"}),
            ("3 normal", {"scheduled_at": "2026-02-01 09:00"}),
            ("2 high, by its due time", {"due_at": "2026-02-01 09:00", "priority": "high"}),
            ("1 soon, due much later", {"scheduled_at": "2026-01-22", "due_at": "2027-01-01", "priority": "low"}),
        ]
        for title, fields in plans:
            await stage.interaction(customer["id"], title=title, **fields)
        place = f"/interactions/customers/{customer['id']}"
        titles = [row["title"] for row in (await stage.get(f"{place}/pending"))["data"]]
        assert titles == sorted(title for title, _ in plans)
        assert (await stage.get(f"{place}/next"))["title"] == titles[0]

    @pytest.mark.parametrize("which", ["next", "pending", "overdue"])
    async def test_another_tenants_customer_is_like_an_unknown_one(self, stage: Stage, which: str) -> None:
        customer = await stage.customer()
        async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
            theirs = await cleo.get(f"/v1/interactions/customers/{customer['id']}/{which}")
        assert theirs.status_code == 404
        assert (await stage.get(f"/interactions/customers/{theirs.json()['request_id']}/{which}", 404))["detail"] == (
            theirs.json()["detail"]
        )

    async def test_a_customer_with_nothing_has_empty_lists(self, stage: Stage) -> None:
        place = f"/interactions/customers/{(await stage.customer())['id']}"
        for which in ("pending", "overdue"):
            assert await stage.get(f"{place}/{which}") == {"data": [], "next_cursor": None}
        await stage.get(f"{place}/next", 204)
