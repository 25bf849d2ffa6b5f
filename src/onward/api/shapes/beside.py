"""What stands beside an interaction where it is shown: whose it is, and where in its template it stands."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from onward.domain.records import Definition

Peeking = Annotated[list[Literal["peek"]], Meta(description="What to give with each: `peek`")]
Include = Annotated[
    list[Literal["peek", "customer", "template"]],
    Meta(description="What to give with each: `peek`, its `customer`, its place in its `template`"),
]


class InteractionCountOut(Struct, frozen=True):
    total: int


class QueueCustomerOut(Struct, frozen=True):
    id: UUID
    name: str
    company: str | None
    timezone: str | None


class QueueTemplateOut(Struct, frozen=True):
    """`position` of `step_count`: where the step stands among the template's steps."""

    id: UUID
    name: str
    version: int
    step_number: int | None
    position: int | None
    step_count: int


def template_out(template_id: UUID, version: int, definition: Definition, step_number: int | None) -> QueueTemplateOut:
    numbers = sorted(step.step_number for step in definition.steps)
    position = numbers.index(step_number) + 1 if step_number in numbers else None
    return QueueTemplateOut(template_id, definition.name, version, step_number, position, len(numbers))
