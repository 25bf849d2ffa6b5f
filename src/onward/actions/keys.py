"""API keys: made and revoked by owners."""

from datetime import datetime
from uuid import UUID

from onward.actions.acting import Acting
from onward.actions.interactions import check_assignee
from onward.domain import errors
from onward.domain.records import Member, Role
from onward.domain.roles import weaker
from onward.store import keys
from onward.store.tenants import ApiKey


async def create_key(
    acting: Acting, name: str, role: Role, member_id: UUID | None, expires_at: datetime | None, secret_hash: bytes
) -> ApiKey:
    """Raises Invalid for an end that lies behind, for somebody who is no active member, and for a role that may more
    than the member whom the key acts for."""
    if expires_at is not None and expires_at <= acting.now:
        raise errors.Invalid.field("expires_at", "must lie ahead")
    member = await check_assignee(acting, member_id, "member_id")
    if member is not None:
        check_role(role, member)
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


def check_role(role: Role, member: Member, field: str = "role") -> None:
    """Raises Invalid for a key that would be allowed more than the member whom it acts for."""
    if weaker(role, member.role) != role:
        raise errors.Invalid.field(field, f"must not exceed the member's, which is {member.role}")
