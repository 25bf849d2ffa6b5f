"""What a list gives beside each interaction, and how many there are of what it lists."""

from typing import Any

import pytest

from tests.api.looking import faults
from tests.stage import GLOBEX, Stage


async def test_a_list_tells_whose_each_is_and_where_in_its_template_it_stands(stage: Stage) -> None:
    template = await stage.template({}, {}, {})
    customer = await stage.customer(name="Initech", company="Initech Ltd", timezone="Asia/Tokyo")
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    first = await stage.post("/interactions/workflow/start", body, 201)
    completion = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
    second = completion["next_interaction"]
    alone = await stage.interaction(customer["id"])
    listed = (await stage.get("/interactions", include=["customer", "template"]))["data"]
    rows = {row["id"]: row for row in listed}
    whose = {"id": customer["id"], "name": "Initech", "company": "Initech Ltd", "timezone": "Asia/Tokyo"}
    assert [row["customer"] for row in listed] == [whose] * 3
    assert rows[alone["id"]]["template"] is None
    place = rows[second["id"]]["template"]
    assert (place["id"], place["name"], place["version"]) == (template["id"], template["name"], 1)
    assert (place["step_number"], place["position"], place["step_count"]) == (2, 2, 3)


async def test_one_interaction_and_a_customers_lists_take_the_same(stage: Stage) -> None:
    made = await stage.interaction((await stage.customer())["id"])
    one = await stage.get(f"/interactions/{made['id']}", include=["customer", "template"])
    (open_one,) = (await stage.get(f"/interactions/customers/{made['customer_id']}/pending", include="customer"))[
        "data"
    ]
    assert one["customer"] == open_one["customer"]
    assert one["template"] is None
    assert "template" not in open_one
    assert "peek" not in one


async def test_what_is_not_asked_for_is_not_given(stage: Stage) -> None:
    made = await stage.interaction((await stage.customer())["id"])
    plain = await stage.get(f"/interactions/{made['id']}")
    assert not {"customer", "template", "peek"} & plain.keys()
    refused = await stage.get("/interactions", 422, include="owner")
    assert "include" in faults(refused)


@pytest.mark.parametrize(
    "filters", [{}, {"status": ["pending"]}, {"priority": "high"}, {"q": "item"}, {"overdue": "true"}, {"q": "nobody"}]
)
async def test_the_count_is_that_of_the_list(stage: Stage, filters: dict[str, Any]) -> None:
    customer = await stage.customer(name="Hooli")
    for number in range(6):
        await stage.interaction(
            customer["id"],
            title=f"Item {number}",
            priority="high" if number % 2 else "low",
            due_at="2026-01-01" if number % 3 else None,
        )
    (last,) = (await stage.get("/interactions", limit=1))["data"]
    await stage.post(f"/interactions/{last['id']}/complete", {"outcome": "success"})
    listed = (await stage.get("/interactions", limit=200, **filters))["data"]
    assert await stage.get("/interactions/count", **filters) == {"total": len(listed)}


async def test_nobody_counts_what_another_tenant_has(stage: Stage) -> None:
    await stage.interaction((await stage.customer())["id"])
    async with stage.client(**{"X-Tenant-ID": GLOBEX.slug}) as cleo:
        assert (await cleo.get("/v1/interactions/count")).json() == {"total": 0}


async def test_a_page_is_nothing_to_count_by(stage: Stage) -> None:
    assert "limit" in faults(await stage.get("/interactions/count", 422, limit=1))
