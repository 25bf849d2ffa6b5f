"""`onward keys`: create, list and revoke API keys."""

import os
import secrets
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from cyclopts import Parameter, validators
from msgspec import Struct

from onward import wiring
from onward.actions import auditing
from onward.actions.keys import check_role
from onward.cli import terminal
from onward.cli.administering import administer
from onward.domain import credentials, errors
from onward.domain.records import Role, Tenant
from onward.store import keys as store_keys
from onward.store import members
from onward.store.tenants import ApiKey
from onward.wiring import Administration

_NAME_LENGTH = 200
_LONGEST_DAYS = 3650

Days = Annotated[int, Parameter(validator=validators.Number(gte=1, lte=_LONGEST_DAYS))]


class _Made(Struct, frozen=True):
    text: str
    is_first: bool


def create(
    *, tenant: str, role: Role, name: str = "", member: UUID | None = None, expires_in_days: Days | None = None
) -> None:
    """Create an API key and print it alone, this once: only its hash is stored.

    Parameters
    ----------
    tenant
        The tenant's slug or id.
    role
        What the key may do.
    name
        A word that tells this key from others.
    member
        The id of the member that the key acts as.
    expires_in_days
        When the key ends by itself, from 1 to 3650 days; without this it does not.
    """
    if len(name) > _NAME_LENGTH or not name.isprintable():
        raise errors.Invalid.field("--name", f"must be at most {_NAME_LENGTH} printable characters")

    async def work(administration: Administration) -> _Made:
        owner = await administration.get_tenant(tenant)
        await _check_member(administration, owner, member, role)
        is_first = not await administration.database.has_credentials()
        text, secret_hash = credentials.make_key(owner.id, secrets.token_bytes(credentials.SECRET_BYTES))
        made = _key(owner, role, name, member, expires_in_days)
        async with administration.acting_for(owner) as acting:
            await store_keys.insert_key(acting.tx, owner.id, made, secret_hash)
            await auditing.note(acting, "create_key", made.id, role=role)
        return _Made(text, is_first)

    made = administer(work)
    terminal.say(made.text)
    terminal.note("This is shown once. Send it as `Authorization: Bearer <key>`.")
    if made.is_first and wiring.read_settings(os.environ).local_mode == "auto":
        terminal.note("It is the first key, so local mode ends: within five seconds every request needs a key.")


def _key(tenant: Tenant, role: Role, name: str, member: UUID | None, expires_in_days: int | None) -> ApiKey:
    now = wiring.clock()
    return ApiKey(
        id=wiring.new_id(),
        tenant_id=tenant.id,
        name=name,
        role=role,
        member_id=member,
        created_at=now,
        expires_at=None if expires_in_days is None else now + timedelta(days=expires_in_days),
        revoked_at=None,
    )


async def _check_member(administration: Administration, tenant: Tenant, member_id: UUID | None, role: Role) -> None:
    if member_id is None:
        return
    async with administration.acting_for(tenant) as acting:
        member = await members.find_member(acting.tx, acting.tenant_id, member_id)
    if member is None or not member.is_active:
        raise errors.Invalid.field("--member", f"names no active member of {tenant.slug}")
    check_role(role, member, "--role")


def list_all(*, tenant: str) -> None:
    """List a tenant's keys: id, role, name, when they were made, and whether they hold.

    Parameters
    ----------
    tenant
        The tenant's slug or id.
    """

    async def work(administration: Administration) -> list[ApiKey]:
        owner = await administration.get_tenant(tenant)
        return await administration.registry.list_keys(owner.id)

    terminal.tabulate(("id", "role", "name", "created (UTC)", "state"), map(_row, administer(work)))


def _row(key: ApiKey) -> tuple[str, ...]:
    return str(key.id), key.role, key.name, f"{key.created_at:%Y-%m-%d %H:%M}", _state(key)


def _state(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%Y-%m-%d %H:%M}"
    if key.expires_at is None:
        return "holds"
    verb = "expired" if key.expires_at <= wiring.clock() else "holds until"
    return f"{verb} {key.expires_at:%Y-%m-%d %H:%M}"


def revoke(key_id: UUID, /, *, tenant: str) -> None:
    """Make a key useless, for good; servers notice within five seconds.

    Parameters
    ----------
    key_id
        The key's id, as `onward keys list` shows it.
    tenant
        The tenant's slug or id.
    """

    async def work(administration: Administration) -> bool:
        owner = await administration.get_tenant(tenant)
        async with administration.acting_for(owner) as acting:
            await store_keys.revoke_key(acting.tx, owner.id, key_id, acting.now)
            await auditing.note(acting, "revoke_key", key_id)
        return await administration.database.has_credentials()

    is_any_left = administer(work)
    terminal.note(f"The key {key_id} is revoked.")
    if not is_any_left and wiring.read_settings(os.environ).local_mode == "auto":
        terminal.note("It was the last key: a server on a loopback address is in local mode again.")
