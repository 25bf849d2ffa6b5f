"""The product's tables as SQLAlchemy models: the columns that completing an interaction reads or writes."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from onward.domain.overdue import cutoffs, is_overdue


class Model(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: TIMESTAMP(timezone=True),
        str: Text,
        list[str]: ARRAY(Text),
        dict[str, Any]: JSONB(none_as_null=True),
    }


class TenantSettings(Model):
    __tablename__ = "tenant_settings"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    settings: Mapped[dict[str, Any]]


class InteractionType(Model):
    __tablename__ = "interaction_types"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    outcomes: Mapped[list[str] | None]


class Outcome(Model):
    __tablename__ = "outcomes"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]


class Member(Model):
    __tablename__ = "members"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_active: Mapped[bool]


class Customer(Model):
    __tablename__ = "customers"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    external_id: Mapped[str | None]
    name: Mapped[str]
    company: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    timezone: Mapped[str | None]
    owner_id: Mapped[UUID | None]
    status: Mapped[str]
    do_not_contact: Mapped[list[str]]
    tags: Mapped[list[str]]
    notes: Mapped[str | None]
    meta: Mapped[dict[str, Any]] = mapped_column("metadata")
    closed_at: Mapped[datetime | None]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class InteractionTemplate(Model):
    __tablename__ = "interaction_templates"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    is_active: Mapped[bool]
    is_default: Mapped[bool]
    archived_at: Mapped[datetime | None]


class TemplateVersion(Model):
    __tablename__ = "template_versions"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    template_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]]


class Workflow(Model):
    __tablename__ = "workflows"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "template_id", "template_version"],
            ["template_versions.tenant_id", "template_versions.template_id", "template_versions.version"],
        ),
    )
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    template_id: Mapped[UUID]
    template_version: Mapped[int]
    status: Mapped[str]
    exit_reason: Mapped[str | None]
    step_number: Mapped[int]
    branch_counts: Mapped[dict[str, Any]]
    campaign_id: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None]
    assignee_id: Mapped[UUID | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int]
    published: Mapped[TemplateVersion] = relationship(viewonly=True)


class Interaction(Model):
    __tablename__ = "interactions"
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "workflow_id"], ["workflows.tenant_id", "workflows.id"]),)
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    type: Mapped[str]
    title: Mapped[str]
    description: Mapped[str | None]
    status: Mapped[str]
    priority: Mapped[str]
    scheduled_at: Mapped[datetime | None]
    scheduled_all_day: Mapped[bool]
    due_at: Mapped[datetime | None]
    due_all_day: Mapped[bool]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    outcome_details: Mapped[str | None]
    close_reason: Mapped[str | None]
    origin: Mapped[str]
    explanation: Mapped[str | None]
    template_id: Mapped[UUID | None]
    template_version: Mapped[int | None]
    workflow_id: Mapped[UUID | None]
    step_number: Mapped[int | None]
    campaign_id: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None]
    assignee_id: Mapped[UUID | None]
    previous_interaction_id: Mapped[UUID | None]
    next_interaction_id: Mapped[UUID | None]
    first_scheduled_at: Mapped[datetime | None]
    first_due_at: Mapped[datetime | None]
    reschedule_count: Mapped[int]
    created_by: Mapped[UUID | None]
    completed_by: Mapped[UUID | None]
    meta: Mapped[dict[str, Any]] = mapped_column("metadata")
    next_step: Mapped[dict[str, Any] | None]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    customer_is_closed: Mapped[bool]
    workflow: Mapped[Workflow | None] = relationship(viewonly=True)

    @property
    def scheduled_on(self) -> date | None:
        return self.scheduled_at.date() if self.scheduled_at else None

    @property
    def due_on(self) -> date | None:
        return self.due_at.date() if self.due_at else None

    @property
    def is_overdue(self) -> bool:
        row: Any = self
        return is_overdue(row, cutoffs(datetime.now(UTC), "UTC"))


class Event(Model):
    __tablename__ = "events"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    customer_id: Mapped[UUID | None]
    interaction_id: Mapped[UUID | None]
    workflow_id: Mapped[UUID | None]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID]
    request_id: Mapped[str | None]
    old: Mapped[dict[str, Any] | None]
    new: Mapped[dict[str, Any] | None]


class SearchWord(Model):
    __tablename__ = "search_words"
    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
