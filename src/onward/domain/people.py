"""People and how they are known: persons, their sessions, the links that let them in; e-mail addresses compared.

Records and rules only. A person stands outside the tenants; a member is what a person is inside one.
"""

import unicodedata
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from onward.domain.records import Role, Tenant

LinkKind = Literal["setup", "invite", "reset"]

IDLE = timedelta(hours=12)
LONGEST_SESSION = timedelta(days=14)
# How long the second factor may take after the password.
HALF_SESSION = timedelta(minutes=10)
# A session's last sight is written this often at the most.
SEEN_EVERY = timedelta(minutes=5)
LINK_LASTS: dict[LinkKind, timedelta] = {
    "setup": timedelta(hours=24),
    "invite": timedelta(days=7),
    "reset": timedelta(minutes=30),
}


class Person(Struct, frozen=True):
    """`totp_secret` is sealed; it counts from `totp_enabled_at` on. `totp_last_step` is the newest one used."""

    id: UUID
    email: str
    name: str
    password_hash: str | None
    totp_secret: str | None
    totp_enabled_at: datetime | None
    totp_last_step: int

    @property
    def has_second_factor(self) -> bool:
        return self.totp_enabled_at is not None


class Membership(Struct, frozen=True):
    """One tenant of a person, and the member that he or she is there."""

    tenant: Tenant
    member_id: UUID


class Session(Struct, frozen=True):
    """Not complete: the password was right and the second factor is still to come."""

    id: UUID
    person_id: UUID
    is_complete: bool
    created_at: datetime
    seen_at: datetime
    idle_ends_at: datetime
    ends_at: datetime
    address: str | None
    user_agent: str | None


class Link(Struct, frozen=True):
    """A way in that works once. `invite` has tenant, e-mail address and role; `reset` a person."""

    id: UUID
    kind: LinkKind
    tenant_id: UUID | None
    email: str | None
    name: str | None
    role: Role | None
    person_id: UUID | None
    created_by: UUID | None
    created_at: datetime
    ends_at: datetime
    used_at: datetime | None


class HandOver(Struct, frozen=True):
    """Where a leaving member's work goes: to a member, to each customer's owner, or to nobody."""

    member_id: UUID | None = None
    is_to_owners: bool = False


class AuditEntry(Struct, frozen=True):
    """Who did what to what, when and from where; never a secret, never a value that somebody typed."""

    id: UUID
    at: datetime
    act: str
    actor_kind: str
    actor_id: UUID | None
    subject_id: UUID | None
    address: str | None
    request_id: str | None
    details: dict[str, Any]


def folded(email: str) -> str:
    """How an e-mail address is compared: as people mean it, whatever case they type."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def session_ends(now: datetime, *, is_complete: bool) -> tuple[datetime, datetime]:
    """When a new session ends if it is left idle, and in any case."""
    if not is_complete:
        return now + HALF_SESSION, now + HALF_SESSION
    return now + IDLE, now + LONGEST_SESSION


def needs_touch(session: Session, now: datetime) -> bool:
    return now - session.seen_at >= SEEN_EVERY


def is_used_on(last_used_on: date | None, now: datetime) -> bool:
    return last_used_on is not None and last_used_on >= now.date()
