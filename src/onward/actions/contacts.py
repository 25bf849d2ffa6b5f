"""Unplanned contact: record what happened without having been planned, and say what it means for the plan.

It ends as any completion does, by the same engine: a step that was planned, or one that is made for it on the spot.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from onward.actions import changes, conversations, finishing, interactions
from onward.actions.acting import Acting
from onward.actions.finishing import Completion, Finished
from onward.domain import beginnings, contacts, errors
from onward.domain.contacts import Effect
from onward.domain.decisions import NextRequest, PlannedInteraction
from onward.domain.records import LOGGED_ORIGIN, Customer, Interaction
from onward.domain.rescheduling import NewDates
from onward.domain.schedule import Moment
from onward.domain.search import title_words
from onward.store import customers, events
from onward.store import interactions as store_interactions


class _Plan(msgspec.Struct, frozen=True):
    """When a step was planned, as an event keeps it."""

    scheduled_at: datetime | None
    scheduled_all_day: bool
    due_at: datetime | None
    due_all_day: bool
    first_scheduled_at: datetime | None
    first_due_at: datetime | None
    reschedule_count: int


class Contact(msgspec.Struct, frozen=True):
    """What happened. `interaction_id` names the step that it satisfies or moves; `move_days` is how many days after
    the contact the moved step is planned, by default as many as the tenant's follow-up."""

    customer_id: UUID
    type: str
    outcome: str
    outcome_details: str | None = None
    completed_at: datetime | None = None
    title: str | None = None
    description: str | None = None
    effect: Effect | None = None
    interaction_id: UUID | None = None
    move_days: int | None = None
    next: NextRequest | None = None
    assignee_id: UUID | None = None
    campaign_id: UUID | None = None
    conversation_id: UUID | None = None
    metadata: dict[str, Any] = {}


class Logged(msgspec.Struct, frozen=True):
    """What the contact became. With `satisfy` the interaction is the step that stood; else it is a new one."""

    effect: Effect
    finished: Finished


async def log_contact(acting: Acting, contact: Contact) -> Logged:
    """Record a contact that has taken place.

    Raises Invalid, and Conflict where no step, or more than one, could be satisfied, or the customer was erased.
    """
    customer = await _locked(acting, contact.customer_id)
    if contact.completed_at is not None and contact.completed_at > acting.now + timedelta(minutes=5):
        raise errors.Invalid.field("completed_at", "lies in the future")
    await conversations.check_link(acting, customer.id, contact.conversation_id)
    open_steps = await store_interactions.list_open_of_customer(acting.tx, acting.tenant_id, customer.id)
    effect, step = _meaning(acting, contact, open_steps)
    if effect == "satisfy" and step is not None:
        return Logged(effect, await _complete(acting, contact, step.id, contact.outcome_details or contact.title))
    moved = await _move(acting, customer, contact, step) if effect == "move" and step is not None else None
    made = await _make(acting, customer, contact, step if moved else None, moved)
    return Logged(effect, await _complete(acting, contact, made.id, contact.outcome_details))


async def _locked(acting: Acting, customer_id: UUID) -> Customer:
    if not await customers.try_lock_customer(acting.tx, acting.tenant_id, customer_id):
        raise errors.Invalid.field("customer_id", "names nothing that exists here")
    customer = await customers.get_customer(acting.tx, acting.tenant_id, customer_id)
    changes.refuse_erased(customer)
    return customer


def _meaning(acting: Acting, contact: Contact, open_steps: list[Interaction]) -> tuple[Effect, Interaction | None]:
    named = _named(contact, open_steps)
    effect = contact.effect
    if effect is None:
        found = named or contacts.evident_match(open_steps, contact.type, acting.now)
        return ("leave", None) if found is None else ("satisfy", found)
    if effect == "leave":
        return effect, None
    if effect == "move":
        return effect, named or next(iter(open_steps), None)
    return effect, named or _only(contact, open_steps)


def _named(contact: Contact, open_steps: list[Interaction]) -> Interaction | None:
    if contact.interaction_id is None:
        return None
    if contact.effect == "leave":
        raise errors.Invalid.field("interaction_id", "does not go with leave, which touches no step")
    found = next((step for step in open_steps if step.id == contact.interaction_id), None)
    if found is None:
        raise errors.Invalid.field("interaction_id", "names no open interaction of this customer")
    return found


