"""Single sign-on outside the tenants: trips to the identity provider, and who is who there."""

from datetime import datetime
from uuid import UUID

from onward.domain.people import Link, Person
from onward.domain.single_sign_on import Identity
from onward.store.transactions import Tx


class Trips:
    """Trips under way, in one transaction. Only their marks are known."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def insert(self, mark: bytes, ends_at: datetime, now: datetime) -> None:
        """Some of those that have ended are cleared away."""
        await self._tx.execute("SELECT public.prune_trips($1)", now)
        await self._tx.execute("SELECT public.insert_trip($1, $2)", mark, ends_at)

    async def use(self, mark: bytes, now: datetime) -> bool:
        """False when there is no such trip, or it has ended."""
        return bool(await self._tx.fetch("SELECT public.use_trip($1, $2)", mark, now))


class Identities:
    """Who is who at a provider, in one transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def find_person(self, identity: Identity) -> Person | None:
        row = await self._tx.fetchrow(
            "SELECT * FROM public.find_person_by_identity($1, $2)", identity.issuer, identity.subject
        )
        return None if row is None else Person(*row)

    async def insert(self, identity: Identity, person_id: UUID, at: datetime) -> None:
        """Raises Conflict for a person who is somebody else at this provider."""
        await self._tx.execute(
            "SELECT public.insert_identity($1, $2, $3, $4)", identity.issuer, identity.subject, person_id, at
        )

    async def use_invitations(self, email: str, at: datetime) -> list[Link]:
        """All open invitations to this address, used up from here on; oldest first."""
        rows = await self._tx.fetch("SELECT * FROM public.use_invitations($1, $2)", email, at)
        return sorted((Link(*row) for row in rows), key=lambda link: (link.created_at, link.id))
