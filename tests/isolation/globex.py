"""The other tenant: filled with one of every thing, given ways of its own, or taken out of the world."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.isolation.cast import PEOPLE, add_view, key_id
from tests.isolation.things import MAKERS, Making
from tests.isolation.world import World
from tests.stage import ACME, CLEO, GLOBEX

VIEW = UUID("0190a000-0000-7000-8000-0000000005ee")
GLOBEX_WORD = "globexonly"

# Globex does everything otherwise, so that whatever acme learns of its ways shows.
STRANGE_WAYS = (
    """UPDATE tenant_settings SET settings = '{"zone": "Pacific/Auckland"}' WHERE tenant_id = $1""",
    "UPDATE interaction_types SET channel = 'sms', outcomes = '{no_answer}' WHERE tenant_id = $1",
    # It has an answer that has expired, which whoever sends a key may prune: but only its own.
    """
    INSERT INTO idempotency_keys (tenant_id, credential, method, path, key, body_hash, created_at)
    VALUES ($1, 'local', 'POST', '/v1/campaigns', 'old', '', '2025-06-01T00:00Z')
    """,
    # Its settings come first where nobody says whose are wanted.
    "UPDATE tenant_settings SET version = version WHERE tenant_id <> $1",
    "INSERT INTO demo_rows (tenant_id, kind, id) SELECT tenant_id, 'customer', id FROM customers WHERE tenant_id = $1",
    "UPDATE outcomes SET kind = 'no_contact' WHERE tenant_id = $1",
)

# Which rows of the tables outside the tenants are globex's; of one that is not named here, all must stay.
OUTSIDE: dict[str, str] = {
    "tenants": f"id = '{GLOBEX.id}'",
    "people": f"id = '{CLEO}'",
    "recovery_codes": f"person_id = '{CLEO}'",
    "sessions": f"person_id = '{CLEO}'",
    "attempts": "false",  # counts tries by address and account, whoever tries
}


async def populate(url: str) -> dict[str, str]:
    """Fill globex with two of every thing, so that its lists have pages; gives the texts that name the second."""
    async with World.over(url) as world:

        async def ask(method: str, path: str, body: dict[str, Any]) -> Any:
            answer = await world.send(method, path, {"X-Tenant-ID": GLOBEX.slug}, body, {})
            assert answer.is_success, f"{method} {path}: {answer}"
            return answer.json

        making = Making(ask, GLOBEX_WORD)
        things = {thing: await making.make(thing) for _ in range(2) for thing in MAKERS if thing != "key"}
        for statement in STRANGE_WAYS:
            await world.owner.execute(statement, GLOBEX.id)
        await add_view(world, GLOBEX, CLEO, VIEW, "team")
        planted = {"key": str(key_id(GLOBEX, "viewer")), "session": str(CLEO), "person_email": PEOPLE[CLEO][1]}
        return things | planted | {"view": str(VIEW)}


async def forget_globex(url: str) -> None:
    """Take the tenant out, with every row that it has."""
    async with World.over(url) as world:
        await world.owner.execute("SET session_replication_role = replica")
        for table, is_of_tenants in await world.tables():
            if is_of_tenants:
                await world.owner.execute(f"DELETE FROM {table} WHERE tenant_id = $1", GLOBEX.id)
        await world.owner.execute("DELETE FROM tenants WHERE id = $1", GLOBEX.id)


def is_globex(table: str, is_of_tenants: bool) -> str:
    if table == "audit_log":  # a try to get in as one of its people is told to their tenant
        return "tenant_id = $1 AND act NOT IN ('sign_in_failed', 'password_reset_asked')"
    return "tenant_id = $1" if is_of_tenants else OUTSIDE.get(table, "true")


def is_any(table: str, _: bool) -> str:
    """What a refused caller may not change: refusals themselves are counted and told."""
    return "false" if table in {"attempts", "audit_log"} else "true"


async def hashing_of(world: World, condition: Callable[[str, bool], str]) -> str:
    """The statement that hashes all rows that meet their table's condition."""
    parts = [
        f"SELECT '{table}' AS name, md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) AS hash FROM {table} t"
        f" WHERE {condition(table, is_of_tenants)}"
        for table, is_of_tenants in await world.tables()
    ]
    return f"SELECT md5(string_agg(name || coalesce(hash, ''), '' ORDER BY name)) FROM ({' UNION ALL '.join(parts)}) h"


# How a twin of acme's row differs, so that it shows when it is taken for the row itself.
_TEXTS = dict.fromkeys(("name", "title", "description", "subject", "company", "notes"), f"{GLOBEX_WORD} twin")
_STEP = {"step_number": 1, "type": "phone_call", "title": f"{GLOBEX_WORD} twin"}
_TWISTS: dict[str, dict[str, Any]] = {
    "events": {"old": {"status": "in_progress", "version": 99}, "new": {"version": 99}},
    "template_versions": {"definition": {"name": f"{GLOBEX_WORD} twin", "steps": [_STEP]}},
    "interaction_templates": {"revision": 99},
}


def twinning_of(tables: list[str]) -> str:
    """The statements that give globex its own version of whatever acme has."""
    copies = [
        f"INSERT INTO {table} SELECT r.* FROM {table} a, jsonb_populate_record(a, '{_twist(table)}') r "
        f"WHERE a.tenant_id = '{ACME.id}' ON CONFLICT DO NOTHING"
        for table in tables
    ]
    return ";".join(["BEGIN; SET LOCAL session_replication_role = replica", *copies, "COMMIT"])


def _twist(table: str) -> str:
    return json.dumps(_TEXTS | _TWISTS.get(table, {"version": 99}) | {"tenant_id": str(GLOBEX.id)})
