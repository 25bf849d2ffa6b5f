"""Indexes for coverage and the queue: active customers, what each finished last, each member's open and done work."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORKING_AT = "coalesce(scheduled_at, due_at, 'infinity'::timestamptz)"
WORKING_RANK = "CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END"
INDEXES = {
    "ix_customers_active": "customers (tenant_id, id) INCLUDE (owner_id) WHERE status = 'active'",
    "ix_interactions_closed": "interactions (tenant_id, customer_id, closed_at, id) WHERE closed_at IS NOT NULL",
    # All that sorting into sections needs, so that thousands of open ones are counted without being fetched.
    "ix_interactions_queue": f"interactions (tenant_id, assignee_id, ({WORKING_AT}), ({WORKING_RANK}), id) "
    "INCLUDE (scheduled_at, scheduled_all_day, due_at, due_all_day, priority) "
    "WHERE status IN ('pending', 'in_progress') AND NOT customer_is_closed",
    "ix_interactions_done": "interactions (tenant_id, assignee_id, completed_at, id) WHERE status = 'completed'",
}


def upgrade() -> None:
    for name, of in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON public.{of}")


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX public.{name}")
