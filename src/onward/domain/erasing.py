"""What is left of a customer whose personal data was erased: that there was somebody, and what was done when."""

from datetime import datetime

import msgspec

from onward.domain.records import Customer

NAME = "Erased customer"
TITLE = "Erased"
TOLD = "Erased."
REASON = "customer_erased"
# A shorter word stands in too many lines.
_TELLING_CHARS = 3

SYSTEM_REASONS = frozenset(
    {
        "customer_closed",
        "customer_merged",
        "branched",
        "replaced",
        "step_cancelled",
        "stopped",
        REASON,
    }
)
"""Reasons that the system itself writes: they say nothing about a person, and stay."""

KEPT_FIELDS = frozenset(
    {
        "assignee_id",
        "author_id",
        "branch_counts",
        "campaign_id",
        "closed_at",
        "completed_at",
        "completed_by",
        "conversation_id",
        "created_at",
        "created_by",
        "customer_id",
        "customer_is_closed",
        "due_all_day",
        "due_at",
        "ended_at",
        "erased_at",
        "first_due_at",
        "first_scheduled_at",
        "id",
        "merged_id",
        "next_interaction_id",
        "origin",
        "outcome",
        "owner_id",
        "previous_interaction_id",
        "priority",
        "reschedule_count",
        "resume_at",
        "scheduled_all_day",
        "scheduled_at",
        "started_at",
        "status",
        "step_number",
        "template_id",
        "template_version",
        "type",
        "updated_at",
        "version",
        "workflow_id",
    }
)
"""The fields of a told change that stay: keys, numbers and times. Everything else goes, whatever it is called."""


def erased(customer: Customer, now: datetime) -> Customer:
    """The customer, closed, with nothing in it that is somebody's own."""
    return msgspec.structs.replace(
        customer,
        external_id=None,
        name=NAME,
        company=None,
        email=None,
        phone=None,
        timezone=None,
        status="closed",
        tags=[],
        notes=None,
        metadata={},
        closed_at=customer.closed_at or now,
        version=customer.version + 1,
        updated_at=now,
        erased_at=now,
    )


def told_by(customer: Customer) -> list[str]:
    """What a line of a file that names the customer holds, in small letters."""
    words = (customer.name, customer.email, customer.phone, customer.external_id)
    return sorted({word.strip().lower() for word in words if word is not None and len(word.strip()) >= _TELLING_CHARS})
