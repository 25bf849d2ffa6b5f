"""Interactions as they travel: what callers send and what they get."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from onward.actions.acting import Acting
from onward.actions.finishing import Finished
from onward.actions.peeking import UNSAVED, Foreseen
from onward.actions.undoing import Undone
from onward.api.shapes.beside import Include, QueueCustomerOut, QueueTemplateOut
from onward.api.shapes.fields import (
    Cursor,
    Instant,
    Key,
    Limit,
    Metadata,
    Origin,
    Outcome,
    Reason,
    ShortText,
    Text,
    Title,
    When,
)
from onward.api.shapes.next_requests import NextIn
from onward.domain.contacts import Effect
from onward.domain.overdue import Cutoffs, cutoffs, is_overdue
from onward.domain.records import Interaction, Priority, Status
from onward.domain.schedule import zone_of

Sort = Literal[
    "scheduled_at",
    "-scheduled_at",
    "due_at",
    "-due_at",
    "priority",
    "-priority",
    "created_at",
    "-created_at",
    "completed_at",
    "-completed_at",
]


class PeekedInteractionOut(Struct, frozen=True):
    """An interaction that is not saved yet has no id, and no links."""

    id: UUID | None
    customer_id: UUID
    type: str
    title: str
    description: str | None
    status: Status
    priority: Priority
    scheduled_at: Instant | None
    scheduled_on: date | None
    scheduled_all_day: bool
    due_at: Instant | None
    due_on: date | None
    due_all_day: bool
    is_overdue: bool
    started_at: Instant | None
    completed_at: Instant | None
    closed_at: Instant | None
    outcome: str | None
    outcome_details: str | None
    close_reason: str | None
    origin: Origin
    explanation: str | None
    template_id: UUID | None
    template_version: int | None
    workflow_id: UUID | None
    step_number: int | None
    campaign_id: UUID | None
    conversation_id: UUID | None
    assignee_id: UUID | None
    previous_interaction_id: UUID | None
    next_interaction_id: UUID | None
    first_scheduled_at: Instant | None
    first_due_at: Instant | None
    reschedule_count: int
    created_by: UUID | None
    completed_by: UUID | None
    metadata: dict[str, Any]
    version: int
    created_at: Instant
    updated_at: Instant


class PeekOut(Struct, frozen=True):
    """What completing with an outcome, skipping or cancelling would answer now."""

    verb: Literal["complete", "skip", "cancel"]
    outcome: str | None
    next_interaction: PeekedInteractionOut | None
    next_step: "NextStepOut"


class PeeksOut(Struct, frozen=True):
    """Empty for a final interaction."""

    data: list[PeekOut]


class InteractionOut(PeekedInteractionOut, frozen=True):
    """`peek`, `customer` and `template` are there when they were asked for; `template` is null for what is no step."""

    id: UUID
    peek: list[PeekOut] | UnsetType = UNSET
    customer: QueueCustomerOut | UnsetType = UNSET
    template: QueueTemplateOut | UnsetType | None = UNSET


class View:
    """How one request shows interactions: in the tenant's zone, overdue as of one moment."""

    def __init__(self, zone: str, now: datetime) -> None:
        self.cutoffs: Cutoffs = cutoffs(now, zone)
        self.zone = zone
        self._zone: ZoneInfo = zone_of(zone)

    @classmethod
    def of(cls, acting: Acting) -> "View":
        return cls(acting.settings.zone, acting.now)

    def day(self, at: datetime | None) -> date | None:
        return None if at is None else at.astimezone(self._zone).date()

    def interaction(self, record: Interaction) -> InteractionOut:
        return InteractionOut(record.id, *self._fields(record))

    def peeked(self, foreseen: list[Foreseen]) -> list[PeekOut]:
        """One object for what several acts come to alike."""
        distinct = {id(one.next_step): one for one in foreseen}
        shown = {key: self._next(one) for key, one in distinct.items()}
        return [PeekOut(one.verb, one.outcome, *shown[id(one.next_step)]) for one in foreseen]

    def _next(self, one: Foreseen) -> "tuple[PeekedInteractionOut | None, NextStepOut]":
        step = one.next_step
        return self.foreseen(one.next_interaction), NextStepOut(step.created, step.reason, step.explanation)

    def foreseen(self, record: Interaction | None) -> PeekedInteractionOut | None:
        if record is None:
            return None
        return PeekedInteractionOut(None if record.id == UNSAVED else record.id, *self._fields(record))

    def _fields(self, record: Interaction) -> tuple[Any, ...]:
        """All but the id, in the order of the shape."""
        return (
            record.customer_id,
            record.type,
            record.title,
            record.description,
            record.status,
            record.priority,
            record.scheduled_at,
            self.day(record.scheduled_at),
            record.scheduled_all_day,
            record.due_at,
            self.day(record.due_at),
            record.due_all_day,
            is_overdue(record, self.cutoffs),
            record.started_at,
            record.completed_at,
            record.closed_at,
            record.outcome,
            record.outcome_details,
            record.close_reason,
            record.origin,
            record.explanation,
            record.template_id,
            record.template_version,
            record.workflow_id,
            record.step_number,
            record.campaign_id,
            record.conversation_id,
            record.assignee_id,
            record.previous_interaction_id,
            record.next_interaction_id,
            record.first_scheduled_at,
            record.first_due_at,
            record.reschedule_count,
            record.created_by,
            record.completed_by,
            record.metadata,
            record.version,
            record.created_at,
            record.updated_at,
        )

    def completion(self, finished: Finished) -> "CompletionOut":
        step = finished.next_step
        following = finished.next_interaction
        return CompletionOut(
            self.interaction(finished.interaction),
            None if following is None else self.interaction(following),
            NextStepOut(step.created, step.reason, step.explanation),
        )

    def undone(self, undone: Undone) -> "UndoneOut":
        withdrawn, following = undone.withdrawn_interaction, undone.next_interaction
        return UndoneOut(
            self.interaction(undone.interaction),
            None if withdrawn is None else withdrawn.id,
            undone.withdrawn_workflow_id,
            None if withdrawn is None else self.interaction(withdrawn),
            None if following is None else self.interaction(following),
        )


