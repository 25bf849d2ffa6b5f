"""Imports: files that were uploaded, in parts, and what became of each of their lines. And which rows are the demo's.

Lines have no foreign key: a file may have hundreds of thousands, which come and go with their import.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OWN = "tenant_id = NULLIF(pg_catalog.current_setting('onward.tenant_id', true), '')::uuid"

TABLES = {
    "imports": """
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      kind text NOT NULL,
      file_name text NOT NULL,
      size_bytes bigint NOT NULL,
      digest bytea NOT NULL,
      lines integer NOT NULL,
      found_encoding text NOT NULL,
      mark_bytes integer NOT NULL,
      layout jsonb NOT NULL,
      samples jsonb NOT NULL,
      mapping jsonb NOT NULL,
      options jsonb NOT NULL,
      stage text NOT NULL,
      job_id uuid,
      run_job_id uuid,
      created_by uuid NOT NULL,
      version integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_imports PRIMARY KEY (tenant_id, id),
      CONSTRAINT ck_imports_kind CHECK (kind IN ('customers', 'interactions')),
      CONSTRAINT ck_imports_stage CHECK (stage IN ('uploaded', 'check', 'run', 'undo'))
    """,
    "import_parts": """
      tenant_id uuid NOT NULL,
      import_id uuid NOT NULL,
      number integer NOT NULL,
      content bytea NOT NULL,
      CONSTRAINT pk_import_parts PRIMARY KEY (tenant_id, import_id, number),
      CONSTRAINT fk_import_parts_import FOREIGN KEY (tenant_id, import_id)
        REFERENCES public.imports (tenant_id, id)
    """,
    "import_lines": """
      tenant_id uuid NOT NULL,
      import_id uuid NOT NULL,
      line integer NOT NULL,
      result text NOT NULL,
      reason text,
      subject_id uuid,
      version integer,
      old jsonb,
      cells text[],
      CONSTRAINT pk_import_lines PRIMARY KEY (tenant_id, import_id, line)
    """,
    "demo_rows": """
      tenant_id uuid NOT NULL,
      kind text NOT NULL,
      id uuid NOT NULL,
      CONSTRAINT pk_demo_rows PRIMARY KEY (tenant_id, kind, id),
      CONSTRAINT ck_demo_rows_kind CHECK (kind IN ('customer', 'campaign', 'template', 'member'))
    """,
}
INDEXES = [
    "CREATE INDEX ix_imports_created ON public.imports (tenant_id, created_at, id)",
    """
    CREATE INDEX ix_import_lines_changed ON public.import_lines (tenant_id, import_id, subject_id)
      WHERE old IS NOT NULL
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
