"""Overwriting what is personal wherever it was written down about one customer."""

from datetime import datetime
from uuid import UUID

from onward.domain.erasing import KEPT_FIELDS, SYSTEM_REASONS, TITLE, TOLD, told_by
from onward.domain.records import Customer
from onward.store import search_words
from onward.store.transactions import Tx

# A person's own words stand in free text; what the system itself wrote says nothing about anybody.
_BY_CUSTOMER = {
    "search_words": f"""
        DELETE FROM search_words sw WHERE sw.tenant_id = $1 AND {search_words.is_of_title("sw")} AND sw.id IN (
          SELECT i.id FROM interactions i WHERE i.tenant_id = $1 AND i.customer_id = $2)
    """,
    "interactions": """
        UPDATE interactions SET title = $3, description = NULL, outcome_details = NULL, explanation = NULL,
          close_reason = CASE WHEN close_reason = ANY($4::text[]) THEN close_reason END, metadata = '{}',
          next_step = next_step || pg_catalog.jsonb_build_object('explanation', $5::text),
          version = version + 1, updated_at = $6
        WHERE tenant_id = $1 AND customer_id = $2
    """,
    "workflows": """
        UPDATE workflows SET pause_reason = NULL, version = version + 1,
          exit_reason = CASE WHEN exit_reason IS NULL OR exit_reason = ANY($3::text[])
            THEN exit_reason ELSE 'erased' END
        WHERE tenant_id = $1 AND customer_id = $2
    """,
    "conversations": """
        UPDATE conversations SET subject = NULL, external_id = NULL, version = version + 1, updated_at = $3
        WHERE tenant_id = $1 AND customer_id = $2
    """,
    "conversation_messages": """
        UPDATE conversation_messages SET body = $3, external_id = NULL
        WHERE tenant_id = $1 AND conversation_id IN (
          SELECT v.id FROM conversations v WHERE v.tenant_id = $1 AND v.customer_id = $2)
    """,
    "import_lines": """
        UPDATE import_lines SET reason = NULL, old = NULL, cells = NULL
        WHERE tenant_id = $1 AND (subject_id = $2 OR subject_id = ANY($3::uuid[])
          OR EXISTS (SELECT FROM unnest(cells) AS c(cell), unnest($4::text[]) AS w(word)
            WHERE strpos(lower(c.cell), w.word) > 0))
    """,
    "customer_notes": "DELETE FROM customer_notes WHERE tenant_id = $1 AND customer_id = $2",
    "job_items": """
        UPDATE job_items SET before = NULL, answer = NULL, why = NULL, wanted = wanted ||
          pg_catalog.jsonb_build_object('title', $3::text, 'description', NULL, 'metadata', '{}'::jsonb)
        WHERE tenant_id = $1 AND (customer_id = $2 OR interaction_id IN (
          SELECT i.id FROM interactions i WHERE i.tenant_id = $1 AND i.customer_id = $2))
    """,
}
# An answer about the customer, or about one of the interactions, holds its id as text; one about an import shows the
# file's first rows. The request that runs now has no answer yet.
_ANSWERS = """
DELETE FROM idempotency_keys k
WHERE k.tenant_id = $1 AND k.status IS NOT NULL AND EXISTS (
  SELECT FROM unnest($2::text[]) AS named(id)
  WHERE strpos(convert_from(k.body, 'UTF8'), named.id) > 0 OR strpos(k.path, named.id) > 0
    OR starts_with(k.path, '/v1/imports'))
"""
_INTERACTION_IDS = "SELECT i.id FROM interactions i WHERE i.tenant_id = $1 AND i.customer_id = $2"

ERASED = frozenset({*_BY_CUSTOMER, "customers", "events", "audit_log", "idempotency_keys", "imports", "import_parts"})
"""The tables that hold something personal about customers."""
UNTOUCHED: dict[str, str] = {
    "campaign_enrolments": "ids only",
    "campaigns": "names of the tenant's own",
    "conversation_rules": "the tenant's own words, for every customer",
    "demo_rows": "ids only",
    "interaction_templates": "the tenant's own words, for every customer",
    "interaction_types": "as above",
    "jobs": "what was asked for many at once",
    "members": "people of the tenant, not its customers",
    "merged_customers": "ids only",
    "outcomes": "the tenant's own words",
    "saved_views": "what members look at, in their own words",
    "template_versions": "as above",
    "tenant_settings": "as above",
}
"""The tenant tables that hold nothing personal about a customer, and why."""


async def erase(tx: Tx, tenant_id: UUID, customer: Customer, merged_ids: list[UUID], at: datetime) -> None:
    """Overwrite all that was written about a customer, also under ids that were merged into this one, except the
    customer's own row and files of imports. The customer must be locked."""
    reasons = sorted(SYSTEM_REASONS)
    ids = [customer.id, *merged_ids]
    about = [*ids, *(row[0] for row in await tx.fetch(_INTERACTION_IDS, tenant_id, customer.id))]
    await tx.execute(_ANSWERS, tenant_id, [str(one) for one in about])
    more: dict[str, tuple[object, ...]] = {
        "interactions": (TITLE, reasons, TOLD, at),
        "workflows": (reasons,),
        "conversations": (at,),
        "conversation_messages": (TITLE,),
        "job_items": (TITLE,),
        "import_lines": (about, told_by(customer)),
    }
    await search_words.erase_of_customers(tx, tenant_id, ids)
    for table, statement in _BY_CUSTOMER.items():
        await tx.execute(statement, tenant_id, customer.id, *more.get(table, ()))
    await tx.fetchval("SELECT public.erase_history($1, $2::uuid[], $3::text[])", tenant_id, ids, sorted(KEPT_FIELDS))
