"""People, sessions, links and attempts: the owner functions for what stands outside the tenants.

A transaction outside the tenants takes them as well as one inside. Secrets come in as hashes or sealed.
"""

from datetime import datetime
from uuid import UUID

from onward.domain.attempts import WINDOW, Count, Limit
from onward.domain.people import Link, LinkKind, Membership, Person, Session, folded
from onward.domain.records import Tenant
from onward.store.transactions import Tx


class People:
    """What may be asked and told about people in one transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def find_by_email(self, email: str) -> Person | None:
        return await self._person("SELECT * FROM public.find_person_by_email($1)", folded(email))

    async def find(self, person_id: UUID) -> Person | None:
        return await self._person("SELECT * FROM public.find_person($1)", person_id)

    async def lock(self, person_id: UUID) -> Person | None:
        """Until the transaction ends nobody else changes this person."""
        return await self._person("SELECT * FROM public.lock_person($1)", person_id)

    async def insert(self, person_id: UUID, email: str, name: str, password_hash: str | None, at: datetime) -> None:
        """Raises Conflict for an e-mail address that is known."""
        await self._tx.execute(
            "SELECT public.insert_person($1, $2, $3, $4, $5, $6)",
            person_id,
            email,
            folded(email),
            name,
            password_hash,
            at,
        )

    async def set_password(self, person_id: UUID, password_hash: str | None, at: datetime) -> None:
        await self._tx.execute("SELECT public.set_password($1, $2, $3)", person_id, password_hash, at)

    async def doubt_address(self, person_id: UUID) -> None:
        """Nobody has shown yet to read the mail of this person's address."""
        await self._tx.execute("SELECT public.doubt_address($1)", person_id)

    async def prove_address(self, person_id: UUID) -> bool:
        """The person reads that mail. Whether that was in doubt until now."""
        return bool(await self._tx.fetch("SELECT public.prove_address($1)", person_id))

    async def set_totp(self, person_id: UUID, sealed: str | None, enabled_at: datetime | None, at: datetime) -> None:
        await self._tx.execute("SELECT public.set_totp($1, $2, $3, $4)", person_id, sealed, enabled_at, at)

    async def use_totp_step(self, person_id: UUID, step: int) -> bool:
        """False when this step or a newer one was used already."""
        return bool(await self._tx.fetch("SELECT public.use_totp_step($1, $2)", person_id, step))

    async def replace_recovery_codes(self, person_id: UUID, hashes: list[bytes]) -> None:
        await self._tx.execute("SELECT public.drop_recovery_codes($1)", person_id)
        await self._tx.execute("SELECT public.insert_recovery_codes($1, $2)", person_id, hashes)

    async def use_recovery_code(self, person_id: UUID, code_hash: bytes, at: datetime) -> bool:
        """False when there is no such code or it was used already."""
        return bool(await self._tx.fetch("SELECT public.use_recovery_code($1, $2, $3)", person_id, code_hash, at))

    async def count_recovery_codes(self, person_id: UUID) -> int:
        count: int = await self._tx.fetchval("SELECT public.count_recovery_codes($1)", person_id)
        return count

    async def list_memberships(self, person_id: UUID) -> list[Membership]:
        """Those that are active, by slug."""
        rows = await self._tx.fetch("SELECT * FROM public.list_memberships($1)", person_id)
        return [Membership(Tenant(*row[:4]), row[4]) for row in rows]

    async def insert_membership(self, tenant_id: UUID, member_id: UUID, person_id: UUID) -> None:
        """Raises Conflict for a person who is a member already."""
        await self._tx.execute("SELECT public.insert_membership($1, $2, $3)", tenant_id, member_id, person_id)

    async def set_membership(self, tenant_id: UUID, member_id: UUID, *, is_active: bool) -> None:
        await self._tx.execute("SELECT public.set_membership($1, $2, $3)", tenant_id, member_id, is_active)

    async def has_credentials(self) -> bool:
        """Whether anybody anywhere has a password or a key."""
        return bool(await self._tx.fetchval("SELECT public.has_credentials()"))

    async def _person(self, sql: str, *args: object) -> Person | None:
        row = await self._tx.fetchrow(sql, *args)
        return None if row is None else Person(*row)


