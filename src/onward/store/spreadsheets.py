"""Customers and interactions as rows of text, in the columns that a spreadsheet shows."""

from collections.abc import AsyncIterator
from uuid import UUID

from onward.store.transactions import Snapshot


def _list(column: str) -> str:
    """With commas between; as JSON where a comma is part of an entry."""
    joined = f"array_to_string({column}, ', ')"
    return f"CASE WHEN array_to_string({column}, '') ~ '[,;\\[]' THEN array_to_json({column})::text ELSE {joined} END"


def _at(column: str) -> str:
    """As the API tells times. A snapshot's are in UTC."""
    return f"replace(replace(({column})::text, ' ', 'T'), '+00', 'Z')"


CUSTOMER_COLUMNS: dict[str, str] = {
    "external_id": "c.external_id",
    "name": "c.name",
    "company": "c.company",
    "email": "c.email",
    "phone": "c.phone",
    "timezone": "c.timezone",
    "owner": "coalesce(m.email, m.name)",
    "status": "c.status",
    "do_not_contact": _list("c.do_not_contact"),
    "tags": _list("c.tags"),
    "notes": "c.notes",
    "metadata": "nullif(c.metadata, '{}')",
    "id": "c.id",
    "closed_at": _at("c.closed_at"),
    "created_at": _at("c.created_at"),
    "updated_at": _at("c.updated_at"),
}
"""What each column of customers holds; `notes` and before are what an import reads."""

INTERACTION_COLUMNS: dict[str, str] = {
    "customer_external_id": "c.external_id",
    "customer_email": "c.email",
    "customer_name": "c.name",
    "type": "i.type",
    "title": "i.title",
    "description": "i.description",
    "status": "i.status",
    "priority": "i.priority",
    "scheduled_at": _at("i.scheduled_at"),
    "due_at": _at("i.due_at"),
    "started_at": _at("i.started_at"),
    "completed_at": _at("i.completed_at"),
    "closed_at": _at("i.closed_at"),
    "outcome": "i.outcome",
    "outcome_details": "i.outcome_details",
    "close_reason": "i.close_reason",
    "assignee": "coalesce(m.email, m.name)",
    "template": "v.definition ->> 'name'",
    "step_number": "i.step_number",
    "explanation": "i.explanation",
    "metadata": "nullif(i.metadata, '{}')",
    "id": "i.id",
    "customer_id": "i.customer_id",
    "created_at": _at("i.created_at"),
    "updated_at": _at("i.updated_at"),
}

_CUSTOMERS = f"""
SELECT {", ".join(f"({expression})::text" for expression in CUSTOMER_COLUMNS.values())}
FROM customers c
LEFT JOIN members m ON m.tenant_id = c.tenant_id AND m.id = c.owner_id
WHERE c.tenant_id = $1
ORDER BY c.created_at, c.id
"""
_INTERACTIONS = f"""
SELECT {", ".join(f"({expression})::text" for expression in INTERACTION_COLUMNS.values())}
FROM interactions i
JOIN customers c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
LEFT JOIN members m ON m.tenant_id = i.tenant_id AND m.id = i.assignee_id
LEFT JOIN template_versions v
  ON v.tenant_id = i.tenant_id AND v.template_id = i.template_id AND v.version = i.template_version
WHERE i.tenant_id = $1
ORDER BY i.created_at, i.id
"""


async def list_customers(tx: Snapshot, tenant_id: UUID) -> AsyncIterator[list[str]]:
    """By age; what is null is empty."""
    async for row in tx.stream(_CUSTOMERS, tenant_id):
        yield [cell or "" for cell in row]


async def list_interactions(tx: Snapshot, tenant_id: UUID) -> AsyncIterator[list[str]]:
    """By age; what is null is empty."""
    async for row in tx.stream(_INTERACTIONS, tenant_id):
        yield [cell or "" for cell in row]
