"""Members as they travel."""

from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from onward.api.shapes.customers import Email, Zone
from onward.api.shapes.fields import Cursor, Instant, Limit, Name
from onward.domain.records import Member, Role


class MemberOut(Struct, frozen=True):
    id: UUID
    name: str
    email: str | None
    role: Role
    zone: str | None
    is_active: bool
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, member: Member) -> "MemberOut":
        return cls(*msgspec.structs.astuple(member))


class MemberPageOut(Struct, frozen=True):
    data: list[MemberOut]
    next_cursor: str | None


class CreateMemberIn(Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    role: Role
    email: Email | None = None
    zone: Zone | None = None


class ListMembersQuery(Struct, frozen=True, forbid_unknown_fields=True):
    is_active: bool | None = None
    sort: Literal["created_at", "-created_at", "name", "-name"] = "created_at"
    limit: Limit = 50
    cursor: Cursor | None = None
