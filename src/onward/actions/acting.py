"""What every action is given: the open transaction, who acts, for which tenant, and when.

Actions never commit, never read the clock and never make an id but through `new_id`.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from onward.domain.records import TenantSettings
from onward.domain.roles import Actor
from onward.store.transactions import Outside, Tx


class Acting(Struct, frozen=True):
    tx: Tx
    tenant_id: UUID
    actor: Actor
    settings: TenantSettings
    now: datetime
    new_id: Callable[[], UUID]
    request_id: str
    address: str | None = None


class Visiting(Struct, frozen=True):
    """What an act outside the tenants is given: people, sessions and links belong to none."""

    tx: Outside
    now: datetime
    new_id: Callable[[], UUID]
    request_id: str
    address: str | None = None
    user_agent: str | None = None
