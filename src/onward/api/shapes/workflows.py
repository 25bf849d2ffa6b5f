"""Workflows as they travel."""

import re
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from onward.actions.migrating import Migrated
from onward.actions.workflow_verbs import Moved
from onward.api.shapes.fields import Cursor, Instant, Limit, ShortText, When
from onward.api.shapes.interactions import InteractionOut, NextStepOut, View
from onward.api.shapes.templates import SimulatedStepOut
from onward.domain.errors import Fault, Invalid
from onward.domain.migration import StepMove
from onward.domain.projection import Projection
from onward.domain.records import OPEN, Interaction, WorkflowStatus
from onward.domain.workflows import Overview, ThenAfterExit

StepNumber = Annotated[int, Meta(ge=1, le=2**31 - 1)]
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class ProjectionOut(Struct, frozen=True):
    """The steps after the open one if each is completed when due, and why there are no more: null where a list goes no
    further."""

    data: list[SimulatedStepOut]
    ends_because: str | None

    @classmethod
    def of(cls, projection: Projection, view: View) -> "ProjectionOut":
        return cls([SimulatedStepOut.of(step, view.zone) for step in projection.steps], projection.ends_because)


class WorkflowOut(Struct, frozen=True):
    """A customer's run of one version of a template. `step_number` is where it stands, `step_count` how many steps
    that version has; `newest_version` is the template's, to which the run may be migrated. `projection` is there in
    lists that were asked for it, null where nothing is open."""

    id: UUID
    customer_id: UUID
    customer_name: str
    template_id: UUID
    template_name: str
    template_version: int
    newest_version: int
    status: WorkflowStatus
    exit_reason: str | None
    pause_reason: str | None
    resume_at: Instant | None
    step_number: int
    step_count: int
    campaign_id: UUID | None
    conversation_id: UUID | None
    assignee_id: UUID | None
    started_at: Instant
    ended_at: Instant | None
    version: int
    projection: ProjectionOut | UnsetType | None = UNSET

    @classmethod
    def of(cls, overview: Overview, projection: ProjectionOut | UnsetType | None = UNSET) -> "WorkflowOut":
        run = overview.workflow
        return cls(
            id=run.id,
            customer_id=run.customer_id,
            customer_name=overview.customer_name,
            template_id=run.template_id,
            template_name=overview.template_name,
            template_version=run.template_version,
            newest_version=overview.newest_version,
            status=run.status,
            exit_reason=run.exit_reason,
            pause_reason=run.pause_reason,
            resume_at=run.resume_at,
            step_number=run.step_number,
            step_count=overview.step_count,
            campaign_id=run.campaign_id,
            conversation_id=run.conversation_id,
            assignee_id=run.assignee_id,
            started_at=run.started_at,
            ended_at=run.ended_at,
            version=run.version,
            projection=projection,
        )


class GetWorkflowQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Dates that the open step is supposed to have; nothing is changed."""

    scheduled_at: When | None = None
    due_at: When | None = None


class WorkflowPageOut(Struct, frozen=True):
    data: list[WorkflowOut]
    next_cursor: str | None


class WorkflowDetailOut(Struct, frozen=True):
    """`steps_done` are the newest 200 at the most, in order."""

    workflow: WorkflowOut
    steps_done: list[InteractionOut]
    open_step: InteractionOut | None
    projection: ProjectionOut

    @classmethod
    def of(
        cls, overview: Overview, steps: list[Interaction], projection: Projection, view: View
    ) -> "WorkflowDetailOut":
        return cls(
            WorkflowOut.of(overview),
            [view.interaction(step) for step in steps if step.status not in OPEN],
            next((view.interaction(step) for step in steps if step.status in OPEN), None),
            ProjectionOut.of(projection, view),
        )


class WorkflowMovedOut(Struct, frozen=True):
    """The workflow as it is now. `interaction` is the open step that was cancelled, if one was; `next_interaction`
    what the customer gets next by it."""

    workflow: WorkflowOut
    interaction: InteractionOut | None
    next_interaction: InteractionOut | None
    next_step: NextStepOut

    @classmethod
    def of(cls, moved: Moved, view: View) -> "WorkflowMovedOut":
        step = moved.next_step
        return cls(
            WorkflowOut.of(moved.overview),
            None if moved.interaction is None else view.interaction(moved.interaction),
            None if moved.next_interaction is None else view.interaction(moved.next_interaction),
            NextStepOut(step.created, step.reason, step.explanation),
        )


class StepMoveOut(Struct, frozen=True):
    """A step of the version that runs and what it becomes; null where it has no counterpart."""

    from_step: int
    from_title: str
    to_step: int | None
    to_title: str | None
    is_current: bool

    @classmethod
    def of(cls, move: StepMove) -> "StepMoveOut":
        new = move.new
        return cls(
            from_step=move.old.step_number,
            from_title=move.old.title,
            to_step=None if new is None else new.step_number,
            to_title=None if new is None else new.title,
            is_current=move.is_current,
        )


class MigrationOut(Struct, frozen=True):
    """What became of the workflow, or with `dry_run` what would. `possible` is false where the step on which it
    stands has no counterpart."""

    workflow: WorkflowOut
    open_step: InteractionOut | None
    from_version: int
    to_version: int
    steps: list[StepMoveOut]
    possible: bool
    dry_run: bool

    @classmethod
    def of(cls, migrated: Migrated, view: View, *, is_dry_run: bool) -> "MigrationOut":
        return cls(
            workflow=WorkflowOut.of(migrated.overview),
            open_step=None if migrated.interaction is None else view.interaction(migrated.interaction),
            from_version=migrated.from_version,
            to_version=migrated.to_version,
            steps=[StepMoveOut.of(move) for move in migrated.moves],
            possible=migrated.is_possible,
            dry_run=is_dry_run,
        )


class PauseWorkflowIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Without `resume_at` it waits until somebody resumes it."""

    resume_at: When | None = None
    reason: ShortText | None = None


class ResumeWorkflowIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


class ExitWorkflowIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: ShortText | None = None
    then: ThenAfterExit = "keep_moving"


class JumpWorkflowIn(Struct, frozen=True, forbid_unknown_fields=True):
    step_number: StepNumber
    reason: ShortText | None = None


Mapping = Annotated[dict[str, StepNumber], Meta(max_length=100, description="New step number by old one")]


class MigrateWorkflowIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Without `version` to the newest. A step that `steps` does not name becomes the one of its own number."""

    version: StepNumber | None = None
    steps: Mapping = {}
    dry_run: bool = False

    def mapping(self) -> dict[int, int]:
        """Raises Invalid for a key that is no step number."""
        faults = [Fault(f"steps.{key}", "must be a step number") for key in self.steps if not _NUMBER.fullmatch(key)]
        if faults:
            raise Invalid(faults)
        return {int(key): number for key, number in self.steps.items()}


class ListWorkflowsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Repeated values of one filter are alternatives; different filters must all hold."""

    customer_id: list[UUID] = []
    template_id: list[UUID] = []
    campaign_id: list[UUID] = []
    conversation_id: list[UUID] = []
    assignee_id: Annotated[list[str], Meta(description="Member ids, `me` or `none`")] = []
    status: list[WorkflowStatus] = []
    include: Annotated[list[Literal["projection"]], Meta(description="What to give with each: `projection`")] = []
    until: Annotated[
        When | None, Meta(description="How far projections go, of 20 steps at the most; 90 days ahead unless given")
    ] = None
    sort: Literal["started_at", "-started_at"] = "-started_at"
    limit: Limit = 50
    cursor: Cursor | None = None
