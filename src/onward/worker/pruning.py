"""Dropping what has had its time, a batch a transaction: kept answers, ended sessions and links."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from onward.store import idempotency
from onward.store.turns import Turns
from onward.worker.turns import HouseTurn, TenantTurn

BATCH = 1000
# Long enough that somebody who comes with an old link can be told what became of it.
LINKS_KEPT = timedelta(days=30)


async def prune_tenant(turn: TenantTurn) -> None:
    """Answers kept under an Idempotency-Key longer than they count."""

    async def batch() -> int:
        async with turn.acting() as acting:
            return await idempotency.prune(acting.tx, acting.tenant_id, acting.now, BATCH)

    await _until_few(turn, batch)


async def prune_house(turn: HouseTurn) -> None:
    """Sessions that have ended, and one-time links of the month before last."""

    async def sessions() -> int:
        async with turn.visiting() as visiting:
            return await Turns(visiting.tx).prune_sessions(visiting.now, BATCH)

    async def links() -> int:
        async with turn.visiting() as visiting:
            return await Turns(visiting.tx).prune_links(visiting.now - LINKS_KEPT, BATCH)

    await _until_few(turn, sessions)
    await _until_few(turn, links)


async def _until_few(turn: HouseTurn, batch: Callable[[], Awaitable[int]]) -> None:
    while await batch() == BATCH and not turn.should_stop():
        pass
