"""The log of events page by page, and who may follow it."""

from typing import Any

import pytest

from onward.api.feeds import FeedLimits
from tests.api.looking import faults
from tests.api.streaming import app_over, following
from tests.stage import Stage, new_id


class TestWhoMayFollow:
    async def test_only_so_many_at_once(self, stage: Stage) -> None:
        app = app_over(stage, FeedLimits(most_followers_of_one=2, most_followers=3))
        owner, viewer = f"Bearer {await stage.key('owner')}", f"Bearer {await stage.key('viewer')}"
        async with following(app, authorization=owner) as one, following(app, authorization=owner):
            await one.messages(1)
            async with following(app, authorization=owner) as third:
                assert (third.status, third.headers["retry-after"]) == (429, "5")
                assert (await third.body())["type"] == "/problems/too-many"
            async with following(app, authorization=viewer) as other:
                assert other.status == 200
                async with following(app, authorization=viewer) as fourth:
                    assert fourth.status == 429
        async with following(app, authorization=owner) as again:
            assert again.status == 200

    @pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}], ids=str)
    async def test_a_foreign_page_may_not(self, stage: Stage, headers: dict[str, str]) -> None:
        app = app_over(stage)
        async with following(app, **headers) as stream:
            assert stream.status == 403
        key = await stage.key("viewer")
        async with following(app, authorization=f"Bearer {key}", **headers) as stream:
            assert stream.status == 200

    async def test_nobody_may_not(self, stage: Stage) -> None:
        await stage.key("owner")
        async with following(app_over(stage)) as stream:
            assert stream.status == 401

    async def test_a_head_says_what_it_would_be(self, stage: Stage) -> None:
        answer = await stage.http.head("/v1/events/stream")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")


class TestList:
    async def test_page_by_page_oldest_first(self, stage: Stage) -> None:
        customer = await stage.customer()
        await stage.put(f"/customers/{customer['id']}", {"name": "Initrode"})
        await stage.customer()
        found = []
        query: dict[str, Any] = {"limit": 2}
        while True:
            page = await stage.get("/events", **query)
            found += page["data"]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        assert [each["kind"] for each in found[-3:]] == ["customer.created", "customer.updated", "customer.created"]
        assert len({each["id"] for each in found}) == len(found)
        assert (found[-2]["old"]["name"], found[-2]["new"]["name"]) == ("Initech", "Initrode")

    async def test_after_an_event(self, stage: Stage) -> None:
        last = (await stage.get("/events", limit=200))["data"][-1]["id"]
        assert (await stage.get("/events", after=last)) == {"data": [], "next_cursor": None}
        await stage.customer()
        assert [each["kind"] for each in (await stage.get("/events", after=last))["data"]] == ["customer.created"]

    async def test_filters(self, stage: Stage) -> None:
        customer = await stage.customer()
        stage.clock.advance(days=1)
        call = await stage.interaction(customer["id"])
        await stage.post(f"/interactions/{call['id']}/start")

        async def kinds(**query: Any) -> list[str]:
            return [each["kind"] for each in (await stage.get("/events", **query))["data"]]

        assert await kinds(customer_id=customer["id"]) == [
            "customer.created",
            "interaction.created",
            "interaction.started",
        ]
        assert await kinds(interaction_id=call["id"]) == ["interaction.created", "interaction.started"]
        assert await kinds(kind=["interaction.started", "customer.created"]) == [
            "customer.created",
            "interaction.started",
        ]
        assert await kinds(since="2026-01-22") == ["interaction.created", "interaction.started"]
        assert await kinds(since="2027-01-22") == []

    async def test_what_is_refused(self, stage: Stage) -> None:
        assert faults(await stage.get("/events", 422, after=str(new_id()))) == ["after"]
        assert faults(await stage.get("/events", 422, cursor="nonsense")) == ["cursor"]
        assert faults(await stage.get("/events", 422, since="soon")) == ["since"]
        assert faults(await stage.get("/events/stream", 422, after="nonsense")) == ["after"]