def _only(contact: Contact, open_steps: list[Interaction]) -> Interaction:
    """The one step that can be meant."""
    matching = [step for step in open_steps if step.type == contact.type]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise errors.Conflict(f"{len(matching)} open steps are of the type {contact.type}. Name one by interaction_id.")
    raise errors.Conflict(
        f"No open step is of the type {contact.type}. Name one by interaction_id, or log it with the effect leave."
    )


async def _complete(acting: Acting, contact: Contact, interaction_id: UUID, details: str | None) -> Finished:
    wanted = Completion(
        outcome=contact.outcome,
        outcome_details=details,
        completed_at=contact.completed_at,
        is_backdated=True,
        next=contact.next,
    )
    return await finishing.complete_interaction(acting, interaction_id, wanted)


async def _move(acting: Acting, customer: Customer, contact: Contact, step: Interaction) -> Interaction | None:
    """The step further on; None where it stands as far on already."""
    days = acting.settings.follow_up.scheduled_offset_days if contact.move_days is None else contact.move_days
    zone = customer.timezone or acting.settings.zone
    by_days = contacts.days_to_move(step, contact.completed_at or acting.now, days, zone)
    if by_days is not None and by_days <= 0:
        return None
    to = NewDates(by_days=by_days)
    if by_days is None:
        to = NewDates(scheduled=Moment(contacts.days_after(contact.completed_at or acting.now, days, zone)))
    return await interactions.reschedule_interaction(acting, step.id, to)


async def _make(
    acting: Acting, customer: Customer, contact: Contact, before: Interaction | None, moved: Interaction | None
) -> Interaction:
    """The interaction that the contact is recorded as, which is completed next. What was moved for it is told with
    it, for undo."""
    assignee_id = contact.assignee_id or acting.actor.member_id
    await interactions.check_assignee(acting, assignee_id)
    made = beginnings.new_interaction(
        _planned(contact, assignee_id),
        customer,
        identity=acting.new_id(),
        workflow_id=None,
        now=acting.now,
        created_by=acting.actor.id,
    )
    made = msgspec.structs.replace(made, explanation=None)
    new = changes.everything(made)
    if before is not None and moved is not None:
        new["moved"] = {
            "id": moved.id,
            "version": moved.version,
            "before": changes.picked(before, _Plan.__struct_fields__),
        }
    event = changes.interaction_event(acting, "interaction.logged", made, new=new)
    await store_interactions.insert_interaction(
        acting.tx, acting.tenant_id, made, title_words(made.title), changes.writing(acting), [event]
    )
    return made


def _planned(contact: Contact, assignee_id: UUID | None) -> PlannedInteraction:
    return PlannedInteraction(
        type=contact.type,
        title=contact.title or contact.type.replace("_", " ").capitalize(),
        description=contact.description,
        priority="normal",
        scheduled_at=None,
        scheduled_all_day=False,
        due_at=None,
        due_all_day=False,
        origin=LOGGED_ORIGIN,
        explanation="",
        campaign_id=contact.campaign_id,
        conversation_id=contact.conversation_id,
        assignee_id=assignee_id,
        metadata=contact.metadata,
    )


async def withdraw(acting: Acting, logged: Interaction) -> None:
    """Remove a contact whose completion has been taken back, and put the step that it moved where it was.

    The customer must be locked. Raises Conflict when that step was changed since.
    """
    event = await events.find_last_event(acting.tx, acting.tenant_id, logged.id, ["interaction.logged"])
    moved = (event.new or {}).get("moved") if event is not None else None
    if moved is not None:
        await _move_back(acting, UUID(moved["id"]), moved["version"], moved["before"])
    gone = changes.interaction_event(acting, "interaction.withdrawn", logged, old=changes.everything(logged))
    await store_interactions.delete_interaction(acting.tx, acting.tenant_id, logged.id)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [gone])


async def _move_back(acting: Acting, step_id: UUID, version: int, dates: dict[str, Any]) -> None:
    step = await store_interactions.get_interaction(acting.tx, acting.tenant_id, step_id)
    if step.version != version:
        raise errors.Conflict(
            f'The step "{step.title}" that this moved was changed since, so this cannot be undone any more.'
        )
    plan = msgspec.convert(dates, _Plan)
    back = msgspec.structs.replace(step, **msgspec.structs.asdict(plan), version=version + 1, updated_at=acting.now)
    columns = store_interactions.changed_columns(step, back)
    event = changes.interaction_event(
        acting, "interaction.rescheduled", back, changes.picked(step, columns), changes.picked(back, columns)
    )
    await store_interactions.update_interaction(
        acting.tx, acting.tenant_id, step, back, changes.writing(acting), [event]
    )
