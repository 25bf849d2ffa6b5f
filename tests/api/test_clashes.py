"""Two people at one thing: one wins, the other is told which version was seen and how the thing stands now."""

import asyncio
from typing import Any

import pytest

from tests.stage import Stage


async def asked(stage: Stage, method: str, path: str, body: dict[str, Any], seen: int | None = None) -> Any:
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    return await stage.http.request(method, f"/v1{path}", json=body, headers=headers)


async def raced(*requests: Any) -> tuple[Any, Any]:
    """The answers of who won and of who lost."""
    first, second = await asyncio.gather(*requests)
    return (first, second) if first.is_success else (second, first)


def told(answer: Any) -> Any:
    problem = answer.json()
    return {name: problem[name] for name in ("seen_version", "current_version", "current") if name in problem}


async def test_two_who_edit_an_interaction_at_once(stage: Stage) -> None:
    step = await stage.interaction((await stage.customer())["id"])
    path = f"/interactions/{step['id']}"
    won, lost = await raced(*(asked(stage, "PUT", path, {"title": title}, 1) for title in ("One", "Two")))
    assert (won.status_code, lost.status_code) == (200, 412)
    assert told(lost) == {"seen_version": 1, "current_version": 2, "current": won.json()}


async def test_two_who_complete_it_with_different_outcomes_at_once(stage: Stage) -> None:
    customer = await stage.customer()
    step = await stage.interaction(customer["id"])
    path = f"/interactions/{step['id']}/complete"
    won, lost = await raced(*(asked(stage, "POST", path, {"outcome": one}) for one in ("success", "failed")))
    assert (won.status_code, lost.status_code) == (200, 409)
    current = told(lost).pop("current")
    assert told(lost) == {"current_version": 2, "current": current}, "no version was named"
    assert current == await stage.get(f"/interactions/{step['id']}")
    assert current["outcome"] == won.json()["interaction"]["outcome"]
    assert current["completed_by"] is not None
    assert current["completed_at"] is not None
    pending = (await stage.get(f"/interactions/customers/{customer['id']}/pending"))["data"]
    assert [one["id"] for one in pending] == [won.json()["next_interaction"]["id"]], "exactly one next step"


@pytest.mark.parametrize(("verb", "body"), [("reschedule", {"by_days": 1}), ("cancel", {}), ("start", {})])
async def test_a_verb_on_what_somebody_finished(stage: Stage, verb: str, body: dict[str, Any]) -> None:
    step = await stage.interaction((await stage.customer())["id"])
    await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
    stale = await asked(stage, "POST", f"/interactions/{step['id']}/{verb}", body, 1)
    assert stale.status_code in {409, 412}
    assert told(stale) | {"current": None} == {"seen_version": 1, "current_version": 2, "current": None}
    assert stale.json()["current"]["status"] == "completed"


async def test_two_who_edit_a_customer_at_once(stage: Stage) -> None:
    customer = await stage.customer()
    path = f"/customers/{customer['id']}"
    won, lost = await raced(*(asked(stage, "PUT", path, {"name": name}, 1) for name in ("One", "Two")))
    assert (won.status_code, lost.status_code) == (200, 412)
    assert told(lost) == {"seen_version": 1, "current_version": 2, "current": won.json()}
    closed = await asked(stage, "POST", f"{path}/close", {}, 1)
    assert (closed.status_code, told(closed)["current"]["name"]) == (412, won.json()["name"])


async def test_a_conflict_that_the_database_finds_tells_it_too(stage: Stage) -> None:
    await stage.customer(external_id="C-1")
    customer = await stage.customer()
    taken = await asked(stage, "PUT", f"/customers/{customer['id']}", {"external_id": "C-1"}, 1)
    assert taken.status_code == 409
    assert told(taken) == {"seen_version": 1, "current_version": 1, "current": customer}


async def test_every_thing_with_versions_tells_its_own(stage: Stage) -> None:
    customer = await stage.customer()
    note = await stage.post(f"/customers/{customer['id']}/notes", {"body": "Likes tea"}, 201)
    path = f"/notes/{note['id']}"
    stale = await asked(stage, "PUT", path, {"body": "Likes coffee"}, 7)
    assert told(stale) == {"seen_version": 7, "current_version": 1, "current": await stage.get(path)}
    template = await stage.template({})
    path = f"/interactions/templates/{template['id']}"
    stale = await asked(stage, "PUT", path, {"is_active": False}, 7)
    assert told(stale) == {"seen_version": 7, "current_version": 1, "current": await stage.get(path)}


async def test_what_has_no_version_or_is_not_there_tells_nothing(stage: Stage) -> None:
    step = await stage.interaction((await stage.customer())["id"])
    job = (await stage.post("/interactions/bulk/skip", {"ids": [step["id"]]}))["job"]
    done = await asked(stage, "POST", f"/jobs/{job['id']}/cancel", {})
    assert (done.status_code, told(done)) == (409, {})
    missing = await asked(stage, "PUT", "/customers/0190a000-0000-7000-8000-00000000dead", {"name": "N"}, 3)
    assert (missing.status_code, told(missing)) == (412, {})
    again = await asked(stage, "POST", "/customers", {"name": "N", "id": (await stage.customer())["id"]})
    assert (again.status_code, told(again)) == (409, {})


async def test_a_header_that_names_no_version_was_not_seen(stage: Stage) -> None:
    step = await stage.interaction((await stage.customer())["id"])
    weak = await stage.http.put(
        f"/v1/interactions/{step['id']}", json={"title": "T"}, headers={"If-Match": '"nonsense"'}
    )
    assert weak.status_code == 412
    assert told(weak) == {"current_version": 1, "current": step}
