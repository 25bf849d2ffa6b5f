"""What a member is assigned to, moved to somebody else in one go."""

from datetime import datetime
from uuid import UUID

import msgspec

from onward.store.transactions import Tx


class Held(msgspec.Struct, frozen=True):
    """An open interaction or a running workflow of a member. `owner_id` is the customer's owner, if that is another
    active member."""

    id: UUID
    customer_id: UUID
    workflow_id: UUID | None
    owner_id: UUID | None


_LOCK_CUSTOMERS = """
SELECT c.id FROM customers c
WHERE c.tenant_id = $1 AND (
  c.owner_id = $2
  OR EXISTS (SELECT FROM interactions i WHERE i.tenant_id = $1 AND i.customer_id = c.id AND i.assignee_id = $2
             AND i.status IN ('pending', 'in_progress'))
  OR EXISTS (SELECT FROM workflows w WHERE w.tenant_id = $1 AND w.customer_id = c.id AND w.assignee_id = $2
             AND w.status IN ('active', 'paused')))
ORDER BY c.id
FOR NO KEY UPDATE OF c
"""
_OWNER = """
JOIN customers c ON c.tenant_id = h.tenant_id AND c.id = h.customer_id
LEFT JOIN members o ON o.tenant_id = c.tenant_id AND o.id = c.owner_id AND o.is_active AND o.id <> h.assignee_id
"""
_INTERACTIONS = f"""
SELECT h.id, h.customer_id, h.workflow_id, o.id FROM interactions h {_OWNER}
WHERE h.tenant_id = $1 AND h.assignee_id = $2 AND h.status IN ('pending', 'in_progress') ORDER BY h.id
"""
_WORKFLOWS = f"""
SELECT h.id, h.customer_id, h.id, o.id FROM workflows h {_OWNER}
WHERE h.tenant_id = $1 AND h.assignee_id = $2 AND h.status IN ('active', 'paused') ORDER BY h.id
"""


async def lock_customers_of_member(tx: Tx, tenant_id: UUID, member_id: UUID) -> set[UUID]:
    """Lock, in order, the customers whose plans name this member; nothing else may be locked before."""
    return {row[0] for row in await tx.fetch(_LOCK_CUSTOMERS, tenant_id, member_id)}


async def list_open_of_member(tx: Tx, tenant_id: UUID, member_id: UUID) -> list[Held]:
    return [Held(*row) for row in await tx.fetch(_INTERACTIONS, tenant_id, member_id)]


async def list_running_of_member(tx: Tx, tenant_id: UUID, member_id: UUID) -> list[Held]:
    """Active and paused workflows."""
    return [Held(*row) for row in await tx.fetch(_WORKFLOWS, tenant_id, member_id)]


async def assign_interactions(tx: Tx, tenant_id: UUID, assignees: dict[UUID, UUID | None], now: datetime) -> None:
    """Give each interaction its new assignee. The customers must be locked."""
    await tx.execute(
        """
        UPDATE interactions i SET assignee_id = a.assignee_id, version = i.version + 1, updated_at = $4
        FROM unnest($2::uuid[], $3::uuid[]) AS a(id, assignee_id)
        WHERE i.tenant_id = $1 AND i.id = a.id
        """,
        tenant_id,
        list(assignees),
        list(assignees.values()),
        now,
    )


async def assign_workflows(tx: Tx, tenant_id: UUID, assignees: dict[UUID, UUID | None]) -> None:
    """Give each workflow its new assignee. The customers must be locked."""
    await tx.execute(
        """
        UPDATE workflows w SET assignee_id = a.assignee_id, version = w.version + 1
        FROM unnest($2::uuid[], $3::uuid[]) AS a(id, assignee_id)
        WHERE w.tenant_id = $1 AND w.id = a.id
        """,
        tenant_id,
        list(assignees),
        list(assignees.values()),
    )