class Sessions:
    """The sessions of people in one transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def insert(self, session: Session, token_hash: bytes) -> None:
        await self._tx.execute(
            "SELECT public.insert_session($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            session.id,
            session.person_id,
            token_hash,
            session.is_complete,
            session.created_at,
            session.idle_ends_at,
            session.ends_at,
            session.address,
            session.user_agent,
        )

    async def resolve(self, token_hash: bytes, now: datetime) -> Session | None:
        """The session with this token, unless it has ended."""
        row = await self._tx.fetchrow("SELECT * FROM public.resolve_session($1, $2)", token_hash, now)
        return None if row is None else Session(*row)

    async def touch(self, session_id: UUID, now: datetime, idle_ends_at: datetime) -> None:
        await self._tx.execute("SELECT public.touch_session($1, $2, $3)", session_id, now, idle_ends_at)

    async def list_live(self, person_id: UUID, now: datetime) -> list[Session]:
        """The complete ones that have not ended, oldest first."""
        rows = await self._tx.fetch("SELECT * FROM public.list_sessions($1, $2)", person_id, now)
        return [Session(*row) for row in rows]

    async def end(self, person_id: UUID, session_id: UUID) -> bool:
        return bool(await self._tx.fetch("SELECT public.end_session($1, $2)", person_id, session_id))

    async def end_all(self, person_id: UUID, kept: UUID | None = None) -> int:
        """End every session of a person but one; how many."""
        return len(await self._tx.fetch("SELECT public.end_sessions($1, $2)", person_id, kept))

    async def prune(self, person_id: UUID, now: datetime) -> None:
        await self._tx.execute("SELECT public.prune_sessions($1, $2)", person_id, now)


class Links:
    """Ways in that work once, in one transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def insert(self, link: Link, token_hash: bytes) -> None:
        await self._tx.execute(
            "SELECT public.insert_link($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            link.id,
            link.kind,
            token_hash,
            link.tenant_id,
            link.email,
            link.name,
            link.role,
            link.person_id,
            link.created_by,
            link.created_at,
            link.ends_at,
        )

    async def find(self, kind: LinkKind, token_hash: bytes, now: datetime) -> Link | None:
        row = await self._tx.fetchrow("SELECT * FROM public.find_link($1, $2, $3)", kind, token_hash, now)
        return None if row is None else Link(*row)

    async def use(self, kind: LinkKind, token_hash: bytes, now: datetime) -> Link | None:
        """The link, used up from here on; None when it is used, ended or none at all."""
        row = await self._tx.fetchrow("SELECT * FROM public.use_link($1, $2, $3)", kind, token_hash, now)
        return None if row is None else Link(*row)

    async def drop_resets(self, person_id: UUID) -> None:
        await self._tx.execute("SELECT public.drop_reset_links($1)", person_id)

    async def insert_setup(self, link_id: UUID, token_hash: bytes, now: datetime, ends_at: datetime) -> bool:
        """False where a set-up link is open already: there is one for all servers together."""
        await self._tx.execute("SELECT public.prune_setup_links($1)", now)
        return bool(
            await self._tx.fetch("SELECT public.insert_setup_link($1, $2, $3, $4)", link_id, token_hash, now, ends_at)
        )

    async def find_open_setup(self, now: datetime) -> Link | None:
        row = await self._tx.fetchrow("SELECT * FROM public.find_open_setup_link($1)", now)
        return None if row is None else Link(*row)

    async def list_invitations(self, tenant_id: UUID, now: datetime) -> list[Link]:
        """Those still open, oldest first."""
        rows = await self._tx.fetch("SELECT * FROM public.list_invitations($1, $2)", tenant_id, now)
        return [Link(*row) for row in rows]

    async def drop_invitation(self, tenant_id: UUID, link_id: UUID) -> bool:
        return bool(await self._tx.fetch("SELECT public.drop_invitation($1, $2)", tenant_id, link_id))

    async def insert_first_tenant(self, token_hash: bytes, tenant: Tenant, now: datetime) -> bool:
        """Make a tenant by the set-up link that this transaction used up. Raises Conflict for a taken slug."""
        rows = await self._tx.fetch(
            "SELECT public.insert_first_tenant($1, $2, $3, $4, $5, $6)",
            token_hash,
            now,
            tenant.id,
            tenant.slug,
            tenant.name,
            tenant.local_member_id,
        )
        return bool(rows)


class Attempts:
    """How often something was tried, counted for all nodes together, in one transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def count(self, limits: list[Limit], now: datetime) -> list[Count]:
        """Count one more for each, and say how many they are in their windows."""
        await self._tx.execute("SELECT public.prune_attempts($1)", now - WINDOW)
        keys = [limit.key for limit in limits]
        rows = await self._tx.fetch("SELECT * FROM public.count_attempts($1, $2, $3)", keys, now, now - WINDOW)
        return [Count(*row) for row in rows]

    async def forgive(self, limits: list[Limit]) -> None:
        """Take one back for each: it was no failure."""
        keys = [limit.key for limit in limits]
        await self._tx.execute("SELECT public.forgive_attempts($1)", keys)
