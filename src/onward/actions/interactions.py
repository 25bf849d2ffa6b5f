"""Create, edit, start, reschedule and assign one interaction. Finishing and undoing have rooms of their own."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from onward.actions import changes, conversations
from onward.actions.acting import Acting
from onward.domain import beginnings, errors, rescheduling
from onward.domain.decisions import PlannedInteraction
from onward.domain.records import FINAL, Customer, Event, Interaction, Member, Priority
from onward.domain.rescheduling import NewDates, Zones
from onward.domain.schedule import Moment, local_day
from onward.domain.search import title_words
from onward.store import customers, interactions, members

_FINAL_FIELDS = frozenset({"outcome_details", "description", "metadata"})
_PLAN = ("scheduled_at", "scheduled_all_day", "due_at", "due_all_day")


class NewInteraction(msgspec.Struct, frozen=True):
    """An interaction made by hand."""

    customer_id: UUID
    type: str
    title: str
    description: str | None = None
    priority: Priority = "normal"
    scheduled: Moment | None = None
    due: Moment | None = None
    campaign_id: UUID | None = None
    conversation_id: UUID | None = None
    assignee_id: UUID | None = None
    metadata: dict[str, Any] = {}


class Edit(msgspec.Struct, frozen=True):
    """New values of plain fields; what is UNSET stays as it is."""

    type: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    status: str | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    scheduled: Moment | UnsetType | None = UNSET
    due: Moment | UnsetType | None = UNSET
    campaign_id: UUID | UnsetType | None = UNSET
    conversation_id: UUID | UnsetType | None = UNSET
    assignee_id: UUID | UnsetType | None = UNSET
    outcome_details: str | UnsetType | None = UNSET
    metadata: dict[str, Any] | UnsetType = UNSET


async def create_interaction(acting: Acting, wanted: NewInteraction) -> Interaction:
    """Create one interaction. Raises Invalid for an unknown customer, member, campaign or conversation, for one with
    another customer, and for a due time before the scheduled one, Conflict for an erased customer."""
    if not await customers.try_lock_customer(acting.tx, acting.tenant_id, wanted.customer_id):
        raise errors.Invalid.field("customer_id", "names nothing that exists here")
    customer = await customers.get_customer(acting.tx, acting.tenant_id, wanted.customer_id)
    await conversations.check_link(acting, customer.id, wanted.conversation_id)
    await check_assignee(acting, wanted.assignee_id)
    made = by_hand(acting, wanted, customer)
    await interactions.insert_interaction(
        acting.tx,
        acting.tenant_id,
        made,
        title_words(made.title),
        changes.writing(acting),
        [changes.created_event(acting, made)],
    )
    return made


def by_hand(acting: Acting, wanted: NewInteraction, customer: Customer) -> Interaction:
    """The interaction as it begins. Raises Invalid for a due time before the scheduled one, Conflict for an erased
    customer."""
    changes.refuse_erased(customer)
    planned = PlannedInteraction(
        type=wanted.type,
        title=wanted.title,
        description=wanted.description,
        priority=wanted.priority,
        scheduled_at=wanted.scheduled.at if wanted.scheduled else None,
        scheduled_all_day=wanted.scheduled.all_day if wanted.scheduled else False,
        due_at=wanted.due.at if wanted.due else None,
        due_all_day=wanted.due.all_day if wanted.due else False,
        origin="manual",
        explanation="",
        campaign_id=wanted.campaign_id,
        conversation_id=wanted.conversation_id,
        assignee_id=wanted.assignee_id,
        metadata=wanted.metadata,
    )
    made = beginnings.new_interaction(
        planned, customer, identity=acting.new_id(), workflow_id=None, now=acting.now, created_by=acting.actor.id
    )
    made = msgspec.structs.replace(made, explanation=None)
    _check_span(made, acting.settings.zone)
    return made


async def edit_interaction(
    acting: Acting, interaction_id: UUID, edit: Edit, if_match: int | None = None
) -> Interaction:
    """Change plain fields; only the fields sent change.

    Raises NotFound, Stale, Conflict for a final one's other fields and for an erased customer's, Invalid.
    """
    before = await _lock(acting, interaction_id, if_match)
    sent = {name for name in edit.__struct_fields__ if getattr(edit, name) is not UNSET}
    if before.status in FINAL and not sent <= _FINAL_FIELDS:
        raise errors.Conflict(
            f"This interaction is {before.status}; only outcome_details, description and metadata can change. "
            "Undo it to change more."
        )
    if before.status in FINAL:  # an erased customer has none that is open
        changes.refuse_erased(await customers.get_customer(acting.tx, acting.tenant_id, before.customer_id))
    if edit.conversation_id is not UNSET and edit.conversation_id != before.conversation_id:
        await conversations.check_link(acting, before.customer_id, edit.conversation_id)
    if edit.assignee_id is not UNSET and edit.assignee_id != before.assignee_id:
        await check_assignee(acting, edit.assignee_id)
    after = _with_status(acting, _edited(before, edit, sent), edit.status)
    after = _with_reschedule(before, after)
    _check_span(after, acting.settings.zone)
    if after.title != before.title:
        await interactions.replace_words(acting.tx, acting.tenant_id, after.id, title_words(after.title))
    return await _save(acting, "interaction.updated", before, after)


async def start_interaction(acting: Acting, interaction_id: UUID, if_match: int | None = None) -> Interaction:
    """pending to in_progress; one that is started already is answered as it is.

    Raises NotFound, Stale, Conflict for a final one.
    """
    before = await _lock(acting, interaction_id, None)
    if before.status == "in_progress":
        return before
    changes.check_version(before.version, if_match)
    _refuse_final(before)
    after = msgspec.structs.replace(before, status="in_progress", started_at=acting.now)
    return await _save(acting, "interaction.started", before, after)


async def reschedule_interaction(
    acting: Acting, interaction_id: UUID, to: NewDates, if_match: int | None = None
) -> Interaction:
    """Move the dates. Moving one alone keeps the span; the first plan stays in `first_*`.

    Raises NotFound, Stale, Conflict for a final one, Invalid.
    """
    before = await _lock(acting, interaction_id, if_match)
    customer = await customers.get_customer(acting.tx, acting.tenant_id, before.customer_id)
    return await _save(acting, "interaction.rescheduled", before, rescheduled(acting, before, to, customer))


def rescheduled(acting: Acting, before: Interaction, to: NewDates, customer: Customer) -> Interaction:
    """The interaction with its dates moved. Raises Conflict for a final one, Invalid."""
    _refuse_final(before)
    zones = Zones(acting.settings.zone, customer.timezone or acting.settings.zone)
    after = _with_reschedule(before, rescheduling.moved(before, to, zones))
    _check_span(after, acting.settings.zone)
    return after


async def assign_interaction(
    acting: Acting, interaction_id: UUID, assignee_id: UUID | None, if_match: int | None = None
) -> Interaction:
    """Give an open interaction to a member, or to nobody.

    Raises NotFound, Stale, Conflict for a final one, Invalid for an unknown or inactive member.
    """
    before = await _lock(acting, interaction_id, if_match)
    after = assigned(before, assignee_id)
    await check_assignee(acting, assignee_id)
    return await _save(acting, "interaction.assigned", before, after)


def assigned(before: Interaction, assignee_id: UUID | None) -> Interaction:
    """The interaction in other hands. Raises Conflict for a final one."""
    _refuse_final(before)
    return msgspec.structs.replace(before, assignee_id=assignee_id)


async def _lock(acting: Acting, interaction_id: UUID, if_match: int | None) -> Interaction:
    await interactions.lock_customer_of(acting.tx, acting.tenant_id, interaction_id)
    before = await interactions.get_interaction(acting.tx, acting.tenant_id, interaction_id)
    changes.check_version(before.version, if_match)
    return before


async def _save(acting: Acting, kind: str, before: Interaction, after: Interaction) -> Interaction:
    changed = next_version(acting, kind, before, after)
    if changed is None:
        return before
    after, event = changed
    await interactions.update_interaction(acting.tx, acting.tenant_id, before, after, changes.writing(acting), [event])
    return after


def next_version(
    acting: Acting, kind: str, before: Interaction, after: Interaction
) -> tuple[Interaction, Event] | None:
    """The interaction one version on, with the event that tells what changed; None when nothing did."""
    columns = interactions.changed_columns(before, after)
    if not columns:
        return None
    after = msgspec.structs.replace(after, version=before.version + 1, updated_at=acting.now)
    old, new = changes.picked(before, columns), changes.picked(after, columns)
    return after, changes.interaction_event(acting, kind, after, old, new)


def _refuse_final(interaction: Interaction) -> None:
    if interaction.status in FINAL:
        raise errors.Conflict(f"This interaction is {interaction.status} already; undo that first.")


def _edited(before: Interaction, edit: Edit, sent: set[str]) -> Interaction:
    plain = {name: getattr(edit, name) for name in sent - {"status", "scheduled", "due"}}
    for name in {"scheduled", "due"} & sent:
        moment = getattr(edit, name)
        plain[f"{name}_at"] = moment.at if moment else None
        plain[f"{name}_all_day"] = moment.all_day if moment else False
    return msgspec.structs.replace(before, **plain)


_VERBS = {"completed": "complete", "cancelled": "cancel", "skipped": "skip"}


def _with_status(acting: Acting, interaction: Interaction, status: str | UnsetType) -> Interaction:
    if status is UNSET or status == interaction.status:
        return interaction
    if status in _VERBS:
        verb = _VERBS[str(status)]
        raise errors.Invalid.field("status", f"cannot be set; use POST /v1/interactions/{interaction.id}/{verb}")
    started_at = acting.now if status == "in_progress" else None
    return msgspec.structs.replace(interaction, status=str(status), started_at=started_at)


def _with_reschedule(before: Interaction, after: Interaction) -> Interaction:
    """Count a move of the plan; the first plan that there was stays."""
    if all(getattr(before, name) == getattr(after, name) for name in _PLAN):
        return after
    had_plan = before.scheduled_at is not None or before.due_at is not None
    return msgspec.structs.replace(
        after,
        reschedule_count=before.reschedule_count + (1 if had_plan else 0),
        first_scheduled_at=before.first_scheduled_at if had_plan else after.scheduled_at,
        first_due_at=before.first_due_at if had_plan else after.due_at,
    )


def _check_span(interaction: Interaction, zone: str) -> None:
    """Raises Invalid when it is due before it is scheduled; whole days are compared as days."""
    begins, ends = interaction.scheduled_at, interaction.due_at
    if begins is None or ends is None:
        return
    is_before = local_day(ends, zone) < local_day(begins, zone) if interaction.due_all_day else ends < begins
    if is_before:
        raise errors.Invalid.field("due_at", "lies before scheduled_at")


async def check_assignee(acting: Acting, member_id: UUID | None, field: str = "assignee_id") -> Member | None:
    """The member. Raises Invalid unless None or an active one, who then stays so until the transaction ends."""
    if member_id is None:
        return None
    return check_active(await members.hold_member(acting.tx, acting.tenant_id, member_id), field)


def check_active(member: Member | None, field: str = "assignee_id") -> Member:
    """The member. Raises Invalid for nobody, or an inactive one."""
    if member is None:
        raise errors.Invalid.field(field, "names nothing that exists here")
    if not member.is_active:
        raise errors.Invalid.field(field, "names a member who is not active")
    return member
