"""A database with a history: enough rows that a scan of them all would show, made in one go by its owner."""

import asyncpg

from tests.stage import ACME, GLOBEX

CUSTOMERS, MEMBERS, CAMPAIGNS = 8_000, 20, 40
INTERACTIONS = {ACME.id: 80_000, GLOBEX.id: 20_000}
# One member of each tenant has this many open ones.
BUSY, BUSY_WITH = 99, 5_000

# Ids by kind and number, so that statements can name them.
_ID = "('00000000-0000-7{kind}00-8000-' || lpad(({number})::text, 12, '0'))::uuid"


def identity(kind: int, number: str) -> str:
    return _ID.format(kind=kind, number=number)


MEMBER, CUSTOMER, CAMPAIGN, WORKFLOW, INTERACTION = 1, 2, 3, 4, 5

_AROUND = [
    f"""
    INSERT INTO members (tenant_id, id, name, role, is_active, version, created_at, updated_at)
    SELECT $1, {identity(MEMBER, "n")}, 'Rep ' || n, 'rep', true, 1, now(), now()
    FROM generate_series(1, {MEMBERS}) n
    """,
    f"""
    INSERT INTO campaigns (tenant_id, id, name, status, version, created_at, updated_at)
    SELECT $1, {identity(CAMPAIGN, "n")}, 'Campaign ' || n, 'active', 1, now(), now()
    FROM generate_series(1, {CAMPAIGNS}) n
    """,
    f"""
    INSERT INTO customers (
      tenant_id, id, name, status, do_not_contact, tags, metadata, version, created_at, updated_at, words)
    SELECT $1, {identity(CUSTOMER, "n")}, 'Customer ' || n, 'active', '{{}}', '{{}}', '{{}}', 1, now(), now(),
      ARRAY['0customer', '0' || n, '1n' || n || '@example.com', '1example', '3' || lpad((n % 50)::text, 4, '4') || n]
    FROM generate_series(1, {CUSTOMERS}) n
    """,
    """
    INSERT INTO search_words (tenant_id, word, id)
    SELECT c.tenant_id, w.word, c.id FROM customers c, unnest(c.words) AS w(word) WHERE c.tenant_id = $1
    """,
    f"""
    INSERT INTO workflows (tenant_id, id, customer_id, template_id, template_version, status, step_number,
                           branch_counts, started_at, version)
    SELECT $1, {identity(WORKFLOW, "n")}, {identity(CUSTOMER, "n")}, t.id, 1, 'active', 1, '{{}}',
           now() - n * interval '1 minute', 1
    FROM generate_series(1, {CUSTOMERS}) n, interaction_templates t WHERE t.tenant_id = $1 AND t.is_default
    """,
]

_INTERACTIONS = f"""
    INSERT INTO interactions (
      tenant_id, id, customer_id, type, title, status, priority, scheduled_at, scheduled_all_day, due_at, due_all_day,
      closed_at, origin, workflow_id, campaign_id, assignee_id, reschedule_count, metadata, version, created_at,
      updated_at, customer_is_closed)
    SELECT $1, {identity(INTERACTION, "n")}, {identity(CUSTOMER, f"1 + n % {CUSTOMERS}")}, 'phone_call', 'Call ' || n,
      s.status, (ARRAY['low', 'normal', 'high', 'urgent'])[1 + n % 4],
      CASE WHEN n % 7 > 0 THEN s.created_at + interval '3 days' END, false,
      CASE WHEN n % 5 > 0 THEN s.created_at + interval '5 days' END, n % 2 = 0,
      CASE WHEN s.status = 'completed' THEN s.created_at END, 'manual',
      CASE WHEN n % 3 = 0 THEN {identity(WORKFLOW, f"1 + n % {CUSTOMERS}")} END,
      CASE WHEN n % 4 = 0 THEN {identity(CAMPAIGN, f"1 + n % {CAMPAIGNS}")} END,
      {identity(MEMBER, f"1 + n % {MEMBERS}")}, 0, '{{}}', 1, s.created_at, s.created_at, false
    FROM generate_series(1, $2::integer) n,
      LATERAL (SELECT
        CASE WHEN n > $2 * 0.9 THEN 'pending' ELSE 'completed' END AS status,
        timestamptz '2024-01-01 00:00Z' + n * interval '540 seconds' AS created_at) s
"""


_DESK = f"""
    INSERT INTO interactions (
      tenant_id, id, customer_id, type, title, status, priority, scheduled_at, scheduled_all_day, due_at, due_all_day,
      closed_at, completed_at, origin, assignee_id, reschedule_count, metadata, version, created_at, updated_at,
      customer_is_closed)
    SELECT $1, {identity(INTERACTION, "9000000 + n")}, {identity(CUSTOMER, "3000 + n % 5000")}, 'email', 'Write',
      s.status, 'normal', s.at, false, s.at + interval '1 day', n % 2 = 0, s.closed_at, s.closed_at, 'manual',
      {identity(MEMBER, str(BUSY))}, 0, '{{}}', 1, s.at, s.at, false
    FROM generate_series(1, $2::integer) n, LATERAL (SELECT
      CASE WHEN n > {BUSY_WITH} THEN 'completed' ELSE 'pending' END AS status,
      CASE WHEN n > {BUSY_WITH} THEN timestamptz '2026-01-21 09:00Z' - n * interval '1 minute' END AS closed_at,
      timestamptz '2026-01-21 10:00Z' + (n - {BUSY_WITH} / 2) * interval '1 hour' AS at) s
"""


async def fill(url: str) -> None:
    owner = await asyncpg.connect(url)
    # Keys are not checked one by one here: it takes long, and all of them are made to hold.
    await owner.execute("SET session_replication_role = replica")
    for tenant_id, interactions in INTERACTIONS.items():
        for statement in _AROUND:
            await owner.execute(statement, tenant_id)
        await owner.execute(_INTERACTIONS, tenant_id, interactions)
        await owner.execute(_DESK, tenant_id, 2 * BUSY_WITH)
    await owner.execute("VACUUM ANALYZE")
    await owner.close()
