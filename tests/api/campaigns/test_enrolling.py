"""Enrolling: each customer once, however often and from however many sides."""

from typing import Any

import pytest

from onward.domain import campaigns as domain_campaigns
from tests.api.bulk.conftest import Runner, statuses
from tests.api.campaigns.conftest import campaign_of, customers, enroll, kinds, workflows
from tests.api.looking import everything, faults, state, together
from tests.stage import GLOBEX, Stage

NOWHERE = "0190a000-0000-7000-8000-00000000dead"


async def enrolled(stage: Stage) -> int:
    rows = await stage.rows("SELECT count(*) FROM campaign_enrolments")
    return int(rows[0][0])


async def test_each_gets_the_first_step(stage: Stage) -> None:
    campaign, chosen = await campaign_of(stage), await customers(stage, 3)
    ran = await enroll(stage, campaign, chosen, start_date="2026-02-02")
    assert (ran["done"], ran["unchanged"], ran["failed"], ran["job"]["kind"]) == (3, 0, 0, "campaign_enroll")
    for customer, item in zip(chosen, ran["data"], strict=True):
        first = await stage.get(f"/interactions/customers/{customer}/next")
        assert (first["id"], first["customer_id"], item["customer_id"]) == (item["interaction_id"], customer, customer)
        assert (first["campaign_id"], first["origin"], first["step_number"]) == (campaign["id"], "workflow_start", 1)
        assert first["scheduled_on"] == "2026-02-02"
    assert len((await stage.get("/interactions", q="step"))["data"]) == 3, "they are found by their titles"
    told = await kinds(stage)
    assert [told.count(kind) for kind in ("campaign.enrolled", "workflow.started", "interaction.created")] == [3, 3, 3]


async def test_once_however_often(stage: Stage) -> None:
    campaign, chosen = await campaign_of(stage), await customers(stage, 2)
    assert statuses((await enroll(stage, campaign, [*chosen, chosen[0]]))["data"]) == ["done", "done", "unchanged"]
    again = await enroll(stage, campaign, chosen)
    assert statuses(again["data"]) == ["unchanged", "unchanged"]
    for run in await workflows(stage, campaign):
        await stage.post(f"/workflows/{run['id']}/exit", {"then": "none"})
    again = await enroll(stage, campaign, chosen)
    assert statuses(again["data"]) == ["unchanged", "unchanged"], "also when the workflow is over"
    assert len(await workflows(stage, campaign)) == await enrolled(stage) == 2


async def test_from_many_sides_at_once(stage: Stage) -> None:
    campaign, chosen = await campaign_of(stage), await customers(stage, 6)
    path, sides = f"/v1/campaigns/{campaign['id']}/enroll", [chosen, chosen[::-1], chosen[:4], chosen[2:]]
    answers = await together(*(stage.http.post(path, json={"customer_ids": side}) for side in sides * 2))
    assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
    assert sum(answer.json()["done"] for answer in answers) == 6
    assert len(await workflows(stage, campaign)) == await enrolled(stage) == 6


async def test_who_cannot_be_enrolled_is_told(stage: Stage) -> None:
    campaign = await campaign_of(stage, {"type": "email"})
    fine, closed, paused, silent, running, erased = await customers(stage, 6)
    await stage.post(f"/customers/{closed}/close")
    await stage.post(f"/customers/{paused}/pause")
    await stage.put(f"/customers/{silent}", {"do_not_contact": ["email"]})
    start = {"customer_id": running, "template_id": campaign["template_id"]}
    await stage.post("/interactions/workflow/start", start, 201)
    await stage.post(f"/customers/{erased}/erase")
    chosen = [fine, closed, paused, silent, running, erased, NOWHERE]
    before = await everything(stage)
    refused = await enroll(stage, campaign, chosen, 409, atomic=True)
    assert faults(refused) == [f"items[{number}]" for number in range(1, 7)]
    assert await everything(stage) == before
    ran = await enroll(stage, campaign, chosen)
    assert statuses(ran["data"]) == ["done", *["failed"] * 6]
    assert [item["code"] for item in ran["data"][1:]] == [*["conflict"] * 5, "not-found"]
    words = ["closed", "paused", "must not be contacted by email", "already running", "erased", "no customer"]
    for word, item in zip(words, ran["data"][1:], strict=True):
        assert word in item["why"]
    assert await enrolled(stage) == 1


async def test_a_stand_in_lets_a_customer_in_whom_the_first_step_would_not_reach(stage: Stage) -> None:
    campaign = await campaign_of(stage, {"type": "email", "fallback_type": "phone_call"})
    (silent,) = await customers(stage, 1, do_not_contact=["email"])
    await enroll(stage, campaign, [silent])
    assert (await stage.get(f"/interactions/customers/{silent}/next"))["type"] == "phone_call"


