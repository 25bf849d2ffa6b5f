"""Customers: notes, ids that were merged away, ranked words, and erasing what is personal.

History is append-only for the role that serves. Erasing a customer is the one exception, so it is an owner
function: it takes fields away from what is told of one customer, for the tenant that the transaction has set.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SET_TENANT = "NULLIF(pg_catalog.current_setting('onward.tenant_id', true), '')::uuid"

TABLES = {
    "customer_notes": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      customer_id uuid NOT NULL,
      author_id uuid NOT NULL,
      body text NOT NULL,
      version integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_customer_notes PRIMARY KEY (tenant_id, id),
      CONSTRAINT fk_customer_notes_customer FOREIGN KEY (tenant_id, customer_id)
        REFERENCES public.customers (tenant_id, id)
    """,
    "merged_customers": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      customer_id uuid NOT NULL,
      merged_at timestamptz NOT NULL,
      CONSTRAINT pk_merged_customers PRIMARY KEY (tenant_id, id),
      CONSTRAINT fk_merged_customers_customer FOREIGN KEY (tenant_id, customer_id)
        REFERENCES public.customers (tenant_id, id)
    """,
}

INDEXES = [
    "CREATE INDEX ix_customer_notes_customer ON public.customer_notes (tenant_id, customer_id, created_at, id)",
    "CREATE INDEX ix_merged_customers_customer ON public.merged_customers (tenant_id, customer_id)",
    "ALTER TABLE public.customers ADD COLUMN erased_at timestamptz",
    "ALTER TABLE public.search_words ADD COLUMN rank smallint NOT NULL DEFAULT 1",
    "CREATE INDEX ix_search_words_ranked ON public.search_words (tenant_id, kind, rank, word, id)",
]

# Words of names that are there already; the owner must see them once.
RANK = [
    "ALTER TABLE public.search_words NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE public.customers NO FORCE ROW LEVEL SECURITY",
    """
    UPDATE public.search_words s SET rank = 0 FROM public.customers c
    WHERE c.tenant_id = s.tenant_id AND c.id = s.id AND s.kind = 'customer'
      AND pg_catalog.strpos(pg_catalog.lower(c.name), s.word) > 0
    """,
    "ALTER TABLE public.search_words FORCE ROW LEVEL SECURITY",
    "ALTER TABLE public.customers FORCE ROW LEVEL SECURITY",
]

_LEFT = """
  (SELECT pg_catalog.jsonb_object_agg(f.key, f.value) FROM pg_catalog.jsonb_each(e.{column}) f
   WHERE f.key = ANY (kept))
"""
ERASE = f"""
CREATE FUNCTION public.erase_history(tenant uuid, customers uuid[], kept text[])
RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE public.events e SET old = {_LEFT.format(column="old")}, new = {_LEFT.format(column="new")}
  WHERE e.tenant_id = tenant AND tenant = {SET_TENANT} AND e.customer_id = ANY (customers);
  UPDATE public.audit_log a SET details = '{{}}'
  WHERE a.tenant_id = tenant AND tenant = {SET_TENANT} AND a.subject_id = ANY (customers)
$$
"""
ERASE_SIGNATURE = "erase_history(uuid, uuid[], text[])"


def _guard(table: str) -> list[str]:
    own = f"tenant_id = {SET_TENANT}"
    return [
        f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY own_tenant ON public.{table} USING ({own}) WITH CHECK ({own})",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON public.{table} TO onward_app",
    ]


def upgrade() -> None:
    for table, columns in TABLES.items():
        op.execute(f"CREATE TABLE public.{table} ({columns})")
        for statement in _guard(table):
            op.execute(statement)
    for statement in [*INDEXES, *RANK, ERASE]:
        op.execute(statement)
    op.execute(f"REVOKE ALL ON FUNCTION public.{ERASE_SIGNATURE} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION public.{ERASE_SIGNATURE} TO onward_app")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION public.{ERASE_SIGNATURE}")
    op.execute("DROP INDEX public.ix_search_words_ranked")
    op.execute("ALTER TABLE public.search_words DROP COLUMN rank")
    op.execute("ALTER TABLE public.customers DROP COLUMN erased_at")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE public.{table}")
