"""Who calls, and for which tenant: local mode, an API key, or a signed-in person. What they may do is the role's table.

Nothing here reads a body or opens a tenant's transaction except to load its settings.
"""

import re
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from onward.api import visitors
from onward.api.origins import check_own_origin, check_own_page, check_page, is_loopback
from onward.api.proxies import Proxies
from onward.api.recent import Recent
from onward.api.visitors import SignedIn, Visitors, is_named
from onward.domain import errors
from onward.domain.credentials import parse_key
from onward.domain.people import Membership, is_used_on
from onward.domain.records import Credential, Member, Role, Tenant, TenantSettings
from onward.domain.roles import Actor, weaker
from onward.store.keys import note_key_use
from onward.store.settings import get_settings
from onward.store.transactions import Database

LocalMode = Literal["auto", "off"]
LOCAL_TENANT = "demo"

_TENANT_KEY = re.compile(r"[A-Za-z0-9_-]{1,100}")


class Caller(Struct, frozen=True):
    tenant: Tenant
    settings: TenantSettings
    actor: Actor


class _Known(Struct, frozen=True):
    tenant: Tenant
    settings: TenantSettings


def check_binding(host: str, local_mode: LocalMode, has_credentials: bool) -> None:
    """Raises Refused where a server in local mode, which asks nobody who they are, would be reachable from
    other machines."""
    if local_mode == "auto" and not has_credentials and not is_loopback(host.strip("[]").lower()):
        raise errors.Refused(
            f"Nobody has a credential yet, so this server would let everybody in, and {host!r} can be "
            "reached from other machines. Make a key first with `onward keys create`, or set "
            "ONWARD_LOCAL_MODE=off, or listen on 127.0.0.1."
        )


