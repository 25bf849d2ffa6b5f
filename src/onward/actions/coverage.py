"""Coverage: who has no next step, and giving them one by layers 5 and 6."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct, structs

from onward.actions import planning
from onward.actions.acting import Acting
from onward.actions.peeking import UNSAVED
from onward.actions.planning import Rows
from onward.domain import errors, next_step
from onward.domain.coverage import Slot, Spreading
from onward.domain.decisions import Situation
from onward.domain.records import Customer, Interaction, NextStep
from onward.store import coverage, situations

BATCH = 200
"""How many customers are locked, read and repaired at a time."""

Result = Literal["created", "unchanged", "failed"]


class Repaired(Struct, frozen=True):
    """What became of one customer: a step was created (or would be), there was one already, or none could be made,
    for the reason in `problem`."""

    customer_id: UUID
    result: Result
    customer: Customer | None = None
    interaction: Interaction | None = None
    next_step: NextStep | None = None
    problem: str | None = None


async def repair_customers(
    acting: Acting, customer_ids: Sequence[UUID], spreading: Spreading, *, dry_run: bool = False
) -> list[Repaired]:
    """Give each of these customers whom nothing covers a step by layers 5 and 6; by ascending id.

    They are locked, unless it is a dry run, and asked for anew: whoever got a step meanwhile stays as they are.
    """
    ids = sorted(set(customer_ids))
    repaired: list[Repaired] = []
    for begin in range(0, len(ids), BATCH):
        batch = ids[begin : begin + BATCH]
        repaired += await _repair_batch(acting, batch, spreading, dry_run=dry_run)
    return repaired


async def _repair_batch(
    acting: Acting, customer_ids: list[UUID], spreading: Spreading, *, dry_run: bool
) -> list[Repaired]:
    find = coverage.find_uncovered if dry_run else coverage.lock_uncovered
    uncovered = await find(acting.tx, acting.tenant_id, customer_ids)
    found = {each: Repaired(each, "unchanged") for each in customer_ids}
    for situation in await situations.list_customer_situations(acting.tx, acting.tenant_id, uncovered):
        found[situation.customer.id] = await _repair(acting, situation, spreading, dry_run=dry_run)
    return list(found.values())


async def _repair(acting: Acting, situation: Situation, spreading: Spreading, *, dry_run: bool) -> Repaired:
    customer = situation.customer
    try:
        decision = next_step.decide_fallback(situation, acting.now, anchor=acting.now)
        decision = spreading.spread(decision, customer)
    except errors.Invalid as invalid:
        return Repaired(customer.id, "failed", customer, problem=str(invalid))
    rows = planning.rows_of(acting, decision, customer, None)
    if dry_run:
        return Repaired(customer.id, "created", customer, _unsaved(rows), rows.next_step)
    await planning.save_unlinked(acting, rows)
    return Repaired(customer.id, "created", customer, rows.interaction, rows.next_step)


def _unsaved(rows: Rows) -> Interaction | None:
    if rows.interaction is None:
        return None
    return structs.replace(rows.interaction, id=UNSAVED, workflow_id=None)


async def spreading_of(acting: Acting, daily_cap: int | None) -> Spreading:
    """With a cap, what is planned already counts."""
    if daily_cap is None:
        return Spreading(acting.settings)
    load: Counter[Slot] = Counter()
    for assignee_id, day, count in await coverage.list_load(acting.tx, acting.tenant_id, acting.settings.zone):
        load[assignee_id, day] = count
    return Spreading(acting.settings, daily_cap, load)


async def check_customers(acting: Acting, customer_ids: Sequence[UUID], field: str) -> None:
    """Raises Invalid naming the first of these ids that is no customer's."""
    known = await coverage.find_customers(acting.tx, acting.tenant_id, customer_ids)
    for number, customer_id in enumerate(customer_ids):
        if customer_id not in known:
            raise errors.Invalid.field(f"{field}[{number}]", "names nothing that exists here")
