"""A file of what happened before: it arrives as over and done, and nothing follows from it."""

from typing import Any

import pytest

from tests.api.imports.desk import Desk, told
from tests.stage import Stage

HISTORY = """\
Customer number,Type,Subject,Date,Result,Notes,Assigned to
C-1,Phone call,Talked about the roof,2025-11-03 14:00,Interested,Wants a price,ben@acme.example
C-1,Meeting,Saw the house,04.12.2025 9:30,won_over,,
C-2,,,2025-12-24,,,
"""


@pytest.fixture
async def known(stage: Stage) -> Any:
    await stage.customer(name="Anna", external_id="C-1", email="anna@meier.example")
    await stage.customer(name="Bo", external_id="C-2", email="bo@berg.example")


async def items(stage: Stage) -> list[Any]:
    found: list[Any] = (await stage.get("/interactions", sort="created_at"))["data"]
    return found


async def test_history_is_over_when_it_arrives(desk: Desk, stage: Stage, known: None) -> None:
    made = await desk.imported(HISTORY, kind="interactions")
    assert told(made) == ("done", 3, 0, 0)
    talk, visit, note = await items(stage)
    assert (talk["type"], talk["title"], talk["status"]) == ("phone_call", "Talked about the roof", "completed")
    assert (talk["completed_at"], talk["outcome"]) == ("2025-11-03T14:00:00Z", "interested")
    assert (talk["outcome_details"], talk["origin"]) == ("Wants a price", "imported")
    assert talk["assignee_id"] is not None
    assert (visit["type"], visit["completed_at"], visit["outcome"]) == ("meeting", "2025-12-04T09:30:00Z", "won_over")
    assert (note["type"], note["title"], note["completed_at"]) == ("phone_call", "Phone call", "2025-12-24T00:00:00Z")
    assert [one["next_interaction_id"] for one in (talk, visit, note)] == [None] * 3
    assert "won_over" in {one["key"] for one in (await stage.get("/outcomes"))["data"]}
    assert [one["title"] for one in (await stage.get("/interactions", q="roof"))["data"]] == ["Talked about the roof"]


async def test_nothing_follows_and_nothing_can_be_made_to(desk: Desk, stage: Stage, known: None) -> None:
    await desk.imported(HISTORY, kind="interactions")
    talk, *_ = await items(stage)
    kinds = {row[0] for row in await stage.rows("SELECT DISTINCT kind FROM events WHERE interaction_id IS NOT NULL")}
    assert kinds == {"interaction.imported"}
    assert await stage.rows("SELECT FROM workflows") == []
    again = await stage.post(f"/interactions/{talk['id']}/complete", {"outcome": "interested"})
    assert (again["next_interaction"], again["next_step"]["reason"]) == (None, "exit")
    await stage.post(f"/interactions/{talk['id']}/undo", {}, 409)
    uncovered = (await stage.get("/coverage"))["data"]
    assert [(one["name"], one["why"]) for one in uncovered] == [("Anna", "imported"), ("Bo", "imported")]


BAD = """\
customer_external_id,customer_email,title,completed_at,status,outcome
C-1,,Fine,2025-11-03,,
,Bo@Berg.example,By address,2025-11-03,cancelled,
C-9,,Nobody,2025-11-03,,
,,No customer,2025-11-03,,
C-1,,Tomorrow,2026-01-22,,
C-1,,Never,,,
C-1,,Open,2025-11-03,pending,
C-1,,Both,2025-11-03,cancelled,success
C-1,,Or so,3/11/2025,,
C-1,,Nonsense,the other day,,
C-1,,Reserved,2025-11-03,,skipped
"""


async def test_what_cannot_be_history_is_reported(desk: Desk, stage: Stage, known: None) -> None:
    made = await desk.imported(BAD, kind="interactions")
    assert told(made) == ("done", 2, 0, 9)
    assert [(one["title"], one["status"]) for one in await items(stage)] == [
        ("Fine", "completed"),
        ("By address", "cancelled"),
    ]
    reasons = [reason for _, _, reason in await desk.reasons(made)]
    for words, reason in zip(
        [
            "no customer has the external_id C-9",
            "names no customer",
            "lies in the future",
            "says nothing about completed_at",
            "only what is over can be imported",
            "has an outcome, but is cancelled",
            "say which in date_order",
            "is no time",
            "is reserved",
        ],
        sorted(reasons, key=reasons.index),
        strict=True,
    ):
        assert words in reason


