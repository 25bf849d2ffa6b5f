"""Start a campaign's template for many customers, once for each; and take that back."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct, structs

from onward.actions import changes, planning
from onward.actions.acting import Acting
from onward.actions.planning import Rows
from onward.domain import bulk, campaigns, errors, jobs, next_step
from onward.domain.bulk import Enroll
from onward.domain.campaigns import Campaign, Enrolment
from onward.domain.decisions import Situation
from onward.domain.errors import Refused
from onward.domain.jobs import ItemAnswer, JobItem
from onward.domain.records import Event, Interaction, Workflow
from onward.store import batches, customers, situations, workflows
from onward.store import campaigns as store_campaigns
from onward.store.customers import CustomerFilter


class Begun(Struct, frozen=True):
    """What a customer's enrolment makes."""

    rows: Rows
    first: Interaction
    workflow: Workflow


async def wish(acting: Acting, campaign_id: UUID) -> Enroll:
    """What enrolling in a campaign does now. Raises NotFound, Conflict for one that is not active or names no
    template."""
    campaign = await store_campaigns.get_campaign(acting.tx, acting.tenant_id, campaign_id)
    campaigns.refuse_inactive(campaign)
    if campaign.template_id is None:
        raise errors.Conflict("This campaign names no template, so there is nothing to start. Give it one first.")
    return Enroll(campaign_id, campaign.template_id)


def named(customer_ids: Sequence[UUID]) -> list[JobItem]:
    """An item for each of these customers, those of one id beside each other."""
    order = sorted(range(len(customer_ids)), key=lambda number: (customer_ids[number], number))
    turns = {number: turn for turn, number in enumerate(order)}
    return [JobItem(number, turns[number], None, customer_id) for number, customer_id in enumerate(customer_ids)]


async def matching(acting: Acting, wanted: CustomerFilter) -> list[JobItem]:
    """An item for each customer that a filter finds now; without a status, of the active ones.

    Raises Invalid when it finds too many.
    """
    if not wanted.status:
        wanted = structs.replace(wanted, status=["active"])
    found = await customers.list_ids(acting.tx, acting.tenant_id, wanted, campaigns.MOST_ENROLLED + 1)
    if len(found) > campaigns.MOST_ENROLLED:
        raise errors.Invalid.field("filter", f"finds more than {campaigns.MOST_ENROLLED} customers; narrow it")
    return named(found)


async def hold_campaign(acting: Acting, act: Enroll) -> None:
    """Before the customers' locks: whoever pauses a campaign locks it, and then the customers of its workflows."""
    await store_campaigns.hold_campaign(acting.tx, acting.tenant_id, act.campaign_id)


async def enroll(acting: Acting, act: Enroll, items: Sequence[JobItem]) -> list[JobItem]:
    """Start the campaign for customers; what came of each, in the order given. The campaign must be held and the
    customers locked."""
    campaign = await store_campaigns.get_campaign(acting.tx, acting.tenant_id, act.campaign_id)
    ids = [item.customer_id for item in items if item.customer_id is not None]
    enrolled = await store_campaigns.list_enrolled(acting.tx, acting.tenant_id, act.campaign_id, ids)
    found = await situations.list_customer_situations(acting.tx, acting.tenant_id, ids, [act.template_id])
    by_id: dict[UUID | None, Situation] = {situation.customer.id: situation for situation in found}
    settled: list[JobItem] = []
    begun: list[Begun] = []
    for item in items:
        if item.customer_id in enrolled:
            settled.append(structs.replace(item, status="unchanged"))
            continue
        try:
            begun.append(begin(acting, campaign, act, by_id.get(item.customer_id)))
        except Refused as refused:
            settled.append(jobs.refused(item, refused))
            continue
        enrolled.add(begun[-1].first.customer_id)
        settled.append(_settled(item, begun[-1]))
    await _save(acting, act, begun)
    return settled


def begin(acting: Acting, campaign: Campaign, act: Enroll, situation: Situation | None) -> Begun:
    """Decide one customer's enrolment; nothing is written. Raises NotFound, Conflict."""
    campaigns.refuse_inactive(campaign)
    if situation is None:
        raise errors.NotFound("There is no customer with this id.")
    campaigns.check_enrolment(situation, act.template_id)
    candidate = situation.candidates[act.template_id]
    decision = next_step.decide_start(situation, candidate, act.start, acting.now, campaign_id=campaign.id)
    rows = planning.rows_of(acting, decision, situation.customer, None)
    if rows.interaction is None or rows.started is None:
        raise errors.Conflict(rows.next_step.explanation)
    return Begun(rows, rows.interaction, rows.started)


