"""Two closed worlds in one database: held apart by row-level security, also where a statement forgets to."""

import itertools
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from onward.api import routing
from onward.api.nouns import ROOMS
from onward.store import inspection
from onward.store.transactions import APP_ROLE
from tests.api.looking import everything, tenant_tables
from tests.stage import ACME, GLOBEX, Stage, new_id

DENIED = asyncpg.InsufficientPrivilegeError
APPEND_ONLY = {"events", "audit_log"}


async def populate(stage: Stage, slug: str) -> dict[str, str]:
    """Something of everything for one tenant; the ids by the names of path parameters."""
    headers, keys = {"X-Tenant-ID": slug}, itertools.count()
    async with stage.client(**headers) as client:

        async def post(path: str, body: dict[str, Any]) -> Any:
            answer = await client.post(f"/v1{path}", json=body, headers={"Idempotency-Key": str(next(keys))})
            assert answer.status_code in {200, 201, 202}, answer.text
            return answer.json()

        customer = await post("/customers", {"name": "Initech"})
        campaign = await post("/campaigns", {"name": "Spring"})
        talk = await post("/conversations", {"customer_id": customer["id"], "channel": "email"})
        call = await post("/interactions", {"customer_id": customer["id"], "type": "email", "title": "Write"})
        done = await post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
        double = await post("/customers", {"name": "Inittech"})
        await post(f"/customers/{customer['id']}/merge", {"from": double["id"]})
        fresh = await post("/customers", {"name": "Umbrella"})
        note = await post(f"/customers/{fresh['id']}/notes", {"body": "Likes tea"})
        rule = await post("/conversation-rules", {"name": "Answer", "trigger": "message_received", "step": {}})
        await post(f"/conversations/{talk['id']}/messages", {"direction": "inbound", "body": "Hello"})
        other = await post("/interactions", {"customer_id": fresh["id"], "type": "email", "title": "Write"})
        bulk = await post("/interactions/bulk/assign", {"ids": [other["id"]], "assignee_id": None})
        run = {"customer_id": fresh["id"], "template_id": done["next_interaction"]["template_id"]}
        workflow = await post("/interactions/workflow/start", run)
        started = await post("/campaigns", {"name": "Autumn", "template_id": run["template_id"]})
        third = await post("/customers", {"name": "Hooli"})
        await post(f"/campaigns/{started['id']}/enroll", {"customer_ids": [third["id"]]})
        view = await post("/views", {"name": "Late", "screen": "interactions"})
        file = await client.post("/v1/imports", content=b"name\nHooli\n")
        await client.post("/v1/imports", content=b"name\nAnd one that is kept\n")
        await post(f"/imports/{file.json()['id']}/run", {})
        members = (await client.get("/v1/members")).json()["data"]
        made = await client.post("/v1/invitations", json={"email": "x@y.example", "role": "rep"})
        key = await client.post("/v1/keys", json={"role": "rep"})
    await stage.owner.execute(
        "INSERT INTO demo_rows (tenant_id, kind, id) SELECT tenant_id, 'customer', id FROM customers WHERE id = $1",
        UUID(customer["id"]),
    )
    # One that holds would end local mode.
    await stage.owner.execute("UPDATE api_keys SET revoked_at = created_at")
    return {
        "invitation_id": made.json()["id"],
        "key_id": key.json()["id"],
        "customer_id": customer["id"],
        "campaign_id": campaign["id"],
        "conversation_id": talk["id"],
        "import_id": file.json()["id"],
        "view_id": view["id"],
        "note_id": note["id"],
        "rule_id": rule["id"],
        "job_id": bulk["job"]["id"],
        "workflow_id": workflow["workflow_id"],
        "interaction_id": done["next_interaction"]["id"],
        "template_id": done["next_interaction"]["template_id"],
        "member_id": members[0]["id"],
    }


@pytest.fixture
async def peopled(stage: Stage) -> dict[str, str]:
    """Both tenants have something of everything; globex's ids."""
    await populate(stage, "acme")
    return await populate(stage, "globex")


@pytest.fixture
async def app(stage: Stage) -> AsyncIterator[Any]:
    """A connection as the server's, without anything that the server's code would add."""
    connection = await asyncpg.connect(stage.url, server_settings={"role": APP_ROLE})
    yield connection
    await connection.close()


