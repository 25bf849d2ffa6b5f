"""The daily repair: customers who lost their last step more than a day ago, and not on purpose, get one."""

from uuid import UUID

from onward.actions import coverage
from onward.actions.coverage import BATCH
from onward.domain.coverage import Spreading, is_for_daily_repair
from onward.store import coverage as store_coverage
from onward.store.coverage import CoverageFilter
from onward.worker.turns import TenantTurn

_EVERYBODY = CoverageFilter()


async def repair_tenant(turn: TenantTurn) -> None:
    """A batch a transaction, customers by ascending id. A tenant that wants none of it has `auto_repair` off."""
    spreading: Spreading | None = None
    after_id: UUID | None = None
    while not turn.should_stop():
        async with turn.acting() as acting:
            if not acting.settings.auto_repair:
                return
            spreading = spreading or Spreading(acting.settings)
            page = await store_coverage.list_uncovered(acting.tx, acting.tenant_id, _EVERYBODY, after_id, BATCH)
            due = [each.id for each in page if is_for_daily_repair(each, acting.now)]
            await coverage.repair_customers(acting, due, spreading)
        if len(page) < BATCH:
            return
        after_id = page[-1].id
