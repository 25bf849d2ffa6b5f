"""Who is signed in by a session's cookie, and as which member of which tenant.

What is learned from the database is at most five seconds old, and forgotten at once when this process changes it.
"""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from onward.api import cookies
from onward.api.recent import Recent
from onward.domain import errors, tokens
from onward.domain.people import IDLE, Membership, Person, Session, needs_touch
from onward.domain.records import Member, Tenant
from onward.store import members
from onward.store.people import People, Sessions
from onward.store.transactions import Database


class SignedIn(Struct, frozen=True):
    """A person with a complete session, and the tenants where he or she is an active member."""

    person: Person
    session: Session
    memberships: list[Membership]


class Visitors:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._sessions: Recent[bytes, SignedIn] = Recent()
        self._members: Recent[tuple[UUID, UUID], Member] = Recent()

    def forget(self) -> None:
        self._sessions.clear()
        self._members.clear()

    async def signed_in(
        self, headers: dict[bytes, bytes], now: datetime, *, is_at_work: bool = True
    ) -> SignedIn | None:
        """The person whose cookie this is; None without one, or when its session has ended or lacks its second
        factor. `is_at_work`: this keeps it from ending by idleness."""
        token = cookies.session_token(headers)
        if token is None:
            return None
        token_hash = tokens.token_hash(token)
        found = self._sessions.get(token_hash)
        if found is None or (is_at_work and needs_touch(found.session, now)):
            asked_at = self._sessions.now()
            found = await self._resolve(token_hash, now, is_at_work=is_at_work)
            if found is not None:
                self._sessions.put(token_hash, found, asked_at=asked_at)
        return None if found is None or min(found.session.idle_ends_at, found.session.ends_at) <= now else found

    async def _resolve(self, token_hash: bytes, now: datetime, *, is_at_work: bool) -> SignedIn | None:
        async with self._database.outside() as tx:
            session = await Sessions(tx).resolve(token_hash, now)
            person = None if session is None else await People(tx).find(session.person_id)
            if session is None or person is None or not session.is_complete:
                return None
            if is_at_work and needs_touch(session, now):
                session = msgspec.structs.replace(session, seen_at=now, idle_ends_at=now + IDLE)
                await Sessions(tx).touch(session.id, now, session.idle_ends_at)
            memberships = await People(tx).list_memberships(person.id)
            await tx.commit()
        return SignedIn(person, session, memberships)

    async def member(self, membership: Membership) -> Member | None:
        """The member that a person is there, while active."""
        key = (membership.tenant.id, membership.member_id)
        member = self._members.get(key)
        if member is None:
            asked_at = self._members.now()
            async with self._database.transaction(membership.tenant.id) as tx:
                member = await members.find_member(tx, membership.tenant.id, membership.member_id)
            if member is not None:
                self._members.put(key, member, asked_at=asked_at)
        return member if member is not None and member.is_active else None


def chosen(signed_in: SignedIn, named: str | None) -> Membership | None:
    """The membership that X-Tenant-ID names by id or slug, or the only one; None when it names none of them.

    Raises Malformed when there are several and none is named, Forbidden when there is none at all.
    """
    memberships = signed_in.memberships
    if named is not None:
        return next((each for each in memberships if is_named(each.tenant, named)), None)
    if not memberships:
        raise errors.Forbidden("You are a member of no tenant. Ask an owner for an invitation.")
    if len(memberships) > 1:
        slugs = ", ".join(each.tenant.slug for each in memberships)
        raise errors.Malformed(f"You belong to several tenants ({slugs}). Name one in the header X-Tenant-ID.")
    return memberships[0]


def is_named(tenant: Tenant, key: str) -> bool:
    if key == tenant.slug:
        return True
    try:
        return msgspec.convert(key, UUID) == tenant.id
    except msgspec.ValidationError:
        return False
