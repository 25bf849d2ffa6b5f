"""Tenants, people, customers, templates, workflows, interactions, events.

One statement at a time, parents before children. `tenant_id` leads every key, every name is explicit and
at most 50 bytes, and every tenant table is under forced row-level security from its first moment.
"""

from alembic import op

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

TENANT_TABLES = {
    "tenant_settings": """
      tenant_id uuid NOT NULL,
      settings jsonb NOT NULL,
      version integer NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_tenant_settings PRIMARY KEY (tenant_id)
    """,
    "interaction_types": """
      tenant_id uuid NOT NULL,
      key text NOT NULL,
      label text NOT NULL,
      channel text NOT NULL,
      outcomes text[],
      CONSTRAINT pk_interaction_types PRIMARY KEY (tenant_id, key),
      CONSTRAINT ck_interaction_types_channel
        CHECK (channel IN ('phone', 'email', 'sms', 'in_person', 'none'))
    """,
    "outcomes": """
      tenant_id uuid NOT NULL,
      key text NOT NULL,
      kind text NOT NULL,
      CONSTRAINT pk_outcomes PRIMARY KEY (tenant_id, key),
      CONSTRAINT ck_outcomes_kind CHECK (kind IN ('positive', 'neutral', 'negative', 'no_contact'))
    """,
    "members": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      email text,
      role text NOT NULL,
      zone text,
      is_active boolean NOT NULL,
      version integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_members PRIMARY KEY (tenant_id, id),
      CONSTRAINT uq_members_email UNIQUE (tenant_id, email),
      CONSTRAINT ck_members_role CHECK (role IN ('owner', 'manager', 'rep', 'viewer'))
    """,
    "customers": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      external_id text,
      name text NOT NULL,
      company text,
      email text,
      phone text,
      timezone text,
      owner_id uuid,
      status text NOT NULL,
      do_not_contact text[] NOT NULL,
      tags text[] NOT NULL,
      notes text,
      metadata jsonb NOT NULL,
      closed_at timestamptz,
      version integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_customers PRIMARY KEY (tenant_id, id),
      CONSTRAINT uq_customers_external_id UNIQUE (tenant_id, external_id),
      CONSTRAINT fk_customers_owner FOREIGN KEY (tenant_id, owner_id)
        REFERENCES public.members (tenant_id, id),
      CONSTRAINT ck_customers_status CHECK (status IN ('active', 'paused', 'closed'))
    """,
    "campaigns": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      status text NOT NULL,
      version integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_campaigns PRIMARY KEY (tenant_id, id),
      CONSTRAINT ck_campaigns_status CHECK (status IN ('active', 'paused', 'ended'))
    """,
    "conversations": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      customer_id uuid NOT NULL,
      channel text NOT NULL,
      subject text,
      status text NOT NULL,
      external_id text,
      version integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_conversations PRIMARY KEY (tenant_id, id),
      CONSTRAINT uq_conversations_external_id UNIQUE (tenant_id, external_id),
      CONSTRAINT fk_conversations_customer FOREIGN KEY (tenant_id, customer_id)
        REFERENCES public.customers (tenant_id, id),
      CONSTRAINT ck_conversations_status CHECK (status IN ('open', 'pending', 'resolved', 'closed')),
      CONSTRAINT ck_conversations_channel
        CHECK (channel IN ('phone', 'email', 'sms', 'in_person', 'none'))
    """,
    "interaction_templates": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      seed_key text,
      version integer NOT NULL,
      draft jsonb,
      is_active boolean NOT NULL,
      is_default boolean NOT NULL,
      archived_at timestamptz,
      revision integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_interaction_templates PRIMARY KEY (tenant_id, id),
      CONSTRAINT uq_templates_seed_key UNIQUE (tenant_id, seed_key)
    """,
    "template_versions": """
      tenant_id uuid NOT NULL,
      template_id uuid NOT NULL,
      version integer NOT NULL,
      definition jsonb NOT NULL,
      refers_to uuid[] NOT NULL,
      published_at timestamptz NOT NULL,
      published_by uuid,
      CONSTRAINT pk_template_versions PRIMARY KEY (tenant_id, template_id, version),
      CONSTRAINT fk_template_versions_template FOREIGN KEY (tenant_id, template_id)
        REFERENCES public.interaction_templates (tenant_id, id)
    """,
    "workflows": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      customer_id uuid NOT NULL,
      template_id uuid NOT NULL,
      template_version integer NOT NULL,
      status text NOT NULL,
      exit_reason text,
      step_number integer NOT NULL,
      branch_counts jsonb NOT NULL,
      campaign_id uuid,
      conversation_id uuid,
      assignee_id uuid,
      started_at timestamptz NOT NULL,
      ended_at timestamptz,
      version integer NOT NULL,
      CONSTRAINT pk_workflows PRIMARY KEY (tenant_id, id),
      CONSTRAINT fk_workflows_customer FOREIGN KEY (tenant_id, customer_id)
        REFERENCES public.customers (tenant_id, id),
      CONSTRAINT fk_workflows_template FOREIGN KEY (tenant_id, template_id, template_version)
        REFERENCES public.template_versions (tenant_id, template_id, version),
      CONSTRAINT fk_workflows_campaign FOREIGN KEY (tenant_id, campaign_id)
        REFERENCES public.campaigns (tenant_id, id),
      CONSTRAINT fk_workflows_conversation FOREIGN KEY (tenant_id, conversation_id)
        REFERENCES public.conversations (tenant_id, id),
      CONSTRAINT fk_workflows_assignee FOREIGN KEY (tenant_id, assignee_id)
        REFERENCES public.members (tenant_id, id),
      CONSTRAINT ck_workflows_status CHECK (status IN ('active', 'paused', 'completed', 'exited')),
      CONSTRAINT ck_workflows_ended CHECK ((ended_at IS NULL) = (status IN ('active', 'paused')))
    """,
    "interactions": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      customer_id uuid NOT NULL,
      type text NOT NULL,
      title text NOT NULL,
      description text,
      status text NOT NULL,
      priority text NOT NULL,
      scheduled_at timestamptz,
      scheduled_all_day boolean NOT NULL,
      due_at timestamptz,
      due_all_day boolean NOT NULL,
      started_at timestamptz,
      completed_at timestamptz,
      closed_at timestamptz,
      outcome text,
      outcome_details text,
      close_reason text,
      origin text NOT NULL,
      explanation text,
      template_id uuid,
      template_version integer,
      workflow_id uuid,
      step_number integer,
      campaign_id uuid,
      conversation_id uuid,
      assignee_id uuid,
      previous_interaction_id uuid,
      next_interaction_id uuid,
      first_scheduled_at timestamptz,
      first_due_at timestamptz,
      reschedule_count integer NOT NULL,
      created_by uuid,
      completed_by uuid,
      metadata jsonb NOT NULL,
      next_step jsonb,
      version integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      customer_is_closed boolean NOT NULL,
      CONSTRAINT pk_interactions PRIMARY KEY (tenant_id, id),
      CONSTRAINT uq_interactions_previous UNIQUE (tenant_id, previous_interaction_id),
      CONSTRAINT fk_interactions_customer FOREIGN KEY (tenant_id, customer_id)
        REFERENCES public.customers (tenant_id, id),
      CONSTRAINT fk_interactions_template FOREIGN KEY (tenant_id, template_id, template_version)
        REFERENCES public.template_versions (tenant_id, template_id, version),
      CONSTRAINT fk_interactions_workflow FOREIGN KEY (tenant_id, workflow_id)
        REFERENCES public.workflows (tenant_id, id),
      CONSTRAINT fk_interactions_campaign FOREIGN KEY (tenant_id, campaign_id)
        REFERENCES public.campaigns (tenant_id, id),
      CONSTRAINT fk_interactions_conversation FOREIGN KEY (tenant_id, conversation_id)
        REFERENCES public.conversations (tenant_id, id),
      CONSTRAINT fk_interactions_assignee FOREIGN KEY (tenant_id, assignee_id)
        REFERENCES public.members (tenant_id, id),
      CONSTRAINT fk_interactions_previous FOREIGN KEY (tenant_id, previous_interaction_id)
        REFERENCES public.interactions (tenant_id, id),
      CONSTRAINT ck_interactions_status
        CHECK (status IN ('pending', 'in_progress', 'completed', 'cancelled', 'skipped')),
      CONSTRAINT ck_interactions_priority CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
      CONSTRAINT ck_interactions_final
        CHECK ((closed_at IS NOT NULL) = (status IN ('completed', 'cancelled', 'skipped')))
    """,
    "events": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      at timestamptz NOT NULL,
      kind text NOT NULL,
      customer_id uuid,
      interaction_id uuid,
      workflow_id uuid,
      actor_kind text NOT NULL,
      actor_id uuid NOT NULL,
      request_id text,
      old jsonb,
      new jsonb,
      writer_xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
      CONSTRAINT pk_events PRIMARY KEY (tenant_id, id)
    """,
    "idempotency_keys": """
      tenant_id uuid NOT NULL,
      credential text NOT NULL,
      method text NOT NULL,
      path text NOT NULL,
      key text NOT NULL,
      body_hash bytea NOT NULL,
      created_at timestamptz NOT NULL,
      status smallint,
      headers jsonb,
      body bytea,
      interaction_id uuid,
      next_interaction_id uuid,
      CONSTRAINT pk_idempotency_keys PRIMARY KEY (tenant_id, credential, method, path, key)
    """,
    "search_words": """
      tenant_id uuid NOT NULL,
      word text COLLATE "C" NOT NULL,
      kind text NOT NULL,
      id uuid NOT NULL,
      CONSTRAINT pk_search_words PRIMARY KEY (tenant_id, word, kind, id)
    """,
}

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
      (tenant_id, status, (coalesce(scheduled_at, 'infinity'::timestamptz)), id)
    """,
    """
    CREATE INDEX ix_interactions_due ON public.interactions
      (tenant_id, status, (coalesce(due_at, 'infinity'::timestamptz)), id)
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
