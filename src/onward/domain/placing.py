"""How a step becomes the customer's next interaction: its type, dates, words and assignee.

Which step it is, the layers decide (explicit.py, path.py, fallback.py).
"""

from typing import Literal
from uuid import UUID

from msgspec import Struct, structs

from onward.domain import schedule, steps, wording
from onward.domain.decisions import PlannedInteraction, Situation, WorkflowChange
from onward.domain.records import Definition, FollowUp, Step, Workflow
from onward.domain.schedule import Frame, Moment
from onward.domain.wording import Since

FALLBACK_TYPE = "follow_up"


class Run(Struct, frozen=True):
    """The active or paused workflow that the finished interaction is a step of."""

    workflow: Workflow
    definition: Definition
    step_number: int
    step: Step | None

    @property
    def is_paused(self) -> bool:
        return self.workflow.status == "paused"


class Course(Struct):
    """One act on its way through the layers. `passed_over` grows by the reason of each that cannot act.

    `assignee_id` is the member that the act itself names, before the predecessor's. `is_anchor_fixed`: also a step
    that counts from the plan of the one before counts from the anchor.
    """

    situation: Situation
    frame: Frame
    anchor: Moment
    since: Since
    run: Run | None = None
    assignee_id: UUID | None = None
    passed_over: list[str] = []
    is_anchor_fixed: bool = False

    def pass_over(self, reason: str) -> None:
        self.passed_over.append(reason)

    def told(self, words: str) -> str:
        return wording.sentence(words, self.passed_over)


class Place(Struct, frozen=True):
    """Where a new interaction belongs and what it is called in its explanation."""

    origin: str
    words: str
    belongs_to: Literal["current", "new"] | None = None
    template_id: UUID | None = None
    template_version: int | None = None
    step_number: int | None = None
    campaign_id: UUID | None = None
    conversation_id: UUID | None = None
    is_first: bool = False


def running(situation: Situation) -> Run | None:
    """The run to go on with; one that has ended is none."""
    workflow, definition, interaction = situation.workflow, situation.definition, situation.interaction
    if workflow is None or definition is None or interaction is None:
        return None
    if workflow.status not in ("active", "paused"):
        return None
    number = workflow.step_number if interaction.step_number is None else interaction.step_number
    return Run(workflow, definition, number, steps.find_step(definition, number))


def ended(run: Run | None, status: Literal["completed", "exited"], reason: str | None) -> WorkflowChange | None:
    """The end of `run`, where there is one."""
    if run is None:
        return None
    workflow = run.workflow
    return WorkflowChange(status, reason, workflow.step_number, workflow.branch_counts)


def blocked_channel(situation: Situation, type_: str) -> str | None:
    """The channel of a type, where the customer must not be contacted on it."""
    channel = situation.channels.get(type_, "none")
    return channel if channel != "none" and channel in situation.customer.do_not_contact else None


def usable(course: Course, step: Step) -> Step | None:
    """The step, with its `fallback_type` where its own channel is blocked; None where both are."""
    channel = blocked_channel(course.situation, step.type)
    if channel is None:
        return step
    other = step.fallback_type
    if other is None or blocked_channel(course.situation, other) is not None:
        return None
    course.pass_over(f"type {step.type} (the customer must not be contacted by {channel})")
    return structs.replace(step, type=other)


def follow_up_step(course: Course, assignee: str | None = None) -> Step:
    """The tenant's default follow-up as a step; on a blocked channel it is a plain `follow_up`."""
    follow_up = course.frame.settings.follow_up
    channel = blocked_channel(course.situation, follow_up.type)
    if channel is not None:
        course.pass_over(f"type {follow_up.type} (the customer must not be contacted by {channel})")
    return _as_step(follow_up, FALLBACK_TYPE if channel else follow_up.type, assignee)


def place(course: Course, step: Step, at: Place) -> PlannedInteraction:
    """`step` as an interaction with its dates and its explanation."""
    planned = schedule.plan_step(step, _anchor(course, step), course.frame, is_first=at.is_first)
    words = f"{at.words}, {wording.dates(step, planned, _since(course, step))}"
    return place_at(course, step, structs.replace(at, words=words), planned.scheduled, planned.due)


def place_at(course: Course, step: Step, at: Place, scheduled: Moment | None, due: Moment | None) -> PlannedInteraction:
    """`step` as an interaction at given dates."""
    assignee_id = assignee_of(course, step.assignee)
    name = course.situation.active_member_names.get(assignee_id) if assignee_id else None
    customer = course.situation.customer
    return PlannedInteraction(
        type=step.type,
        title=wording.fill_title(step.title, customer, name),
        description=wording.fill_description(step.description, customer, name),
        priority=step.priority or "normal",
        scheduled_at=scheduled.at if scheduled else None,
        scheduled_all_day=scheduled is not None and scheduled.all_day,
        due_at=due.at if due else None,
        due_all_day=due is not None and due.all_day,
        origin=at.origin,
        explanation=course.told(at.words),
        template_id=at.template_id,
        template_version=at.template_version,
        step_number=at.step_number,
        campaign_id=at.campaign_id,
        conversation_id=at.conversation_id,
        assignee_id=assignee_id,
        belongs_to=at.belongs_to,
    )


def place_or_stand_in(course: Course, step: Step, at: Place) -> PlannedInteraction:
    """A workflow always keeps a step: where the step's channel is blocked and it has no way round, the
    default follow-up stands in its place."""
    own = usable(course, step)
    if own is not None:
        return place(course, own, at)
    channel = blocked_channel(course.situation, step.type)
    course.pass_over(f"{at.words} (the customer must not be contacted by {channel})")
    words = f"the default follow-up in place of {at.words}"
    stand_in = structs.replace(at, origin="default_follow_up", words=words)
    return place(course, follow_up_step(course, step.assignee), stand_in)


def assignee_of(course: Course, wanted: str | None) -> UUID | None:
    """The first active member of: the wanted one, the act's or the predecessor's, the customer's owner."""
    owner_id = course.situation.customer.owner_id
    chain = (_wanted_id(wanted, owner_id), course.assignee_id, _predecessor_assignee_id(course), owner_id)
    active = course.situation.active_member_names
    return next((member_id for member_id in chain if member_id is not None and member_id in active), None)


def _wanted_id(wanted: str | None, owner_id: UUID | None) -> UUID | None:
    if wanted is None or wanted == "same":
        return None
    return owner_id if wanted == "owner" else steps.as_id(wanted)


def _predecessor_assignee_id(course: Course) -> UUID | None:
    interaction = course.situation.interaction
    return None if interaction is None else interaction.assignee_id


def _planned_anchor(course: Course, step: Step) -> Moment | None:
    interaction = course.situation.interaction
    if step.anchor != "planned" or course.is_anchor_fixed or interaction is None or interaction.scheduled_at is None:
        return None
    return Moment(interaction.scheduled_at, interaction.scheduled_all_day)


def _anchor(course: Course, step: Step) -> Moment:
    return _planned_anchor(course, step) or course.anchor


def _since(course: Course, step: Step) -> Since:
    return wording.PREVIOUS_STEP if _planned_anchor(course, step) else course.since


def _as_step(follow_up: FollowUp, type_: str, assignee: str | None) -> Step:
    return Step(
        step_number=1,
        type=type_,
        title=follow_up.title,
        description=follow_up.description,
        scheduled_offset_days=follow_up.scheduled_offset_days,
        due_offset_days=follow_up.due_offset_days,
        priority=follow_up.priority,
        assignee=assignee,
    )
