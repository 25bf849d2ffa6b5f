"""A conversation with a customer: what the tests of conversations, rules and replies begin with."""

from typing import Any

from tests.stage import Stage


async def talk(stage: Stage, **fields: Any) -> Any:
    customer = await stage.customer(name="Nora")
    return await stage.post("/conversations", {"customer_id": customer["id"], "channel": "email", **fields}, 201)


async def say(stage: Stage, talk: Any, body: str = "Hello?", expect: int = 201, **fields: Any) -> Any:
    message = {"direction": "inbound", "body": body, **fields}
    return await stage.post(f"/conversations/{talk['id']}/messages", message, expect)


async def rule(stage: Stage, **fields: Any) -> Any:
    wanted = {"name": "Respond", "trigger": "message_received", **fields}
    return await stage.post("/conversation-rules", wanted, 201)


async def run_of(stage: Stage, customer_id: str, on_reply: str) -> str:
    template = await stage.template({}, {}, on_reply=on_reply, name=f"On reply {on_reply}")
    first = await stage.post(
        "/interactions/workflow/start", {"customer_id": customer_id, "template_id": template["id"]}, 201
    )
    return str(first["workflow_id"])


async def pending(stage: Stage, customer_id: str) -> list[Any]:
    return list((await stage.get(f"/interactions/customers/{customer_id}/pending"))["data"])
