"""What deciding a next step takes in and gives back.

`next_step.decide` turns a `Situation` and an `Act` into a `Decision`; the store saves the decision.
Types only.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from onward.domain.records import (
    Customer,
    Definition,
    Interaction,
    NextStep,
    Priority,
    TenantSettings,
    Workflow,
    WorkflowStatus,
)

Verb = Literal["complete", "skip", "cancel"]
Then = Literal["keep_moving", "advance", "exit"]


class Candidate(Struct, frozen=True):
    """A template that could be started: the version that a new run would pin."""

    id: UUID
    version: int
    definition: Definition
    is_usable: bool
    """Active and not archived."""


class NextRequest(Struct, frozen=True):
    """The caller's own next step (layer 1): exactly one of `type` with `title`, `template_id`, `none`."""

    type: str | None = None
    title: str | None = None
    description: str | None = None
    priority: Priority | None = None
    scheduled_at: datetime | None = None
    scheduled_all_day: bool = False
    due_at: datetime | None = None
    due_all_day: bool = False
    assignee_id: UUID | None = None
    metadata: dict[str, Any] | None = None
    template_id: UUID | None = None
    none: bool = False
    why: str | None = None


class Act(Struct, frozen=True):
    """What somebody does with the open interaction.

    `at` is the completion time (for skip and cancel the moment itself), never after `now`.
    """

    verb: Verb
    now: datetime
    at: datetime
    outcome: str | None = None
    outcome_kind: str | None = None
    then: Then = "keep_moving"
    reason: str | None = None
    next: NextRequest | None = None


class Situation(Struct, frozen=True):
    """Everything that deciding depends on, read after the customer's lock.

    `interaction` is None where no interaction is being finished (a customer reopened, a repair).
    `candidates` holds the default template and every template that the definition or the request names.
    `running_template_ids`: templates with an active or paused run of this customer, the current one included.
    `other_open_id`: the next open interaction of the customer besides this one.
    `channels`: channel by type, for the tenant's types (a missing one has channel `none`).
    """

    settings: TenantSettings
    customer: Customer
    interaction: Interaction | None = None
    workflow: Workflow | None = None
    definition: Definition | None = None
    candidates: dict[UUID, Candidate] = {}
    default_template_id: UUID | None = None
    running_template_ids: frozenset[UUID] = frozenset()
    other_open_id: UUID | None = None
    channels: dict[str, str] = {}
    active_member_names: dict[UUID, str] = {}


class PlannedInteraction(Struct, frozen=True):
    """The next step as it will be inserted. `belongs_to`: which run it is a step of, if any."""

    type: str
    title: str
    description: str | None
    priority: Priority
    scheduled_at: datetime | None
    scheduled_all_day: bool
    due_at: datetime | None
    due_all_day: bool
    origin: str
    explanation: str
    template_id: UUID | None = None
    template_version: int | None = None
    step_number: int | None = None
    campaign_id: UUID | None = None
    conversation_id: UUID | None = None
    assignee_id: UUID | None = None
    metadata: dict[str, Any] = {}
    belongs_to: Literal["current", "new"] | None = None


class WorkflowChange(Struct, frozen=True):
    """Where the current workflow stands after the act. `owes_next`: it is paused, and what comes after the act is
    decided when it is resumed."""

    status: WorkflowStatus
    exit_reason: str | None
    step_number: int
    branch_counts: dict[str, int]
    owes_next: bool = False


class WorkflowStart(Struct, frozen=True):
    """A run to begin at the template's first step."""

    template_id: UUID
    template_version: int
    campaign_id: UUID | None = None
    conversation_id: UUID | None = None
    assignee_id: UUID | None = None


class Decision(Struct, frozen=True):
    """What happens next. `next_step.interaction_id` is set only for `already_planned`: the store fills in
    the id of a created one."""

    next_step: NextStep
    planned: PlannedInteraction | None = None
    workflow_change: WorkflowChange | None = None
    workflow_start: WorkflowStart | None = None
