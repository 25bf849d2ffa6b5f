"""Customers: create, edit, close, pause, reopen, delete."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from onward.actions import blocking, changes, planning, stopping
from onward.actions.acting import Acting
from onward.actions.interactions import check_assignee
from onward.domain import beginnings, errors, next_step, schedule
from onward.domain.records import HAND_MADE_ORIGINS, Customer, CustomerStatus, Interaction, NextStep
from onward.domain.search import customer_words
from onward.store import customers, events, interactions, merged, situations, workflows

_CLOSED = NextStep(
    created=False, reason="customer_inactive", explanation="The customer was closed, so nothing follows."
)


class CustomerFields(msgspec.Struct, frozen=True):
    """What a customer's fields become; what is UNSET stays as it is, or is empty on a new customer."""

    external_id: str | UnsetType | None = UNSET
    name: str | UnsetType = UNSET
    company: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    phone: str | UnsetType | None = UNSET
    timezone: str | UnsetType | None = UNSET
    owner_id: UUID | UnsetType | None = UNSET
    status: CustomerStatus | UnsetType = UNSET
    do_not_contact: list[str] | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    notes: str | UnsetType | None = UNSET
    metadata: dict[str, Any] | UnsetType = UNSET

    @property
    def sent(self) -> dict[str, Any]:
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}


async def create_customer(acting: Acting, customer_id: UUID | None, fields: CustomerFields) -> Customer:
    """Create a customer; its id may be the caller's. No step comes with it.

    Raises Invalid, and Conflict for an id or an external_id that is taken.
    """
    made = await _try_create(acting, customer_id or acting.new_id(), fields)
    if made is None:
        raise errors.Conflict("A customer with this id exists already.")
    return made


async def _try_create(acting: Acting, customer_id: UUID, fields: CustomerFields) -> Customer | None:
    """None when the id is taken."""
    survivor_id = await merged.find_survivor_id(acting.tx, acting.tenant_id, customer_id)
    if survivor_id is not None:
        raise errors.Merged(survivor_id)
    sent = fields.sent
    if "name" not in sent:
        raise errors.Invalid.field("name", "is required")
    await _check(acting, sent)
    closed_at = acting.now if sent.get("status") == "closed" else None
    made = beginnings.new_customer(identity=customer_id, now=acting.now, closed_at=closed_at, **sent)
    event = changes.customer_event(acting, "customer.created", made.id, new=changes.everything(made))
    written = await customers.insert_customer(
        acting.tx, acting.tenant_id, made, customer_words(made), changes.writing(acting), event
    )
    return made if written else None


class Changed(msgspec.Struct, frozen=True):
    """A customer after a change, and the step that reopening created, if it did."""

    customer: Customer
    is_new: bool = False
    next_interaction: Interaction | None = None


async def put_customer(
    acting: Acting, customer_id: UUID, fields: CustomerFields, if_match: int | None = None
) -> Changed:
    """Change the fields sent, or create the customer under this id.

    Raises Stale, Invalid, Conflict.
    """
    if not await customers.try_lock_customer(acting.tx, acting.tenant_id, customer_id):
        if if_match is not None:
            raise errors.Stale("There is no customer with this id, so no version of it either.")
        made = await _try_create(acting, customer_id, fields)
        if made is not None:
            return Changed(made, is_new=True)
        # Somebody made it at the same moment.
        await customers.lock_customer(acting.tx, acting.tenant_id, customer_id)
    before = await customers.get_customer(acting.tx, acting.tenant_id, customer_id)
    changes.check_version(before.version, if_match)
    changes.refuse_erased(before)
    await _check(acting, fields.sent)
    return await _change(acting, before, fields.sent)


async def set_status(acting: Acting, customer_id: UUID, status: CustomerStatus, if_match: int | None = None) -> Changed:
    """Close, pause or reopen; a customer who has that status already is answered as it is.

    Raises NotFound, Stale.
    """
    await customers.lock_customer(acting.tx, acting.tenant_id, customer_id)
    before = await customers.get_customer(acting.tx, acting.tenant_id, customer_id)
    if before.status == status:
        return Changed(before)
    changes.check_version(before.version, if_match)
    changes.refuse_erased(before)
    return await _change(acting, before, {"status": status})


