"""The proofs prove something: with a guard planted wrong, each of them says so."""

from typing import Any

import msgspec
import pytest

from onward.actions import templates
from onward.api import access, nouns
from onward.api.routing import Routes
from onward.domain.roles import Permission
from onward.store import idempotency
from tests.isolation import test_roles
from tests.isolation.conftest import OpenPair
from tests.isolation.matrix import findings
from tests.isolation.pair import Pair
from tests.isolation.places import operations
from tests.isolation.unpredicated import Switch

# Each table under row-level security, and an operation that meets its rows.
MET_BY: dict[str, str] = {
    "audit_log": "list_audit",
    "campaign_enrolments": "get_campaign_performance",
    "campaigns": "get_campaign",
    "conversation_messages": "list_messages",
    "conversation_rules": "get_conversation_rule",
    "conversations": "get_conversation",
    "customer_notes": "list_notes",
    "customers": "get_customer",
    "demo_rows": "remove_demo",
    "events": "undo_interaction",
    "idempotency_keys": "create_campaign",
    "import_lines": "download_import_lines",
    "import_parts": "remove_import",
    "imports": "get_import",
    "interaction_templates": "create_template",
    "interaction_types": "complete_interaction",
    "interactions": "get_interaction",
    "job_items": "list_job_items",
    "jobs": "get_job",
    "members": "get_member",
    "merged_customers": "merge_customers",
    "outcomes": "complete_interaction",
    "saved_views": "get_view",
    "search_words": "put_customer",
    "template_versions": "start_workflow",
    "tenant_settings": "create_interaction",
    "workflows": "cancel_interaction",
}

# A statement that could have been written without its tenant, and an operation that sends it.
STATEMENTS = [
    (r"FROM campaigns WHERE tenant_id = \$1 AND id", "get_campaign"),
    (r"FROM campaigns WHERE tenant_id = \$1 ORDER BY", "list_campaigns"),
    (r"PREPARE lock_customer ", "put_customer"),
    (r"PREPARE lock_customer_of ", "complete_interaction"),
    (r"FROM customers c .* c.owner_id = ANY", "list_customers"),
    (r"FROM interactions i .* i.workflow_id =", "list_interactions"),
    (r"search_words sw .* sw.id = i.id", "list_interactions"),
    (r"FROM workflows w .* w.customer_id", "close_customer"),
    (r"UPDATE interactions SET customer_is_closed", "close_customer"),
    (r"DELETE FROM search_words", "put_customer"),
    (r"UPDATE idempotency_keys", "create_campaign"),
    (r"FROM customer_notes n WHERE n.tenant_id = \$1 AND n.id", "get_note"),
    (r"UPDATE customer_notes SET customer_id", "merge_customers"),
    (r"UPDATE merged_customers", "merge_customers"),
    (r"WITH old AS", "create_campaign"),
    (r"WITH done AS", "complete_interaction"),
    (r"UPDATE interactions AS i SET status", "bulk_skip"),
    (r"FROM job_items x", "list_job_items"),
    (r"UPDATE jobs", "cancel_job"),
    (r"UPDATE imports", "change_import"),
    (r"DELETE FROM import_parts", "remove_import"),
    (r"FROM import_lines l", "download_import_lines"),
    (r"DELETE FROM demo_rows", "remove_demo"),
]


