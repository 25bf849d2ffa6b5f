"""Create, reschedule or assign many: each as the single act does it, written together."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

import msgspec
from msgspec import structs

from onward.actions import changes, interactions
from onward.actions.acting import Acting
from onward.actions.interactions import NewInteraction
from onward.domain import bulk, conversations, errors, jobs
from onward.domain.bulk import Assign, Reschedule
from onward.domain.jobs import ItemAnswer, JobItem
from onward.domain.records import Customer, Event, Interaction
from onward.domain.rescheduling import NewDates
from onward.domain.search import title_words
from onward.store import batches
from onward.store import conversations as store_conversations

RESTORED = (
    "scheduled_at",
    "scheduled_all_day",
    "due_at",
    "due_all_day",
    "assignee_id",
    "first_scheduled_at",
    "first_due_at",
    "reschedule_count",
)
"""What undoing brings back."""

Change = Callable[[Interaction, Customer, JobItem], Interaction]


async def reschedule(acting: Acting, wish: Reschedule, items: Sequence[JobItem]) -> list[JobItem]:
    """Move the dates of interactions; what came of each, in the order given. The customers must be locked."""

    def moved(before: Interaction, customer: Customer, item: JobItem) -> Interaction:
        return interactions.rescheduled(acting, before, _new_dates(acting, wish, item), customer)

    return await _edit(acting, "interaction.rescheduled", moved, items)


def _new_dates(acting: Acting, wish: Reschedule, item: JobItem) -> NewDates:
    if wish.spread is not None:
        to_day = (item.wanted or {}).get("to_day")
        if to_day is None:
            raise errors.Conflict("No day of this window has room left for this assignee.")
        return NewDates(to_day=date.fromisoformat(to_day))
    calendar = acting.settings.calendar if wish.day_unit == "business" else None
    return NewDates(wish.scheduled, wish.due, wish.by_days, calendar)


async def assign(acting: Acting, wish: Assign, items: Sequence[JobItem]) -> list[JobItem]:
    """Give interactions to members; several take turns in the order of the request. Otherwise as `reschedule`."""
    named = {each for each in wish.assignee_ids if each is not None}
    active = await batches.list_linkable(acting.tx, acting.tenant_id, "members", named)

    def given(before: Interaction, _: Customer, item: JobItem) -> Interaction:
        assignee_id = wish.assignee_ids[item.number % len(wish.assignee_ids)]
        if assignee_id is not None and assignee_id not in active:
            raise errors.Conflict("Whom it should go to has left.")
        return interactions.assigned(before, assignee_id)

    return await _edit(acting, "interaction.assigned", given, items)


async def _edit(acting: Acting, kind: str, change: Change, items: Sequence[JobItem]) -> list[JobItem]:
    ids = [item.interaction_id for item in items if item.interaction_id is not None]
    found = await batches.list_interactions(acting.tx, acting.tenant_id, ids)
    customers = await batches.list_customers(acting.tx, acting.tenant_id, {one.customer_id for one in found.values()})
    changed: list[Interaction] = []
    events: list[Event] = []
    settled: list[JobItem] = []
    for item in items:
        try:
            before = _current(item, found)
            after = change(before, customers[before.customer_id], item)
        except errors.Refused as refused:
            settled.append(jobs.refused(item, refused))
            continue
        next_version = interactions.next_version(acting, kind, before, after)
        settled.append(_settled(item, before, next_version and next_version[0]))
        if next_version is not None:
            changed.append(next_version[0])
            events.append(next_version[1])
    if changed:
        await batches.update_plans(acting.tx, acting.tenant_id, changed, changes.writing(acting), events)
    return settled


def _current(item: JobItem, found: dict[UUID, Interaction]) -> Interaction:
    current = None if item.interaction_id is None else found.get(item.interaction_id)
    if current is None:
        raise errors.NotFound("There is no interaction with this id.")
    if current.customer_id != item.customer_id:
        raise errors.Conflict("This interaction went to another customer at the same moment. Try again.")
    return current


def _settled(item: JobItem, before: Interaction, after: Interaction | None) -> JobItem:
    if after is None:
        answer = ItemAnswer(interaction=bulk.brief(before))
        return structs.replace(item, status="unchanged", version=before.version, answer=answer)
    return structs.replace(
        item,
        status="done",
        before=changes.picked(before, RESTORED),
        version=after.version,
        answer=ItemAnswer(interaction=bulk.brief(after)),
    )


class _Known(msgspec.Struct, frozen=True):
    """What the wanted interactions name, as far as it exists; of conversations, whom they are with."""

    customers: dict[UUID, Customer]
    members: set[UUID]
    campaigns: set[UUID]
    conversations: dict[UUID, UUID]


async def create(acting: Acting, items: Sequence[JobItem]) -> list[JobItem]:
    """Make interactions by hand; what came of each, in the order given. The customers must be locked."""
    wishes = [msgspec.convert(item.wanted, NewInteraction) for item in items]
    known = await _known(acting, wishes)
    settled: list[JobItem] = []
    made: list[Interaction] = []
    for item, wish in zip(items, wishes, strict=True):
        try:
            _check_named(wish, known)
            made.append(interactions.by_hand(acting, wish, known.customers[wish.customer_id]))
        except errors.Refused as refused:
            settled.append(jobs.refused(item, refused))
        else:
            settled.append(_created(item, made[-1]))
    events = [changes.created_event(acting, one) for one in made]
    await batches.insert_interactions(
        acting.tx, acting.tenant_id, [(one, title_words(one.title)) for one in made], changes.writing(acting), events
    )
    return settled


async def _known(acting: Acting, wishes: Sequence[NewInteraction]) -> _Known:
    async def linkable(table: str, ids: list[UUID | None]) -> set[UUID]:
        named = {each for each in ids if each is not None}
        return await batches.list_linkable(acting.tx, acting.tenant_id, table, named)

    return _Known(
        customers=await batches.list_customers(acting.tx, acting.tenant_id, {wish.customer_id for wish in wishes}),
        members=await linkable("members", [wish.assignee_id for wish in wishes]),
        campaigns=await linkable("campaigns", [wish.campaign_id for wish in wishes]),
        conversations=await store_conversations.list_customer_ids(
            acting.tx, acting.tenant_id, {wish.conversation_id for wish in wishes if wish.conversation_id is not None}
        ),
    )


def _check_named(wish: NewInteraction, known: _Known) -> None:
    named = {
        "customer_id": (wish.customer_id, known.customers),
        "assignee_id": (wish.assignee_id, known.members),
        "campaign_id": (wish.campaign_id, known.campaigns),
    }
    for field, (identity, existing) in named.items():
        if identity is not None and identity not in existing:
            raise errors.Invalid.field(field, "names nothing that exists here, or a member who is not active")
    if wish.conversation_id is not None:
        conversations.check_link(wish.customer_id, known.conversations.get(wish.conversation_id))


def _created(item: JobItem, made: Interaction) -> JobItem:
    return structs.replace(
        item,
        status="done",
        interaction_id=made.id,
        version=made.version,
        answer=ItemAnswer(interaction=bulk.brief(made)),
    )
