"""Saved views: one's own and the team's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest

from onward.domain.credentials import make_key
from onward.store.tenants import ApiKey, Registry
from tests.api.looking import ben, everything, faults, together
from tests.stage import ACME, ADA, Stage, new_id

MINE = {"name": "Late calls", "screen": "interactions", "query": {"overdue": "true", "type": "phone_call"}}
TEAMS = {**MINE, "name": "All late calls", "scope": "team"}


@asynccontextmanager
async def somebody(stage: Stage, role: Any, member_id: UUID) -> AsyncIterator[httpx.AsyncClient]:
    """A member at work, by a key that acts for them."""
    text, secret_hash = make_key(ACME.id, new_id().bytes + new_id().bytes)
    key = ApiKey(new_id(), ACME.id, role, role, member_id, stage.clock.now, None, None)
    await Registry(stage.owner).insert_key(key, secret_hash)
    async with stage.client(Authorization=f"Bearer {text}") as client:
        yield client


async def names(client: httpx.AsyncClient, **query: Any) -> list[str]:
    return [view["name"] for view in (await client.get("/v1/views", params=query)).json()["data"]]


async def test_a_view_lives_and_its_query_is_one_of_the_list(stage: Stage) -> None:
    made = await stage.post("/views", MINE, 201)
    assert (made["scope"], made["owner_id"], made["version"]) == ("personal", str(ADA), 1)
    assert made["query"] == {"overdue": ["true"], "type": ["phone_call"]}
    assert (await stage.http.get("/v1/interactions", params=made["query"])).status_code == 200
    changed = await stage.put(f"/views/{made['id']}", {"query": {"sort": "due_at"}}, 200, **{"If-Match": '"1"'})
    assert (changed["query"], changed["name"], changed["version"]) == ({"sort": ["due_at"]}, "Late calls", 2)
    assert await stage.put(f"/views/{made['id']}", {"name": "Late calls"}) == changed
    assert (await stage.get("/views"))["data"] == [changed]
    assert await stage.get(f"/views/{made['id']}") == changed
    await stage.call("DELETE", f"/views/{made['id']}", 204)
    await stage.get(f"/views/{made['id']}", 404)
    await stage.call("DELETE", f"/views/{made['id']}", 404)


@pytest.mark.parametrize(
    ("screen", "query", "fields"),
    [
        ("interactions", {"colour": "red"}, ["query.colour"]),
        ("interactions", {"status": ["pending", "gone"], "limit": "0"}, ["query.status", "query.limit"]),
        ("interactions", {"overdue": ["true", "false"]}, ["query.overdue"]),
        ("interactions", {"customer_id": "nobody"}, ["query.customer_id"]),
        ("interactions", {"cursor": "abc"}, ["query.cursor"]),
        ("interactions", {"type": ["phone_call"] * 201}, ["query"]),
        ("interactions", {"q": "a\x00b"}, ["query.q"]),
        ("customers", {"type": "phone_call"}, ["query.type"]),
        ("workflows", {"status": "gone"}, ["query.status"]),
        ("templates", {"is_active": "maybe"}, ["query.is_active"]),
        ("campaigns", {"sort": "colour"}, ["query.sort"]),
        ("conversations", {"customer_id": "nobody"}, ["query.customer_id"]),
        ("calendar", {}, ["screen"]),
    ],
)
async def test_a_query_that_the_list_would_refuse_is_refused(
    stage: Stage, screen: str, query: dict[str, Any], fields: list[str]
) -> None:
    before = await everything(stage)
    body = {"name": "Wrong", "screen": screen, "query": query}
    found = faults(await stage.post("/views", body, 422))
    assert {field.partition("[")[0] for field in found} == set(fields)
    assert await everything(stage) == before


async def test_the_teams_views_are_for_all_and_personal_ones_for_their_owner(stage: Stage) -> None:
    ben_id = UUID(await ben(stage))
    async with somebody(stage, "manager", ADA) as ada, somebody(stage, "rep", ben_id) as rep:
        teams = (await ada.post("/v1/views", json=TEAMS)).json()
        adas = (await ada.post("/v1/views", json=MINE)).json()
        bens = (await rep.post("/v1/views", json={**MINE, "name": "Mine"})).json()
        assert await names(ada) == ["All late calls", "Late calls"]
        assert await names(rep) == ["All late calls", "Mine"]
        assert await names(rep, screen="customers") == []
        assert (await rep.get(f"/v1/views/{teams['id']}")).status_code == 200
        for view in (adas, {"id": str(new_id())}):
            path = f"/v1/views/{view['id']}"
            answers = [await rep.get(path), await rep.put(path, json={"name": "x"}), await rep.delete(path)]
            assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert (await ada.put(f"/v1/views/{bens['id']}", json={"name": "x"})).status_code == 404


async def test_the_teams_views_are_changed_by_managers(stage: Stage) -> None:
    ben_id = UUID(await ben(stage))
    async with somebody(stage, "manager", ADA) as ada, somebody(stage, "rep", ben_id) as rep:
        teams = (await ada.post("/v1/views", json=TEAMS)).json()
        mine = (await rep.post("/v1/views", json=MINE)).json()
        path = f"/v1/views/{teams['id']}"
        refused = [
            await rep.post("/v1/views", json=TEAMS),
            await rep.put(path, json={"name": "x"}),
            await rep.put(path, json={"scope": "personal"}),
            await rep.delete(path),
            await rep.put(f"/v1/views/{mine['id']}", json={"scope": "team"}),
        ]
        assert [answer.status_code for answer in refused] == [403] * 5
        assert "manager or owner" in refused[0].json()["detail"]
        assert (await ada.put(path, json={"scope": "personal"})).json()["owner_id"] == str(ADA)
        assert await names(rep) == ["Late calls"]


async def test_a_viewer_reads_them_only(stage: Stage) -> None:
    ben_id = UUID(await ben(stage))
    async with somebody(stage, "manager", ADA) as ada, somebody(stage, "viewer", ben_id) as viewer:
        await ada.post("/v1/views", json=TEAMS)
        assert await names(viewer) == ["All late calls"]
        assert (await viewer.post("/v1/views", json=MINE)).status_code == 403


async def test_of_two_changes_at_once_one_wins(stage: Stage) -> None:
    made = await stage.post("/views", MINE, 201)

    def renaming(name: str) -> Any:
        return stage.http.put(f"/v1/views/{made['id']}", json={"name": name}, headers={"If-Match": '"1"'})

    answers = await together(renaming("One"), renaming("Two"))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    stale = await stage.http.delete(f"/v1/views/{made['id']}", headers={"If-Match": '"1"'})
    assert stale.status_code == 412


async def test_there_is_an_end_to_how_many(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onward.actions.views.MOST_VIEWS", 1)
    await stage.post("/views", MINE, 201)
    assert (await stage.post("/views", MINE, 409))["type"] == "/problems/conflict"


async def test_the_log_tells_of_the_teams_views_only(stage: Stage) -> None:
    await stage.post("/views", MINE, 201)
    teams = await stage.post("/views", TEAMS, 201)
    await stage.put(f"/views/{teams['id']}", {"name": "Renamed"})
    await stage.call("DELETE", f"/views/{teams['id']}", 204)
    kinds = await stage.rows("SELECT kind FROM events WHERE kind LIKE 'view.%' ORDER BY id")
    assert [row[0] for row in kinds] == ["view.created", "view.updated", "view.deleted"]
