"""Interactions over HTTP."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import UNSET, UnsetType

from onward.actions import finishing, interactions, undoing
from onward.actions.acting import Acting
from onward.api import cursors, peeks
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.beside import InteractionCountOut
from onward.api.shapes.interactions import (
    AssignInteractionIn,
    CancelInteractionIn,
    CompleteInteractionIn,
    CompletionOut,
    CreateInteractionIn,
    EditInteractionIn,
    GetInteractionQuery,
    InteractionFilterIn,
    InteractionOut,
    InteractionPageOut,
    ListInteractionsQuery,
    RescheduleInteractionIn,
    SkipInteractionIn,
    StartInteractionIn,
    UndoInteractionIn,
    UndoneOut,
    View,
)
from onward.api.shapes.new_interactions import new_interaction
from onward.api.shapes.next_requests import next_request
from onward.domain import schedule, search
from onward.domain.errors import Invalid
from onward.domain.overdue import cutoffs
from onward.domain.records import PRIORITY_RANK, Interaction
from onward.domain.rescheduling import NewDates
from onward.domain.roles import Permission
from onward.domain.schedule import Moment
from onward.store import interaction_lists
from onward.store import interactions as store_interactions
from onward.store.interaction_lists import InteractionFilter

ROUTES = Routes()


class CountInteractionsQuery(InteractionFilterIn, frozen=True, forbid_unknown_fields=True):
    """The filter alone; as a body's part it is a component of its own."""


TAG = "Interactions"
_TICK = timedelta(microseconds=1)


@ROUTES.get(
    "/v1/interactions",
    permission=Permission.READ,
    query=ListInteractionsQuery,
    answers=InteractionPageOut,
    summary="List interactions",
    tag=TAG,
)
async def list_interactions(call: Call, query: ListInteractionsQuery) -> Answer:
    acting = call.acting
    page = cursors.page_of(query, acting.now, interaction_lists.ORDERS)
    wanted = interaction_filter(acting, query)
    as_of = cutoffs(page.now, acting.settings.zone)
    found = await interaction_lists.list_interactions(
        acting.tx, acting.tenant_id, wanted, as_of, page.keyset, query.limit + 1
    )
    shown, view = found[: query.limit], View(acting.settings.zone, page.now)
    cursor = None
    if len(found) > query.limit:
        cursor = page.cursor(shown[-1].id, _sort_value(shown[-1], page.keyset.sort))
    return Answer(InteractionPageOut(await peeks.shown(acting, view, shown, query.include), cursor))


@ROUTES.get(
    "/v1/interactions/count",
    permission=Permission.READ,
    query=CountInteractionsQuery,
    answers=InteractionCountOut,
    summary="Count interactions",
    tag=TAG,
)
async def count_interactions(call: Call, query: CountInteractionsQuery) -> Answer:
    """How many the same filters let through in the list."""
    acting = call.acting
    wanted, as_of = interaction_filter(acting, query), cutoffs(acting.now, acting.settings.zone)
    total = await interaction_lists.count_interactions(acting.tx, acting.tenant_id, wanted, as_of)
    return Answer(InteractionCountOut(total))


@ROUTES.post(
    "/v1/interactions",
    permission=Permission.WRITE_INTERACTIONS,
    body=CreateInteractionIn,
    answers=InteractionOut,
    status=201,
    summary="Create an interaction",
    tag=TAG,
)
async def create_interaction(call: Call, body: CreateInteractionIn) -> Answer:
    acting = call.acting
    made = await interactions.create_interaction(acting, new_interaction(body, acting.settings))
    return _answer(acting, made, location=f"/v1/interactions/{made.id}")


@ROUTES.get(
    "/v1/interactions/{interaction_id:uuid}",
    permission=Permission.READ,
    query=GetInteractionQuery,
    answers=InteractionOut,
    summary="Get an interaction",
    tag=TAG,
)
async def get_interaction(call: Call, query: GetInteractionQuery) -> Answer:
    acting = call.acting
    found = await store_interactions.get_interaction(acting.tx, acting.tenant_id, call.id("interaction_id"))
    (content,) = await peeks.shown(acting, View.of(acting), [found], query.include)
    return Answer(content, etag=found.version)


