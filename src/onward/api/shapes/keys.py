"""API keys as they travel: the key itself once, when it is made."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from onward.api.shapes.fields import Instant, When
from onward.domain.records import Role
from onward.store.tenants import ApiKey

KeyName = Annotated[str, Meta(max_length=200, description="A word that tells this key from others")]


class CreateKeyIn(Struct, frozen=True, forbid_unknown_fields=True):
    role: Role
    name: KeyName = ""
    member_id: UUID | None = None
    expires_at: When | None = None


class KeyOut(Struct, frozen=True):
    """`last_used_on` is the day, in UTC, of its last use."""

    id: UUID
    name: str
    role: Role
    member_id: UUID | None
    created_by: UUID | None
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
    last_used_on: date | None

    @classmethod
    def of(cls, key: ApiKey) -> "KeyOut":
        return cls(
            key.id,
            key.name,
            key.role,
            key.member_id,
            key.created_by,
            key.created_at,
            key.expires_at,
            key.revoked_at,
            key.last_used_on,
        )


class KeyMadeOut(Struct, frozen=True):
    """`secret` is what to send as `Authorization: Bearer …`. It is shown this once."""

    id: UUID
    key: KeyOut
    secret: str


class KeysOut(Struct, frozen=True):
    data: list[KeyOut]
