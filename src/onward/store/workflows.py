"""Workflows: one customer's runs of templates."""

from datetime import datetime
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Workflow
from onward.store import locks
from onward.store.columns import WORKFLOW_TYPES, named, placeholders, selected, workflow_values
from onward.store.transactions import Tx

_SELECT = f"SELECT {selected('w', WORKFLOW_TYPES)} FROM workflows w WHERE w.tenant_id = $1"


async def lock_customer_of_workflow(tx: Tx, tenant_id: UUID, workflow_id: UUID) -> None:
    """Lock the row of the workflow's customer until the transaction ends; what depends on it is read after this.

    Raises NotFound.
    """
    for _ in range(locks.TRIES):
        if await tx.begin(locks.customer_of_workflow(tenant_id, workflow_id)):
            return
    raise errors.NotFound("There is no workflow with this id.")


async def find_workflow(tx: Tx, tenant_id: UUID, workflow_id: UUID) -> Workflow | None:
    row = await tx.fetchrow(f"{_SELECT} AND w.id = $2", tenant_id, workflow_id)
    return None if row is None else Workflow(*row)


async def list_workflows_by_id(tx: Tx, tenant_id: UUID, workflow_ids: list[UUID]) -> list[Workflow]:
    """In no order; unknown ones are left out."""
    return [Workflow(*row) for row in await tx.fetch(f"{_SELECT} AND w.id = ANY($2::uuid[])", tenant_id, workflow_ids)]


async def list_running_of_customer(tx: Tx, tenant_id: UUID, customer_id: UUID) -> list[Workflow]:
    """The customer's active and paused runs, oldest first."""
    sql = f"{_SELECT} AND w.customer_id = $2 AND w.status IN ('active', 'paused') ORDER BY w.started_at, w.id"
    return [Workflow(*row) for row in await tx.fetch(sql, tenant_id, customer_id)]


class DueResume(msgspec.Struct, frozen=True):
    """A paused run whose day has come."""

    id: UUID
    campaign_id: UUID | None
    resume_at: datetime


_DUE = """
SELECT w.id, w.campaign_id, w.resume_at FROM workflows w
WHERE w.tenant_id = $1 AND w.resume_at <= $2
  AND ($3::timestamptz IS NULL OR (w.resume_at, w.id) > ($3::timestamptz, $4::uuid))
ORDER BY w.resume_at, w.id LIMIT $5
"""


async def list_due_resumes(
    tx: Tx, tenant_id: UUID, now: datetime, after: DueResume | None, limit: int
) -> list[DueResume]:
    """Paused runs whose day has come, the longest due first, after a given one. Locks nothing."""
    position = (None, None) if after is None else (after.resume_at, after.id)
    return [DueResume(*row) for row in await tx.fetch(_DUE, tenant_id, now, *position, limit)]


async def find_next_resume(tx: Tx, tenant_id: UUID, after: datetime, before: datetime) -> datetime | None:
    """When the next paused run is to go on, between two moments."""
    found: datetime | None = await tx.fetchval(
        "SELECT min(w.resume_at) FROM workflows w WHERE w.tenant_id = $1 AND w.resume_at > $2 AND w.resume_at < $3",
        tenant_id,
        after,
        before,
    )
    return found


class RunningVersion(msgspec.Struct, frozen=True):
    """How many workflows run on one version of a template, paused ones included."""

    version: int
    workflows: int


async def count_running_versions(tx: Tx, tenant_id: UUID, template_ids: list[UUID]) -> dict[UUID, list[RunningVersion]]:
    """By template, from the oldest version on; templates that nothing runs on are left out."""
    rows = await tx.fetch(
        """
        SELECT w.template_id, w.template_version, count(*) FROM workflows w
        WHERE w.tenant_id = $1 AND w.template_id = ANY($2::uuid[]) AND w.status IN ('active', 'paused')
        GROUP BY w.template_id, w.template_version ORDER BY w.template_id, w.template_version
        """,
        tenant_id,
        template_ids,
    )
    found: dict[UUID, list[RunningVersion]] = {}
    for template_id, version, workflows in rows:
        found.setdefault(template_id, []).append(RunningVersion(version, workflows))
    return found


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
        SET status = $3, exit_reason = $4, step_number = $5, branch_counts = $6, ended_at = $7, version = $8,
            template_version = $9, resume_at = $10, pause_reason = $11, owed_after_id = $12
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
        workflow.template_version,
        workflow.resume_at,
        workflow.pause_reason,
        workflow.owed_after_id,
    )


async def delete_workflow(tx: Tx, tenant_id: UUID, workflow_id: UUID) -> None:
    """Remove a run that undo takes back. The customer must be locked, its interactions gone."""
    await tx.execute("DELETE FROM workflows WHERE tenant_id = $1 AND id = $2", tenant_id, workflow_id)


async def delete_workflows(tx: Tx, tenant_id: UUID, workflow_ids: list[UUID]) -> None:
    """As `delete_workflow`, of several customers."""
    await tx.execute("DELETE FROM workflows WHERE tenant_id = $1 AND id = ANY($2::uuid[])", tenant_id, workflow_ids)


class Running(msgspec.Struct, frozen=True):
    """An active or paused run, and what its template does when the customer writes."""

    id: UUID
    status: str
    on_reply: str


_ON_REPLY = """
SELECT w.id, w.status, CASE WHEN v.definition ->> 'on_reply' IS NULL THEN 'ignore' ELSE v.definition ->> 'on_reply' END
FROM workflows w
JOIN template_versions v
  ON v.tenant_id = w.tenant_id AND v.template_id = w.template_id AND v.version = w.template_version
WHERE w.tenant_id = $1 AND w.customer_id = $2 AND w.status IN ('active', 'paused')
ORDER BY w.started_at, w.id
"""


async def list_replied_to(tx: Tx, tenant_id: UUID, customer_id: UUID) -> list[Running]:
    """The customer's active and paused runs with what a reply means for them, oldest first."""
    return [Running(*row) for row in await tx.fetch(_ON_REPLY, tenant_id, customer_id)]
