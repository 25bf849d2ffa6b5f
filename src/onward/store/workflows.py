"""Workflows: one customer's runs of templates."""

from uuid import UUID

from onward.domain.records import Workflow
from onward.store.columns import WORKFLOW_TYPES, named, placeholders, selected, workflow_values
from onward.store.transactions import Tx

_SELECT = f"SELECT {selected('w', WORKFLOW_TYPES)} FROM workflows w WHERE w.tenant_id = $1"


async def find_workflow(tx: Tx, tenant_id: UUID, workflow_id: UUID) -> Workflow | None:
    row = await tx.fetchrow(f"{_SELECT} AND w.id = $2", tenant_id, workflow_id)
    return None if row is None else Workflow(*row)


async def list_running_of_customer(tx: Tx, tenant_id: UUID, customer_id: UUID) -> list[Workflow]:
    """The customer's active and paused runs, oldest first."""
    sql = f"{_SELECT} AND w.customer_id = $2 AND w.status IN ('active', 'paused') ORDER BY w.started_at, w.id"
    return [Workflow(*row) for row in await tx.fetch(sql, tenant_id, customer_id)]


async def insert_workflow(tx: Tx, tenant_id: UUID, workflow: Workflow) -> None:
    """The customer must be locked. Raises Conflict when the template runs for this customer already."""
    await tx.execute(
        f"INSERT INTO workflows (tenant_id, {named(WORKFLOW_TYPES)}) VALUES ($1, {placeholders(WORKFLOW_TYPES, 2)})",
        tenant_id,
        *workflow_values(workflow),
    )


async def update_workflow(tx: Tx, tenant_id: UUID, workflow: Workflow) -> None:
    """Write where a run stands. The customer must be locked.

    Raises Conflict when it would be a second run of its template for this customer.
    """
    await tx.execute(
        """
        UPDATE workflows
        SET status = $3, exit_reason = $4, step_number = $5, branch_counts = $6, ended_at = $7, version = $8
        WHERE tenant_id = $1 AND id = $2
        """,
        tenant_id,
        workflow.id,
        workflow.status,
        workflow.exit_reason,
        workflow.step_number,
        workflow.branch_counts,
        workflow.ended_at,
        workflow.version,
    )


async def delete_workflow(tx: Tx, tenant_id: UUID, workflow_id: UUID) -> None:
    """Remove a run that undo takes back. The customer must be locked, its interactions gone."""
    await tx.execute("DELETE FROM workflows WHERE tenant_id = $1 AND id = $2", tenant_id, workflow_id)
