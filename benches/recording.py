"""The messages that the product sends to PostgreSQL, taken down while it works on one sample customer.

pgbench later sends the same ones, so that a benchmark cannot drift away from the product.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from benches.fill import acting_for
from benches.world import id_of, tenant_of
from onward.actions import finishing
from onward.actions.acting import Acting
from onward.domain.overdue import cutoffs
from onward.store import interaction_lists, interactions
from onward.store.interaction_lists import InteractionFilter
from onward.store.pages import Keyset
from onward.store.transactions import Database, Tx

NEW_PREFIX = "0190a{:03x}-0000-7000-8000-"
_FIRST_NEW = 0x100
_MOST_NEW = 20
COMPLETION = finishing.Completion(outcome="success", outcome_details="Customer interested, wants proposal")
PAGE = 50


class Message(msgspec.Struct, frozen=True):
    """One round trip: without arguments a simple message, else one prepared statement."""

    sql: str
    args: tuple[Any, ...] = ()


class Recording:
    """A connection that takes down what is sent over it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.messages: list[Message] = []

    async def execute(self, sql: str, *args: object, **options: Any) -> str:
        self.messages.append(Message(sql, args))
        status: str = await self._connection.execute(sql, *args, **options)
        return status

    async def fetch(self, sql: str, *args: object, **options: Any) -> Any:
        self.messages.append(Message(sql, args))
        return await self._connection.fetch(sql, *args, **options)

    async def fetchrow(self, sql: str, *args: object, **options: Any) -> Any:
        self.messages.append(Message(sql, args))
        return await self._connection.fetchrow(sql, *args, **options)


def new_id(place: int, customer: str) -> UUID:
    """The place-th id that an act makes for a customer, whose number is written with twelve digits."""
    return UUID(NEW_PREFIX.format(_FIRST_NEW + place) + customer)


def _new_ids(customer: int) -> Iterator[UUID]:
    digits = str(id_of("customer", customer))[-12:]
    return (new_id(place, digits) for place in range(_MOST_NEW))


async def completion(dsn: str, customer: int, interaction_id: UUID) -> list[Message]:
    """The messages of one completion, which is rolled back."""

    async def act(acting: Acting) -> None:
        finished = await finishing.complete_interaction(acting, interaction_id, COMPLETION)
        if not finished.next_step.created:
            raise RuntimeError(f"the sample completion created no next step: {finished.next_step}")

    return await _taken_down(dsn, customer, act)


async def next_step(dsn: str, customer: int) -> list[Message]:
    async def act(acting: Acting) -> None:
        await interactions.find_next_of_customer(acting.tx, acting.tenant_id, id_of("customer", customer))

    return await _taken_down(dsn, customer, act)


async def first_page(dsn: str, customer: int) -> list[Message]:
    """A tenant's newest fifty, and one more that tells whether there is another page."""

    async def act(acting: Acting) -> None:
        newest = Keyset("created_at", descending=True)
        await interaction_lists.list_interactions(
            acting.tx, acting.tenant_id, InteractionFilter(), cutoffs(acting.now, "UTC"), newest, PAGE + 1
        )

    return await _taken_down(dsn, customer, act)


async def _taken_down(dsn: str, customer: int, act: Any) -> list[Message]:
    database = Database(dsn, size=1)
    await database.open()
    async with database.pool.acquire() as connection:
        recording = Recording(connection)
        tenant = tenant_of(customer)
        tx = Tx(recording, id_of("tenant", tenant))
        acting = acting_for(tx, tenant, datetime.now(UTC))
        ids = _new_ids(customer)
        await act(msgspec.structs.replace(acting, new_id=lambda: next(ids)))
        await connection.execute("ROLLBACK")
    await database.close()
    return recording.messages
