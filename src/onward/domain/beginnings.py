"""Interactions, workflows and customers as they begin: what is given, and everything else at its first value."""

from datetime import datetime
from typing import Any
from uuid import UUID

from onward.domain.decisions import PlannedInteraction, WorkflowStart
from onward.domain.records import Customer, Interaction, Workflow


def new_interaction(
    planned: PlannedInteraction,
    customer: Customer,
    *,
    identity: UUID,
    workflow_id: UUID | None,
    now: datetime,
    previous_id: UUID | None = None,
    created_by: UUID | None = None,
) -> Interaction:
    """A planned interaction, pending."""
    return Interaction(
        id=identity,
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
        created_by=created_by,
        completed_by=None,
        metadata=planned.metadata,
        next_step=None,
        version=1,
        created_at=now,
        updated_at=now,
        customer_is_closed=customer.status == "closed",
    )


def new_workflow(start: WorkflowStart, customer_id: UUID, *, identity: UUID, now: datetime) -> Workflow:
    """A run at the first step of its template."""
    return Workflow(
        id=identity,
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
        started_at=now,
        ended_at=None,
        version=1,
    )


def new_customer(*, identity: UUID, name: str, now: datetime, **fields: Any) -> Customer:
    """An active customer; `fields` are any of the record's."""
    first: dict[str, Any] = {
        "external_id": None,
        "company": None,
        "email": None,
        "phone": None,
        "timezone": None,
        "owner_id": None,
        "status": "active",
        "do_not_contact": [],
        "tags": [],
        "notes": None,
        "metadata": {},
        "closed_at": None,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }
    return Customer(id=identity, name=name, **{**first, **fields})
