"""Tenants, people, customers, templates, workflows, interactions, events.

One statement at a time, parents before children. `tenant_id` leads every key, every name is explicit and
at most 50 bytes, and every tenant table is under forced row-level security from its first moment.
"""

from alembic import op

from onward.store.migrations.tables_0001 import TENANT_TABLES

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'onward_app') THEN
    CREATE ROLE onward_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""

GRANT_ROLE = """
DO $$ BEGIN
  IF NOT pg_catalog.pg_has_role(current_user, 'onward_app', 'MEMBER') THEN
    EXECUTE pg_catalog.format('GRANT onward_app TO %I', current_user);
  END IF;
END $$
"""

OUTSIDE_TENANTS = [
    """
    CREATE TABLE public.tenants (
      id uuid NOT NULL,
      slug text NOT NULL,
      name text NOT NULL,
      local_member_id uuid NOT NULL,
      created_at timestamptz NOT NULL,
      CONSTRAINT pk_tenants PRIMARY KEY (id),
      CONSTRAINT uq_tenants_slug UNIQUE (slug)
    )
    """,
    """
    CREATE TABLE public.api_keys (
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      role text NOT NULL,
      member_id uuid,
      secret_hash bytea NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz,
      revoked_at timestamptz,
      CONSTRAINT pk_api_keys PRIMARY KEY (tenant_id, id),
      CONSTRAINT uq_api_keys_secret_hash UNIQUE (tenant_id, secret_hash),
      CONSTRAINT ck_api_keys_role CHECK (role IN ('owner', 'manager', 'rep', 'viewer'))
    )
    """,
    """
    CREATE FUNCTION public.resolve_tenant(key text)
    RETURNS TABLE (id uuid, slug text, name text, local_member_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
      SELECT t.id, t.slug, t.name, t.local_member_id
      FROM public.tenants t
      WHERE t.slug = key OR t.id = CASE
        WHEN key ~* '^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$' THEN key::uuid END
    $$
    """,
    """
    CREATE FUNCTION public.resolve_credential(tenant uuid, hash bytea)
    RETURNS TABLE (id uuid, tenant_id uuid, role text, member_id uuid, expires_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
      SELECT k.id, k.tenant_id, k.role, k.member_id, k.expires_at
      FROM public.api_keys k
      WHERE k.tenant_id = tenant AND k.secret_hash = hash AND k.revoked_at IS NULL
    $$
    """,
    """
    CREATE FUNCTION public.has_credentials()
    RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM public.api_keys WHERE revoked_at IS NULL) $$
    """,
]

OWNER_FUNCTIONS = ["resolve_tenant(text)", "resolve_credential(uuid, bytea)", "has_credentials()"]

LATER = [
    """
    ALTER TABLE public.interactions ADD CONSTRAINT fk_interactions_next
      FOREIGN KEY (tenant_id, next_interaction_id) REFERENCES public.interactions (tenant_id, id)
      DEFERRABLE INITIALLY DEFERRED
    """,
    """
    CREATE UNIQUE INDEX uq_templates_default ON public.interaction_templates (tenant_id)
      WHERE is_default
    """,
    """
    CREATE UNIQUE INDEX uq_workflows_running ON public.workflows (tenant_id, customer_id, template_id)
      WHERE status IN ('active', 'paused')
    """,
    "CREATE INDEX ix_workflows_customer ON public.workflows (tenant_id, customer_id)",
    "CREATE INDEX ix_conversations_customer ON public.conversations (tenant_id, customer_id)",
    "CREATE INDEX ix_customers_created ON public.customers (tenant_id, created_at, id)",
    "CREATE INDEX ix_customers_name ON public.customers (tenant_id, name, id)",
    """
    CREATE INDEX ix_interactions_open ON public.interactions (tenant_id, customer_id)
      WHERE status IN ('pending', 'in_progress')
    """,
    "CREATE INDEX ix_interactions_created ON public.interactions (tenant_id, created_at, id)",
    "CREATE INDEX ix_interactions_customer ON public.interactions (tenant_id, customer_id, created_at, id)",
    "CREATE INDEX ix_interactions_assignee ON public.interactions (tenant_id, assignee_id, created_at, id)",
    """
    CREATE INDEX ix_interactions_scheduled ON public.interactions
      (tenant_id, status, (CASE WHEN scheduled_at IS NULL THEN 'infinity'::timestamptz ELSE scheduled_at END), id)
    """,
    """
    CREATE INDEX ix_interactions_due ON public.interactions
      (tenant_id, status, (CASE WHEN due_at IS NULL THEN 'infinity'::timestamptz ELSE due_at END), id)
    """,
    """
    CREATE INDEX ix_interactions_workflow ON public.interactions (tenant_id, workflow_id, created_at, id)
      WHERE workflow_id IS NOT NULL
    """,
    """
    CREATE INDEX ix_interactions_campaign ON public.interactions (tenant_id, campaign_id, created_at, id)
      WHERE campaign_id IS NOT NULL
    """,
    """
    CREATE INDEX ix_interactions_conversation
      ON public.interactions (tenant_id, conversation_id, created_at, id)
      WHERE conversation_id IS NOT NULL
    """,
    """
    CREATE INDEX ix_events_interaction ON public.events (tenant_id, interaction_id, id)
      WHERE interaction_id IS NOT NULL
    """,
    """
    CREATE INDEX ix_events_customer ON public.events (tenant_id, customer_id, id)
      WHERE customer_id IS NOT NULL
    """,
    "CREATE INDEX ix_idempotency_created ON public.idempotency_keys (tenant_id, created_at)",
    """
    CREATE INDEX ix_idempotency_interaction ON public.idempotency_keys (tenant_id, interaction_id)
      WHERE interaction_id IS NOT NULL
    """,
    """
    CREATE INDEX ix_idempotency_next ON public.idempotency_keys (tenant_id, next_interaction_id)
      WHERE next_interaction_id IS NOT NULL
    """,
    "CREATE INDEX ix_search_words_id ON public.search_words (tenant_id, id)",
]

APPEND_ONLY = {"events"}


def _guard(table: str) -> list[str]:
    own = "tenant_id = NULLIF(pg_catalog.current_setting('onward.tenant_id', true), '')::uuid"
    verbs = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
    return [
        f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY own_tenant ON public.{table} USING ({own}) WITH CHECK ({own})",
        f"GRANT {verbs} ON public.{table} TO onward_app",
    ]


def upgrade() -> None:
    for statement in [ROLE, GRANT_ROLE, *OUTSIDE_TENANTS]:
        op.execute(statement)
    for table, columns in TENANT_TABLES.items():
        op.execute(f"CREATE TABLE public.{table} ({columns})")
        for statement in _guard(table):
            op.execute(statement)
    for statement in LATER:
        op.execute(statement)
    for function in OWNER_FUNCTIONS:
        op.execute(f"REVOKE ALL ON FUNCTION public.{function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION public.{function} TO onward_app")
    op.execute("GRANT USAGE ON SCHEMA public TO onward_app")
    op.execute("GRANT SELECT ON public.alembic_version TO onward_app")


def downgrade() -> None:
    for table in reversed(TENANT_TABLES):
        op.execute(f"DROP TABLE public.{table} CASCADE")
    for function in OWNER_FUNCTIONS:
        op.execute(f"DROP FUNCTION public.{function}")
    op.execute("DROP TABLE public.api_keys")
    op.execute("DROP TABLE public.tenants")
