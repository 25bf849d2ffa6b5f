"""Pauses: until when and why a workflow is paused, after which interaction it owes its next step; lists of workflows.

`owed_after_id` has no foreign key: interactions refer to their workflow already, and a second reference back would
let neither be written first. It names an interaction of this workflow, which is never deleted while the run is there.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = {"resume_at": "timestamptz", "pause_reason": "text", "owed_after_id": "uuid"}
INDEXES = {
    "ix_workflows_started": "(tenant_id, started_at, id)",
    "ix_workflows_status": "(tenant_id, status, started_at, id)",
    "ix_workflows_template": "(tenant_id, template_id, started_at, id)",
    "ix_workflows_assignee": "(tenant_id, assignee_id, started_at, id) WHERE assignee_id IS NOT NULL",
    "ix_workflows_campaign": "(tenant_id, campaign_id, started_at, id) WHERE campaign_id IS NOT NULL",
    "ix_workflows_resume": "(tenant_id, resume_at, id) WHERE resume_at IS NOT NULL",
}


def upgrade() -> None:
    for column, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE public.workflows ADD COLUMN {column} {kind}")
    op.execute(
        "ALTER TABLE public.workflows ADD CONSTRAINT ck_workflows_paused "
        "CHECK (status = 'paused' OR (resume_at IS NULL AND pause_reason IS NULL AND owed_after_id IS NULL))"
    )
    for name, columns in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON public.workflows {columns}")


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX public.{name}")
    op.execute("ALTER TABLE public.workflows DROP CONSTRAINT ck_workflows_paused")
    for column in COLUMNS:
        op.execute(f"ALTER TABLE public.workflows DROP COLUMN {column}")
