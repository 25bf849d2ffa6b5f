"""Onward inside another program: a customer, a call, and the next step that follows by itself.

It uses the database of the server's own ONWARD_… settings, and there the tenant `demo`:

    onward demo
    python examples/library.py
"""

import asyncio
import os
from datetime import UTC, datetime, timedelta

from onward import Onward, wiring
from onward.domain.errors import Conflict


async def work(database_url: str) -> None:
    async with Onward.connect(database_url, tenant="demo") as onward:
        customer = await onward.create_customer("Maria Lindqvist", company="Lindqvist & Sons", tags=["example"])
        call = await onward.create_interaction(
            customer.id,
            "phone_call",
            "Call about the new hall",
            scheduled_at=datetime.now(UTC),
            due_at=datetime.now(UTC) + timedelta(hours=8),
            priority="high",
        )
        done = await onward.complete(call.id, "success", "Interested, wants a proposal")
        print(f"Completed: {done.interaction.title}, with the outcome {done.interaction.outcome}")
        print(f"Why what comes next: {done.next_step.explanation}")

        following = await onward.next_pending(customer.id)
        if following is not None:
            print(f"Next step: {following.title}, planned for {following.scheduled_on}")

        try:
            await onward.complete(call.id, "no_answer")
        except Conflict as refused:
            print(f"Refused: {refused}")


def main() -> None:
    with wiring.open_engine(wiring.read_settings(os.environ)) as addresses:
        asyncio.run(work(addresses.database))


if __name__ == "__main__":
    main()
