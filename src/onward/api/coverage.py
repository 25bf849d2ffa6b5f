"""Coverage over HTTP."""

from onward.actions import coverage
from onward.actions.coverage import Repaired
from onward.api import cursors
from onward.api.interactions import people
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.coverage import (
    MOST_REPAIRED,
    CoverageOut,
    CoverageQuery,
    CoverageRepairOut,
    RepairCoverageIn,
    RepairedOut,
    UncoveredOut,
)
from onward.api.shapes.interactions import View
from onward.domain.roles import Permission
from onward.store import coverage as store_coverage
from onward.store.coverage import Counts, CoverageFilter

ROUTES = Routes()
TAG = "Coverage"


@ROUTES.get(
    "/v1/coverage",
    permission=Permission.READ,
    query=CoverageQuery,
    answers=CoverageOut,
    summary="Tell how many active customers have a next step, and who has none, since when and why",
    tag=TAG,
)
async def get_coverage(call: Call, query: CoverageQuery) -> Answer:
    acting = call.acting
    page = cursors.page_of(query, acting.now, {})
    owner_ids, without_owner = people(acting, query.owner_id, "owner_id")
    counts, found = await store_coverage.get_coverage(
        acting.tx, acting.tenant_id, CoverageFilter(owner_ids, without_owner), page.keyset.after_id, query.limit + 1
    )
    shown = found[: query.limit]
    cursor = page.cursor(shown[-1].id) if len(found) > query.limit else None
    covered = counts.active - counts.uncovered
    return Answer(
        CoverageOut(
            active_customers=counts.active,
            covered=covered,
            uncovered=counts.uncovered,
            percent=_percent(covered, counts),
            data=[UncoveredOut.of(one) for one in shown],
            next_cursor=cursor,
        )
    )


def _percent(covered: int, counts: Counts) -> float:
    """Cut off and not rounded: 100 means everybody."""
    return covered * 1000 // counts.active / 10 if counts.active else 100.0


@ROUTES.post(
    "/v1/coverage/repair",
    permission=Permission.BULK,
    body=RepairCoverageIn,
    answers=CoverageRepairOut,
    summary="Give customers without a next step one, by the default template or the default follow-up",
    tag=TAG,
)
async def repair_coverage(call: Call, body: RepairCoverageIn) -> Answer:
    """Spread over the coming working days. `dry_run` answers what would be created, and creates nothing."""
    acting = call.acting
    if body.customer_ids is not None:
        await coverage.check_customers(acting, body.customer_ids, "customer_ids")
        wanted = body.customer_ids
    else:
        page = await store_coverage.list_uncovered(acting.tx, acting.tenant_id, CoverageFilter(), None, MOST_REPAIRED)
        wanted = [each.id for each in page]
    spreading = await coverage.spreading_of(acting, body.daily_cap)
    repaired = await coverage.repair_customers(acting, wanted, spreading, dry_run=body.dry_run)
    counts, _ = await store_coverage.get_coverage(acting.tx, acting.tenant_id, CoverageFilter(), None, 0)
    return Answer(_repair_out(repaired, counts, View.of(acting), dry_run=body.dry_run))


def _repair_out(repaired: list[Repaired], counts: Counts, view: View, *, dry_run: bool) -> CoverageRepairOut:
    results = [each.result for each in repaired]
    return CoverageRepairOut(
        dry_run=dry_run,
        created=results.count("created"),
        unchanged=results.count("unchanged"),
        failed=results.count("failed"),
        remaining=counts.uncovered,
        data=[RepairedOut.of(each, view) for each in repaired],
    )
