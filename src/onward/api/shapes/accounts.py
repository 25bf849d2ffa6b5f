"""Accounts and sessions as they travel. Passwords, tokens and codes come in; of those only new ones go out, once."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from onward.api.shapes.customers import Email
from onward.api.shapes.fields import Instant
from onward.domain.people import Membership, Person, Session
from onward.domain.records import Member, Role, Tenant

Password = Annotated[str, Meta(max_length=1000)]
Token = Annotated[str, Meta(min_length=1, max_length=200, description="What stands behind `#token=` in the link")]
Code = Annotated[str, Meta(min_length=1, max_length=40, description="Six digits of the app, or a recovery code")]


class SignInIn(Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    password: Password


class SecondFactorIn(Struct, frozen=True, forbid_unknown_fields=True):
    code: Code


class PersonOut(Struct, frozen=True):
    id: UUID
    email: str
    name: str
    has_second_factor: bool

    @classmethod
    def of(cls, person: Person) -> "PersonOut":
        return cls(person.id, person.email, person.name, person.has_second_factor)


class SignedInOut(Struct, frozen=True):
    """With `second_factor_needed` send the code to `POST /v1/session/totp` within ten minutes."""

    second_factor_needed: bool
    person: PersonOut | None = None


class SessionOut(Struct, frozen=True):
    id: UUID
    is_current: bool
    created_at: Instant
    seen_at: Instant
    ends_at: Instant
    address: str | None
    user_agent: str | None

    @classmethod
    def of(cls, session: Session, current_id: UUID) -> "SessionOut":
        return cls(
            session.id,
            session.id == current_id,
            session.created_at,
            session.seen_at,
            min(session.idle_ends_at, session.ends_at),
            session.address,
            session.user_agent,
        )


class SessionsOut(Struct, frozen=True):
    data: list[SessionOut]


class EndedSessionsOut(Struct, frozen=True):
    ended: int


class MembershipOut(Struct, frozen=True):
    tenant_id: UUID
    tenant_slug: str
    tenant_name: str
    member_id: UUID | None
    role: Role
    permissions: list[str]


class MeOut(Struct, frozen=True):
    """Who calls. `person` is null for API keys and in local mode. `current` is the tenant that requests act in, null
    while a person of several has named none."""

    person: PersonOut | None
    memberships: list[MembershipOut]
    current: MembershipOut | None


class ChangePasswordIn(Struct, frozen=True, forbid_unknown_fields=True):
    current_password: Password
    new_password: Password


class AskResetIn(Struct, frozen=True, forbid_unknown_fields=True):
    email: Email


class AskedResetOut(Struct, frozen=True):
    """The same whether there is such an account or not. Without mail the administrator makes the link."""

    is_mail_set_up: bool


class AcceptResetIn(Struct, frozen=True, forbid_unknown_fields=True):
    token: Token
    new_password: Password


class PasswordIn(Struct, frozen=True, forbid_unknown_fields=True):
    password: Password


class EnrolledOut(Struct, frozen=True):
    """`address` as a picture for an authenticator app, or `secret` typed by hand. Shown this once."""

    secret: str
    address: str


class RecoveryCodesOut(Struct, frozen=True):
    """Each works once in place of a code from the app. Shown this once."""

    recovery_codes: list[str]


def membership_out(tenant: Tenant, member_id: UUID | None, role: Role, permissions: list[str]) -> MembershipOut:
    return MembershipOut(tenant.id, tenant.slug, tenant.name, member_id, role, permissions)


def membership_of(membership: Membership, member: Member, permissions: list[str]) -> MembershipOut:
    return membership_out(membership.tenant, member.id, member.role, permissions)
