"""Coverage as it travels."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from onward.actions.coverage import Repaired, Result
from onward.api.shapes.fields import Cursor, Instant, Limit
from onward.api.shapes.interactions import NextStepOut, PeekedInteractionOut, View
from onward.domain.coverage import Uncovered, Why

MOST_REPAIRED = 1000


class CoverageQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose customers; left out: everybody's."""

    owner_id: Annotated[list[str], Meta(description='A member\'s id, "me", or "none" for those without')] = []
    limit: Limit = 50
    cursor: Cursor | None = None


class UncoveredOut(Struct, frozen=True):
    """An active customer without a next step: since when, and why."""

    customer_id: UUID
    name: str
    company: str | None
    owner_id: UUID | None
    since: Instant
    why: Why

    @classmethod
    def of(cls, uncovered: Uncovered) -> "UncoveredOut":
        return cls(uncovered.id, uncovered.name, uncovered.company, uncovered.owner_id, uncovered.since, uncovered.why)


class CoverageOut(Struct, frozen=True):
    """`percent` of the active customers are covered, with one decimal; of none at all it is 100. `data` are the
    uncovered ones."""

    active_customers: int
    covered: int
    uncovered: int
    percent: float
    data: list[UncoveredOut]
    next_cursor: str | None


class RepairCoverageIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to give a step; left out: everybody whom nothing covers, the first thousand of them."""

    dry_run: bool = False
    customer_ids: Annotated[list[UUID], Meta(min_length=1, max_length=MOST_REPAIRED)] | None = None
    daily_cap: (
        Annotated[int, Meta(ge=1, le=1000, description="How many open steps one assignee may have on a day")] | None
    ) = None


class RepairedOut(Struct, frozen=True):
    """`unchanged`: something covers the customer already, or the customer is not active. In a dry run
    `next_interaction` has no id."""

    customer_id: UUID
    customer_name: str | None
    result: Result
    problem: str | None
    next_interaction: PeekedInteractionOut | None
    next_step: NextStepOut | None

    @classmethod
    def of(cls, repaired: Repaired, view: View) -> "RepairedOut":
        step, planned = repaired.next_step, repaired.interaction
        return cls(
            customer_id=repaired.customer_id,
            customer_name=repaired.customer.name if repaired.customer else None,
            result=repaired.result,
            problem=repaired.problem,
            next_interaction=view.foreseen(planned),
            next_step=NextStepOut(step.created, step.reason, step.explanation) if step else None,
        )


class CoverageRepairOut(Struct, frozen=True):
    """What became of each; `remaining` customers are uncovered after that."""

    dry_run: bool
    created: int
    unchanged: int
    failed: int
    remaining: int
    data: list[RepairedOut]
