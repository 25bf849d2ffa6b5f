"""Who calls: local mode, an API key of each role, a person with a session. All of them are the same in every run."""

import hashlib
from datetime import timedelta
from typing import Literal
from uuid import UUID

import msgspec

from onward.domain import tokens
from onward.domain.credentials import make_key
from onward.domain.records import Tenant
from onward.store.tenants import ApiKey, Registry
from tests.isolation.world import World
from tests.stage import ACME, ADA, BORN, CLEO, GLOBEX, NOW

Caller = Literal["local", "viewer", "rep", "manager", "owner", "session"]
CALLERS: tuple[Caller, ...] = ("local", "viewer", "rep", "manager", "owner", "session")
ROLES: tuple[Caller, ...] = ("viewer", "rep", "manager", "owner")

# A person has the id of the member that he or she is.
PEOPLE: dict[UUID, tuple[Tenant, str]] = {ADA: (ACME, "ada@acme.example"), CLEO: (GLOBEX, "cleo@globex.example")}


def secret_key(tenant: Tenant, role: str) -> tuple[str, bytes]:
    """An API key that is the same in every run."""
    return make_key(tenant.id, hashlib.sha256(f"{tenant.slug} {role}".encode()).digest())


def key_id(tenant: Tenant, role: str) -> UUID:
    return UUID(bytes=hashlib.sha256(secret_key(tenant, role)[1]).digest()[:16], version=4)


async def add_keys(world: World, tenant: Tenant) -> None:
    """A key of each role, used today already. From now on local mode is over."""
    for role in ROLES:
        made = msgspec.convert(
            {"id": key_id(tenant, role), "tenant_id": tenant.id, "name": role, "role": role, "member_id": None}
            | {"created_at": BORN, "expires_at": None, "revoked_at": None, "last_used_on": NOW.date()},
            ApiKey,
        )
        await Registry(world.owner).insert_key(made, secret_key(tenant, role)[1])


def session_token(person_id: UUID) -> str:
    return tokens.token_text(hashlib.sha256(person_id.bytes).digest())


async def add_person(world: World, person_id: UUID, password_hash: str) -> None:
    """Somebody who is signed in, on one more device than that which asks."""
    tenant, email = PEOPLE[person_id]
    people = """
        INSERT INTO people (id, email, email_folded, name, password_hash, totp_last_step, created_at, updated_at)
        VALUES ($1, $2, $2, $2, $3, 0, $4, $4)
    """
    await world.owner.execute(people, person_id, email, password_hash, NOW)
    await world.owner.execute(
        "INSERT INTO memberships (tenant_id, member_id, person_id, is_active) VALUES ($1, $2, $2, true)",
        tenant.id,
        person_id,
    )
    await world.owner.execute(
        "UPDATE members SET person_id = $2 WHERE tenant_id = $1 AND id = $2", tenant.id, person_id
    )
    await add_session(world, person_id, person_id, session_token(person_id))


async def add_view(world: World, tenant: Tenant, owner_id: UUID, view_id: UUID, scope: str = "personal") -> None:
    """A view of a member; a personal one its owner alone may see."""
    statement = """
        INSERT INTO saved_views
          (tenant_id, id, name, screen, scope, owner_id, query, version, created_at, updated_at)
        VALUES ($1, $2, $4, 'interactions', $6, $3, '{}', 1, $5, $5)
    """
    await world.owner.execute(statement, tenant.id, view_id, owner_id, f"{tenant.slug}only view", NOW, scope)


async def add_session(world: World, person_id: UUID, session_id: UUID, token: str) -> None:
    statement = """
        INSERT INTO sessions
          (id, person_id, token_hash, is_complete, created_at, seen_at, idle_ends_at, ends_at, address, user_agent)
        VALUES ($1, $2, $3, true, $4, $4, $5, $5, NULL, NULL)
    """
    await world.owner.execute(
        statement, session_id, person_id, tokens.token_hash(token), NOW, NOW + timedelta(hours=12)
    )
