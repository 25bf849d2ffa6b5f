"""Turns: the owner functions by which workers find what is due, hold it under a lease, and settle it.

A turn of a tenant is taken in a transaction of that tenant, one of the whole house in a transaction outside.
"""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from onward.domain.records import Tenant
from onward.store.transactions import Tx

NO_TENANT = UUID(int=0)


class DueTurn(msgspec.Struct, frozen=True):
    """A step's turn for one tenant, or for the whole house where `tenant` is None."""

    tenant_id: UUID
    step: str
    failed_times: int
    tenant: Tenant | None


class StepCount(msgspec.Struct, frozen=True):
    """How a step has fared since the beginning; `late` is how many of its turns wait for a worker."""

    step: str
    runs: int
    failures: int
    ran_at: datetime
    late: int


class Turns:
    """What may be asked and told about turns in one transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def sow(self, tenant_steps: list[str], house_steps: list[str], now: datetime) -> None:
        """Give every tenant a turn of each step; those that are there stay."""
        await self._tx.execute("SELECT public.sow_turns($1, $2, $3)", tenant_steps, house_steps, now)

    async def list_due(self, steps: list[str], now: datetime, limit: int) -> list[DueTurn]:
        """Turns that are due and held by nobody, the longest due first. Locks nothing."""
        rows = await self._tx.fetch("SELECT * FROM public.list_due_turns($1, $2, $3)", steps, now, limit)
        return [_due_turn(row) for row in rows if row[3] is not None or row[0] == NO_TENANT]

    async def claim(self, step: str, worker_id: UUID, now: datetime, lease_ends_at: datetime) -> bool:
        """Hold a turn until the lease ends; False when somebody else has it or it is no longer due."""
        sql = "SELECT * FROM public.claim_turn($1, $2, $3, $4, $5)"
        return bool(await self._tx.fetch(sql, self._tx.tenant_id, step, worker_id, now, lease_ends_at))

    async def keep(self, step: str, worker_id: UUID, lease_ends_at: datetime) -> bool:
        """Hold it longer; False when the lease ended and somebody else took it."""
        sql = "SELECT * FROM public.keep_turn($1, $2, $3, $4)"
        return bool(await self._tx.fetch(sql, self._tx.tenant_id, step, worker_id, lease_ends_at))

    async def settle(self, step: str, worker_id: UUID, next_at: datetime, failed_times: int) -> bool:
        """Give it back, due next at `next_at` or at an earlier wish that came meanwhile; False as for `keep`."""
        sql = "SELECT * FROM public.settle_turn($1, $2, $3, $4, $5)"
        return bool(await self._tx.fetch(sql, self._tx.tenant_id, step, worker_id, next_at, failed_times))

    async def count(self, ran: dict[str, int], failed: dict[str, int], now: datetime) -> None:
        """Add to the figures, by step."""
        steps = sorted(ran)
        await self._tx.execute(
            "SELECT public.count_turns($1, $2, $3, $4)",
            steps,
            [ran[step] for step in steps],
            [failed.get(step, 0) for step in steps],
            now,
        )

    async def list_counts(self, late_since: datetime) -> list[StepCount]:
        """The figures by step; a turn is late when it was due before `late_since`."""
        return [
            StepCount(*row) for row in await self._tx.fetch("SELECT * FROM public.list_turn_counts($1)", late_since)
        ]

    async def prune_sessions(self, now: datetime, limit: int) -> int:
        """Drop sessions that have ended; how many."""
        return len(await self._tx.fetch("SELECT public.prune_ended_sessions($1, $2)", now, limit))

    async def prune_links(self, ended_before: datetime, limit: int) -> int:
        """Drop one-time links that were used or ended before; how many."""
        return len(await self._tx.fetch("SELECT public.prune_ended_links($1, $2)", ended_before, limit))


async def bring_forward(tx: Tx, tenant_id: UUID, step: str, at: datetime) -> None:
    """Have a step's next turn for this tenant at `at`, unless it comes sooner; counts once the transaction commits.

    A turn that is under way comes again afterwards.
    """
    await tx.execute("SELECT public.bring_turn_forward($1, $2, $3)", tenant_id, step, at)


def _due_turn(row: asyncpg.Record) -> DueTurn:
    tenant_id, step, failed_times, slug, name, local_member_id = row
    tenant = None if slug is None else Tenant(tenant_id, slug, name, local_member_id)
    return DueTurn(tenant_id, step, failed_times, tenant)
