"""Forgetting imports from long ago, with their files and lines."""

from onward.actions import imports
from onward.worker.turns import TenantTurn

_PRUNED_AT_ONCE = 5


async def prune_imports(turn: TenantTurn) -> None:
    pruned = _PRUNED_AT_ONCE
    while pruned == _PRUNED_AT_ONCE and not turn.should_stop():
        async with turn.acting() as acting:
            pruned = await imports.prune(acting, _PRUNED_AT_ONCE)
