"""Members as they travel."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from onward.api.shapes.accounts import Password, Token
from onward.api.shapes.customers import Email, Zone
from onward.api.shapes.fields import Cursor, Instant, Limit, Name
from onward.domain import errors
from onward.domain.people import HandOver, Link
from onward.domain.records import Member, Role

HandOverTo = Annotated[
    str,
    Meta(
        max_length=36,
        description="A member's id; `owners`: each customer's owner; `nobody`: the work waits for somebody to take it",
    ),
]


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
    has_account: bool

    @classmethod
    def of(cls, member: Member) -> "MemberOut":
        fields = msgspec.structs.asdict(member)
        has_account = fields.pop("person_id") is not None
        return cls(**fields, has_account=has_account)


class MemberPageOut(Struct, frozen=True):
    data: list[MemberOut]
    next_cursor: str | None


class CreateMemberIn(Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    role: Role
    email: Email | None = None
    zone: Zone | None = None


class EditMemberIn(Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    zone: Zone | UnsetType | None = UNSET


class DeactivateMemberIn(Struct, frozen=True, forbid_unknown_fields=True):
    hand_over_to: HandOverTo


class DeactivatedOut(Struct, frozen=True):
    member: MemberOut
    moved_interactions: int
    moved_workflows: int


class InviteIn(Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    role: Role


class InvitationOut(Struct, frozen=True):
    id: UUID
    email: str
    role: Role
    created_by: UUID | None
    created_at: Instant
    ends_at: Instant

    @classmethod
    def of(cls, link: Link) -> "InvitationOut":
        assert link.email is not None, "an invitation has an address and a role"
        assert link.role is not None, "an invitation has an address and a role"
        return cls(link.id, link.email, link.role, link.created_by, link.created_at, link.ends_at)


class InvitationMadeOut(Struct, frozen=True):
    """`link` is null when it was sent by mail: only who reads that address shall have it."""

    id: UUID
    invitation: InvitationOut
    link: str | None


class InvitationsOut(Struct, frozen=True):
    data: list[InvitationOut]


class TokenIn(Struct, frozen=True, forbid_unknown_fields=True):
    token: Token


class InvitationPreviewOut(Struct, frozen=True):
    """With `has_account` accepting takes that account's password, or its session; without, a name and a new one."""

    tenant_name: str
    email: str
    role: Role
    has_account: bool


class AcceptInvitationIn(Struct, frozen=True, forbid_unknown_fields=True):
    token: Token
    name: Name | None = None
    password: Password | None = None


class AcceptedOut(Struct, frozen=True):
    tenant_id: UUID
    tenant_slug: str
    member_id: UUID
    signed_in: bool


class ListMembersQuery(Struct, frozen=True, forbid_unknown_fields=True):
    is_active: bool | None = None
    sort: Literal["created_at", "-created_at", "name", "-name"] = "created_at"
    limit: Limit = 50
    cursor: Cursor | None = None


def hand_over(text: str) -> HandOver:
    """Raises Invalid for what is neither a word of ours nor an id."""
    if text in {"owners", "nobody"}:
        return HandOver(is_to_owners=text == "owners")
    try:
        return HandOver(member_id=msgspec.convert(text, UUID))
    except msgspec.ValidationError:
        raise errors.Invalid.field("hand_over_to", "must be a member's id, `owners` or `nobody`") from None
