"""What interactions link to besides customers: members, campaigns and conversations."""

from typing import Any

from tests.api.looking import everything, faults, together
from tests.stage import CLEO, GLOBEX, Stage, new_id


async def test_members(stage: Stage) -> None:
    body = {"name": "Dora", "role": "manager", "email": "dora@acme.example", "zone": "Europe/Berlin"}
    answer = await stage.http.post("/v1/members", json=body)
    made = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"/v1/members/{made['id']}")
    assert {name: made[name] for name in body} == body
    assert (made["is_active"], made["version"]) == (True, 1)
    assert await stage.get(f"/members/{made['id']}") == made
    assert [one["name"] for one in (await stage.get("/members", sort="name"))["data"]] == ["Ben", "Dora", "Owner"]
    assert (await stage.get("/members", is_active=False))["data"] == []
    await stage.post("/members", {**body, "name": "Twin"}, 409)
    await stage.get(f"/members/{CLEO}", 404)


async def test_campaigns(stage: Stage) -> None:
    made = [await stage.post("/campaigns", {"name": f"Campaign {number}"}, 201) for number in range(3)]
    assert (made[0]["status"], made[0]["version"]) == ("active", 1)
    assert await stage.get(f"/campaigns/{made[0]['id']}") == made[0]
    page = await stage.get("/campaigns", limit=2, sort="created_at")
    rest = await stage.get("/campaigns", limit=2, sort="created_at", cursor=page["next_cursor"])
    assert sorted(one["id"] for one in page["data"] + rest["data"]) == sorted(one["id"] for one in made)
    await stage.get(f"/campaigns/{GLOBEX.id}", 404)


async def test_conversations(stage: Stage) -> None:
    one, other = [await stage.customer() for _ in range(2)]
    body = {"customer_id": one["id"], "channel": "email", "subject": "Prices", "external_id": "T-1"}
    made = await stage.post("/conversations", body, 201)
    assert made.pop("interactions") == []
    assert {name: made[name] for name in body} == body
    assert made["status"] == "open"
    assert await stage.get(f"/conversations/{made['id']}") == made
    await stage.post("/conversations", {"customer_id": other["id"], "channel": "sms"}, 201)
    assert (await stage.get("/conversations", customer_id=one["id"]))["data"] == [made]
    assert len((await stage.get("/conversations"))["data"]) == 2
    await stage.post("/conversations", {**body, "customer_id": other["id"]}, 409)
    await stage.get(f"/conversations/{GLOBEX.id}", 404)


async def test_of_many_at_once_with_one_address_one_is_made(stage: Stage) -> None:
    body = {"name": "Dora", "role": "rep", "email": "dora@acme.example"}
    answers = await together(*(stage.http.post("/v1/members", json=body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 4


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("/members", {"name": "Dora", "role": "king"}, "role"),
    ("/members", {"role": "rep"}, "name"),
    ("/members", {"name": "Dora", "role": "rep", "email": "x"}, "email"),
    ("/members", {"name": "Dora", "role": "rep", "zone": "Mars"}, "zone"),
    ("/members", {"name": "Dora", "role": "rep", "is_active": False}, "is_active"),
    ("/campaigns", {"name": ""}, "name"),
    ("/campaigns", {"name": "x", "status": "ended"}, "status"),
    ("/conversations", {"customer_id": str(new_id()), "channel": "email"}, "customer_id"),
    ("/conversations", {"customer_id": str(new_id()), "channel": "pigeon"}, "channel"),
    ("/conversations", {"channel": "email"}, "customer_id"),
]


async def test_what_is_refused(stage: Stage) -> None:
    before = await everything(stage)
    for path, body, field in REFUSED:
        assert faults(await stage.post(path, body, 422)) == [field], body
    assert await everything(stage) == before
