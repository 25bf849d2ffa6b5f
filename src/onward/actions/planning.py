"""From a decision to rows: the interaction, the run that begins, the run that moves on."""

from uuid import UUID

import msgspec

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain.decisions import Decision, PlannedInteraction, WorkflowStart
from onward.domain.records import Customer, Event, Interaction, NextStep, Workflow
from onward.domain.search import words
from onward.store import interactions as store_interactions
from onward.store import workflows as store_workflows


class Rows(msgspec.Struct, frozen=True):
    """What a decision makes: at most one interaction, at most one new run, the current run's new state."""

    next_step: NextStep
    interaction: Interaction | None
    started: Workflow | None
    moved: Workflow | None

    @property
    def words(self) -> list[str]:
        return words(self.interaction.title) if self.interaction else []


def rows_of(
    acting: Acting,
    decision: Decision,
    customer: Customer,
    current: Workflow | None,
    previous_id: UUID | None = None,
) -> Rows:
    """The rows of a decision, with ids; `current` is the run that the decision moves, if any."""
    started = _started(acting, decision.workflow_start, customer.id)
    planned = decision.planned
    if planned is None:
        return Rows(decision.next_step, None, started, _moved(acting, decision, current))
    run = {"current": current, "new": started, None: None}[planned.belongs_to]
    interaction = new_interaction(acting, planned, customer, run.id if run else None, previous_id)
    step = msgspec.structs.replace(decision.next_step, interaction_id=interaction.id)
    return Rows(step, interaction, started, _moved(acting, decision, current))


def new_interaction(
    acting: Acting,
    planned: PlannedInteraction,
    customer: Customer,
    workflow_id: UUID | None,
    previous_id: UUID | None,
) -> Interaction:
    """A pending interaction as it is first stored."""
    return Interaction(
        id=acting.new_id(),
        customer_id=customer.id,
        type=planned.type,
        title=planned.title,
        description=planned.description,
        status="pending",
        priority=planned.priority,
        scheduled_at=planned.scheduled_at,
        scheduled_all_day=planned.scheduled_all_day,
        due_at=planned.due_at,
        due_all_day=planned.due_all_day,
        started_at=None,
        completed_at=None,
        closed_at=None,
        outcome=None,
        outcome_details=None,
        close_reason=None,
        origin=planned.origin,
        explanation=planned.explanation,
        template_id=planned.template_id,
        template_version=planned.template_version,
        workflow_id=workflow_id,
        step_number=planned.step_number,
        campaign_id=planned.campaign_id,
        conversation_id=planned.conversation_id,
        assignee_id=planned.assignee_id,
        previous_interaction_id=previous_id,
        next_interaction_id=None,
        first_scheduled_at=planned.scheduled_at,
        first_due_at=planned.due_at,
        reschedule_count=0,
        created_by=acting.actor.id,
        completed_by=None,
        metadata=planned.metadata,
        next_step=None,
        version=1,
        created_at=acting.now,
        updated_at=acting.now,
        customer_is_closed=customer.status == "closed",
    )


def _started(acting: Acting, start: WorkflowStart | None, customer_id: UUID) -> Workflow | None:
    if start is None:
        return None
    return Workflow(
        id=acting.new_id(),
        customer_id=customer_id,
        template_id=start.template_id,
        template_version=start.template_version,
        status="active",
        exit_reason=None,
        step_number=1,
        branch_counts={},
        campaign_id=start.campaign_id,
        conversation_id=start.conversation_id,
        assignee_id=start.assignee_id,
        started_at=acting.now,
        ended_at=None,
        version=1,
    )


def _moved(acting: Acting, decision: Decision, current: Workflow | None) -> Workflow | None:
    change = decision.workflow_change
    if change is None or current is None:
        return None
    return msgspec.structs.replace(
        current,
        status=change.status,
        exit_reason=change.exit_reason,
        step_number=change.step_number,
        branch_counts=change.branch_counts,
        ended_at=None if change.status in {"active", "paused"} else acting.now,
        version=current.version + 1,
    )


def events_of(acting: Acting, rows: Rows, before: Workflow | None) -> list[Event]:
    """What happened besides the act itself: the runs that ended or began, the interaction that was made."""
    events: list[Event] = []
    if before is not None and rows.moved is not None and rows.moved.status != before.status:
        events.append(changes.workflow_event(acting, before, rows.moved))
    if rows.started is not None:
        events.append(changes.workflow_started_event(acting, rows.started))
    if rows.interaction is not None:
        events.append(changes.created_event(acting, rows.interaction))
    return events


async def save_unlinked(acting: Acting, rows: Rows) -> None:
    """Write a decision that follows no interaction: a start, or the fallback of a reopened customer.

    The customer must be locked.
    """
    if rows.started is not None:
        await store_workflows.insert_workflow(acting.tx, acting.tenant_id, rows.started)
    if rows.interaction is not None:
        await store_interactions.insert_interaction(
            acting.tx,
            acting.tenant_id,
            rows.interaction,
            rows.words,
            changes.writing(acting),
            events_of(acting, rows, None),
        )
