"""Jobs and their items: work on many things, in units that are whole or not at all."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OWN = "tenant_id = NULLIF(pg_catalog.current_setting('onward.tenant_id', true), '')::uuid"

TABLES = {
    "jobs": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      kind text NOT NULL,
      status text NOT NULL,
      parameters jsonb NOT NULL,
      progress jsonb NOT NULL,
      total integer NOT NULL,
      done integer NOT NULL,
      unchanged integer NOT NULL,
      failed integer NOT NULL,
      problem text,
      undo_of uuid,
      undone_by uuid,
      actor jsonb NOT NULL,
      request_id text NOT NULL,
      attempts integer NOT NULL,
      created_at timestamptz NOT NULL,
      started_at timestamptz,
      ended_at timestamptz,
      CONSTRAINT pk_jobs PRIMARY KEY (tenant_id, id),
      CONSTRAINT ck_jobs_status CHECK (status IN ('queued', 'running', 'done', 'cancelled', 'failed')),
      CONSTRAINT ck_jobs_ended CHECK ((ended_at IS NOT NULL) = (status IN ('done', 'cancelled', 'failed')))
    """,
    "job_items": """
      tenant_id uuid NOT NULL,
      job_id uuid NOT NULL,
      number integer NOT NULL,
      turn integer NOT NULL,
      interaction_id uuid,
      customer_id uuid,
      status text NOT NULL,
      code text,
      why text,
      wanted jsonb,
      before jsonb,
      version integer,
      answer jsonb,
      CONSTRAINT pk_job_items PRIMARY KEY (tenant_id, job_id, number),
      CONSTRAINT fk_job_items_job FOREIGN KEY (tenant_id, job_id) REFERENCES public.jobs (tenant_id, id),
      CONSTRAINT ck_job_items_status
        CHECK (status IN ('waiting', 'done', 'unchanged', 'failed', 'cancelled'))
    """,
}
INDEXES = [
    "CREATE INDEX ix_jobs_created ON public.jobs (tenant_id, created_at, id)",
    """
    CREATE INDEX ix_jobs_unfinished ON public.jobs (tenant_id, created_at)
      WHERE status IN ('queued', 'running')
    """,
    """
    CREATE INDEX ix_job_items_waiting ON public.job_items (tenant_id, job_id, turn)
      WHERE status = 'waiting'
    """,
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
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE public.{table}")
