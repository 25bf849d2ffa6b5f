"""Members: people in a tenant."""

from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Member
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

_COLUMNS = "id, name, email, role, zone, is_active, version, created_at, updated_at, person_id"
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


async def list_missing_members(tx: Tx, tenant_id: UUID, ids: list[UUID]) -> list[UUID]:
    """Those of the ids that name no member of this tenant."""
    rows = await tx.fetch("SELECT id FROM members WHERE tenant_id = $1 AND id = ANY($2::uuid[])", tenant_id, ids)
    found = {row[0] for row in rows}
    return [member_id for member_id in ids if member_id not in found]


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
        f"INSERT INTO members (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        tenant_id,
        *msgspec.structs.astuple(member),
    )


async def find_member_by_email(tx: Tx, tenant_id: UUID, email: str) -> Member | None:
    """Whatever the case of the letters."""
    row = await tx.fetchrow(
        f"SELECT {_COLUMNS} FROM members WHERE tenant_id = $1 AND lower(email) = lower($2) ORDER BY id LIMIT 1",
        tenant_id,
        email,
    )
    return None if row is None else Member(*row)


async def hold_member(tx: Tx, tenant_id: UUID, member_id: UUID) -> Member | None:
    """The member as he or she is now; until the transaction ends nobody deactivates him or her.

    Customers are locked before, never after.
    """
    row = await tx.fetchrow(
        f"SELECT {_COLUMNS} FROM members WHERE tenant_id = $1 AND id = $2 FOR KEY SHARE", tenant_id, member_id
    )
    return None if row is None else Member(*row)


async def bar_member(tx: Tx, tenant_id: UUID, member_id: UUID) -> None:
    """Wait until nobody is about to give this member work; until the transaction ends nobody can.

    The member must be locked.
    """
    await tx.fetch("SELECT id FROM members WHERE tenant_id = $1 AND id = $2 FOR UPDATE", tenant_id, member_id)


async def lock_members(tx: Tx, tenant_id: UUID, member_ids: list[UUID], *, with_owners: bool = True) -> list[Member]:
    """Lock these members, and all active owners, in order; then read them as they are now.

    Customers are locked before, never after.
    """
    condition = "tenant_id = $1 AND (id = ANY($2::uuid[]) OR ($3 AND role = 'owner' AND is_active)) ORDER BY id"
    await tx.fetch(f"SELECT id FROM members WHERE {condition} FOR NO KEY UPDATE", tenant_id, member_ids, with_owners)
    rows = await tx.fetch(f"SELECT {_COLUMNS} FROM members WHERE {condition}", tenant_id, member_ids, with_owners)
    return [Member(*row) for row in rows]


async def update_member(tx: Tx, tenant_id: UUID, member: Member) -> None:
    """Write all fields. The member must be locked."""
    await tx.execute(
        """
        UPDATE members
        SET name = $3, email = $4, role = $5, zone = $6, is_active = $7, version = $8, updated_at = $9, person_id = $10
        WHERE tenant_id = $1 AND id = $2
        """,
        tenant_id,
        member.id,
        member.name,
        member.email,
        member.role,
        member.zone,
        member.is_active,
        member.version,
        member.updated_at,
        member.person_id,
    )
