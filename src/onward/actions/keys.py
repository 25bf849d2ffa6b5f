"""API keys: made and revoked by owners."""

from datetime import datetime
from uuid import UUID

from onward.actions.acting import Acting
from onward.actions.interactions import check_assignee
from onward.domain import errors
from onward.domain.records import Role
from onward.store import keys
from onward.store.tenants import ApiKey


async def create_key(
    acting: Acting, name: str, role: Role, member_id: UUID | None, expires_at: datetime | None, secret_hash: bytes
) -> ApiKey:
    """Raises Invalid for an end that lies behind, and for somebody who is no active member."""
    if expires_at is not None and expires_at <= acting.now:
        raise errors.Invalid.field("expires_at", "must lie ahead")
    await check_assignee(acting, member_id, "member_id")
    key = ApiKey(
        id=acting.new_id(),
        tenant_id=acting.tenant_id,
        name=name,
        role=role,
        member_id=member_id,
        created_at=acting.now,
        expires_at=expires_at,
        revoked_at=None,
        created_by=acting.actor.id,
    )
    await keys.insert_key(acting.tx, acting.tenant_id, key, secret_hash)
    return key
