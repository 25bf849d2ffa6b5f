"""Saved views: filters and order of a list under a name."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OWN = "tenant_id = NULLIF(pg_catalog.current_setting('onward.tenant_id', true), '')::uuid"
STATEMENTS = [
    """
    CREATE TABLE public.saved_views (
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      screen text NOT NULL,
      scope text NOT NULL,
      owner_id uuid NOT NULL,
      query jsonb NOT NULL,
      version integer NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_saved_views PRIMARY KEY (tenant_id, id),
      CONSTRAINT ck_saved_views_scope CHECK (scope IN ('personal', 'team'))
    )
    """,
    "CREATE INDEX ix_saved_views_owner ON public.saved_views (tenant_id, owner_id)",
    "ALTER TABLE public.saved_views ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE public.saved_views FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY own_tenant ON public.saved_views USING ({_OWN}) WITH CHECK ({_OWN})",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON public.saved_views TO onward_app",
]


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE public.saved_views")