async def test_by_a_filter(stage: Stage) -> None:
    campaign = await campaign_of(stage)
    wanted, _ = await customers(stage, 2, tags=["spring"]), await customers(stage, 2)
    await stage.post(f"/customers/{wanted[1]}/close")
    path = f"/campaigns/{campaign['id']}/enroll"
    tried = await stage.post(path, {"filter": {"tag": ["spring"]}, "dry_run": True})
    assert [item["customer_id"] for item in tried["data"]] == wanted[:1], "closed ones are not meant"
    assert await enrolled(stage) == 0
    ran = await stage.post(path, {"filter": {"tag": ["spring"]}})
    assert [item["customer_id"] for item in ran["data"]] == wanted[:1]
    named = await stage.post(path, {"filter": {"tag": ["spring"], "status": ["active", "closed"]}})
    assert statuses(named["data"]) == ["unchanged", "failed"]
    nobody = await stage.post(path, {"filter": {"tag": ["autumn"]}})
    assert nobody["data"] == []


async def test_a_filter_that_finds_too_many_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain_campaigns, "MOST_ENROLLED", 2)
    campaign = await campaign_of(stage)
    await customers(stage, 3)
    before = await everything(stage)
    refused = await stage.post(f"/campaigns/{campaign['id']}/enroll", {"filter": {}}, 422)
    assert faults(refused) == ["filter"]
    assert await everything(stage) == before


async def test_a_dry_run_changes_nothing_and_says_what_would_come(stage: Stage) -> None:
    campaign, chosen = await campaign_of(stage), await customers(stage, 2)
    before = await everything(stage, but=frozenset({"audit_log"}))
    tried = await enroll(stage, campaign, chosen, dry_run=True)
    assert await everything(stage, but=frozenset({"audit_log"})) == before
    assert (tried["dry_run"], tried["job"], tried["done"]) == (True, None, 2)
    assert [(item["interaction_id"], item["interaction"]["title"]) for item in tried["data"]] == [(None, "Step 1")] * 2


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["customer_ids", "filter"]),
        ({"customer_ids": [NOWHERE], "filter": {}}, ["customer_ids", "filter"]),
        ({"customer_ids": []}, ["customer_ids"]),
        ({"filter": {"owner_id": ["nobody"]}}, ["filter.owner_id"]),
    ],
)
async def test_whom_must_be_said(stage: Stage, body: dict[str, Any], fields: list[str]) -> None:
    campaign = await campaign_of(stage)
    refused = await stage.post(f"/campaigns/{campaign['id']}/enroll", body, 422)
    assert faults(refused) == fields


async def test_a_campaign_that_starts_nothing(stage: Stage) -> None:
    chosen = await customers(stage, 1)
    without = await stage.post("/campaigns", {"name": "Without"}, 201)
    archived, over = await campaign_of(stage), await campaign_of(stage)
    await stage.post(f"/campaigns/{over['id']}/end")
    for one in (without, over):
        await enroll(stage, one, chosen, 409)
    await stage.post(f"/interactions/templates/{archived['template_id']}/archive")
    assert "not active" in (await enroll(stage, archived, chosen))["data"][0]["why"]
    start = {"customer_id": chosen[0], "template_id": over["template_id"], "campaign_id": over["id"]}
    await stage.post("/interactions/workflow/start", start, 409)
    assert await enrolled(stage) == 0


async def test_undone_where_nothing_came_of_it_yet(stage: Stage) -> None:
    campaign, chosen = await campaign_of(stage), await customers(stage, 3)
    before = await state(stage)
    ran = await enroll(stage, campaign, chosen)
    undone = await stage.post(f"/jobs/{ran['job']['id']}/undo")
    assert undone["done"] == 3
    assert await state(stage) == before
    assert await enrolled(stage) == 0
    assert (await kinds(stage)).count("campaign.withdrawn") == 3
    again = await enroll(stage, campaign, chosen)
    assert again["done"] == 3, "who was withdrawn can be enrolled anew"
    moved = await stage.post(f"/interactions/{again['data'][0]['interaction_id']}/complete", {"outcome": "success"})
    paused = (await stage.get(f"/interactions/{again['data'][1]['interaction_id']}"))["workflow_id"]
    await stage.post(f"/workflows/{paused}/pause")
    undone = await stage.post(f"/jobs/{again['job']['id']}/undo")
    assert statuses(undone["data"]) == ["failed", "failed", "done"]
    assert (await stage.get(f"/interactions/customers/{chosen[0]}/next"))["id"] == moved["next_interaction"]["id"]
    assert await enrolled(stage) == 2