async def found(pair: Pair, *names: str) -> list[str]:
    wanted = [operation for operation in operations() if operation.name in names]
    assert len(wanted) == len(names)
    return [str(finding) async for finding in findings(pair, wanted)]


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements that meet too many rows fail inside: that is told, and need not be logged here."""
    monkeypatch.setattr("onward.api.problems._log", _Silent())


class _Silent:
    def error(self, *_: object, **__: object) -> None:
        """Says nothing."""


async def test_every_guarded_table_is_planted(open_pair: OpenPair) -> None:
    async with open_pair("local") as pair:
        assert sorted(MET_BY) == pair.guarded, "say in MET_BY which operation meets the rows of a new table"


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("table", MET_BY)
async def test_a_policy_that_is_missing_is_reported(open_pair: OpenPair, table: str) -> None:
    async with open_pair("local", Switch(set()).database) as pair:
        await pair.have_twins()
        await pair.shared.owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        assert await found(pair, MET_BY[table]) != []


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(("pattern", "operation"), STATEMENTS)
async def test_a_statement_without_its_tenant_is_reported(open_pair: OpenPair, pattern: str, operation: str) -> None:
    switch = Switch(set(), pattern)
    async with open_pair("local", switch.database) as pair:
        await pair.have_twins()
        await pair.rely_on_predicates()
        assert await found(pair, operation) != []
    assert switch.rewritten != {}, "the statement was sent"


async def test_a_predicate_that_the_switch_leaves_on_is_reported() -> None:
    switch = Switch({"customers"})
    switch("SELECT id FROM customers WHERE tenant_id = ANY($1)")
    switch("SELECT id FROM customers WHERE $1 = tenant_id")
    switch("SELECT id FROM customers WHERE tenant_id = $1")
    assert switch.missed == {
        "SELECT id FROM customers WHERE tenant_id = ANY($1)",
        "SELECT id FROM customers WHERE $1 = tenant_id",
    }


async def test_an_id_check_that_is_skipped_is_reported(open_pair: OpenPair, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing_unknown(*_: Any) -> list[Any]:
        return []

    monkeypatch.setattr(templates, "_unknown_references", nothing_unknown)
    async with open_pair("local") as pair:
        places = {"steps[].branches[].template_id", "steps[].assignee", "end_action"}
        reported = await found(pair, "create_template")
        assert {place for place in places if any(f"body {place} =" in one for one in reported)} == places


async def test_a_tenant_header_that_nobody_checks_is_reported(
    open_pair: OpenPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "is_named", lambda *_: True)
    async with open_pair("owner") as pair:
        reported = await found(pair, "get_customer")
        assert any("header X-Tenant-ID = globex by slug" in one for one in reported)


async def test_a_key_whose_tenant_nobody_checks_is_reported(open_pair: OpenPair) -> None:
    async with open_pair("owner") as pair:
        await pair.shared.owner.execute(
            "CREATE OR REPLACE FUNCTION public.resolve_key(tenant uuid, hash bytea) RETURNS TABLE (id uuid, "
            "tenant_id uuid, role text, member_id uuid, expires_at timestamptz, last_used_on date) "
            "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ "
            "SELECT k.id, tenant, k.role, k.member_id, k.expires_at, k.last_used_on FROM public.api_keys k "
            "WHERE k.secret_hash = hash $$"
        )
        reported = await found(pair, "get_customer")
        assert any("header Authorization = acme's secret with globex's id" in one for one in reported)


@pytest.mark.parametrize(
    ("function", "returns", "body", "operation"),
    [
        (
            "revoke_api_key(tenant uuid, key uuid, at timestamptz)",
            "SETOF uuid",
            "UPDATE public.api_keys SET revoked_at = at WHERE id = key AND revoked_at IS NULL RETURNING id",
            "revoke_key",
        ),
        (
            "drop_invitation(tenant uuid, link uuid)",
            "SETOF uuid",
            "DELETE FROM public.one_time_links WHERE kind = 'invite' AND id = link RETURNING id",
            "withdraw_invitation",
        ),
        (
            "end_session(person uuid, session uuid)",
            "SETOF uuid",
            "DELETE FROM public.sessions WHERE id = session RETURNING id",
            "end_session",
        ),
    ],
)
async def test_an_owner_function_that_forgets_whose_it_is_is_reported(
    open_pair: OpenPair, function: str, returns: str, body: str, operation: str
) -> None:
    async with open_pair("session") as pair:
        await pair.shared.owner.execute(
            f"CREATE OR REPLACE FUNCTION public.{function} RETURNS {returns} LANGUAGE sql SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $$ {body} $$"
        )
        reported = await found(pair, operation)
        assert any("globex's rows were changed" in one for one in reported)


async def test_a_session_that_may_go_anywhere_is_reported(open_pair: OpenPair) -> None:
    async with open_pair("session") as pair:
        await pair.shared.owner.execute(
            "CREATE OR REPLACE FUNCTION public.list_memberships(person uuid) RETURNS TABLE (tenant_id uuid, "
            "slug text, name text, local_member_id uuid, member_id uuid) LANGUAGE sql STABLE SECURITY DEFINER "
            "SET search_path = pg_catalog, pg_temp AS $$ SELECT t.id, t.slug, t.name, t.local_member_id, m.member_id "
            "FROM public.memberships m JOIN public.tenants t ON t.id = m.tenant_id ORDER BY t.slug $$"
        )
        assert any("header X-Tenant-ID = globex by slug" in one for one in await found(pair, "get_customer"))


async def test_an_answer_kept_for_another_tenant_is_reported(
    open_pair: OpenPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "_CLAIM", "SELECT NULL WHERE $1::uuid IS NULL" + _UNUSED)
    monkeypatch.setattr(idempotency, "_FIND", idempotency._FIND.replace("tenant_id = $1", "$1::uuid IS NOT NULL"))
    async with open_pair("local") as pair:
        await pair.rely_on_predicates()
        assert any('{"kept": "globex"}' in one for one in await found(pair, "create_campaign"))


_UNUSED = "".join(
    f" AND ${number}::{kind} IS NULL"
    for number, kind in enumerate(("text", "text", "text", "text", "bytea", "timestamptz", "timestamptz"), 2)
)


def lowered(name: str) -> tuple[Routes, ...]:
    """The routes that are served, with one that any reader may call."""
    rooms = []
    for room in nouns.ROOMS:
        routes = Routes()
        routes.declared = [
            msgspec.structs.replace(route, permission=Permission.READ) if route.name == name else route
            for route in room.declared
        ]
        rooms.append(routes)
    return tuple(rooms)


@pytest.mark.parametrize("name", ["create_template", "create_member", "undo_interaction"])
async def test_a_permission_that_is_lowered_is_reported(open_pair: OpenPair, name: str) -> None:
    async with open_pair("viewer", rooms=lowered(name)) as pair:
        reported = [fault async for fault in test_roles.faults(pair)]
    assert len(reported) == 2, "it was allowed, and it wrote"
    assert all(f"({name}): a viewer" in fault for fault in reported)
