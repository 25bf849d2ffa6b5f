"""Campaigns, for whom they were started, and the workflows that they pause or leave.

A campaign's row is locked before any customer's, never after.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NoReturn
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.campaigns import PAUSED, Campaign, Enrolment, Verb
from onward.store.arrays import rows_of
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

_COLUMNS = "id, name, status, version, created_at, updated_at, description, template_id, ended_at"
_ENROLMENT: dict[str, str] = {
    "customer_id": "uuid",
    "campaign_id": "uuid",
    "workflow_id": "uuid",
    "enrolled_by": "uuid",
    "enrolled_at": "timestamptz",
}
ORDERS: dict[str, Order] = {
    "created_at": Order("created_at", "timestamptz"),
    "updated_at": Order("updated_at", "timestamptz"),
    "name": Order("name", "text"),
}


async def get_campaign(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> Campaign:
    """Raises NotFound."""
    row = await tx.fetchrow(
        f"SELECT {_COLUMNS} FROM campaigns WHERE tenant_id = $1 AND id = $2", tenant_id, campaign_id
    )
    return _refuse_missing() if row is None else Campaign(*row)


async def lock_campaign(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> None:
    """Until the transaction ends nobody changes this campaign or starts anything in it. Raises NotFound."""
    sql = "SELECT id FROM campaigns WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE"
    if await tx.fetchrow(sql, tenant_id, campaign_id) is None:
        _refuse_missing()


async def lock_campaign_alone(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> None:
    """As `lock_campaign`, and nothing is linked to it either. Raises NotFound."""
    sql = "SELECT id FROM campaigns WHERE tenant_id = $1 AND id = $2 FOR UPDATE"
    if await tx.fetchrow(sql, tenant_id, campaign_id) is None:
        _refuse_missing()


async def hold_campaign(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> bool:
    """Keep a campaign in its state until the transaction ends, beside others who do; False when there is none."""
    sql = "SELECT id FROM campaigns WHERE tenant_id = $1 AND id = $2 FOR SHARE"
    return await tx.fetchrow(sql, tenant_id, campaign_id) is not None


async def hold_campaigns_of(tx: Tx, tenant_id: UUID, interaction_ids: Iterable[UUID]) -> None:
    """As `hold_campaign`, for the campaigns of these interactions' workflows, which never change."""
    await tx.fetch(
        "SELECT c.id FROM campaigns c WHERE c.tenant_id = $1 AND c.id = ANY(ARRAY("
        "  SELECT w.campaign_id FROM interactions i"
        "  JOIN workflows w ON w.tenant_id = i.tenant_id AND w.id = i.workflow_id"
        "  WHERE i.tenant_id = $1 AND i.id = ANY($2::uuid[])"
        ")) ORDER BY c.id FOR SHARE",
        tenant_id,
        list(interaction_ids),
    )


def _refuse_missing() -> NoReturn:
    raise errors.NotFound("There is no campaign with this id.")


async def list_campaigns(tx: Tx, tenant_id: UUID, statuses: list[str], keyset: Keyset, limit: int) -> list[Campaign]:
    """Up to `limit` campaigns after the keyset's position, in its order; no statuses let all through."""
    args: list[object] = [tenant_id]
    clauses = ["tenant_id = $1"]
    if statuses:
        args.append(statuses)
        clauses.append("status = ANY($2::text[])")
    clauses += after_key(ORDERS[keyset.sort], "id", keyset, args)
    order = order_by(ORDERS[keyset.sort], "id", keyset)
    sql = f"SELECT {_COLUMNS} FROM campaigns WHERE {' AND '.join(clauses)} ORDER BY {order} LIMIT {int(limit)}"
    return [Campaign(*row) for row in await tx.fetch(sql, *args)]


async def insert_campaign(tx: Tx, tenant_id: UUID, campaign: Campaign) -> None:
    """Raises Invalid for an unknown template."""
    await tx.execute(
        f"INSERT INTO campaigns (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant_id,
        *msgspec.structs.astuple(campaign),
    )