async def delete_customer(acting: Acting, customer_id: UUID, if_match: int | None = None) -> None:
    """Remove a customer with whom nothing ever happened. Raises NotFound, Stale, Conflict."""
    await customers.lock_customer(acting.tx, acting.tenant_id, customer_id)
    before = await customers.get_customer(acting.tx, acting.tenant_id, customer_id)
    changes.check_version(before.version, if_match)
    if await customers.has_history(acting.tx, acting.tenant_id, customer_id):
        raise errors.Conflict("This customer has a history, which is kept. Close the customer instead.")
    await customers.delete_customer(acting.tx, acting.tenant_id, customer_id)
    event = changes.customer_event(acting, "customer.deleted", customer_id, old=changes.everything(before))
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])


async def _check(acting: Acting, sent: dict[str, Any]) -> None:
    zone = sent.get("timezone")
    if zone is not None and not schedule.is_zone(zone):
        raise errors.Invalid.field("timezone", 'is no time zone name; use one such as "Europe/Berlin"')
    await check_assignee(acting, sent.get("owner_id"), "owner_id")


async def _change(acting: Acting, before: Customer, sent: dict[str, Any]) -> Changed:
    after = msgspec.structs.replace(before, **sent)
    columns = [name for name in sent if getattr(before, name) != getattr(after, name)]
    if not columns:
        return Changed(before)
    closed_at = (before.closed_at or acting.now) if after.status == "closed" else None
    after = msgspec.structs.replace(after, closed_at=closed_at, version=before.version + 1, updated_at=acting.now)
    await customers.update_customer(acting.tx, acting.tenant_id, before, after)
    if customer_words(after) != customer_words(before):
        await customers.replace_words(acting.tx, acting.tenant_id, after)
    event = changes.customer_event(
        acting, "customer.updated", after.id, changes.picked(before, columns), changes.picked(after, columns)
    )
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    following = await _follow_status(acting, before, after)
    if set(after.do_not_contact) - set(before.do_not_contact):
        await blocking.replace_blocked_steps(acting, after)
    return Changed(after, next_interaction=following)


async def _follow_status(acting: Acting, before: Customer, after: Customer) -> Interaction | None:
    """What a new status means for the customer's steps."""
    if before.status == after.status:
        return None
    if after.status == "closed":
        await _stop_everything(acting, after)
    if "closed" in {before.status, after.status}:
        is_closed = after.status == "closed"
        await customers.mark_interactions(acting.tx, acting.tenant_id, after.id, is_closed=is_closed)
    return await _plan_fallback(acting, after) if after.status == "active" else None


async def _stop_everything(acting: Acting, customer: Customer) -> None:
    """System-made open steps are cancelled, running workflows exited; hand-made steps stay open."""
    for interaction in await interactions.list_open_of_customer(acting.tx, acting.tenant_id, customer.id):
        if interaction.origin not in HAND_MADE_ORIGINS:
            await stopping.cancel_step(acting, interaction, "customer_closed", _CLOSED)
    for workflow in await workflows.list_running_of_customer(acting.tx, acting.tenant_id, customer.id):
        await stopping.exit_workflow(acting, workflow, "customer_closed")


async def _plan_fallback(acting: Acting, customer: Customer) -> Interaction | None:
    """A customer who is active again and has nothing open gets a step by layers 5 and 6."""
    situation = await situations.get_customer_situation(acting.tx, acting.tenant_id, customer.id, [])
    if situation.other_open_id is not None:
        return None
    decision = next_step.decide_fallback(situation, acting.now, anchor=acting.now)
    rows = planning.rows_of(acting, decision, customer, None)
    await planning.save_unlinked(acting, rows)
    return rows.interaction
