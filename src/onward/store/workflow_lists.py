"""Lists of workflows, and one of them with everything that happened in it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from onward.domain.records import Interaction, Workflow
from onward.domain.workflows import Overview
from onward.store.columns import INTERACTION_TYPES, WORKFLOW_TYPES, interaction_from, selected
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

MOST_STEPS = 200
ORDERS: dict[str, Order] = {"started_at": Order("w.started_at", "timestamptz")}

_SELECT = f"""
SELECT {selected("w", WORKFLOW_TYPES)}, c.name, v.definition ->> 'name',
  jsonb_array_length(v.definition -> 'steps'), t.version
FROM workflows w
JOIN customers c ON c.tenant_id = w.tenant_id AND c.id = w.customer_id
JOIN interaction_templates t ON t.tenant_id = w.tenant_id AND t.id = w.template_id
JOIN template_versions v
  ON v.tenant_id = w.tenant_id AND v.template_id = w.template_id AND v.version = w.template_version
WHERE w.tenant_id = $1
"""


class WorkflowFilter(msgspec.Struct, frozen=True):
    """Values of one field are alternatives, different fields all hold; empty lists match all."""

    customer_id: list[UUID] = []
    template_id: list[UUID] = []
    campaign_id: list[UUID] = []
    conversation_id: list[UUID] = []
    status: list[str] = []
    assignee_id: list[UUID] = []
    without_assignee: bool = False


_FIELDS = {
    "customer_id": "uuid",
    "template_id": "uuid",
    "campaign_id": "uuid",
    "conversation_id": "uuid",
    "status": "text",
}


async def list_workflows(tx: Tx, tenant_id: UUID, wanted: WorkflowFilter, keyset: Keyset, limit: int) -> list[Overview]:
    """Up to `limit` workflows after the keyset's position, in its order."""
    args: list[object] = [tenant_id]
    clauses = [*_choices(wanted, args), *_assignees(wanted, args)]
    clauses += after_key(ORDERS[keyset.sort], "w.id", keyset, args)
    order = order_by(ORDERS[keyset.sort], "w.id", keyset)
    sql = " AND ".join([_SELECT, *clauses]) + f" ORDER BY {order} LIMIT {int(limit)}"
    return [_overview(row) for row in await tx.fetch(sql, *args)]


def _choices(wanted: WorkflowFilter, args: list[object]) -> list[str]:
    clauses = []
    for name, kind in _FIELDS.items():
        values = getattr(wanted, name)
        if len(values) == 1:
            args.append(values[0])
            clauses.append(f"w.{name} = ${len(args)}::{kind}")
        elif values:
            args.append(values)
            clauses.append(f"w.{name} = ANY(${len(args)}::{kind}[])")
    return clauses


def _assignees(wanted: WorkflowFilter, args: list[object]) -> list[str]:
    if not wanted.assignee_id:
        return ["w.assignee_id IS NULL"] if wanted.without_assignee else []
    args.append(wanted.assignee_id[0] if len(wanted.assignee_id) == 1 else wanted.assignee_id)
    one = f"w.assignee_id = {f'${len(args)}::uuid' if len(wanted.assignee_id) == 1 else f'ANY(${len(args)}::uuid[])'}"
    return [f"({one} OR w.assignee_id IS NULL)" if wanted.without_assignee else one]


def _overview(row: Any) -> Overview:
    split = len(WORKFLOW_TYPES)
    return Overview(Workflow(*row[:split]), *row[split:])


_OPEN_STEPS = """
SELECT i.id FROM interactions i
WHERE i.tenant_id = $1 AND i.workflow_id = ANY($2::uuid[]) AND i.status IN ('pending', 'in_progress')
"""


async def list_open_step_ids(tx: Tx, tenant_id: UUID, workflow_ids: Sequence[UUID]) -> list[UUID]:
    """The open steps of several runs, in no order."""
    return [row[0] for row in await tx.fetch(_OPEN_STEPS, tenant_id, list(workflow_ids))]


_STEPS = f"""
SELECT {selected("i", INTERACTION_TYPES)} FROM interactions i
WHERE i.tenant_id = $1 AND i.workflow_id = $2
ORDER BY i.created_at DESC, i.id DESC LIMIT {MOST_STEPS}
"""


async def list_steps_of_workflow(tx: Tx, tenant_id: UUID, workflow_id: UUID) -> list[Interaction]:
    """The run's interactions as they came, the newest 200 of them, open ones included."""
    rows = await tx.fetch(_STEPS, tenant_id, workflow_id)
    return [interaction_from(row) for row in reversed(rows)]
