"""What came of a campaign, as it travels."""

from uuid import UUID

from msgspec import Struct

from onward.actions.campaign_figures import SeenCampaign, Told
from onward.api.shapes.fields import Instant
from onward.domain.campaigns import CampaignStatus
from onward.domain.records import OutcomeKind
from onward.store.campaign_figures import RunFigures


class CampaignEnrolledOut(Struct, frozen=True):
    customers: int
    first_at: Instant | None
    last_at: Instant | None


class CampaignRunsOut(Struct, frozen=True):
    """Workflows by state. `completion_ratio` is the share of all that completed, `median_seconds` how long those took
    from start to end; both null when there are none."""

    total: int
    active: int
    paused: int
    completed: int
    exited: int
    completion_ratio: float | None
    median_seconds: float | None

    @classmethod
    def of(cls, runs: RunFigures) -> "CampaignRunsOut":
        total = runs.active + runs.paused + runs.completed + runs.exited
        return cls(
            total=total,
            active=runs.active,
            paused=runs.paused,
            completed=runs.completed,
            exited=runs.exited,
            completion_ratio=_ratio(runs.completed, total),
            median_seconds=runs.median_seconds,
        )


class CampaignStepOut(Struct, frozen=True):
    """What came of one step: `customers` it was reached with, interactions by state. `on_time_ratio` is the share of
    the completed ones that were so by their due time, or had none; `median_seconds` runs from when a step was created
    until it was completed. What was planned by hand beside the steps comes last, without a `template_id`; `type` and
    `title` are null where the template no longer has the step."""

    template_id: UUID | None
    template_name: str | None
    step_number: int | None
    type: str | None
    title: str | None
    customers: int
    interactions: int
    open: int
    overdue: int
    completed: int
    skipped: int
    cancelled: int
    completion_ratio: float | None
    on_time_ratio: float | None
    median_seconds: float | None

    @classmethod
    def of(cls, told: Told) -> "CampaignStepOut":
        figures = told.figures
        total = figures.open + figures.completed + figures.skipped + figures.cancelled
        return cls(
            template_id=figures.template_id,
            template_name=None if told.template is None else told.template.definition.name,
            step_number=figures.step_number,
            type=None if told.step is None else told.step.type,
            title=None if told.step is None else told.step.title,
            customers=figures.customers,
            interactions=total,
            open=figures.open,
            overdue=figures.overdue,
            completed=figures.completed,
            skipped=figures.skipped,
            cancelled=figures.cancelled,
            completion_ratio=_ratio(figures.completed, total),
            on_time_ratio=_ratio(figures.on_time, figures.completed),
            median_seconds=figures.median_seconds,
        )


class CampaignOutcomeOut(Struct, frozen=True):
    """How many of the completed interactions ended so."""

    outcome: str
    kind: OutcomeKind | None
    count: int


class CampaignPerformanceOut(Struct, frozen=True):
    campaign_id: UUID
    status: CampaignStatus
    enrolled: CampaignEnrolledOut
    workflows: CampaignRunsOut
    steps: list[CampaignStepOut]
    outcomes: list[CampaignOutcomeOut]

    @classmethod
    def of(cls, seen: SeenCampaign) -> "CampaignPerformanceOut":
        enrolled = seen.enrolled
        return cls(
            campaign_id=seen.campaign.id,
            status=seen.campaign.status,
            enrolled=CampaignEnrolledOut(enrolled.customers, enrolled.first_at, enrolled.last_at),
            workflows=CampaignRunsOut.of(seen.runs),
            steps=[CampaignStepOut.of(one) for one in seen.steps],
            outcomes=[CampaignOutcomeOut(one.outcome, one.kind, one.count) for one in seen.outcomes],
        )


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
