"""Conversations: what is said in them, and the rules for what follows."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OWN = "tenant_id = NULLIF(pg_catalog.current_setting('onward.tenant_id', true), '')::uuid"

TABLES = {
    "conversation_messages": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      conversation_id uuid NOT NULL,
      direction text NOT NULL,
      automatic boolean NOT NULL,
      body text NOT NULL,
      author_id uuid,
      external_id text,
      sent_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL,
      CONSTRAINT pk_conversation_messages PRIMARY KEY (tenant_id, id),
      CONSTRAINT uq_conversation_messages_external_id UNIQUE (tenant_id, conversation_id, external_id),
      CONSTRAINT fk_conversation_messages_conversation FOREIGN KEY (tenant_id, conversation_id)
        REFERENCES public.conversations (tenant_id, id),
      CONSTRAINT ck_conversation_messages_direction CHECK (direction IN ('inbound', 'outbound'))
    """,
    "conversation_rules": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      trigger text NOT NULL,
      channel text,
      template_id uuid,
      step jsonb,
      is_active boolean NOT NULL,
      version integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_conversation_rules PRIMARY KEY (tenant_id, id),
      CONSTRAINT fk_conversation_rules_template FOREIGN KEY (tenant_id, template_id)
        REFERENCES public.interaction_templates (tenant_id, id),
      CONSTRAINT ck_conversation_rules_trigger CHECK (trigger IN ('conversation_opened', 'message_received')),
      CONSTRAINT ck_conversation_rules_channel
        CHECK (channel IN ('phone', 'email', 'sms', 'in_person', 'none')),
      CONSTRAINT ck_conversation_rules_one CHECK ((template_id IS NULL) <> (step IS NULL))
    """,
}
INDEXES = [
    """
    CREATE INDEX ix_conversation_messages_sent
      ON public.conversation_messages (tenant_id, conversation_id, sent_at, id)
    """,
    "CREATE INDEX ix_conversations_created ON public.conversations (tenant_id, created_at, id)",
    "CREATE INDEX ix_conversations_updated ON public.conversations (tenant_id, updated_at, id)",
]


def upgrade() -> None:
    for table, columns in TABLES.items():
        op.execute(f"CREATE TABLE public.{table} ({columns})")
        op.execute(f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_tenant ON public.{table} USING ({OWN}) WITH CHECK ({OWN})")
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON public.{table} TO onward_app")
    for statement in INDEXES:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP INDEX public.ix_conversations_updated")
    op.execute("DROP INDEX public.ix_conversations_created")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE public.{table}")
