"""Start a workflow: one customer begins a template's published version."""

from uuid import UUID

import msgspec

from onward.actions import conversations, planning
from onward.actions.acting import Acting
from onward.actions.interactions import check_assignee
from onward.domain import errors, next_step
from onward.domain.campaigns import refuse_inactive
from onward.domain.decisions import Candidate
from onward.domain.records import Interaction
from onward.domain.schedule import Moment
from onward.store import campaigns, customers, situations, workflows


class NewWorkflow(msgspec.Struct, frozen=True):
    customer_id: UUID
    template_id: UUID
    start: Moment | None = None
    campaign_id: UUID | None = None
    conversation_id: UUID | None = None
    assignee_id: UUID | None = None


async def start_workflow(acting: Acting, wanted: NewWorkflow) -> Interaction:
    """Start a template for a customer and answer its first interaction.

    Raises Invalid for ids that name nothing here or another customer's conversation, Conflict when the template runs
    for this customer already, is inactive or archived, the customer is closed, or the campaign is not active.
    """
    if wanted.campaign_id is not None:
        await _hold_campaign(acting, wanted.campaign_id)
    if not await customers.try_lock_customer(acting.tx, acting.tenant_id, wanted.customer_id):
        raise errors.Invalid.field("customer_id", "names nothing that exists here")
    named = [wanted.template_id, *([wanted.assignee_id] if wanted.assignee_id else [])]
    situation = await situations.get_customer_situation(acting.tx, acting.tenant_id, wanted.customer_id, named)
    candidate = situation.candidates.get(wanted.template_id)
    if candidate is None:
        raise errors.Invalid.field("template_id", "names nothing that exists here")
    if situation.customer.status == "closed":
        raise errors.Conflict("This customer is closed. Reopen the customer before a workflow is started.")
    await conversations.check_link(acting, wanted.customer_id, wanted.conversation_id)
    await check_assignee(acting, wanted.assignee_id)
    if candidate.id in situation.running_template_ids:
        await _refuse_running(acting, wanted, candidate)
    decision = next_step.decide_start(
        situation,
        candidate,
        wanted.start,
        acting.now,
        campaign_id=wanted.campaign_id,
        conversation_id=wanted.conversation_id,
        assignee_id=wanted.assignee_id,
    )
    rows = planning.rows_of(acting, decision, situation.customer, None)
    if rows.interaction is None:
        raise errors.Conflict(rows.next_step.explanation)
    await planning.save_unlinked(acting, rows)
    return rows.interaction


async def _hold_campaign(acting: Acting, campaign_id: UUID) -> None:
    """Before the customer's lock: whoever pauses a campaign locks it, and then the customers of its workflows."""
    if not await campaigns.hold_campaign(acting.tx, acting.tenant_id, campaign_id):
        raise errors.Invalid.field("campaign_id", "names nothing that exists here")
    refuse_inactive(await campaigns.get_campaign(acting.tx, acting.tenant_id, campaign_id))


async def _refuse_running(acting: Acting, wanted: NewWorkflow, candidate: Candidate) -> None:
    running = await workflows.list_running_of_customer(acting.tx, acting.tenant_id, wanted.customer_id)
    twin = next((workflow for workflow in running if workflow.template_id == candidate.id), None)
    if twin is not None:
        raise errors.Conflict(
            f'"{candidate.definition.name}" is already running for this customer as workflow {twin.id}.'
        )
