"""What came of a campaign: its workflows by state, its interactions by step and by outcome.

One statement each, however many customers there are; each is led by the index on the campaign.
"""

from uuid import UUID

import msgspec

from onward.domain.overdue import Cutoffs
from onward.domain.records import OutcomeKind
from onward.store.transactions import Tx


class RunFigures(msgspec.Struct, frozen=True):
    """How many workflows are in which state; `median_seconds` from start to completion of those that completed."""

    active: int
    paused: int
    completed: int
    exited: int
    median_seconds: float | None


_RUNS = """
SELECT count(*) FILTER (WHERE w.status = 'active'), count(*) FILTER (WHERE w.status = 'paused'),
  count(*) FILTER (WHERE w.status = 'completed'), count(*) FILTER (WHERE w.status = 'exited'),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM w.ended_at - w.started_at)::float8)
    FILTER (WHERE w.status = 'completed')
FROM workflows w WHERE w.tenant_id = $1 AND w.campaign_id = $2
"""


async def count_runs(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> RunFigures:
    row = await tx.fetchrow(_RUNS, tenant_id, campaign_id)
    return RunFigures(0, 0, 0, 0, None) if row is None else RunFigures(*row)


class StepFigures(msgspec.Struct, frozen=True):
    """What came of one step of a template; without a template, of what was planned by hand beside the steps.

    `customers` counts whom the step was reached with, `on_time` what was completed by its due time, or had none;
    `median_seconds` runs from when a step was created until it was completed.
    """

    template_id: UUID | None
    step_number: int | None
    customers: int
    open: int
    overdue: int
    completed: int
    skipped: int
    cancelled: int
    on_time: int
    median_seconds: float | None


_OPEN = "i.status IN ('pending', 'in_progress')"
_LATE = "CASE WHEN i.due_all_day THEN $4::timestamptz ELSE $3::timestamptz END"
# An all-day step may be completed until its day is over.
_BY = "CASE WHEN i.due_all_day THEN date_trunc('day', i.completed_at, $5::text) ELSE i.completed_at END"
_STEPS = f"""
SELECT i.template_id, i.step_number, count(DISTINCT i.customer_id),
  count(*) FILTER (WHERE {_OPEN}),
  count(*) FILTER (WHERE {_OPEN} AND NOT i.customer_is_closed AND i.due_at < {_LATE}),
  count(*) FILTER (WHERE i.status = 'completed'),
  count(*) FILTER (WHERE i.status = 'skipped'),
  count(*) FILTER (WHERE i.status = 'cancelled'),
  count(*) FILTER (WHERE i.status = 'completed' AND (i.due_at IS NULL OR {_BY} <= i.due_at)),
  percentile_cont(0.5) WITHIN GROUP (
    ORDER BY greatest(extract(epoch FROM i.completed_at - i.created_at), 0)::float8)
    FILTER (WHERE i.status = 'completed')
FROM interactions i WHERE i.tenant_id = $1 AND i.campaign_id = $2
GROUP BY i.template_id, i.step_number ORDER BY i.template_id, i.step_number
"""


async def count_steps(tx: Tx, tenant_id: UUID, campaign_id: UUID, cutoffs: Cutoffs, zone: str) -> list[StepFigures]:
    """By template and step, what has none last; `zone` is the tenant's."""
    rows = await tx.fetch(_STEPS, tenant_id, campaign_id, cutoffs.now, cutoffs.today_starts_at, zone)
    return [StepFigures(*row) for row in rows]


class OutcomeFigures(msgspec.Struct, frozen=True):
    """How often something came of the campaign's interactions; `kind` is None for what is no longer known."""

    outcome: str
    kind: OutcomeKind | None
    count: int


_OUTCOMES = """
SELECT i.outcome, k.kind, count(*) FROM interactions i
LEFT JOIN outcomes k ON k.tenant_id = i.tenant_id AND k.key = i.outcome
WHERE i.tenant_id = $1 AND i.campaign_id = $2 AND i.status = 'completed' AND i.outcome IS NOT NULL
GROUP BY i.outcome, k.kind ORDER BY count(*) DESC, i.outcome
"""


async def count_outcomes(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> list[OutcomeFigures]:
    """The most frequent first."""
    return [OutcomeFigures(*row) for row in await tx.fetch(_OUTCOMES, tenant_id, campaign_id)]