@ROUTES.put(
    "/v1/interactions/{interaction_id:uuid}",
    permission=Permission.WRITE_INTERACTIONS,
    body=EditInteractionIn,
    answers=InteractionOut,
    if_match=True,
    summary="Edit an interaction",
    tag=TAG,
)
async def edit_interaction(call: Call, body: EditInteractionIn) -> Answer:
    """Only the fields sent change. A final interaction takes only outcome_details, description and metadata."""
    acting = call.acting
    edit = interactions.Edit(
        type=body.type,
        title=body.title,
        description=body.description,
        status=body.status,
        priority=body.priority,
        scheduled=_moment_or_unset(acting, body.scheduled_at, "scheduled_at"),
        due=_moment_or_unset(acting, body.due_at, "due_at"),
        campaign_id=body.campaign_id,
        conversation_id=body.conversation_id,
        assignee_id=body.assignee_id,
        outcome_details=body.outcome_details,
        metadata=UNSET if body.metadata is UNSET else fields.checked_metadata(body.metadata),
    )
    changed = await interactions.edit_interaction(acting, call.id("interaction_id"), edit, call.if_match)
    return _answer(acting, changed)


@ROUTES.post(
    "/v1/interactions/{interaction_id:uuid}/complete",
    permission=Permission.WRITE_INTERACTIONS,
    body=CompleteInteractionIn,
    answers=CompletionOut,
    if_match=True,
    summary="Complete an interaction; the next one exists afterwards",
    tag=TAG,
)
async def complete_interaction(call: Call, body: CompleteInteractionIn) -> Answer:
    """A repeat with the same outcome, or with none, answers the same again; another outcome is a conflict."""
    acting = call.acting
    completed_at = fields.moment(body.completed_at, acting.settings, "completed_at")
    wanted = finishing.Completion(
        outcome=body.outcome,
        outcome_details=body.outcome_details,
        completed_at=completed_at.at if completed_at else None,
        is_backdated=body.backdated,
        next=next_request(body.next, acting.settings),
    )
    finished = await finishing.complete_interaction(acting, call.id("interaction_id"), wanted, call.if_match)
    return _finished(acting, finished)


@ROUTES.post(
    "/v1/interactions/{interaction_id:uuid}/skip",
    permission=Permission.WRITE_INTERACTIONS,
    body=SkipInteractionIn,
    answers=CompletionOut,
    if_match=True,
    summary="Skip an interaction and go on",
    tag=TAG,
)
async def skip_interaction(call: Call, body: SkipInteractionIn) -> Answer:
    finished = await finishing.skip_interaction(call.acting, call.id("interaction_id"), body.reason, call.if_match)
    return _finished(call.acting, finished)


@ROUTES.post(
    "/v1/interactions/{interaction_id:uuid}/cancel",
    permission=Permission.WRITE_INTERACTIONS,
    body=CancelInteractionIn,
    answers=CompletionOut,
    if_match=True,
    summary="Cancel an interaction",
    tag=TAG,
)
async def cancel_interaction(call: Call, body: CancelInteractionIn) -> Answer:
    """`then` says what follows: `keep_moving` leaves the workflow and plans anew, `advance` goes on in it, `exit`
    ends it and plans nothing."""
    finished = await finishing.cancel_interaction(
        call.acting, call.id("interaction_id"), body.reason, body.then, call.if_match
    )
    return _finished(call.acting, finished)


@ROUTES.post(
    "/v1/interactions/{interaction_id:uuid}/start",
    permission=Permission.WRITE_INTERACTIONS,
    body=StartInteractionIn,
    answers=InteractionOut,
    if_match=True,
    summary="Start working on an interaction",
    tag=TAG,
)
async def start_interaction(call: Call, body: StartInteractionIn) -> Answer:
    started = await interactions.start_interaction(call.acting, call.id("interaction_id"), call.if_match)
    return _answer(call.acting, started)


@ROUTES.post(
    "/v1/interactions/{interaction_id:uuid}/reschedule",
    permission=Permission.WRITE_INTERACTIONS,
    body=RescheduleInteractionIn,
    answers=InteractionOut,
    if_match=True,
    summary="Move an interaction's dates",
    tag=TAG,
)
async def reschedule_interaction(call: Call, body: RescheduleInteractionIn) -> Answer:
    """Moving one date alone keeps the span between them."""
    acting = call.acting
    scheduled = fields.moment(body.scheduled_at, acting.settings, "scheduled_at")
    due = fields.moment(body.due_at, acting.settings, "due_at")
    if (scheduled is None and due is None) == (body.by_days is None):
        raise Invalid.field("by_days", "say either by_days, or scheduled_at and/or due_at")
    to = NewDates(scheduled, due, body.by_days)
    moved = await interactions.reschedule_interaction(acting, call.id("interaction_id"), to, call.if_match)
    return _answer(acting, moved)


