"""Column lists of the row records, in the order of their fields, and how they stand in statements."""

from collections.abc import Iterable
from typing import Any

import msgspec

from onward.domain.records import Interaction, NextStep, Workflow

INTERACTION_TYPES: dict[str, str] = {
    "id": "uuid",
    "customer_id": "uuid",
    "type": "text",
    "title": "text",
    "description": "text",
    "status": "text",
    "priority": "text",
    "scheduled_at": "timestamptz",
    "scheduled_all_day": "boolean",
    "due_at": "timestamptz",
    "due_all_day": "boolean",
    "started_at": "timestamptz",
    "completed_at": "timestamptz",
    "closed_at": "timestamptz",
    "outcome": "text",
    "outcome_details": "text",
    "close_reason": "text",
    "origin": "text",
    "explanation": "text",
    "template_id": "uuid",
    "template_version": "integer",
    "workflow_id": "uuid",
    "step_number": "integer",
    "campaign_id": "uuid",
    "conversation_id": "uuid",
    "assignee_id": "uuid",
    "previous_interaction_id": "uuid",
    "next_interaction_id": "uuid",
    "first_scheduled_at": "timestamptz",
    "first_due_at": "timestamptz",
    "reschedule_count": "integer",
    "created_by": "uuid",
    "completed_by": "uuid",
    "metadata": "jsonb",
    "next_step": "jsonb",
    "version": "integer",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
    "customer_is_closed": "boolean",
}
_NEXT_STEP_AT = list(INTERACTION_TYPES).index("next_step")

WORKFLOW_TYPES: dict[str, str] = {
    "id": "uuid",
    "customer_id": "uuid",
    "template_id": "uuid",
    "template_version": "integer",
    "status": "text",
    "exit_reason": "text",
    "step_number": "integer",
    "branch_counts": "jsonb",
    "campaign_id": "uuid",
    "conversation_id": "uuid",
    "assignee_id": "uuid",
    "started_at": "timestamptz",
    "ended_at": "timestamptz",
    "version": "integer",
    "resume_at": "timestamptz",
    "pause_reason": "text",
    "owed_after_id": "uuid",
}

CUSTOMER_TYPES: dict[str, str] = {
    "id": "uuid",
    "external_id": "text",
    "name": "text",
    "company": "text",
    "email": "text",
    "phone": "text",
    "timezone": "text",
    "owner_id": "uuid",
    "status": "text",
    "do_not_contact": "text[]",
    "tags": "text[]",
    "notes": "text",
    "metadata": "jsonb",
    "closed_at": "timestamptz",
    "version": "integer",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
    "erased_at": "timestamptz",
}

NOTE_TYPES: dict[str, str] = {
    "id": "uuid",
    "customer_id": "uuid",
    "author_id": "uuid",
    "body": "text",
    "version": "integer",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
}


def selected(alias: str, types: Iterable[str]) -> str:
    """`i.id, i.customer_id, …`"""
    return ", ".join(f"{alias}.{column}" for column in types)


def named(types: Iterable[str]) -> str:
    """`id, customer_id, …`"""
    return ", ".join(types)


def placeholders(types: dict[str, str], first: int) -> str:
    """`$4::uuid, $5::text, …`: one typed placeholder a column, numbered from `first`."""
    return ", ".join(f"${number}::{kind}" for number, kind in enumerate(types.values(), first))


def assignments(types: dict[str, str], changed: Iterable[str], first: int) -> str:
    """`title = $3::text, …` for the changed columns, numbered from `first`."""
    return ", ".join(f"{column} = ${number}::{types[column]}" for number, column in enumerate(changed, first))


def interaction_from(row: Any) -> Interaction:
    """The record of a row that begins with the interaction's columns."""
    values = list(row[: len(INTERACTION_TYPES)])
    if values[_NEXT_STEP_AT] is not None:
        values[_NEXT_STEP_AT] = msgspec.convert(values[_NEXT_STEP_AT], NextStep)
    return Interaction(*values)


def workflow_values(workflow: Workflow | None) -> tuple[object, ...]:
    """The values for a workflow's placeholders; all null for none."""
    return (None,) * len(WORKFLOW_TYPES) if workflow is None else msgspec.structs.astuple(workflow)


def interaction_values(interaction: Interaction | None) -> tuple[object, ...]:
    """The values for an interaction's placeholders; all null for none."""
    return (None,) * len(INTERACTION_TYPES) if interaction is None else msgspec.structs.astuple(interaction)
