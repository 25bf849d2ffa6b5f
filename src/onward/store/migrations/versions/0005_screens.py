"""What the screens need: order and archive of types and outcomes, a log of events that can be followed.

An event's place in the log: `log_xid` is the newer of its own transaction and the newest one that had ended when it
was written, `log_lsn` where the write-ahead log stood. Both can be known by the database only.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TYPES = """
ALTER TABLE public.interaction_types
  ADD COLUMN position integer,
  ADD COLUMN duration_minutes integer,
  ADD COLUMN archived_at timestamptz,
  ADD COLUMN version integer NOT NULL DEFAULT 1
"""

OUTCOMES = """
ALTER TABLE public.outcomes
  ADD COLUMN label text,
  ADD COLUMN position integer,
  ADD COLUMN archived_at timestamptz,
  ADD COLUMN version integer NOT NULL DEFAULT 1
"""

EVENTS = """
ALTER TABLE public.events
  ADD COLUMN log_xid bigint NOT NULL DEFAULT GREATEST(
    pg_catalog.pg_current_xact_id()::text::bigint,
    pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint - 1),
  ADD COLUMN log_lsn bigint NOT NULL DEFAULT
    pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0'::pg_lsn)::bigint
"""

INDEXES = [
    "CREATE INDEX ix_events_log ON public.events (tenant_id, log_xid, log_lsn, id)",
    "CREATE INDEX ix_interactions_type ON public.interactions (tenant_id, type)",
    "CREATE INDEX ix_interactions_outcome ON public.interactions (tenant_id, outcome) WHERE outcome IS NOT NULL",
    """
    CREATE INDEX ix_workflows_running_version ON public.workflows (tenant_id, template_id, template_version)
      WHERE status IN ('active', 'paused')
    """,
]


def upgrade() -> None:
    for statement in [TYPES, OUTCOMES, EVENTS, *INDEXES]:
        op.execute(statement)


def downgrade() -> None:
    for index in ("ix_workflows_running_version", "ix_interactions_outcome", "ix_interactions_type", "ix_events_log"):
        op.execute(f"DROP INDEX public.{index}")
    op.execute("ALTER TABLE public.events DROP COLUMN log_lsn, DROP COLUMN log_xid")
    op.execute(
        "ALTER TABLE public.outcomes "
        "DROP COLUMN version, DROP COLUMN archived_at, DROP COLUMN position, DROP COLUMN label"
    )
    op.execute(
        "ALTER TABLE public.interaction_types "
        "DROP COLUMN version, DROP COLUMN archived_at, DROP COLUMN duration_minutes, DROP COLUMN position"
    )