@ROUTES.post(
    "/v1/interactions/{interaction_id:uuid}/assign",
    permission=Permission.WRITE_INTERACTIONS,
    body=AssignInteractionIn,
    answers=InteractionOut,
    if_match=True,
    summary="Assign an interaction to a member, or to nobody",
    tag=TAG,
)
async def assign_interaction(call: Call, body: AssignInteractionIn) -> Answer:
    assigned = await interactions.assign_interaction(
        call.acting, call.id("interaction_id"), body.assignee_id, call.if_match
    )
    return _answer(call.acting, assigned)


@ROUTES.post(
    "/v1/interactions/{interaction_id:uuid}/undo",
    permission=Permission.WRITE_INTERACTIONS,
    body=UndoInteractionIn,
    answers=UndoneOut,
    if_match=True,
    summary="Take back a completion, skip or cancel",
    tag=TAG,
)
async def undo_interaction(call: Call, body: UndoInteractionIn) -> Answer:
    """What the act made is withdrawn; a conflict when that was changed since."""
    undone = await undoing.undo(call.acting, call.id("interaction_id"), call.if_match)
    content = View.of(call.acting).undone(undone)
    return Answer(content, etag=undone.interaction.version, interaction_id=undone.interaction.id)


def _answer(acting: Acting, interaction: Interaction, location: str | None = None) -> Answer:
    return Answer(
        View.of(acting).interaction(interaction),
        etag=interaction.version,
        location=location,
        interaction_id=interaction.id,
    )


def _finished(acting: Acting, finished: finishing.Finished) -> Answer:
    return Answer(
        View.of(acting).completion(finished),
        etag=finished.interaction.version,
        interaction_id=finished.interaction.id,
        next_interaction_id=finished.next_interaction.id if finished.next_interaction else None,
    )


def _moment_or_unset(acting: Acting, text: str | UnsetType | None, field: str) -> Moment | UnsetType | None:
    return UNSET if text is UNSET else fields.moment(text, acting.settings, field)


def interaction_filter(acting: Acting, given: InteractionFilterIn, prefix: str = "") -> InteractionFilter:
    """What a filter asks for. Raises Invalid, each field's name after the prefix."""
    assignee_ids, without_assignee = people(acting, given.assignee_id, f"{prefix}assignee_id")
    return InteractionFilter(
        status=list(given.status),
        type=given.type,
        priority=list(given.priority),
        outcome=given.outcome,
        customer_id=given.customer_id,
        assignee_id=assignee_ids,
        without_assignee=without_assignee,
        campaign_id=given.campaign_id,
        conversation_id=given.conversation_id,
        template_id=given.template_id,
        workflow_id=given.workflow_id,
        is_overdue=given.overdue,
        scheduled_from=_begin(acting, given.scheduled_from, f"{prefix}scheduled_from"),
        scheduled_before=_end(acting, given.scheduled_to, f"{prefix}scheduled_to"),
        due_from=_begin(acting, given.due_from, f"{prefix}due_from"),
        due_before=_end(acting, given.due_to, f"{prefix}due_to"),
        words=search.words(given.q or ""),
    )


def people(acting: Acting, texts: list[str], field: str) -> tuple[list[UUID], bool]:
    """Member ids from a filter that also takes `me` and `none`. Raises Invalid."""
    ids: list[UUID] = []
    for text in texts:
        if text == "me":
            if acting.actor.member_id is None:
                raise Invalid.field(field, '"me" means nothing here: this API key acts for no member')
            ids.append(acting.actor.member_id)
        elif text != "none":
            ids.append(_member_id(text, field))
    return ids, "none" in texts


def _member_id(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid.field(field, 'must be a member\'s id, "me" or "none"') from None


def _begin(acting: Acting, text: str | None, field: str) -> datetime | None:
    moment = fields.moment(text, acting.settings, field)
    return moment.at if moment else None


def _end(acting: Acting, text: str | None, field: str) -> datetime | None:
    """Where a range ends, exclusive: a bare day belongs to it whole."""
    moment = fields.moment(text, acting.settings, field)
    if moment is None:
        return None
    return schedule.day_after(moment.at, acting.settings.zone) if moment.all_day else moment.at + _TICK


def _sort_value(interaction: Interaction, sort: str) -> object:
    return PRIORITY_RANK[interaction.priority] if sort == "priority" else getattr(interaction, sort)