@pytest.mark.parametrize(
    ("order", "at"), [("day_first", "2025-11-03T00:00:00Z"), ("month_first", "2025-03-11T00:00:00Z")]
)
async def test_the_order_of_dates_is_as_told(desk: Desk, stage: Stage, known: None, order: str, at: str) -> None:
    content = "customer_external_id,completed_at\nC-1,3/11/2025\n"
    assert told(await desk.imported(content, kind="interactions", date_order=order)) == ("done", 1, 0, 0)
    (one,) = await items(stage)
    assert one["completed_at"] == at


async def test_an_address_of_two_customers_tells_neither(desk: Desk, stage: Stage, known: None) -> None:
    await stage.customer(name="Anna's twin", email="ANNA@meier.example")
    made = await desk.imported("customer_email,completed_at\nanna@meier.example,2025-11-03\n", kind="interactions")
    assert await desk.reasons(made) == [(2, "error", "2 customers have the e-mail address anna@meier.example")]


async def test_undo_takes_history_back_but_what_was_written_on(desk: Desk, stage: Stage, known: None) -> None:
    made = await desk.imported(HISTORY, kind="interactions")
    talk, *_ = await items(stage)
    await stage.put(f"/interactions/{talk['id']}", {"description": "Remember the dog"})
    undone = await desk.act(made, "undo")
    assert told(undone) == ("undone", 2, 0, 1)
    assert await desk.reasons(undone, "kept") == [(2, "kept", "it was changed since")]
    assert [one["id"] for one in await items(stage)] == [talk["id"]]
    assert (await stage.get("/interactions", q="house"))["data"] == []


async def test_what_was_exported_can_be_imported(desk: Desk, stage: Stage, known: None) -> None:
    await desk.imported(HISTORY, kind="interactions")
    customers = (await stage.http.get("/v1/exports/customers")).text
    interactions = (await stage.http.get("/v1/exports/interactions")).text
    stage.http.headers["X-Tenant-ID"] = "globex"
    assert told(await desk.imported(customers)) == ("done", 2, 0, 0)
    made = await desk.imported(interactions.replace("ben@acme.example", ""), kind="interactions")
    assert told(made) == ("done", 3, 0, 0), "ids of another tenant name nobody here, but the addresses do"
    assert [one["title"] for one in await items(stage)] == ["Talked about the roof", "Saw the house", "Phone call"]


async def test_an_external_id_gives_way_to_nothing(desk: Desk, stage: Stage, known: None) -> None:
    """What happened with somebody is never told of somebody else."""
    people = await desk.customers()
    of_anna, of_bo = people["Anna"]["id"], people["Bo"]["id"]
    unknown = "0198a000-0000-7000-8000-00000000abcd"
    lines = [
        f"{of_anna},C-1,anna@meier.example,2025-11-01",
        f"{unknown},C-2,anna@meier.example,2025-11-02",
        f"{of_anna},,bo@berg.example,2025-11-03",
        ",C-9,anna@meier.example,2025-11-04",
        f"{of_anna},C-9,anna@meier.example,2025-11-05",
        f"{of_anna},C-2,,2025-11-06",
        f"{unknown},,,2025-11-07",
        f"{unknown},,nobody@nowhere.example,2025-11-08",
    ]
    heading = "customer_id,customer_external_id,customer_email,completed_at"
    made = await desk.imported("\n".join([heading, *lines, ""]), kind="interactions")
    assert [one["customer_id"] for one in await items(stage)] == [of_anna, of_bo, of_anna]
    assert await desk.reasons(made) == [
        (5, "error", "no customer has the external_id C-9"),
        (6, "error", "no customer has the external_id C-9"),
        (7, "error", f"the id {of_anna} and the external_id C-2 are of different customers"),
        (8, "error", f"no customer has the id {unknown}"),
        (9, "error", "no customer has the e-mail address nobody@nowhere.example"),
    ]
