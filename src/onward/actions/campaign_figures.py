"""What came of a campaign: a constant number of reads, however many customers there are."""

from uuid import UUID

from msgspec import Struct

from onward.actions.acting import Acting
from onward.domain import steps
from onward.domain.campaigns import Campaign
from onward.domain.overdue import cutoffs
from onward.domain.records import Step, Template
from onward.store import campaign_figures, campaigns, templates
from onward.store.campaign_figures import OutcomeFigures, RunFigures, StepFigures
from onward.store.campaigns import Enrolled


class Told(Struct, frozen=True):
    """A step's figures with the step as its template has it now; None for what it no longer has, and what stands
    beside the steps."""

    figures: StepFigures
    template: Template | None
    step: Step | None


class SeenCampaign(Struct, frozen=True):
    campaign: Campaign
    enrolled: Enrolled
    runs: RunFigures
    steps: list[Told]
    outcomes: list[OutcomeFigures]


async def look_at_campaign(acting: Acting, campaign_id: UUID) -> SeenCampaign:
    """Raises NotFound."""
    tx, tenant_id, zone = acting.tx, acting.tenant_id, acting.settings.zone
    campaign = await campaigns.get_campaign(tx, tenant_id, campaign_id)
    counted = await campaign_figures.count_steps(tx, tenant_id, campaign_id, cutoffs(acting.now, zone), zone)
    named = {one.template_id for one in counted if one.template_id is not None}
    known = {one.id: one for one in await templates.list_templates_by_id(tx, tenant_id, named)}
    return SeenCampaign(
        campaign=campaign,
        enrolled=await campaigns.count_enrolled(tx, tenant_id, campaign_id),
        runs=await campaign_figures.count_runs(tx, tenant_id, campaign_id),
        steps=[_told(one, None if one.template_id is None else known.get(one.template_id)) for one in counted],
        outcomes=await campaign_figures.count_outcomes(tx, tenant_id, campaign_id),
    )


def _told(figures: StepFigures, template: Template | None) -> Told:
    number = figures.step_number
    step = None if template is None or number is None else steps.find_step(template.definition, number)
    return Told(figures, template, step)
