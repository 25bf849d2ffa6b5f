"""Notes about customers: whoever wrote one changes it, everybody reads it."""

from typing import Any

import pytest

from tests.api.looking import everything, together
from tests.stage import ADA, Stage


@pytest.fixture
async def path(stage: Stage) -> str:
    return f"/customers/{(await stage.customer())['id']}/notes"


async def note(stage: Stage, path: str, body: str = "Prefers to be called in the morning") -> Any:
    return await stage.post(path, {"body": body}, 201)


async def test_a_note_is_written_read_changed_and_removed(stage: Stage, path: str) -> None:
    made = await note(stage, path)
    assert (made["body"], made["version"], made["author_id"]) == (
        "Prefers to be called in the morning",
        1,
        str(ADA),
    )
    changed = await stage.put(f"/notes/{made['id']}", {"body": "Prefers letters"})
    assert (changed["body"], changed["version"]) == ("Prefers letters", 2)
    assert await stage.get(f"/notes/{made['id']}") == changed
    assert (await stage.get(path))["data"] == [changed]
    await stage.call("DELETE", f"/notes/{made['id']}", 204)
    assert (await stage.get(path))["data"] == []
    kinds = [row[0] for row in await stage.rows("SELECT kind FROM events WHERE kind LIKE 'customer.note%' ORDER BY id")]
    assert kinds == ["customer.note_added", "customer.note_changed", "customer.note_removed"]


async def test_saying_the_same_again_changes_nothing(stage: Stage, path: str) -> None:
    made = await note(stage, path)
    before = await everything(stage)
    assert await stage.put(f"/notes/{made['id']}", {"body": made["body"]}) == made
    assert await everything(stage) == before


async def test_somebody_elses_note_stays_as_it_is(stage: Stage, path: str) -> None:
    made = await note(stage, path)
    key = await stage.key("owner")
    before = await everything(stage, but=frozenset({"audit_log"}))
    async with stage.client(Authorization=f"Bearer {key}") as other:
        address = f"/v1/notes/{made['id']}"
        assert (await other.put(address, json={"body": "Mine"})).status_code == 403
        assert (await other.delete(address)).status_code == 403
        assert (await other.get(address)).status_code == 200
    assert await everything(stage, but=frozenset({"audit_log"})) == before


@pytest.mark.parametrize("body", ["", "x" * 10_001, None, 7])
async def test_what_is_no_note_is_refused(stage: Stage, path: str, body: Any) -> None:
    before = await everything(stage)
    await stage.post(path, {"body": body}, 422)
    assert await everything(stage) == before


async def test_of_two_changes_at_once_one_is_stale(stage: Stage, path: str) -> None:
    made = await note(stage, path)
    answers = await together(
        *(
            stage.http.put(f"/v1/notes/{made['id']}", json={"body": body}, headers={"If-Match": '"1"'})
            for body in ("One", "Two")
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_a_customer_with_a_note_has_a_history(stage: Stage, path: str) -> None:
    await note(stage, path)
    await stage.call("DELETE", path.removesuffix("/notes"), 409)


async def test_pages_of_notes(stage: Stage, path: str) -> None:
    bodies = [f"Note {number}" for number in range(5)]
    for body in bodies:
        await note(stage, path, body)
        stage.clock.advance(minutes=1)
    page = await stage.get(path, limit=3)
    rest = await stage.get(path, limit=3, cursor=page["next_cursor"])
    assert [each["body"] for each in page["data"] + rest["data"]] == bodies[::-1]
    assert rest["next_cursor"] is None


async def test_of_nobody(stage: Stage) -> None:
    nobody = "/customers/0190a000-0000-7000-8000-00000000dead/notes"
    await stage.get(nobody, 404)
    await stage.post(nobody, {"body": "Hello"}, 404)
    await stage.put("/notes/0190a000-0000-7000-8000-00000000dead", {"body": "Hello"}, 404)
