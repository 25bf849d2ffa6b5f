"""Templates as they travel."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from onward.api.shapes.fields import Cursor, Instant, Limit, Name, Outcome, Text, When
from onward.domain.errors import Fault
from onward.domain.records import Definition, Step, Template
from onward.domain.schedule import local_day
from onward.domain.simulation import SimulatedStep
from onward.domain.template_differences import Differences, FieldDifference
from onward.store.workflows import RunningVersion

Steps = Annotated[list[Step], Meta(min_length=1, max_length=100)]
EndAction = Annotated[str, Meta(max_length=60, description="`default`, `follow_up`, `stop` or `template:<id>`")]
OnReply = Literal["ignore", "pause", "exit"]


class DefinitionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What a template does, without its flags."""

    name: Name
    steps: Steps
    description: Text | None = None
    end_action: EndAction = "default"
    on_reply: OnReply = "ignore"

    def definition(self) -> Definition:
        return Definition(self.name, tuple(self.steps), self.description, self.end_action, self.on_reply)


class CreateTemplateIn(DefinitionIn, frozen=True, forbid_unknown_fields=True):
    is_active: bool = True
    is_default: bool = False


class EditTemplateIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change; what the template does becomes its next version."""

    name: Name | UnsetType = UNSET
    steps: Steps | UnsetType = UNSET
    description: Text | UnsetType | None = UNSET
    end_action: EndAction | UnsetType = UNSET
    on_reply: OnReply | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    is_default: bool | UnsetType = UNSET


class TemplateVerbIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


class DefinitionOut(Struct, frozen=True):
    name: str
    description: str | None
    steps: list[Step]
    end_action: str
    on_reply: OnReply

    @classmethod
    def of(cls, definition: Definition) -> "DefinitionOut":
        return cls(
            definition.name,
            definition.description,
            list(definition.steps),
            definition.end_action,
            definition.on_reply,
        )


class RunningOut(Struct, frozen=True):
    """How many workflows run on one version, paused ones included."""

    version: int
    workflows: int

    @classmethod
    def of_all(cls, running: list[RunningVersion] | None) -> "list[RunningOut]":
        return [cls(one.version, one.workflows) for one in running or []]


class TemplateOut(Struct, frozen=True):
    """`version` is the published one; `revision` counts every change and is the ETag. `running` counts the workflows
    by the version that they began with and keep."""

    id: UUID
    name: str
    description: str | None
    steps: list[Step]
    end_action: str
    on_reply: OnReply
    is_active: bool
    is_default: bool
    version: int
    draft: DefinitionOut | None
    archived_at: Instant | None
    revision: int
    created_at: Instant
    updated_at: Instant
    running: list[RunningOut]

    @classmethod
    def of(cls, template: Template, running: list[RunningVersion] | None = None) -> "TemplateOut":
        published = template.definition
        return cls(
            id=template.id,
            name=published.name,
            description=published.description,
            steps=list(published.steps),
            end_action=published.end_action,
            on_reply=published.on_reply,
            is_active=template.is_active,
            is_default=template.is_default,
            version=template.version,
            draft=None if template.draft is None else DefinitionOut.of(template.draft),
            archived_at=template.archived_at,
            revision=template.revision,
            created_at=template.created_at,
            updated_at=template.updated_at,
            running=RunningOut.of_all(running),
        )


class FieldDiffOut(Struct, frozen=True):
    field: str
    before: Any
    after: Any

    @classmethod
    def of_all(cls, fields: list[FieldDifference]) -> "list[FieldDiffOut]":
        return [cls(one.field, one.before, one.after) for one in fields]


class StepDiffOut(Struct, frozen=True):
    """`fields` are those that differ, for a changed step only."""

    step_number: int
    change: Literal["added", "removed", "changed"]
    title: str
    fields: list[FieldDiffOut]


class DraftDiffOut(Struct, frozen=True):
    """`version` is the published one, to which the draft is compared."""

    version: int
    fields: list[FieldDiffOut]
    steps: list[StepDiffOut]
    running: list[RunningOut]

    @classmethod
    def of(cls, template: Template, found: Differences, running: list[RunningVersion] | None) -> "DraftDiffOut":
        steps = [
            StepDiffOut(step.step_number, step.change, step.title, FieldDiffOut.of_all(step.fields))
            for step in found.steps
        ]
        return cls(template.version, FieldDiffOut.of_all(found.fields), steps, RunningOut.of_all(running))


class TemplatePageOut(Struct, frozen=True):
    data: list[TemplateOut]
    next_cursor: str | None


class ListTemplatesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    is_active: bool | None = None
    is_default: bool | None = None
    archived: bool | None = None
    sort: Literal["created_at", "-created_at"] = "created_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class SimulateTemplateIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A saved template by its id (its draft with `draft: true`), or one not saved yet. Null among the outcomes takes
    no branch."""

    template_id: UUID | None = None
    template: DefinitionIn | None = None
    draft: bool = False
    customer_id: UUID | None = None
    start_date: When | None = None
    outcomes: Annotated[list[Outcome | None], Meta(max_length=200)] = []


class SimulatedStepOut(Struct, frozen=True):
    """A step of the path if each is done when due; the last one says why the path ended."""

    step_number: int
    type: str
    title: str
    description: str | None
    scheduled_at: Instant | None
    scheduled_on: date | None
    scheduled_all_day: bool
    due_at: Instant | None
    due_on: date | None
    due_all_day: bool
    explanation: str
    outcome: str | None
    ended_because: str | None

    @classmethod
    def of(cls, step: SimulatedStep, zone: str) -> "SimulatedStepOut":
        return cls(
            step_number=step.step_number,
            type=step.type,
            title=step.title,
            description=step.description,
            scheduled_at=step.scheduled_at,
            scheduled_on=step.scheduled_at and local_day(step.scheduled_at, zone),
            scheduled_all_day=step.scheduled_all_day,
            due_at=step.due_at,
            due_on=step.due_at and local_day(step.due_at, zone),
            due_all_day=step.due_all_day,
            explanation=step.explanation,
            outcome=step.outcome,
            ended_because=step.ended_because,
        )


class SimulationOut(Struct, frozen=True):
    """`warnings` are places of the template that are allowed and yet hardly meant."""

    data: list[SimulatedStepOut]
    warnings: list[Fault]
