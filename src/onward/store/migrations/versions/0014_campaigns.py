"""Campaigns: what they start, and for whom they have."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_OWN = "tenant_id = NULLIF(pg_catalog.current_setting('onward.tenant_id', true), '')::uuid"
STATEMENTS = [
    "ALTER TABLE public.campaigns ADD COLUMN description text",
    "ALTER TABLE public.campaigns ADD COLUMN template_id uuid",
    "ALTER TABLE public.campaigns ADD COLUMN ended_at timestamptz",
    """
    ALTER TABLE public.campaigns ADD CONSTRAINT fk_campaigns_template
      FOREIGN KEY (tenant_id, template_id) REFERENCES public.interaction_templates (tenant_id, id)
    """,
    """
    CREATE TABLE public.campaign_enrolments (
      tenant_id uuid NOT NULL,
      campaign_id uuid NOT NULL,
      customer_id uuid NOT NULL,
      workflow_id uuid NOT NULL,
      enrolled_by uuid NOT NULL,
      enrolled_at timestamptz NOT NULL,
      CONSTRAINT pk_campaign_enrolments PRIMARY KEY (tenant_id, campaign_id, customer_id),
      CONSTRAINT fk_campaign_enrolments_campaign FOREIGN KEY (tenant_id, campaign_id)
        REFERENCES public.campaigns (tenant_id, id),
      CONSTRAINT fk_campaign_enrolments_customer FOREIGN KEY (tenant_id, customer_id)
        REFERENCES public.customers (tenant_id, id),
      CONSTRAINT fk_campaign_enrolments_workflow FOREIGN KEY (tenant_id, workflow_id)
        REFERENCES public.workflows (tenant_id, id)
    )
    """,
    "CREATE INDEX ix_campaign_enrolments_customer ON public.campaign_enrolments (tenant_id, customer_id)",
    "CREATE INDEX ix_campaign_enrolments_workflow ON public.campaign_enrolments (tenant_id, workflow_id)",
    "ALTER TABLE public.campaign_enrolments ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE public.campaign_enrolments FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY own_tenant ON public.campaign_enrolments USING ({_OWN}) WITH CHECK ({_OWN})",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON public.campaign_enrolments TO onward_app",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE public.campaign_enrolments")
    op.execute("ALTER TABLE public.campaigns DROP CONSTRAINT fk_campaigns_template")
    for column in ("ended_at", "template_id", "description"):
        op.execute(f"ALTER TABLE public.campaigns DROP COLUMN {column}")
