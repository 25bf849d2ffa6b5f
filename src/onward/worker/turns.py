"""What a step is given when its turn comes: whose turn it is, a way to act, and whether to make an end soon."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from onward.actions.acting import Acting, Visiting
from onward.domain.records import Tenant
from onward.domain.roles import WORKER
from onward.store.settings import get_settings
from onward.store.transactions import Database

_REQUEST = "worker"


class HouseTurn(Struct, frozen=True):
    """A turn that belongs to no tenant. `should_stop`: long work asks it after each part that stands alone, and
    returns when the worker is told to stop or the lease is lost; the rest comes with the next turn."""

    database: Database
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    should_stop: Callable[[], bool]

    @asynccontextmanager
    async def visiting(self) -> AsyncIterator[Visiting]:
        """Act outside the tenants; committed at the end of the `with` unless something is raised."""
        async with self.database.outside() as tx:
            yield Visiting(tx, self.clock(), self.new_id, _REQUEST)
            await tx.commit()


class TenantTurn(HouseTurn, frozen=True, kw_only=True):
    """One tenant's turn."""

    tenant: Tenant

    @asynccontextmanager
    async def acting(self, lock_sql: str = "") -> AsyncIterator[Acting]:
        """Act in the tenant as the worker, in a transaction of its own, committed at the end of the `with` unless
        something is raised. `lock_sql` as for `Tx.begin`."""
        async with self.database.transaction(self.tenant.id) as tx:
            await tx.begin(lock_sql)
            kept = await get_settings(tx, self.tenant.id)
            yield Acting(tx, self.tenant.id, WORKER, kept, self.clock(), self.new_id, _REQUEST)
            await tx.commit()