def _settled(item: JobItem, begun: Begun) -> JobItem:
    first = begun.first
    answer = ItemAnswer(interaction=bulk.brief(first), next_step=begun.rows.next_step)
    return structs.replace(item, status="done", interaction_id=first.id, version=first.version, answer=answer)


async def _save(acting: Acting, act: Enroll, begun: Sequence[Begun]) -> None:
    tx, tenant_id = acting.tx, acting.tenant_id
    await batches.insert_workflows(tx, tenant_id, [one.workflow for one in begun])
    await store_campaigns.insert_enrolments(tx, tenant_id, [enrolment(acting, act, one) for one in begun])
    events = [event for one in begun for event in events_of(acting, act, one)]
    made = [(one.first, one.rows.words) for one in begun]
    await batches.insert_interactions(tx, tenant_id, made, changes.writing(acting), events)


def enrolment(acting: Acting, act: Enroll, begun: Begun) -> Enrolment:
    return Enrolment(act.campaign_id, begun.first.customer_id, begun.workflow.id, acting.actor.id, acting.now)


def events_of(acting: Acting, act: Enroll, begun: Begun) -> list[Event]:
    enrolled = _event(acting, "campaign.enrolled", begun.workflow, new={"campaign_id": act.campaign_id})
    return [enrolled, *planning.events_of(acting, begun.rows, None)]


def _event(
    acting: Acting,
    kind: str,
    workflow: Workflow,
    old: dict[str, object] | None = None,
    new: dict[str, object] | None = None,
) -> Event:
    return Event(
        id=acting.new_id(), kind=kind, customer_id=workflow.customer_id, workflow_id=workflow.id, old=old, new=new
    )


async def withdraw(acting: Acting, items: Sequence[JobItem]) -> list[JobItem]:
    """Take back enrolments of which nothing has come yet; what came of each, in the order given. The customers must
    be locked."""
    ids = [item.interaction_id for item in items if item.interaction_id is not None]
    found = await batches.list_interactions(acting.tx, acting.tenant_id, ids)
    run_ids = [one.workflow_id for one in found.values() if one.workflow_id is not None]
    runs = {run.id: run for run in await workflows.list_workflows_by_id(acting.tx, acting.tenant_id, run_ids)}
    settled: list[JobItem] = []
    gone: list[tuple[Interaction, Workflow]] = []
    for item in items:
        try:
            gone.append(_untouched(item, found, runs))
            settled.append(structs.replace(item, status="done"))
        except Refused as refused:
            settled.append(jobs.refused(item, refused))
    await _remove(acting, gone)
    return settled


def _untouched(
    item: JobItem, found: dict[UUID, Interaction], runs: dict[UUID, Workflow]
) -> tuple[Interaction, Workflow]:
    first = None if item.interaction_id is None else found.get(item.interaction_id)
    run = None if first is None or first.workflow_id is None else runs.get(first.workflow_id)
    if first is None or run is None:
        raise errors.NotFound("There is no interaction with this id any more.")
    if first.version != item.version or first.customer_id != item.customer_id or run.version != 1:
        raise errors.Conflict("The workflow that this started has moved on, so it stays.")
    return first, run


async def _remove(acting: Acting, gone: Sequence[tuple[Interaction, Workflow]]) -> None:
    """Links go before what they name."""
    tx, tenant_id = acting.tx, acting.tenant_id
    run_ids = [run.id for _, run in gone]
    await store_campaigns.delete_enrolments(tx, tenant_id, run_ids)
    events = [event for first, run in gone for event in _events_of_removal(acting, first, run)]
    await batches.delete_interactions(tx, tenant_id, [first.id for first, _ in gone], changes.writing(acting), events)
    await workflows.delete_workflows(tx, tenant_id, run_ids)


def _events_of_removal(acting: Acting, first: Interaction, run: Workflow) -> list[Event]:
    return [
        changes.interaction_event(acting, "interaction.withdrawn", first, old=changes.everything(first)),
        _event(acting, "campaign.withdrawn", run, old={"campaign_id": run.campaign_id}),
    ]