@pytest.mark.usefixtures("small_limits")
async def test_many_are_a_job(stage: Stage, runner: Runner) -> None:
    campaign, chosen = await campaign_of(stage), await customers(stage, 5)
    ran = await enroll(stage, campaign, chosen, 202)
    assert (ran["job"]["status"], ran["job"]["left"], ran["data"]) == ("queued", 5, [])
    twin = await enroll(stage, campaign, chosen, 202)
    await runner.unit()
    assert await enrolled(stage) == 2
    await runner.run()
    first, second = await stage.get(f"/jobs/{ran['job']['id']}"), await stage.get(f"/jobs/{twin['job']['id']}")
    assert (first["status"], first["done"], second["done"], second["unchanged"]) == ("done", 5, 0, 5)
    assert len(await workflows(stage, campaign)) == await enrolled(stage) == 5
    undone = await stage.post(f"/jobs/{first['id']}/undo", {}, 202)
    await runner.run()
    assert (await stage.get(f"/jobs/{undone['job']['id']}"))["done"] == 5
    assert await enrolled(stage) == 0


@pytest.mark.usefixtures("small_limits")
async def test_what_is_left_of_a_job_is_refused_once_the_campaign_is_paused(stage: Stage, runner: Runner) -> None:
    campaign, chosen = await campaign_of(stage), await customers(stage, 5)
    ran = await enroll(stage, campaign, chosen, 202)
    await runner.unit()
    await stage.post(f"/campaigns/{campaign['id']}/pause")
    await runner.run()
    job = await stage.get(f"/jobs/{ran['job']['id']}")
    assert (job["status"], job["done"], job["failed"]) == ("done", 2, 3)
    assert {run["status"] for run in await workflows(stage, campaign)} == {"paused"}


async def test_enrolled_and_paused_at_once(stage: Stage) -> None:
    """Whoever is first: no workflow is left running in a paused campaign."""
    for _ in range(4):
        campaign, chosen = await campaign_of(stage), await customers(stage, 5)
        path = f"/v1/campaigns/{campaign['id']}"
        answers = await together(
            stage.http.post(f"{path}/enroll", json={"customer_ids": chosen}), stage.http.post(f"{path}/pause", json={})
        )
        assert (answers[0].status_code in {200, 409}, answers[1].status_code) == (True, 200), [
            one.text for one in answers
        ]
        assert await workflows(stage, campaign, status="active") == []


async def test_enrolled_and_closed_at_once(stage: Stage) -> None:
    """Whoever is first: nothing is planned for a closed customer."""
    campaign = await campaign_of(stage)
    for _ in range(4):
        (customer,) = await customers(stage, 1)
        answers = await together(
            stage.http.post(f"/v1/campaigns/{campaign['id']}/enroll", json={"customer_ids": [customer]}),
            stage.http.post(f"/v1/customers/{customer}/close", json={}),
        )
        assert [answer.status_code for answer in answers] == [200, 200], [answer.text for answer in answers]
        assert (await stage.get(f"/interactions/customers/{customer}/pending"))["data"] == []
    assert await workflows(stage, campaign, status="active") == []


async def test_who_was_merged_since_stays_enrolled_by_an_undo(stage: Stage) -> None:
    campaign, (survivor, duplicate) = await campaign_of(stage), await customers(stage, 2)
    ran = await enroll(stage, campaign, [duplicate])
    await stage.post(f"/customers/{survivor}/merge", {"from": duplicate})
    assert statuses((await stage.post(f"/jobs/{ran['job']['id']}/undo"))["data"]) == ["failed"]
    step = await stage.get(f"/interactions/customers/{survivor}/next")
    assert (step["id"], await enrolled(stage)) == (ran["data"][0]["interaction_id"], 1)


async def test_a_merged_customer_stays_enrolled_once(stage: Stage) -> None:
    campaign, other = await campaign_of(stage), await campaign_of(stage)
    survivor, duplicate = await customers(stage, 2)
    await enroll(stage, campaign, [survivor, duplicate])
    await enroll(stage, other, [duplicate])
    await stage.post(f"/customers/{survivor}/merge", {"from": duplicate})
    assert statuses((await enroll(stage, campaign, [survivor]))["data"]) == ["unchanged"]
    assert statuses((await enroll(stage, other, [survivor]))["data"]) == ["unchanged"]
    assert await enrolled(stage) == 2


async def test_another_tenants_customers_are_not_there(stage: Stage) -> None:
    async with stage.client(**{"X-Tenant-ID": GLOBEX.slug}) as cleo:
        theirs = (await cleo.post("/v1/customers", json={"name": "Theirs"})).json()["id"]
        campaign = await campaign_of(stage)
        ran = await enroll(stage, campaign, [theirs])
        assert [(item["status"], item["code"]) for item in ran["data"]] == [("failed", "not-found")]
        refused = await cleo.post(f"/v1/campaigns/{campaign['id']}/enroll", json={"customer_ids": [theirs]})
        assert refused.status_code == 404
    assert await enrolled(stage) == 0
