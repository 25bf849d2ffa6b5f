"""Campaigns: made, changed, deleted."""

import asyncio

from tests.api.campaigns.conftest import campaign_of, customers, enroll, kinds
from tests.api.looking import everything, faults, together, until_somebody_waits
from tests.stage import Stage

NOWHERE = "0190a000-0000-7000-8000-00000000dead"


async def test_made_changed_and_deleted(stage: Stage) -> None:
    template = await stage.template({})
    made = await stage.post(
        "/campaigns", {"name": "Spring", "description": "Again", "template_id": template["id"]}, 201
    )
    assert (made["status"], made["description"], made["template_id"]) == ("active", "Again", template["id"])
    changed = await stage.put(f"/campaigns/{made['id']}", {"name": "Summer", "template_id": None})
    assert (changed["name"], changed["description"], changed["template_id"], changed["version"]) == (
        "Summer",
        "Again",
        None,
        2,
    )
    same = await stage.put(f"/campaigns/{made['id']}", {"name": "Summer"})
    assert same == changed, "what is as it was makes no new version"
    assert await stage.get(f"/campaigns/{made['id']}") == changed
    await stage.call("DELETE", f"/campaigns/{made['id']}", 204)
    await stage.get(f"/campaigns/{made['id']}", 404)
    assert [kind for kind in await kinds(stage) if kind.startswith("campaign")] == [
        "campaign.created",
        "campaign.updated",
        "campaign.deleted",
    ]


async def test_what_is_refused(stage: Stage) -> None:
    refused = await stage.post("/campaigns", {"name": "Spring", "template_id": NOWHERE}, 422)
    assert faults(refused) == ["template_id"]
    made = await campaign_of(stage)
    refused = await stage.put(f"/campaigns/{made['id']}", {"template_id": NOWHERE}, 422)
    assert faults(refused) == ["template_id"]
    stale = await stage.http.put(f"/v1/campaigns/{made['id']}", json={"name": "Late"}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    assert (await stage.get(f"/campaigns/{made['id']}"))["version"] == 1


async def test_of_many_changes_at_once_one_wins(stage: Stage) -> None:
    made = await campaign_of(stage)
    path = f"/v1/campaigns/{made['id']}"
    answers = await together(
        *(stage.http.put(path, json={"name": str(number)}, headers={"If-Match": '"1"'}) for number in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 5]
    stale = await stage.http.delete(path, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


async def test_a_change_waits_for_one_that_is_just_being_made(stage: Stage) -> None:
    """Whoever waited knows what was changed meanwhile, and writes no older value over it."""
    made = await campaign_of(stage)
    async with stage.owner.transaction():
        await stage.owner.execute("UPDATE campaigns SET name = 'Summer', version = 2 WHERE id = $1", made["id"])
        waiting = asyncio.ensure_future(stage.put(f"/campaigns/{made['id']}", {"description": "Hot"}))
        await until_somebody_waits(stage, waiting)
    changed = await waiting
    assert (changed["name"], changed["description"], changed["version"]) == ("Summer", "Hot", 3)


async def test_another_template_is_for_those_who_are_enrolled_from_now_on(stage: Stage) -> None:
    campaign, chosen = await campaign_of(stage, {"title": "Old"}), await customers(stage, 2)
    await enroll(stage, campaign, chosen[:1])
    other = await stage.template({"title": "New"}, name="Other")
    await stage.put(f"/campaigns/{campaign['id']}", {"template_id": other["id"]})
    await enroll(stage, campaign, chosen)
    following = [await stage.get(f"/interactions/customers/{customer}/next") for customer in chosen]
    assert [step["title"] for step in following] == ["Old", "New"]


async def test_one_in_which_something_was_started_stays(stage: Stage) -> None:
    used, linked = await campaign_of(stage), await stage.post("/campaigns", {"name": "Linked"}, 201)
    await enroll(stage, used, await customers(stage, 1))
    await stage.interaction((await customers(stage, 1))[0], campaign_id=linked["id"])
    before = await everything(stage)
    for one in (used, linked):
        await stage.call("DELETE", f"/campaigns/{one['id']}", 409)
    assert await everything(stage) == before


async def test_deleted_while_something_is_linked_to_it(stage: Stage) -> None:
    """Whoever is first: the campaign stays with its interaction, or goes and the interaction is refused."""
    for _ in range(4):
        made = await stage.post("/campaigns", {"name": "Spring"}, 201)
        (customer,) = await customers(stage, 1)
        body = {"customer_id": customer, "type": "email", "title": "Write", "campaign_id": made["id"]}
        deleted, linked = await together(
            stage.http.delete(f"/v1/campaigns/{made['id']}"), stage.http.post("/v1/interactions", json=body)
        )
        assert (deleted.status_code, linked.status_code) in {(204, 422), (409, 201)}, (deleted.text, linked.text)


async def test_listed_by_state_and_order(stage: Stage) -> None:
    made = [await stage.post("/campaigns", {"name": name}, 201) for name in ("Winter", "Autumn")]
    await stage.post(f"/campaigns/{made[0]['id']}/end")
    assert [one["name"] for one in (await stage.get("/campaigns", sort="name"))["data"]] == ["Autumn", "Winter"]
    assert [one["name"] for one in (await stage.get("/campaigns", status="ended"))["data"]] == ["Winter"]
    assert (await stage.get("/campaigns", status="paused"))["data"] == []