async def act_for(app: Any, tenant_id: UUID | str) -> None:
    await app.execute(f"SET LOCAL onward.tenant_id = '{tenant_id}'")


async def refused(app: Any, statement: str, *args: object, because: type[Exception] = DENIED) -> None:
    """Refused, out of the box for want of a right, and the transaction goes on."""
    with pytest.raises(because):
        async with app.transaction():
            await app.execute(statement, *args)


async def row_of(stage: Stage, table: str, tenant_id: UUID) -> dict[str, Any]:
    (row,) = await stage.rows(f"SELECT to_jsonb(t)::text FROM {table} t WHERE tenant_id = $1 LIMIT 1", tenant_id)
    found: dict[str, Any] = json.loads(row[0])
    return found


async def test_every_tenant_table_is_guarded_by_force(stage: Stage) -> None:
    with_tenant = await stage.rows(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> ALL($1::text[])",
        list(inspection.OUTSIDE_TENANTS),
    )
    assert {row[0] for row in with_tenant if row[1]} == {row[0] for row in with_tenant}
    assert len(with_tenant) == len(await tenant_tables(stage)) >= 13


async def test_the_servers_role_is_bound_by_it(stage: Stage) -> None:
    (role,) = await stage.rows(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin FROM pg_roles WHERE rolname = $1",
        APP_ROLE,
    )
    assert tuple(role) == (False,) * 5
    assert await stage.rows("SELECT FROM pg_class WHERE pg_get_userbyid(relowner) = $1", APP_ROLE) == []


async def test_with_a_tenant_set_only_its_rows_are_seen(stage: Stage, peopled: Any, app: Any) -> None:
    for table in await tenant_tables(stage):
        (counts,) = await stage.rows(f"SELECT count(*), count(*) FILTER (WHERE tenant_id = $1) FROM {table}", ACME.id)
        async with app.transaction():
            await act_for(app, ACME.id)
            seen = await app.fetchrow(f"SELECT count(*), count(*) FILTER (WHERE tenant_id = $1) FROM {table}", ACME.id)
        assert seen[0] == seen[1] == counts[1] > 0, table
        assert counts[0] > counts[1], f"{table} would not show a fault"


@pytest.mark.parametrize("setting", [None, "", GLOBEX.id], ids=["no tenant", "an empty one", "another"])
async def test_another_tenants_rows_are_neither_seen_nor_changed_nor_removed(
    stage: Stage, peopled: Any, app: Any, setting: UUID | str | None
) -> None:
    before = await everything(stage)
    for table in await tenant_tables(stage):
        async with app.transaction():
            if setting is not None:
                await act_for(app, setting)
            where = "WHERE tenant_id = $1"
            assert await app.fetchval(f"SELECT count(*) FROM {table} {where}", ACME.id) == 0
            if table not in APPEND_ONLY:
                assert await app.execute(f"UPDATE {table} SET tenant_id = tenant_id {where}", ACME.id) == "UPDATE 0"
                assert await app.execute(f"DELETE FROM {table} {where}", ACME.id) == "DELETE 0"
                assert await app.fetch(f"SELECT FROM {table} {where} FOR KEY SHARE", ACME.id) == []
    assert await everything(stage) == before


@pytest.mark.parametrize("setting", [None, GLOBEX.id], ids=["no tenant", "another"])
async def test_nothing_is_written_into_another_tenant(
    stage: Stage, peopled: Any, app: Any, setting: UUID | None
) -> None:
    before = await everything(stage)
    for table in await tenant_tables(stage):
        row = await row_of(stage, table, ACME.id)
        async with app.transaction():
            if setting is not None:
                await act_for(app, setting)
            insert = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, $1::jsonb)"
            await refused(app, insert, json.dumps(row))
    assert await everything(stage) == before


async def test_no_row_is_handed_over_to_another_tenant(stage: Stage, peopled: Any, app: Any) -> None:
    before = await everything(stage)
    for table in set(await tenant_tables(stage)) - APPEND_ONLY:
        async with app.transaction():
            await act_for(app, ACME.id)
            await refused(app, f"UPDATE {table} SET tenant_id = $1", GLOBEX.id)
    assert await everything(stage) == before


