"""The tenants' tables as revision 0001 makes them, parents before children. History: never changed."""

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