async def update_campaign(tx: Tx, tenant_id: UUID, campaign: Campaign) -> None:
    """Write what can change. The campaign must be locked. Raises Invalid for an unknown template."""
    await tx.execute(
        """
        UPDATE campaigns SET name = $3, status = $4, version = $5, updated_at = $6, description = $7,
          template_id = $8, ended_at = $9
        WHERE tenant_id = $1 AND id = $2
        """,
        tenant_id,
        campaign.id,
        campaign.name,
        campaign.status,
        campaign.version,
        campaign.updated_at,
        campaign.description,
        campaign.template_id,
        campaign.ended_at,
    )


_HAS_HISTORY = """
SELECT EXISTS (SELECT FROM interactions i WHERE i.tenant_id = $1 AND i.campaign_id = $2)
  OR EXISTS (SELECT FROM workflows w WHERE w.tenant_id = $1 AND w.campaign_id = $2)
  OR EXISTS (SELECT FROM campaign_enrolments e WHERE e.tenant_id = $1 AND e.campaign_id = $2)
"""


async def has_history(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> bool:
    """Whether anything was ever linked to the campaign."""
    return bool(await tx.fetchval(_HAS_HISTORY, tenant_id, campaign_id))


async def delete_campaign(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> None:
    """Remove one that nothing is linked to."""
    await tx.execute("DELETE FROM campaigns WHERE tenant_id = $1 AND id = $2", tenant_id, campaign_id)


async def list_enrolled(tx: Tx, tenant_id: UUID, campaign_id: UUID, customer_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these customers the campaign was started for."""
    rows = await tx.fetch(
        "SELECT e.customer_id FROM campaign_enrolments e "
        "WHERE e.tenant_id = $1 AND e.campaign_id = $2 AND e.customer_id = ANY($3::uuid[])",
        tenant_id,
        campaign_id,
        list(customer_ids),
    )
    return {row[0] for row in rows}


async def insert_enrolments(tx: Tx, tenant_id: UUID, enrolments: Sequence[Enrolment]) -> None:
    """The customers must be locked. Raises Conflict for one who is enrolled already."""
    if not enrolments:
        return
    rows = rows_of(enrolments, _ENROLMENT, 2)
    await tx.execute(
        f"INSERT INTO campaign_enrolments (tenant_id, {', '.join(_ENROLMENT)}) "
        f"SELECT $1, {rows.columns} FROM {rows.source}",
        tenant_id,
        *rows.args,
    )


async def delete_enrolments(tx: Tx, tenant_id: UUID, workflow_ids: Sequence[UUID]) -> None:
    """Forget that these runs were started for somebody. The customers must be locked."""
    await tx.execute(
        "DELETE FROM campaign_enrolments WHERE tenant_id = $1 AND workflow_id = ANY($2::uuid[])",
        tenant_id,
        list(workflow_ids),
    )


_RUNS: dict[Verb, tuple[list[str], str | None]] = {
    "pause": (["active"], None),
    "resume": (["paused"], PAUSED),
    "exit": (["active", "paused"], None),
}


class CampaignRun(msgspec.Struct, frozen=True):
    """A run of a campaign, and whose it is."""

    workflow_id: UUID
    customer_id: UUID


async def list_runs_to_move(tx: Tx, tenant_id: UUID, campaign_id: UUID, verb: Verb) -> list[CampaignRun]:
    """The campaign's workflows that a move is about, by ascending customer. Locks nothing."""
    statuses, reason = _RUNS[verb]
    rows = await tx.fetch(
        "SELECT w.id, w.customer_id FROM workflows w WHERE w.tenant_id = $1 AND w.campaign_id = $2 "
        "AND w.status = ANY($3::text[]) AND ($4::text IS NULL OR w.pause_reason = $4) ORDER BY w.customer_id, w.id",
        tenant_id,
        campaign_id,
        statuses,
        reason,
    )
    return [CampaignRun(*row) for row in rows]


class Enrolled(msgspec.Struct, frozen=True):
    """How many customers a campaign was started for, and when the first and the last."""

    customers: int
    first_at: datetime | None
    last_at: datetime | None


async def count_enrolled(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> Enrolled:
    row = await tx.fetchrow(
        "SELECT count(*), min(e.enrolled_at), max(e.enrolled_at) FROM campaign_enrolments e "
        "WHERE e.tenant_id = $1 AND e.campaign_id = $2",
        tenant_id,
        campaign_id,
    )
    return Enrolled(0, None, None) if row is None else Enrolled(*row)
