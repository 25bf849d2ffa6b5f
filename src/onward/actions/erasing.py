"""Erase a customer's personal data, everywhere; what was done and when stays for the figures."""

from uuid import UUID

from onward.actions import changes, stopping
from onward.actions.acting import Acting
from onward.domain import erasing, errors
from onward.domain.records import Customer, NextStep
from onward.store import customers, events, imports, interactions, merged, workflows
from onward.store import erasing as store_erasing

_NOTHING = NextStep(created=False, reason="customer_inactive", explanation=erasing.TOLD)


async def erase_customer(acting: Acting, customer_id: UUID, if_match: int | None = None) -> Customer:
    """End all that is planned and overwrite what is personal; a customer erased already is answered as it is.

    It cannot be undone. Raises NotFound, Merged, Stale, and Conflict while a file is imported.
    """
    await imports.lock_imports(acting.tx, acting.tenant_id)
    await customers.lock_customer(acting.tx, acting.tenant_id, customer_id)
    before = await customers.get_customer(acting.tx, acting.tenant_id, customer_id)
    if before.erased_at is not None:
        return before
    changes.check_version(before.version, if_match)
    await _forget_files(acting)
    await _stop_everything(acting, customer_id)
    merged_ids = await merged.list_merged_ids(acting.tx, acting.tenant_id, customer_id)
    await store_erasing.erase(acting.tx, acting.tenant_id, before, merged_ids, acting.now)
    after = erasing.erased(before, acting.now)
    await customers.update_customer(acting.tx, acting.tenant_id, before, after)
    event = changes.customer_event(acting, "customer.erased", customer_id)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return after


async def _forget_files(acting: Acting) -> None:
    """Anybody may stand in a file, and one that waits would bring them back. The imports must be locked."""
    if await imports.is_any_at_work(acting.tx, acting.tenant_id):
        raise errors.Conflict(
            "A file is being imported, which may tell of this customer. Wait for its end, or cancel it."
        )
    await imports.forget_files(acting.tx, acting.tenant_id)


async def _stop_everything(acting: Acting, customer_id: UUID) -> None:
    """Steps made by hand too: nobody is left to do them with."""
    for step in await interactions.list_open_of_customer(acting.tx, acting.tenant_id, customer_id):
        await stopping.cancel_step(acting, step, erasing.REASON, _NOTHING)
    for run in await workflows.list_running_of_customer(acting.tx, acting.tenant_id, customer_id):
        await stopping.exit_workflow(acting, run, erasing.REASON)
