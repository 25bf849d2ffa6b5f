"""What travels, as pydantic models."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class CompleteIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    outcome: str = Field(pattern=r"^[a-z][a-z0-9_]{0,49}$")
    outcome_details: str | None = Field(default=None, max_length=10_000)


class InteractionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: UUID
    customer_id: UUID
    type: str
    title: str
    description: str | None
    status: str
    priority: str
    scheduled_at: datetime | None
    scheduled_on: date | None
    scheduled_all_day: bool
    due_at: datetime | None
    due_on: date | None
    due_all_day: bool
    is_overdue: bool
    started_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    outcome_details: str | None
    close_reason: str | None
    origin: str
    explanation: str | None
    template_id: UUID | None
    template_version: int | None
    workflow_id: UUID | None
    step_number: int | None
    campaign_id: UUID | None
    conversation_id: UUID | None
    assignee_id: UUID | None
    previous_interaction_id: UUID | None
    next_interaction_id: UUID | None
    first_scheduled_at: datetime | None
    first_due_at: datetime | None
    reschedule_count: int
    created_by: UUID | None
    completed_by: UUID | None
    metadata: dict[str, Any] = Field(validation_alias="meta")
    version: int
    created_at: datetime
    updated_at: datetime


class NextStepOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    created: bool
    reason: str
    explanation: str


class CompletionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    interaction: InteractionOut
    next_interaction: InteractionOut
    next_step: NextStepOut
