"""The product's first description, call by call: what it promised works as written there."""

from tests.stage import Stage


async def test_completing_creates_the_next_step_of_the_default_template(stage: Stage) -> None:
    customer = await stage.customer()
    first = await stage.interaction(customer["id"], scheduled_at="2026-01-22 10:00:00", due_at="2026-01-22 17:00:00")
    assert first["scheduled_at"] == "2026-01-22T10:00:00Z"

    done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})

    following = done["next_interaction"]
    assert done["interaction"]["status"] == "completed"
    assert done["interaction"]["next_interaction_id"] == following["id"]
    assert following["previous_interaction_id"] == first["id"]
    assert following["title"] == "Initial Phone Call"
    assert following["scheduled_at"] == "2026-01-26T10:00:00Z"
    assert done["next_step"]["created"] is True
    assert done["next_step"]["reason"] == "default_template"
    assert (await stage.get(f"/interactions/customers/{customer['id']}/next"))["id"] == following["id"]