class InteractionPageOut(Struct, frozen=True):
    data: list[InteractionOut]
    next_cursor: str | None


class NextStepOut(Struct, frozen=True):
    """Why that one: `reason` is the layer that answered, `explanation` one sentence."""

    created: bool
    reason: Reason
    explanation: str


class CompletionOut(Struct, frozen=True):
    """The finished interaction and the customer's next one."""

    interaction: InteractionOut
    next_interaction: InteractionOut | None
    next_step: NextStepOut


class LoggedOut(Struct, frozen=True):
    """The contact as an interaction, and the customer's next step. `effect` is what it meant for the plan: with
    `satisfy` the interaction is the planned step that it was, otherwise it was made for it."""

    effect: Effect
    interaction: InteractionOut
    next_interaction: InteractionOut | None
    next_step: NextStepOut


class UndoneOut(Struct, frozen=True):
    """The reopened interaction, what was withdrawn with the act, and the next step that the customer has now."""

    interaction: InteractionOut
    withdrawn_interaction_id: UUID | None
    withdrawn_workflow_id: UUID | None
    withdrawn_interaction: InteractionOut | None
    next_interaction: InteractionOut | None


class CreateInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    customer_id: UUID
    type: Key
    title: Title
    description: Text | None = None
    priority: Priority = "normal"
    scheduled_at: When | None = None
    due_at: When | None = None
    campaign_id: UUID | None = None
    conversation_id: UUID | None = None
    assignee_id: UUID | None = None
    metadata: Metadata = msgspec.field(default_factory=dict)


class EditInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change."""

    type: Key | UnsetType = UNSET
    title: Title | UnsetType = UNSET
    description: Text | UnsetType | None = UNSET
    status: Status | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    scheduled_at: When | UnsetType | None = UNSET
    due_at: When | UnsetType | None = UNSET
    campaign_id: UUID | UnsetType | None = UNSET
    conversation_id: UUID | UnsetType | None = UNSET
    assignee_id: UUID | UnsetType | None = UNSET
    outcome_details: Text | UnsetType | None = UNSET
    metadata: Metadata | UnsetType = UNSET


class CompleteInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    outcome: Outcome | None = None
    outcome_details: Text | None = None
    completed_at: When | None = None
    backdated: bool = False
    next: NextIn | None = None


class LogInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that has happened without having been planned.

    `effect`: `satisfy` completes the open step that it was, `move` moves the next step on, `leave` leaves the plan
    alone. Without it the only open step of the type that is due within seven days is satisfied, else it is `leave`.
    `interaction_id` names the step to satisfy or to move. `move_days` says how many days after the contact the moved
    step is planned; by default as many as the tenant's follow-up.
    """

    customer_id: UUID
    type: Key
    outcome: Outcome
    outcome_details: Text | None = None
    completed_at: When | None = None
    title: Title | None = None
    description: Text | None = None
    effect: Effect | None = None
    interaction_id: UUID | None = None
    move_days: Annotated[int, Meta(ge=0, le=3650)] | None = None
    next: NextIn | None = None
    assignee_id: UUID | None = None
    campaign_id: UUID | None = None
    conversation_id: UUID | None = None
    metadata: Metadata = msgspec.field(default_factory=dict)


class SkipInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: ShortText | None = None


class CancelInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: ShortText | None = None
    then: Literal["keep_moving", "advance", "exit"] = "keep_moving"


class StartInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


class UndoInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


class RescheduleInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """One or both times, or whole days on (or, negative, back)."""

    scheduled_at: When | None = None
    due_at: When | None = None
    by_days: Annotated[int, Meta(ge=-3650, le=3650)] | None = None


class AssignInteractionIn(Struct, frozen=True, forbid_unknown_fields=True):
    assignee_id: UUID | None


class StartWorkflowIn(Struct, frozen=True, forbid_unknown_fields=True):
    customer_id: UUID
    template_id: UUID
    start_date: When | None = None
    campaign_id: UUID | None = None
    conversation_id: UUID | None = None
    assignee_id: UUID | None = None


class InteractionFilterIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Repeated values of one filter are alternatives; different filters must all hold."""

    status: list[Status] = []
    type: list[Key] = []
    priority: list[Priority] = []
    customer_id: list[UUID] = []
    assignee_id: Annotated[list[str], Meta(description="Member ids, `me` or `none`")] = []
    campaign_id: list[UUID] = []
    conversation_id: list[UUID] = []
    template_id: list[UUID] = []
    workflow_id: list[UUID] = []
    outcome: list[Outcome] = []
    overdue: bool | None = None
    scheduled_from: When | None = None
    scheduled_to: When | None = None
    due_from: When | None = None
    due_to: When | None = None
    q: Annotated[str, Meta(max_length=200, description="Words of title and customer, by prefix")] | None = None


class ListInteractionsQuery(InteractionFilterIn, frozen=True, forbid_unknown_fields=True):
    include: Include = []
    sort: Sort = "-created_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class GetInteractionQuery(Struct, frozen=True, forbid_unknown_fields=True):
    include: Include = []


class PageQuery(Struct, frozen=True, forbid_unknown_fields=True):
    include: Include = []
    limit: Limit = 50
    cursor: Cursor | None = None
