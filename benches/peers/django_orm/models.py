"""The product's tables as Django models: the columns that completing an interaction reads or writes.

Django's foreign keys do not reach composite keys, so the ids are plain columns.
"""

from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from onward.domain import records
from onward.domain.overdue import cutoffs, is_overdue


class Json(models.JSONField):
    """JSON in which ids and instants may stand."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("encoder", DjangoJSONEncoder)
        super().__init__(**options)


class TenantSettings(models.Model):
    tenant_id = models.UUIDField(primary_key=True)
    settings = Json()

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "tenant_settings"


class InteractionType(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "key")
    tenant_id = models.UUIDField()
    key = models.TextField()
    outcomes = ArrayField(models.TextField(), null=True)

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "interaction_types"


class Outcome(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "key")
    tenant_id = models.UUIDField()
    key = models.TextField()
    kind = models.TextField()

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "outcomes"


class Member(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "id")
    tenant_id = models.UUIDField()
    id = models.UUIDField()
    name = models.TextField()
    is_active = models.BooleanField()

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "members"


class Customer(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "id")
    tenant_id = models.UUIDField()
    id = models.UUIDField()
    external_id = models.TextField(null=True)
    name = models.TextField()
    company = models.TextField(null=True)
    email = models.TextField(null=True)
    phone = models.TextField(null=True)
    timezone = models.TextField(null=True)
    owner_id = models.UUIDField(null=True)
    status = models.TextField()
    do_not_contact = ArrayField(models.TextField())
    tags = ArrayField(models.TextField())
    notes = models.TextField(null=True)
    meta = Json(db_column="metadata")
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "customers"


class InteractionTemplate(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "id")
    tenant_id = models.UUIDField()
    id = models.UUIDField()
    version = models.IntegerField()
    is_active = models.BooleanField()
    is_default = models.BooleanField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "interaction_templates"


class TemplateVersion(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "template_id", "version")
    tenant_id = models.UUIDField()
    template_id = models.UUIDField()
    version = models.IntegerField()
    definition = Json()

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "template_versions"


class Workflow(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "id")
    tenant_id = models.UUIDField()
    id = models.UUIDField()
    customer_id = models.UUIDField()
    template_id = models.UUIDField()
    template_version = models.IntegerField()
    status = models.TextField()
    exit_reason = models.TextField(null=True)
    step_number = models.IntegerField()
    branch_counts = Json()
    campaign_id = models.UUIDField(null=True)
    conversation_id = models.UUIDField(null=True)
    assignee_id = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.IntegerField()

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "workflows"


class Interaction(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "id")
    tenant_id = models.UUIDField()
    id = models.UUIDField()
    customer_id = models.UUIDField()
    type = models.TextField()
    title = models.TextField()
    description = models.TextField(null=True)
    status = models.TextField()
    priority = models.TextField()
    scheduled_at = models.DateTimeField(null=True)
    scheduled_all_day = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    due_all_day = models.BooleanField()
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(null=True)
    outcome_details = models.TextField(null=True)
    close_reason = models.TextField(null=True)
    origin = models.TextField()
    explanation = models.TextField(null=True)
    template_id = models.UUIDField(null=True)
    template_version = models.IntegerField(null=True)
    workflow_id = models.UUIDField(null=True)
    step_number = models.IntegerField(null=True)
    campaign_id = models.UUIDField(null=True)
    conversation_id = models.UUIDField(null=True)
    assignee_id = models.UUIDField(null=True)
    previous_interaction_id = models.UUIDField(null=True)
    next_interaction_id = models.UUIDField(null=True)
    first_scheduled_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    reschedule_count = models.IntegerField()
    created_by = models.UUIDField(null=True)
    completed_by = models.UUIDField(null=True)
    meta = Json(db_column="metadata")
    next_step = Json(null=True)
    version = models.IntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    customer_is_closed = models.BooleanField()

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "interactions"

    def as_dict(self) -> dict[str, Any]:
        """What travels."""
        shown: dict[str, Any] = {name: getattr(self, name) for name in _SHOWN}
        shown["metadata"] = self.meta
        shown["scheduled_on"] = self.scheduled_at.date() if self.scheduled_at else None
        shown["due_on"] = self.due_at.date() if self.due_at else None
        shown["is_overdue"] = is_overdue(self, cutoffs(datetime.now(UTC), "UTC"))
        return shown


_HIDDEN = {"metadata", "next_step", "customer_is_closed"}
_SHOWN = [name for name in records.Interaction.__struct_fields__ if name not in _HIDDEN]


class Event(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "id")
    tenant_id = models.UUIDField()
    id = models.UUIDField()
    at = models.DateTimeField()
    kind = models.TextField()
    customer_id = models.UUIDField(null=True)
    interaction_id = models.UUIDField(null=True)
    workflow_id = models.UUIDField(null=True)
    actor_kind = models.TextField()
    actor_id = models.UUIDField()
    request_id = models.TextField(null=True)
    old = Json(null=True)
    new = Json(null=True)

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "events"


class SearchWord(models.Model):
    pk = models.CompositePrimaryKey("tenant_id", "word", "kind", "id")
    tenant_id = models.UUIDField()
    word = models.TextField()
    kind = models.TextField()
    id = models.UUIDField()

    class Meta:
        managed = False
        app_label = "django_orm"
        db_table = "search_words"
