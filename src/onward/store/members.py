"""Members: people in a tenant."""

from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Member
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

_COLUMNS = "id, name, email, role, zone, is_active, version, created_at, updated_at"
ORDERS: dict[str, Order] = {"created_at": Order("created_at", "timestamptz"), "name": Order("name", "text")}


async def get_member(tx: Tx, tenant_id: UUID, member_id: UUID) -> Member:
    """Raises NotFound."""
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM members WHERE tenant_id = $1 AND id = $2", tenant_id, member_id)
    if row is None:
        raise errors.NotFound("There is no member with this id.")
    return Member(*row)


async def find_member(tx: Tx, tenant_id: UUID, member_id: UUID) -> Member | None:
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM members WHERE tenant_id = $1 AND id = $2", tenant_id, member_id)
    return None if row is None else Member(*row)


async def list_members(tx: Tx, tenant_id: UUID, is_active: bool | None, keyset: Keyset, limit: int) -> list[Member]:
    """Up to `limit` members after the keyset's position, in its order."""
    args: list[object] = [tenant_id]
    clauses = ["tenant_id = $1"]
    if is_active is not None:
        args.append(is_active)
        clauses.append(f"is_active = ${len(args)}")
    clauses += after_key(ORDERS[keyset.sort], "id", keyset, args)
    order = order_by(ORDERS[keyset.sort], "id", keyset)
    sql = f"SELECT {_COLUMNS} FROM members WHERE {' AND '.join(clauses)} ORDER BY {order} LIMIT {int(limit)}"
    return [Member(*row) for row in await tx.fetch(sql, *args)]


async def insert_member(tx: Tx, tenant_id: UUID, member: Member) -> None:
    """Raises Conflict for an e-mail address that another member has."""
    await tx.execute(
        f"INSERT INTO members (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant_id,
        *msgspec.structs.astuple(member),
    )
