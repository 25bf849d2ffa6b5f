"""The records that everything passes around, in the words of the product.

Stored rows and nothing computed: whether something is overdue or what comes next is decided elsewhere.
The field order of the row records is the column order that the store selects.
"""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct, field

Status = Literal["pending", "in_progress", "completed", "cancelled", "skipped"]
Priority = Literal["low", "normal", "high", "urgent"]
CustomerStatus = Literal["active", "paused", "closed"]
WorkflowStatus = Literal["active", "paused", "completed", "exited"]
Role = Literal["owner", "manager", "rep", "viewer"]
Channel = Literal["phone", "email", "sms", "in_person", "none"]
ConversationStatus = Literal["open", "pending", "resolved", "closed"]
Glyph = Literal["call", "proposal", "turn", "letter", "message", "meeting", "demo", "ring"]
OutcomeKind = Literal["positive", "neutral", "negative", "no_contact"]
RollRule = Literal["keep", "forward", "backward"]
DayUnit = Literal["calendar", "business"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

OPEN: frozenset[str] = frozenset({"pending", "in_progress"})
FINAL: frozenset[str] = frozenset({"completed", "cancelled", "skipped"})
PRIORITY_RANK: dict[str, int] = {"low": 0, "normal": 1, "high": 2, "urgent": 3}
SKIPPED_OUTCOME = "skipped"
LOGGED_ORIGIN = "logged"
HAND_MADE_ORIGINS: frozenset[str] = frozenset({"manual", "explicit"})


class Tenant(Struct, frozen=True):
    """One organisation; `local_member_id` is the member that local mode acts as."""

    id: UUID
    slug: str
    name: str
    local_member_id: UUID


class Credential(Struct, frozen=True):
    """An API key that holds: bound to one tenant and a role."""

    id: UUID
    tenant_id: UUID
    role: Role
    member_id: UUID | None
    expires_at: datetime | None
    last_used_on: date | None = None


class WorkCalendar(Struct, frozen=True, omit_defaults=True):
    """When a tenant works. Weekdays are ISO numbers (1 Monday to 7 Sunday), hours `HH:MM` local."""

    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    opens_at: str = "09:00"
    closes_at: str = "17:00"
    holiday_country: str | None = None
    holiday_subdivision: str | None = None
    days_off: tuple[date, ...] = ()


class FollowUp(Struct, frozen=True, omit_defaults=True):
    """The default follow-up (layer 6)."""

    type: str = "follow_up"
    title: str = "Follow up with {customer.name}"
    description: str | None = None
    scheduled_offset_days: int = 3
    due_offset_days: int = 2
    priority: Priority = "normal"


class TenantSettings(Struct, frozen=True, omit_defaults=True):
    """`auto_repair`: whether customers whom nothing covers get a step by themselves, once a day. `conversation_status`:
    what a linked conversation becomes, by outcome or kind, where the step does not say."""

    zone: str = "UTC"
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    roll_rule: RollRule = "keep"
    follow_up: FollowUp = field(default_factory=FollowUp)
    always_create_fallback: bool = False
    auto_repair: bool = True
    conversation_status: dict[str, ConversationStatus] = {}


class KeptSettings(Struct, frozen=True):
    """A tenant's settings as they are kept."""

    settings: TenantSettings
    version: int
    updated_at: datetime


class InteractionType(Struct, frozen=True):
    """A kind of interaction. `outcomes` are those open to it, None for all; `duration_minutes` is how long one takes
    as a rule. `position` orders the lists that people choose from, which leave archived ones out. `glyph` is the
    drawing that stands for it on screens, None for the one of its key."""

    key: str
    label: str
    channel: Channel
    outcomes: list[str] | None = None
    position: int | None = None
    duration_minutes: int | None = None
    archived_at: datetime | None = None
    version: int = 1
    glyph: Glyph | None = None


class Outcome(Struct, frozen=True):
    """What can come of an interaction; without a `label` its key is all there is to read."""

    key: str
    kind: OutcomeKind
    label: str | None = None
    position: int | None = None
    archived_at: datetime | None = None
    version: int = 1


class SavedView(Struct, frozen=True):
    """A list's filters and order under a name. `query` holds parameters of the screen's list, each with its values;
    a personal one is seen by `owner_id` alone: a member, or an API key that acts for none."""

    id: UUID
    name: str
    screen: str
    scope: Literal["personal", "team"]
    owner_id: UUID
    query: dict[str, list[str]]
    version: int
    created_at: datetime
    updated_at: datetime


class Member(Struct, frozen=True):
    """`person_id`: whose account signs in as this member; somebody may also be a member without one."""

    id: UUID
    name: str
    email: str | None
    role: Role
    zone: str | None
    is_active: bool
    version: int
    created_at: datetime
    updated_at: datetime
    person_id: UUID | None = None


class Customer(Struct, frozen=True):
    id: UUID
    external_id: str | None
    name: str
    company: str | None
    email: str | None
    phone: str | None
    timezone: str | None
    owner_id: UUID | None
    status: CustomerStatus
    do_not_contact: list[str]
    tags: list[str]
    notes: str | None
    metadata: dict[str, Any]
    closed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    erased_at: datetime | None = None


class Note(Struct, frozen=True):
    """What somebody wrote down about a customer. `author_id`: a member, or an API key that acts for none."""

    id: UUID
    customer_id: UUID
    author_id: UUID
    body: str
    version: int
    created_at: datetime
    updated_at: datetime


class Conversation(Struct, frozen=True):
    id: UUID
    customer_id: UUID
    channel: Channel
    subject: str | None
    status: ConversationStatus
    external_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class NextStep(Struct, frozen=True):
    """What came of deciding: kept on the finished row, so that a repeat answers the same.

    `interaction_id` names the new interaction, or with `already_planned` the one that stands already.
    """

    created: bool
    reason: str
    explanation: str
    interaction_id: UUID | None = None


class Interaction(Struct, frozen=True):
    """One action item. `customer_is_closed` keeps a hand-made open step of a closed customer out of the
    overdue lists; it is set in the transaction that closes or reopens the customer."""

    id: UUID
    customer_id: UUID
    type: str
    title: str
    description: str | None
    status: Status
    priority: Priority
    scheduled_at: datetime | None
    scheduled_all_day: bool
    due_at: datetime | None
    due_all_day: bool
    started_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    outcome_details: str | None
    close_reason: str | None
    origin: str
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
    first_scheduled_at: datetime | None
    first_due_at: datetime | None
    reschedule_count: int
    created_by: UUID | None
    completed_by: UUID | None
    metadata: dict[str, Any]
    next_step: NextStep | None
    version: int
    created_at: datetime
    updated_at: datetime
    customer_is_closed: bool = False


class Workflow(Struct, frozen=True):
    """One customer's run of one template version.

    `step_number` is where the run stands; `branch_counts` says how often a branch was taken, by
    `"<step number>:<index of the branch>"`. A paused run may have a `resume_at`; `owed_after_id` is the finished
    interaction whose next step waits for the resume.
    """

    id: UUID
    customer_id: UUID
    template_id: UUID
    template_version: int
    status: WorkflowStatus
    exit_reason: str | None
    step_number: int
    branch_counts: dict[str, int]
    campaign_id: UUID | None
    conversation_id: UUID | None
    assignee_id: UUID | None
    started_at: datetime
    ended_at: datetime | None
    version: int
    resume_at: datetime | None = None
    pause_reason: str | None = None
    owed_after_id: UUID | None = None


class Branch(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a step goes for some outcomes: exactly one of `next_step`, `template_id`, `exit`.

    An entry of `outcomes` is an outcome's key or `kind:` and an outcome kind.
    """

    outcomes: tuple[str, ...]
    next_step: int | None = None
    template_id: UUID | None = None
    exit: str | None = None
    scheduled_offset_days: int | None = None
    max_times: int | None = None


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a template; offsets in whole days, 0 to 3650; times `HH:MM` local."""

    step_number: int
    type: str
    title: str
    description: str | None = None
    scheduled_offset_days: int = 0
    due_offset_days: int = 0
    next_step: int | None = None
    branches: tuple[Branch, ...] = ()
    anchor: Literal["completed", "planned"] = "completed"
    day_unit: DayUnit = "calendar"
    scheduled_weekday: Weekday | None = None
    at_time: str | None = None
    due_time: str | None = None
    priority: Priority | None = None
    assignee: str | None = None
    fallback_type: str | None = None
    conversation_status: dict[str, str] | None = None


class Definition(Struct, frozen=True):
    """What one published version of a template fixes for ever.

    `end_action` is `default`, `follow_up`, `stop` or `template:<id>`; `on_reply` is `ignore`, `pause`
    or `exit`. Steps in the order given; the run begins at step number 1.
    """

    name: str
    steps: tuple[Step, ...]
    description: str | None = None
    end_action: str = "default"
    on_reply: Literal["ignore", "pause", "exit"] = "ignore"


class Template(Struct, frozen=True):
    """A template as it stands: its published version, and a draft when somebody is editing."""

    id: UUID
    version: int
    definition: Definition
    draft: Definition | None
    is_active: bool
    is_default: bool
    archived_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class Event(Struct, frozen=True):
    """One thing that happened, written with the change itself; `old` and `new` hold only what changed."""

    id: UUID
    kind: str
    customer_id: UUID | None = None
    interaction_id: UUID | None = None
    workflow_id: UUID | None = None
    old: dict[str, Any] | None = None
    new: dict[str, Any] | None = None
