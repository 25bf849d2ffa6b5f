"""Merge duplicates: two customers become one, with both histories and one plan."""

from uuid import UUID

import msgspec

from onward.actions import blocking, changes, planning, stopping
from onward.actions.acting import Acting
from onward.domain import errors, merging, next_step
from onward.domain.records import HAND_MADE_ORIGINS, Customer, Interaction, NextStep, Workflow
from onward.store import customers, events, interactions, merged, situations, workflows

_REASON = "customer_merged"
_CANCELLED = NextStep(
    created=False, reason="already_planned", explanation="The customer was merged, and another step stands already."
)


class MergedCustomers(msgspec.Struct, frozen=True):
    """What the merge did, or with a dry run would do; `moved` counts rows by table."""

    customer: Customer
    merged_id: UUID
    moved: dict[str, int]
    exited: list[Workflow]
    cancelled: list[Interaction]
    next_interaction: Interaction | None


async def merge_customers(
    acting: Acting, survivor_id: UUID, other_id: UUID, if_match: int | None = None, *, is_dry_run: bool = False
) -> MergedCustomers:
    """Merge `other_id` into `survivor_id`; a dry run answers the same and leaves all as it is.

    Raises NotFound, Merged, Stale, Invalid for an unknown other, Conflict where one was erased or only the survivor
    is closed.
    """
    if survivor_id == other_id:
        raise errors.Invalid.field("from", "names the customer itself; name its duplicate")
    survivor, other = await _locked(acting, survivor_id, other_id)
    changes.check_version(survivor.version, if_match)
    _check(survivor, other)
    async with acting.tx.savepoint(keep=not is_dry_run):
        return await _merge(acting, survivor, other)


async def _locked(acting: Acting, survivor_id: UUID, other_id: UUID) -> tuple[Customer, Customer]:
    """Both, locked in the order in which everybody locks several."""
    for customer_id in sorted((survivor_id, other_id)):
        if not await customers.try_lock_customer(acting.tx, acting.tenant_id, customer_id):
            await _refuse_missing(acting, customer_id, other_id)
    survivor = await customers.get_customer(acting.tx, acting.tenant_id, survivor_id)
    return survivor, await customers.get_customer(acting.tx, acting.tenant_id, other_id)


async def _refuse_missing(acting: Acting, missing_id: UUID, other_id: UUID) -> None:
    if missing_id != other_id:
        await merged.refuse_missing(acting.tx, acting.tenant_id, missing_id)
    survivor_id = await merged.find_survivor_id(acting.tx, acting.tenant_id, other_id)
    if survivor_id is not None:
        raise errors.Conflict(f"This customer was merged into {survivor_id} already.")
    raise errors.Invalid.field("from", "names nothing that exists here")


def _check(survivor: Customer, other: Customer) -> None:
    changes.refuse_erased(survivor)
    changes.refuse_erased(other)
    if survivor.status == "closed" and other.status != "closed":
        raise errors.Conflict(
            "The customer that would stay is closed and its duplicate is not. Reopen it first, or merge the other "
            "way round."
        )


async def _merge(acting: Acting, survivor: Customer, other: Customer) -> MergedCustomers:
    exited, cancelled = await _drop_doubled_runs(acting, survivor, other)
    moved = await merged.move_rows(
        acting.tx, acting.tenant_id, other.id, survivor.id, acting.now, is_closed=survivor.status == "closed"
    )
    after = await _put_together(acting, survivor, other)
    for step in merging.needless_steps(await _open_steps(acting, survivor.id)):
        cancelled.append(await stopping.cancel_step(acting, step, _REASON, _CANCELLED))
    await blocking.replace_blocked_steps(acting, after)
    following = await _next_step(acting, after, has_lost=bool(cancelled))
    return MergedCustomers(after, other.id, moved, exited, cancelled, following)


async def _drop_doubled_runs(
    acting: Acting, survivor: Customer, other: Customer
) -> tuple[list[Workflow], list[Interaction]]:
    """End the run that is not as far; steps of it that somebody asked for by hand stay open."""
    running = [
        run
        for one in (survivor, other)
        for run in await workflows.list_running_of_customer(acting.tx, acting.tenant_id, one.id)
    ]
    doubled = merging.doubled_runs(running)
    ids = {run.id for run in doubled}
    steps = [step for one in (survivor, other) for step in await _open_steps(acting, one.id)]
    exited = [await stopping.exit_workflow(acting, run, _REASON) for run in doubled]
    cancelled = [
        await stopping.cancel_step(acting, step, _REASON, _CANCELLED)
        for step in steps
        if step.workflow_id in ids and step.origin not in HAND_MADE_ORIGINS
    ]
    return exited, cancelled


async def _open_steps(acting: Acting, customer_id: UUID) -> list[Interaction]:
    return await interactions.list_open_of_customer(acting.tx, acting.tenant_id, customer_id)


async def _put_together(acting: Acting, survivor: Customer, other: Customer) -> Customer:
    """One row instead of two, and what was told of both."""
    await merged.insert_merged(acting.tx, acting.tenant_id, other.id, survivor.id, acting.now)
    await customers.delete_customer(acting.tx, acting.tenant_id, other.id)
    after = msgspec.structs.replace(
        merging.merged(survivor, other), version=survivor.version + 1, updated_at=acting.now
    )
    await customers.update_customer(acting.tx, acting.tenant_id, survivor, after)
    await customers.replace_words(acting.tx, acting.tenant_id, after)
    columns = customers.changed_columns(survivor, after)
    old = {**changes.picked(survivor, columns), "merged": changes.everything(other)}
    new = {**changes.picked(after, columns), "merged_id": other.id}
    event = changes.customer_event(acting, "customer.merged", survivor.id, old, new)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return after


async def _next_step(acting: Acting, customer: Customer, *, has_lost: bool) -> Interaction | None:
    """What comes next; where the merge took away the last step, layers 5 and 6 give another."""
    steps = await _open_steps(acting, customer.id)
    if steps or not has_lost:
        return steps[0] if steps else None
    situation = await situations.get_customer_situation(acting.tx, acting.tenant_id, customer.id, [])
    rows = planning.rows_of(acting, next_step.decide_fallback(situation, acting.now, anchor=acting.now), customer, None)
    await planning.save_unlinked(acting, rows)
    return rows.interaction
