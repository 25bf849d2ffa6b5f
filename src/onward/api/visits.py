"""What a handler of a route outside the tenants is given: who comes, from where, and the means to let them in."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from onward.actions.acting import Visiting
from onward.api.access import Caller, Gate
from onward.api.equipment import Equipment
from onward.api.visitors import SignedIn
from onward.domain import errors, tokens
from onward.domain.attempts import Limit, check_counts
from onward.store.people import Attempts
from onward.store.transactions import Database


class Visit(Struct, frozen=True):
    """`caller` on routes that are open to every caller; `token` and `trip_secret` are the cookies'
    and `tenant_key` the header X-Tenant-ID, whatever they are worth."""

    database: Database
    gate: Gate
    equipment: Equipment
    now: datetime
    new_id: Callable[[], UUID]
    request_id: str
    path: dict[str, UUID]
    address: str | None = None
    user_agent: str | None = None
    token: str | None = None
    trip_secret: str | None = None
    tenant_key: str | None = None
    signed_in: SignedIn | None = None
    caller: Caller | None = None

    def id(self, name: str) -> UUID:
        return self.path[name]

    @property
    def person(self) -> SignedIn:
        """Whoever is signed in. Raises Unauthenticated."""
        if self.signed_in is None:
            raise errors.Unauthenticated("Sign in first: `POST /v1/session`.")
        return self.signed_in

    @asynccontextmanager
    async def outside(self) -> AsyncIterator[Visiting]:
        """A transaction outside the tenants, committed at the end of the `with` unless something is raised."""
        async with self.database.outside() as tx:
            yield Visiting(tx, self.now, self.new_id, self.request_id, self.address, self.user_agent)
            await tx.commit()

    async def try_once(self, limits: list[Limit]) -> None:
        """Count a try against its limits, whatever comes of it. Raises TooMany."""
        async with self.outside() as visiting:
            counts = await Attempts(visiting.tx).count(limits, self.now)
        check_counts(limits, counts, self.now)

    def new_token(self) -> tuple[str, bytes]:
        """A token as it travels, and the hash to store."""
        text = tokens.token_text(self.equipment.new_secret(tokens.TOKEN_BYTES))
        return text, tokens.token_hash(text)