class Gate:
    """Tells who a request acts as. What it learns from the database is at most five seconds old."""

    def __init__(
        self,
        database: Database,
        *,
        local_mode: LocalMode,
        is_loopback: bool,
        proxies: Proxies | None = None,
        public_url: str = "",
    ) -> None:
        self._database = database
        self._proxies = proxies or Proxies()
        self._public_url = public_url
        self._visitors = Visitors(database)
        self._may_be_local = is_loopback and local_mode == "auto"
        self._has_credentials: Recent[None, bool] = Recent()
        self._tenants: Recent[str, _Known] = Recent()
        self._credentials: Recent[tuple[UUID, bytes], Credential] = Recent()

    async def identify(
        self, scope: Any, headers: dict[bytes, bytes], now: datetime, *, is_at_work: bool = True
    ) -> Caller:
        """`is_at_work`: this keeps a session from ending by idleness. Raises Unauthenticated, Forbidden, NotFound for
        a tenant that is not there, Malformed when a person of several tenants names none."""
        authorization = headers.get(b"authorization")
        if await self.is_local():
            check_page(scope["method"], scope["scheme"], headers)
            if authorization is None:
                return await self._local_owner(headers)
        if authorization is None and b"cookie" in headers:
            signed_in = await self._visitors.signed_in(headers, now, is_at_work=is_at_work)
            if signed_in is not None:
                check_own_page(scope["method"], self._own_origin(scope, headers), headers)
                return await self._member(signed_in, headers)
        return await self._key_holder(authorization, headers, now)

    def check_follower(self, scope: Any, headers: dict[bytes, bytes]) -> None:
        """Raises Forbidden where a foreign page would follow with what a browser sends by itself."""
        if b"authorization" not in headers:
            check_own_origin(self._own_origin(scope, headers), headers)

    async def is_local(self) -> bool:
        return self._may_be_local and not await self.has_credentials()

    async def has_credentials(self) -> bool:
        """Whether anybody has a password or a key."""
        known = self._has_credentials.get(None)
        if known is None:
            asked_at = self._has_credentials.now()
            known = await self._database.has_credentials()
            self._has_credentials.put(None, known, asked_at=asked_at)
        return known

    async def visit(self, scope: Any, headers: dict[bytes, bytes], now: datetime) -> SignedIn | None:
        """The signed-in person, if there is one, on a route that belongs to no tenant. Raises Forbidden for a
        foreign page."""
        if await self.is_local():
            check_page(scope["method"], scope["scheme"], headers)
        check_own_page(scope["method"], self._own_origin(scope, headers), headers)
        return await self._visitors.signed_in(headers, now)

    def address(self, scope: Any, headers: dict[bytes, bytes]) -> str | None:
        return self._proxies.address(scope, headers)

    async def member_of(self, membership: Membership) -> Member | None:
        """The member that a person is there, while active."""
        return await self._visitors.member(membership)

    def forget(self) -> None:
        """What this process remembers of people, keys and settings is old."""
        self._visitors.forget()
        self._tenants.clear()
        self._credentials.clear()
        self._has_credentials.clear()

    def _own_origin(self, scope: Any, headers: dict[bytes, bytes]) -> str:
        return self._public_url or self._proxies.origin(scope, headers)

    async def _member(self, signed_in: SignedIn, headers: dict[bytes, bytes]) -> Caller:
        named = headers.get(b"x-tenant-id")
        membership = visitors.chosen(signed_in, None if named is None else named.decode("latin-1").strip())
        member = None if membership is None else await self._visitors.member(membership)
        known = None if membership is None or member is None else await self._tenant(str(membership.tenant.id))
        if member is None or known is None:
            raise errors.NotFound(_no_such_tenant(named))
        actor = Actor(
            kind="member", id=member.id, role=member.role, member_id=member.id, credential=f"member {member.id}"
        )
        return Caller(known.tenant, known.settings, actor)

    async def _local_owner(self, headers: dict[bytes, bytes]) -> Caller:
        named = headers.get(b"x-tenant-id")
        known = await self._tenant(LOCAL_TENANT if named is None else named.decode("latin-1").strip())
        if known is None:
            raise errors.NotFound(_no_such_tenant(named))
        member_id = known.tenant.local_member_id
        actor = Actor(kind="local", id=member_id, role="owner", member_id=member_id, credential="local")
        return Caller(known.tenant, known.settings, actor)

    async def _key_holder(self, authorization: bytes | None, headers: dict[bytes, bytes], now: datetime) -> Caller:
        credential = await self._credential(authorization, now)
        known = await self._tenant(str(credential.tenant_id))
        if known is None:
            raise errors.Unauthenticated("The tenant of this API key is gone.")
        named = headers.get(b"x-tenant-id")
        if named is not None and not is_named(known.tenant, named.decode("latin-1").strip()):
            raise errors.Forbidden(
                f"This API key belongs to the tenant {known.tenant.slug!r}, the header X-Tenant-ID names "
                "another. Leave the header out, or use that tenant's key."
            )
        actor = Actor(
            kind="key",
            id=credential.member_id or credential.id,
            role=await self._role_of_key(known.tenant, credential),
            member_id=credential.member_id,
            credential=str(credential.id),
        )
        return Caller(known.tenant, known.settings, actor)

    async def _role_of_key(self, tenant: Tenant, credential: Credential) -> Role:
        """A key that acts for a member may no more than he or she does now. Raises Unauthenticated."""
        if credential.member_id is None:
            return credential.role
        member = await self._visitors.member(Membership(tenant, credential.member_id))
        if member is None:
            raise errors.Unauthenticated("The member whom this API key acts for is not active any more.")
        return weaker(credential.role, member.role)

    async def _credential(self, authorization: bytes | None, now: datetime) -> Credential:
        if authorization is None:
            raise errors.Unauthenticated(
                "Sign in, or send an API key in the header Authorization: `Bearer onw_…`. `onward keys create` "
                "makes one."
            )
        scheme, _, text = authorization.decode("latin-1").partition(" ")
        parsed = parse_key(text.strip()) if scheme.lower() == "bearer" else None
        credential = None if parsed is None else await self._live_credential(*parsed, now)
        if credential is None or (credential.expires_at is not None and credential.expires_at <= now):
            raise errors.Unauthenticated(
                "The header Authorization holds no API key that is valid: it must read `Bearer onw_…`, and "
                "the key must neither have expired nor been revoked."
            )
        return credential

    async def _live_credential(self, tenant_id: UUID, secret_hash: bytes, now: datetime) -> Credential | None:
        key = (tenant_id, secret_hash)
        credential = self._credentials.get(key)
        if credential is None:
            asked_at = self._credentials.now()
            credential = await self._database.resolve_credential(tenant_id, secret_hash)
            if credential is not None:
                await self._note_use(credential, now)
                self._credentials.put(key, credential, asked_at=asked_at)
        return credential

    async def _note_use(self, credential: Credential, now: datetime) -> None:
        """The day of a key's last use, written once a day."""
        if not is_used_on(credential.last_used_on, now):
            async with self._database.transaction(credential.tenant_id) as tx:
                await note_key_use(tx, credential.tenant_id, credential.id, now.date())
                await tx.commit()

    async def _tenant(self, key: str) -> _Known | None:
        known = self._tenants.get(key)
        if known is None and _TENANT_KEY.fullmatch(key):
            asked_at = self._tenants.now()
            tenant = await self._database.resolve_tenant(key)
            known = None if tenant is None else await self._with_settings(tenant)
            if known is not None:
                self._tenants.put(key, known, asked_at=asked_at)
        return known

    async def _with_settings(self, tenant: Tenant) -> _Known:
        async with self._database.transaction(tenant.id) as tx:
            return _Known(tenant, await get_settings(tx, tenant.id))


def _no_such_tenant(named: bytes | None) -> str:
    if named is None:
        return f"There is no tenant {LOCAL_TENANT!r}. Name one in the header X-Tenant-ID, by id or slug."
    return "The header X-Tenant-ID names no tenant that there is. `onward tenants` lists them."