async def test_keys_reach_into_no_other_tenant(stage: Stage, peopled: dict[str, str], app: Any) -> None:
    """Checks of foreign keys do not heed row security: the keys themselves name the tenant."""
    row = await row_of(stage, "interactions", ACME.id)
    for column in ("customer_id", "campaign_id", "conversation_id", "assignee_id", "previous_interaction_id"):
        theirs = peopled["member_id" if column == "assignee_id" else column.replace("previous_", "")]
        copy = {**row, "id": str(new_id()), "previous_interaction_id": None, column: theirs}
        async with app.transaction():
            await act_for(app, ACME.id)
            insert = "INSERT INTO interactions SELECT * FROM jsonb_populate_record(NULL::interactions, $1::jsonb)"
            await refused(app, insert, json.dumps(copy), because=asyncpg.ForeignKeyViolationError)


@pytest.mark.parametrize(
    "statement", ["UPDATE events SET kind = 'x'", "DELETE FROM events", "TRUNCATE events", "DROP TABLE events"]
)
async def test_events_are_never_changed_nor_removed(stage: Stage, peopled: Any, app: Any, statement: str) -> None:
    async with app.transaction():
        await act_for(app, ACME.id)
        await refused(app, statement)


@pytest.mark.parametrize("table", inspection.OUTSIDE_TENANTS)
async def test_what_stands_outside_the_tenants_is_out_of_reach(stage: Stage, app: Any, table: str) -> None:
    for statement in (f"SELECT FROM {table}", f"DELETE FROM {table}", f"INSERT INTO {table} DEFAULT VALUES"):
        async with app.transaction():
            await refused(app, statement)


async def test_a_credential_is_resolved_for_its_own_tenant_only(stage: Stage, app: Any) -> None:
    await stage.key("rep")
    (row,) = await stage.rows("SELECT secret_hash FROM api_keys")
    found = [await app.fetch("SELECT role FROM resolve_key($1, $2)", one.id, row[0]) for one in (ACME, GLOBEX)]
    assert [len(rows) for rows in found] == [1, 0]


async def test_the_tenant_ends_with_the_transaction(stage: Stage) -> None:
    """One connection serves one tenant after the other."""
    for tenant in (ACME, GLOBEX):
        async with stage.database.transaction(tenant.id) as tx:
            assert await tx.fetchval("SELECT count(DISTINCT tenant_id) FROM members") == 1
            assert await tx.fetchval("SELECT tenant_id FROM members LIMIT 1") == tenant.id
            await tx.commit()
    async with stage.database.pool.acquire() as connection:
        assert await connection.fetchval("SELECT count(*) FROM members") == 0
        assert await connection.fetchval("SELECT current_user") == APP_ROLE


BODIES: dict[str, dict[str, Any]] = {
    "complete": {"outcome": "success"},
    "assign": {"assignee_id": None},
    "reschedule": {"by_days": 1},
    "deactivate": {"hand_over_to": "nobody"},
    "draft": {"name": "x", "steps": [{"step_number": 1, "type": "email", "title": "x"}]},
}


async def test_on_every_address_another_tenants_id_is_like_an_unknown_one(
    stage: Stage, peopled: dict[str, str]
) -> None:
    before = await everything(stage)
    tried = 0
    for route in [route for route in routing.collect(ROOMS) if route.open_to is None]:
        for name in sorted({*route.path_parameters} - route.path_keys):
            answers = []
            for identity in (peopled[name], str(new_id())):
                path = route.path.replace(f"{{{name}:uuid}}", identity)
                body = BODIES.get(path.rpartition("/")[2], {})
                options = {"json": body} if route.method in {"POST", "PUT"} else {}
                answer = await stage.http.request(route.method, path, **options)
                answers.append((answer.status_code, {**answer.json(), "request_id": None}))
                tried += 1
            assert answers[0] == answers[1], f"{route.method} {route.path}"
            assert answers[0][0] in {404, 422}, f"{route.method} {route.path}"
    assert tried > 40
    assert await everything(stage) == before


async def test_lists_hold_nothing_of_another_tenant(stage: Stage, peopled: dict[str, str]) -> None:
    theirs = set(peopled.values())
    for path in ("/interactions", "/customers", "/interactions/templates", "/members", "/campaigns", "/conversations"):
        rows = (await stage.get(path, limit=200))["data"]
        assert rows
        assert not {row["id"] for row in rows} & theirs, path
