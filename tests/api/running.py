"""A workflow under way: what the tests of workflows begin with."""

from typing import Any

from tests.stage import Stage

SUCCESS = {"outcome": "success"}


async def started(stage: Stage, *steps: dict[str, Any], **fields: Any) -> Any:
    """The first step of a new customer's run of a template with these steps."""
    template = await stage.template(*(steps or ({}, {}, {})), **fields)
    body = {"customer_id": (await stage.customer())["id"], "template_id": template["id"]}
    return await stage.post("/interactions/workflow/start", body, 201)


async def complete(stage: Stage, step: Any, expect: int = 200, **body: Any) -> Any:
    return await stage.post(f"/interactions/{step['id']}/complete", {**SUCCESS, **body}, expect)


async def workflow(stage: Stage, step: Any) -> Any:
    """The detail of the step's workflow."""
    return await stage.get(f"/workflows/{step['workflow_id']}")


async def act(stage: Stage, step: Any, verb: str, expect: int = 200, /, **body: Any) -> Any:
    """Do something with the step's workflow."""
    return await stage.post(f"/workflows/{step['workflow_id']}/{verb}", body, expect)


async def kinds(stage: Stage, step: Any) -> list[str]:
    """What was noted about the step's workflow itself, in order."""
    rows = await stage.rows(
        "SELECT kind FROM events WHERE workflow_id = $1 AND kind LIKE 'workflow.%' ORDER BY id", step["workflow_id"]
    )
    return [row[0] for row in rows]
